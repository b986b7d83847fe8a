"""Faults on demand: each strikes as often as it was told to, and is seen in the journal."""

import asyncio
import socket
from datetime import timedelta

import aiohttp
import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from sandbox import Sandbox, acts
from sandbox.faults import FaultError, Faults

pytestmark = pytest.mark.asyncio


@pytest.fixture(autouse=True)
def _timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let python-telegram-bot give retry_after in the form that it does not warn about."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


def say(sandbox: Sandbox, learner: int, *texts: str) -> None:
    """Let a person write."""
    for text in texts:
        acts.say(sandbox.state, sandbox.state.chats.people[learner], text)


def heard(sandbox: Sandbox, learner: int) -> list[str]:
    """Return what the bot has said to a person."""
    return [post.message["text"] for post in sandbox.state.chats.posts[learner] if post.by_bot]


def struck(sandbox: Sandbox) -> list[str]:
    """Return the faults that the journal knows of."""
    return [entry["fault"] for entry in sandbox.state.journal.entries if entry["kind"] == "fault"]


async def test_a_gateways_page_instead_of_an_answer(sandbox: Sandbox, bot, learner: int) -> None:
    """A 502 is HTML, the message is not sent, the next one is; it is no mistake of the bot's."""
    sandbox.faults.add("error", methods=["sendMessage"], status=502)
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(learner, "a")
    await bot.send_message(learner, "b")
    assert heard(sandbox, learner) == ["b"]
    assert (struck(sandbox), sandbox.refused()) == (["error"], [])


async def test_the_page_is_html(sandbox: Sandbox) -> None:
    """What stands before Telegram does not speak JSON."""
    sandbox.faults.add("error", status=504, times=None)
    async with aiohttp.ClientSession(sandbox.url) as http, http.get(f"/bot{sandbox.token}/getMe") as answer:
        assert (answer.status, answer.content_type) == (504, "text/html")
        assert "504 Gateway Timeout" in await answer.text()


async def test_a_storm_of_429(sandbox: Sandbox, bot, learner: int) -> None:
    """So many requests in a row are told to wait, in the body and in the header."""
    sandbox.faults.add("flood", methods=["send*"], times=2, seconds=7)
    for _ in range(2):
        with pytest.raises(RetryAfter) as refusal:
            await bot.send_message(learner, "a")
        assert refusal.value.retry_after == timedelta(seconds=7)
    await bot.send_message(learner, "a")
    assert heard(sandbox, learner) == ["a"]


@pytest.mark.parametrize(("carried_out", "said"), [(False, []), (True, ["a"])])
async def test_a_reset_before_or_after(sandbox: Sandbox, bot, learner: int, carried_out, said) -> None:
    """The bot sees the same broken connection, whether the message went or not."""
    sandbox.faults.add("reset", methods=["sendMessage"], carried_out=carried_out)
    with pytest.raises(NetworkError):
        await bot.send_message(learner, "a")
    assert heard(sandbox, learner) == said


