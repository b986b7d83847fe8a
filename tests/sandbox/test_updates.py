"""Updates on their way to the bot: polling, conflicts, the webhook."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from telegram import Bot, Update
from telegram.error import Conflict

from sandbox import Sandbox, acts
from sandbox.updates import Queue

pytestmark = pytest.mark.asyncio


def say(sandbox: Sandbox, learner: int, *texts: str) -> None:
    """Let a person write."""
    for text in texts:
        acts.say(sandbox.state, sandbox.state.chats.people[learner], text)


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
    await asyncio.sleep(0.05)
    say(sandbox, learner, "x")
    assert await asyncio.wait_for(poll, 1) == ["x"]


async def test_the_older_poller_is_sent_away(sandbox: Sandbox, bot, learner: int) -> None:
    """Two pollers: the one that came first gets the conflict, the other goes on."""
    older = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.05)
    async with Bot(sandbox.token, f"{sandbox.url}/bot") as second:
        newer = asyncio.create_task(texts(second, timeout=5))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await asyncio.wait_for(older, 1)
        say(sandbox, learner, "x")
        assert await asyncio.wait_for(newer, 1) == ["x"]


async def test_only_wanted_kinds_are_made(sandbox: Sandbox, bot, learner: int) -> None:
    """allowed_updates is remembered, and filters when the update is made."""
    await bot.get_updates(allowed_updates=["message"])
    acts.block(sandbox.state, sandbox.state.chats.people[learner])
    acts.start(sandbox.state, sandbox.state.chats.people[learner])
    assert await texts(bot) == ["/start"]


async def test_presses_do_not_wait_for_ever() -> None:
    """A press stays in the queue 150 seconds, a message a day."""
    now = [1000.0]
    queue = Queue(lambda: now[0])
    queue.add("callback_query", {})
    queue.add("message", {})
    now[0] += 151
    assert [list(item.update)[1] for item in queue.fresh()] == ["message"]
    now[0] += 24 * 3600
    assert queue.fresh() == []


class Endpoint:
    """The bot's own address: keeps what comes, and says what the test wants."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str | None]] = []
        self.answer: Callable[[str], web.Response] = lambda text: web.Response()
        self.url = ""

    async def receive(self, request: web.Request) -> web.Response:
        """Take one update."""
        update: Any = Update.de_json(await request.json(), None)
        text = update.message.text if update.message else update.callback_query.data
        self.requests.append((text, request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        return self.answer(text)

    async def until(self, count: int) -> list[str]:
        """Wait for so many requests and return what they carried."""
        async with asyncio.timeout(3):
            while len(self.requests) < count:
                await asyncio.sleep(0.01)
        return [text for text, _ in self.requests]


@pytest_asyncio.fixture
async def endpoint() -> AsyncIterator[Endpoint]:
    """A web server of the bot."""
    place = Endpoint()
    app = web.Application()
    app.router.add_post("/hook", place.receive)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    place.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield place
    await runner.cleanup()


async def test_the_webhook_gets_updates_with_its_secret(
    sandbox: Sandbox, bot, learner: int, endpoint: Endpoint
) -> None:
    """What waited and what comes is delivered in order, each once."""
    say(sandbox, learner, "a")
    await bot.set_webhook(endpoint.url, secret_token="s3cret")
    say(sandbox, learner, "b", "c")
    assert await endpoint.until(3) == ["a", "b", "c"]
    assert {secret for _, secret in endpoint.requests} == {"s3cret"}
    await asyncio.sleep(0.02)
    assert (await bot.get_webhook_info()).pending_update_count == 0


async def test_a_failed_delivery_is_repeated_and_holds_back_its_person(
    sandbox: Sandbox, bot, learner: int, endpoint: Endpoint
) -> None:
    """Not 2xx: again and again, the next message of that person waits, others do not."""
    other = sandbox.state.chats.add_person(None, None, "tg")
    answers = iter([500, 502, 200])
    endpoint.answer = lambda text: web.Response(status=next(answers) if text == "a" else 200)
    await bot.set_webhook(endpoint.url)
    say(sandbox, learner, "a", "b")
    say(sandbox, other.id, "z")
    carried = await endpoint.until(5)
    assert [text for text in carried if text != "z"] == ["a", "a", "a", "b"]
    assert carried.index("z") < 3
    assert (await bot.get_webhook_info()).last_error_message.startswith("Wrong response from the webhook: 50")


async def test_the_webhooks_answer_may_carry_a_method(
    sandbox: Sandbox, bot, learner: int, endpoint: Endpoint
) -> None:
    """A sendMessage inside the answer is carried out."""
    reply = {"method": "sendMessage", "chat_id": learner, "text": "from the answer"}
    endpoint.answer = lambda text: web.json_response(reply)
    await bot.set_webhook(endpoint.url)
    say(sandbox, learner, "a")
    await endpoint.until(1)
    await asyncio.sleep(0.05)
    assert sandbox.state.chats.posts[learner][-1].message["text"] == "from the answer"


async def test_a_webhook_and_polling_exclude_each_other(bot, endpoint: Endpoint) -> None:
    """setWebhook ends a poll; polling is refused until it is deleted."""
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.05)
    await bot.set_webhook(endpoint.url)
    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await asyncio.wait_for(poll, 1)
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    assert await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()
