"""How long things take is told where one decides to begin them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from learning import walk
from learning.course import Language, Lesson
from learning.learner import Place
from screens import lessons, menu
from tests.sample import COURSE, FIRST, LONG, TODAY, words
from tests.screens.reading import reader

LESSON = replace(FIRST, cards=(replace(FIRST.cards[0], text=words("a" * 2400)), *FIRST.cards[1:]))
OF_THREE = replace(COURSE, modules=(replace(COURSE.modules[0], lessons=(LESSON,)),))
SAID = {
    Language.RU: "≈ 3 мин",
    Language.KY: "≈ 3 мүнөт",
    Language.TG: "≈ 3 дақиқа",
    Language.UZ: "≈ 3 daqiqa",
    Language.UZ_CYRL: "≈ 3 дақиқа",
}


def first_card(lesson: Lesson, card: str, language: Language) -> str:
    one = reader(OF_THREE, language=language)
    view = walk.show(OF_THREE, one.passport, Place(lesson.number, card))
    assert view is not None
    return lessons.card(one, view, 1).text


@pytest.mark.parametrize("language", list(Language))
def test_lesson_module_and_menu_say_it_in_every_language(language: Language) -> None:
    one = reader(OF_THREE, language=language)
    assert SAID[language] in first_card(LESSON, "why", language)
    assert SAID[language] not in first_card(LESSON, "term", language)
    assert lessons.module(one, OF_THREE.modules[0]).text.count(SAID[language]) == 2
    assert SAID[language] in menu.menu(one).text


def test_the_menu_says_how_long_the_rest_takes_and_nothing_when_all_is_passed() -> None:
    every = [lesson.number for lesson in LONG.lessons()]
    whole, half, none = (menu.time_left(reader(LONG, *every[:passed])) for passed in (0, 15, 30))
    assert whole != half != none == ""


def test_a_day_that_withdraws_cards_shortens_the_lesson() -> None:
    """What was counted yesterday is not told today."""
    fact = replace(OF_THREE.facts["term"], withdraw_by=TODAY + timedelta(days=1))
    bare = replace(LESSON, cards=(replace(LESSON.cards[0], facts=("term",)), *LESSON.cards[1:]))
    course = replace(OF_THREE, facts={"term": fact}, modules=(replace(OF_THREE.modules[0], lessons=(bare,)),))
    today = reader(course)
    tomorrow = replace(today, today=TODAY + timedelta(days=1))
    assert [one.minutes(one.course.lessons()) for one in (today, tomorrow)] == ["≈ 3 мин", "≈ 1 мин"]
