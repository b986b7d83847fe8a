"""The one who sends to many: against the sandbox, killed, paused, at night, and turned away."""

import asyncio
import random
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import GetMe

from bot.hours import hours_to_wake, stamp, zones_awake
from bot.outbox import GROUP, LANES, Sender, fate_of
from bot.pace import Pace
from bot.telegram import make_bot
from learning.broadcast import Audience, Broadcast, Fate, Stage, Zone
from learning.course import Citizenship, Language
from learning.learner import Learner
from sandbox import Sandbox
from storage import Letter, Store, open_store
from tests.bot.sending import KEYS, noon

ROOT = Path(__file__).parents[2]
TODAY = noon().date()
TEXTS = {language: f"Салам <b>{language.value}</b>" for language in Language}
WILLING = Learner(Language.KY, Citizenship.KG, home="KG-GO", enrolled_on=TODAY, may_write=True)
ALL = Audience()


def moment(hour: int, minute: int = 0) -> datetime:
    """A moment of the day, UTC."""
    return datetime(2026, 11, 23, hour, minute, tzinfo=UTC)


async def people(sandbox: Sandbox, store: Store, number: int, learner: Learner = WILLING) -> list[int]:
    """So many learners with a phone each, who agreed to be written to."""
    ids = []
    for _ in range(number):
        account = sandbox.state.chats.add_person(None, None, "ky")
        account.started = True
        await store.record(KEYS.person(account.id), None, learner, 1)
        ids.append(account.id)
    return ids


def received(sandbox: Sandbox) -> Counter[int]:
    """How many messages stand in each chat."""
    return Counter({chat: len(posts) for chat, posts in sandbox.state.chats.posts.items() if posts})


async def fates(store: Store) -> dict[Fate, int]:
    """How the messages of the only broadcast stand."""
    (only,) = await store.broadcasts()
    return dict(only.fates)


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[tuple[Sandbox, Store]]:
    """A sandbox and a store."""
    async with Sandbox() as sandbox:
        store = await open_store(f"sqlite:///{folder}/safar.db", KEYS)
        yield sandbox, store
        await store.close()


@asynccontextmanager
async def sending(sandbox: Sandbox, store: Store, now: datetime) -> AsyncIterator[Sender]:
    """A sender at work at this moment; stopped on leaving."""
    bot = make_bot(sandbox.token, sandbox.url)
    sender = Sender(store, bot, asyncio.Event(), Pace(1000), lambda: now)
    async with asyncio.TaskGroup() as group:
        group.create_task(sender.work())
        yield sender
        sender.stopping.set()
    await bot.session.close()


async def until_done(store: Store) -> None:
    """Wait until nothing of the only broadcast is left to send."""
    async with asyncio.timeout(20):
        while (await store.broadcasts())[0].stage is not Stage.DONE:
            await asyncio.sleep(0.02)


async def killed_at(sandbox: Sandbox, database: str, messages: int) -> None:
    """Start a sending process and kill it as soon as so many messages have arrived."""
    running = await process(sandbox, database)
    while received(sandbox).total() < messages:
        assert running.returncode is None
        await asyncio.sleep(0.005)  # less than the time between two messages
    running.kill()
    await running.wait()


async def process(sandbox: Sandbox, database: str) -> asyncio.subprocess.Process:
    """A sending process."""
    words = [sys.executable, "-m", "tests.bot.sending", database, sandbox.url, sandbox.token]
    return await asyncio.create_subprocess_exec(*words, cwd=ROOT)


