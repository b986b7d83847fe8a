"""The process is killed, or the power cut, at random moments under load; then the records are held to account.

The measure is an undisturbed bot that takes the same updates, each once. After every kill each person's record
must be what that bot has after the last step that he saw answered, or after those that were in flight. In the
end all of it must be equal, and so must the counters, recomputed from the records.
"""

import asyncio
import random
import shutil
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from learning.learner import Learner
from sandbox import Limits, Sandbox
from storage import open_store
from tests.faults.crowd import Crowd, Walker
from tests.faults.lives import Cradle, Life
from tests.faults.reference import KEYS, Reference

PEOPLE = 24


@dataclass
class Trial:
    """A crowd, a bot that keeps dying, and the undisturbed bot beside it."""

    life: Life
    crowd: Crowd
    reference: Reference
    url: Callable[[], str]
    in_flight: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    lost: list[int] = field(default_factory=list)

    async def account(self) -> None:
        """Hold the records of a dead bot against what people were told."""
        await asyncio.sleep(0.1)  # so that the crowd has read what came last
        found = await self._learners()
        for person, walker in self.crowd.walkers.items():
            if not await self.reference.agrees(person, walker.sent, walker.answered, found[person]):
                self.lost.append(person)
            self.in_flight[person] += range(walker.answered, len(walker.sent))

    async def _learners(self) -> dict[int, Learner | None]:
        store = await open_store(self.url(), KEYS)
        kept = {person: await store.load(KEYS.person(person)) for person in self.crowd.walkers}
        counters, audit = await store.counters(), await store.audit()
        await store.close()
        assert counters == audit
        return {person: record.learner if record else None for person, record in kept.items()}

    async def final(self) -> None:
        """When all is settled, the records and counters are those of the undisturbed bot."""
        found = await self._learners()
        for person, walker in self.crowd.walkers.items():
            assert found[person] == await self.reference.finish(person, walker.sent)
        store = await open_store(self.url(), KEYS)
        assert await store.counters() == await self.reference.store.counters()
        await store.close()

    def doubled(self) -> int:
        """How many messages people got twice; each belongs to an update that was in flight at a kill.

        What was an edit may come as a message the second time.
        """
        more = 0
        for person in self.crowd.walkers:
            got = len([p for p in self.life.sandbox.state.chats.posts[person] if p.by_bot])
            twice = got - self.reference.listener.messages[person]
            told = self.reference.told[person]
            assert 0 <= twice <= sum(max(1, told[at]) for at in self.in_flight[person])
            more += twice
        return more


@pytest.fixture
async def trial(cradle: Cradle, tmp_path: Path, seed: int) -> AsyncIterator[Callable[..., Trial]]:
    """Sets a trial up; the bot that is left over is killed in the end."""
    reference = await Reference.open(tmp_path)
    trials = []
    async with Sandbox(limits=Limits.relaxed(callback_window=3600)) as sandbox:

        def make(url: Callable[[], str]) -> Trial:
            life = Life(cradle, sandbox, tmp_path / "bot", {"SAFAR_DATABASE_URL": url()})
            trials.append(Trial(life, Crowd(sandbox, PEOPLE, seed), reference, url))
            return trials[0]

        yield make
        for made in trials:
            if made.life.pid and made.life.alive():
                await made.life.kill()
    await reference.store.close()


async def through_kills(trial: Trial, kills: int, chance: random.Random, before: Callable[[], None]) -> None:
    """Live `kills` lives under load, hold each to account, and let the last one finish."""
    over = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        walking = group.create_task(trial.crowd.walk(over))
        for _ in range(kills):
            before()
            await trial.life.begin()
            told = trial.crowd.acknowledged
            while trial.crowd.acknowledged < told + PEOPLE:  # it has to be at work
                await asyncio.sleep(0.01)
            await asyncio.sleep(chance.uniform(0.0, 1.0))
            await trial.crowd.handed_over()  # else most kills would find an idle bot and a busy sandbox
            await asyncio.sleep(chance.uniform(0.0, 0.02))
            await trial.life.kill()
            await trial.account()
        before()
        await trial.life.begin()
        await asyncio.sleep(0.5)
        over.set()
        await walking
        await trial.crowd.settled()
        await trial.life.stop()


async def test_killed_under_load_nothing_is_lost_and_nothing_counts_twice(
    trial: Callable[..., Trial], url: str, seed: int, soak: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """kill -9 at random moments, many people pressing, on both engines."""
    kills = 20 if soak else 3
    tried = trial(lambda: url)
    await through_kills(tried, kills, random.Random(seed), lambda: None)
    await tried.final()
    assert tried.lost == []
    report(capsys, f"{url.partition(':')[0]}, killed {kills} times", tried)


async def test_a_power_cut_leaves_what_was_acknowledged(
    trial: Callable[..., Trial],
    tmp_path: Path,
    seed: int,
    soak: bool,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Only what SQLite had fsynced remains, and here and there a block that the disk wrote early or by halves."""
    cuts = 20 if soak else 2
    power = Power(tmp_path, seed)
    tried = trial(power.url)
    await through_kills(tried, cuts, random.Random(seed), lambda: power.on(tried.life))
    await tried.final()
    assert tried.lost == []
    report(capsys, f"SQLite, power cut {cuts} times", tried)


async def test_the_power_cut_is_a_real_one(trial: Callable[..., Trial], tmp_path: Path, seed: int) -> None:
    """Without the fsync at each commit the same cut loses steps: so the test above can fail."""
    power = Power(tmp_path, seed)
    tried = trial(power.url)
    tried.life.more["careless"] = True
    over = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        walking = group.create_task(tried.crowd.walk(over))
        power.on(tried.life)
        await tried.life.begin()
        while tried.crowd.acknowledged < 10 * PEOPLE:
            await asyncio.sleep(0.01)
        await tried.life.kill()
        walking.cancel()
    power.off()
    await tried.account()
    assert tried.lost != []


class Power:
    """Where the records are: each cut leaves them in a new folder, as the disk has them."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.cuts = 0
        self.seed = seed
        self.is_on = False
        self._place(0).mkdir()

    def _place(self, number: int) -> Path:
        return self.folder / f"disk-{number}"

    def url(self) -> str:
        """The records as they stand now."""
        if self.is_on:
            self.off()
        return f"sqlite:///{self._place(self.cuts)}/safar.sqlite3"

    def on(self, life: Life) -> None:
        """Give a life the disk that the last cut left, and an image of it for the next."""
        life.environment["SAFAR_DATABASE_URL"] = self.url()
        image = self._place(self.cuts + 1)
        image.mkdir()
        for file in self._place(self.cuts).iterdir():
            if not file.name.endswith("-shm"):
                shutil.copy(file, image)
        life.more |= {"image": str(image), "seed": self.seed + self.cuts}
        self.is_on = True

    def off(self) -> None:
        """Cut it."""
        self.is_on = False
        self.cuts += 1


def report(capsys: pytest.CaptureFixture[str], what: str, tried: Trial) -> None:
    """Say what was tried, for docs/reliability.md."""
    steps = sum(len(walker.sent) for walker in _walkers(tried))
    with capsys.disabled():
        print(
            f"\n{what}: {len(tried.crowd.walkers)} people, {steps} updates, "
            f"{sum(map(len, tried.in_flight.values()))} in flight at a kill, lost {len(tried.lost)}, "
            f"counted twice 0, messages seen twice {tried.doubled()}"
        )


def _walkers(tried: Trial) -> list[Walker]:
    return list(tried.crowd.walkers.values())
