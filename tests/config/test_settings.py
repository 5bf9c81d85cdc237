from pathlib import Path

import pytest
from pydantic import ValidationError

from config.settings import DEMO_SECRET_KEY, SettingsError, load_settings

KEY = "k" * 32
IN_EARNEST = {"PORTAL_SECRET_KEY": KEY}


def test_demo_needs_nothing_else() -> None:
    settings = load_settings({"PORTAL_DEMO": "true"})

    assert settings.demo
    assert settings.secret_key.get_secret_value() == DEMO_SECRET_KEY
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
    key, url = tmp_path / "key", tmp_path / "url"
    key.write_text(f"{KEY}\n", encoding="utf-8")
    url.write_text("postgresql://u@db/portaal\n", encoding="utf-8")

    settings = load_settings({"PORTAL_SECRET_KEY_FILE": str(key), "PORTAL_DATABASE_URL_FILE": str(url)})

    assert settings.secret_key.get_secret_value() == KEY
    assert settings.database_url == "postgresql+psycopg://u@db/portaal"


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
