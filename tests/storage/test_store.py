"""What every store does, whichever engine keeps it."""

import asyncio
import itertools
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from learning.course import Language
from learning.figures import Contribution, contributions, move_home
from learning.learner import Learner, LessonRecord, Place
from storage import Conflict, Person, Pseudonyms, StoreUnavailable, open_store
from tests.storage.people import AIDA, MONDAY, learners

ENROLMENT = contributions(AIDA)  # once for all, and once in each of her groups
MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
_ids = itertools.count(700_000_000)


@pytest.fixture
def aida(pseudonyms: Pseudonyms) -> Person:
    """A person who presses buttons."""
    return pseudonyms.person(5_501_234_567)


async def test_guest_has_no_record(store, aida):
    """Somebody who never agreed is not there, and leaves no trace by being looked for."""
    assert await store.load(aida) is None
    assert await store.learners() == 0


@MANY
@given(learner=learners)
async def test_every_field_comes_back(store, second, pseudonyms, learner):
    """Whatever is recorded is read by another worker, field by field."""
    person = pseudonyms.person(next(_ids))
    first = await store.record(person, None, AIDA, 1)
    record = await store.record(person, first, learner, 2)
    assert await second.load(person) == record
    assert (record.learner, record.version, record.recent) == (learner, first.version + 1, (1, 2))


async def test_guest_is_never_recorded(store, second, aida):
    """Recording somebody who agreed to nothing is a mistake of the caller, and changes nothing."""
    with pytest.raises(ValueError, match="guest"):
        await store.record(aida, None, Learner(Language.RU), 1)
    before = await store.record(aida, None, AIDA, 2)
    with pytest.raises(ValueError, match="guest"):
        await store.record(aida, before, Learner(Language.RU), 3)
    assert await second.load(aida) == before


async def test_same_update_twice_is_one_step(store, second, aida):
    """A redelivered update gives the stored record, whatever the caller had in hand."""
    first = await store.record(aida, None, AIDA, 1)
    moved = await store.record(aida, first, replace(AIDA, place=Place(501)), 2)
    for before in (None, first, moved):
        assert await store.record(aida, before, replace(AIDA, typing_home=True), 2) == moved
    assert await second.load(aida) == moved
    assert await second.counters() == dict.fromkeys(ENROLMENT, 1)


async def test_newest_sixteen_updates_are_remembered(store, second, aida):
    """The list of recent updates doesn't grow for ever."""
    record = None
    for update_id in range(20):
        record = await store.record(aida, record, AIDA, update_id)
    stored = await second.load(aida)
    assert stored
    assert stored.recent == tuple(range(4, 20))


async def test_step_from_an_old_record_is_a_conflict(store, second, aida):
    """Whoever decided on an outdated record hears so, and nothing is written."""
    first = await store.record(aida, None, AIDA, 1)
    newer = await second.record(aida, first, replace(AIDA, place=Place(501)), 2)
    for before in (None, first):
        with pytest.raises(Conflict):
            await store.record(aida, before, move_home(AIDA, "TJ-SU"), 3)
    assert await second.load(aida) == newer
    assert await second.counters() == dict.fromkeys(ENROLMENT, 1)


async def test_step_after_being_forgotten_is_a_conflict(store, second, aida):
    """A press that was under way can't bring a forgotten person back, nor slip into a new life."""
    old = await store.record(aida, None, AIDA, 1)
    await second.forget(aida, old)
    with pytest.raises(Conflict):
        await store.record(aida, old, AIDA, 2)
    assert await second.load(aida) is None
    new = await second.record(aida, None, AIDA, 3)
    with pytest.raises(Conflict):
        await store.record(aida, old, replace(AIDA, typing_home=True), 4)
    with pytest.raises(Conflict):
        await store.forget(aida, old)
    assert await second.load(aida) == new


