"""Telegram stumbles: what may be repeated is, in order; what could be seen twice is not, and stands in the log."""

import asyncio
import inspect
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiogram import methods
from aiogram.methods import GetMe, SendMessage, TelegramMethod
from aiogram.types import Message, MessageId

from bot.pretend import Pretence, pretence
from bot.retries import OutcomeUnknown, makes_message
from bot.telegram import make_bot
from sandbox import Limits, Person, Sandbox, acts
from screens.intents import ListLessons, OpenMenu
from tests.faults.crowd import Crowd
from tests.faults.lives import free_port
from tests.faults.reference import KEYS, Reference
from tests.scene import enrolled, intents, our_book, press

LOST = [("reset", 0), ("silence", 0), ("error", 502)]
SECRETS: dict[str, Any] = {
    "secret_key": "a test's secret key, 32 bytes...",
    "contact_key": "a test's contact key, 32 bytes..",
}


@pytest.fixture
async def pretend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Pretence]:
    """The bot and a sandbox; the bot's patience with Telegram is two seconds."""
    monkeypatch.setattr("bot.retries.PATIENCE", 2.0)
    async with (
        Sandbox(limits=Limits.relaxed(callback_window=3600)) as sandbox,
        pretence(sandbox, f"sqlite:///{tmp_path}/safar.sqlite3", book=our_book()) as made,
    ):
        yield made


async def messages(person: Person) -> int:
    """How many messages of the bot a person has."""
    return len([message for message in await person.messages() if message.from_user.is_bot])  # type: ignore[union-attr]


