"""A route in conversation: through its lessons, in its order, with the real bot over HTTP."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.pretend import Pretence
from learning import quiz
from learning.course import Citizenship, Course, Language, Route
from sandbox import Person, Screen
from screens.intents import (
    AskQuestion,
    ChooseLanguage,
    GiveAnswer,
    GoOn,
    ListTroubles,
    LookAround,
    OpenMenu,
    SetLanguage,
    SetPassport,
    ShowCard,
    ShowRoute,
    ShowTrouble,
)
from tests.sample import TODAY
from tests.scene import assert_clean, enrolled, intents, press, scene, set_day

LEAVING = Route("leaving-up", "🚀", {Language.RU: "Завтра"}, {Language.RU: "Самое важное"}, (503, 501))


@pytest.fixture
async def pretend(tmp_path: Path) -> AsyncIterator[Pretence]:
    async with scene(tmp_path) as made:
        set_day(made, TODAY, replace(made.service.desk.book.course, routes=(LEAVING,)))
        yield made
        assert_clean(made)


async def guest(pretend: Pretence) -> Person:
    """Somebody who looks around on a passport of Kyrgyzstan."""
    person = await pretend.sandbox.person("ru")
    await person.start()
    await press(person, SetLanguage(Language.RU))
    await press(person, LookAround())
    await press(person, SetPassport(Citizenship.KG))
    return person


async def through_lesson(person: Person, course: Course) -> Screen:
    """From the first card of a lesson to its result, all answers right."""
    screen = await person.screen()
    while not any(isinstance(intent, AskQuestion) for intent in intents(screen)):
        [*_, onward] = [i for i in intents(screen) if isinstance(i, ShowCard)]
        screen = await press(person, onward)
    while True:
        screen = await press(person, AskQuestion)
        options = [intent for intent in intents(screen) if isinstance(intent, GiveAnswer)]
        if not options:
            return screen
        lesson = course.lesson(options[0].lesson)
        assert lesson is not None
        asked = next(question for question in lesson.questions if question.key == options[0].question)
        right = quiz.right_option(course, asked, Citizenship.KG)
        await press(person, next(option for option in options if option.option == right))


@pytest.mark.parametrize("keeps", [True, False], ids=["learner", "guest"])
async def test_a_route_is_walked_to_its_end(pretend: Pretence, keeps: bool) -> None:
    """The result of each lesson leads to the next of the route; after the last the course goes on."""
    course = pretend.service.desk.book.course
    person = await enrolled(pretend, "ru", "KG") if keeps else await guest(pretend)
    await press(person, OpenMenu)
    await press(person, ShowRoute(LEAVING.key))
    await press(person, ShowCard(503, route=LEAVING.key))
    screen = await through_lesson(person, course)
    assert intents(screen)[0] == ShowCard(501, route=LEAVING.key)
    await press(person, ShowCard(501, route=LEAVING.key))
    screen = await through_lesson(person, course)
    assert "Этот путь пройден до конца." in screen.text and intents(screen)[0] == GoOn()
    menu = await press(person, OpenMenu)
    assert (ShowRoute(LEAVING.key) in intents(menu)) is not keeps


async def test_the_route_survives_trouble_and_another_language(pretend: Pretence) -> None:
    """Whoever turns aside comes back onto it."""
    person = await enrolled(pretend, "ru", "KG")
    await press(person, OpenMenu)
    await press(person, ShowRoute)
    await press(person, ShowCard(503, route=LEAVING.key))
    await press(person, ListTroubles)
    await press(person, ShowTrouble)
    await press(person, ShowCard)
    await press(person, ChooseLanguage)
    then = next(i.then for i in intents(await person.screen()) if isinstance(i, SetLanguage))
    screen = await press(person, SetLanguage(Language.TG, then))
    assert {i.route for i in intents(screen) if isinstance(i, ShowCard)} == {LEAVING.key}


async def test_what_the_route_left_out_is_taken_up_afterwards(pretend: Pretence) -> None:
    """Who has walked the route goes on with the lesson that was not on it, not with one passed already."""
    course = pretend.service.desk.book.course
    person = await enrolled(pretend, "ru", "KG")
    for number in LEAVING.lessons:
        await person.press(f"c.{number}^{LEAVING.key}", (await person.screen()).message_id)
        await through_lesson(person, course)
    desk = pretend.service.desk
    record = await desk.store.load(desk.pseudonyms.person(person.id))
    assert record is not None and record.learner.place is not None
    assert record.learner.place.lesson == 502
