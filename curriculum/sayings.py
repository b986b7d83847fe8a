"""Mistakes of form in an author's words: what pydantic found, why it matters, and the cure."""

import difflib
from datetime import date
from typing import TYPE_CHECKING

from curriculum.schema import FIELDS

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

WHY = {
    "files_present": "The course is not loaded while a file that it needs is missing.",
    "yaml": "What can't be read as it is meant can't be taught; the rest of the file may go unchecked.",
    "shape": "The program knows only the format of docs/authoring.md; anything else would be misread.",
    "unknown_keys": "An unknown key is a slip of the pen: what stands under it would silently be left out.",
}
_QUOTES = 'Put it in quotes: "..."; without them YAML takes it for something else than text.'
_SEE = "See docs/authoring.md."
_WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list, [one, two]",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
}


def of_mistake(mistake: "ErrorDetails") -> tuple[str, str]:
    """What is wrong, and the cure."""
    kind, value = mistake["type"], mistake.get("input")
    name = str(next((step for step in reversed(mistake["loc"]) if step != "[key]"), "this file"))
    if kind == "extra_forbidden":
        return unknown(name, FIELDS)
    if kind == "missing":
        return f"`{name}` is missing", f"Add `{name}: ...`."
    if kind in _WANTED:
        return wrong_kind(_WANTED[kind], value)
    if kind == "string_pattern_mismatch":
        return _pattern(name, value)
    if kind == "too_short":
        return f"`{name}` has too few entries", "Add some, or leave the key out where it may be left out."
    message = mistake["msg"].removeprefix("Value error, ")
    return f"`{_short(value)}`: {message[:1].lower()}{message[1:]}", _SEE


def unknown(name: str, known: "frozenset[str] | list[str]") -> tuple[str, str]:
    """An unknown key, with the known one that is meant, if one is near."""
    near = difflib.get_close_matches(name, sorted(known), n=1)
    cure = f"Did you mean `{near[0]}`?" if near else "Take it away, or see docs/authoring.md for its name."
    return f"unknown key `{name}`", cure


def wrong_kind(wanted: str, value: object) -> tuple[str, str]:
    """A value of another kind than the format wants."""
    what = f"{wanted} is expected here, not {_kind(value)}"
    return what, _QUOTES if wanted == "text" and isinstance(value, bool | int | float | date) else _SEE


def wrong_key(key: str) -> tuple[str, str]:
    """A key that is no slug."""
    return f"`{_short(key)}` is not a key", "Keys are short words of a-z, 0-9 and single hyphens."


def _pattern(name: str, value: object) -> tuple[str, str]:
    cures = {
        "numbers": 'A number of the fact sheet, in quotes: "2.02".',
        "fact": 'A number of the fact sheet, in quotes: "9.01".',
        "true_as_of": "A year, year-month or day: 2026, 2026-03, 2026-03-15.",
        "seen_as_of": "A year, year-month or day: 2026, 2026-03, 2026-03-15.",
    }
    if value == "" or (isinstance(value, str) and not value.strip()):
        return f"`{name}` is empty", "Write it, or leave the key out where it may be left out."
    if name in cures:
        return f"`{_short(value)}` is not written as it should be", cures[name]
    return wrong_key(str(value))


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "yes or no (so YAML reads yes, no, on, off, true and false)"
    if isinstance(value, int | float):
        return f"the number {_short(value)}"
    if isinstance(value, date):
        return f"the date {value}"
    if isinstance(value, str):
        return "text"
    if isinstance(value, list):
        return "a list"
    return "nothing" if value is None else "keys with values"


def _short(value: object) -> str:
    try:
        text = str(value)
    except ValueError:  # a number of thousands of digits
        return "a huge number"
    return text if len(text) <= 60 else f"{text[:60]}…"
