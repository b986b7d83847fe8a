"""Sessions in a room: who may hold them, who can join, and what is told of the people in them."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from learning.cohort import MOST_HEADS, MOST_IN_A_ROOM, code_of
from learning.seat import Role, Seat
from office import Denied, Office
from office.releases import publish_due
from office.sessions import (
    close,
    joinable,
    link,
    open_session,
    session,
    sessions_of,
    show_answers,
    type_heads,
    type_paper,
)
from storage import Pseudonyms, open_store
from tests.crowd import LESSON, QUESTION, RIGHT, WRONG, Crowd
from tests.scene import our_book

DAY = date(2026, 11, 25)  # a Wednesday
PLACE, BESIDE = "KG-B", "KG-C"
LEADER = Seat(1, PLACE, Role.LEAD, 0, DAY)
READER = Seat(2, PLACE, Role.READ, 0, DAY)
NEIGHBOUR = Seat(3, BESIDE, Role.LEAD, 0, DAY)
COUNTRY = Seat(4, "KG", Role.LEAD, 0, DAY)
KEYS = Pseudonyms(b"k" * 32, b"c" * 32)


@dataclass
class Calendar:
    """A day that a test turns."""

    day: date = DAY

    def now(self) -> datetime:
        return datetime.combine(self.day, datetime.min.time(), UTC)


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
async def office(tmp_path: Path, calendar: Calendar) -> AsyncIterator[Office]:
    store = await open_store(f"sqlite:///{tmp_path}/records.sqlite3", KEYS)
    yield Office(store, our_book, calendar.now, Ed25519PrivateKey.generate(), "", "safar_bot")
    await store.close()


def chances(*given: bytes) -> Iterator[bytes]:
    return iter(given)


async def test_a_leader_opens_a_session_in_his_scope_and_nobody_else_does(office: Office) -> None:
    """A leading seat, in its own territory or below; a reading one, a neighbour's and an unknown place are refused."""
    district = our_book().territories.children(PLACE)[0].code
    made = await open_session(office, LEADER, district)
    assert (made.territory, made.seat, made.held_on, made.closed) == (district, 1, DAY, False)
    assert await session(office, READER, made.code) == made
    assert link(office, made.code) == f"https://t.me/safar_bot?start=s-{made.code}"
    for seat, place in ((READER, PLACE), (NEIGHBOUR, PLACE), (LEADER, "KG"), (LEADER, "nowhere")):
        with pytest.raises(Denied):
            await open_session(office, seat, place)


async def test_a_code_that_is_taken_is_made_anew(office: Office) -> None:
    """Chance may repeat itself; codes don't."""
    given = chances(b"a" * 16, b"a" * 16, b"b" * 16)
    first = await open_session(office, LEADER, PLACE, lambda: next(given))
    second = await open_session(office, COUNTRY, PLACE, lambda: next(given))
    assert [first.code, second.code] == [code_of(b"a" * 16), code_of(b"b" * 16)]


async def test_a_button_pressed_twice_opens_one_session(office: Office) -> None:
    """An unused session of the same seat, place and day is given back; once somebody is counted, a new one is made."""
    first = await open_session(office, LEADER, PLACE)
    assert await open_session(office, LEADER, PLACE) == first
    await type_heads(office, LEADER, first.code, 12)
    assert (await open_session(office, LEADER, PLACE)).code != first.code


async def test_sessions_are_seen_in_scope_only(office: Office) -> None:
    """A country sees those below it, a neighbour none; a code that nothing has is refused in the same way."""
    made = await open_session(office, LEADER, PLACE)
    assert await sessions_of(office, COUNTRY) == (made,) == await sessions_of(office, READER)
    assert await sessions_of(office, NEIGHBOUR) == ()
    for code in (made.code, "AAAAAAAA"):
        with pytest.raises(Denied):
            await session(office, NEIGHBOUR, code)


