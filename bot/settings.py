"""All settings, in one class: read from the environment (`SAFAR_...`) or from a file `.env`."""

import os
import re
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

TOKEN = re.compile(r"[1-9][0-9]*:[A-Za-z0-9_-]+")
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
TELEGRAM = "https://api.telegram.org"
SHORTEST_KEY = 32
LOOPBACK = ("127.0.0.1", "localhost", "::1")  # a stand-in on this machine; Telegram never calls there


class SettingsError(Exception):
    """A setting is missing or wrong: one line that names it and the cure."""


def _token(token: SecretStr) -> SecretStr:
    if not TOKEN.fullmatch(token.get_secret_value()):
        raise ValueError("is not a bot token; copy it whole from @BotFather, it looks like 123456:ABC-def")
    return token


def _secret(secret: SecretStr | None) -> SecretStr | None:
    if secret and not SECRET.fullmatch(secret.get_secret_value()):
        raise ValueError("may hold only A-Z a-z 0-9 _ - and at most 256 of them; choose another")
    return secret


def _key(key: SecretStr | None) -> SecretStr | None:
    if key and len(key.get_secret_value()) < SHORTEST_KEY:
        raise ValueError(f"is shorter than {SHORTEST_KEY} characters; make one with `openssl rand -hex 32`")
    return key


def _http(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("is not an address; it looks like https://example.org")
    return url.rstrip("/")


def _maybe_http(url: str | None) -> str | None:
    return _http(url) if url else None


def _listen(listen: str) -> str:
    host, _, port = listen.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise ValueError("is not HOST:PORT; it looks like 127.0.0.1:8080")
    return listen


def _maybe_listen(listen: str | None) -> str | None:
    return _listen(listen) if listen else None


def _database(url: str) -> str:
    if not re.match(r"(sqlite|sqlite\+aiosqlite|postgresql|postgres)://", url):
        raise ValueError(
            "is not a database; it looks like sqlite:///var/safar.sqlite3 or postgresql://host/name"
        )
    return url


Secret = Annotated[SecretStr | None, AfterValidator(_secret)]
Key = Annotated[SecretStr | None, AfterValidator(_key)]
Address = Annotated[str, AfterValidator(_http)]


class Places(BaseSettings):
    """Where things are kept that authors and operators share; read without a token."""

    model_config = SettingsConfigDict(
        env_prefix="SAFAR_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    releases: Path | None = Field(Path("var/releases"), description="Where releases of the course are kept.")
    keys_dir: Path = Field(Path("keys"), description="Where keys made on first start are kept. Back it up.")


class Settings(Places):
    """What an operator can set. Each field is the environment variable `SAFAR_` + its name."""

    model_config = SettingsConfigDict(
        env_prefix="SAFAR_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    bot_token: Annotated[SecretStr, AfterValidator(_token)] = Field(
        description="The bot's token, from @BotFather."
    )
    telegram_api_url: Address = Field(TELEGRAM, description="The Bot API server.")
    database_url: Annotated[str, AfterValidator(_database)] = Field(
        "sqlite:///var/safar.sqlite3",
        description="Where the records are: an SQLite file or a PostgreSQL database.",
    )
    secret_key: Key = Field(
        None, description="Makes pseudonyms of Telegram ids. Absent: made on first start."
    )
    contact_key: Key = Field(
        None, description="Seals the ids of people who may be written to. Absent: made on first start."
    )
    certificate_key: SecretStr | None = Field(
        None, description="Signs certificates: an Ed25519 key in PEM. Absent: made on first start."
    )
    webhook_url: Address | None = Field(None, description="Where Telegram reaches this bot. Absent: polling.")
    webhook_secret: Secret = Field(
        None, description="What Telegram must say to be believed. Goes with the URL."
    )
    listen: Annotated[str, AfterValidator(_listen)] = Field(
        "127.0.0.1:8080", description="HOST:PORT for the webhook, /healthz and /readyz."
    )
    site_url: Annotated[str | None, AfterValidator(_maybe_http)] = Field(
        None, description="Where people reach the officials' pages and certificates. Absent: no pages."
    )
    site_listen: Annotated[str, AfterValidator(_listen)] = Field(
        "127.0.0.1:8082", description="HOST:PORT for these pages."
    )
    metrics_listen: Annotated[str | None, AfterValidator(_maybe_listen)] = Field(
        None, description="HOST:PORT for /metrics, where only your monitoring reaches. Absent: none."
    )
    messages_per_second: int = Field(
        30, ge=0, le=1000, description="The most messages a second that are sent unasked; 0 is no limit."
    )
    log_format: Literal["text", "json"] = Field("text", description="For people, or for machines.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="How much is logged. Nothing personal at any level."
    )

    @model_validator(mode="after")
    def _metrics_private(self) -> Self:
        if self.metrics_listen == self.listen:
            raise ValueError(
                "SAFAR_METRICS_LISTEN is SAFAR_LISTEN: figures are for a private listener; choose another port"
            )
        return self

    @model_validator(mode="after")
    def _webhook_whole(self) -> Self:
        if (
            self.webhook_url
            and not self.webhook_secret
            and urlsplit(self.webhook_url).hostname not in LOOPBACK
        ):
            raise ValueError("SAFAR_WEBHOOK_SECRET is missing: a webhook without a secret believes anybody")
        if self.webhook_secret and not self.webhook_url:
            raise ValueError("SAFAR_WEBHOOK_URL is missing: set it, or remove SAFAR_WEBHOOK_SECRET to poll")
        return self


def read_settings(**given: object) -> Settings:
    """The settings from the environment and `.env`; `given` ones win.

    Raises:
        SettingsError: one is missing or wrong.
    """
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError(_one_line(error)) from error


def _one_line(error: ValidationError) -> str:
    first = error.errors()[0]
    message = first["msg"].removeprefix("Value error, ")
    if not first["loc"]:
        return message
    name = f"SAFAR_{str(first['loc'][0]).removeprefix('SAFAR_').upper()}"
    if first["type"] == "missing":
        return f"{name} is missing: set it in the environment or in .env (docs/running.md)"
    return f"{name} {message}" if message.startswith(("is ", "may ")) else f"{name}: {message}"


def secrets_of(settings: Settings) -> list[str]:
    """Every secret in the settings, so that none of them is ever written anywhere."""
    kept = [settings.bot_token, settings.secret_key, settings.contact_key, settings.webhook_secret]
    kept.append(settings.certificate_key)
    password = urlsplit(settings.database_url).password
    return [*(secret.get_secret_value() for secret in kept if secret), *([password] if password else [])]


def cache_folder() -> Path | None:
    """Where commands may keep what they can make again: the user's own cache folder; None if there is none."""
    told = os.environ.get("XDG_CACHE_HOME", "")
    try:
        home = Path(told) if Path(told).is_absolute() else Path.home() / ".cache"
    except RuntimeError:
        return None
    return home / "safar"
