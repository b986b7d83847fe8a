"""Updates that come twice, late, out of order, poisoned or in floods: each effect once, and everybody else goes on."""

import asyncio
import copy
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.line import A_PERSONS_SHARE, Line, RawUpdate
from bot.pretend import Pretence, pretence
from bot.serve import Service
from handlers import Desk
from learning.figures import ENROLLED
from sandbox import Limits, Sandbox
from screens.intents import ChooseHome, ListLessons, OpenMenu, OpenSettings
from storage import open_store
from tests.faults.crowd import Crowd
from tests.faults.reference import KEYS, Listener, Reference
from tests.faults.test_telegram import SECRETS
from tests.scene import enrolled, intents, our_book, press

POISON: list[Any] = [
    {"message": {"from": {"id": []}}},
    {"message": {"from": {"id": {}}, "chat": 1}},
    {"callback_query": {"from": {"id": "7"}, "id": None}},
    {"callback_query": {"from": {"id": 10**30, "is_bot": False, "first_name": ""}, "id": "1", "data": "m"}},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "from": {"id": True}}},
    {"message": None, "callback_query": 5},
    {"my_chat_member": {"from": {}}},
    {"message": {"message_id": 1, "date": 10**30, "from": {"id": 5}, "chat": {"id": 5, "type": "private"}}},
    {"\ud800": {"from": {"id": 5}}},
]


@pytest.fixture
async def pretend(tmp_path: Path) -> AsyncIterator[Pretence]:
    """The bot and a sandbox, with keys that the undisturbed bot knows."""
    async with (
        Sandbox(limits=Limits.relaxed(callback_window=3600)) as sandbox,
        pretence(sandbox, f"sqlite:///{tmp_path}/safar.sqlite3", book=our_book(), **SECRETS) as made,
    ):
        yield made


