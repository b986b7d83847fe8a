"""What a thief of the files finds: nobody's Telegram id, and nothing of a person who was forgotten."""

import base64
import sqlite3
from contextlib import closing
from dataclasses import replace

import asyncpg  # type: ignore[import-untyped]  # it carries no types
import pytest

from learning.learner import LessonRecord, Place
from storage import open_store
from tests.storage.people import AIDA, MONDAY

TELEGRAM_ID = 5_501_234_567
WRITABLE = replace(AIDA, may_write=True)


def written_forms(number):
    """The ways in which an id could stand in a file."""
    decimal = str(number)
    raw = [number.to_bytes(size, order) for size in (5, 8) for order in ("big", "little")]
    texts = [decimal, f"{number:x}", f"{number:X}"]
    return [
        *raw,
        *(text.encode(form) for text in texts for form in ("ascii", "utf-16-le", "utf-16-be")),
        *(text.encode().hex().encode() for text in texts),
        *(base64.b64encode(value).rstrip(b"=") for value in (*raw, decimal.encode())),
    ]


def on_disk(folder):
    """All bytes of the database, its log and its index."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.fixture
def folder(tmp_path):
    """Where the SQLite file is."""
    return tmp_path / "var"


async def test_files_hold_no_telegram_id(sqlite_url, folder, pseudonyms):
    """No form of the id stands in the files, while they are open and after, though the address is kept."""
    store = await open_store(sqlite_url, pseudonyms)
    person = pseudonyms.person(TELEGRAM_ID)
    await store.record(person, None, WRITABLE, 1)
    opened = on_disk(folder)
    assert len(list(folder.iterdir())) == 3, "the database, its log and its index"
    await store.close()
    closed = on_disk(folder)
    assert person.key in opened
    assert person.key in closed
    assert not [form for form in written_forms(TELEGRAM_ID) if form in opened or form in closed]


async def test_the_search_would_find_it():
    """The search above is no use unless it finds an id that is there."""
    forms = written_forms(TELEGRAM_ID)
    assert str(TELEGRAM_ID).encode() in forms
    assert (TELEGRAM_ID).to_bytes(8, "little") in forms


async def test_address_is_kept_only_while_wanted(store, url, pseudonyms):
    """The sealed address comes with the permission to write, opens to the id, and goes with it."""
    person = pseudonyms.person(TELEGRAM_ID)
    record = await store.record(person, None, AIDA, 1)
    assert await sealed_address(url) is None
    record = await store.record(person, record, WRITABLE, 2)
    assert pseudonyms.unseal(person.key, await sealed_address(url)) == TELEGRAM_ID
    await store.record(person, record, AIDA, 3)
    assert await sealed_address(url) is None


async def test_withdrawn_address_leaves_the_files(sqlite_url, folder, pseudonyms):
    """When somebody no longer wants to be written to, the sealed bytes are gone from the log too."""
    store = await open_store(sqlite_url, pseudonyms)
    person = pseudonyms.person(TELEGRAM_ID)
    record = await store.record(person, None, WRITABLE, 1)
    sealed = await sealed_address(sqlite_url)
    assert sealed in on_disk(folder)
    await store.record(person, record, AIDA, 2)
    assert sealed not in on_disk(folder)
    await store.close()


async def test_forgotten_people_leave_the_files(sqlite_url, folder, pseudonyms):
    """Of a hundred people forgotten among many, no key stands in any file, even before the store closes."""
    store = await open_store(sqlite_url, pseudonyms)
    records = {}
    for number in range(400):
        person = pseudonyms.person(TELEGRAM_ID + number)
        records[person] = await store.record(person, None, WRITABLE, 1)
    for size in (1, 30):  # rows grow, and pages split
        lessons = {501 + n: LessonRecord(1, MONDAY, 80) for n in range(size)}
        for person, record in records.items():
            after = replace(WRITABLE, place=Place(501), lessons=lessons)
            records[person] = await store.record(person, record, after, record.recent[-1] + 1)
    forgotten = list(records)[::4]
    for person in forgotten:
        await store.forget(person, records[person])
    left = on_disk(folder)
    assert not [person for person in forgotten if person.key in left]
    assert all(person.key in left for person in records if person not in forgotten)
    await store.close()


async def sealed_address(url):
    """The only row's sealed address, read beside the store."""
    query = "SELECT sealed_address FROM learner"
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as session:
            return session.execute(query).fetchone()[0]
    session = await asyncpg.connect(url)
    try:
        return await session.fetchval(query)
    finally:
        await session.close()
