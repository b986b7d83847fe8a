"""Reads JSON inside a request as the server does: each field has a type, and each fault its words."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self, TypeVar

from sandbox.links import INT32, INT64, whole_number
from sandbox.rules import BotApiError

JSON = Any
T = TypeVar("T")
SPOKEN = "Bad Request: "


class Malformed(ValueError):
    """A piece of a request that the server can't read; the text is the server's, without its prefix."""


def decoded(raw: str, complaint: str) -> JSON:
    """Return the value that a JSON text holds, else complain."""
    try:
        return json.loads(raw, parse_constant=_refused)
    except (ValueError, RecursionError):
        raise Malformed(complaint) from None


def _refused(name: str) -> None:
    raise ValueError(name)


@contextmanager
def within(prefix: str) -> Iterator[None]:
    """Put words before the complaint about a piece, whether ours or about formatted text."""
    try:
        yield
    except Malformed as fault:
        raise Malformed(f"{prefix}{fault}") from None
    except BotApiError as fault:
        reason = fault.description.removeprefix(SPOKEN)
        raise Malformed(f"{prefix}{reason[:1].upper()}{reason[1:]}") from None


class Fields:
    """A JSON object; numbers may be written as texts and texts as numbers, null is of the wrong type."""

    def __init__(self, item: JSON, complaint: str) -> None:
        if not isinstance(item, dict):
            raise Malformed(complaint)
        self.item: dict[str, JSON] = item

    def __contains__(self, name: str) -> bool:
        return name in self.item

    def required(self, name: str) -> None:
        """Refuse an object without the field."""
        if name not in self.item:
            raise Malformed(f'Can\'t find field "{name}"')

    def text(self, name: str, *, required: bool = False) -> str:
        """Return a text; "" when it is missing."""
        if required:
            self.required(name)
        value = self.item.get(name, "")
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise Malformed(f'Field "{name}" must be of type String')
        return str(value)

    def flag(self, name: str) -> bool:
        """Return a yes or no; no when it is missing."""
        value = self.item.get(name, False)
        if not isinstance(value, bool):
            raise Malformed(f'Field "{name}" must be of type Boolean')
        return value

    def number(
        self, name: str, default: int = 0, *, required: bool = False, within: tuple[int, int] = INT32
    ) -> int:
        """Return a whole number."""
        if required:
            self.required(name)
        value = self.item.get(name, default)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise Malformed(f'Field "{name}" must be a Number')
        number = whole_number(str(value), within)
        if number is None:
            raise Malformed(f'Field "{name}" must be a valid Number')
        return number

    def long(self, name: str, *, required: bool = False) -> int:
        """Return a whole number of 64 bits."""
        return self.number(name, required=required, within=INT64)

    def real(self, name: str) -> float:
        """Return a required number with a fraction."""
        self.required(name)
        value = self.item[name]
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise Malformed(f'Field "{name}" must be of type Number')
        return float(value)

    def object(self, name: str) -> Self:
        """Return a required object."""
        self.required(name)
        return type(self)(self.item[name], f'Field "{name}" must be of type Object')

    def rows(self, name: str) -> list[JSON]:
        """Return a list; empty when it is missing."""
        value = self.item.get(name, [])
        if not isinstance(value, list):
            raise Malformed(f'Field "{name}" must be of type Array')
        return value

    def raw(self, name: str) -> str:
        """Return a field as JSON again, "" when it is missing."""
        return json.dumps(self.item[name]) if name in self.item else ""


def items(value: JSON, complaint: str, read: Callable[[JSON], T], prefix: str) -> list[T]:
    """Read every item of a list, or complain that there is none."""
    if not isinstance(value, list):
        raise Malformed(complaint)
    with within(prefix):
        return [read(item) for item in value]
