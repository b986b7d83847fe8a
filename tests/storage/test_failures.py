"""When the database is away, each step is refused whole, and the store works again when it comes back."""

import asyncio
import resource
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import replace

import asyncpg  # type: ignore[import-untyped]  # it carries no types
import pytest
from sqlalchemy import make_url

from learning.figures import contributions
from learning.learner import LessonRecord
from storage import Conflict, StoreUnavailable, open_store
from tests.storage.people import AIDA, MONDAY


def sqlite_session(url):
    """A connection beside the store's."""
    return closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None))


async def ask(url, *queries):
    """Run queries in PostgreSQL beside the store."""
    session = await asyncpg.connect(url)
    try:
        for query in queries:
            await session.execute(query)
    finally:
        await session.close()


@contextmanager
def full_disk(nbytes):
    """No file may grow beyond `nbytes`: to SQLite that is a disk that is full."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (nbytes, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


@pytest.fixture
async def hasty(url, pseudonyms):
    """A store that waits for a tenth of a second only."""
    store = await open_store(url, pseudonyms, patience=0.1)
    yield store
    await store.close()


@pytest.fixture
def people(pseudonyms):
    """A few people."""
    return [pseudonyms.person(n) for n in range(60)]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_locked_file(hasty, second, url, people):
    """While another process holds the file, steps are refused and reads go on; then all is well again."""
    before = await hasty.record(people[0], None, AIDA, 1)
    passed = replace(AIDA, lessons={501: LessonRecord(1, MONDAY, 80)})
    with sqlite_session(url) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreUnavailable, match="locked"):
            await hasty.record(people[0], before, passed, 2)
        with pytest.raises(StoreUnavailable, match="locked"):
            await hasty.forget(people[0], before)
        assert await hasty.load(people[0]) == before
        other.execute("ROLLBACK")
    assert await second.load(people[0]) == before
    assert await second.counters() == await second.audit()
    await hasty.record(people[0], before, passed, 2)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_full_disk(hasty, second, people):
    """On a full disk each step is refused or stands, never half; with room again, it goes on."""
    lessons = {n: LessonRecord(1, MONDAY, 80) for n in range(200)}
    with full_disk(150_000):
        results = await asyncio.gather(
            *(hasty.record(person, None, replace(AIDA, lessons=lessons), 1) for person in people),
            return_exceptions=True,
        )
    refused = [isinstance(result, StoreUnavailable) for result in results]
    assert any(refused)
    for person, result in zip(people, results, strict=True):
        assert await second.load(person) == (None if isinstance(result, StoreUnavailable) else result)
    assert await second.counters() == await second.audit()
    again = people[refused.index(True)]
    assert await hasty.record(again, None, AIDA, 2) == await second.load(again)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_failure_in_a_group_is_one_person_s_own(hasty, second, url, people):
    """A step that breaks halfway, and one in conflict, undo nothing of the neighbours in their group."""
    first = await hasty.record(people[0], None, AIDA, 1)
    with sqlite_session(url) as other:
        other.execute(
            "CREATE TRIGGER t BEFORE INSERT ON counter WHEN new.figure = 'lesson-13'"
            " BEGIN SELECT RAISE(ABORT, 'planted'); END"
        )
    unlucky = replace(AIDA, lessons={13: LessonRecord(1, MONDAY, 80)})
    results = await asyncio.gather(
        hasty.record(people[1], None, AIDA, 2),
        hasty.record(people[2], None, AIDA, 2),
        hasty.record(people[3], None, unlucky, 2),
        hasty.record(people[0], None, AIDA, 2),
        hasty.record(people[4], None, AIDA, 2),
        return_exceptions=True,
    )
    assert isinstance(results[2], sqlite3.IntegrityError)
    assert isinstance(results[3], Conflict)
    stored = [await second.load(person) for person in people[:5]]
    assert stored == [first, results[0], results[1], None, results[4]]
    assert await second.counters() == dict.fromkeys(contributions(AIDA), 4)
    assert await second.counters() == await second.audit()


@pytest.mark.parametrize("url", ["postgres"], indirect=True)
async def test_counters_out_of_reach(hasty, second, url, people):
    """If the counters can't be written in time, the learner's row isn't either."""
    other = await asyncpg.connect(url)
    async with other.transaction():
        await other.execute("LOCK TABLE counter IN EXCLUSIVE MODE")
        with pytest.raises(StoreUnavailable):
            await hasty.record(people[0], None, AIDA, 1)
    await other.close()
    assert await second.load(people[0]) is None
    assert await second.counters() == {}
    await hasty.record(people[0], None, AIDA, 1)


@pytest.mark.parametrize("url", ["postgres"], indirect=True)
async def test_server_refuses_connections(hasty, second, server, url, people):
    """When the server throws everybody out and lets nobody in, steps are refused; afterwards all is well."""
    before = await hasty.record(people[0], None, AIDA, 1)
    name = make_url(url).database
    await ask(
        server.get_uri(),
        f"ALTER DATABASE {name} ALLOW_CONNECTIONS false",
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
    )
    for _ in range(2):
        with pytest.raises(StoreUnavailable):
            await hasty.record(people[0], before, replace(AIDA, typing_home=True), 2)
    with pytest.raises(StoreUnavailable):
        await hasty.load(people[0])
    await ask(server.get_uri(), f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert await hasty.load(people[0]) == before
    await hasty.record(people[0], before, replace(AIDA, typing_home=True), 2)


async def test_stopped_server(start_server, pseudonyms, people):
    """A server that was stopped gives StoreUnavailable within the store's patience."""
    with start_server() as server:
        store = await open_store(server.get_uri(), pseudonyms, patience=0.5)
        await store.record(people[0], None, AIDA, 1)
        server.stop()
        for call in (store.load(people[0]), store.record(people[1], None, AIDA, 1), store.ping()):
            with pytest.raises(StoreUnavailable):
                await call
        await store.close()
