"""The line of updates: one person in order, many at once, confirmed only when finished."""

import asyncio
from typing import Any

from bot.line import Line, RawUpdate, person_of


def update(number: int, person: int) -> RawUpdate:
    return {"update_id": number, "message": {"from": {"id": person}}}


class Work:
    """Work that can be held up, person by person, and notes what it did."""

    def __init__(self) -> None:
        self.done: list[int] = []
        self.held: dict[Any, asyncio.Event] = {}

    async def __call__(self, raw: RawUpdate) -> None:
        hold = self.held.get(person_of(raw))
        if hold:
            await hold.wait()
        self.done.append(raw["update_id"])


async def test_one_person_is_served_in_order_and_holds_up_nobody_else() -> None:
    work = Work()
    hold = work.held[1] = asyncio.Event()
    async with Line(work) as line:
        for number, person in [(1, 1), (2, 1), (3, 2), (4, 1), (5, 3)]:
            await line.take(update(number, person))
        while len(work.done) < 2:
            await asyncio.sleep(0)
        assert work.done == [3, 5]
        hold.set()
    assert work.done == [3, 5, 1, 2, 4]


async def test_only_what_lies_below_the_lowest_unfinished_update_is_confirmed() -> None:
    work = Work()
    hold = work.held[1] = asyncio.Event()
    async with Line(work) as line:
        await line.take(update(10, 2))
        await line.take(update(11, 1))
        finished = await line.take(update(12, 3))
        await finished
        assert line.confirmed(0) == 11
        assert line.seen(12) and line.seen(11) and not line.seen(13)
        hold.set()
        await line.idle()
        assert line.confirmed(11) == 13
        assert not line.seen(12)


async def test_an_update_taken_twice_is_worked_on_once() -> None:
    work = Work()
    hold = work.held[1] = asyncio.Event()
    async with Line(work) as line:
        first = await line.take(update(1, 1))
        second = await line.take(update(1, 1))
        hold.set()
        await asyncio.gather(first, second)
    assert work.done == [1]


def test_every_kind_of_update_finds_its_person() -> None:
    assert person_of({"update_id": 1, "callback_query": {"from": {"id": 7}}}) == 7
    assert person_of({"update_id": 1, "poll": {}}) == ("update", 1)
