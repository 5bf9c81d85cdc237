import secrets
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from config.secrets import is_guessable, readable_by_others
from config.settings import (
    DEMO_AUDIT_KEY,
    DEMO_SECRET_KEY,
    FILE_VARIABLES,
    IN_FILES,
    Settings,
    SettingsError,
    load_settings,
)

KEY = "een-sleutel-voor-de-toetsen-0123456789"
AUDIT_KEY = "een-andere-voor-het-auditspoor-9876543210"
IN_EARNEST = {"PORTAL_SECRET_KEY": KEY, "PORTAL_AUDIT_KEY": AUDIT_KEY}


def test_demo_needs_nothing_else() -> None:
    settings = load_settings({"PORTAL_DEMO": "true"})

    assert settings.demo
    assert settings.secret_key.get_secret_value() == DEMO_SECRET_KEY
    assert settings.audit_key.get_secret_value() == DEMO_AUDIT_KEY
    assert settings.database_url.endswith("/var/portal.sqlite3")


def test_defaults_in_earnest_are_safe() -> None:
    settings = load_settings(IN_EARNEST)

    assert not settings.demo
    assert settings.secure_cookies
    assert settings.trusted_hosts == ("localhost", "127.0.0.1", "[::1]")
    assert settings.log_format == "json"
    assert settings.max_content_length == 2 * 1024 * 1024


def test_other_variables_are_left_alone() -> None:
    others = {"PATH": "/bin", "PORTAL_TEST_DATABASE": "sqlite"}

    assert load_settings({**IN_EARNEST, **others}) == load_settings(IN_EARNEST)


def test_settings_are_frozen() -> None:
    settings = load_settings(IN_EARNEST)

    with pytest.raises(ValidationError, match="frozen"):
        settings.demo = True  # type: ignore[misc]


def test_secrets_stay_out_of_the_text_of_the_settings() -> None:
    url = "postgresql://portaal:geheim-woord@db/portaal"

    settings = load_settings({**IN_EARNEST, "PORTAL_DATABASE_URL": url})

    assert KEY not in repr(settings)
    assert "geheim-woord" not in repr(settings)


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgresql://u:p%40ss@db/portaal", "postgresql+psycopg://u:p%40ss@db/portaal"),
        ("postgres://u@db:5433/portaal", "postgresql+psycopg://u@db:5433/portaal"),
        ("postgresql+psycopg://u@db/portaal", "postgresql+psycopg://u@db/portaal"),
        ("postgresql:///portaal?host=/run/pg", "postgresql+psycopg:///portaal?host=%2Frun%2Fpg"),
        ("sqlite:////srv/portaal.sqlite3", "sqlite:////srv/portaal.sqlite3"),
    ],
)
def test_database_url_names_its_driver(given: str, used: str) -> None:
    assert load_settings({**IN_EARNEST, "PORTAL_DATABASE_URL": given}).database_url == used


def test_trusted_hosts_are_split_at_commas() -> None:
    settings = load_settings({**IN_EARNEST, "PORTAL_TRUSTED_HOSTS": "Portaal.example, .example.org,[::1]"})

    assert settings.trusted_hosts == ("portaal.example", ".example.org", "[::1]")


def test_secrets_come_from_files(tmp_path: Path) -> None:
    key, url, audit = tmp_path / "key", tmp_path / "url", tmp_path / "audit"
    audit.write_text(f"{AUDIT_KEY}\n", encoding="utf-8")
    key.write_text(f"{KEY}\n", encoding="utf-8")
    url.write_text("postgresql://u@db/portaal\n", encoding="utf-8")

    files = {"SECRET_KEY": key, "DATABASE_URL": url, "AUDIT_KEY": audit}
    settings = load_settings({f"PORTAL_{name}_FILE": str(file) for name, file in files.items()})

    assert settings.secret_key.get_secret_value() == KEY
    assert settings.database_url == "postgresql+psycopg://u@db/portaal"
    assert settings.audit_key.get_secret_value() == AUDIT_KEY


