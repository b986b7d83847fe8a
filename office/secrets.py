"""Secrets of links: 128 random bits in a link, and only what they hash to in the records."""

import secrets
from hashlib import sha256

BITS = 128


def new_secret() -> str:
    """A secret for a link: 22 characters that Telegram's start parameter and an address both take."""
    return secrets.token_urlsafe(BITS // 8)


def hashed(secret: str) -> bytes:
    """What is kept of a secret. It is random and long, so a plain hash of it can't be turned back."""
    return sha256(secret.encode()).digest()
