"""Holds a request against the table of the Bot API and says, in plain sentences, where it departs from it.

The real server forgives much of this: it ignores what it doesn't know and presses numbers into their range.
So a remark never changes an answer; it tells the author of a bot what was probably not meant.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from sandbox.formatting import formatted
from sandbox.rules import BotApiError

Json = Any
Fields = dict[str, dict[str, Any]]

TABLE = Path(__file__).with_name("bot-api-10.3.json")
SCALARS = ("Integer", "Float", "String", "Boolean", "True", "InputFile")
WANTED = {
    "Integer": "a whole number",
    "Float": "a number",
    "String": "a text",
    "Boolean": "true or false",
    "True": "true",
    "InputFile": "a file",
}
YES_OR_NO = ("true", "false", "1", "0", "yes", "no")
# What tells the members of a union apart.
TELLING = ("source", "type")
# What a webhook's answer may hold beside the parameters.
ALWAYS_KNOWN = ("method",)


def remarks(method: str, params: Mapping[str, str], files: Collection[str]) -> list[str]:
    """Return how a request departs from the Bot API, one sentence each; [] when it doesn't.

    `params` are texts, as in a form; `files` are the names of the attached files.
    """
    name = _method_names().get(method.lower())
    if name is None:
        return [f'unknown method "{method}"{_meant(method, table()["methods"])}']
    said = [] if name == method else [f'method "{method}" is written "{name}"']
    fields: Fields = table()["methods"][name]
    request = _Request(params, files)
    return [*said, *request.read(name, fields), *request.loose_files(fields)]


@cache
def table() -> Json:
    """Return the table, read once."""
    return json.loads(TABLE.read_text(encoding="utf-8"))


@cache
def _method_names() -> dict[str, str]:
    return {name.lower(): name for name in table()["methods"]}


@cache
def _members(kind: str) -> tuple[str, ...]:
    """Return what a type may be: a union's members, all the way down."""
    made: list[str] = []
    for one in kind.split("|"):
        entry = table()["types"].get(one, {})
        made += (
            [member for part in entry["any_of"] for member in _members(part)] if "any_of" in entry else [one]
        )
        made += ["String"] if entry.get("or_text") else []
    return tuple(dict.fromkeys(made))


@cache
def _objects(kind: str) -> tuple[str, ...]:
    return tuple(member for member in _members(kind) if member not in SCALARS and not member.startswith("[]"))


def _fields(kind: str) -> Fields:
    fields: Fields = table()["types"][kind]["fields"]
    return fields


def _meant(written: str, known: Iterable[str]) -> str:
    """Guess which name was meant."""
    close = get_close_matches(written, list(known), n=1, cutoff=0.75)
    return f' (did you mean "{close[0]}"?)' if close else ""


def _wanted(kind: str) -> str:
    """Say in words what a type is."""
    if kind.startswith("[]"):
        return "a list"
    return " or ".join(dict.fromkeys(WANTED.get(member, member) for member in kind.split("|")))


