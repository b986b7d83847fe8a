"""Segments: each text of the course, with what it rests on. A translation is made from one and held against it."""

import hashlib
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from curriculum import placeholders
from curriculum.manuscript import Manuscript, Part
from curriculum.schema import FactShape, ModuleShape, PairsShape
from curriculum.slots import LISTS, Slot
from learning.course import Citizenship, Language

_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Segment:
    """One place for words with its words in every language. `facts` are the keys of the facts it rests on."""

    part: Part[Any]
    slot: Slot
    facts: tuple[str, ...]

    @property
    def name(self) -> str:
        """The key path inside its folder."""
        return self.slot.name

    @property
    def key(self) -> str:
        """The name by which a segment is called from outside: folder, colon, key path."""
        return f"{self.part.folder}:{self.slot.name}"

    def words(self, language: Language) -> str:
        """The words in a language; empty if there are none."""
        written = self.part.words.get(language)
        leaf = written.leaves.get(self.slot.path, "") if written else ""
        return leaf.strip() if isinstance(leaf, str) else ""


def segments(manuscript: Manuscript) -> Iterator[Segment]:
    """Every segment in the order of the course. What people type is each language's own, and none."""
    for part in manuscript.parts():
        rests = _question_facts(part)
        for slot in part.slots:
            if slot.kind not in LISTS:
                yield Segment(part, slot, _facts(part, slot, rests))


def _facts(part: Part[Any], slot: Slot, rests: dict[tuple[str, ...], str]) -> tuple[str, ...]:
    written = part.words.get(Language.RU)
    leaf = written.leaves.get(slot.path, "") if written else ""
    shown = placeholders.facts(leaf) if isinstance(leaf, str) else ()
    decided = rests.get(slot.path[:4], "") or rests.get(slot.path[:3], "")
    return tuple(dict.fromkeys((*slot.facts, *shown, *filter(None, [decided]))))


def _question_facts(part: Part[Any]) -> dict[tuple[str, ...], str]:
    """The fact that decides what is right, by the key path of the question."""
    if isinstance(part.shape, PairsShape):
        return {
            ("pairs", pair.key, name): half.right.fact or ""
            for pair in part.shape.pairs
            for name, half in pair.halves().items()
        }
    if not isinstance(part.shape, ModuleShape):
        return {}
    return {
        ("lessons", lesson.key, "questions", question.key): question.right.fact or ""
        for lesson in part.shape.lessons
        for question in lesson.questions
    }


def digest(words: str) -> str:
    """What stands for words in a lock: twelve hex digits, the same for the same visible text."""
    whole = unicodedata.normalize("NFC", words.strip()).encode()
    return hashlib.sha256(whole).hexdigest()[:_LENGTH]


def fact_digests(fact: FactShape) -> tuple[str, str]:
    """What stands for a fact: its meaning (for whom, in which unit, by which law), and its amounts."""
    meaning = {
        "units": {p.value: f"{v.unit} {v.high is not None}" for p, v in sorted(fact.values.items())},
        "law": {p.value: law for p, law in sorted(fact.law.items())},
    }
    amounts = {p.value: [v.low, v.high] for p, v in sorted(fact.values.items())}
    return digest(_flat(meaning)), digest(_flat(amounts))


def _flat(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


def changed_passports(before: FactShape, after: FactShape) -> frozenset[Citizenship]:
    """Whose amount of a fact is another one now, or came or went."""
    return frozenset(p for p in Citizenship if before.values.get(p) != after.values.get(p))
