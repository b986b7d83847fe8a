"""Every setting is told to whoever runs the bot, and nothing is told that is not a setting."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.house.test_rooms import ROOMS

NAMES = sorted(f"{Settings.model_config['env_prefix']}{field}".upper() for field in Settings.model_fields)
PAPERS = ["docs/running.md", ".env.example"]


@pytest.mark.parametrize("paper", PAPERS)
def test_settings_are_told(root: Path, paper: str) -> None:
    """Each setting is explained under the name that one types."""
    assert [name for name in NAMES if name not in _named(root / paper)] == []


@pytest.mark.parametrize("paper", PAPERS)
def test_nothing_else_is_told(root: Path, paper: str) -> None:
    """A name that no setting bears would be set in vain."""
    assert set() == _named(root / paper) - set(NAMES)


def test_one_reader(root: Path) -> None:
    """The environment is read in one place; a lint ignore given for another reason opens no second one."""
    reads = re.compile(r"\bos\.(?:environ|getenv)|from os import .*\b(?:environ|getenv)")
    files = [path for room in ROOMS for path in (root / room).rglob("*.py")]
    readers = [path for path in files if reads.search(path.read_text(encoding="utf-8"))]

    assert set(readers) <= {root / "bot" / "settings.py"}


def test_prefix_is_ours() -> None:
    """All settings begin alike, so that they are found among others' variables."""
    assert Settings.model_config["env_prefix"] == "SAFAR_"


def _named(paper: Path) -> set[str]:
    return set(re.findall(r"SAFAR_[A-Z0-9_]*[A-Z0-9]", paper.read_text(encoding="utf-8")))
