"""Codes, what a room is told of its answers, and the plan of the hour. Pure functions, no fixtures."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.cohort import CODE_LENGTH, CODE_LETTERS, code_of, read_code, told, told_together
from learning.course import Citizenship, Course
from learning.floor import FLOOR
from learning.session_plan import (
    MINUTES,
    Part,
    lessons_in_room,
    passport_of,
    plan,
    question_in_room,
)
from learning.territory import Territories, Territory
from tests.scene import our_book

COUNTS = st.dictionaries(st.sampled_from("abc"), st.integers(0, 60))


def course() -> Course:
    return our_book().course


@given(st.binary(min_size=16, max_size=16))
def test_a_code_is_short_and_has_no_sign_that_looks_like_another(chance: bytes) -> None:
    """Whatever chance says, eight letters come out that are read back as they are."""
    code = code_of(chance)
    assert len(code) == CODE_LENGTH and set(code) <= set(CODE_LETTERS)
    assert not set(code) & set("01ILO")
    assert read_code(f" {code[:4].lower()}-{code[4:]} ") == code


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCDEFGH2", "ABCDEFG0", "АБВГДЕЖЗ", "ABCDEFGI"])
def test_what_is_no_code_is_none(typed: str) -> None:
    """Too short, too long, other letters: no code."""
    assert read_code(typed) is None


def test_fewer_than_ten_answers_are_not_told_and_more_are_told_in_tens() -> None:
    """The floor of a room: 9 answers say nothing, 25 say tens, and an option below ten says nothing."""
    assert told({"a": 5, "b": 4}) is None
    assert told({"a": 19, "b": 6}) == {"a": 10, "b": None}


@given(COUNTS, COUNTS, COUNTS)
def test_what_a_leader_types_moves_nothing_that_is_told_of_phones(phones, paper, other) -> None:
    """A leader who makes numbers up learns no more of the phones: the difference depends on his numbers alone."""

    def moved(typed, before):
        with_it, without = told_together(phones, typed) or {}, told_together(before, typed) or {}
        return {option: with_it.get(option, 0) - without.get(option, 0) for option in "abc"}

    assert moved(paper, {}) == moved(other, {})


@given(COUNTS, COUNTS)
def test_each_number_is_a_ten_and_never_more_than_there_were(phones, paper) -> None:
    """What is shown is rounded down, and nothing at all below ten of both."""
    shown = told_together(phones, paper)
    if max(sum(phones.values()), sum(paper.values())) < FLOOR:
        assert shown is None
    for option, n in (shown or {}).items():
        assert n % 10 == 0 and 0 <= n <= phones.get(option, 0) + paper.get(option, 0)


@pytest.mark.parametrize("citizenship", Citizenship)
def test_the_plan_is_an_hour_without_gaps(citizenship: Citizenship) -> None:
    """Steps follow one another from minute 0 to 60, each of at least a minute, all express lessons among them."""
    steps = plan(course(), citizenship)
    at = 0
    for step in steps:
        assert step.at == at and step.minutes >= 1
        at += step.minutes
    assert at == MINUTES
    assert [step.part for step in steps if not step.lesson] == [
        Part.WELCOME,
        Part.JOINING,
        Part.QUESTIONS,
        Part.PACK,
        Part.CLOSING,
    ]
    own = [lesson.number for lesson in lessons_in_room(course(), citizenship)]
    assert own and [step.lesson for step in steps if step.lesson] == own


def test_a_longer_lesson_gets_more_of_the_hour() -> None:
    """Timings come from what there is to read: the shortest lesson has no more minutes than the longest."""
    took = {step.lesson: step.minutes for step in plan(course(), Citizenship.KG) if step.lesson}
    assert took[501] < took[902]


def test_a_course_without_the_route_still_fills_the_hour() -> None:
    """Then people's own questions take the time."""
    steps = plan(replace(course(), routes=()), Citizenship.KG)
    assert sum(step.minutes for step in steps) == MINUTES
    assert not any(step.lesson for step in steps)


def test_only_the_rooms_own_questions_are_found() -> None:
    """A question of another lesson, of another passport, or of none is not asked of the room."""
    assert question_in_room(course(), Citizenship.KG, 601, "patent-offer")
    assert question_in_room(course(), Citizenship.TJ, 601, "patent-offer") is None
    assert question_in_room(course(), Citizenship.KG, 102, "grandmother") is None
    assert question_in_room(course(), Citizenship.KG, 601, "no-such") is None


def test_the_passport_of_a_place_is_its_countrys() -> None:
    """From a district up to the country; unknown places get the general rules."""
    places = Territories(
        {
            "R": Territory("R", "TJ", 1, {}),
            "D": Territory("D", "R", 2, {}),
            "D/1": Territory("D/1", "D", 3, {}),
        }
    )
    found = [passport_of(code, places) for code in ("D/1", "D", "R", "TJ", "nowhere")]
    assert found == [Citizenship.TJ] * 4 + [Citizenship.OTHER]
