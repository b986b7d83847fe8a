"""What a learner sees of the days of a fact, in every language and on every passport."""

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import product

import pytest

from curriculum import CONTENT, convert, load_course, load_territories
from learning.course import Citizenship, Course, Language, LegalFact, Lesson
from learning.learner import Learner, Place
from learning.quiz import begin, result
from learning.walk import show
from locales import load
from sandbox.html import parse
from screens import icons, lessons, trouble
from screens import quiz as quiz_screens
from screens.reader import Book, Reader
from tests.screens.test_every_screen import screens

TODAY = date(2027, 1, 1)
READERS = list(product(Language, Citizenship))


@cache
def real() -> Book:
    return Book(load_course(CONTENT), load(convert), load_territories(CONTENT))


def reader(
    course: Course, day: date, language: Language = Language.RU, passport: Citizenship = Citizenship.KG
) -> Reader:
    return Reader(replace(real(), course=course), Learner(language, passport), day)


def changed(key: str, **days: object) -> Course:
    """The real course with other days on one fact, and no other fact late."""
    late = {name: replace(fact, review_by=date(2030, 1, 1)) for name, fact in real().course.facts.items()}
    fact: LegalFact = replace(late[key], **days)  # type: ignore[arg-type]
    return replace(real().course, facts={**late, key: fact})


def card_with(one: Reader, fact: str) -> tuple[Lesson, str]:
    """The first card that shows this fact's amount."""
    return next(
        (lesson, card.key)
        for lesson in one.book.course.lessons()
        for card in lesson.cards
        if f"{{{fact}}}" in card.text[Language.RU] and card.when.holds(one.passport)
    )


def card_text(one: Reader, lesson: Lesson, key: str) -> str:
    view = show(one.course, one.passport, Place(lesson.number, key))
    assert view is not None and view.card.key == key
    return lessons.card(one, view, 1).text


@pytest.mark.parametrize(("language", "passport"), READERS)
def test_a_card_shows_its_date_once_its_review_is_late(language: Language, passport: Citizenship) -> None:
    """Not on the last day, but on the day after: when it was last seen, and when it was to be looked at again."""
    course = changed("registration-term", review_by=TODAY)
    today, tomorrow = (reader(course, TODAY + timedelta(days=n), language, passport) for n in (0, 1))
    lesson, key = card_with(today, "registration-term")
    assert icons.OVERDUE not in card_text(today, lesson, key)
    late = card_text(tomorrow, lesson, key)
    assert icons.OVERDUE in late
    assert tomorrow.on(TODAY) in late and tomorrow.as_of("2022") in late


def test_a_card_on_other_facts_shows_no_date() -> None:
    """Only facts that the card itself names count."""
    one = reader(changed("registration-term", review_by=TODAY), TODAY + timedelta(days=1))
    cards = {card.key: (lesson, card) for lesson in one.course.lessons() for card in lesson.cards}
    others = [place for place in cards.values() if "registration-term" not in place[1].facts]
    texts = [card_text(one, lesson, c.key) for lesson, c in others if c.when.holds(one.passport)]
    assert texts and not any(icons.OVERDUE in text for text in texts)


def test_a_fact_without_law_for_a_passport_shows_it_no_date() -> None:
    """What is late for others is not this reader's matter."""
    law = {Citizenship.TJ: "109-ФЗ"}
    one = reader(changed("registration-term", review_by=TODAY, law=law), TODAY + timedelta(days=1))
    lesson, key = card_with(one, "registration-term")
    assert icons.OVERDUE not in card_text(one, lesson, key)


@pytest.mark.parametrize(("language", "passport"), READERS)
def test_an_expired_amount_is_not_told(language: Language, passport: Citizenship) -> None:
    """The day before it is; from the day itself there are words without any number in its place."""
    course = changed("registration-term", expires=TODAY)
    before, after = (reader(course, TODAY + timedelta(days=n), language, passport) for n in (-1, 0))
    lesson, key = card_with(before, "registration-term")
    amount = before.value(course.facts["registration-term"].values[passport])
    assert amount in card_text(before, lesson, key)
    told = card_text(after, lesson, key).split("\n", 2)[2].replace("109", "")
    assert amount not in told
    assert after.phrase("fact.expired-term") in told
    assert not re.search(r"\d", after.phrase("fact.expired-term") + after.phrase("fact.expired-sum"))


