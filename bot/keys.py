"""The two keys: one makes pseudonyms, one seals the ids of people who may be written to.

A key is made by itself only on a first start: SQLite, and nobody in the database yet. A new key for old
records would lose everybody's progress, so then we stop and say what to restore.
"""

import os
import secrets
from pathlib import Path
from typing import Literal

import structlog

from bot.settings import Settings, SettingsError
from storage import Pseudonyms, has_learners

log = structlog.get_logger()


async def pseudonyms(settings: Settings) -> Pseudonyms:
    """The keys from the settings, from the keys folder, or newly made.

    Raises:
        SettingsError: a key is missing and may not be made.
    """
    secret = settings.secret_key.get_secret_value() if settings.secret_key else None
    contact = settings.contact_key.get_secret_value() if settings.contact_key else None
    secret = secret or await _kept(settings, "secret.key", "SAFAR_SECRET_KEY")
    contact = contact or await _kept(settings, "contact.key", "SAFAR_CONTACT_KEY")
    return Pseudonyms(secret.encode(), contact.encode())


def present(settings: Settings) -> Pseudonyms | None:
    """The keys as they are, without making any; None when one is missing or unreadable."""
    try:
        secret, contact = _present(settings, "secret"), _present(settings, "contact")
        return Pseudonyms(secret.encode(), contact.encode())
    except (OSError, ValueError):  # the latter: too short, or not text
        return None


def _present(settings: Settings, name: Literal["secret", "contact"]) -> str:
    given = settings.secret_key if name == "secret" else settings.contact_key
    return (
        given.get_secret_value() if given else (settings.keys_dir / f"{name}.key").read_text("ascii").strip()
    )


async def _kept(settings: Settings, name: str, setting: str) -> str:
    path = settings.keys_dir / name
    try:
        return path.read_text("ascii").strip()
    except FileNotFoundError:
        await _refuse_unless_first_start(settings, path, setting)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{setting}: can't read {path} ({error}); restore it from your backup") from error
    return _made(path, setting)


async def _refuse_unless_first_start(settings: Settings, path: Path, setting: str) -> None:
    if not settings.database_url.startswith("sqlite"):
        raise SettingsError(f"{setting} is missing: with PostgreSQL set it yourself (`openssl rand -hex 32`)")
    if await has_learners(settings.database_url):
        raise SettingsError(
            f"{setting} is missing and {path} is gone, but the database has learners: "
            "restore the key from your backup, a new one would lose them"
        )


def _made(path: Path, setting: str) -> str:
    key = secrets.token_hex(32)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(key + "\n")
    except OSError as error:
        raise SettingsError(f"{setting}: can't write {path} ({error}); set it yourself") from error
    log.warning("key made: back it up, without it the records are lost", file=str(path), setting=setting)
    return key