def _shown(value: Json) -> str:
    """Show a value, cut short."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:37]}..."


@dataclass(frozen=True, slots=True)
class _Request:
    params: Mapping[str, str]
    files: Collection[str]

    def read(self, method: str, fields: Fields) -> Iterator[str]:
        """Remark on the parameters of a method."""
        for name in self.params:
            if name not in fields and name not in ALWAYS_KNOWN:
                yield f'{method}: unknown parameter "{name}"{_meant(name, fields)}'
        for name, field in fields.items():
            if name in self.params:
                yield from self.parameter(name, field)
            elif name in self.files:
                if "InputFile" not in field["type"].split("|"):
                    yield f"{name}: wanted {_wanted(field['type'])}, got a file"
            elif field.get("required"):
                yield f'{method}: parameter "{name}" is missing'

    def parameter(self, name: str, field: dict[str, Any]) -> Iterator[str]:
        """Remark on one parameter, which is a text, whatever it stands for."""
        kind, raw = field["type"], self.params[name]
        if any(member in SCALARS for member in kind.split("|")):
            if not _reads_as(raw, kind):
                yield f"{name}: wanted {_wanted(kind)}, got {_shown(raw)}"
            else:
                value = json.loads(raw) if kind in ("Integer", "Float") else raw
                yield from self.limits(name, value, field, self.params)
            return
        try:
            value = json.loads(raw)
        except (ValueError, RecursionError):
            yield f"{name}: wanted JSON ({_wanted(kind)}), got {_shown(raw)}"
            return
        yield from self.value(name, value, field, self.params)

    def value(
        self, path: str, value: Json, field: dict[str, Any], beside: Mapping[str, Json]
    ) -> Iterator[str]:
        """Remark on a value within JSON."""
        kind = field["type"]
        if kind.startswith("[]"):
            yield from self.items(path, value, field, beside)
        elif isinstance(value, dict) and _objects(kind):
            yield from self.object(path, value, kind)
        elif isinstance(value, list) and (
            inner := next((m for m in _members(kind) if m.startswith("[]")), "")
        ):
            yield from self.items(path, value, {"type": inner}, beside)
        elif not any(_is(value, member) for member in _members(kind)):
            yield f"{path}: wanted {_wanted(kind)}, got {_shown(value)}"
        else:
            yield from self.limits(path, value, field, beside)

    def items(
        self, path: str, value: Json, field: dict[str, Any], beside: Mapping[str, Json]
    ) -> Iterator[str]:
        """Remark on a list and all that is in it."""
        if not isinstance(value, list):
            yield f"{path}: wanted a list, got {_shown(value)}"
            return
        yield from self.limits(path, value, field, beside)
        inner = {"type": field["type"][2:]}
        for place, item in enumerate(value):
            yield from self.value(f"{path}[{place}]", item, inner, beside)

    def object(self, path: str, value: dict[str, Json], kind: str) -> Iterator[str]:
        """Remark on an object, read as that member of a union which it fits best."""
        candidates, wrong = _told_apart(value, _objects(kind))
        if wrong:
            yield f"{path}.{wrong}"
            return
        name = (
            min(candidates, key=lambda one: _misfit(value, _fields(one))) if candidates[1:] else candidates[0]
        )
        fields = _fields(name)
        for key, inner in value.items():
            if key in fields:
                yield from self.value(f"{path}.{key}", inner, fields[key], value)
            else:
                yield f'{path}: unknown field "{key}"{_meant(key, fields)}'
        for key, field in fields.items():
            if field.get("required") and key not in value:
                yield f'{path}: field "{key}" is missing'
        yield from _one_of_fields(path, value, table()["types"][name])

    def limits(
        self, path: str, value: Json, field: dict[str, Any], beside: Mapping[str, Json]
    ) -> Iterator[str]:
        """Remark on lengths, ranges, listed values, and files that are spoken of."""
        if field.get("file") and value.startswith("attach://") and value[9:] not in self.files:
            yield f'{path}: no file "{value[9:]}" is attached'
        if "most" in field:
            yield from _measured(path, value, field, beside)
        if "values" in field and value not in field["values"]:
            listed = ", ".join(f'"{one}"' for one in field["values"])
            yield f"{path}: {_shown(value)} is none of {listed}"
        if "signs" in field and not re.fullmatch(f"[{field['signs']}]*", value):
            yield f"{path}: holds signs other than {field['signs']}"

    def loose_files(self, fields: Fields) -> Iterator[str]:
        """Remark on files that no parameter speaks of."""
        for name in self.files:
            if name not in fields and not any(f"attach://{name}" in raw for raw in self.params.values()):
                yield f'files: "{name}" is attached, but nothing refers to it'


def _reads_as(raw: str, kind: str) -> bool:
    """Whether a form's text stands for a scalar."""
    if kind == "Integer":
        return bool(re.fullmatch(r"-?(?:0|[1-9][0-9]*)", raw)) and len(raw) <= 20
    if kind == "Float":
        return bool(re.fullmatch(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?", raw))
    if kind == "Boolean":
        return raw.lower() in YES_OR_NO
    if kind == "True":
        return raw.lower() in ("true", "1", "yes")
    if kind == "InputFile":
        return raw.startswith("attach://")
    return kind == "String" or bool(raw)


def _is(value: Json, kind: str) -> bool:
    """Whether a value of JSON is of a scalar type."""
    if kind == "Integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "Float":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind == "Boolean":
        return isinstance(value, bool)
    if kind == "True":
        return value is True
    return kind in ("String", "InputFile") and isinstance(value, str)


def _told_apart(value: dict[str, Json], kinds: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Return the members of a union that an object can be, or what is wrong with the field that tells."""
    for key in TELLING:
        if len(kinds) == 1 or key not in value:
            continue
        fixed = {kind: _fields(kind).get(key, {}).get("values", []) for kind in kinds}
        if not all(fixed.values()):
            continue
        kinds = tuple(kind for kind in kinds if value[key] in fixed[kind])
        if not kinds:
            listed = ", ".join(dict.fromkeys(f'"{one}"' for values in fixed.values() for one in values))
            return (), f"{key}: {_shown(value[key])} is none of {listed}"
    return kinds, ""


def _misfit(value: dict[str, Json], fields: Fields) -> tuple[int, int]:
    """Count what speaks against reading an object so: unknown fields and missing ones."""
    unknown = sum(key not in fields for key in value)
    missing = sum(bool(field.get("required")) and key not in value for key, field in fields.items())
    return unknown + missing, unknown


def _one_of_fields(path: str, value: dict[str, Json], entry: dict[str, Any]) -> Iterator[str]:
    """Remark on a button with several actions, or without the one that it must have."""
    used = [key for key in value if key in entry.get("one_field", ())]
    if len(used) > 1:
        listed = ", ".join(f'"{key}"' for key in used)
        yield f"{path}: has {len(used)} actions ({listed}), where one is allowed"
    elif not used and entry.get("must_have_one"):
        yield f"{path}: has no action"


def _measured(path: str, value: Json, field: dict[str, Any], beside: Mapping[str, Json]) -> Iterator[str]:
    """Remark on a length or a number outside of its range."""
    unit = field.get("unit", "")
    size = len(value.encode("utf-8", "surrogatepass")) if unit == "bytes" else len(value) if unit else value
    if unit == "characters" and size > field["most"]:
        size = _length_shown(path, value, beside)
    said = f"{size} {unit}".strip()
    if size > field["most"]:
        yield f"{path}: {said}, where at most {field['most']} are allowed"
    elif size < field["least"]:
        yield f"{path}: {said}, where at least {field['least']} are wanted"


def _length_shown(path: str, text: str, beside: Mapping[str, Json]) -> int:
    """Return the length of a text without its marks; that of one that can't be read counts with them."""
    name = path.rpartition(".")[2]
    mode = str(beside.get(f"{name}_parse_mode") or beside.get("parse_mode") or "")
    try:
        return len(formatted(text, mode, "")[0]) if mode else len(text)
    except BotApiError:
        return len(text)
