"""What a day does to the course: the day before, the day itself, the day after."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from learning import quiz, walk
from learning.course import (
    Card,
    Citizenship,
    Condition,
    Course,
    Language,
    LegalFact,
    Lesson,
    Module,
    Question,
    TroublePage,
)
from learning.learner import Learner, Place
from learning.validity import course_on, due, expired, past_review, withdrawn
from tests.sample import COURSE, FIRST, HOW_LONG, SECOND, TERM, TODAY, WHO, option, words

KG, TJ = Citizenship.KG, Citizenship.TJ
BEFORE, AFTER = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
GONE = replace(TERM, withdraw_by=TODAY)
STALE = replace(TERM, expires=TODAY)


def course(fact: LegalFact, *lessons: Lesson, **changed: object) -> Course:
    """The sample course on this fact, with these lessons in the place of its own."""
    modules = (Module(1, "one", words("One"), lessons or (FIRST, SECOND)),)
    return replace(COURSE, facts={"term": fact}, modules=modules, **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("judge", "fact", "holds"),
    [
        (past_review, replace(TERM, review_by=TODAY), [False, False, True]),
        (withdrawn, GONE, [False, True, True]),
        (expired, STALE, [False, True, True]),
        (withdrawn, TERM, [False, False, False]),
        (expired, TERM, [False, False, False]),
    ],
)
def test_each_day_flips_when_it_is_said_to(
    judge: Callable[[LegalFact, date], bool], fact: LegalFact, holds: list[bool]
) -> None:
    """A review is late on the day after; a withdrawal and an expiry hold from the day itself."""
    assert [judge(fact, day) for day in (BEFORE, TODAY, AFTER)] == holds


@pytest.mark.parametrize(("days", "is_due"), [(-1, False), (0, True), (60, True), (61, False)])
def test_a_review_is_due_in_its_last_sixty_days(days: int, is_due: bool) -> None:
    """Not before, and not once it is late."""
    assert due(replace(TERM, review_by=TODAY + timedelta(days=days)), TODAY) is is_due


def test_a_day_that_changes_nothing_makes_no_other_course() -> None:
    """The day before a withdrawal and before an expiry the very same course is taught."""
    for fact in (GONE, STALE):
        taught = course(fact)
        assert course_on(taught, BEFORE) is taught
        assert course_on(taught, TODAY) is not taught


def test_a_withdrawn_card_is_left_out_and_the_lesson_lives() -> None:
    """The positions count only what is left, and neighbours pass over the card."""
    taught = course_on(course(GONE), TODAY)
    lesson = taught.lesson(101)
    assert lesson is not None
    assert [card.key for card in walk.visible_cards(lesson, TJ)] == ["why", "act"]
    view = walk.show(taught, TJ, Place(101, "why"))
    assert view is not None and (view.position, view.total, view.next) == (1, 2, "act")


@pytest.mark.parametrize(("passport", "shown"), [(KG, "union"), (TJ, "act")])
def test_who_stood_at_a_withdrawn_card_goes_on_at_the_next_that_concerns_him(
    passport: Citizenship, shown: str
) -> None:
    """Nobody is sent back to the first card."""
    view = walk.show(course_on(course(GONE), TODAY), passport, Place(101, "term"))
    assert view is not None and view.card.key == shown


def test_who_stood_at_a_withdrawn_last_card_stands_at_the_last_that_is_left() -> None:
    """From there the questions are one press away."""
    last = replace(FIRST, cards=(*FIRST.cards, Card("end", words("{term}"))))
    view = walk.show(course_on(course(GONE, last), TODAY), KG, Place(101, "end"))
    assert view is not None and (view.card.key, view.next) == ("act", "")


def test_a_card_that_only_shows_the_amount_rests_on_the_fact_too() -> None:
    """Naming the fact in `facts` is not what matters."""
    lesson = replace(FIRST, cards=(Card("bare", words("{term}")), Card("why", words("Why"))))
    assert [card.key for card in course_on(course(GONE, lesson), TODAY).modules[0].lessons[0].cards] == [
        "why"
    ]


def test_a_lesson_whose_cards_are_all_withdrawn_still_concerns_those_who_had_one() -> None:
    """It can be passed, and nobody is kept from completing the course by it."""
    bare = replace(FIRST, cards=(Card("bare", words("{term}"), when=Condition(frozenset({KG}))),))
    [lesson] = course_on(course(GONE, bare), TODAY).lessons()
    assert not lesson.cards
    assert (lesson.concerns(KG), lesson.concerns(TJ)) == (True, False)


RESTING = [
    (HOW_LONG, "by the right option's value"),
    (replace(WHO, card="term"), "by the card to read again"),
    (replace(WHO, text=words("Within {term}?")), "by a number in its words"),
    (replace(WHO, options=(replace(option("host"), text=words("{term}")), option("no"))), "by an option"),
    (replace(WHO, options=(option("host"), replace(option("no"), when_wrong=words("{term}")))), "by a reply"),
]


@pytest.mark.parametrize("question", [q for q, _ in RESTING], ids=[how for _, how in RESTING])
def test_a_question_on_a_withdrawn_fact_is_not_asked(question: Question) -> None:
    """It is hidden rather than mis-scored; the other question stays."""
    lesson = replace(FIRST, questions=(question, replace(WHO, key="other")))
    [taught, *_] = course_on(course(GONE, lesson), TODAY).lessons()
    assert [asked.key for asked in quiz.visible_questions(taught, KG)] == ["other"]


@pytest.mark.parametrize(
    ("question", "asked"), list(zip([q for q, _ in RESTING], [0, 1, 1, 0, 1], strict=True))
)
def test_an_expired_amount_silences_what_it_decides_and_nothing_else(question: Question, asked: int) -> None:
    """The card stays, and so do questions that can be judged without the amount."""
    [taught, *_] = course_on(course(STALE, replace(FIRST, questions=(question,))), TODAY).lessons()
    assert len(taught.questions) == asked
    assert taught.cards == FIRST.cards


def test_steps_of_a_trouble_page_are_withdrawn_and_the_page_keeps_its_contacts() -> None:
    """Even a page without any step is still a page."""
    page = TroublePage("stop", "!", words("Stop"), (Card("a", words("A"), ("term",)),), ("police",), {})
    [after] = course_on(course(GONE, trouble=(page,)), TODAY).trouble
    assert (after.steps, after.contacts, after.title) == ((), ("police",), page.title)


def test_a_lesson_with_nothing_left_to_ask_is_passed_by_reading_to_the_end() -> None:
    """Asking for its questions concludes it, and the learner stands at the next lesson."""
    lesson = replace(FIRST, questions=(HOW_LONG,))
    taught = course_on(course(GONE, lesson, SECOND), TODAY)
    [left, _] = taught.lessons()
    learner = Learner(Language.RU, KG, enrolled_on=TODAY)
    after = quiz.after_asking(taught, learner, left, quiz.begin(taught, left, 1), TODAY)
    assert (after.lessons[101].score, after.place) == (100, Place(102))


def test_an_attempt_whose_last_questions_went_away_is_concluded_by_what_was_answered() -> None:
    """What was right counts; a second look changes nothing."""
    lesson = replace(FIRST, questions=(WHO, HOW_LONG))
    attempt = replace(quiz.begin(COURSE, lesson, 1), answers=(("who", "host", True),))
    learner = Learner(Language.RU, KG, enrolled_on=TODAY, attempt=attempt)
    taught = course_on(course(GONE, lesson, SECOND), TODAY)
    [left, _] = taught.lessons()
    after = quiz.after_asking(taught, learner, left, attempt, TODAY)
    assert (after.lessons[101].score, after.place) == (100, Place(102))
    there = replace(after, place=Place(102, "only"))
    assert quiz.after_asking(taught, there, left, attempt, AFTER) == there


def test_a_guest_s_lesson_is_never_entered() -> None:
    """Nothing is kept of a guest, also where nothing is asked."""
    taught = course_on(course(GONE, replace(FIRST, questions=())), TODAY)
    [left] = taught.lessons()
    guest = quiz.after_asking(taught, Learner(Language.RU, KG), left, quiz.begin(taught, left, 1), TODAY)
    assert guest.lessons == {} and guest.place is None
