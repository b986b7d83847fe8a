"""The days of a fact in conversation: learners and guests, with the clock told."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.pretend import Pretence
from learning.course import Citizenship, Course, Language, Lesson
from sandbox import Person, Screen
from screens import icons
from screens.intents import (
    AskQuestion,
    GiveAnswer,
    GoOn,
    LookAround,
    OpenMenu,
    SetLanguage,
    SetPassport,
    ShowCard,
    encode,
)
from tests.scene import assert_clean, enrolled, intents, press, scene, set_day

TODAY = date(2026, 12, 1)
FACT = "registration-term"


@pytest.fixture
async def pretend(tmp_path: Path) -> AsyncIterator[Pretence]:
    async with scene(tmp_path) as made:
        set_day(made, TODAY - timedelta(days=1))
        yield made
        assert_clean(made)


async def guest(pretend: Pretence) -> Person:
    """Somebody who looks around on a passport of Kyrgyzstan."""
    person = await pretend.sandbox.person("ru")
    await person.start()
    await press(person, SetLanguage(Language.RU))
    await press(person, LookAround())
    await press(person, SetPassport)
    return person


async def pressed(person: Person, data: str) -> Screen:
    """Press a button with this data, as an old message might hold it."""
    return await person.press(data, (await person.screen()).message_id)


def with_days(course: Course, **days: object) -> Course:
    """The course with these days on the fact of registration."""
    return replace(course, facts={**course.facts, FACT: replace(course.facts[FACT], **days)})  # type: ignore[arg-type]


def only(course: Course, lesson: Lesson) -> Course:
    """The course with this lesson in the place of the first."""
    module = course.modules[0]
    return replace(course, modules=(replace(module, lessons=(lesson, *module.lessons[1:])),))


def lesson_with(course: Course) -> tuple[Lesson, str]:
    """The lesson that teaches the fact, and the card that does."""
    return next(
        (lesson, card.key)
        for lesson in course.lessons()
        for card in lesson.cards
        if f"{{{FACT}}}" in card.text[Language.RU] and card.when.holds(Citizenship.KG)
    )


@pytest.mark.parametrize("keeps", [True, False], ids=["learner", "guest"])
async def test_from_its_day_on_a_withdrawn_card_is_skipped(pretend: Pretence, keeps: bool) -> None:
    """An old button to it leads to the next card; the day before it leads to the card itself."""
    course = with_days(pretend.service.desk.book.course, withdraw_by=TODAY)
    lesson, key = lesson_with(course)
    person = await enrolled(pretend, "ru", "KG") if keeps else await guest(pretend)
    voice = "" if keeps else "!rK"
    set_day(pretend, TODAY - timedelta(days=1), course)
    before = await pressed(person, encode(ShowCard(lesson.number, key)) + voice)
    set_day(pretend, TODAY)
    after = await pressed(person, encode(ShowCard(lesson.number, key)) + voice)
    assert "30 дней" in before.text and "30 дней" not in after.text
    assert _total(after) < _total(before)
    assert any(isinstance(intent, ShowCard | AskQuestion) for intent in intents(after))


def _total(screen: Screen) -> int:
    return screen.text.count(icons.FULL_STEP) + screen.text.count(icons.EMPTY_STEP)


@pytest.mark.parametrize("keeps", [True, False], ids=["learner", "guest"])
async def test_a_question_on_a_withdrawn_fact_is_not_asked_and_its_old_button_counts_nothing(
    pretend: Pretence, keeps: bool
) -> None:
    """Whoever presses an option of it gets what is asked now."""
    course = with_days(pretend.service.desk.book.course, withdraw_by=TODAY)
    lesson, question = next(
        (lesson, q) for lesson in course.lessons() for q in lesson.questions if q.right_fact == FACT
    )
    person = await enrolled(pretend, "ru", "KG") if keeps else await guest(pretend)
    voice = "" if keeps else "!rK"
    set_day(pretend, TODAY, course)
    await pressed(person, encode(AskQuestion(lesson.number, 1)) + voice)
    old = encode(GiveAnswer(lesson.number, 1, question.key, question.options[0].key))
    screen = await pressed(person, old + voice)
    asked = {intent.question for intent in intents(screen) if isinstance(intent, GiveAnswer)}
    assert asked and question.key not in asked


async def test_a_lesson_left_without_cards_leads_to_its_questions(pretend: Pretence) -> None:
    """Going on does not end at the menu."""
    course = with_days(pretend.service.desk.book.course, withdraw_by=TODAY)
    lesson = next(iter(course.lessons()))
    kept = next(question for question in lesson.questions if not question.right_fact)
    bare = replace(
        lesson,
        cards=tuple(replace(card, facts=(FACT,)) for card in lesson.cards),
        questions=(replace(kept, card="not-a-card"),),
    )
    person = await enrolled(pretend, "ru", "KG")
    set_day(pretend, TODAY, only(course, bare))
    await person.type("/menu")
    screen = await press(person, GoOn())
    assert any(isinstance(intent, GiveAnswer) for intent in intents(screen))


async def test_a_lesson_left_with_nothing_is_passed_and_the_next_one_follows(pretend: Pretence) -> None:
    """Credit for what was taken out: nobody is kept from completing the course by it."""
    course = with_days(pretend.service.desk.book.course, withdraw_by=TODAY)
    lesson = next(iter(course.lessons()))
    bare = replace(lesson, cards=tuple(replace(card, facts=(FACT,)) for card in lesson.cards))
    person = await enrolled(pretend, "ru", "KG")
    set_day(pretend, TODAY, only(course, bare))
    await person.type("/menu")
    screen = await press(person, GoOn())
    assert "засчитан" in screen.text
    desk = pretend.service.desk
    record = await desk.store.load(desk.pseudonyms.person(person.id))
    assert record is not None and set(record.learner.lessons) == {lesson.number}
    assert record.learner.lessons[lesson.number].day == TODAY
    assert record.learner.place is not None and record.learner.place.lesson != lesson.number


@pytest.mark.parametrize("keeps", [True, False], ids=["learner", "guest"])
async def test_a_late_review_shows_the_card_s_date(pretend: Pretence, keeps: bool) -> None:
    """On the last day there is no such line, on the day after there is."""
    course = with_days(pretend.service.desk.book.course, review_by=TODAY)
    lesson, key = lesson_with(course)
    person = await enrolled(pretend, "ru", "KG") if keeps else await guest(pretend)
    button = encode(ShowCard(lesson.number, key)) + ("" if keeps else "!rK")
    set_day(pretend, TODAY, course)
    on_time = await pressed(person, button)
    set_day(pretend, TODAY + timedelta(days=1))
    late = await pressed(person, button)
    assert icons.OVERDUE not in on_time.text
    assert f"{icons.OVERDUE} Последний раз видели в источнике: 2022 год" in late.text
    assert "1 декабря 2026 года" in late.text


async def test_nobody_is_stuck_when_the_years_pass(pretend: Pretence) -> None:
    """Long after every day of every fact the course can still be opened and gone on with."""
    person = await enrolled(pretend, "ru", "KG")
    set_day(pretend, date(2040, 1, 1))
    await person.type("/menu")
    screen = await press(person, GoOn())
    assert any(isinstance(intent, ShowCard) for intent in intents(screen))
    assert OpenMenu() in intents(screen)
