"""The serving loop: what can't be read is stepped over, a bug is apologised for, a redelivery changes nothing."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.pretend import Pretence, pretence
from bot.serve import Service
from learning.course import Language
from sandbox import Limits, Person, Sandbox, acts
from screens.intents import Agree, AskQuestion, GiveAnswer, SetLanguage, encode
from storage import Record, StoreUnavailable
from tests.scene import assert_clean, buttons, enrolled, intents, our_book, press, scene


@pytest.fixture
async def pretend(tmp_path: Path) -> AsyncIterator[Pretence]:
    async with scene(tmp_path) as made:
        yield made


async def kept(pretend: Pretence, person: Person) -> Record:
    """What the records hold of this person."""
    desk = pretend.service.desk
    record = await desk.store.load(desk.pseudonyms.person(person.id))
    assert record is not None
    return record


def raw_press(person: Person, data: str, update: int, message: int) -> dict[str, Any]:
    """An update as Telegram sends it."""
    somebody = {"id": person.id, "is_bot": False, "first_name": "x"}
    chat = {"id": person.id, "type": "private"}
    shown = {"message_id": message, "date": 1, "chat": chat, "text": "x"}
    query = {"id": "1", "from": somebody, "chat_instance": "1", "data": data, "message": shown}
    return {"update_id": update, "callback_query": query}


@pytest.mark.parametrize(
    "poison",
    [
        {"message": {"message_id": "x"}},
        {"callback_query": {"id": 1}},
        {"message": []},
        {"callback_query": {"from": {"id": 1}, "id": "1", "data": 7}},
    ],
)
async def test_an_update_that_cannot_be_read_is_stepped_over_and_counted(
    pretend: Pretence, poison: dict[str, Any]
) -> None:
    person = await pretend.sandbox.person("ky")
    async with aiohttp.ClientSession(pretend.sandbox.url) as http:
        assert (await http.post("/control/updates", json=poison)).status == 200
    assert buttons(await person.start())
    assert pretend.service.unreadable == 1
    pretend.service.unreadable = 0
    assert_clean(pretend)


class BrokenCalendar:
    """A day that nobody knows: the bug of this test."""

    def __call__(self) -> date:
        raise RuntimeError("a bug that knows a secret: 7000000001")


async def test_a_bug_gets_an_apology_with_a_code_and_the_bot_lives_on(
    pretend: Pretence, capsys: pytest.CaptureFixture[str]
) -> None:
    person = await pretend.sandbox.person("ru")
    await person.start()
    await press(person, SetLanguage)
    service = pretend.service
    service.desk, whole = replace(service.desk, today=BrokenCalendar()), service.desk
    await press(person, Agree)
    service.desk = whole
    assert service.failed == 1
    assert pretend.sandbox.unanswered() == []
    logged = "".join(capsys.readouterr())
    assert "RuntimeError" in logged and "test_serve.py" in logged
    assert "secret" not in logged and str(person.id) not in logged
    await press(person, Agree)
    assert (await kept(pretend, person)).learner.enrolled_on == service.desk.today()


async def test_a_redelivered_answer_counts_once_and_the_screen_is_drawn_again(pretend: Pretence) -> None:
    person = await enrolled(pretend, "ru", "KG")
    screen = await person.screen()
    while not any(isinstance(intent, AskQuestion) for intent in intents(screen)):
        screen = await person.press(next(b.data or "" for b in buttons(screen) if b.text.startswith("▶")))
    screen = await press(person, AskQuestion)
    data = next(b.data or "" for b in buttons(screen) if (b.data or "").startswith("a."))
    update = raw_press(person, data, 2_000_000_000, screen.message_id)
    await pretend.service.work(update)
    once = await kept(pretend, person)
    await Service(pretend.service.bot, pretend.service.desk).work(update)  # the process began anew in between
    assert await kept(pretend, person) == once
    assert once.learner.attempt is not None and len(once.learner.attempt.answers) == 1
    assert any(isinstance(intent, AskQuestion) for intent in intents(await person.screen()))
    assert GiveAnswer not in {type(intent) for intent in intents(await person.screen())}


async def test_a_press_that_changed_nothing_undoes_nothing_when_it_comes_again(pretend: Pretence) -> None:
    """This process has finished it and passes it over."""
    person = await enrolled(pretend, "ru", "KG")
    screen = await person.screen()
    same = raw_press(person, encode(SetLanguage(Language.RU)), 2_000_000_000, screen.message_id)
    other = raw_press(person, encode(SetLanguage(Language.KY)), 2_000_000_001, screen.message_id)
    for update in (same, other, same):
        await pretend.service.work(update)
    assert (await kept(pretend, person)).learner.language is Language.KY


async def test_nor_does_it_after_the_process_was_killed(pretend: Pretence) -> None:
    """Both were recorded and not confirmed, and come again in their order: the later one still holds."""
    person = await enrolled(pretend, "ru", "KG")
    screen = await person.screen()
    same = raw_press(person, encode(SetLanguage(Language.RU)), 2_000_000_000, screen.message_id)
    other = raw_press(person, encode(SetLanguage(Language.KY)), 2_000_000_001, screen.message_id)
    for update in (same, other):
        await pretend.service.work(update)
    anew = Service(pretend.service.bot, pretend.service.desk)
    for update in (same, other):
        await anew.work(update)
    assert (await kept(pretend, person)).learner.language is Language.KY


class ClosedStore:
    """Records that can't be reached."""

    async def load(self, _: object) -> None:
        raise StoreUnavailable("closed")


