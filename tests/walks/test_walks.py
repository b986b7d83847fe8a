"""Whole conversations, kept as files: a change of behaviour is a diff that somebody reads.

The first screens are kept word for word. Of the rest only headings and buttons are: their words stand in the content
already, and five hundred screens of twenty people would bury what has changed.
"""

from datetime import date
from itertools import product
from pathlib import Path

import pytest

from bot.tour import Walk, walk_through
from learning.course import Citizenship, Language
from learning.walk import own_lessons
from tests.scene import assert_clean, scene, set_day

# A card shows its date once its day of review has passed: the walks must not change with the calendar.
RECORDED_ON = date(2026, 11, 24)
WALKS = Path(__file__).parent
CAST = list(product(Language, Citizenship))
# In every run each language and each passport at least once: a walk is ten seconds of a processor.
USUAL = [
    (Language.KY, Citizenship.KG),
    (Language.TG, Citizenship.TJ),
    (Language.UZ, Citizenship.UZ),
    (Language.UZ_CYRL, Citizenship.TJ),
    (Language.RU, Citizenship.OTHER),
]
WORD_FOR_WORD = 120  # lines said or seen: the door, the asides, the first check and the first lesson


def outline(screen: str) -> str:
    """A drawn screen without its words: the first line that says something, and the buttons."""
    lines = screen.split("\n")
    words = [line for line in lines if line.startswith("│") and line.strip("│ ")]
    return "\n".join([*words[:1], *(line for line in lines if not line.startswith("│"))])


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """All twenty in a soak and when they are recorded."""
    if "citizenship" in metafunc.fixturenames:
        whole = metafunc.config.getoption("--soak") or metafunc.config.getoption("--record")
        metafunc.parametrize(("language", "citizenship"), CAST if whole else USUAL)


async def test_walk(
    language: Language, citizenship: Citizenship, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The walk through the whole course is the recorded one, and nothing goes wrong on it."""
    async with scene(tmp_path) as pretend:
        set_day(pretend, RECORDED_ON)
        course = pretend.service.desk.book.course
        person = await pretend.sandbox.person("ru")
        person.settle = 0.0
        walk = Walk(person, course, citizenship, speak=False)
        await walk_through(walk, language)
        assert_clean(pretend)
        kept = await pretend.service.desk.store.load(pretend.service.desk.pseudonyms.person(walk.person.id))
        assert kept is not None
        assert set(kept.learner.lessons) == {lesson.number for lesson in own_lessons(course, citizenship)}
    told = (*walk.lines[:WORD_FOR_WORD], *map(outline, walk.lines[WORD_FOR_WORD:]))
    conversation = "\n".join(told)
    file = WALKS / f"{language}-{citizenship}.txt"
    if request.config.getoption("--record"):
        file.write_text(conversation + "\n", encoding="utf-8")
    assert file.read_text(encoding="utf-8") == conversation + "\n", (
        "re-record with ARGS='tests/walks --record'"
    )
