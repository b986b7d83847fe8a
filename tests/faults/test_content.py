"""A content release that can't be read: a process does not start with it, and a running one keeps what it has."""

import shutil
from pathlib import Path

import pytest

from sandbox import Limits, Sandbox
from screens.intents import ListLessons, OpenMenu
from tests.faults.lives import Cradle, Life
from tests.one_module import one_module
from tests.scene import intents, press, through_the_door

BREAK = ["facts.yaml", "course/course.yaml", "course/tg.yaml"]


@pytest.mark.parametrize("file", BREAK)
async def test_broken_content_does_not_start(file: str, cradle: Cradle, tmp_path: Path) -> None:
    """One line for each mistake, with file and place; status 2; no traceback, and no call to Telegram."""
    content = one_module(tmp_path / "content")
    (content / file).write_text("a: [\n")
    async with Sandbox() as sandbox:
        life = Life(cradle, sandbox, tmp_path / "bot", more={"content": str(content)})
        with pytest.raises(AssertionError):
            await life.begin()
        assert life.ended() == 2
        assert file in life.log() and "Traceback" not in life.log()
        assert sandbox.state.journal.count == 0


async def test_a_running_process_keeps_the_good_content(cradle: Cradle, tmp_path: Path) -> None:
    """The files go bad under it: people go on reading what it had loaded."""
    content = one_module(tmp_path / "content")
    async with Sandbox(limits=Limits.relaxed()) as sandbox:
        life = Life(cradle, sandbox, tmp_path / "bot", more={"content": str(content)})
        await life.begin()
        shutil.rmtree(content)
        person = await sandbox.person("tg")
        await person.start()
        await through_the_door(person, "tg", "TJ")
        assert ListLessons in {type(intent) for intent in intents(await press(person, OpenMenu))}
        await life.stop()
