"""Who is told that a rule has changed: exactly those who have met the old one, and each of them once."""

from dataclasses import replace
from datetime import date

import pytest

from learning.correction import behind, met, pending
from learning.course import LAST_CHECK, Citizenship, Correction, Language
from learning.learner import Attempt, Learner, LessonRecord, Place
from learning.progress import after_reading, new_cards, next_new
from tests.sample import COURSE

DAY = date(2026, 11, 24)
LESSON = next(COURSE.lessons())
KEYS = [card.key for card in LESSON.cards]
FIRST, LAST = KEYS[0], KEYS[-1]
WORDS = dict.fromkeys(Language, "…")


def changed(*cards: str, release: int = 2, passports: frozenset[Citizenship] = frozenset({Citizenship.TJ})):
    """A course of release 2, in which these cards' law has changed."""
    correction = Correction("law", release, passports, {LESSON.number: frozenset(cards)}, WORDS, WORDS)
    return replace(COURSE, release=2, corrections=(correction,))


def person(**more) -> Learner:
    """A learner of Tajik citizenship who has met release 1."""
    return replace(Learner(Language.TG, Citizenship.TJ, enrolled_on=DAY, seen=1), **more)


PASSED = {LESSON.number: LessonRecord(1, DAY, 80)}


@pytest.mark.parametrize(
    ("learner", "told"),
    [
        (person(lessons=PASSED), True),
        (person(), False),
        (person(place=Place(LESSON.number, LAST)), True),
        (person(place=Place(LESSON.number, "")), True),
        (person(place=Place(LESSON.number + 1, LAST)), False),
        (person(lessons=PASSED, citizenship=Citizenship.KG), False),
        (person(lessons=PASSED, citizenship=None), False),
        (person(lessons=PASSED, seen=2), False),
        (Learner(Language.TG, Citizenship.TJ, lessons=PASSED), False),
    ],
)
def test_who_is_told(learner, told):
    """Passed or past the card, of a passport that it concerns, and not in this release yet; a guest never."""
    assert bool(pending(changed(LAST), learner)) is told


def test_who_stands_before_the_card_will_read_the_new_one():
    """Nobody is told of a change in a card that he has not reached."""
    assert not pending(changed(LAST), person(place=Place(LESSON.number, FIRST)))
    assert pending(changed(FIRST), person(place=Place(LESSON.number, FIRST)))


def test_change_in_questions_concerns_who_is_behind_them():
    """Standing at a card of the lesson is not enough when only a question has changed."""
    assert not pending(changed(), person(place=Place(LESSON.number, LAST)))
    assert pending(changed(), person(lessons=PASSED))


def test_card_taken_out_counts_by_its_successor():
    """Who stood at the card that is gone now stands at the next one, or before it."""
    course = replace(changed("gone"), successors={(LESSON.number, "gone"): LAST})
    assert behind(course, course.corrections[0])[LESSON.number] >= {LAST, "gone", ""}
    assert pending(course, person(place=Place(LESSON.number, "gone")))


def test_told_once():
    """After it has been told it is never told again; a later change is."""
    course = changed(LAST)
    after = met(course, person(lessons=PASSED))
    assert after.seen == 2
    assert pending(course, after) == ()
    later = replace(course.corrections[0], release=3)
    assert pending(replace(course, release=3, corrections=(*course.corrections, later)), after) == (later,)


def test_attempt_under_the_old_law_begins_anew():
    """Answers given under law that has changed are dropped; those to another lesson stay."""
    here, there = Attempt(LESSON.number, 1, 1, 60), Attempt(LESSON.number + 1, 1, 1, 60)
    assert met(changed(LAST), person(lessons=PASSED, attempt=here)).attempt is None
    assert met(changed(LAST), person(lessons=PASSED, attempt=there)).attempt == there
    assert (
        met(changed(LAST), person(citizenship=Citizenship.UZ, lessons=PASSED, attempt=here)).attempt == here
    )


def test_an_attempt_at_a_check_begins_anew_when_any_law_has_changed():
    """It asks about all lessons; where nothing is to be told, it goes on."""
    check = Attempt(LAST_CHECK, 1, 1, 60)
    assert met(changed(LAST), person(lessons=PASSED, attempt=check)).attempt is None
    assert met(changed(LAST), person(attempt=check)).attempt == check


def with_new(*keys: str):
    """Release 2, in which these cards are new."""
    cards = tuple(replace(card, since=2 if card.key in keys else 0) for card in LESSON.cards)
    module = COURSE.modules[0]
    lessons = (replace(LESSON, cards=cards), *module.lessons[1:])
    return replace(COURSE, release=2, modules=(replace(module, lessons=lessons), *COURSE.modules[1:]))


def test_new_cards_are_offered_to_who_passed_without_them():
    """They are offered until the last of them is opened; the day and the score of passing stay."""
    course, learner = with_new(FIRST, LAST), person(lessons=PASSED)
    lesson = next(course.lessons())
    assert [card.key for card in new_cards(lesson, learner)] == [FIRST, LAST]
    assert next_new(course, learner) == (lesson, lesson.cards[0])
    assert after_reading(course, learner, lesson, FIRST) == learner
    after = after_reading(course, learner, lesson, LAST)
    assert after.lessons[LESSON.number] == LessonRecord(2, DAY, 80)
    assert next_new(course, after) is None


def test_nothing_is_new_to_who_has_not_passed():
    """He reads them in their turn."""
    course = with_new(LAST)
    assert new_cards(next(course.lessons()), person()) == ()
    assert next_new(course, person(lessons={LESSON.number: LessonRecord(2, DAY, 80)})) is None
