"""Each contract bites: a planted violation is caught, by the contract that it breaks.

The rooms are copied once; each test plants its files in the copy, runs the judge and takes them out again.
"""

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.house.test_rooms import ROOMS

BIN = Path(sys.executable).parent

STOREYS = "The storeys: every import points down"
RULES = "The rules are pure: learning is told everything and does nothing"
SCREENS = "Screens are pure: text and buttons, no Telegram, no files, no clock"
SQL = "SQL is spoken in storage only"
AIOGRAM = "aiogram is known to handlers and bot only"
HTTP = "HTTP is served by bot, reports, sandbox and workbench only"
SECOND = "The second reading of Telegram stays in the sandbox"
STORAGE_DOOR = "Storage is entered by its door"
CURRICULUM_DOOR = "Curriculum is entered by its door"
SANDBOX = "The sandbox knows no room"
STARTS = "Only bot starts the sandbox"
RIG = "Nothing of the house needs the load rig"
CIRCLES = "No circles inside a room"

# Contract, and the files that break it.
IMPORTS: list[tuple[str, dict[str, str]]] = [
    (STOREYS, {"learning/planted.py": "import screens"}),
    (STOREYS, {"locales/planted.py": "import learning"}),
    (STOREYS, {"screens/planted.py": "import curriculum"}),
    (STOREYS, {"storage/planted.py": "import curriculum"}),
    (STOREYS, {"curriculum/planted.py": "import handlers"}),
    (STOREYS, {"handlers/planted.py": "import bot"}),
    (RULES, {"learning/planted.py": "import pydantic"}),
    (RULES, {"learning/planted.py": "import logging"}),
    (RULES, {"learning/planted.py": "from random import choice"}),
    (RULES, {"learning/planted.py": "def later():\n    import asyncio"}),
    (SCREENS, {"screens/planted.py": "import telegram"}),
    (SCREENS, {"screens/planted.py": "import pathlib"}),
    (SQL, {"handlers/planted.py": "import sqlalchemy"}),
    (SQL, {"bot/planted.py": "import sqlite3"}),
    (AIOGRAM, {"screens/planted.py": "from aiogram.types import Message"}),
    (AIOGRAM, {"sandbox/planted.py": "import aiogram"}),
    (HTTP, {"handlers/planted.py": "import aiohttp"}),
    (SECOND, {"handlers/planted.py": "import telegram"}),
    (STORAGE_DOOR, {"storage/planted.py": "", "handlers/planted.py": "from storage import planted"}),
    (CURRICULUM_DOOR, {"curriculum/planted.py": "", "bot/planted.py": "import curriculum.planted"}),
    (SANDBOX, {"sandbox/planted.py": "import learning"}),
    (STARTS, {"handlers/planted.py": "import sandbox"}),
    (RIG, {"bot/planted.py": "import bench"}),
    (
        CIRCLES,
        {"learning/planted.py": "import learning.other", "learning/other.py": "import learning.planted"},
    ),
]

# A line that ruff refuses, and where.
BANS = [
    ("learning/planted.py", "from datetime import datetime\n\nNOW = datetime.now()\n"),
    ("learning/planted.py", "from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n"),
    ("learning/planted.py", "import datetime\n\nTODAY = datetime.date.today()\n"),
    ("learning/planted.py", "import time\n\nNOW = time.time()\n"),
    ("learning/planted.py", "import uuid\n\nKEY = uuid.uuid4()\n"),
    ("learning/planted.py", "import os\n\nHOME = os.environ\n"),
    ("handlers/planted.py", "import os\n\nTOKEN = os.environ['X']\n"),
    ("handlers/planted.py", "from os import getenv\n\nTOKEN = getenv('X')\n"),
    ("handlers/planted.py", "import asyncio\n\nTASK = asyncio.create_task(asyncio.sleep(1))\n"),
]


@pytest.fixture(scope="module")
def copy(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rooms' code and the rules about it, in a folder of their own."""
    folder = tmp_path_factory.mktemp("house")
    for room in ROOMS:
        shutil.copytree(root / room, folder / room, ignore=_all_but_code)
    shutil.copy(root / "pyproject.toml", folder)
    return folder


def test_every_contract_has_a_violation(root: Path) -> None:
    """A contract that was never seen to bite is a hope, not a contract."""
    config = tomllib.loads((root / "pyproject.toml").read_text())
    names = {contract["name"] for contract in config["tool"]["importlinter"]["contracts"]}

    assert names == {name for name, _ in IMPORTS}


def test_untouched_copy_keeps_all_contracts(copy: Path) -> None:
    """What the other tests see is the planted file's doing."""
    done = _lint(copy)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "files"), IMPORTS, ids=lambda value: value if isinstance(value, str) else None
)
def test_contract_bites(copy: Path, name: str, files: dict[str, str]) -> None:
    """The import is refused, and the contract says so by its name."""
    with _planted(copy, files):
        done = _lint(copy)

    assert done.returncode != 0
    assert f"{name} BROKEN" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize(("path", "code"), BANS)
def test_ban_bites(copy: Path, path: str, code: str) -> None:
    """The call is refused by the list of bans that holds in that room."""
    with _planted(copy, {path: code}):
        done = _run(copy, BIN / "ruff", "check", "--no-cache", "--output-format=concise", path)

    assert "TID251" in done.stdout, done.stdout + done.stderr


@contextmanager
def _planted(copy: Path, files: dict[str, str]) -> Iterator[None]:
    try:
        for path, code in files.items():
            (copy / path).write_text(code)
        yield
    finally:
        for path in files:
            (copy / path).unlink(missing_ok=True)


def _lint(copy: Path) -> subprocess.CompletedProcess[str]:
    return _run(copy, BIN / "lint-imports", "--no-cache", "--no-logo")


def _run(folder: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)


def _all_but_code(folder: str, names: list[str]) -> list[str]:
    """What the judges of imports don't read: content, pages, caches."""
    keep = {".py", ".toml"}
    return [
        name
        for name in names
        if name == "__pycache__" or not (Path(name).suffix in keep or (Path(folder) / name).is_dir())
    ]
