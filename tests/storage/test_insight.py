"""The sums for authors are kept with the step that they come from, on both engines."""

from dataclasses import replace

import pytest

from learning.course import Language
from learning.insight import ItemSum, Stop
from learning.learner import Attempt, Place, rate
from storage import Conflict
from tests.storage.people import AIDA

CLEAR = ItemSum(Language.KY, 7, 501, "term", "clear")
UNCLEAR = ItemSum(Language.KY, 7, 501, "term", "unclear")


async def test_a_word_is_counted_and_taken_back(store, pseudonyms):
    """Once for a person; a redelivered update counts nothing; being forgotten takes nothing away."""
    person = pseudonyms.person(1)
    said = rate(AIDA, 501, "term", 7, clear=True)
    first = await store.record(person, None, said, 1)
    assert await store.record(person, None, said, 1) == first
    assert (await store.insight())[0] == {CLEAR: 1}

    changed = rate(said, 501, "term", 7, clear=False)
    second = await store.record(person, first, changed, 2)
    assert second.learner.rated == changed.rated
    assert (await store.load(person)).learner == changed
    assert {name: n for name, n in (await store.insight())[0].items() if n} == {UNCLEAR: 1}

    await store.forget(person, second)
    assert (await store.insight())[0][UNCLEAR] == 1


async def test_a_finished_attempt_is_counted(store, pseudonyms):
    """Each answer, with the sums for the correlation."""
    answers = (("q1", "a", True), ("q2", "c", False))
    after = replace(AIDA, attempt=Attempt(501, 1, 7, 60, answers), tried=frozenset({501}))
    await store.record(pseudonyms.person(1), None, after, 1)
    await store.record(pseudonyms.person(2), None, after, 2)

    sums, _ = await store.insight()

    assert {(name.item, name.figure): n for name, n in sums.items()} == {
        ("q1", "answered"): 2, ("q1", "right"): 2, ("q1", "right-option-a"): 2,
        ("q2", "answered"): 2, ("q2", "rest"): 2, ("q2", "rest-squares"): 2, ("q2", "wrong-option-c"): 2,
    }  # fmt: skip


async def test_where_people_stand(store, pseudonyms):
    """By language and place; who has finished stands nowhere."""
    places = [Place(501, "term"), Place(501, "term"), Place(501), None]
    for number, place in enumerate(places, start=1):
        await store.record(pseudonyms.person(number), None, replace(AIDA, place=place), number)

    _, stops = await store.insight()

    assert stops == {Stop(Language.KY, 501, "term"): 2, Stop(Language.KY, 501, ""): 1}


async def test_a_step_that_is_refused_adds_nothing(store, pseudonyms):
    """Somebody else recorded in between: neither the row nor the sums change."""
    person = pseudonyms.person(1)
    first = await store.record(person, None, AIDA, 1)
    await store.record(person, first, replace(AIDA, home="KG-GO-1"), 2)

    with pytest.raises(Conflict):
        await store.record(person, first, rate(AIDA, 501, "term", 7, clear=True), 3)

    assert (await store.insight())[0] == {}