async def test_killed_three_times_nobody_gets_it_twice(tmp_path: Path) -> None:
    """Of 300 people each gets the message once, but for those whose send was in flight at a kill: once or never."""
    async with opened(tmp_path) as (sandbox, store):
        ids = await people(sandbox, store, 300)
        await store.begin_broadcast(Broadcast(TEXTS), TODAY)
        database = f"sqlite:///{tmp_path}/safar.db"
        for lowest in (20, 100, 180):
            await killed_at(sandbox, database, random.randrange(lowest, lowest + 60))
        last = await process(sandbox, database)
        assert await asyncio.wait_for(last.wait(), 60) == 0
        counts, ended = received(sandbox), await fates(store)
        assert set(counts.values()) == {1}
        assert set(ended) <= {Fate.SENT, Fate.UNKNOWN}
        assert ended[Fate.SENT] + ended.get(Fate.UNKNOWN, 0) == len(ids)
        assert ended.get(Fate.UNKNOWN, 0) <= 3 * LANES * GROUP
        assert len(ids) - len(counts) <= ended.get(Fate.UNKNOWN, 0), "who got nothing is listed as unknown"


async def test_each_gets_his_language_once_and_then_it_is_done(tmp_path: Path) -> None:
    """A text arrives as it was written, in the person's own language; the figures tell the ends."""
    async with opened(tmp_path) as (sandbox, store):
        (ky,) = await people(sandbox, store, 1)
        (uz,) = await people(sandbox, store, 1, replace(WILLING, language=Language.UZ_CYRL))
        await people(sandbox, store, 1, replace(WILLING, may_write=False))
        await store.begin_broadcast(Broadcast(TEXTS), TODAY)
        async with sending(sandbox, store, noon()) as sender:
            await until_done(store)
            assert await sender.counts() == {"sent": 2}
        said = {chat: posts[0].message["text"] for chat, posts in sandbox.state.chats.posts.items() if posts}
        assert said == {ky: "Салам ky", uz: "Салам uz_Cyrl"}


async def test_at_night_nobody_is_woken(tmp_path: Path) -> None:
    """At 02:30 UTC it is 08:30 in Bishkek and 07:30 in Dushanbe: the one gets it, the other waits, then gets it."""
    async with opened(tmp_path) as (sandbox, store):
        (early,) = await people(sandbox, store, 1)
        (late,) = await people(sandbox, store, 1, replace(WILLING, home="TJ-SU"))
        await store.begin_broadcast(Broadcast(TEXTS), TODAY)
        async with sending(sandbox, store, moment(2, 30)):
            async with asyncio.timeout(10):
                while Fate.SENT not in await fates(store):
                    await asyncio.sleep(0.02)
            await asyncio.sleep(0.2)
            assert received(sandbox) == {early: 1}
        async with sending(sandbox, store, moment(3)):
            await until_done(store)
        assert received(sandbox) == {early: 1, late: 1}


async def test_after_its_time_nothing_is_sent(tmp_path: Path) -> None:
    """A stale message reaches nobody."""
    async with opened(tmp_path) as (sandbox, store):
        await people(sandbox, store, 2)
        await store.begin_broadcast(Broadcast(TEXTS, ALL, stamp(moment(5, 59))), TODAY)
        async with sending(sandbox, store, noon()):
            await until_done(store)
        assert (received(sandbox), await fates(store)) == ({}, {Fate.EXPIRED: 2})


async def test_paused_and_resumed(tmp_path: Path) -> None:
    """While a broadcast is paused nothing of it goes; resumed, the rest does, once."""
    async with opened(tmp_path) as (sandbox, store):
        ids = await people(sandbox, store, 30)
        number = await store.begin_broadcast(Broadcast(TEXTS), TODAY)
        assert await store.steer(number, Stage.PAUSED)
        async with sending(sandbox, store, noon()) as sender:
            await asyncio.sleep(0.3)
            assert received(sandbox) == {} and sender.leads
            assert await store.steer(number, Stage.READY)
            await until_done(store)
        assert received(sandbox) == dict.fromkeys(ids, 1)


async def test_who_blocked_the_bot_and_who_is_gone(tmp_path: Path) -> None:
    """One who blocked the bot is marked and left alone; a chat that isn't there is refused; others get theirs."""
    async with opened(tmp_path) as (sandbox, store):
        blocked, reached = await people(sandbox, store, 2)
        sandbox.state.chats.people[blocked].blocked = True
        await store.record(KEYS.person(42), None, WILLING, 1)
        await store.begin_broadcast(Broadcast(TEXTS), TODAY)
        async with sending(sandbox, store, noon()):
            await until_done(store)
        assert await fates(store) == {Fate.BLOCKED: 1, Fate.REFUSED: 1, Fate.SENT: 1}
        assert received(sandbox) == {reached: 1}
        kept = await store.load(KEYS.person(blocked))
        assert kept is not None and kept.blocked
        assert (await store.reach(ALL)).blocked == 1


