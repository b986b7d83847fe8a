"""Updates on their way to the bot: numbers, lifetimes, offsets, polling, conflicts, what the bot asked for."""

import asyncio

import aiohttp
import pytest
from telegram import Bot
from telegram.error import Conflict

from sandbox import Limits, Sandbox, acts
from sandbox.rules import BotApiError
from sandbox.updates import BY_DEFAULT, DAY, Hook, Queue

pytestmark = pytest.mark.asyncio


def say(sandbox: Sandbox, learner: int, *texts: str) -> None:
    """Let a person write."""
    for text in texts:
        acts.say(sandbox.state, sandbox.state.chats.people[learner], text)


async def polled(sandbox: Sandbox) -> None:
    """Wait until somebody polls."""
    async with asyncio.timeout(10):
        while not sandbox.state.queue.poller:
            await asyncio.sleep(0.01)


async def texts(bot, **how) -> list[str]:
    """Poll once."""
    return [update.message.text for update in await bot.get_updates(**how)]


async def test_updates_stay_until_they_are_confirmed(sandbox: Sandbox, bot, learner: int) -> None:
    """An offset confirms everything below it; a negative one forgets all but the last."""
    say(sandbox, learner, "a", "b", "c", "d")
    first = await bot.get_updates(limit=2)
    assert [update.message.text for update in first] == ["a", "b"]
    assert await texts(bot) == ["a", "b", "c", "d"]
    assert await texts(bot, offset=first[0].update_id + 1) == ["b", "c", "d"]
    assert await texts(bot, offset=-2) == ["c", "d"]
    assert await texts(bot) == ["c", "d"]


async def test_a_command_is_marked(sandbox: Sandbox, bot, learner: int) -> None:
    """START through a link arrives as a command with its payload."""
    acts.start(sandbox.state, sandbox.state.chats.people[learner], "osh-7")
    (update,) = await bot.get_updates()
    assert update.message.text == "/start osh-7"
    assert update.message.entities[0].type == "bot_command"


async def test_a_long_poll_wakes_up(sandbox: Sandbox, bot, learner: int) -> None:
    """A waiting poll answers as soon as something comes."""
    poll = asyncio.create_task(texts(bot, timeout=5))
    await polled(sandbox)
    say(sandbox, learner, "x")
    assert await asyncio.wait_for(poll, 30) == ["x"]


async def test_the_older_poller_is_sent_away(sandbox: Sandbox, bot, learner: int) -> None:
    """Two pollers: the one that came first gets the conflict, the other goes on."""
    older = asyncio.create_task(bot.get_updates(timeout=5))
    await polled(sandbox)
    async with Bot(sandbox.token, f"{sandbox.url}/bot") as second:
        newer = asyncio.create_task(texts(second, timeout=5))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await asyncio.wait_for(older, 30)
        say(sandbox, learner, "x")
        assert await asyncio.wait_for(newer, 30) == ["x"]


async def test_only_wanted_kinds_are_made(sandbox: Sandbox, bot, learner: int) -> None:
    """allowed_updates is remembered, and filters when the update is made."""
    await bot.get_updates(allowed_updates=["message"])
    acts.block(sandbox.state, sandbox.state.chats.people[learner])
    acts.start(sandbox.state, sandbox.state.chats.people[learner])
    assert await texts(bot) == ["/start"]


