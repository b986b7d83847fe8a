"""aiogram imported lightly is the same aiogram: it only builds its models later."""

from bot.lazy_aiogram import TESTED

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


def told(root: Path, way: str) -> Any:
    """What tests/bot/lazy.py prints."""
    words = [sys.executable, "tests/bot/lazy.py", way]
    done = subprocess.run(words, cwd=root, env={"PYTHONPATH": str(root)}, capture_output=True, check=True)
    return json.loads(re.sub(r"0x[0-9a-f]+", "0x", done.stdout.decode()))


def test_updates_answers_and_calls_are_read_as_by_a_stock_import(root: Path) -> None:
    """Updates of every kind that we use, broken ones, answers, refusals, calls; and every model can be built."""
    stock, lazy = told(root, "stock"), told(root, "lazy")
    assert (stock["complete"], lazy["complete"]) == (True, False), "the one must be lazy, the other not"
    assert len(lazy["same"]["fields"]) > 400
    for part in stock["same"]:
        assert lazy["same"][part] == stock["same"][part], part
    assert lazy["same"]["unbuilt"] == stock["same"]["unbuilt"]


@pytest.mark.parametrize("library", TESTED)
def test_the_locked_versions_are_those_compared_above(root: Path, library: str) -> None:
    """A newer release is imported in full until its version stands in the code, and this test says so."""
    assert f"\n{library}=={TESTED[library]} " in (root / "requirements.txt").read_text()


def test_an_unknown_version_is_left_alone_and_said(root: Path) -> None:
    """With another aiogram nothing is changed; the log tells why the start takes longer."""
    code = (
        "import importlib.metadata as m; known = m.version;"
        "m.version = lambda name: '9.9' if name == 'aiogram' else known(name);"
        "import bot.telegram, aiogram.types, pydantic;"
        "print(aiogram.types.Message.__pydantic_complete__, 'model_rebuild' in vars(aiogram.types.TelegramObject))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "True False"
    assert "aiogram is imported in full" in done.stdout
