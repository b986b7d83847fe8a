"""Lock files: from which source each translation was made. Kept by commands (`safar translations`), never by hand.

Each folder with words has `locks/<language>.json`; facts have `locks/facts.json`. JSON, because nobody writes them.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from curriculum.message import Message, say
from learning.course import Language


class Weight(StrEnum):
    """How much a change of a source matters, as its author says; a later member outweighs an earlier one."""

    WORDING = "wording"
    MEANING = "meaning"
    LEGAL = "legal"


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a source segment, or of a fact's meaning, from one digest to another."""

    before: str
    after: str
    weight: Weight
    on: date


@dataclass(frozen=True, slots=True)
class Accepted:
    """What somebody accepted: words (by digest), the source they were made from, and the facts as they were.

    `facts` gives "meaning.amounts", the two digests of each fact. In the source's own lock `source` is empty.
    """

    text: str
    source: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lock:
    """One lock file: accepted segments by name; for the source also the words by digest, and its changes.

    In the lock of the facts the names are facts, `text` is the digest of the meaning, and `words` holds the fact as
    it stood, as JSON, under "meaning.amounts".
    """

    accepted: Mapping[str, Accepted] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    changes: Mapping[str, tuple[Change, ...]] = field(default_factory=dict)

    def weight(self, name: str, before: str, after: str) -> Weight | None:
        """The heaviest change on the way from one digest to another; None if the way is not (wholly) told."""
        steps = {change.before: change for change in self.changes.get(name, ())}
        heaviest, at = Weight.WORDING, before
        for _ in range(len(steps) + 1):
            if at == after:
                return heaviest
            change = steps.get(at)
            if change is None:
                return None
            heaviest = max(heaviest, change.weight, key=list(Weight).index)
            at = change.after
        return None


EMPTY = Lock()
_ADAPTER = TypeAdapter(Lock)


class LockError(Exception):
    """A lock file can't be read; one line that names the file and the cure."""

    def __init__(self, said: Message) -> None:
        self.said = said
        super().__init__(said)


def lock_file(folder: str, name: str) -> str:
    """The lock of a folder in a language, or of "facts", relative to the content folder."""
    return f"{folder}/locks/{name}.json" if folder else f"locks/{name}.json"


def read_lock(content: Path, folder: str, name: Language | str) -> Lock:
    """The lock of a folder; an empty one if there is none yet. Raises LockError."""
    path = content / lock_file(folder, str(name))
    try:
        return _ADAPTER.validate_json(path.read_bytes())
    except FileNotFoundError:
        return EMPTY
    except (OSError, ValidationError, ValueError) as error:
        file, problem = lock_file(folder, str(name)), type(error).__name__
        said = say("{file} can't be read ({problem}); take it back from history", file=file, problem=problem)
        raise LockError(said) from error


def write_lock(content: Path, folder: str, name: Language | str, lock: Lock) -> None:
    """Write a lock whole or not at all."""
    path = content / lock_file(folder, str(name))
    path.parent.mkdir(exist_ok=True)
    half = path.with_suffix(".half")
    half.write_text(json.dumps(_plain(lock), ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    half.replace(path)


def _plain(lock: Lock) -> dict[str, Any]:
    plain = asdict(lock)
    for changes in plain["changes"].values():
        for change in changes:
            change["on"] = change["on"].isoformat()
    return {name: part for name, part in plain.items() if part}
