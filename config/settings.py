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

PREFIX = "PORTAL_"
TEST_PREFIX = "PORTAL_TEST_"
PROJECT = Path(__file__).resolve().parents[1]

# Safe to publish: it signs sessions of a demonstration that only this machine can reach.
DEMO_SECRET_KEY = "demonstratie-sleutel-die-niets-geheims-beschermt"  # noqa: S105
SECRET_KEY_LENGTH = 32
HOST = re.compile(r"\.?[a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\]")
DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
CHOICES = {
    "demo": "kies true of false",
    "secure_cookies": "kies true of false",
    "log_format": "kies json of console",
    "log_level": "kies DEBUG, INFO, WARNING of ERROR",
    "max_content_length": "geef een aantal bytes van 65536 (64 KiB) tot en met 104857600 (100 MiB)",
}


class SettingsError(Exception):
    """The environment holds settings the portal will not start with; one line per fault."""


def _split(value: object) -> object:
    return tuple(part.strip().lower() for part in value.split(",")) if isinstance(value, str) else value


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
    def _demo_has_its_own_key(cls, values: dict[str, object]) -> dict[str, object]:
        is_demo = str(values.get("demo", "")).strip().lower() in {"true", "1", "yes", "on", "t", "y"}
        return {"secret_key": DEMO_SECRET_KEY, **values} if is_demo else values

    @model_validator(mode="after")
    def _is_safe_in_earnest(self) -> Self:
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
        if not self.secure_cookies:
            raise ValueError("PORTAL_SECURE_COOKIES=false kan alleen in de demonstratie (PORTAL_DEMO=true)")
        return self


VARIABLES = {f"{PREFIX}{field.upper()}": field for field in Settings.model_fields}
# Secrets may come from a file, as containers and systemd hand them out.
FILE_VARIABLES = {f"{PREFIX}{field.upper()}_FILE": field for field in ("secret_key", "database_url")}


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
