"""What people gain is kept with the step that ends the last check, on both engines; the person can be forgotten."""

from dataclasses import replace

from learning.course import FIRST_CHECK, LAST_CHECK, Citizenship, Language
from learning.figures import Contribution
from learning.gain import PairSum
from learning.learner import CheckRecord, Outcome
from tests.storage.people import AIDA, MONDAY

FIRST = CheckRecord(6, MONDAY, {"how-soon": Outcome.WRONG, "who": Outcome.UNSURE}, 0)
LAST = CheckRecord(7, MONDAY, {"how-soon": Outcome.RIGHT, "who": Outcome.RIGHT}, 100, MONDAY)
BEFORE = replace(AIDA, checks={FIRST_CHECK: FIRST})
AFTER = replace(AIDA, checks={FIRST_CHECK: FIRST, LAST_CHECK: LAST})
WHO = (Language.KY, Citizenship.KG, 7)


async def test_both_checks_are_kept_and_summed_once(store, pseudonyms):
    """At the end of the last one; a redelivered update and a better try add nothing."""
    person = pseudonyms.person(1)
    first = await store.record(person, None, BEFORE, 1)
    assert await store.gains() == {}
    second = await store.record(person, first, AFTER, 2)
    assert await store.record(person, first, AFTER, 2) == second
    again = replace(AFTER, checks={**AFTER.checks, LAST_CHECK: replace(LAST, best=100)}, place=None, home="")
    await store.record(person, second, again, 3)

    assert (await store.load(person)).learner.checks == AFTER.checks
    assert await store.gains() == {
        PairSum(*WHO, "how-soon", Outcome.WRONG, Outcome.RIGHT): 1,
        PairSum(*WHO, "who", Outcome.UNSURE, Outcome.RIGHT): 1,
    }


async def test_people_add_up(store, pseudonyms):
    """Each combination of before and after by itself."""
    for number in range(1, 4):
        kept = await store.record(pseudonyms.person(number), None, BEFORE, number)
        await store.record(pseudonyms.person(number), kept, AFTER, 10 + number)

    assert set((await store.gains()).values()) == {3}


async def test_forgetting_leaves_counts_that_point_to_nobody(store, pseudonyms):
    """The row is gone; the sums stay, and who took a check stays counted in the tally: the audit agrees."""
    person = pseudonyms.person(1)
    kept = await store.record(person, None, BEFORE, 1)
    kept = await store.record(person, kept, AFTER, 2)
    counted = await store.counters()
    figures = {"enrolled", "enrolled@ky", "enrolled@KG", "first-check", "last-check", "last-check-passed"}
    assert {c.figure for c in counted} == figures

    await store.forget(person, kept)

    assert await store.load(person) is None
    assert await store.counters() == await store.audit() == counted
    assert counted[Contribution(AIDA.home, MONDAY, "first-check")] == 1
    assert len(await store.gains()) == 2
