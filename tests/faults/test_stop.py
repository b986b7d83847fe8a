"""SIGTERM under load: nothing in flight is lost, nothing is done twice, and the process is gone in ten seconds."""

import asyncio
import json
from pathlib import Path

import pytest

from sandbox import Limits, Sandbox
from storage import open_store
from tests.faults.crowd import Crowd
from tests.faults.lives import Cradle, Life, free_port
from tests.faults.reference import KEYS, Reference

STOPS = 2
GONE_WITHIN = 10.0


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_stopped_under_load_nothing_in_flight_is_lost(
    way: str, cradle: Cradle, tmp_path: Path, seed: int, soak: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """Stopped while a crowd presses, started again: records as undisturbed, no message twice, status 0."""
    stops = 10 if soak else STOPS
    url, port = f"sqlite:///{tmp_path}/safar.sqlite3", free_port()
    environment = {"SAFAR_DATABASE_URL": url}
    if way == "webhook":
        environment |= {
            "SAFAR_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook",
            "SAFAR_WEBHOOK_SECRET": "a-secret",
        }
    reference = await Reference.open(tmp_path)
    limits = Limits.relaxed(callback_window=3600, resend_after=0.2, resend_at_most=0.2)
    async with Sandbox(limits=limits) as sandbox:
        crowd, over = Crowd(sandbox, 16, seed), asyncio.Event()
        life = Life(cradle, sandbox, tmp_path / "bot", environment, port=port)
        async with asyncio.TaskGroup() as group:
            walking = group.create_task(crowd.walk(over))
            for _ in range(stops):
                await life.begin()
                told = crowd.acknowledged
                while crowd.acknowledged < told + 20:
                    await asyncio.sleep(0.01)
                async with asyncio.timeout(GONE_WITHIN + 2):
                    await life.stop()
                assert life.ended() == 0
            await life.begin()
            over.set()
            await walking
            await crowd.settled()
            await life.stop()
        store = await open_store(url, KEYS)
        for person, walker in crowd.walkers.items():
            kept = await store.load(KEYS.person(person))
            assert (kept.learner if kept else None) == await reference.finish(person, walker.sent)
            got = len([post for post in sandbox.state.chats.posts[person] if post.by_bot])
            assert got == reference.listener.messages[person]
        assert await store.counters() == await store.audit() == await reference.store.counters()
        await store.close()
    await reference.store.close()
    with capsys.disabled():
        sent = sum(len(walker.sent) for walker in crowd.walkers.values())
        print(
            f"\nSIGTERM under load, {way}: {stops} stops, {sent} updates, lost 0, counted twice 0, seen twice 0"
        )


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_a_silent_telegram_does_not_hold_up_the_end(way: str, cradle: Cradle, tmp_path: Path) -> None:
    """Edits hang for ever: the process ends all the same, and the press is recorded once it comes again."""
    url, port = f"sqlite:///{tmp_path}/safar.sqlite3", free_port()
    environment = {"SAFAR_DATABASE_URL": url}
    if way == "webhook":
        environment |= {
            "SAFAR_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook",
            "SAFAR_WEBHOOK_SECRET": "a-secret",
        }
    limits = Limits.relaxed(callback_window=3600, resend_after=0.2, resend_at_most=0.2)
    async with Sandbox(limits=limits) as sandbox:
        life = Life(cradle, sandbox, tmp_path / "bot", environment, port=port)
        life.more["wind_up"] = 1.0
        await life.begin()
        crowd, over = Crowd(sandbox, 4, 1), asyncio.Event()
        await crowd.walk(over, steps=3)
        silence = sandbox.faults.add("silence", methods=["edit*", "answer*"], times=None)
        walking = asyncio.ensure_future(crowd.walk(over, steps=1))
        while not silence.fired:
            await asyncio.sleep(0.01)
        async with asyncio.timeout(GONE_WITHIN + 2):
            await life.stop()
        assert life.ended() == 0
        assert sandbox.state.queue.fresh() != []
        sandbox.faults.clear()
        await life.begin()
        await walking
        await crowd.settled()
        await life.stop()
        assert [line for line in map(json.loads, life.log().splitlines()) if line["level"] == "error"] == []
