"""Whole conversations, kept as files: a change of behaviour is a diff that somebody reads."""

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


@pytest.mark.parametrize(("language", "citizenship"), CAST)
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
    conversation = "\n".join(walk.lines)
    file = WALKS / f"{language}-{citizenship}.txt"
    if request.config.getoption("--record"):
        file.write_text(conversation + "\n", encoding="utf-8")
    assert file.read_text(encoding="utf-8") == conversation + "\n", (
        "re-record with ARGS='tests/walks --record'"
    )
