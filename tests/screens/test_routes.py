"""Routes: in the menu, on a screen of their own, and through the questions of a lesson to the next."""

from dataclasses import replace
from itertools import product

import pytest

from learning import quiz, walk
from learning.course import Citizenship, Language, Lesson
from learning.learner import Place
from screens import icons, lessons, menu, routes
from screens import quiz as quizzes
from screens.intents import GoOn, ListTroubles, ShowCard, ShowRoute, Step, decode
from screens.reader import Reader
from screens.screen import WIDE, Screen
from tests.sample import AT_HOME, LEAVING, ROUTED
from tests.screens.reading import intents, labels, reader

WALKED = "leaving"


def on_route(*passed: int, guest: bool = False, route: str = WALKED) -> Reader:
    return replace(reader(ROUTED, *passed, guest=guest), route=route)


def lesson(number: int) -> Lesson:
    found = ROUTED.lesson(number)
    assert found is not None
    return found


def result(one: Reader, number: int) -> Screen:
    attempt = quiz.begin(ROUTED, lesson(number), 1)
    right = (("how-long", "d30", True), ("who", "host", True))
    return quizzes.result(one, quiz.result(lesson(number), one.passport, replace(attempt, answers=right)))


@pytest.mark.parametrize(("language", "guest"), list(product(Language, (True, False))))
def test_the_menu_offers_each_route_that_is_not_finished(language: Language, guest: bool) -> None:
    """With its minutes, whole on a small phone."""
    screen = menu.menu(reader(ROUTED, language=language, guest=guest))
    offered = [label for label in labels(screen) if label.startswith((LEAVING.icon, AT_HOME.icon))]
    assert len(offered) == 2 and all("≈" in label and len(label) <= WIDE for label in offered)
    assert {ShowRoute("leaving"), ShowRoute("stay-homes")} <= set(intents(screen))
    assert ShowRoute("stay-homes") not in intents(menu.menu(reader(ROUTED, 102)))


def test_a_route_lists_its_lessons_in_its_order_and_goes_on_to_the_first_not_passed() -> None:
    screen = routes.route(reader(ROUTED, 201), LEAVING)
    shown = [intent for intent in intents(screen) if isinstance(intent, ShowCard)]
    assert shown == [ShowCard(number, route=WALKED) for number in (101, 201, 101, 501)]
    assert [label.split()[0] for label in labels(screen)[:4]] == [
        icons.NEXT, icons.PASSED, icons.NEXT, icons.NEXT
    ]  # fmt: skip
    assert screen.text.count("≈") == 4 and "The least" in screen.text
    assert ListTroubles("rt.leaving") in intents(screen)


def test_a_finished_route_can_be_read_again_but_goes_on_nowhere() -> None:
    screen = routes.route(reader(ROUTED, 201, 101, 501), LEAVING)
    assert [intent for intent in intents(screen) if isinstance(intent, ShowCard)] == [
        ShowCard(number, route=WALKED) for number in (201, 101, 501)
    ]


@pytest.mark.parametrize("guest", [True, False])
def test_each_step_of_a_lesson_carries_the_route_on(guest: bool) -> None:
    """From the first card through card, law and questions to the result, and through the trouble pages."""
    one = on_route(guest=guest)
    for key in ("", "term", "act"):
        view = walk.show(ROUTED, one.passport, Place(101, key))
        assert view is not None
        for screen in (lessons.card(one, view, 1), lessons.source(one, view)):
            assert carried(screen) == {WALKED}
            assert {
                decode(intent.then)[0] for intent in intents(screen) if isinstance(intent, ListTroubles)
            } == {ShowCard(101, view.card.key, route=WALKED)}
    asked = quiz.next_question(lesson(101), one.passport, quiz.begin(ROUTED, lesson(101), 1))
    assert asked is not None and carried(quizzes.question(one, asked)) == {WALKED}
    answered = quiz.answer(ROUTED, one.passport, asked, "d30")
    assert answered is not None and carried(quizzes.reply(one, answered, last=False)) == {WALKED}


def carried(screen: Screen) -> set[str]:
    """The routes that the steps on a screen carry."""
    return {intent.route for intent in intents(screen) if isinstance(intent, Step)}


def test_before_the_first_card_stands_the_route() -> None:
    one = on_route()
    view = walk.show(ROUTED, one.passport, Place(101))
    assert view is not None and ShowRoute(WALKED) in intents(lessons.card(one, view, 1))


@pytest.mark.parametrize(("passed", "number", "following"), [((201,), 201, 101), ((201, 101), 101, 501)])
def test_a_passed_lesson_leads_to_the_next_of_the_route(
    passed: tuple[int, ...], number: int, following: int
) -> None:
    screen = result(on_route(*passed), number)
    assert intents(screen)[:2] == [ShowCard(following, route=WALKED), ShowRoute(WALKED)]
    assert GoOn() not in intents(screen) and f"Пройдено: <b>{len(passed)}" not in screen.text


def test_the_end_of_a_route_is_told_and_leads_on_in_the_course() -> None:
    screen = result(on_route(201, 101, 501), 501)
    assert "Этот путь пройден до конца." in screen.text
    assert intents(screen)[0] == GoOn()


def test_a_guest_is_led_through_the_route_too() -> None:
    screen = result(on_route(guest=True), 201)
    assert intents(screen)[0] == ShowCard(101, route=WALKED)
    assert intents(result(on_route(guest=True), 501))[0] == GoOn()


def test_without_a_route_a_passed_lesson_leads_on_in_the_course() -> None:
    """So it does on a route that the course no longer has."""
    for one in (reader(ROUTED, 201), on_route(201, route="gone")):
        screen = result(one, 201)
        assert intents(screen)[0] == GoOn() and carried(screen) <= {""}


@pytest.mark.parametrize("language", list(Language))
def test_guests_of_every_language_have_room_for_the_longest_route(language: Language) -> None:
    """Four questions, of which three are answered, and the longest keys that the check allows."""
    key, option = "k" * 20, "o" * 14
    first, who = lesson(101).questions
    long = tuple(
        replace(who, key=key[:-1] + str(at), options=(replace(who.options[0], key=option),), right=option)
        for at in range(4)
    )
    course = replace(
        ROUTED,
        modules=(replace(ROUTED.modules[0], lessons=(replace(lesson(101), number=9999, questions=long),)),),
        routes=(replace(AT_HOME, lessons=(9999,)),),
    )
    one = replace(
        reader(course, language=language, passport=Citizenship.OTHER, guest=True), route=AT_HOME.key
    )
    there = course.lesson(9999)
    assert there is not None and first.key != key
    attempt = quiz.begin(course, there, 1)
    while asked := quiz.next_question(there, one.passport, attempt):
        assert carried(quizzes.question(one, asked)) == {AT_HOME.key}
        answered = quiz.answer(course, one.passport, asked, option)
        assert answered is not None
        attempt = answered.attempt


def test_a_way_back_without_room_for_the_route_is_still_a_way_back() -> None:
    """The longest card of the highest number, on the longest route."""
    one = on_route(route=AT_HOME.key)
    there = ShowCard(9999, "k" * 20)
    assert decode(one.then(there))[0] == there
    assert decode(one.then(ShowCard(9999, "k" * 19)))[0] == ShowCard(9999, "k" * 19, route=AT_HOME.key)