async def test_forgetting_keeps_the_figures(store, second, aida):
    """What was counted stays counted, in the anonymous tally; the person is gone. Twice is as good as once."""
    record = await store.record(aida, None, AIDA, 1)
    passed = replace(AIDA, lessons={501: LessonRecord(1, MONDAY, 80)})
    record = await store.record(aida, record, passed, 2)
    figures = await second.counters()
    await store.forget(aida, record)
    await store.forget(aida, record)
    assert await second.load(aida) is None
    assert await second.learners() == 0
    assert figures == await second.counters() == await second.audit()
    assert figures == dict.fromkeys(contributions(passed), 1)


async def test_moving_home_keeps_the_figures(store, second, aida):
    """A learner stays counted where he was; what he does next counts at the new home."""
    record = await store.record(aida, None, AIDA, 1)
    moved = move_home(AIDA, "TJ-SU")
    record = await store.record(aida, record, moved, 2)
    await store.record(aida, record, replace(moved, lessons={501: LessonRecord(1, MONDAY, 80)}), 3)
    expected = dict.fromkeys({*ENROLMENT, Contribution("TJ-SU", MONDAY, "lesson-501")}, 1)
    assert expected == await second.counters() == await second.audit()


async def test_telling_the_home_moves_the_counter(store, second, aida):
    """A first home takes the figures along from "not told", and no zero is left behind."""
    record = await store.record(aida, None, replace(AIDA, home=""), 1)
    await store.record(aida, record, AIDA, 2)
    assert dict.fromkeys(ENROLMENT, 1) == await second.counters() == await second.audit()


async def test_two_workers_on_one_person(store, second, aida):
    """Of two workers that record at once, one hears Conflict; with trying again, no step is lost."""
    first = await store.record(aida, None, AIDA, 0)

    async def press(worker, update_id):
        for _ in range(100):
            record = await worker.load(aida)
            lessons = {**record.learner.lessons, update_id: LessonRecord(1, MONDAY, 80)}
            try:
                return await worker.record(aida, record, replace(AIDA, lessons=lessons), update_id)
            except Conflict:
                continue
        raise AssertionError("always in conflict")

    await asyncio.gather(*(press((store, second)[n % 2], n) for n in range(1, 13)))
    record = await second.load(aida)
    assert record
    assert set(record.learner.lessons) == set(range(1, 13))
    assert record.version == first.version + 12
    assert await store.counters() == await second.audit()


async def test_two_workers_raise_the_same_counters(store, second, pseudonyms):
    """Many people who pass the same lessons at once on two workers wait for each other in no ring."""

    async def study(worker, telegram_id, lessons):
        person = pseudonyms.person(telegram_id)
        record = await worker.record(person, None, AIDA, 1)
        passed = {number: LessonRecord(1, MONDAY, 80) for number in lessons}
        await worker.record(person, record, replace(AIDA, lessons=passed), 2)

    orders = [range(501, 509), range(508, 500, -1)]
    await asyncio.gather(*(study((store, second)[n % 2], n, orders[n % 2]) for n in range(30)))
    counters = await second.counters()
    assert set(counters.values()) == {30}
    assert counters == await second.audit()


async def test_many_at_once(store, second, pseudonyms):
    """Steps of many people, recorded at once, all stand, also beside one that conflicts."""
    people = [pseudonyms.person(n) for n in range(40)]
    first = await store.record(people[0], None, AIDA, 1)
    results = await asyncio.gather(
        *(store.record(person, None, AIDA, 2) for person in people), return_exceptions=True
    )
    assert isinstance(results[0], Conflict)
    assert await second.load(people[0]) == first
    assert [await second.load(person) for person in people[1:]] == results[1:]
    assert dict.fromkeys(ENROLMENT, 40) == await second.counters() == await second.audit()


async def test_closed_store_is_unavailable(url, pseudonyms, aida):
    """After close nothing hangs: each call says that the store is away. Closing twice is harmless."""
    store = await open_store(url, pseudonyms)
    before = await store.record(aida, None, AIDA, 1)
    await store.close()
    await store.close()
    for call in (
        store.load(aida), store.record(aida, None, AIDA, 1), store.forget(aida, before), store.ping(),
        store.counters(), store.audit(), store.learners(),
    ):  # fmt: skip
        with pytest.raises(StoreUnavailable):
            await call


async def test_ping(store):
    """A store that answers returns."""
    await store.ping()