async def test_a_reset_is_a_reset(sandbox: Sandbox) -> None:
    """The connection ends with RST, as a broken network's does."""
    sandbox.faults.add("reset")
    reader, writer = await asyncio.open_connection("127.0.0.1", sandbox.port)
    writer.write(f"GET /bot{sandbox.token}/getMe HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    with pytest.raises(ConnectionResetError):
        await reader.read()
    writer.close()


@pytest.mark.parametrize(("carried_out", "said"), [(False, []), (True, ["a"])])
async def test_silence(sandbox: Sandbox, bot, learner: int, carried_out, said) -> None:
    """No answer ever comes; the bot has to lose patience."""
    sandbox.faults.add("silence", methods=["sendMessage"], carried_out=carried_out)
    with pytest.raises(TimedOut):
        await bot.send_message(learner, "a", read_timeout=1)
    assert heard(sandbox, learner) == said


@pytest.mark.parametrize("carried_out", [False, True])
async def test_a_slow_answer(sandbox: Sandbox, bot, learner: int, carried_out) -> None:
    """The answer comes, later."""
    sandbox.faults.add("delay", methods=["sendMessage"], seconds=1, carried_out=carried_out)
    sending = asyncio.create_task(bot.send_message(learner, "a"))
    while not struck(sandbox):
        await asyncio.sleep(0.01)
    assert heard(sandbox, learner) == (["a"] if carried_out else [])
    assert not sending.done()
    await sending
    assert heard(sandbox, learner) == ["a"]


async def test_the_answer_to_a_poll_gets_lost(sandbox: Sandbox, bot, learner: int) -> None:
    """Updates that were handed over into a broken connection come again; an empty poll loses nothing."""
    sandbox.faults.add("reset", methods=["getUpdates"], carried_out=True)
    assert await bot.get_updates() == ()
    say(sandbox, learner, "a")
    with pytest.raises(NetworkError):
        await bot.get_updates()
    (update,) = await bot.get_updates()
    assert update.message.text == "a"


async def test_an_update_comes_twice(sandbox: Sandbox, bot, learner: int) -> None:
    """A confirmed update is delivered once more, with the same number."""
    sandbox.faults.add("duplicate")
    say(sandbox, learner, "a")
    (first,) = await bot.get_updates()
    (again,) = await bot.get_updates(first.update_id + 1)
    assert again.update_id == first.update_id
    assert await bot.get_updates(first.update_id + 1) == ()


async def test_updates_overtake_each_other(sandbox: Sandbox, bot, learner: int) -> None:
    """Two messages of one person come in the wrong order."""
    sandbox.faults.add("reorder")
    say(sandbox, learner, "a", "b", "c")
    assert [update.message.text for update in await bot.get_updates()] == ["b", "a", "c"]


async def test_a_late_update_is_not_lost(sandbox: Sandbox, bot, learner: int) -> None:
    """An update that is held up comes after newer ones, even if those are confirmed already."""
    sandbox.faults.add("late", seconds=0.2)
    say(sandbox, learner, "a", "b")
    # Nothing is awaited up to here, so on the slowest machine the first is still held up.
    (newer,) = sandbox.state.queue.ready()
    assert newer.update["message"]["text"] == "b"
    sandbox.state.queue.confirm(newer.update_id + 1)
    await asyncio.sleep(0.3)  # it has come by now, and the bot asks for newer ones alone
    (late,) = await bot.get_updates(newer.update_id + 1, timeout=30, read_timeout=40)
    assert late.message.text == "a"


async def test_poison(sandbox: Sandbox, learner: int) -> None:
    """An update that no library can read lies in the queue at once."""
    sandbox.faults.add("poison", times=2)
    path = f"/bot{sandbox.token}/getUpdates"
    async with aiohttp.ClientSession(sandbox.url) as http, http.get(path) as answer:
        updates = (await answer.json())["result"]
    assert len(updates) == 2
    with pytest.raises((TypeError, ValueError, AttributeError)):
        Update.de_json(updates[0], None).to_json()


async def test_a_person_blocks_at_the_worst_moment(sandbox: Sandbox, bot, learner: int) -> None:
    """Just before the second message is carried out the person stops the bot; the bot is told."""
    sandbox.faults.add("block", methods=["sendMessage"], skip=1)
    await bot.send_message(learner, "a")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(learner, "b")
    (update,) = await bot.get_updates()
    assert update.my_chat_member.new_chat_member.status == "kicked"
    sandbox.faults.add("unblock", person=learner)
    await bot.send_message(learner, "c")


async def test_a_message_is_gone_before_its_edit(sandbox: Sandbox, bot, learner: int) -> None:
    """The person deletes the message that the bot is about to edit."""
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("a", callback_data="a")]])
    sent = await bot.send_message(learner, "a", reply_markup=keys)
    await bot.send_message(learner, "b")
    sandbox.faults.add("delete_message", methods=["editMessageText"])
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("c", learner, sent.message_id)
    assert heard(sandbox, learner) == ["b"]


async def test_a_person_changes_the_language(sandbox: Sandbox, bot, learner: int) -> None:
    """The next update of that person says so."""
    sandbox.faults.add("change_language", person=learner, language_code="uz")
    say(sandbox, learner, "a")
    (update,) = await bot.get_updates()
    assert update.message.from_user.language_code == "uz"


