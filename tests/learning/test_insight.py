"""What learners teach authors: the sums are those of their answers, and nothing is told of few."""

from collections import Counter
from dataclasses import replace
from datetime import date
from statistics import correlation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.course import Language
from learning.floor import FLOOR
from learning.insight import ItemSum, Stop, insight, noticed
from learning.learner import Attempt, Learner, LessonRecord, Rating, rate

MONDAY = date(2026, 11, 23)
NEW = Learner(Language.KY, enrolled_on=MONDAY)
QUESTIONS = ("one", "two", "three")


def tried(answers: tuple[tuple[str, str, bool], ...], language: Language = Language.KY) -> Learner:
    """Who has just answered the last question of lesson 501 for the first time."""
    attempt = Attempt(501, 1, 7, 60, answers)
    return replace(NEW, language=language, attempt=attempt, tried=frozenset({501}))


def attempt_of(right: tuple[bool, ...]) -> Learner:
    """The same by what was right: `a` is right at every question, `b` is wrong."""
    return tried(tuple((key, "a" if ok else "b", ok) for key, ok in zip(QUESTIONS, right, strict=False)))


def summed(learners: list[Learner]) -> Counter[ItemSum]:
    """What all of them added."""
    total: Counter[ItemSum] = Counter()
    for learner in learners:
        total.update(noticed(NEW, learner))
    return total


def people(n: int, right: tuple[bool, ...]) -> list[Learner]:
    return [attempt_of(right)] * n


def test_difficulty_and_discrimination_by_hand() -> None:
    """Forty people, two questions: 30 right at the first; who is right there is mostly right at the second."""
    crowd = people(20, (True, True)) + people(10, (True, False)) + people(10, (False, False))

    first = next(
        q for q in insight(summed(crowd), {}).questions if q.question == "one" and q.language is None
    )

    assert (first.answered, first.difficulty) == (40, 75)
    # r = (40*20 - 30*20) / sqrt((40*30 - 30²)(40*20 - 20²)) = 200 / sqrt(300 * 400) = 0.577
    assert first.discrimination == 0.6
    assert [(o.option, o.right, o.share) for o in first.options] == [("a", True, 75), ("b", False, 25)]
    assert first.most_chosen_wrong and first.most_chosen_wrong.option == "b"


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), min_size=20, max_size=80))
def test_sums_give_the_correlation_of_the_answers_themselves(rows: list[tuple[bool, bool, bool]]) -> None:
    """The standard library's Pearson, from every single answer, says the same as the additive sums."""
    found = {
        q.question: q
        for q in insight(summed([attempt_of(row) for row in rows]), {}).questions
        if q.language is None
    }

    for at, key in enumerate(QUESTIONS):
        right = [int(row[at]) for row in rows]
        rest = [sum(row) - row[at] for row in rows]
        few = min(sum(right), len(right) - sum(right)) < FLOOR
        told = found[key].discrimination
        if few or len(set(rest)) == 1:
            assert told is None
        else:
            assert told == pytest.approx(correlation(right, rest), abs=0.051)


def test_only_the_first_attempt_counts() -> None:
    """A second one, and one at a lesson that was passed before anybody counted, add nothing."""
    first = attempt_of((True, False))
    again = replace(first, attempt=Attempt(501, 2, 7, 60, (("one", "b", False),)))
    passed = replace(NEW, lessons={501: LessonRecord(1, MONDAY, 80)})

    assert noticed(first, again) == {}
    assert noticed(passed, replace(first, lessons=passed.lessons)) == {}
    assert noticed(NEW, replace(first, tried=frozenset())) == {}


def test_a_mind_that_changed_is_counted_once() -> None:
    """The first word is taken back, in the language and release in which it was said."""
    clear = rate(NEW, 501, "term", 7, clear=True)
    unclear = rate(replace(clear, language=Language.RU), 501, "term", 8, clear=False)

    assert noticed(NEW, clear) == {ItemSum(Language.KY, 7, 501, "term", "clear"): 1}
    assert noticed(clear, unclear) == {
        ItemSum(Language.KY, 7, 501, "term", "clear"): -1,
        ItemSum(Language.RU, 8, 501, "term", "unclear"): 1,
    }
    assert rate(clear, 501, "term", 8, clear=True) is clear


def test_a_guest_says_nothing() -> None:
    """Nothing of him is kept, so nothing is counted."""
    guest = Learner(Language.KY)

    assert rate(guest, 501, "term", 7, clear=True) is guest


def test_nothing_is_told_of_nine() -> None:
    """Of ten it is; where few were right or few wrong, the share is not."""
    nine, ten = summed(people(9, (True, False))), summed(people(10, (True, False)))
    mixed = summed(people(10, (True, True)) + people(9, (False, True)))

    assert insight(nine, {}).questions == ()
    assert {q.answered for q in insight(ten, {}).questions} == {10}
    assert {q.difficulty for q in insight(mixed, {}).questions} == {None}


def test_no_option_is_told_by_what_is_left() -> None:
    """One option of few would follow from the shares of the others: the next smallest is kept back with it."""
    answers = [("a", True)] * 40 + [("b", False)] * 15 + [("c", False)] * 3
    crowd = [tried((("one", option, right),)) for option, right in answers]

    [question] = [q for q in insight(summed(crowd), {}).questions if q.language is None]

    assert [(o.option, o.share) for o in question.options] == [("a", 70), ("b", None), ("c", None)]
    assert question.answered == 50


def test_unclear_cards_and_stops_are_told_in_tens() -> None:
    """By language and for all; fewer than ten readers of a language are told only among all."""
    said = {
        ItemSum(Language.KY, 7, 501, "term", "unclear"): 14,
        ItemSum(Language.KY, 7, 501, "term", "clear"): 15,
        ItemSum(Language.TG, 7, 501, "term", "clear"): 9,
        ItemSum(Language.KY, 6, 501, "why", "clear"): 30,
    }
    stops = {Stop(Language.KY, 501, "term"): 19, Stop(Language.TG, 501, "term"): 8}

    told = insight(said, stops)

    assert [(c.card, c.language, c.rated, c.unclear) for c in told.cards][:2] == [
        ("term", Language.KY, 20, 50),
        ("term", None, 30, 35),
    ]
    assert [(s.language, s.people) for s in told.stops] == [(None, 20), (Language.KY, 10)]
    assert {c.card for c in insight(said, stops, since=7).cards} == {"term"}


def test_hardest_comes_first() -> None:
    """Then the others; those of which no share is told stand last."""
    crowd = people(10, (False, True, True)) + people(20, (True, True, False)) + people(10, (True, True, True))

    ranked = [q.question for q in insight(summed(crowd), {}).questions if q.language is None]

    assert ranked == ["three", "one", "two"]


def test_ratings_stay_with_the_release_in_which_they_were_said() -> None:
    """A record of what was said knows when and by whom it was read."""
    assert rate(NEW, 501, "term", 7, clear=False).rated == {(501, "term"): Rating(7, Language.KY, False)}
