"""The modules and their lessons, for a course of thirty lessons on a small phone."""

from itertools import product

import pytest

from learning import walk
from learning.course import Citizenship, Language
from learning.learner import Place
from screens import icons, lessons
from screens.intents import ListLessons, ListTroubles, ShowCard, ShowModule, decode
from screens.screen import WIDE
from tests.sample import COURSE, LONG, WITH_UNION
from tests.screens.reading import intents, labels, reader

READERS = list(product(Language, Citizenship))


@pytest.mark.parametrize(("language", "passport"), READERS)
def test_twelve_modules_take_twelve_buttons_that_a_small_phone_shows_whole(
    language: Language, passport: Citizenship
) -> None:
    one = reader(LONG, 101, 102, 103, 201, language=language, passport=passport)
    screen = lessons.lessons(one)
    modules = labels(screen)[:12]
    assert [intent for intent in intents(screen) if isinstance(intent, ShowModule)] == [
        ShowModule(number) for number in range(1, 13)
    ]
    assert max(map(len, modules)) <= WIDE
    assert modules[0].startswith(f"{icons.PASSED} 1. ") and modules[0].endswith(" 3/3")
    assert modules[1].startswith(f"{icons.NEXT} 2. ") and modules[1].endswith(" 1/2")
    assert icons.DRAFT in screen.text and "30" in screen.text


def test_a_module_without_a_lesson_for_a_passport_is_not_listed() -> None:
    listed = lessons.lessons(reader(WITH_UNION, passport=Citizenship.TJ))
    assert ShowModule(1) in intents(listed) and ShowModule(2) not in intents(listed)
    assert ShowModule(2) in intents(lessons.lessons(reader(WITH_UNION)))


def test_a_module_shows_its_lessons_and_leads_back() -> None:
    """Passed ones are marked; trouble is one press away and leads back here."""
    screen = lessons.module(reader(LONG, 302), LONG.modules[2])
    shown = [intent for intent in intents(screen) if isinstance(intent, ShowCard)]
    assert shown == [ShowCard(301), ShowCard(302), ShowCard(303)]
    assert [label.split()[0] for label in labels(screen)[:4]] == [
        icons.NEXT, icons.PASSED, icons.NEXT, icons.BACK
    ]  # fmt: skip
    assert ListLessons() in intents(screen) and ListTroubles("md.3") in intents(screen)
    assert "3. A module whose title is rather long 3" in screen.text


def test_before_the_first_card_stands_its_module() -> None:
    one = reader(LONG)
    view = walk.show(LONG, one.passport, Place(502))
    assert view is not None and ShowModule(5) in intents(lessons.card(one, view, 1))
    following = walk.show(LONG, one.passport, Place(502, view.next))
    assert following is not None and ShowModule(5) not in intents(lessons.card(one, following, 1))


def test_the_button_of_all_lessons_in_old_messages_still_works() -> None:
    assert decode("ls")[0] == ListLessons()


def test_titles_that_fit_are_not_cut() -> None:
    assert labels(lessons.lessons(reader(COURSE, 101)))[0] == f"{icons.NEXT} 1. One 1/2"
