"""Corrections in the records: a message for exactly those who have met the old rule; nobody is told in two ways."""

from dataclasses import replace

import pytest

from learning.broadcast import CorrectionNotice, Fate, Zone
from learning.course import Citizenship, Language
from learning.learner import LessonRecord, Place
from storage import Conflict
from tests.storage.people import AIDA, MONDAY

NOW = "2026-11-23T06:00"
OLD = replace(AIDA, citizenship=Citizenship.TJ, may_write=True, seen=1, lessons={}, place=None)
PASSED = {501: LessonRecord(1, MONDAY, 80)}
CROWD = {
    "passed": replace(OLD, lessons=PASSED),
    "behind": replace(OLD, place=Place(501, "count")),
    "at questions": replace(OLD, place=Place(501, "")),
    "before": replace(OLD, place=Place(501, "what")),
    "elsewhere": replace(OLD, place=Place(502, "count")),
    "alike number": replace(OLD, lessons={1501: LessonRecord(1, MONDAY, 80)}),
    "another passport": replace(OLD, lessons=PASSED, citizenship=Citizenship.UZ),
    "no passport": replace(OLD, lessons=PASSED, citizenship=None),
    "newer": replace(OLD, lessons=PASSED, seen=2),
    "silent": replace(OLD, lessons=PASSED, may_write=False),
    "blocked": replace(OLD, lessons=PASSED),
}
NOTICE = CorrectionNotice(
    key="fact-registration-term-tj",
    release=2,
    passports=frozenset({Citizenship.TJ}),
    cards={501: frozenset({"term", "count", ""}), 502: frozenset({"fine", ""})},
    texts=dict.fromkeys(Language, "new"),
)
TOLD = {"passed", "behind", "at questions"}


@pytest.fixture
async def crowd(store, pseudonyms):
    """People by what they have met."""
    people = {name: pseudonyms.person(n) for n, name in enumerate(CROWD, start=1)}
    for name, person in people.items():
        await store.record(person, None, CROWD[name], 1)
    await store.set_blocked(people["blocked"], True)
    return people


async def letters(store):
    """All messages that wait, marked as in flight."""
    return await store.take(NOW, tuple(Zone), 100)


async def seen(store, people):
    """Which release each has met."""
    return {name: (await store.load(person)).learner.seen for name, person in people.items()}


async def test_exactly_those_who_have_met_the_old_rule(store, crowd):
    """Passed the lesson, or stand behind the card; of the passport; willing, not blocked, and not yet in the release."""
    assert await store.begin_corrections(2, [NOTICE], MONDAY) == len(TOLD)
    got = {
        name for letter in await letters(store) for name, person in crowd.items() if letter.person == person
    }
    assert got == TOLD
    after = await seen(store, crowd)
    assert {name for name, release in after.items() if release == 2} == TOLD | {"newer"}


async def test_recorded_once(store, crowd):
    """A second process, or the same after a restart, makes nothing."""
    await store.begin_corrections(2, [NOTICE], MONDAY)
    assert await store.begin_corrections(2, [NOTICE], MONDAY) == 0
    assert len(await store.broadcasts()) == 1


async def test_two_changes_in_a_release_are_two_messages(store, crowd):
    """Both are told to who has met both; the first does not hide the second."""
    second = replace(NOTICE, key="501-what", cards={501: frozenset({"what", "term", "count", ""})})
    await store.begin_corrections(2, [NOTICE, second], MONDAY)
    got = [
        name for letter in await letters(store) for name, person in crowd.items() if letter.person == person
    ]
    assert sorted(got) == sorted([*TOLD, *TOLD, "before"])


@pytest.mark.parametrize(
    ("fate", "told"), [(Fate.SENT, True), (Fate.UNKNOWN, True), (Fate.BLOCKED, False), (Fate.REFUSED, False)]
)
async def test_who_did_not_get_it_is_told_at_the_next_press(store, crowd, fate, told):
    """A message that surely did not arrive leaves the release unmet; one that may have does not."""
    await store.begin_corrections(2, [NOTICE], MONDAY)
    await store.mark([(letter, fate) for letter in await letters(store)])
    assert {(await seen(store, crowd))[name] for name in TOLD} == {2 if told else 1}


async def test_who_blocks_while_it_waits_is_told_when_he_is_back(store, crowd):
    """The message is closed, and the release is unmet again."""
    await store.begin_corrections(2, [NOTICE], MONDAY)
    await store.set_blocked(crowd["passed"], True)
    assert (await seen(store, crowd))["passed"] == 1


async def test_who_says_no_while_it_waits_is_told_at_a_press(store, crowd):
    """He wants no messages; what he must know meets him in the course."""
    await store.begin_corrections(2, [NOTICE], MONDAY)
    record = await store.load(crowd["passed"])
    after = await store.record(crowd["passed"], record, replace(record.learner, may_write=False), 2)
    assert after.learner.seen == 1
    assert after == await store.load(crowd["passed"])
    assert len(await letters(store)) == len(TOLD) - 1


async def test_step_decided_before_does_not_undo_it(store, crowd):
    """A step that was decided on the older row is decided again: else the person would be told twice."""
    before = await store.load(crowd["passed"])
    await store.begin_corrections(2, [NOTICE], MONDAY)
    with pytest.raises(Conflict):
        await store.record(crowd["passed"], before, replace(before.learner, home="TJ-SU"), 2)
    assert (await seen(store, crowd))["passed"] == 2
