"""A learner as a row of plain values, and back."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from learning.course import Citizenship, Language
from learning.figures import Contribution
from learning.gain import PairSum
from learning.insight import ItemSum, Stop
from learning.learner import Asked, Attempt, CheckRecord, Learner, LessonRecord, Outcome, Place, Rating
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
        "rated": _pack(_ratings(learner.rated)),
        "tried": _pack(sorted(learner.tried)),
        "checks": _pack(_checks(learner.checks)),
        "milestones": _pack({name: day.isoformat() for name, day in learner.milestones.items()}),
        "cohort": learner.cohort,
    }


def from_row(row: Row) -> Record:
    """The record in a row whose values stand in the order of the table's columns."""
    (_key, language, citizenship, home, enrolled_on, place_lesson, place_card, lessons, attempt,
     asked, typing_home, may_write, _sealed, tallied, version, recent, blocked, seen, rated, tried, checks,
     milestones, cohort) = row  # fmt: skip
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
        rated=_read_ratings(json.loads(rated)),
        tried=frozenset(json.loads(tried)),
        checks=_read_checks(json.loads(checks)),
        milestones={name: date.fromisoformat(day) for name, day in json.loads(milestones).items()},
        cohort=cohort,
    )
    return Record(learner, version, tuple(json.loads(recent)), bool(blocked))


def contribution(row: Row) -> tuple[Contribution, int]:
    """A counter and its count."""
    territory, day, figure, n = row
    return Contribution(territory, date.fromisoformat(day), figure), n


def counted(what: Contribution) -> dict[str, str]:
    """The values that name a counter, by column name."""
    return {"territory": what.territory, "day": what.day.isoformat(), "figure": what.figure}


def item_sum(row: Row) -> tuple[ItemSum, int]:
    """A sum for authors."""
    language, release, lesson, item, figure, n = row
    return ItemSum(Language(language), release, lesson, item, figure), n


def summed(what: ItemSum, n: int) -> dict[str, Any]:
    """The values of a sum and what is added to it, by column name."""
    return {
        "language": what.language.value,
        "release": what.release,
        "lesson": what.lesson,
        "item": what.item,
        "figure": what.figure,
        "n": n,
    }


def answered_here(place: str, what: ItemSum, n: int) -> dict[str, Any]:
    """The values of an answer given in a place, by column name."""
    return {"place": place, "lesson": what.lesson, "question": what.item, "figure": what.figure, "n": n}


def pair_sum(row: Row) -> tuple[PairSum, int]:
    """A sum of what was gained."""
    language, citizenship, release, pair, first, last, n = row
    who = (Language(language), Citizenship(citizenship), release)
    return PairSum(*who, pair, Outcome(first), Outcome(last)), n


def paired(what: PairSum, n: int) -> dict[str, Any]:
    """The values of a sum of what was gained, and what is added to it, by column name."""
    return {
        "language": what.language.value,
        "citizenship": what.citizenship.value,
        "release": what.release,
        "pair": what.pair,
        "first": what.first.value,
        "last": what.last.value,
        "n": n,
    }


def stop(row: Row) -> tuple[Stop, int]:
    """A place and how many stand there."""
    language, lesson, card, n = row
    return Stop(Language(language), lesson, card or ""), n


def _ratings(rated: Mapping[tuple[int, str], Rating]) -> dict[str, list[Any]]:
    return {f"{lesson}.{card}": [r.release, r.language.value, r.clear] for (lesson, card), r in rated.items()}


def _read_ratings(rated: Mapping[str, list[Any]]) -> dict[tuple[int, str], Rating]:
    read = {}
    for place, (release, language, clear) in rated.items():
        lesson, _, card = place.partition(".")
        read[int(lesson), card] = Rating(release, Language(language), clear)
    return read


def _lessons(lessons: Mapping[int, LessonRecord]) -> dict[str, list[Any]]:
    return {str(number): [r.release, r.day.isoformat(), r.score] for number, r in lessons.items()}


def _read_lessons(lessons: Mapping[str, list[Any]]) -> dict[int, LessonRecord]:
    return {
        int(number): LessonRecord(release, date.fromisoformat(day), score)
        for number, (release, day, score) in lessons.items()
    }


def _checks(checks: Mapping[int, CheckRecord]) -> dict[str, list[Any]]:
    return {
        str(number): [
            check.release,
            check.day.isoformat(),
            check.best,
            check.passed_on and check.passed_on.isoformat(),
            {pair: outcome.value for pair, outcome in check.outcomes.items()},
        ]
        for number, check in checks.items()
    }


def _read_checks(checks: Mapping[str, list[Any]]) -> dict[int, CheckRecord]:
    return {
        int(number): CheckRecord(
            release=release,
            day=date.fromisoformat(day),
            outcomes={pair: Outcome(outcome) for pair, outcome in outcomes.items()},
            best=best,
            passed_on=passed_on and date.fromisoformat(passed_on),
        )
        for number, (release, day, best, passed_on, outcomes) in checks.items()
    }


def _attempt(attempt: Attempt) -> list[Any]:
    return [attempt.lesson, attempt.number, attempt.release, attempt.pass_mark, attempt.answers]


def _read_attempt(values: list[Any]) -> Attempt:
    lesson, number, release, pass_mark, answers = values
    return Attempt(lesson, number, release, pass_mark, tuple(map(tuple, answers)))
