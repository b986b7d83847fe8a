"""The first check and the last in conversation: learners and guests, with the sample course."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.pretend import Pretence
from bot.tour import Walk, walk_through
from learning.course import FIRST_CHECK, LAST_CHECK, UNSURE, Citizenship, Language
from learning.learner import Learner, LessonRecord, Outcome
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
    ShowMyData,
    encode,
)
from tests.sample import COURSE, FIRST, SECOND, TODAY, paired, words
from tests.scene import assert_clean, enrolled, intents, press, scene, set_day

# A fact called "term" can't be shown by a screen: "term." begins another kind of placeholder
PLAIN = replace(FIRST, cards=tuple(replace(card, text=words(card.key)) for card in FIRST.cards))
TAUGHT = replace(paired(COURSE), modules=(replace(COURSE.modules[0], lessons=(PLAIN, SECOND)),))
WRONG_FIRST = ("d15", UNSURE, "contract")
ALL_RIGHT = ("d30", "tell", "contract")
PASSED = LessonRecord(3, TODAY, 80)


@pytest.fixture
async def pretend(tmp_path: Path) -> AsyncIterator[Pretence]:
    async with scene(tmp_path) as made:
        set_day(made, TODAY, TAUGHT)
        yield made
        assert_clean(made)


async def kept(pretend: Pretence, person: Person) -> Learner:
    """What the records hold of this person."""
    desk = pretend.service.desk
    record = await desk.store.load(desk.pseudonyms.person(person.id))
    assert record
    return record.learner


async def pressed(person: Person, intent: AskQuestion | GiveAnswer) -> Screen:
    """Press a button that an old message might hold."""
    return await person.press(encode(intent), (await person.screen()).message_id)


async def pass_all(pretend: Pretence, person: Person) -> None:
    """As if he had been through every lesson."""
    desk = pretend.service.desk
    who = desk.pseudonyms.person(person.id)
    record = await desk.store.load(who)
    assert record
    lessons = {lesson.number: PASSED for lesson in TAUGHT.lessons()}
    await desk.store.record(who, record, replace(record.learner, lessons=lessons, place=None), 10**9)


async def take(person: Person, number: int, options: tuple[str, ...]) -> list[Screen]:
    """Begin the check that the screen offers and answer to its end; all screens on the way."""
    screens = [await press(person, AskQuestion)]
    for option in options:
        answer = next(i for i in intents(screens[-1]) if isinstance(i, GiveAnswer) and i.option == option)
        assert answer.lesson == number
        screens.append(await press(person, answer))
        if number == LAST_CHECK:
            screens.append(await press(person, AskQuestion))
    return screens


async def test_the_door_stays_short(pretend: Pretence) -> None:
    """Language, consent, passport, first card; the check waits in the menu, and to skip it costs nothing."""
    person = await enrolled(pretend, "ru", "KG")
    assert ShowCard(101, "term") in intents(await person.screen())
    menu = await press(person, OpenMenu())
    assert AskQuestion(FIRST_CHECK, 1) in intents(menu)
    assert ShowCard(101, "term") in intents(await press(person, GoOn()))


async def test_the_first_check_only_asks(pretend: Pretence) -> None:
    """One question after the other in the same message; at the end thanks, and the lessons for what was not known."""
    person = await enrolled(pretend, "ru", "KG")
    await press(person, OpenMenu())
    screens = await take(person, FIRST_CHECK, WRONG_FIRST)
    assert not any(sign in s.text for s in screens for sign in (icons.RIGHT, icons.WRONG, icons.UNSURE))
    assert len({screen.message_id for screen in screens}) == 1
    assert "Вы уже знаете: 1 из 3" in screens[-1].text
    assert intents(screens[-1])[:3] == [GoOn(), ShowCard(101), ShowCard(102)]
    learner = await kept(pretend, person)
    assert list(learner.checks[FIRST_CHECK].outcomes.values()) == [
        Outcome.WRONG,
        Outcome.UNSURE,
        Outcome.RIGHT,
    ]
    assert (learner.lessons, learner.place and learner.place.lesson) == ({}, 101)
    assert AskQuestion(FIRST_CHECK, 1) not in intents(await press(person, OpenMenu()))


async def test_it_can_be_left_and_gone_on_with(pretend: Pretence) -> None:
    """From the menu, at the next question."""
    person = await enrolled(pretend, "ru", "KG")
    await press(person, OpenMenu())
    await take(person, FIRST_CHECK, ("d15",))
    await press(person, OpenMenu())
    again = await press(person, AskQuestion(FIRST_CHECK, 1))
    assert "Вопрос 2 из 3" in again.text


async def test_a_second_tap_changes_nothing(pretend: Pretence) -> None:
    """The first answer counts; the next question stays."""
    person = await enrolled(pretend, "ru", "KG")
    await press(person, OpenMenu())
    await take(person, FIRST_CHECK, ("d15",))
    again = await pressed(person, GiveAnswer(FIRST_CHECK, 1, "term", "d30"))
    assert "Вопрос 2 из 3" in again.text
    learner = await kept(pretend, person)
    assert learner.attempt and learner.attempt.answers == (("term", "d15", False),)


async def test_an_old_button_begins_no_check_out_of_its_time(pretend: Pretence) -> None:
    """The first after it is done or the course is, the last before: the menu comes."""
    person = await enrolled(pretend, "ru", "KG")
    for intent in (AskQuestion(LAST_CHECK, 1), GiveAnswer(LAST_CHECK, 1, "term", "d30")):
        assert GoOn() in intents(await pressed(person, intent))
    await pass_all(pretend, person)
    for intent in (AskQuestion(FIRST_CHECK, 1), GiveAnswer(FIRST_CHECK, 1, "term", "d30")):
        assert GoOn() in intents(await pressed(person, intent))
    assert (await kept(pretend, person)).checks == {}


async def test_before_and_after(pretend: Pretence) -> None:
    """The first check, the course, the last check with its explanations; then the gain, summed once."""
    person = await enrolled(pretend, "ru", "KG")
    await press(person, OpenMenu())
    await take(person, FIRST_CHECK, WRONG_FIRST)
    await pass_all(pretend, person)
    await press(person, OpenMenu())
    screens = await take(person, LAST_CHECK, ALL_RIGHT)
    assert [icons.RIGHT in screen.text for screen in screens[1::2]] == [True, True, True]
    assert "До курса: 1 из 3. Теперь: 3 из 3." in screens[-1].text
    learner = await kept(pretend, person)
    assert learner.checks[LAST_CHECK].passed_on == TODAY
    gains = await pretend.service.desk.store.gains()
    assert {(name.pair, name.first.value, name.last.value): n for name, n in gains.items()} == {
        ("term", "wrong", "right"): 1,
        ("host", "unsure", "right"): 1,
        ("work-kg", "right", "right"): 1,
    }
    await person.type("/mydata")
    text = (await person.screen()).text
    assert "«Что я уже знаю?»" in text and "«Что я знаю теперь?»" in text


async def test_the_last_check_may_be_repeated(pretend: Pretence) -> None:
    """From its end and from where the course is done; the first try counts, the best is shown."""
    person = await enrolled(pretend, "ru", "KG")
    await pass_all(pretend, person)
    await press(person, OpenMenu())
    await take(person, LAST_CHECK, ("d30", UNSURE, "patent"))
    end = (await take(person, LAST_CHECK, ALL_RIGHT))[-1]
    assert "Верных ответов: 3 из 3" in end.text
    record = (await kept(pretend, person)).checks[LAST_CHECK]
    assert (record.best, list(record.outcomes.values())) == (
        100,
        [Outcome.RIGHT, Outcome.UNSURE, Outcome.WRONG],
    )
    assert await pretend.service.desk.store.gains() == {}


async def test_a_guest_sees_his_result_and_nothing_is_kept(pretend: Pretence) -> None:
    """Both checks; his answers travel in the buttons."""
    person = await pretend.sandbox.person("ru")
    await person.start()
    await press(person, SetLanguage(Language.RU))
    await press(person, LookAround())
    await press(person, SetPassport)
    await press(person, OpenMenu())
    screens = await take(person, FIRST_CHECK, WRONG_FIRST)
    assert "Вы уже знаете: 1 из 3" in screens[-1].text
    await press(person, OpenMenu())
    begun = await press(person, AskQuestion(LAST_CHECK, 1))
    assert "Вопрос 1 из 3" in begun.text
    assert await pretend.service.desk.store.learners() == 0


async def test_a_course_without_pairs_refuses_old_buttons(pretend: Pretence) -> None:
    """A release that took the checks away answers with the menu."""
    person = await enrolled(pretend, "ru", "KG")
    await press(person, OpenMenu())
    await take(person, FIRST_CHECK, ("d15",))
    set_day(pretend, TODAY, COURSE)
    for intent in (AskQuestion(FIRST_CHECK, 1), GiveAnswer(FIRST_CHECK, 1, "host", "tell")):
        assert GoOn() in intents(await pressed(person, intent))
    assert ShowMyData() not in intents(await person.screen())


async def test_the_tour_takes_both(pretend: Pretence) -> None:
    """The scripted learner begins with the first check and ends with the last, all right."""
    walk = Walk(await pretend.sandbox.person("ru"), TAUGHT, Citizenship.KG, speak=False)
    await walk_through(walk, Language.RU)
    learner = await kept(pretend, walk.person)
    assert (set(learner.checks), len(learner.lessons)) == ({FIRST_CHECK, LAST_CHECK}, 2)
    assert "До курса: 3 из 3. Теперь: 3 из 3." in walk.lines[-1]
