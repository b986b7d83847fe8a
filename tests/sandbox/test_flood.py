"""Flood limits: the account by itself on a pretend clock, and what a bot hears over HTTP."""

import copy

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox import Limits, Sandbox
from sandbox.flood import Flood, pieces

pytestmark = pytest.mark.asyncio

CHAT, OTHER, GROUP = "7", "8", "-100"


def sent(flood: Flood, chat: str, count: int, now: float) -> int:
    """Send until a wait is asked for; return how many went."""
    for number in range(count):
        if flood.wait(chat, 1, now):
            return number
        flood.spend(chat, 1, now)
    return count


async def test_a_chat_takes_a_burst_and_then_one_a_second() -> None:
    """Thirty at once, then the thirty-first a second later, and so on; a rest gives the burst back."""
    flood = Flood(Limits(bot_per_second=0))
    assert sent(flood, CHAT, 100, 0.0) == 30
    assert flood.wait(CHAT, 1, 0.0) == 1
    assert sent(flood, CHAT, 100, 1.0) == 1
    assert sent(flood, CHAT, 100, 1.5) == 0
    assert sent(flood, CHAT, 100, 4.0) == 3
    assert sent(flood, CHAT, 100, 10_000.0) == 30


async def test_chats_do_not_wait_for_each_other() -> None:
    """One chat's flood is nothing to the next one."""
    flood = Flood(Limits(bot_per_second=0))
    sent(flood, CHAT, 100, 0.0)
    assert sent(flood, OTHER, 100, 0.0) == 30


async def test_the_whole_bot_sends_thirty_in_any_second() -> None:
    """The second slides: what went half a second ago still counts."""
    flood = Flood(Limits())
    assert sum(sent(flood, str(chat), 1, 0.0) for chat in range(20)) == 20
    assert sum(sent(flood, str(chat), 1, 0.5) for chat in range(100, 120)) == 10
    assert flood.wait(CHAT, 1, 0.9) == 1
    assert sum(sent(flood, str(chat), 1, 1.01) for chat in range(200, 230)) == 20


async def test_a_group_takes_twenty_a_minute() -> None:
    """The wait lasts until the oldest of the twenty is a minute old."""
    flood = Flood(Limits(chat_rate=0, bot_per_second=0))
    assert sent(flood, GROUP, 100, 0.0) == 20
    assert (flood.wait(GROUP, 1, 10.0), flood.wait(GROUP, 1, 60.0)) == (50, 0)
    assert sent(flood, CHAT, 100, 0.0) == 100


async def test_an_album_counts_by_its_pictures() -> None:
    """A request that makes several messages waits until there is room for all of them."""
    flood = Flood(Limits(bot_per_second=0, chat_burst=5))
    flood.spend(CHAT, 3, 0.0)
    assert (flood.wait(CHAT, 2, 0.0), flood.wait(CHAT, 4, 0.0)) == (0, 2)


@given(st.lists(st.tuples(st.floats(0, 3), st.sampled_from([CHAT, OTHER])), max_size=200))
async def test_the_limits_hold_whatever_comes(steps: list[tuple[float, str]]) -> None:
    """No stretch of time holds more than is allowed, and who waits as told is let through."""
    flood, now = Flood(Limits(chat_burst=5, bot_per_second=4)), 0.0
    went: list[tuple[float, str]] = []
    for gap, chat in steps:
        now += gap
        wait = flood.wait(chat, 1, now)
        assert copy.deepcopy(flood).wait(chat, 1, now + wait) == 0
        if not wait:
            flood.spend(chat, 1, now)
            went.append((now, chat))
    for index, (start, _) in enumerate(went):
        later = went[index:]
        assert sum(at - start < 1 for at, _ in later) <= 4
        for last, (end, chat) in enumerate(later):
            mine = sum(name == chat for _, name in later[: last + 1])
            assert mine <= 5 + (end - start) + 0.001


