"""Mistakes of form in an author's words: what pydantic found, why it matters, and the cure."""

import difflib
from datetime import date
from typing import TYPE_CHECKING, Any

from curriculum.message import Message, say
from curriculum.schema import FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

Advice = tuple[Message, Message]
WHY = {
    "files_present": say("The course is not loaded while a file that it needs is missing."),
    "yaml": say("What can't be read as it is meant can't be taught; the rest of the file may go unchecked."),
    "shape": say("The program knows only the format of docs/authoring.md; anything else would be misread."),
    "unknown_keys": say(
        "An unknown key is a slip of the pen: what stands under it would silently be left out."
    ),
}
SEE = say("See docs/authoring.md.")
TEXT = say("text")
TEXTS = say("a list of texts, [one, two]")
_QUOTES = say('Put it in quotes: "..."; without them YAML takes it for something else than text.')
_MAPPING = say("keys with values")
_WANTED = {
    "string_type": TEXT,
    "int_type": say("a whole number"),
    "bool_type": say("true or false"),
    "tuple_type": say("a list, [one, two]"),
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
}
_CONFIDENCE = {
    "high": say("high"),
    "medium": say("medium"),
    "low": say("low"),
    "unknown": say("unknown"),
}


def confidence(level: str) -> Message:
    """How sure a fact is, as a word of a sentence."""
    return _CONFIDENCE[level]


def of_mistake(mistake: "ErrorDetails") -> Advice:
    """What is wrong, and the cure."""
    kind, value = mistake["type"], mistake.get("input")
    name = str(next((step for step in reversed(mistake["loc"]) if step != "[key]"), "this file"))
    if kind == "extra_forbidden":
        return unknown(name, FIELDS)
    if kind == "missing":
        return say("`{name}` is missing", name=name), say("Add `{name}: ...`.", name=name)
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        return _wrong_tag(mistake.get("ctx", {}))
    if kind in _WANTED:
        return wrong_kind(_WANTED[kind], value)
    if kind == "string_pattern_mismatch":
        return _pattern(name, value)
    if kind == "too_short":
        cure = say("Add some, or leave the key out where it may be left out.")
        return say("`{name}` has too few entries", name=name), cure
    if kind == "too_long":
        return say("`{name}` has too many entries", name=name), say("Take some away.")
    return say("`{value}`: {reason}", value=_short(value), reason=_reason(mistake)), SEE


def _wrong_tag(given: "Mapping[str, Any]") -> Advice:
    """A key that tells which of several shapes is meant is missing, or tells none of them."""
    name = str(given.get("discriminator", "")).strip("'")
    if "tag" not in given:
        return say("`{name}` is missing", name=name), say("Add `{name}: ...`.", name=name)
    choices = say("one of these is expected: {choices}", choices=given.get("expected_tags", ""))
    return say("`{value}`: {reason}", value=_short(given["tag"]), reason=choices), SEE


def _reason(mistake: "ErrorDetails") -> str:
    """Why a value is refused: as our own validator said it, or in our words for pydantic's bounds and choices."""
    given = mistake.get("ctx", {})
    own = getattr(given.get("error"), "args", ())
    if own and isinstance(own[0], Message):
        return own[0]
    if mistake["type"] in ("literal_error", "enum"):
        return say(
            "one of these is expected: {choices}",
            choices=str(given.get("expected", "")).replace(" or ", ", "),
        )
    for kind, bound in (("greater_than", "gt"), ("greater_than_equal", "ge")):
        if mistake["type"] == kind:
            return say("the number is too small: {bound} is the bound", bound=given.get(bound))
    for kind, bound in (("less_than", "lt"), ("less_than_equal", "le")):
        if mistake["type"] == kind:
            return say("the number is too large: {bound} is the bound", bound=given.get(bound))
    message = mistake["msg"].removeprefix("Value error, ")
    return f"{message[:1].lower()}{message[1:]}"


def unknown(name: str, known: "frozenset[str] | list[str]") -> Advice:
    """An unknown key, with the known one that is meant, if one is near."""
    near = difflib.get_close_matches(name, sorted(known), n=1)
    what = say("unknown key `{name}`", name=name)
    if near:
        return what, say("Did you mean `{near}`?", near=near[0])
    return what, say("Take it away, or see docs/authoring.md for its name.")


def wrong_kind(wanted: Message, value: object) -> Advice:
    """A value of another kind than the format wants."""
    what = say("{wanted} is expected here, not {found}", wanted=wanted, found=_kind(value))
    return what, _QUOTES if wanted == TEXT and isinstance(value, bool | int | float | date) else SEE


def wrong_key(key: str) -> Advice:
    """A key that is no slug."""
    cure = say("Keys are short words of a-z, 0-9 and single hyphens.")
    return say("`{key}` is not a key", key=_short(key)), cure


def _pattern(name: str, value: object) -> Advice:
    cures = {
        "numbers": say('A number of the fact sheet, in quotes: "2.02".'),
        "fact": say('A number of the fact sheet, in quotes: "9.01".'),
        "true_as_of": say("A year, year-month or day: 2026, 2026-03, 2026-03-15."),
        "seen_as_of": say("A year, year-month or day: 2026, 2026-03, 2026-03-15."),
    }
    if value == "" or (isinstance(value, str) and not value.strip()):
        cure = say("Write it, or leave the key out where it may be left out.")
        return say("`{name}` is empty", name=name), cure
    if name in cures:
        return say("`{value}` is not written as it should be", value=_short(value)), cures[name]
    return wrong_key(str(value))


def _kind(value: object) -> Message:
    if isinstance(value, bool):
        return say("yes or no (so YAML reads yes, no, on, off, true and false)")
    if isinstance(value, int | float):
        return say("the number {number}", number=_short(value))
    if isinstance(value, date):
        return say("the date {date}", date=value)
    if isinstance(value, str):
        return TEXT
    if isinstance(value, list):
        return say("a list")
    return say("nothing") if value is None else _MAPPING


def _short(value: object) -> str:
    try:
        text = str(value)
    except ValueError:  # a number of thousands of digits
        return say("a huge number")
    return text if len(text) <= 60 else f"{text[:60]}…"
