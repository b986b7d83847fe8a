"""A desk with made-up figures for every test: filled once, and copied for each."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.reports.caller import Caller
from tests.reports.desk import Desk, desk, fill


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with records that hold eight weeks of figures."""
    folder = tmp_path_factory.mktemp("filled")

    async def write() -> None:
        async with desk(folder) as made:
            await fill(made)

    asyncio.run(write())
    return folder


@pytest.fixture
async def made(filled: Path, tmp_path: Path) -> AsyncIterator[Desk]:
    """The pages at work, with a copy of these records."""
    shutil.copytree(filled, tmp_path / "records")
    async with desk(tmp_path / "records") as made:
        yield made


@pytest.fixture
async def caller(made: Desk) -> AsyncIterator[Caller]:
    """Somebody with a plain HTTP client."""
    async with Caller(made) as caller:
        yield caller