def test_money_and_terms_expire_into_words_of_their_own() -> None:
    """A fine is a sum, a term is a term."""
    one = reader(changed("host-fine", expires=TODAY), TODAY)
    lesson, key = card_with(one, "host-fine")
    assert one.phrase("fact.expired-sum") in card_text(one, lesson, key)


@pytest.mark.parametrize("language", list(Language))
def test_a_trouble_page_without_steps_keeps_title_and_contacts(language: Language) -> None:
    """And says why there are none."""
    page = real().course.trouble[0]
    steps = tuple(replace(step, facts=("consul-told",)) for step in page.steps)
    course = changed("consul-told", withdraw_by=TODAY)
    course = replace(course, trouble=(replace(page, steps=steps), *course.trouble[1:]))
    one = reader(course, TODAY, language)
    screen = trouble.trouble(one, one.course.trouble[0])
    assert one.say(page.title) in screen.text and one.text("trouble.no-steps") in screen.text
    assert "112" in screen.text
    assert "112" in trouble.trouble(reader(course, TODAY - timedelta(days=1), language), page).text


def test_a_trouble_page_shows_the_date_of_a_late_fact() -> None:
    """Whoever is in trouble sees how old the advice is, too."""
    page = next(page for page in real().course.trouble if any("consul-told" in s.facts for s in page.steps))
    one = reader(changed("consul-told", review_by=TODAY), TODAY + timedelta(days=1))
    assert one.on(TODAY) in trouble.trouble(one, page).text


@pytest.mark.parametrize("language", list(Language))
def test_a_lesson_with_nothing_to_ask_says_so_and_shows_no_score(language: Language) -> None:
    """No "0 of 0"."""
    one = reader(real().course, TODAY, language)
    lesson = replace(next(one.course.lessons()), questions=())
    outcome = result(lesson, one.passport, begin(one.course, lesson, 1))
    text = quiz_screens.result(one, outcome).text
    assert one.text("quiz.no-questions") in text and "%" not in text


def test_the_law_behind_a_late_card_says_so_too() -> None:
    """The screen of sources bears the same line."""
    one = reader(changed("registration-term", review_by=TODAY), TODAY + timedelta(days=1))
    lesson, key = card_with(one, "registration-term")
    view = show(one.course, one.passport, Place(lesson.number, key))
    assert view is not None
    assert one.phrase("fact.overdue", day=one.on(TODAY)) in lessons.source(one, view).text


def all_facts(**days: object) -> Course:
    """The real course with these days on every fact."""
    facts = {key: replace(fact, **days) for key, fact in real().course.facts.items()}  # type: ignore[arg-type]
    return replace(real().course, facts=facts)


@pytest.mark.parametrize("days", [{"review_by": TODAY}, {"expires": TODAY}, {"withdraw_by": TODAY}], ids=str)
@pytest.mark.parametrize(("language", "passport"), READERS)
def test_every_screen_fits_when_every_fact_is_late(
    days: dict[str, date], language: Language, passport: Citizenship
) -> None:
    """Nothing breaks and nothing outgrows a message, however many facts are late, expired or withdrawn at once."""
    one = reader(all_facts(**days), TODAY + timedelta(days=1), language, passport)
    for screen in screens(one):
        text, _ = parse(screen.text)
        assert 0 < len(text) <= 4096 and "{" not in text
    assert [page.key for page in one.course.trouble] == [page.key for page in real().course.trouble]
    assert [lesson.number for lesson in one.course.lessons()] == [n.number for n in real().course.lessons()]


def test_the_course_of_a_day_is_made_once() -> None:
    """A press costs no new course."""
    book = replace(real(), course=changed("registration-term", withdraw_by=TODAY))
    assert book.on(TODAY) is book.on(TODAY)
    assert book.on(TODAY) is not book.on(TODAY - timedelta(days=1))
    assert book.on(TODAY - timedelta(days=1)) is book.course
