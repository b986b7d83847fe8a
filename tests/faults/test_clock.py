"""The clock steps forwards and backwards, over midnights, month ends and a leap day: the records stay consistent."""

import asyncio
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.serve import Service
from learning.figures import ENROLLED
from tests.faults.reference import KEYS, Listener, Reference
from tests.faults.test_updates import walked

STEPS = [
    ("a month ends", [date(2027, 1, 31), date(2027, 2, 1)]),
    ("a leap day", [date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1)]),
    ("no leap day", [date(2027, 2, 28), date(2027, 3, 1)]),
    ("a year ends", [date(2026, 12, 31), date(2027, 1, 1)]),
    ("the clock goes back over midnight", [date(2027, 3, 1), date(2027, 2, 28), date(2027, 3, 1)]),
    ("the clock was years ahead", [date(2035, 6, 30), date(2026, 11, 24)]),
]


class Clock:
    """Says the day that it is set to."""

    def __init__(self, day: date) -> None:
        self.day = day

    def __call__(self) -> date:
        return self.day


@pytest.mark.parametrize(("what", "days"), STEPS, ids=[what for what, _ in STEPS])
async def test_days_are_those_on_which_things_happened(
    what: str, days: list[date], conversation: dict[int, list[dict[str, Any]]], tmp_path: Path
) -> None:
    """Each record bears a day of the clock, a day once written is never moved, and counters equal the recount."""
    reference = await Reference.open(tmp_path)
    clock = Clock(days[0])
    store = reference.store
    service = Service(Listener(), replace(reference.service.desk, today=clock))  # type: ignore[arg-type]
    written: dict[tuple[int, str], date] = {}
    for number in range(max(map(len, conversation.values()))):
        clock.day = days[number * len(days) // max(map(len, conversation.values()))]
        for person, updates in conversation.items():
            if number < len(updates):
                await service.work(updates[number])
                for figure, day in await days_of(store, person):
                    assert day in days
                    assert written.setdefault((person, figure), day) == day
    assert service.failed == 0
    counters = await store.counters()
    assert counters == await store.audit()
    assert sum(n for made, n in counters.items() if made.figure == ENROLLED) == await store.learners() > 0
    assert {made.figure for made in counters} > {ENROLLED}, "nobody passed a lesson, so this says little"
    assert {made.day for made in counters} <= set(days)
    await store.close()


async def days_of(store: Any, person: int) -> list[tuple[str, date]]:
    """The days in a person's record."""
    kept = await store.load(KEYS.person(person))
    if kept is None:
        return []
    passed = [(str(number), record.day) for number, record in kept.learner.lessons.items()]
    return [(ENROLLED, kept.learner.enrolled_on), *passed]


@pytest.fixture(scope="module")
def conversation(tmp_path_factory: pytest.TempPathFactory) -> dict[int, list[dict[str, Any]]]:
    """What a few people sent, long enough for lessons to be passed."""
    return asyncio.run(walked(tmp_path_factory.mktemp("walk"), seed=4, steps=60))