class Hand:
    """A clock that a test moves."""

    def __init__(self, now: float = 1000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        """Return the moment."""
        return self.now


@pytest.mark.parametrize(
    ("kind", "seconds"),
    [
        ("callback_query", 150),
        ("shipping_query", 150),
        ("pre_checkout_query", 150),
        ("inline_query", 30),
        ("chosen_inline_result", 600),
        ("message", DAY),
        ("my_chat_member", DAY),
        ("poll", DAY),
    ],
)
async def test_each_kind_waits_its_own_time(kind: str, seconds: float) -> None:
    """A press waits 150 seconds, an inline query 30, most others a day."""
    clock = Hand()
    queue = Queue(clock)
    queue.add(kind, {})
    clock.now += seconds - 1
    assert len(queue.fresh()) == 1
    clock.now += 1
    assert queue.fresh() == []


async def test_numbers_rise_by_one_and_outlive_the_queue() -> None:
    """Each update takes the next number, also after everything was forgotten."""
    queue = Queue(Hand())
    first, second = queue.add("message", {}), queue.add("message", {})
    queue.waiting.clear()
    third = queue.add("message", {})
    assert first and second and third
    assert [second["update_id"] - first["update_id"], third["update_id"] - first["update_id"]] == [1, 2]


async def ids(queue: Queue, offset: int = 0, limit: int = 100) -> list[int]:
    """Poll once; return the numbers counted from the first update of the queue."""
    return [update["update_id"] - 1000 for update in await queue.get(offset, limit, 0)]


async def test_offsets_at_the_edges() -> None:
    """An offset a little ahead confirms all; one far ahead is taken for a mistake and confirms nothing."""
    queue = Queue(Hand())
    for _ in range(4):
        queue.add("message", {})
    assert await ids(queue, 1004 + 100) == [1, 2, 3, 4]
    assert await ids(queue, -100) == [1, 2, 3, 4]
    assert await ids(queue, 5) == [1, 2, 3, 4]
    assert await ids(queue, 1003, 1) == [3]
    assert await ids(queue, 1004 + 8) == []
    assert await ids(queue) == []


async def test_an_answer_holds_four_megabytes() -> None:
    """What does not fit comes with the next poll."""
    queue = Queue(Hand())
    for _ in range(5):
        queue.add("message", {"text": "x" * 1_000_000})
    assert await ids(queue) == [1, 2, 3, 4]
    assert await ids(queue, 1005) == [5]


async def test_the_same_offset_again_has_to_wait() -> None:
    """Asked again within half a second: one update; with none waiting: as if it had asked with a timeout."""
    clock = Hand()
    queue = Queue(clock, Limits.relaxed(same_offset_wait=3))
    queue.add("message", {})
    queue.add("message", {})
    assert await ids(queue) == [1, 2]
    clock.now += 0.4
    assert await ids(queue) == [1]
    clock.now += 2
    assert await ids(queue) == [1, 2]
    assert await ids(queue, 1003) == []
    poll = asyncio.create_task(ids(queue, 1003))
    await asyncio.sleep(0.05)
    queue.add("message", {})
    assert await poll == [3]


async def test_later_conflicts_are_answered_later() -> None:
    """The first 409 comes at once; the next one within that time has to wait for it."""
    queue = Queue(Hand(), Limits.relaxed(conflict_delay=0.5))
    queue.hook = Hook("https://example.org/")
    with pytest.raises(BotApiError, match="can't use getUpdates method while webhook is active"):
        await asyncio.wait_for(queue.get(0, 100, 0), 0.4)
    refused = asyncio.create_task(queue.get(0, 100, 0))
    await asyncio.sleep(0.1)
    assert not refused.done()
    with pytest.raises(BotApiError):
        await refused


async def test_a_poll_that_need_not_wait_sends_nobody_away(sandbox: Sandbox, bot, learner: int) -> None:
    """Only a newer poller that waits takes the older one's place."""
    older = asyncio.create_task(texts(bot, timeout=5))
    await polled(sandbox)
    async with Bot(sandbox.token, f"{sandbox.url}/bot") as second:
        assert await texts(second, timeout=0) == []
    say(sandbox, learner, "x")
    assert await asyncio.wait_for(older, 30) == ["x"]


@pytest.mark.parametrize(
    ("raw", "allowed"),
    [
        ("", ["poll"]),
        ("junk", ["poll"]),
        ("{}", ["poll"]),
        ('["message", 5]', ["poll"]),
        ('["CALLBACK_QUERY", "message", "nonsense"]', ["message", "callback_query"]),
        ("[]", []),
        ('["nonsense"]', []),
        (str(BY_DEFAULT).replace("'", '"'), []),
    ],
)
async def test_allowed_updates(raw: str, allowed: list[str]) -> None:
    """Junk changes nothing, unknown names are ignored, an empty list is the default."""
    queue = Queue(Hand(), allowed=["poll"])
    queue.allow(raw)
    assert queue.allowed == allowed


async def test_some_kinds_come_on_request_only() -> None:
    """chat_member and reactions are not sent to a bot that did not name them."""
    queue = Queue(Hand())
    assert queue.add("message_reaction", {}) is None and queue.add("chat_member", {}) is None
    queue.allow('["message_reaction"]')
    assert queue.add("message_reaction", {}) is not None and queue.add("message", {}) is None


async def test_limit_and_timeout_are_pressed_into_their_range(sandbox: Sandbox, learner: int) -> None:
    """A limit of 0 is 1, of 1000 is 100; a timeout below 0 is none."""
    for number in range(101):
        say(sandbox, learner, str(number))
    path = f"/bot{sandbox.token}/getUpdates?timeout=-1&limit="
    async with aiohttp.ClientSession(sandbox.url) as http:
        for limit, count in (("0", 1), ("-5", 1), ("1000", 100), ("junk", 1), ("", 100)):
            async with http.get(path + limit) as answer:
                assert len((await answer.json())["result"]) == count


async def test_a_poller_that_is_gone_hears_nothing(sandbox: Sandbox, bot, learner: int) -> None:
    """A killed bot's poll is sent away by the next one; as nobody hears it, it is no refusal."""
    _, writer = await asyncio.open_connection("127.0.0.1", sandbox.port)
    writer.write(f"GET /bot{sandbox.token}/getUpdates?timeout=50 HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    await polled(sandbox)
    older = sandbox.state.queue.poller
    writer.close()
    await asyncio.sleep(0.2)
    poll = asyncio.create_task(texts(bot, timeout=5))
    while sandbox.state.queue.poller is older or sandbox.state.journal.entries[-1]["method"] != "getUpdates":
        await asyncio.sleep(0.01)
    assert sandbox.state.journal.entries[-1]["unheard"] and sandbox.refused() == []
    say(sandbox, learner, "x")
    assert await poll == ["x"]
