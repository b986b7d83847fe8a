"""How long lessons take."""

from dataclasses import replace

import pytest

from learning import reading
from learning.course import (
    Card,
    Citizenship,
    Condition,
    Contact,
    Course,
    Language,
    Lesson,
    Option,
    Question,
    Unit,
    Value,
)
from tests.sample import COURSE, FIRST, SECOND, TERM, words

KG, TJ = Citizenship.KG, Citizenship.TJ
POLICE = Contact("police", (), (), (), "seen", "2026", words("Police"), words(""), phone="112")


def lesson(*cards: str, questions: tuple[Question, ...] = ()) -> Lesson:
    made = tuple(Card(str(at), words(text)) for at, text in enumerate(cards))
    return Lesson(1, "one", words("One"), made, questions)


def took(one: Lesson, course: Course = COURSE, passport: Citizenship = KG) -> float:
    return reading.seconds(course, [one], passport)


def test_a_minute_is_eight_hundred_characters() -> None:
    assert took(lesson("a" * 500, "b" * 300)) == 60


def test_a_question_takes_its_words_its_options_one_reply_and_thinking() -> None:
    """The replies are of different length: one of them is read, on the average."""
    options = (
        Option("a", words("o" * 20), None, words("r" * 40), None),
        Option("b", words("o" * 20), None, None, words("r" * 80)),
    )
    asked = Question("q", words("q" * 100), options, "0", right="a")
    assert took(lesson(questions=(asked,))) == pytest.approx((100 + 40 + 60) / 800 * 60 + 6)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("**bold** and *italic*", "bold and italic"),
        ("[site](https://example.org/long/address)", "site"),
        ("one\n\n\ntwo   three\n", "one two three"),
        ("{contact.police}", "112"),
        ("{term.country}!", "Home!"),
        ("{fact}", "15 ......"),
        ("{nobody.knows}{this}", ""),
    ],
)
def test_what_a_reader_sees_is_counted_not_what_an_author_types(text: str, seen: str) -> None:
    """Marks count nothing, an amount about as much as its words."""
    fact = replace(TERM, key="fact", values={KG: Value(Unit.DAYS, 15)})
    terms = {"country": {KG: words("Home")}}
    course = replace(COURSE, facts={"fact": fact}, contacts={"police": POLICE}, terms=terms)
    assert took(lesson(text), course) == pytest.approx(len(seen) / 800 * 60, abs=0.2)


def test_only_cards_of_the_passport_are_counted() -> None:
    for_kg = Card("kg", words("a" * 800), when=Condition(frozenset({KG})))
    one = replace(lesson("b" * 400), cards=(for_kg, Card("all", words("b" * 400))))
    assert (took(one), took(one, passport=TJ)) == (90, 30)


def test_the_russian_words_are_counted_for_all() -> None:
    """However many letters another language needs for the same."""
    one = replace(lesson(""), cards=(Card("a", {Language.RU: "a" * 800, Language.TG: "a" * 1600}),))
    assert reading.seconds(COURSE, [one], KG) == 60
    nothing = replace(lesson(""), cards=(Card("a", {}),))
    assert reading.seconds(COURSE, [nothing], KG) == 0


def test_lessons_add_up() -> None:
    together = reading.seconds(COURSE, [FIRST, SECOND], KG)
    assert together == pytest.approx(sum(reading.seconds(COURSE, [one], KG) for one in (FIRST, SECOND)))


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 1), (29, 1), (89, 1), (91, 2), (170, 3)])
def test_minutes_are_told_whole_and_never_none(seconds: float, minutes: int) -> None:
    assert reading.minutes(seconds) == minutes
