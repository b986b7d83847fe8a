"""JSON Schemas for editors: keys complete and mistakes are underlined while an author types.

Structures come from the very models that read them. The words of a folder come from the places that its structure
opens, so they change with it. Standard: JSON Schema 2020-12; the line in each file is that of yaml-language-server.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from curriculum.checks.card_fits import LIMITS
from curriculum.manuscript import Manuscript, Part, read_manuscript
from curriculum.schema import (
    AudiosShape,
    ContactsShape,
    CourseShape,
    FactShape,
    GlossaryShape,
    HistoryShape,
    Key,
    LanguagesShape,
    ModuleShape,
    PairsShape,
    PhrasebookShape,
    TroubleShape,
)
from curriculum.slots import LISTS, Slot
from learning.course import Language

FOLDER = "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
MODELINE = "# yaml-language-server: $schema="
STRUCTURES: Mapping[str, Any] = {
    "course": CourseShape,
    "facts": dict[Key, FactShape],
    "module": ModuleShape,
    "trouble": TroubleShape,
    "contacts": ContactsShape,
    "phrasebook": PhrasebookShape,
    "pairs": PairsShape,
    "glossary": GlossaryShape,
    "languages": LanguagesShape,
    "history": HistoryShape,
    "audio": AudiosShape,
}

Schema = dict[str, Any]


def schemas(content: Path) -> dict[str, str]:
    """The text of each schema by its name below the content folder. Never raises: what can't be read has none."""
    manuscript = read_manuscript(content, date.min)
    made = {f"{FOLDER}/{name}.json": _structure(shape) for name, shape in STRUCTURES.items()}
    for part in manuscript.parts():
        made[_words_file(part, Language.RU)] = _words(part, whole=True)
        made[_words_file(part, Language.UZ_CYRL)] = _words(part, whole=False)
    return {name: json.dumps(schema, ensure_ascii=False, indent=1) + "\n" for name, schema in made.items()}


def modelines(content: Path) -> dict[str, str]:
    """For each YAML file below the content folder, the schema that it is to be held to."""
    return dict(_held(read_manuscript(content, date.min)))


def outdated_schemas(content: Path) -> list[str]:
    """The files that `write_schemas` would write, by name below the content folder."""
    return sorted(_changes(content))


def write_schemas(content: Path) -> list[str]:
    """Write the schemas, and into each YAML file the line that names its own; the files that changed.

    Raises:
        OSError: a file can't be written.
    """
    changes = _changes(content)
    for name, text in changes.items():
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text(text, "utf-8", newline="")
    wanted = schemas(content)
    gone = [path for path in (content / FOLDER).rglob("*.json") if _name(content, path) not in wanted]
    for path in gone:
        path.unlink()
    return sorted((*changes, *(_name(content, path) for path in gone)))


def _changes(content: Path) -> dict[str, str]:
    wanted = schemas(content)
    for file, schema in modelines(content).items():
        text = _text(content / file)
        if text is not None:
            wanted[file] = with_modeline(text, f"{'../' * file.count('/')}{schema}")
    return {name: text for name, text in wanted.items() if _text(content / name) != text}


def with_modeline(text: str, schema: str) -> str:
    """The text of a YAML file with this schema named in its first line."""
    first, end, rest = text.partition("\n")
    below = rest if first.startswith(MODELINE) else f"{first}{end}{rest}"
    newline = "\r\n" if first.endswith("\r") else "\n"
    return f"{MODELINE}{schema}{newline}{below}"


def _text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _name(content: Path, path: Path) -> str:
    return path.relative_to(content).as_posix()


def _held(manuscript: Manuscript) -> Iterator[tuple[str, str]]:
    for file in ("facts", "glossary", "languages"):
        yield f"{file}.yaml", f"{FOLDER}/{file}.json"
    yield "territories/history.yaml", f"{FOLDER}/history.json"
    for part in manuscript.parts():
        yield part.source.file, f"{FOLDER}/{part.source.file.rpartition('/')[2].removesuffix('.yaml')}.json"
        yield from ((words.source.file, _words_file(part, words.language)) for words in part.words.values())
        yield f"{part.folder}/media/audio.yaml", f"{FOLDER}/audio.json"


def _words_file(part: Part[Any], language: Language) -> str:
    derived = "-uz_Cyrl" if language is Language.UZ_CYRL else ""
    return f"{FOLDER}/words/{part.folder.rpartition('/')[2]}{derived}.json"


def _structure(shape: Any) -> Schema:
    return {"$schema": DIALECT, **_untitled(TypeAdapter(shape).json_schema())}


def _untitled(schema: Any) -> Any:
    """Without the titles, which say no more than the keys, and defaults, which an editor would fill in."""
    if isinstance(schema, dict):
        noise = {"title", "default"} if not _names_keys(schema) else set()
        return {key: _untitled(value) for key, value in schema.items() if key not in noise}
    return [_untitled(value) for value in schema] if isinstance(schema, list) else schema


def _names_keys(schema: Schema) -> bool:
    """Whether this is a mapping of our own keys, among which one may be called `title`."""
    return all(isinstance(value, dict) for value in schema.values())


def _words(part: Part[Any], *, whole: bool) -> Schema:
    """What a words file holds: exactly the places that the structure opens; all of them, if it is `whole`."""
    return {"$schema": DIALECT, **_nested([(slot.path, slot) for slot in part.slots], whole=whole)}


def _nested(places: Iterable[tuple[tuple[str, ...], Slot]], *, whole: bool) -> Schema:
    below: dict[str, list[tuple[tuple[str, ...], Slot]]] = {}
    for path, slot in places:
        below.setdefault(path[0], []).append((path[1:], slot))
    schema: Schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            key: _leaf(inside[0][1]) if not inside[0][0] else _nested(inside, whole=whole)
            for key, inside in below.items()
        },
    }
    wanted = [key for key, inside in below.items() if not all(slot.optional for _, slot in inside)]
    return schema | ({"required": wanted} if whole and wanted else {})


def _leaf(slot: Slot) -> Schema:
    if slot.kind in LISTS:
        return {
            "type": "array",
            "items": {"type": "string"},
            "description": "Words, or their beginnings, by which people ask for it.",
        }
    limit = LIMITS.get(slot.kind)
    told = f"{slot.kind}, at most {limit} characters" if limit else slot.kind.value
    facts = f"; facts: {', '.join(slot.facts)}" if slot.facts else ""
    return {"type": "string", "pattern": r"\S", "description": f"{told}{facts}"}
