"""The guide for authors, followed to the letter: its commands run, its words written, the lesson met by a learner."""

import asyncio
import re
import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import aiohttp
import pytest
import yaml
from typer.testing import CliRunner

import bot.shelf
from bot.cli import app
from curriculum import Severity, accept, check, release
from curriculum.editing import with_words
from curriculum.source import leaves
from learning.course import Language
from learning.learner import Place
from screens.intents import GoOn, ListLessons, OpenMenu, ShowCard, ShowModule
from tests.bot.test_releases import become, learner, running, taken
from tests.one_module import one_module
from tests.scene import assert_clean, enrolled, press
from workbench import serving

TODAY = date(2026, 11, 24)
GUIDES = {"authoring.md": "A new lesson, step by step", "authoring.ru.md": "Новый урок, шаг за шагом"}
WRITTEN = (Language.RU, Language.KY, Language.TG, Language.UZ)
TITLES = {"ru": "Копии документов", "ky": "Документтердин көчүрмөлөрү", "tg": "Нусхаи ҳуҷҷатҳо"}
TITLES |= {"uz": "Hujjatlar nusxasi", "uz_Cyrl": "Ҳужжатлар нусхаси"}


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The course itself, released once."""
    folder = one_module(tmp_path / "content")
    for language in WRITTEN:
        accept(folder, language)
    release(folder, tmp_path / "releases", draft=True, name="", today=TODAY)
    monkeypatch.setenv("SAFAR_RELEASES", str(tmp_path / "releases"))
    monkeypatch.setattr(bot.shelf, "LOOK_EVERY", 0.02)
    return folder


def blocks(root: Path, page: str) -> Iterator[tuple[str, str]]:
    """The code of the chapter, in order: its kind and its text."""
    text = (root / "docs" / page).read_text("utf-8")
    chapter = re.split(r"(?m)^## ", text.partition(f"\n## {GUIDES[page]}\n")[2])[0]
    assert chapter, f"{page} has no chapter «{GUIDES[page]}»"
    yield from re.findall(r"(?ms)^```(\w+)\n(.*?)^```$", chapter)


async def follow(root: Path, page: str, content: Path) -> None:
    """Do what the chapter says."""
    for kind, text in blocks(root, page):
        if kind == "yaml":
            write(content, text)
            continue
        for line in filter(None, text.splitlines()):
            command, *words = shlex.split(line, comments=True)
            assert command == "safar"
            if words == ["preview"]:
                await seen(content)
            elif words == ["check"]:
                told = CliRunner().invoke(app, [*words, str(content), "--no-cache"])
                assert told.exit_code in {0, 3}, told.output
            else:
                done = await asyncio.to_thread(CliRunner().invoke, app, [*words, "--content", str(content)])
                assert done.exit_code == 0, done.output


def write(content: Path, block: str) -> None:
    """Put the words into the file that the block's first line names."""
    file = content / block.partition("\n")[0].removeprefix("# ")
    for path, words in leaves(yaml.safe_load(block)):
        file.write_text(with_words(file.read_text("utf-8"), path, str(words)), "utf-8")


async def seen(content: Path) -> None:
    """The preview shows the lesson in all languages, and nothing is left to be written."""
    async with serving(content, 0, TODAY) as address, aiohttp.ClientSession() as session:
        for language, title in TITLES.items():
            wanted = {"what": "lesson", "key": "504", "language": language, "passport": "TJ"}
            async with session.get(f"{address}api/row", params=wanted) as answer:
                row = await answer.json()
            assert [item["key"] for item in row] == ["why", "rule", "what-to-do", "do-today", "what-now"]
            assert all(title in item["html"] and "✎" not in item["html"] for item in row)


@pytest.mark.parametrize("page", GUIDES)
async def test_a_lesson_is_written_seen_released_and_met(root: Path, content: Path, page: str) -> None:
    """In four languages, by somebody in the middle of the course, who loses nothing."""
    async with running(content) as pretend:
        person = await enrolled(pretend, "ky", "TJ")
        await become(pretend, person, place=Place(502, "slip"))

        await follow(root, page, content)
        await taken(pretend, 2)

        await press(person, OpenMenu)
        await press(person, GoOn)
        assert (await learner(pretend, person)).place == Place(502, "slip")
        await press(person, OpenMenu)
        await press(person, ListLessons)
        await press(person, ShowModule(5))
        assert TITLES["ky"] in str((await person.screen()).buttons)
        await press(person, ShowCard(504))
        assert "Документ жоголуп" in (await person.screen()).text
        assert_clean(pretend)
    told = [finding for finding in check(content, TODAY) if finding.severity is not Severity.NOTE]
    assert {finding.rule for finding in told} == {"course_length"}, (
        "the lesson of the guide is short, and that is all"
    )


def test_both_guides_say_the_same(root: Path) -> None:
    """The same commands and the same words, in English and in Russian."""
    english, russian = (
        [(kind, re.sub(r"(?m) *#.*$", "", text)) for kind, text in blocks(root, page)] for page in GUIDES
    )

    assert english == russian
