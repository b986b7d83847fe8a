"""A learner as a row of plain values, and back."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from learning.course import Citizenship, Language
from learning.figures import Contribution
from learning.learner import Asked, Attempt, Learner, LessonRecord, Place
from storage.interface import Record

Row = Sequence[Any]

_pack = json.JSONEncoder(separators=(",", ":"), ensure_ascii=True).encode


def to_row(key: bytes, record: Record, sealed_address: bytes | None) -> dict[str, Any]:
    """The values of a learner's row by column name. Raises ValueError for a guest: nothing may be kept."""
    learner = record.learner
    if learner.enrolled_on is None:
        raise ValueError("a guest has agreed to nothing, so nothing is recorded")
    return {
        "key": key,
        "language": learner.language.value,
        "citizenship": learner.citizenship and learner.citizenship.value,
        "home": learner.home,
        "enrolled_on": learner.enrolled_on.isoformat(),
        "place_lesson": learner.place and learner.place.lesson,
        "place_card": learner.place and learner.place.card,
        "lessons": _pack(_lessons(learner.lessons)),
        "attempt": learner.attempt and _pack(_attempt(learner.attempt)),
        "asked": _pack(sorted(learner.asked)),
        "typing_home": learner.typing_home,
        "may_write": learner.may_write,
        "sealed_address": sealed_address,
        "tallied": _pack(sorted(learner.tallied)),
        "version": record.version,
        "recent": _pack(record.recent),
        "seen": learner.seen,
    }


def from_row(row: Row) -> Record:
    """The record in a row whose values stand in the order of the table's columns."""
    (_key, language, citizenship, home, enrolled_on, place_lesson, place_card, lessons, attempt,
     asked, typing_home, may_write, _sealed, tallied, version, recent, blocked, seen) = row  # fmt: skip
    learner = Learner(
        language=Language(language),
        citizenship=None if citizenship is None else Citizenship(citizenship),
        home=home,
        enrolled_on=date.fromisoformat(enrolled_on),
        place=None if place_lesson is None else Place(place_lesson, place_card),
        lessons=_read_lessons(json.loads(lessons)),
        attempt=None if attempt is None else _read_attempt(json.loads(attempt)),
        asked=frozenset(map(Asked, json.loads(asked))),
        typing_home=bool(typing_home),
        may_write=bool(may_write),
        tallied=frozenset(json.loads(tallied)),
        seen=seen,
    )
    return Record(learner, version, tuple(json.loads(recent)), bool(blocked))


def contribution(row: Row) -> tuple[Contribution, int]:
    """A counter and its count."""
    territory, day, figure, n = row
    return Contribution(territory, date.fromisoformat(day), figure), n


def counted(what: Contribution) -> dict[str, str]:
    """The values that name a counter, by column name."""
    return {"territory": what.territory, "day": what.day.isoformat(), "figure": what.figure}


def _lessons(lessons: Mapping[int, LessonRecord]) -> dict[str, list[Any]]:
    return {str(number): [r.release, r.day.isoformat(), r.score] for number, r in lessons.items()}


def _read_lessons(lessons: Mapping[str, list[Any]]) -> dict[int, LessonRecord]:
    return {
        int(number): LessonRecord(release, date.fromisoformat(day), score)
        for number, (release, day, score) in lessons.items()
    }


def _attempt(attempt: Attempt) -> list[Any]:
    return [attempt.lesson, attempt.number, attempt.release, attempt.pass_mark, attempt.answers]


def _read_attempt(values: list[Any]) -> Attempt:
    lesson, number, release, pass_mark, answers = values
    return Attempt(lesson, number, release, pass_mark, tuple(map(tuple, answers)))
