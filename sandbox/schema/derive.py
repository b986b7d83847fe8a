"""Makes the small table of the Bot API from aiogram's schema: what a request may hold, and within which limits.

    python -m sandbox.schema.derive path/to/.butcher/schema/schema.json

writes `bot-api-<version>.json` beside this file. Limits and lists of values stand in the descriptions only;
they are read by the patterns below. A pattern that finds nothing new is as good as none: compare the two files
before the newer one is taken.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

JSON = dict[str, Any]

SCALARS = ("Integer", "Float", "String", "Boolean", "True", "InputFile")
RANGE_OF_LENGTH = re.compile(r"(\d+)\s?-\s?(\d+) (characters|bytes)", re.IGNORECASE)
GREATEST_LENGTH = re.compile(r"up to (\d+) (characters|bytes)", re.IGNORECASE)
RANGE_OF_ITEMS = re.compile(r"(?:list of|include) (\d+)-(\d+) (?!letter)", re.IGNORECASE)
GREATEST_ITEMS = re.compile(r"(?:list of up to|; up to|at most) (\d+) ", re.IGNORECASE)
RANGE_OF_NUMBERS = re.compile(
    r"(?:^|[;,.] |must be |Values )(?:must be )?(?:between )?(\d+)(?: ?- ?| and )(\d+)(?![\w]|, or)",
    re.IGNORECASE,
)
ONE_VALUE = re.compile(r"(?:, must be|, always) '?(\w+)'?$")
VALUES = re.compile(r"(?:\bone of|\beither|\bcan be|,)(?= ?')(.*?)(?:\.(?: |$)|$)", re.DOTALL)
EXAMPLES = re.compile(r"\(For example,[^)]*\)")
QUOTED = re.compile(r"'([^']*)'")
EMPHASIS = re.compile(r"<em>(\w+)</em>")
SIGNS = {
    "only characters a-z, a-z, 0-9, _ and - are allowed": "A-Za-z0-9_-",
    "only a-z, a-z, 0-9, _ and - are allowed": "A-Za-z0-9_-",
    "only lowercase english letters, digits and underscores": "a-z0-9_",
}
ONE_FIELD = re.compile(r"(Exactly|At most) one of the fields other than ([\w, ]+?) must be used")


def derive(schema: JSON) -> JSON:
    """Return the table for a schema."""
    entries = {entry["name"]: entry for group in schema["items"] for entry in group["children"]}
    methods = {name: entry for name, entry in entries.items() if entry["category"] == "methods"}
    types: dict[str, JSON] = {}
    waiting = [field["type"] for entry in methods.values() for field in entry["annotations"]]
    while waiting:
        for name in re.findall(r"[A-Z]\w+", waiting.pop()):
            if name in entries and name not in types and name not in SCALARS:
                types[name] = _type(entries[name])
                waiting += [field["type"] for field in entries[name]["annotations"]]
                waiting += types[name].get("any_of", [])
    return {
        "version": schema["api"]["version"],
        "released": schema["api"]["release_date"],
        "methods": {name: _fields(entry) for name, entry in sorted(methods.items())},
        "types": dict(sorted(types.items())),
    }


def _type(entry: JSON) -> JSON:
    """Return an object's fields, or what a union is made of."""
    description = entry["description"]
    members = re.findall(r"^ - (\w+)", description, re.MULTILINE)
    if not entry["annotations"] and members:
        plain = ["String", f"[]{entry['name']}"] if "either a String" in description else []
        return {"any_of": plain + members}
    made: JSON = {"fields": _fields(entry)}
    if "String can be used instead of this object" in description:
        made["or_text"] = True
    if match := ONE_FIELD.search(description):
        others = re.findall(r"\w+", match[2].replace(" and ", " "))
        made["one_field"] = [name for name in made["fields"] if name not in others]
        made["must_have_one"] = match[1] == "Exactly"
    return made


def _fields(entry: JSON) -> JSON:
    return {field["name"]: _field(field) for field in entry["annotations"]}


def _field(field: JSON) -> JSON:
    kind = expression(field["type"])
    made: JSON = {"type": kind}
    if field["required"]:
        made["required"] = True
    if "attach://" in field["description"] or "InputFile" in kind:
        made["file"] = True
    return made | _limits(kind, field["description"]) | _values(kind, field)


def expression(written: str) -> str:
    """Return a type as the table writes it.

    >>> expression("Array of Array of InlineKeyboardButton"), expression("InputFile or String")
    ('[][]InlineKeyboardButton', 'InputFile|String')
    """
    depth = written.count("Array of ")
    return "[]" * depth + "|".join(re.split(r", | or | and ", written.replace("Array of ", "")))


def _limits(kind: str, description: str) -> JSON:
    if kind == "String":
        if found := RANGE_OF_LENGTH.search(description):
            return _range(found[1], found[2], found[3].lower()) | _signs(description)
        greatest = GREATEST_LENGTH.search(description)
        return _range("0", greatest[1], greatest[2].lower()) if greatest else {}
    if kind.startswith("[]"):
        if found := RANGE_OF_ITEMS.search(description):
            return _range(found[1], found[2], "items")
        greatest = GREATEST_ITEMS.search(description)
        return _range("0", greatest[1], "items") if greatest else {}
    ranges = RANGE_OF_NUMBERS.findall(description) if kind in ("Integer", "Float") else []
    return {"least": int(ranges[0][0]), "most": int(ranges[0][1])} if len(ranges) == 1 else {}


def _range(least: str, most: str, unit: str) -> JSON:
    return {"least": int(least), "most": int(most), "unit": unit}


def _signs(description: str) -> JSON:
    """Return which signs a text may have, if its description says so."""
    signs = next((signs for phrase, signs in SIGNS.items() if phrase in description.lower()), None)
    return {"signs": signs} if signs else {}


def _values(kind: str, field: JSON) -> JSON:
    """Return the values that a text may have, if its description lists them."""
    description = field["description"]
    if kind != "String":
        return {}
    if one := ONE_VALUE.search(description):
        return {"values": [one[1]]}
    if "Choose one, depending" in description:
        return {"values": list(dict.fromkeys(EMPHASIS.findall(field["html_description"])))}
    listed = VALUES.search(EXAMPLES.sub("", description))
    values = list(dict.fromkeys(QUOTED.findall(listed[1]) if listed else []))
    return {"values": values} if len(values) > 1 and all(values) else {}


if __name__ == "__main__":
    table = derive(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    target = Path(__file__).with_name(f"bot-api-{table['version']}.json")
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    # One method or type a line, so that the next version can be read as a difference.
    target.write_text(re.sub(r'(?<=\})(,)(?="\w+":\{"(?!type"))', r"\1\n", text) + "\n", encoding="utf-8")