async def test_updates_that_come_again_change_nothing(
    pretend: Pretence, tmp_path: Path, seed: int, soak: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """A third of all updates is delivered twice to a crowd: records and counters are as if each came once."""
    reference = await Reference.open(tmp_path)
    people, steps = (40, 80) if soak else (12, 10)
    again = pretend.sandbox.faults.add("duplicate", times=None, probability=0.33, seed=seed)
    crowd = Crowd(pretend.sandbox, people, seed)
    await crowd.walk(asyncio.Event(), steps)
    await crowd.settled()
    store = pretend.service.desk.store
    for person, walker in crowd.walkers.items():
        kept = await store.load(KEYS.person(person))
        assert (kept.learner if kept else None) == await reference.finish(person, walker.sent)
    assert await store.counters() == await store.audit() == await reference.store.counters()
    assert again.fired > 0 and pretend.service.failed == 0
    await reference.store.close()
    with capsys.disabled():
        sent = sum(len(walker.sent) for walker in crowd.walkers.values())
        print(f"\nUpdates again: {sent} updates, {again.fired} delivered twice, counted twice 0")


async def test_updates_out_of_order_keep_the_records_whole(
    pretend: Pretence, seed: int, soak: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """Some overtake others and come again: no step fails, nobody is enrolled twice, counters equal the recount."""
    people, steps = (40, 80) if soak else (12, 10)
    faults = pretend.sandbox.faults
    moved = faults.add("reorder", times=None, probability=0.5, seed=seed)
    faults.add("duplicate", times=None, probability=0.1, seed=seed)
    crowd = Crowd(pretend.sandbox, people, seed, impatience=0.5)
    await crowd.walk(asyncio.Event(), steps)
    await crowd.settled()
    store = pretend.service.desk.store
    counters = await store.counters()
    assert counters == await store.audit()
    assert pretend.service.failed == 0 and moved.fired > 0
    enrolments = sum(n for what, n in counters.items() if what.figure == ENROLLED)
    assert enrolments == await store.learners() <= people
    for person in crowd.walkers:
        kept = await store.load(KEYS.person(person))
        attempt = kept.learner.attempt if kept else None
        questions = [question for question, _, _ in attempt.answers] if attempt else []
        assert len(questions) == len(set(questions))
    with capsys.disabled():
        sent = sum(len(walker.sent) for walker in crowd.walkers.values())
        print(f"\nUpdates out of order: {sent} updates, {moved.fired} overtook another, counted twice 0")


@pytest.mark.parametrize("url", ["sqlite", "postgres"], indirect=True)
async def test_two_workers_that_race_on_one_person_count_each_press_once(
    url: str, tmp_path: Path, seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both take the same updates at the same moment, in the person's order: one of them records each."""
    reference = await Reference.open(tmp_path)
    sent = await walked(tmp_path, seed)
    workers = [Service(Listener(), await desk_on(url, reference)) for _ in range(2)]  # type: ignore[arg-type]
    for person, updates in sent.items():
        for update in updates:
            await asyncio.gather(*(worker.work(copy.deepcopy(update)) for worker in workers))
        kept = await workers[0].desk.store.load(KEYS.person(person))
        assert (kept.learner if kept else None) == await reference.finish(person, updates)
    store = workers[0].desk.store
    assert await store.counters() == await store.audit() == await reference.store.counters()
    assert [worker.failed for worker in workers] == [0, 0]
    for worker in workers:
        await worker.desk.store.close()
    await reference.store.close()
    with capsys.disabled():
        print(
            f"\nTwo workers, {url.partition(':')[0]}: {sum(map(len, sent.values()))} updates to both, counted twice 0"
        )


async def desk_on(url: str, reference: Reference) -> Desk:
    """A desk with a store of its own on these records."""
    return replace(reference.service.desk, store=await open_store(url, KEYS))


async def walked(folder: Path, seed: int, steps: int = 15) -> dict[int, list[dict[str, Any]]]:
    """What a few people sent on an undisturbed walk."""
    async with (
        Sandbox(limits=Limits.relaxed()) as sandbox,
        pretence(sandbox, f"sqlite:///{folder}/walk.sqlite3", book=our_book(), **SECRETS),
    ):
        crowd = Crowd(sandbox, 6, seed)
        await crowd.walk(asyncio.Event(), steps)
        await crowd.settled()
    return {person: walker.sent for person, walker in crowd.walkers.items()}


async def test_poison_is_stepped_over_and_the_next_person_is_served(pretend: Pretence) -> None:
    """Whatever stands in an update, the process lives, counts it, and goes on."""
    for poison in POISON:
        pretend.sandbox.state.queue.add_raw(copy.deepcopy(poison))
    person = await enrolled(pretend, "ky", "KG")
    assert ListLessons in {type(intent) for intent in intents(await press(person, OpenMenu))}
    service = pretend.service
    assert 0 < service.unreadable + service.failed <= len(POISON)


async def test_an_unreadable_record_is_one_persons_trouble(pretend: Pretence, tmp_path: Path) -> None:
    """Somebody's row holds what no release wrote: he gets an apology each time, others go on."""
    unlucky, other = await enrolled(pretend, "ru", "UZ"), await enrolled(pretend, "ky", "KG")
    with closing(sqlite3.connect(tmp_path / "safar.sqlite3")) as session:
        session.execute("UPDATE learner SET language = 'xx' WHERE key = ?", (KEYS.person(unlucky.id).key,))
        session.commit()
    screen = await unlucky.type("/menu")
    assert "Код" in screen.text
    assert ListLessons in {type(intent) for intent in intents(await press(other, OpenMenu))}
    assert pretend.service.failed == 1


async def test_a_bug_in_one_handler_leaves_the_others_alone(pretend: Pretence) -> None:
    """The list of places is broken: who asks for it is one failure, who asks for anything else goes on."""
    well, unlucky = await enrolled(pretend, "ky", "KG"), await enrolled(pretend, "ru", "UZ")
    await press(unlucky, OpenMenu)
    await press(unlucky, OpenSettings)
    service = pretend.service
    whole = service.desk
    service.desk = replace(whole, book=replace(whole.book, territories=None))  # type: ignore[arg-type]
    await press(unlucky, ChooseHome)
    assert ListLessons in {type(intent) for intent in intents(await press(well, OpenMenu))}
    assert service.failed == 1
    service.desk = whole


async def test_one_person_who_floods_keeps_nobody_waiting() -> None:
    """Beyond his share of the backlog he is stepped over and counted; the next person is served at once."""
    served: Counter[int] = Counter()
    held = asyncio.Event()

    async def work(raw: RawUpdate) -> None:
        person = raw["message"]["from"]["id"]
        if person == 1:
            await held.wait()
        served[person] += 1

    async with Line(work) as line:
        for number in range(1, 2001):
            await line.take({"update_id": number, "message": {"from": {"id": 1}}})
        await (await line.take({"update_id": 2001, "message": {"from": {"id": 2}}}))
        assert served == {2: 1}
        held.set()
    assert A_PERSONS_SHARE <= served[1] <= A_PERSONS_SHARE + 1
    assert line.flooded == 2000 - served[1]
    assert line.confirmed(0) == 2002