async def test_stopping_leaves_the_rest_waiting(tmp_path: Path) -> None:
    """Told to stop, the sender finishes what is in flight: nothing is unknown, the rest waits for the next start."""
    async with opened(tmp_path) as (sandbox, store):
        ids = await people(sandbox, store, 60)
        await store.begin_broadcast(Broadcast(TEXTS), TODAY)
        async with sending(sandbox, store, noon()):
            async with asyncio.timeout(10):
                while not received(sandbox):
                    await asyncio.sleep(0.001)
        ended = await fates(store)
        assert set(ended) == {Fate.SENT, Fate.WAITING}
        assert received(sandbox).total() == ended[Fate.SENT]
        async with sending(sandbox, store, noon()):
            await until_done(store)
        assert received(sandbox) == dict.fromkeys(ids, 1)


METHOD = GetMe()


@pytest.mark.parametrize(
    ("error", "fate"),
    [
        (TelegramRetryAfter(METHOD, "Flood", 60), Fate.WAITING),
        (TelegramForbiddenError(METHOD, "bot was blocked by the user"), Fate.BLOCKED),
        (TelegramBadRequest(METHOD, "chat not found"), Fate.REFUSED),
        (TelegramNetworkError(METHOD, "timeout"), Fate.UNKNOWN),
        (TelegramServerError(METHOD, "Bad Gateway"), Fate.UNKNOWN),
        (ClientDecodeError("not JSON", ValueError(), "<html>"), Fate.UNKNOWN),
        (ValueError("a bug"), Fate.UNKNOWN),
    ],
)
def test_how_a_message_ended(error: Exception, fate: Fate) -> None:
    """Only what Telegram surely did not take waits on; what may have arrived is unknown."""
    assert fate_of(error) is fate


class Flooded:
    """A Telegram that says "slow down" to everything."""

    async def __call__(self, _: object) -> None:
        raise TelegramRetryAfter(METHOD, "Flood", 60)


class Held(Pace):
    """A pace that notes for how long it was told to wait."""

    held = 0.0

    def hold(self, seconds: float) -> None:
        """Note it, and wait for nothing."""
        self.held = seconds


async def test_flood_holds_the_pace_and_keeps_the_message(tmp_path: Path) -> None:
    """When Telegram says to slow down, nothing goes for so long, and the message still waits."""
    async with opened(tmp_path) as (sandbox, store):
        await people(sandbox, store, 1)
        await store.begin_broadcast(Broadcast(TEXTS), TODAY)
        pace = Held()
        sender = Sender(store, Flooded(), asyncio.Event(), pace, noon)  # type: ignore[arg-type]
        async with asyncio.TaskGroup() as group, asyncio.timeout(10):
            group.create_task(sender.work())
            while not pace.held:
                await asyncio.sleep(0.01)
            sender.stopping.set()
        assert (pace.held, await fates(store)) == (60, {Fate.WAITING: 1})


def test_clocks() -> None:
    """Bishkek is an hour ahead of Dushanbe and Tashkent; the quiet ends and begins on the hour."""
    assert zones_awake(moment(1, 59)) == ()
    assert zones_awake(moment(2)) == (Zone.KG,)
    assert zones_awake(moment(3)) == tuple(Zone)
    assert zones_awake(moment(15)) == (Zone.TJ, Zone.UZ)
    assert [hours_to_wake(moment(1), zone) for zone in Zone] == [1, 2, 2]
    assert hours_to_wake(noon(), Zone.KG) == 0


def test_letters_hide_the_address() -> None:
    """What a sender could log holds no address."""
    assert "7000000001" not in repr(Letter(1, KEYS.person(7_000_000_001), "x"))
