"""Questions, answers, attempts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning import quiz
from learning.course import Citizenship, Language
from learning.learner import Attempt, Learner, LessonRecord, Place
from tests.sample import COURSE, FIRST, HOW_LONG, SECOND, TODAY

KG = Citizenship.KG


def answers(attempt: Attempt, *options: str, citizenship: Citizenship = KG) -> Attempt:
    """The attempt after these options, question by question."""
    for option in options:
        asked = quiz.next_question(FIRST, citizenship, attempt)
        assert asked is not None
        answered = quiz.answer(COURSE, citizenship, asked, option)
        assert answered is not None
        attempt = answered.attempt
    return attempt


@pytest.mark.parametrize(
    ("citizenship", "right"),
    [(Citizenship.KG, "d30"), (Citizenship.TJ, "d15"), (Citizenship.UZ, "d15"), (Citizenship.OTHER, "w7")],
)
def test_the_right_option_follows_the_fact_of_the_passport(citizenship: Citizenship, right: str) -> None:
    assert quiz.right_option(COURSE, HOW_LONG, citizenship) == right


def test_an_attempt_keeps_the_release_and_the_pass_mark_it_began_with() -> None:
    attempt = quiz.begin(COURSE, FIRST, 1)
    stricter = replace(COURSE, release=4, pass_mark=100)
    learner = Learner(Language.RU, attempt=attempt)
    assert quiz.attempt_at(stricter, learner, FIRST, 1) == attempt
    assert (attempt.release, attempt.pass_mark) == (3, 60)


def test_the_first_answer_counts_and_a_second_changes_nothing() -> None:
    attempt = answers(quiz.begin(COURSE, FIRST, 1), "d15")
    again = quiz.view(FIRST, KG, attempt, "how-long")
    assert again is not None
    second = quiz.answer(COURSE, KG, again, "d30")
    assert second is not None
    assert (second.option.key, second.right, second.attempt) == ("d15", False, attempt)


def test_an_option_that_does_not_exist_is_no_answer() -> None:
    asked = quiz.next_question(FIRST, KG, quiz.begin(COURSE, FIRST, 1))
    assert asked is not None
    assert quiz.answer(COURSE, KG, asked, "forged") is None


def test_the_score_is_the_share_of_right_answers_and_names_the_cards_to_read_again() -> None:
    outcome = quiz.result(FIRST, KG, answers(quiz.begin(COURSE, FIRST, 1), "d15", "host"))
    assert (outcome.right, outcome.total, outcome.score, outcome.passed) == (1, 2, 50, False)
    assert outcome.read_again == ("term",)


def test_all_right_passes() -> None:
    outcome = quiz.result(FIRST, KG, answers(quiz.begin(COURSE, FIRST, 1), "d30", "host"))
    assert (outcome.score, outcome.passed, outcome.read_again) == (100, True, ())


def test_passing_is_entered_once_with_its_first_day_and_best_score() -> None:
    known = LessonRecord(2, TODAY.replace(day=1), 60)
    learner = Learner(Language.RU, lessons={101: known})
    outcome = quiz.result(FIRST, KG, answers(quiz.begin(COURSE, FIRST, 2), "d30", "host"))
    assert quiz.settle(learner, outcome, TODAY).lessons[101] == LessonRecord(2, known.day, 100)


def test_a_worse_attempt_later_changes_nothing() -> None:
    learner = Learner(Language.RU, lessons={101: LessonRecord(3, TODAY, 100)})
    outcome = quiz.result(FIRST, KG, answers(quiz.begin(COURSE, FIRST, 2), "d15", "host"))
    assert quiz.settle(learner, outcome, TODAY) == learner


def test_who_passes_stands_at_the_next_lesson() -> None:
    learner = Learner(Language.RU, KG, enrolled_on=TODAY)
    attempt = answers(quiz.begin(COURSE, FIRST, 1), "d30")
    asked = quiz.next_question(FIRST, KG, attempt)
    assert asked is not None
    last = quiz.answer(COURSE, KG, asked, "host")
    assert last is not None
    after = quiz.after_answer(COURSE, learner, last, TODAY)
    assert (after.place, after.lessons[101].score) == (Place(102), 100)


def test_an_older_attempt_gets_the_open_one_and_a_newer_one_begins() -> None:
    open_one = quiz.begin(COURSE, FIRST, 2)
    learner = Learner(Language.RU, attempt=open_one)
    assert quiz.attempt_at(COURSE, learner, FIRST, 1) == open_one
    assert quiz.attempt_at(COURSE, learner, FIRST, 3).number == 3
    assert quiz.attempt_at(COURSE, learner, FIRST, 99).number == 3
    assert quiz.attempt_at(COURSE, learner, SECOND, 99).number == 1


@given(st.lists(st.integers(-2, 6), max_size=8), st.sampled_from(Citizenship))
def test_a_guest_s_attempt_is_rebuilt_from_whatever_his_button_says(
    places: list[int], citizenship: Citizenship
) -> None:
    attempt = quiz.replay(COURSE, citizenship, FIRST, places)
    assert len(attempt.answers) <= len(FIRST.questions)
    assert quiz.replay(COURSE, citizenship, FIRST, places) == attempt
