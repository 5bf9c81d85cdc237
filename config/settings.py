"""Settings from PORTAL_* in the environment: typed, frozen, and refused at start when wrong."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from config.mail import SmtpServer, smtp_server
from config.opendata import HOSTS, check_source, source_address
from config.scanner import scanner_address
from config.secrets import is_guessable, used_twice
from config.single_sign_on import button_name, check_complete, issuer_address

PREFIX = "PORTAL_"
TEST_PREFIX = "PORTAL_TEST_"
PROJECT = Path(__file__).resolve().parents[1]

# Safe to publish: it signs sessions of a demonstration that only this machine can reach.
DEMO_SECRET_KEY = "demonstratie-sleutel-die-niets-geheims-beschermt"  # noqa: S105
# As public: it seals the audit trail of that demonstration.
DEMO_AUDIT_KEY = "demonstratie-zegel-dat-niets-echts-bewijst"
SECRET_KEY_LENGTH = 32
MAIL_ADDRESS = re.compile(r"([^<>\r\n\"]+ <[^@\s<>]+@[^@\s<>]+>|[^@\s<>]+@[^@\s<>]+)")
PUBLIC_ADDRESS = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?")
HOST = re.compile(r"\.?[a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\]")
BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9._/-]*)?")
ENDPOINT = re.compile(r"https://[^\s/?#@]+/?|http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?/?")
CONTACT = re.compile(r"mailto:[^@\s<>?]+@[^@\s<>?]+|https://[^\s/?#@]+(/[^\s#]*)?")
DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
CHOICES = {
    "demo": "kies true of false",
    "secure_cookies": "kies true of false",
    "log_format": "kies json of console",
    "log_level": "kies DEBUG, INFO, WARNING of ERROR",
    "mail_claim_seconds": "geef een aantal seconden van 2 tot en met 86400",
    "max_content_length": "geef een aantal bytes van 65536 (64 KiB) tot en met 104857600 (100 MiB)",
    "max_file_size": "geef een aantal bytes van 65536 (64 KiB) tot en met 52428800 (50 MiB)",
    "opendata_dialect": "kies v5 of v4",
    "opendata_connect_timeout": "geef een aantal seconden van 1 tot en met 30",
    "opendata_timeout": "geef een aantal seconden van 1 tot en met 60",
    "trusted_proxies": "geef een aantal van 0 tot en met 5",
}


ROLES = (
    "contributor",
    "coordinator",
    "programme_officer",
    "steering_member",
    "steering_secretary",
    "reader",
    "administrator",
    "auditor",
)
"""Names of the roles, as `portal account create` takes them; a test compares them with those there are."""
NO_ROLES = "geen"


class SettingsError(Exception):
    """The environment holds settings the portal will not start with; one line per fault."""


def _split(value: object) -> object:
    return tuple(part.strip().lower() for part in value.split(",")) if isinstance(value, str) else value


def _words(value: object) -> object:
    return tuple(value.split()) if isinstance(value, str) else value


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


class Settings(BaseModel):
    """Everything an installation can choose; the defaults are valid and safe to publish."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    demo: bool = False
    secret_key: SecretStr = SecretStr("")
    database_url: str = Field(default=f"sqlite:///{PROJECT / 'var' / 'portal.sqlite3'}", repr=False)
    trusted_hosts: Annotated[tuple[str, ...], BeforeValidator(_split)] = ("localhost", "127.0.0.1", "[::1]")
    secure_cookies: bool = True
    log_format: Literal["json", "console"] = "json"
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)] = "INFO"
    max_content_length: int = Field(default=2 * 1024**2, ge=64 * 1024, le=100 * 1024**2)
    files_url: str = str(PROJECT / "var" / "files")
    max_file_size: int = Field(default=10 * 1024**2, ge=64 * 1024, le=50 * 1024**2)
    s3_endpoint: str = ""
    s3_region: str = "us-east-1"
    s3_access_key: SecretStr = SecretStr("")
    s3_secret_key: SecretStr = SecretStr("")
    smtp_url: SecretStr = SecretStr("")
    mail_from: str = ""
    public_url: str = ""
    mail_claim_seconds: int = Field(default=300, ge=2, le=86_400)
    opendata_url: str = ""
    opendata_dialect: Literal["v5", "v4"] = "v5"
    opendata_hosts: Annotated[tuple[str, ...], BeforeValidator(_split)] = HOSTS
    opendata_connect_timeout: int = Field(default=5, ge=1, le=30)
    opendata_timeout: int = Field(default=20, ge=1, le=60)
    second_factor_roles: Annotated[tuple[str, ...], BeforeValidator(_split)] = (
        "programme_officer",
        "administrator",
    )
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_name: str = ""
    oidc_acr: Annotated[tuple[str, ...], BeforeValidator(_words)] = ()
    audit_key: SecretStr = SecretStr("")
    audit_anchor: str = ""
    trusted_proxies: int = Field(default=0, ge=0, le=5)
    metrics_token: SecretStr = SecretStr("")
    backup_key: SecretStr = SecretStr("")
    security_contact: str = ""
    virus_scanner: str = ""

    @property
    def smtp(self) -> SmtpServer | None:
        """The mail server, None where mails are not sent."""
        return smtp_server(address) if (address := self.smtp_url.get_secret_value()) else None

    @property
    def anchor_file(self) -> Path:
        """Where the end of the audit chain is kept: the file that was chosen, else beside the database."""
        if self.audit_anchor:
            return Path(self.audit_anchor)
        database = make_url(self.database_url)
        if database.drivername == "sqlite" and database.database:
            return Path(database.database).with_suffix(".anker.jsonl")
        return PROJECT / "var" / "audit-anker.jsonl"

    @property
    def bucket(self) -> tuple[str, str] | None:
        """Name of the bucket for files and the place in it; None where files lie in a folder."""
        if not BUCKET.fullmatch(self.files_url):
            return None
        name, _slash, prefix = self.files_url.removeprefix("s3://").partition("/")
        return name, prefix.strip("/")

    @field_validator("database_url")
    @classmethod
    def _with_driver(cls, value: str) -> str:
        try:
            url = make_url(value)
        except ArgumentError:
            raise ValueError("dit is geen adres van een database") from None
        scheme, _, driver = url.drivername.partition("+")
        if scheme not in DRIVERS or driver not in {"", "psycopg", "pysqlite"}:
            raise ValueError("begin met sqlite:/// of postgresql://")
        return url.set(drivername=DRIVERS[scheme]).render_as_string(hide_password=False)

    @field_validator("files_url")
    @classmethod
    def _is_place_for_files(cls, value: str) -> str:
        if not BUCKET.fullmatch(value) and not Path(value).is_absolute():
            raise ValueError("geef het volledige pad van een map, of s3://emmer of s3://emmer/map")
        return value

    @field_validator("audit_anchor")
    @classmethod
    def _is_file(cls, value: str) -> str:
        if not Path(value).is_absolute():
            raise ValueError("geef het volledige pad van een bestand")
        return value

    @field_validator("s3_endpoint")
    @classmethod
    def _is_endpoint(cls, value: str) -> str:
        if not ENDPOINT.fullmatch(value):
            raise ValueError("geef een adres dat begint met https:// (op deze computer mag http://)")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _is_mail_server(cls, value: SecretStr) -> SecretStr:
        smtp_server(value.get_secret_value())
        return value

    @field_validator("mail_from")
    @classmethod
    def _is_mail_address(cls, value: str) -> str:
        if not MAIL_ADDRESS.fullmatch(value):
            raise ValueError("geef een e-mailadres, of Naam <adres>")
        return value

    @field_validator("public_url")
    @classmethod
    def _is_public_address(cls, value: str) -> str:
        if not PUBLIC_ADDRESS.fullmatch(value):
            raise ValueError("geef het adres van het portaal, bijvoorbeeld https://portaal.example")
        return value.rstrip("/")

    @field_validator("virus_scanner")
    @classmethod
    def _is_scanner(cls, value: str) -> str:
        scanner_address(value)
        return value

    @field_validator("opendata_url")
    @classmethod
    def _is_source(cls, value: str) -> str:
        return source_address(value)

    @field_validator("opendata_hosts")
    @classmethod
    def _are_names(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for host in value:
            if not HOST.fullmatch(host) or host.startswith("."):
                raise ValueError(f"{host!r} is geen hostnaam; geef volledige namen, met komma's")
        return value

    @field_validator("second_factor_roles")
    @classmethod
    def _are_roles(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if value == (NO_ROLES,):
            return ()
        for role in value:
            if role not in ROLES:
                near = get_close_matches(role, ROLES, n=1)
                raise ValueError(
                    f"{role!r} is geen rol{f'; bedoelt u {near[0]}?' if near else ''}. Kies met komma's uit "
                    f"{', '.join(ROLES)}, of geef {NO_ROLES}"
                )
        return value

    @field_validator("oidc_issuer")
    @classmethod
    def _is_issuer(cls, value: str) -> str:
        return issuer_address(value)

    @field_validator("oidc_name")
    @classmethod
    def _fits_a_button(cls, value: str) -> str:
        return button_name(value)

    @field_validator("security_contact")
    @classmethod
    def _is_contact(cls, value: str) -> str:
        if not CONTACT.fullmatch(value):
            raise ValueError("geef een adres dat begint met mailto: of https://")
        return value

    @field_validator("trusted_hosts")
    @classmethod
    def _are_hosts(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for host in value:
            if not HOST.fullmatch(host):
                raise ValueError(
                    f"{host!r} is geen hostnaam; geef namen zonder https:// en poort, met komma's"
                )
        return value

    @model_validator(mode="before")
    @classmethod
    def _demo_has_its_own_defaults(cls, values: dict[str, object]) -> dict[str, object]:
        """Published keys, and no second factor that a visitor would have to make first."""
        is_demo = str(values.get("demo", "")).strip().lower() in {"true", "1", "yes", "on", "t", "y"}
        own = {"secret_key": DEMO_SECRET_KEY, "audit_key": DEMO_AUDIT_KEY, "second_factor_roles": ()}
        return {**own, **values} if is_demo else values

    @model_validator(mode="after")
    def _has_the_key_of_its_bucket(self) -> Self:
        if not BUCKET.fullmatch(self.files_url):
            return self
        keys = (self.s3_access_key.get_secret_value(), self.s3_secret_key.get_secret_value())
        if not all((self.s3_endpoint, *keys)):
            raise ValueError(
                "PORTAL_FILES_URL met s3:// vraagt ook PORTAL_S3_ENDPOINT, PORTAL_S3_ACCESS_KEY en "
                "PORTAL_S3_SECRET_KEY (de sleutels mogen in een bestand staan: …_FILE)"
            )
        return self

    @model_validator(mode="after")
    def _asks_an_allowed_source(self) -> Self:
        if self.opendata_url:
            check_source(self.opendata_url, self.opendata_dialect, self.opendata_hosts)
        return self

    @model_validator(mode="after")
    def _knows_the_whole_provider(self) -> Self:
        given = {
            "PORTAL_OIDC_ISSUER": self.oidc_issuer,
            "PORTAL_OIDC_CLIENT_ID": self.oidc_client_id,
            "PORTAL_OIDC_CLIENT_SECRET": self.oidc_client_secret.get_secret_value(),
            "PORTAL_OIDC_NAME": self.oidc_name,
        }
        check_complete(given, self.public_url, demo=self.demo)
        return self

    @model_validator(mode="after")
    def _is_safe_in_earnest(self) -> Self:
        if self.demo and self.trusted_proxies:
            raise ValueError(
                "PORTAL_TRUSTED_PROXIES kan niet in de demonstratie, die op deze computer blijft"
            )
        if self.demo:
            return self
        key = self.secret_key.get_secret_value()
        if not key:
            raise ValueError(
                "PORTAL_SECRET_KEY (of PORTAL_SECRET_KEY_FILE) ontbreekt: geef een geheime sleutel"
            )
        if key == DEMO_SECRET_KEY:
            raise ValueError("PORTAL_SECRET_KEY: de sleutel van de demonstratie is openbaar; kies een eigen")
        if len(key) < SECRET_KEY_LENGTH:
            raise ValueError(f"PORTAL_SECRET_KEY is te kort: gebruik minstens {SECRET_KEY_LENGTH} tekens")
        self._check_audit_key()
        self._has_real_secrets()
        if self.smtp and not (self.mail_from and self.public_url.startswith("https://")):
            raise ValueError(
                "PORTAL_SMTP_URL vraagt ook PORTAL_MAIL_FROM, en PORTAL_PUBLIC_URL met https:// voor de links"
            )
        if not self.secure_cookies:
            raise ValueError("PORTAL_SECURE_COOKIES=false kan alleen in de demonstratie (PORTAL_DEMO=true)")
        return self

    def _has_real_secrets(self) -> None:
        own = {
            "PORTAL_SECRET_KEY": self.secret_key.get_secret_value(),
            "PORTAL_AUDIT_KEY": self.audit_key.get_secret_value(),
            "PORTAL_METRICS_TOKEN": self.metrics_token.get_secret_value(),
            "PORTAL_BACKUP_KEY": self.backup_key.get_secret_value(),
        }
        for name, value in own.items():
            if value and is_guessable(value):
                raise ValueError(f"{name} is te raden: laat hem maken, bijvoorbeeld met openssl rand -hex 32")
        given = {
            "PORTAL_OIDC_CLIENT_SECRET": self.oidc_client_secret.get_secret_value(),
            "PORTAL_S3_SECRET_KEY": self.s3_secret_key.get_secret_value(),
        }
        if twice := used_twice(own | given):
            raise ValueError(f"{' en '.join(twice)} zijn gelijk: kies voor ieder een eigen geheim")

    def _check_audit_key(self) -> None:
        key = self.audit_key.get_secret_value()
        if not key:
            raise ValueError(
                "PORTAL_AUDIT_KEY (of PORTAL_AUDIT_KEY_FILE) ontbreekt: geef een sleutel voor het auditspoor"
            )
        if key == DEMO_AUDIT_KEY:
            raise ValueError("PORTAL_AUDIT_KEY: de sleutel van de demonstratie is openbaar; kies een eigen")
        if len(key) < SECRET_KEY_LENGTH:
            raise ValueError(f"PORTAL_AUDIT_KEY is te kort: gebruik minstens {SECRET_KEY_LENGTH} tekens")


VARIABLES = {f"{PREFIX}{field.upper()}": field for field in Settings.model_fields}
# Secrets may come from a file, as containers and systemd hand them out.
IN_FILES = (
    "secret_key",
    "database_url",
    "s3_access_key",
    "s3_secret_key",
    "smtp_url",
    "oidc_client_secret",
    "audit_key",
    "metrics_token",
    "backup_key",
)
FILE_VARIABLES = {f"{PREFIX}{field.upper()}_FILE": field for field in IN_FILES}


def load_settings(environ: Mapping[str, str]) -> Settings:
    """The settings in this environment, or a SettingsError that names every wrong variable."""
    values, faults = _read(environ)
    if faults:
        raise SettingsError("\n".join(faults))
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError("\n".join(_faults(error))) from None


def _read(environ: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The values by field, and what is wrong with the variables themselves."""
    values: dict[str, str] = {}
    faults: list[str] = []
    for name in sorted(environ):
        if not name.startswith(PREFIX) or name.startswith(TEST_PREFIX):
            continue
        text = environ[name].strip()
        if name not in VARIABLES | FILE_VARIABLES:
            faults.append(_unknown(name))
        elif not text:
            faults.append(f"{name} is leeg: geef een waarde of haal de variabele weg")
        elif name in VARIABLES:
            values[VARIABLES[name]] = text
        elif name.removesuffix("_FILE") in environ:
            faults.append(f"{name} en {name.removesuffix('_FILE')} staan er allebei: kies er een")
        else:
            try:
                values[FILE_VARIABLES[name]] = Path(text).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError):
                faults.append(f"{name}: dit bestand is niet te lezen")
    return values, faults


def _unknown(name: str) -> str:
    near = get_close_matches(name.upper(), VARIABLES | FILE_VARIABLES, n=1)
    return f"{name} is geen instelling van het portaal" + (f"; bedoelt u {near[0]}?" if near else "")


def _faults(error: ValidationError) -> list[str]:
    faults = []
    for fault in error.errors(include_url=False, include_input=False):
        reason = fault["msg"].removeprefix("Value error, ")
        if not fault["loc"]:
            faults.append(reason)
            continue
        field = str(fault["loc"][0])
        faults.append(f"{PREFIX}{field.upper()}: {CHOICES.get(field, reason)}")
    return faults