async def test_a_revoked_token(sandbox: Sandbox, bot, learner: int) -> None:
    """Everything is refused, a waiting poll too; once restored, what was written meanwhile comes."""
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    while not sandbox.state.queue.poller:
        await asyncio.sleep(0.01)
    sandbox.faults.add("revoke_token")
    with pytest.raises(InvalidToken):
        await poll
    with pytest.raises(InvalidToken):
        await bot.get_me()
    say(sandbox, learner, "a")
    sandbox.faults.add("restore_token")
    assert len(await bot.get_updates()) == 1


async def test_a_token_is_revoked_in_mid_work(sandbox: Sandbox, bot, learner: int) -> None:
    """From the second message on everything is refused, that message too."""
    sandbox.faults.add("revoke_token", methods=["sendMessage"], skip=1)
    await bot.send_message(learner, "a")
    with pytest.raises(InvalidToken):
        await bot.send_message(learner, "b")
    assert heard(sandbox, learner) == ["a"]


async def test_the_clock_jumps(sandbox: Sandbox, bot, learner: int) -> None:
    """A press that was fresh is stale two minutes later."""
    sent = await bot.send_message(learner, "a")
    person = sandbox.state.chats.people[learner]
    pressed = acts.press(sandbox.state, person, sent.message_id, "x")
    sandbox.faults.add("shift_clock", seconds=120)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(pressed.id)


async def test_who_and_how_often(sandbox: Sandbox, bot, learner: int) -> None:
    """A fault may be for one person, may let some pass, and lasts as long as it is told."""
    other = sandbox.state.chats.add_person(None, None, "tg")
    other.started = True
    fault = sandbox.faults.add("flood", person=learner, skip=1, times=None, methods="sendMessage")
    await bot.send_message(other.id, "a")
    await bot.send_message(learner, "a")
    for _ in range(3):
        with pytest.raises(RetryAfter):
            await bot.send_message(learner, "b")
    assert (fault.fired, struck(sandbox)) == (3, ["flood"] * 3)
    sandbox.faults.clear(fault.id)
    await bot.send_message(learner, "b")


async def test_chance_repeats_itself() -> None:
    """The same seed strikes the same requests; another one strikes others."""

    def strikes(seed: int) -> list[bool]:
        faults = Faults()
        faults.add("error", probability=0.3, times=None, seed=seed)
        return [faults.before("getMe", None) is not None for _ in range(200)]

    assert strikes(1) == strikes(1) != strikes(2)
    assert 30 < sum(strikes(1)) < 90


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "rain"},
        {"kind": "late", "carried_out": True},
        {"kind": "late", "methods": ["sendMessage"]},
        {"kind": "error", "times": 0},
        {"kind": "error", "probability": 0},
        {"kind": "error", "status": 99},
        {"kind": "change_language"},
        {"kind": "error", "colour": "red"},
    ],
)
async def test_a_rule_without_sense_is_refused(rule) -> None:
    """A mistake in a rule is told, instead of a fault that never strikes."""
    with pytest.raises(FaultError):
        Faults().add(**rule)


async def test_faults_over_the_control_interface(sandbox: Sandbox, bot, learner: int) -> None:
    """Another process sets, lists and clears faults; a bad rule is a 400 with the reason."""
    async with aiohttp.ClientSession(sandbox.url) as http:
        rule = {"kind": "error", "methods": ["sendMessage"], "times": 5}
        async with http.post("/control/faults", json=rule) as answer:
            made = await answer.json()
        with pytest.raises(NetworkError):
            await bot.send_message(learner, "a")
        async with http.get("/control/faults") as answer:
            assert [(fault["id"], fault["fired"]) for fault in await answer.json()] == [(made["id"], 1)]
        async with http.delete(f"/control/faults/{made['id']}") as answer:
            assert await answer.json() == []
        async with http.post("/control/faults", json={"kind": "rain"}) as answer:
            assert answer.status == 400 and "unknown kind 'rain'" in await answer.text()
    await bot.send_message(learner, "a")


async def test_a_held_request_does_not_hold_up_the_end() -> None:
    """A sandbox stops although a caller is still waiting for an answer that never comes."""
    async with Sandbox() as sandbox:
        sandbox.faults.add("silence")
        caller = socket.create_connection(("127.0.0.1", sandbox.port))
        caller.sendall(f"GET /bot{sandbox.token}/getMe HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        while not struck(sandbox):
            await asyncio.sleep(0.01)
    caller.close()