async def test_what_is_typed_must_be_people_of_that_room(office: Office) -> None:
    """Heads and counts have bounds, and only the leader types them."""
    made = await open_session(office, LEADER, PLACE)
    for heads in (0, -1, MOST_HEADS + 1):
        with pytest.raises(ValueError, match="people in a room"):
            await type_heads(office, LEADER, made.code, heads)
    assert (await type_heads(office, LEADER, made.code, 34)).heads == 34
    unfit = [
        (LESSON, QUESTION, {RIGHT: -1}),
        (LESSON, QUESTION, {RIGHT: MOST_IN_A_ROOM, WRONG: 1}),
        (LESSON, QUESTION, {"no-such": 3}),
        (LESSON, "no-such", {RIGHT: 3}),
        (102, "grandmother", {"later": 3}),
    ]
    for lesson, question, answers in unfit:
        with pytest.raises(ValueError, match=r"."):
            await type_paper(office, LEADER, made.code, lesson, question, answers)
    for seat in (READER, NEIGHBOUR):
        with pytest.raises(Denied):
            await type_heads(office, seat, made.code, 30)
        with pytest.raises(Denied):
            await type_paper(office, seat, made.code, LESSON, QUESTION, {RIGHT: 3})
        with pytest.raises(Denied):
            await show_answers(office, seat, made.code, LESSON, QUESTION)
        with pytest.raises(Denied):
            await close(office, seat, made.code)
    assert await office.store.paper(made.code) == {}


async def test_one_joins_while_it_is_open_and_thirty_days_old_at_most(
    office: Office, calendar: Calendar
) -> None:
    """Closed, too old, or never there: nobody joins."""
    made = await open_session(office, LEADER, PLACE)
    calendar.day = DAY + timedelta(days=30)
    assert await joinable(office, made.code) == made
    calendar.day += timedelta(days=1)
    assert await joinable(office, made.code) is None
    calendar.day = DAY
    assert (await close(office, LEADER, made.code)).closed
    assert await joinable(office, made.code) is None
    assert await joinable(office, "AAAAAAAA") is None


async def test_a_room_sees_tens_once_and_for_all(office: Office) -> None:
    """Nine phones are too few; twelve are told as ten; a late answer and a late sheet change nothing any more."""
    made, crowd = await open_session(office, LEADER, PLACE), Crowd(office, KEYS)
    await crowd.join(made, 9)
    assert await show_answers(office, LEADER, made.code, LESSON, QUESTION) is None
    await crowd.join(made, 3)
    shown = await show_answers(office, LEADER, made.code, LESSON, QUESTION)
    assert shown == {"w7": 0, "d15": 0, "d30": 10}
    await crowd.join(made, 12)
    assert await show_answers(office, LEADER, made.code, LESSON, QUESTION) == shown
    with pytest.raises(ValueError, match="already"):
        await type_paper(office, LEADER, made.code, LESSON, QUESTION, {RIGHT: 30})


async def test_sheets_are_added_to_phones(office: Office) -> None:
    """Those without Telegram count in the room, in tens as well; the last number typed is the one that counts."""
    made, crowd = await open_session(office, LEADER, PLACE), Crowd(office, KEYS)
    await crowd.join(made, 11, WRONG)
    await type_paper(office, LEADER, made.code, LESSON, QUESTION, {RIGHT: 99})
    await type_paper(office, LEADER, made.code, LESSON, QUESTION, {RIGHT: 21, WRONG: 4})
    shown = await show_answers(office, LEADER, made.code, LESSON, QUESTION)
    assert shown == {"w7": 10, "d15": 0, "d30": 20}


async def test_made_up_sheets_find_out_no_single_phone(office: Office) -> None:
    """A leader who types nine for each option sees nothing of nine phones: typed numbers lift no phone over the floor."""
    made, crowd = await open_session(office, LEADER, PLACE), Crowd(office, KEYS)
    await crowd.join(made, 9, WRONG)
    await type_paper(office, LEADER, made.code, LESSON, QUESTION, {RIGHT: 9, WRONG: 9, "d15": 9})
    shown = await show_answers(office, LEADER, made.code, LESSON, QUESTION)
    assert shown == {"w7": 0, "d15": 0, "d30": 0}


async def test_figures_of_a_session_have_the_floor(office: Office, calendar: Calendar) -> None:
    """Of a cohort of nine nothing is published, twelve are published as ten."""
    few, many = await open_session(office, LEADER, PLACE), await open_session(office, COUNTRY, PLACE)
    crowd = Crowd(office, KEYS)
    await crowd.join(few, 9)
    await crowd.join(many, 12)
    assert {one.code: one.joined for one in await office.store.cohorts()} == {few.code: 9, many.code: 12}
    calendar.day = DAY + timedelta(days=7)
    assert await publish_due(office)
    release = (await office.store.figure_releases())[-1].number
    numbers = await office.store.numbers(release, PLACE)
    assert numbers[f"enrolled@c-{many.code}"] == 10
    assert f"enrolled@c-{few.code}" not in numbers
    assert numbers["enrolled"] <= 20