async def confirmed(pretend: Pretence) -> None:
    """Wait until the bot has dealt with everything."""
    async with asyncio.timeout(30):
        while pretend.sandbox.state.queue.fresh():
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(("kind", "status"), LOST)
@pytest.mark.parametrize("carried_out", [True, False])
async def test_a_send_of_unknown_outcome_is_listed_and_never_repeated(
    pretend: Pretence, kind: str, status: int, carried_out: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whether it arrived or not, it is sent once; the next command draws the screen."""
    person = await enrolled(pretend, "ky", "KG")
    before = await messages(person)
    how = {"status": status} if status else {}
    pretend.sandbox.faults.add(kind, methods=["sendMessage"], carried_out=carried_out, **how)
    acts.say(pretend.sandbox.state, pretend.sandbox.state.chats.people[person.id], "/menu")
    await confirmed(pretend)
    assert await messages(person) == before + carried_out
    assert (pretend.service.unshown, pretend.service.failed) == (1, 0)
    logged = "".join(capsys.readouterr())
    assert "send of unknown outcome" in logged and "sendMessage" in logged and str(person.id) not in logged
    assert ListLessons in {type(intent) for intent in intents(await person.type("/menu"))}
    assert await messages(person) == before + carried_out + 1


@pytest.mark.parametrize(("kind", "status"), [lost for lost in LOST if lost[0] != "silence"])
@pytest.mark.parametrize("carried_out", [True, False])
async def test_an_edit_is_repeated_until_it_is_through(
    pretend: Pretence, kind: str, status: int, carried_out: bool
) -> None:
    """An edit done twice looks like one, so the person gets his screen at the first press."""
    person = await enrolled(pretend, "uz", "UZ")
    before = await messages(person)
    how = {"status": status} if status else {}
    pretend.sandbox.faults.add(kind, methods=["edit*", "answer*"], carried_out=carried_out, times=2, **how)
    screen = await press(person, OpenMenu)
    assert ListLessons in {type(intent) for intent in intents(screen)}
    assert await messages(person) == before
    assert (pretend.service.unshown, pretend.service.failed) == (0, 0)


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
async def test_a_short_pause_is_waited_for_and_a_long_one_is_not(pretend: Pretence, method: str) -> None:
    """429: `retry_after` within the patience is obeyed; beyond it the bot gives up, and the next press draws."""
    person = await enrolled(pretend, "tg", "TJ")
    act = person.type("/menu") if method == "sendMessage" else press(person, OpenMenu)
    pretend.sandbox.faults.add("flood", methods=[method], seconds=1)
    assert ListLessons in {type(intent) for intent in intents(await act)}
    assert pretend.service.unshown == 0
    shown = await messages(person)
    pretend.sandbox.faults.add("flood", methods=[method], seconds=30)
    await (person.type("/lesson") if method == "sendMessage" else press(person, ListLessons))
    assert (pretend.service.unshown, await messages(person)) == (1, shown)
    assert ListLessons in {type(intent) for intent in intents(await person.type("/menu"))}


async def test_a_refused_connection_was_never_reached_so_a_send_is_repeated() -> None:
    """Telegram comes back within the patience: the message is there, once."""
    port = free_port()
    sandbox = Sandbox(port=port, limits=Limits.relaxed())
    account = sandbox.state.chats.add_person(None, None, "ru")
    account.started = True
    bot = make_bot(sandbox.token, f"http://127.0.0.1:{port}")
    sending = asyncio.ensure_future(bot(SendMessage(chat_id=account.id, text="x")))
    await asyncio.sleep(0.3)
    assert not sending.done()
    async with sandbox:
        await sending
        assert len(sandbox.state.chats.posts[account.id]) == 1
        await bot.session.close()


async def test_a_silent_telegram_is_given_up_within_the_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that takes the connection and says nothing: an error for a question, unknown for a message."""
    monkeypatch.setattr("bot.retries.PATIENCE", 0.3)
    async with Sandbox() as sandbox:
        sandbox.faults.add("silence", times=None)
        bot = make_bot(sandbox.token, sandbox.url)
        with pytest.raises(OutcomeUnknown):
            await bot(SendMessage(chat_id=1, text="x"))
        with pytest.raises(Exception, match="no answer in time"):
            await bot(GetMe())
        await bot.session.close()


def test_every_method_that_makes_a_message_counts_as_a_send() -> None:
    """Whatever returns messages, or is called send: it may not be done twice. A chat action is no message."""
    kinds = [
        kind
        for _, kind in inspect.getmembers(methods, inspect.isclass)
        if issubclass(kind, TelegramMethod) and kind is not TelegramMethod
    ]
    returns_messages = (Message, MessageId, list[Message], list[MessageId])
    sends = {kind.__api_method__ for kind in kinds if kind.__returning__ in returns_messages}
    sends |= {kind.__api_method__ for kind in kinds if kind.__api_method__.startswith("send")}
    sends = {name for name in sends if not name.startswith(("get", "edit"))} - {"sendChatAction"}
    counted = {kind.__api_method__ for kind in kinds if makes_message(kind.model_construct())}
    assert len(sends) > 20
    assert sends <= counted
    assert not {name for name in counted if name.startswith(("edit", "answer", "delete", "get", "set"))}


async def test_in_a_storm_every_step_is_taken_once_and_nothing_is_seen_twice(
    tmp_path: Path, seed: int, soak: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """Resets, 5xx and 429 on every call but sends, for a crowd; then the records of the undisturbed bot."""
    reference = await Reference.open(tmp_path)
    database = f"sqlite:///{tmp_path}/safar.sqlite3"
    people, steps = (40, 60) if soak else (12, 6)
    async with (
        Sandbox(limits=Limits.relaxed(callback_window=3600)) as sandbox,
        pretence(sandbox, database, book=our_book(), **SECRETS) as pretend,
    ):
        faults = {"reset": {}, "error": {"status": 502}, "flood": {"seconds": 1}}
        for number, (kind, how) in enumerate(faults.items()):
            for carried_out in (False, True) if kind != "flood" else (False,):
                sandbox.faults.add(
                    kind,
                    methods=["edit*", "answer*", "getUpdates"],
                    times=None,
                    probability=0.04,
                    seed=seed + number,
                    carried_out=carried_out,
                    **how,
                )
        crowd = Crowd(sandbox, people, seed)
        await crowd.walk(asyncio.Event(), steps)
        await crowd.settled()
        strikes = sum(fault.fired for fault in sandbox.faults.rules)
        assert strikes > 0
        assert (pretend.service.failed, pretend.service.unreadable) == (0, 0)
        store = pretend.service.desk.store
        for person, walker in crowd.walkers.items():
            expected = await reference.finish(person, walker.sent)
            kept = await store.load(KEYS.person(person))
            assert (kept.learner if kept else None) == expected
            got = len([post for post in sandbox.state.chats.posts[person] if post.by_bot])
            assert got == reference.listener.messages[person]
        assert await store.counters() == await store.audit() == await reference.store.counters()
    await reference.store.close()
    with capsys.disabled():
        sent = sum(len(walker.sent) for walker in crowd.walkers.values())
        print(
            f"\nTelegram in a storm: {sent} updates, {strikes} faults, lost 0, counted twice 0, seen twice 0"
        )


async def test_who_lets_the_bot_in_again_is_welcomed_back(pretend: Pretence) -> None:
    """Blocked, the bot leaves him alone; at his next START he stands where he stood."""
    person = await enrolled(pretend, "ru", "other")
    await press(person, OpenMenu)
    await person.block()
    await confirmed(pretend)
    shown = await messages(person)
    await person.unblock()
    await confirmed(pretend)
    assert await messages(person) == shown
    assert ListLessons in {type(intent) for intent in intents(await person.start())}
    assert pretend.service.failed == 0
