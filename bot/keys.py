"""The keys: one makes pseudonyms, one seals the ids of people who may be written to, one signs certificates.

A key is made by itself only on a first start: SQLite, and nobody in the database yet. A new key for old
records would lose everybody's progress, so then we stop and say what to restore. The key of the certificates is made
by itself on SQLite as long as no certificate was given: what it has signed, no other key can prove.
"""

import os
import secrets
from pathlib import Path
from typing import Literal

import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bot.settings import Settings, SettingsError
from papers.signature import KeyUnusable, new_private_pem, private_key
from storage import Pseudonyms, StoreError, has_certificates, has_learners

log = structlog.get_logger()
CERTIFICATE = "certificate.key"
CERTIFICATE_SETTING = "SAFAR_CERTIFICATE_KEY"


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


def signing_key(settings: Settings, *, make: bool = True) -> Ed25519PrivateKey:
    """The key that signs certificates, from the settings, from the keys folder, or newly made if that is allowed.

    Raises:
        SettingsError: it is missing and may not be made, or it is no such key.
    """
    try:
        return private_key(_pem(settings, make=make))
    except KeyUnusable as error:
        raise SettingsError(f"{CERTIFICATE_SETTING}: {error}") from error


def _pem(settings: Settings, *, make: bool) -> bytes:
    """The PEM of the signing key; in the settings it may stand on one line, without its first and last."""
    if settings.certificate_key:
        text = settings.certificate_key.get_secret_value().strip().replace("\\n", "\n")
        whole = (
            text if "-----" in text else f"-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n"
        )
        return whole.encode()
    path = settings.keys_dir / CERTIFICATE
    try:
        return path.read_bytes()
    except FileNotFoundError:
        if not make:
            raise SettingsError(
                f"{CERTIFICATE_SETTING} is missing: {path} is made at the first start"
            ) from None
    except OSError as error:
        raise _unreadable(path, CERTIFICATE_SETTING, error) from error
    _refuse_if_certificates_stand(settings, path)
    return _made(path, CERTIFICATE_SETTING, new_private_pem().decode()).encode()


def signing_key_trouble(settings: Settings) -> str:
    """Why certificates could not be signed by the next start; empty if they can, or if it may make the key itself."""
    try:
        if settings.certificate_key or (settings.keys_dir / CERTIFICATE).exists():
            signing_key(settings, make=False)
        else:
            _refuse_if_certificates_stand(settings, settings.keys_dir / CERTIFICATE)
    except SettingsError as error:
        return str(error)
    return ""


def _refuse_if_certificates_stand(settings: Settings, path: Path) -> None:
    if not settings.database_url.startswith("sqlite"):
        raise SettingsError(
            f"{CERTIFICATE_SETTING} is missing: with PostgreSQL set it yourself "
            "(`openssl genpkey -algorithm ed25519 -outform DER | base64`)"
        )
    try:
        given = has_certificates(settings.database_url)
    except StoreError as error:
        raise SettingsError(f"SAFAR_DATABASE_URL: {error}") from error
    if given:
        raise SettingsError(
            f"{CERTIFICATE_SETTING} is missing and {path} is gone, but certificates were given: "
            "restore the key from your backup; a new one could not prove them"
        )


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
        raise _unreadable(path, setting, error) from error
    return _made(path, setting, secrets.token_hex(32) + "\n").strip()


async def _refuse_unless_first_start(settings: Settings, path: Path, setting: str) -> None:
    if not settings.database_url.startswith("sqlite"):
        raise SettingsError(f"{setting} is missing: with PostgreSQL set it yourself (`openssl rand -hex 32`)")
    if await has_learners(settings.database_url):
        raise SettingsError(
            f"{setting} is missing and {path} is gone, but the database has learners: "
            "restore the key from your backup, a new one would lose them"
        )


def _unreadable(path: Path, setting: str, error: Exception) -> SettingsError:
    return SettingsError(f"{setting}: can't read {path} ({error}); restore it from your backup")


def _made(path: Path, setting: str, key: str) -> str:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(key)
    except OSError as error:
        raise SettingsError(f"{setting}: can't write {path} ({error}); set it yourself") from error
    log.warning("key made: back it up, nothing can replace it", file=str(path), setting=setting)
    return key
