"""The records can't be reached: an honest "try again" in the person's language, nothing recorded, then on it goes."""

import asyncio
import os
import resource
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.pretend import Pretence, pretence
from learning.course import Language
from sandbox import Limits, Person, Sandbox, acts
from screens.intents import ListLessons, OpenMenu, ShowCard
from storage import Record, open_store
from tests.faults.lives import Cradle, Life
from tests.faults.reference import KEYS
from tests.faults.test_telegram import SECRETS
from tests.scene import buttons, enrolled, intents, our_book, press, through_the_door

TURN = "▶"


@asynccontextmanager
async def hasty(url: str, patience: float = 0.1) -> AsyncIterator[Pretence]:
    """The bot, with records that wait for a tenth of a second only."""
    async with (
        Sandbox(limits=Limits.relaxed(callback_window=3600)) as sandbox,
        pretence(sandbox, url, book=our_book(), **SECRETS) as made,
    ):
        store = await open_store(url, KEYS, patience=patience)
        made.service.desk, whole = replace(made.service.desk, store=store), made.service.desk
        yield made
        made.service.desk = whole
        await store.close()


async def kept(pretend: Pretence, person: Person) -> Record | None:
    """What the records hold of a person."""
    return await pretend.service.desk.store.load(KEYS.person(person.id))


async def onward(person: Person) -> str:
    """The data of the button that leads on."""
    shown = buttons(await person.screen())
    return next(button.data or "" for button in shown if button.text.startswith(TURN))


def said(sandbox: Sandbox) -> list[Any]:
    """What the presses were answered with, where it was more than nothing."""
    answers = (press.answer for press in sandbox.state.presses.values())
    return [answer["text"] for answer in answers if answer and answer.get("text")]


async def test_a_locked_file_is_waited_for_and_then_the_person_is_told(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process holds the file: the update stays unconfirmed until the refusal, and nothing is recorded."""
    monkeypatch.setattr("bot.serve.PATIENCE", 0.5)
    async with hasty(sqlite_url) as pretend:
        person = await enrolled(pretend, "ky", "KG")
        before, turn = await kept(pretend, person), await onward(person)
        with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            screen = await person.screen()
            account = pretend.sandbox.state.chats.people[person.id]
            acts.press(pretend.sandbox.state, account, screen.message_id, turn)
            await asyncio.sleep(0.2)
            assert pretend.sandbox.state.queue.fresh() != []
            await person.quiet()
            other.execute("ROLLBACK")
        phrase = pretend.service.desk.book.phrases.text(Language.KY, "notice.try-again")
        assert said(pretend.sandbox) == [phrase]
        assert await kept(pretend, person) == before
        assert (pretend.service.failed, pretend.sandbox.unanswered()) == (1, [])
        await person.press(turn)
        assert await kept(pretend, person) != before


async def test_a_short_lock_is_not_noticed(sqlite_url: str) -> None:
    """The file is free again within the patience: the step is recorded, and nobody hears of it."""
    async with hasty(sqlite_url) as pretend:
        person = await enrolled(pretend, "tg", "TJ")
        before, turn = await kept(pretend, person), await onward(person)
        with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            pressing = asyncio.ensure_future(person.press(turn))
            await asyncio.sleep(0.4)
            other.execute("ROLLBACK")
        await pressing
        assert await kept(pretend, person) != before
        assert (pretend.service.failed, said(pretend.sandbox)) == (0, [])


async def test_postgresql_restarted_in_mid_step(
    start_server: Callable[[], Any], soak: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """The server goes away while people press, and comes back within the patience: every step is recorded."""
    restarts = 10 if soak else 2
    with start_server() as server:
        async with hasty(server.get_uri(), patience=1.0) as pretend:
            people = [await enrolled(pretend, "uz", "UZ") for _ in range(4)]
            for _ in range(restarts):
                turns = [await onward(person) for person in people]
                before = [await kept(pretend, person) for person in people]
                await asyncio.to_thread(server.stop)
                pressing = [
                    asyncio.ensure_future(person.press(turn))
                    for person, turn in zip(people, turns, strict=True)
                ]
                await asyncio.sleep(0.3)
                await asyncio.to_thread(server.start)
                await asyncio.gather(*pressing)
                after = [await kept(pretend, person) for person in people]
                assert [b == a for b, a in zip(before, after, strict=True)] == [False] * len(people)
                for person in people:
                    screen = await person.screen()
                    if not any(button.text.startswith(TURN) for button in buttons(screen)):
                        await press(person, OpenMenu)
            store = pretend.service.desk.store
            assert await store.counters() == await store.audit()
            assert pretend.service.failed == 0
    with capsys.disabled():
        print(f"\nPostgreSQL restarted {restarts} times in mid-step: {4 * restarts} steps, lost 0, refused 0")


async def test_a_full_disk(cradle: Cradle, tmp_path: Path) -> None:
    """The process may not let a file grow: presses are refused honestly; with room again, it goes on, records whole."""
    async with Sandbox(limits=Limits.relaxed(callback_window=3600)) as sandbox:
        database = tmp_path / "safar.sqlite3"
        url = f"sqlite:///{database}"
        life = Life(cradle, sandbox, tmp_path / "bot", {"SAFAR_DATABASE_URL": url})
        life.more["patience"] = 1.0
        await life.begin()
        person = await sandbox.person("ky")
        await person.start()
        await through_the_door(person, "ky", "KG")
        turn = await onward(person)
        largest = await asyncio.to_thread(os.path.getsize, f"{database}-wal")
        old = resource.prlimit(life.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(life.pid, resource.RLIMIT_FSIZE, (largest, old[1]))
        await person.press(turn)
        assert len(said(sandbox)) == 1
        resource.prlimit(life.pid, resource.RLIMIT_FSIZE, old)
        await person.press(turn)
        assert len(said(sandbox)) == 1
        assert ShowCard in {type(intent) for intent in intents(await person.screen())}
        await life.stop()
        store = await open_store(url, KEYS)
        record = await store.load(KEYS.person(person.id))
        assert record and len(record.recent) == 3  # agreed, passport, and the card after the refusal
        assert await store.counters() == await store.audit()
        await store.close()
        assert "records unavailable" in life.log()


async def test_a_log_that_cannot_be_written_stops_nobody(cradle: Cradle, tmp_path: Path) -> None:
    """The disk of the log is full: what would be logged is lost, and people are served."""
    async with Sandbox(limits=Limits.relaxed()) as sandbox:
        life = Life(cradle, sandbox, tmp_path / "bot")
        life.more["log"] = "/dev/full"
        await life.begin()
        sandbox.faults.add("poison")
        person = await sandbox.person("ru")
        await person.start()
        await through_the_door(person, "ru", "other")
        assert ListLessons in {type(intent) for intent in intents(await press(person, OpenMenu))}
        assert life.alive()
        await life.stop()
