"""Tells who opened the pages inside Telegram (a Mini App), by the data that Telegram signs for it."""

from collections.abc import Callable
from datetime import datetime

from pydantic import SecretStr

from storage import Person, Pseudonyms


def visitor_of(token: SecretStr, pseudonyms: Pseudonyms) -> Callable[[str, datetime], Person | None]:
    """A function that takes init data and the moment, and tells who it is; None for what is forged or too old."""
    return lambda _text, _now: None