async def test_without_records_the_person_is_told_honestly_within_seconds(
    pretend: Pretence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.serve.PATIENCE", 0.2)
    person = await enrolled(pretend, "ru", "KG")
    screen = await person.screen()
    before = await kept(pretend, person)
    service = pretend.service
    service.desk, whole = replace(service.desk, store=ClosedStore()), service.desk  # type: ignore[arg-type]
    await person.press(next(b.data or "" for b in buttons(screen) if b.text.startswith("▶")))
    service.desk = whole
    assert await kept(pretend, person) == before
    assert (service.failed, pretend.sandbox.unanswered()) == (1, [])


async def test_who_has_blocked_the_bot_is_left_alone(pretend: Pretence) -> None:
    person = await enrolled(pretend, "ru", "KG")
    screen = await person.screen()
    data = next(b.data or "" for b in buttons(screen) if b.text.startswith("▶"))
    await person.block()
    await pretend.service.work(raw_press(person, data, 2_000_000_000, screen.message_id))
    assert pretend.service.failed == 0
    assert (await kept(pretend, person)).blocked
    assert "editMessageText" in {refused["method"] for refused in pretend.sandbox.refused()}
    assert "sendMessage" not in {refused["method"] for refused in pretend.sandbox.refused()}


async def test_a_slow_step_hides_nobody_elses(tmp_path: Path) -> None:
    """Asked for the same offset too soon, Telegram hands out one update only: the others must come through."""
    async with (
        Sandbox(limits=Limits.relaxed(same_offset_wait=3.0)) as sandbox,
        pretence(sandbox, f"sqlite:///{tmp_path}/safar.sqlite3", book=our_book()),
    ):
        slow, quick = await sandbox.person("ru"), await sandbox.person("ru")
        delay = sandbox.faults.add("delay", methods=["sendMessage"], seconds=4.0)
        chats = sandbox.state.chats
        acts.start(sandbox.state, chats.people[slow.id])
        async with asyncio.timeout(10):
            while not delay.fired:
                await asyncio.sleep(0.01)
            acts.start(sandbox.state, chats.people[quick.id])
            while not any(post.by_bot for post in chats.posts[quick.id]):
                await asyncio.sleep(0.01)
            assert not any(post.by_bot for post in chats.posts[slow.id])
            while not any(post.by_bot for post in chats.posts[slow.id]):
                await asyncio.sleep(0.01)