def test_file_and_value_together_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="PORTAL_SECRET_KEY_FILE en PORTAL_SECRET_KEY staan er allebei"):
        load_settings({**IN_EARNEST, "PORTAL_SECRET_KEY_FILE": str(tmp_path / "key")})


def test_unreadable_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="PORTAL_SECRET_KEY_FILE: dit bestand is niet te lezen"):
        load_settings({"PORTAL_SECRET_KEY_FILE": str(tmp_path / "weg")})


def test_unknown_setting_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(SettingsError, match=r"PORTAL_SECRET_KEI is .*bedoelt u PORTAL_SECRET_KEY\?"):
        load_settings({"PORTAL_DEMO": "true", "PORTAL_SECRET_KEI": KEY})


@pytest.mark.parametrize("name", ["PORTAL_demo", "PORTAL_", "PORTAL_LOG_LEVEL_FILE", "PORTAL_XYZ"])
def test_unknown_setting_is_refused(name: str) -> None:
    with pytest.raises(SettingsError, match=f"{name} is geen instelling van het portaal"):
        load_settings({**IN_EARNEST, name: "1"})


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("PORTAL_DEMO", "misschien", "PORTAL_DEMO: kies true of false"),
        ("PORTAL_DEMO", " ", "PORTAL_DEMO is leeg"),
        ("PORTAL_SECURE_COOKIES", "soms", "PORTAL_SECURE_COOKIES: kies true of false"),
        ("PORTAL_SECURE_COOKIES", "false", "PORTAL_SECURE_COOKIES=false kan alleen in de demonstratie"),
        ("PORTAL_SECRET_KEY", "kort", "PORTAL_SECRET_KEY is te kort"),
        ("PORTAL_SECRET_KEY", DEMO_SECRET_KEY, "de sleutel van de demonstratie is openbaar"),
        ("PORTAL_AUDIT_KEY", "kort", "PORTAL_AUDIT_KEY is te kort"),
        ("PORTAL_AUDIT_KEY", DEMO_AUDIT_KEY, "PORTAL_AUDIT_KEY: de sleutel van de demonstratie is openbaar"),
        ("PORTAL_AUDIT_KEY", KEY, "PORTAL_SECRET_KEY en PORTAL_AUDIT_KEY zijn gelijk"),
        ("PORTAL_AUDIT_ANCHOR", "anker.jsonl", "PORTAL_AUDIT_ANCHOR: geef het volledige pad"),
        ("PORTAL_DATABASE_URL", "mysql://u@db/p", "PORTAL_DATABASE_URL: begin met sqlite"),
        ("PORTAL_DATABASE_URL", "postgresql+asyncpg://u@db/p", "PORTAL_DATABASE_URL: begin met sqlite"),
        ("PORTAL_DATABASE_URL", "zomaar", "PORTAL_DATABASE_URL: dit is geen adres van een database"),
        (
            "PORTAL_TRUSTED_HOSTS",
            "https://portaal.example",
            "PORTAL_TRUSTED_HOSTS: 'https://portaal.example'",
        ),
        ("PORTAL_TRUSTED_HOSTS", "*", "PORTAL_TRUSTED_HOSTS"),
        ("PORTAL_TRUSTED_HOSTS", "a.example,,b.example", "PORTAL_TRUSTED_HOSTS: '' is geen hostnaam"),
        ("PORTAL_LOG_FORMAT", "xml", "PORTAL_LOG_FORMAT: kies json of console"),
        ("PORTAL_LOG_LEVEL", "luid", "PORTAL_LOG_LEVEL: kies DEBUG, INFO, WARNING of ERROR"),
        ("PORTAL_MAX_CONTENT_LENGTH", "veel", "PORTAL_MAX_CONTENT_LENGTH: geef een aantal bytes"),
        ("PORTAL_MAX_CONTENT_LENGTH", "0", "PORTAL_MAX_CONTENT_LENGTH: geef een aantal bytes"),
    ],
)
def test_invalid_value_is_named_in_dutch(name: str, value: str, message: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings({**IN_EARNEST, name: value})

    assert message in str(refused.value)


def test_missing_key_is_named() -> None:
    with pytest.raises(SettingsError, match=r"PORTAL_SECRET_KEY \(of PORTAL_SECRET_KEY_FILE\) ontbreekt"):
        load_settings({})
    with pytest.raises(SettingsError, match=r"PORTAL_AUDIT_KEY \(of PORTAL_AUDIT_KEY_FILE\) ontbreekt"):
        load_settings({"PORTAL_SECRET_KEY": KEY})


def test_the_anchor_lies_where_it_was_chosen_else_beside_the_database() -> None:
    beside = {**IN_EARNEST, "PORTAL_DATABASE_URL": "sqlite:////srv/portaal.sqlite3"}
    assert str(load_settings(beside).anchor_file) == "/srv/portaal.anker.jsonl"
    assert (
        str(load_settings({**beside, "PORTAL_AUDIT_ANCHOR": "/veilig/anker"}).anchor_file) == "/veilig/anker"
    )
    elsewhere = {**IN_EARNEST, "PORTAL_DATABASE_URL": "postgresql://u@db/p"}
    assert load_settings(elsewhere).anchor_file.name == "audit-anker.jsonl"


def test_every_fault_has_its_line() -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings({**IN_EARNEST, "PORTAL_LOG_FORMAT": "xml", "PORTAL_LOG_LEVEL": "luid"})

    assert len(str(refused.value).splitlines()) == 2


def test_message_holds_no_secret() -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(
            {"PORTAL_SECRET_KEY": "te-kort-geheim", "PORTAL_DATABASE_URL": "mysql://u:geheim-woord@db/p"}
        )

    assert "geheim" not in str(refused.value).replace("geheime sleutel", "")


def test_level_and_format_are_taken_as_written() -> None:
    settings = load_settings({**IN_EARNEST, "PORTAL_LOG_LEVEL": "debug", "PORTAL_LOG_FORMAT": "console"})

    assert (settings.log_level, settings.log_format) == ("DEBUG", "console")


S3 = {
    "PORTAL_FILES_URL": "s3://emmer/map",
    "PORTAL_S3_ENDPOINT": "https://opslag.example",
    "PORTAL_S3_ACCESS_KEY": "naam",
    "PORTAL_S3_SECRET_KEY": "diep-geheim",
}


def test_files_lie_in_a_folder_unless_told_otherwise(tmp_path: Path) -> None:
    assert load_settings(IN_EARNEST).files_url.endswith("/var/files")
    assert load_settings(IN_EARNEST).bucket is None
    assert load_settings({**IN_EARNEST, "PORTAL_FILES_URL": str(tmp_path)}).files_url == str(tmp_path)
    assert load_settings({**IN_EARNEST, **S3}).bucket == ("emmer", "map")
    assert "diep-geheim" not in repr(load_settings({**IN_EARNEST, **S3}))


def test_the_key_of_the_bucket_comes_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "sleutel").write_text("diep-geheim\n", encoding="utf-8")
    given = {name: value for name, value in S3.items() if name != "PORTAL_S3_SECRET_KEY"}
    settings = load_settings({**IN_EARNEST, **given, "PORTAL_S3_SECRET_KEY_FILE": str(tmp_path / "sleutel")})
    assert settings.s3_secret_key.get_secret_value() == "diep-geheim"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("PORTAL_FILES_URL", "var/files", "PORTAL_FILES_URL: geef het volledige pad"),
        ("PORTAL_FILES_URL", "ftp://emmer", "PORTAL_FILES_URL: geef het volledige pad"),
        ("PORTAL_FILES_URL", "s3://E", "PORTAL_FILES_URL: geef het volledige pad"),
        ("PORTAL_S3_ENDPOINT", "http://opslag.example", "PORTAL_S3_ENDPOINT: geef een adres"),
        ("PORTAL_S3_ENDPOINT", "https://u:w@opslag.example", "PORTAL_S3_ENDPOINT: geef een adres"),
        ("PORTAL_S3_ENDPOINT", "", "PORTAL_S3_ENDPOINT is leeg"),
        ("PORTAL_MAX_FILE_SIZE", "1", "PORTAL_MAX_FILE_SIZE: geef een aantal bytes"),
        ("PORTAL_MAX_FILE_SIZE", "104857600", "PORTAL_MAX_FILE_SIZE: geef een aantal bytes"),
    ],
)
def test_a_wrong_place_for_files_is_named(name: str, value: str, message: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings({**IN_EARNEST, **S3, name: value})
    assert message in str(refused.value)
    assert "diep-geheim" not in str(refused.value)


@pytest.mark.parametrize("missing", ["PORTAL_S3_ENDPOINT", "PORTAL_S3_ACCESS_KEY", "PORTAL_S3_SECRET_KEY"])
def test_a_bucket_needs_its_address_and_key(missing: str) -> None:
    with pytest.raises(SettingsError, match="PORTAL_FILES_URL met s3:// vraagt ook"):
        load_settings({**IN_EARNEST, **{name: value for name, value in S3.items() if name != missing}})


OPEN_DATA = {"PORTAL_OPENDATA_URL": "https://gegevensmagazijn.tweedekamer.nl/OData/v5/"}


def test_open_data_are_off_unless_an_address_is_given() -> None:
    settings = load_settings(IN_EARNEST)

    assert settings.opendata_url == ""
    assert (settings.opendata_dialect, settings.opendata_hosts) == (
        "v5",
        ("gegevensmagazijn.tweedekamer.nl",),
    )


def test_the_address_of_the_open_data_loses_its_last_slash() -> None:
    settings = load_settings({**IN_EARNEST, **OPEN_DATA})

    assert settings.opendata_url == "https://gegevensmagazijn.tweedekamer.nl/OData/v5"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("PORTAL_OPENDATA_URL", "http://gegevensmagazijn.tweedekamer.nl/OData/v5", "begin met https://"),
        ("PORTAL_OPENDATA_URL", "gegevensmagazijn.tweedekamer.nl", "PORTAL_OPENDATA_URL: geef een adres"),
        ("PORTAL_OPENDATA_URL", "https://naam:geheim@gegevensmagazijn.tweedekamer.nl/", "zonder naam"),
        ("PORTAL_OPENDATA_URL", "https://gegevensmagazijn.tweedekamer.nl:8443/", "geef geen poort"),
        ("PORTAL_OPENDATA_URL", "https://gegevensmagazijn.tweedekamer.nl/OData/v5?a=1", "niets meer"),
        ("PORTAL_OPENDATA_URL", "https://[::1/OData", "dit is geen adres van een dienst"),
        ("PORTAL_OPENDATA_URL", "https://elders.example/OData/v5", "elders.example staat niet in"),
        ("PORTAL_OPENDATA_URL", "https://169.254.169.254/OData/v5", "staat niet in PORTAL_OPENDATA_HOSTS"),
        ("PORTAL_OPENDATA_DIALECT", "v6", "PORTAL_OPENDATA_DIALECT: kies v5 of v4"),
        ("PORTAL_OPENDATA_DIALECT", "v4", "noemt v5 en PORTAL_OPENDATA_DIALECT is v4"),
        ("PORTAL_OPENDATA_HOSTS", "https://a.example", "PORTAL_OPENDATA_HOSTS: 'https://a.example'"),
        ("PORTAL_OPENDATA_HOSTS", ".tweedekamer.nl", "PORTAL_OPENDATA_HOSTS: '.tweedekamer.nl'"),
        ("PORTAL_OPENDATA_HOSTS", "*", "PORTAL_OPENDATA_HOSTS"),
        ("PORTAL_OPENDATA_TIMEOUT", "0", "PORTAL_OPENDATA_TIMEOUT: geef een aantal seconden"),
        ("PORTAL_OPENDATA_TIMEOUT", "lang", "PORTAL_OPENDATA_TIMEOUT: geef een aantal seconden"),
        ("PORTAL_OPENDATA_CONNECT_TIMEOUT", "31", "PORTAL_OPENDATA_CONNECT_TIMEOUT: geef een aantal"),
    ],
)
def test_a_wrong_source_of_open_data_is_named(name: str, value: str, message: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings({**IN_EARNEST, **OPEN_DATA, name: value})

    assert message in str(refused.value)
    assert "geheim" not in str(refused.value)


def test_a_source_on_this_computer_may_do_without_tls() -> None:
    here = {"PORTAL_OPENDATA_URL": "http://127.0.0.1:8080/OData/v5", "PORTAL_OPENDATA_HOSTS": "127.0.0.1"}

    assert load_settings({**IN_EARNEST, **here}).opendata_url == "http://127.0.0.1:8080/OData/v5"


OIDC = {
    "PORTAL_PUBLIC_URL": "https://portaal.example",
    "PORTAL_OIDC_ISSUER": "https://login.example/realms/een/",
    "PORTAL_OIDC_CLIENT_ID": "mainportaal",
    "PORTAL_OIDC_CLIENT_SECRET": "diep-geheim",
    "PORTAL_OIDC_NAME": "het account van de organisatie",
}


def test_single_sign_on_is_off_unless_a_provider_is_given() -> None:
    assert load_settings(IN_EARNEST).oidc_issuer == ""
    settings = load_settings({**IN_EARNEST, **OIDC})
    # Exactly as given: the issuer in a token must be the very same.
    assert settings.oidc_issuer == "https://login.example/realms/een/"
    assert "diep-geheim" not in repr(settings)


@pytest.mark.parametrize("missing", sorted(OIDC.keys() - {"PORTAL_PUBLIC_URL"}))
def test_half_a_provider_is_refused(missing: str) -> None:
    with pytest.raises(SettingsError, match=f"Inloggen via een organisatie vraagt ook {missing}"):
        load_settings({**IN_EARNEST, **{name: value for name, value in OIDC.items() if name != missing}})


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("PORTAL_OIDC_ISSUER", "http://login.example", "PORTAL_OIDC_ISSUER: begin met https://"),
        ("PORTAL_OIDC_ISSUER", "login.example", "PORTAL_OIDC_ISSUER: geef een adres"),
        ("PORTAL_OIDC_ISSUER", "https://u:geheim@login.example", "PORTAL_OIDC_ISSUER: geef een adres zonder"),
        ("PORTAL_OIDC_ISSUER", "https://login.example\\x", "PORTAL_OIDC_ISSUER: geef een adres zonder"),
        ("PORTAL_OIDC_ISSUER", "https://login.example?a=1", "zonder /.well-known en zonder vraagteken"),
        (
            "PORTAL_OIDC_ISSUER",
            "https://login.example/.well-known/openid-configuration",
            "zonder /.well-known en zonder vraagteken",
        ),
        ("PORTAL_OIDC_ISSUER", "https://[::1", "PORTAL_OIDC_ISSUER: dit is geen adres"),
        ("PORTAL_OIDC_NAME", "x" * 61, "PORTAL_OIDC_NAME: geef een naam van hoogstens 60 tekens"),
        ("PORTAL_PUBLIC_URL", "http://portaal.example", "vraagt ook PORTAL_PUBLIC_URL met https://"),
    ],
)
def test_a_wrong_provider_is_named(name: str, value: str, message: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings({**IN_EARNEST, **OIDC, name: value})
    assert message in str(refused.value)
    assert "geheim" not in str(refused.value)


def test_a_provider_on_this_computer_may_do_without_tls() -> None:
    given = {**OIDC, "PORTAL_OIDC_ISSUER": "http://127.0.0.1:3000"}
    assert load_settings({"PORTAL_DEMO": "true", **given}).oidc_issuer == "http://127.0.0.1:3000"


@pytest.mark.parametrize(
    "key",
    [
        "k" * 32,
        "ab" * 20,
        "abcabcabcabcabcabcabcabcabcabcabcabc",
        "0123456789abcdef" * 2,
        "1234567" * 5 + "1",
    ],
)
def test_a_key_that_can_be_guessed_is_refused(key: str) -> None:
    with pytest.raises(SettingsError, match="PORTAL_SECRET_KEY is te raden") as refused:
        load_settings({**IN_EARNEST, "PORTAL_SECRET_KEY": key})
    assert key not in str(refused.value)
    with pytest.raises(SettingsError, match="PORTAL_AUDIT_KEY is te raden"):
        load_settings({**IN_EARNEST, "PORTAL_AUDIT_KEY": key})


def test_keys_that_were_made_are_never_refused() -> None:
    for _time in range(2_000):
        assert not is_guessable(secrets.token_hex(16))


def test_a_secret_is_used_once() -> None:
    with pytest.raises(SettingsError, match="PORTAL_SECRET_KEY en PORTAL_METRICS_TOKEN zijn gelijk"):
        load_settings({**IN_EARNEST, "PORTAL_METRICS_TOKEN": KEY})
    with pytest.raises(SettingsError, match="PORTAL_SECRET_KEY en PORTAL_OIDC_CLIENT_SECRET zijn gelijk"):
        load_settings({**IN_EARNEST, **OIDC, "PORTAL_OIDC_CLIENT_SECRET": KEY})


def test_every_secret_can_come_from_a_file() -> None:
    kept = {name for name, field in Settings.model_fields.items() if field.annotation is SecretStr}
    assert kept - set(IN_FILES) == set()


def test_a_file_that_everybody_reads_is_named(tmp_path: Path) -> None:
    closed, opened = tmp_path / "dicht", tmp_path / "open"
    for file, mode in ((closed, 0o600), (opened, 0o644)):
        file.write_text(KEY, encoding="utf-8")
        file.chmod(mode)
    given = {"PORTAL_SECRET_KEY_FILE": str(opened), "PORTAL_AUDIT_KEY_FILE": str(closed)}
    assert readable_by_others(given, FILE_VARIABLES) == ["PORTAL_SECRET_KEY_FILE"]
    assert readable_by_others({"PORTAL_SECRET_KEY_FILE": str(tmp_path / "weg")}, FILE_VARIABLES) == []


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("PORTAL_TRUSTED_PROXIES", "6", "PORTAL_TRUSTED_PROXIES: geef een aantal van 0 tot en met 5"),
        ("PORTAL_TRUSTED_PROXIES", "-1", "PORTAL_TRUSTED_PROXIES: geef een aantal van 0 tot en met 5"),
        ("PORTAL_SECURITY_CONTACT", "veilig@portaal.example", "begint met mailto: of https://"),
        ("PORTAL_SECURITY_CONTACT", "mailto:a@b.example\nExpires: 1", "begint met mailto: of https://"),
    ],
)
def test_a_wrong_proxy_or_contact_is_named(name: str, value: str, message: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings({**IN_EARNEST, name: value})
    assert message in str(refused.value)


def test_a_demonstration_believes_no_proxy() -> None:
    with pytest.raises(SettingsError, match="PORTAL_TRUSTED_PROXIES kan niet in de demonstratie"):
        load_settings({"PORTAL_DEMO": "true", "PORTAL_TRUSTED_PROXIES": "1"})