@pytest.mark.parametrize(
    ("method", "params", "count"),
    [
        ("sendMessage", {}, 1),
        ("EDITMESSAGETEXT", {}, 1),
        ("copyMessage", {}, 1),
        ("sendMediaGroup", {"media": "[{}, {}, {}]"}, 3),
        ("forwardMessages", {"message_ids": "[1, 2]"}, 2),
        ("forwardMessages", {"message_ids": "junk"}, 1),
        ("sendChatAction", {}, 0),
        ("answerCallbackQuery", {}, 0),
        ("deleteMessage", {}, 0),
        ("getChat", {}, 0),
    ],
)
async def test_what_shares_the_limits(method: str, params: dict[str, str], count: int) -> None:
    """Sends, edits, copies and forwards do, each by the messages it makes; the rest is free."""
    assert pieces(method, {"chat_id": CHAT} | params) == count
    assert pieces(method, params) == 0


async def call(sandbox: Sandbox, method: str, **params: object) -> tuple[int, dict, str | None]:
    """Make a request; return status, body and the Retry-After header."""
    async with (
        aiohttp.ClientSession(sandbox.url) as http,
        http.post(f"/bot{sandbox.token}/{method}", json=params) as answer,
    ):
        return answer.status, await answer.json(), answer.headers.get("Retry-After")


async def test_a_bot_is_told_to_wait() -> None:
    """Sends and edits share the burst; refused requests cost nothing and keep their own reason."""
    async with Sandbox(limits=Limits(chat_burst=3)) as sandbox:
        person = (await sandbox.person()).id
        sandbox.state.chats.people[person].started = True
        for _ in range(5):
            status, body, _ = await call(
                sandbox, "sendMessage", chat_id=person, text="<p>", parse_mode="HTML"
            )
            assert status == 400
        _, first, _ = await call(sandbox, "sendMessage", chat_id=person, text="a")
        await call(sandbox, "sendMessage", chat_id=person, text="b")
        target = first["result"]["message_id"]
        status, _, _ = await call(sandbox, "editMessageText", chat_id=person, message_id=target, text="c")
        assert status == 200
        for method, params in (("sendMessage", {}), ("editMessageText", {"message_id": target})):
            status, body, header = await call(sandbox, method, chat_id=person, text="d", **params)
            assert (status, body["parameters"], header) == (429, {"retry_after": 1}, "1")
            assert body["description"] == "Too Many Requests: retry after 1"
        status, body, _ = await call(sandbox, "sendMessage", chat_id=person, text="<p>", parse_mode="HTML")
        assert (status, body["description"].split(":")[1]) == (400, " can't parse entities")
        assert (await call(sandbox, "sendChatAction", chat_id=person, action="typing"))[0] == 200
        assert [post.message["text"] for post in sandbox.state.chats.posts[person]] == ["c", "b"]


async def test_what_is_told_to_wait_leaves_no_trace() -> None:
    """A message that must wait takes no number, stores no file and shows nothing."""
    async with Sandbox(limits=Limits(chat_burst=1)) as sandbox:
        person = sandbox.state.chats.add_person(None, None, "ky")
        person.started = True
        await call(sandbox, "sendMessage", chat_id=person.id, text="a")
        form = aiohttp.FormData({"chat_id": str(person.id)})
        form.add_field("document", b"words", filename="a.txt")
        async with (
            aiohttp.ClientSession(sandbox.url) as http,
            http.post(f"/bot{sandbox.token}/sendDocument", data=form) as answer,
        ):
            assert answer.status == 429
        assert (sandbox.state.chats.last_message, sandbox.state.files.stored) == (1, {})
        assert len(sandbox.state.chats.posts[person.id]) == 1


async def test_tests_and_demos_are_not_held_up(sandbox: Sandbox, bot, learner: int) -> None:
    """A sandbox inside a process has no flood limits unless they are asked for."""
    for number in range(40):
        await bot.send_message(learner, str(number))
