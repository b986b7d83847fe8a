"""The webhook: where it may be, what it is told, order and repetition, what its answers may do."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from telegram import Update
from telegram.error import Conflict

from sandbox import Limits, Sandbox, acts
from sandbox.updates import Hook, line_of

pytestmark = pytest.mark.asyncio


def say(sandbox: Sandbox, learner: int, *texts: str) -> None:
    """Let a person write."""
    for text in texts:
        acts.say(sandbox.state, sandbox.state.chats.people[learner], text)


async def until(fact: Callable[[], object]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(10):
        while not fact():
            await asyncio.sleep(0.01)


class Endpoint:
    """The bot's own address: keeps what comes, and says what the test wants."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str | None]] = []
        self.pause = 0.0
        self.now = self.most = 0
        self.answer: Callable[[str], web.Response] = lambda text: web.Response()
        self.url = ""

    async def receive(self, request: web.Request) -> web.Response:
        """Take one update."""
        update: Any = Update.de_json(await request.json(), None)
        text = update.message.text if update.message else update.callback_query.data
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(self.pause)
        self.now -= 1
        self.requests.append((text, request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        return self.answer(text)

    async def until(self, count: int) -> list[str]:
        """Wait for so many requests and return what they carried."""
        async with asyncio.timeout(10):
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
    await until(lambda: not sandbox.state.queue.fresh())
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
    await until(lambda: len(sandbox.state.chats.posts[learner]) == 2)
    assert sandbox.state.chats.posts[learner][-1].message["text"] == "from the answer"


async def test_a_webhook_and_polling_exclude_each_other(sandbox: Sandbox, bot, endpoint: Endpoint) -> None:
    """setWebhook ends a poll; polling is refused until it is deleted."""
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await until(lambda: sandbox.state.queue.poller)
    await bot.set_webhook(endpoint.url)
    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await asyncio.wait_for(poll, 30)
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    assert await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


@pytest.mark.parametrize(
    ("form", "body"),
    [
        ("application/x-www-form-urlencoded", "method=sendMessage&chat_id={}&text=from+the+answer"),
        (
            "multipart/form-data; boundary=cut",
            '--cut\r\nContent-Disposition: form-data; name="method"\r\n\r\nSENDMESSAGE\r\n'
            '--cut\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n{}\r\n'
            '--cut\r\nContent-Disposition: form-data; name="text"\r\n\r\nfrom the answer\r\n--cut--\r\n',
        ),
    ],
)
async def test_other_forms_of_an_answer(
    sandbox: Sandbox, bot, learner: int, endpoint: Endpoint, form: str, body: str
) -> None:
    """Urlencoded and multipart are read as JSON is."""
    raw = body.format(learner).encode()
    endpoint.answer = lambda text: web.Response(body=raw, headers={"Content-Type": form})
    await bot.set_webhook(endpoint.url)
    say(sandbox, learner, "a")
    await endpoint.until(1)
    await until(lambda: len(sandbox.state.chats.posts[learner]) == 2)
    assert sandbox.state.chats.posts[learner][-1].message["text"] == "from the answer"


async def test_some_methods_do_not_work_in_an_answer(
    sandbox: Sandbox, bot, learner: int, endpoint: Endpoint
) -> None:
    """A webhook can't remove itself by its answer."""
    endpoint.answer = lambda text: web.json_response({"method": "deleteWebhook"})
    await bot.set_webhook(endpoint.url)
    say(sandbox, learner, "a", "b")
    await endpoint.until(2)
    assert (await bot.get_webhook_info()).url == endpoint.url


async def api(sandbox: Sandbox, method: str, **params: Any) -> tuple[int, dict[str, Any]]:
    """Make a request; return status and body."""
    async with (
        aiohttp.ClientSession(sandbox.url) as http,
        http.post(f"/bot{sandbox.token}/{method}", json=params) as answer,
    ):
        return answer.status, await answer.json()


async def test_what_setting_says(sandbox: Sandbox, endpoint: Endpoint) -> None:
    """Set, already set, deleted, already deleted; any difference sets it anew."""

    async def said(method: str, **params: Any) -> str:
        return str((await api(sandbox, method, **params))[1]["description"])

    assert await said("deleteWebhook") == "Webhook is already deleted"
    assert await said("setWebhook", url=endpoint.url) == "Webhook was set"
    assert await said("setWebhook", url=endpoint.url) == "Webhook is already set"
    assert await said("setWebhook", url=endpoint.url, secret_token="s") == "Webhook was set"
    assert (
        await said("setWebhook", url=endpoint.url, secret_token="s", max_connections=1) == "Webhook was set"
    )
    assert await said("setWebhook", url="") == "Webhook was deleted"
    assert await said("setWebhook") == "Webhook is already deleted"


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"url": "ftp://example.org/"}, "invalid webhook URL specified"),
        ({"url": "https://"}, "invalid webhook URL specified"),
        ({"url": "https://exa mple.org"}, "invalid webhook URL specified"),
        ({"url": "https://example.org:0/"}, "invalid webhook URL specified"),
        ({"url": "https://example.org", "secret_token": "x" * 257}, "secret token is too long"),
        ({"url": "https://example.org", "secret_token": "a b"}, "secret token contains unallowed characters"),
        ({"url": "http://example.org"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            {"url": "example.org:8444"},
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        ({"url": "https://10.0.0.1/"}, "bad webhook: IP address 10.0.0.1 is reserved"),
        ({"url": "https://[2001:4860::1]/"}, "bad webhook: IPv6-only addresses are not allowed"),
        (
            {"url": "https://example.org", "ip_address": "192.168.1.1"},
            "bad webhook: IP address 192.168.1.1 is reserved",
        ),
        ({"url": "https://example.org", "ip_address": "x"}, "bad webhook: Invalid IP address specified"),
    ],
)
async def test_where_a_webhook_may_not_be(sandbox: Sandbox, endpoint: Endpoint, params, reason: str) -> None:
    """What is refused leaves no webhook at all, not even the one before."""
    await api(sandbox, "setWebhook", url=endpoint.url)
    status, body = await api(sandbox, "setWebhook", **params)
    assert (status, body["description"]) == (400, f"Bad Request: {reason}")
    assert (await api(sandbox, "getWebhookInfo"))[1]["result"]["url"] == ""


async def test_what_get_webhook_info_shows(sandbox: Sandbox, learner: int) -> None:
    """The address, what waits, the limits, the last error; the secret never."""
    url = "http://127.0.0.1:1/hook"
    await api(
        sandbox, "setWebhook", url=url, secret_token="s", max_connections=500, allowed_updates=["message"]
    )
    say(sandbox, learner, "a")
    await until(lambda: sandbox.courier.last_error)
    _, body = await api(sandbox, "getWebhookInfo")
    info = body["result"]
    assert info.pop("last_error_date") > 0
    assert info == {
        "url": url, "has_custom_certificate": False, "pending_update_count": 1, "max_connections": 100,
        "ip_address": "127.0.0.1", "allowed_updates": ["message"], "last_error_message": "Connection refused",
    }  # fmt: skip
    await api(sandbox, "deleteWebhook", drop_pending_updates=True)
    _, body = await api(sandbox, "getWebhookInfo")
    assert body["result"] == {
        "url": "", "has_custom_certificate": False, "pending_update_count": 0, "allowed_updates": ["message"],
    }  # fmt: skip


async def test_not_more_than_once_a_second() -> None:
    """A second address within the time is told to wait; deleting is free."""
    async with Sandbox(limits=Limits.relaxed(webhook_change=60)) as sandbox:
        assert (await api(sandbox, "setWebhook", url="http://127.0.0.1:1/"))[0] == 200
        status, body = await api(sandbox, "setWebhook", url="http://127.0.0.1:2/")
        assert (status, body["parameters"]) == (429, {"retry_after": 1})
        assert (await api(sandbox, "deleteWebhook"))[0] == 200


async def test_a_private_network_if_it_is_asked_for() -> None:
    """A lenient sandbox delivers to any address, so that bot and sandbox may sit in two containers."""
    async with Sandbox(limits=Limits.lenient()) as sandbox:
        assert (await api(sandbox, "setWebhook", url="http://bot:8080/hook"))[0] == 200


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"message": {"chat": {"id": 1}}}, {"edited_message": {"chat": {"id": 1}}}, True),
        ({"message": {"chat": {"id": 1}}}, {"message": {"chat": {"id": 2}}}, False),
        ({"message": {"chat": {"id": 1}}}, {"callback_query": {"from": {"id": 1}}}, False),
        ({"message": {"chat": {"id": 1}}}, {"my_chat_member": {"chat": {"id": 1}}}, False),
        ({"shipping_query": {"from": {"id": 1}}}, {"pre_checkout_query": {"from": {"id": 1}}}, True),
        ({"callback_query": {"from": {"id": 1}}}, {"callback_query": {"from": {"id": 2}}}, False),
        ({"message": {"chat": "poison"}}, {"message": {"from": {"id": "x"}}}, True),
    ],
)
async def test_which_updates_wait_for_each_other(one, other, same: bool) -> None:
    """Messages by chat, presses by user, each in a line of their own."""
    assert (line_of(one) == line_of(other)) is same


async def test_a_press_overtakes_a_message_that_is_stuck(
    sandbox: Sandbox, bot, learner: int, endpoint: Endpoint
) -> None:
    """A person's messages hold back each other, not that person's presses."""
    endpoint.answer = lambda text: web.Response(status=500 if text == "a" else 200)
    await bot.set_webhook(endpoint.url)
    say(sandbox, learner, "a", "b")
    acts.press(sandbox.state, sandbox.state.chats.people[learner], 1, "press")
    carried = await endpoint.until(4)
    assert "press" in carried and "b" not in carried


async def test_connections_are_limited(sandbox: Sandbox, bot, endpoint: Endpoint) -> None:
    """No more updates at once than max_connections; one after the other gets its turn."""
    people = [sandbox.state.chats.add_person(None, None, "ky").id for _ in range(6)]
    endpoint.pause = 0.05
    await bot.set_webhook(endpoint.url, max_connections=2)
    for person in people:
        say(sandbox, person, "a")
    await endpoint.until(6)
    assert endpoint.most == 2


async def resends(limits: Limits, answer: Callable[[str], web.Response], endpoint: Endpoint) -> list[float]:
    """Let a webhook fail; return the pauses that the courier made."""
    pauses: list[float] = []
    endpoint.answer = answer
    async with Sandbox(limits=limits) as sandbox:
        person = sandbox.state.chats.add_person(None, None, "ky")
        sandbox.courier.pause = lambda seconds: _noted(pauses, seconds)
        await api(sandbox, "setWebhook", url=endpoint.url)
        say(sandbox, person.id, "a")
        async with asyncio.timeout(10):
            while len(pauses) < 8 and sandbox.state.queue.fresh():
                await asyncio.sleep(0.01)
    return pauses


async def _noted(pauses: list[float], seconds: float) -> None:
    pauses.append(seconds)


async def test_pauses_grow(endpoint: Endpoint) -> None:
    """At once, then 2, 4, 8 … seconds, up to one or two minutes."""
    pauses = await resends(Limits(), lambda text: web.Response(status=500), endpoint)
    assert pauses[:6] == [0, 2, 4, 8, 16, 32]
    assert all(60 <= pause <= 120 for pause in pauses[6:])


async def test_a_webhook_may_name_the_pause(endpoint: Endpoint) -> None:
    """Retry-After in its answer is kept, up to an hour; junk is ignored."""
    waits = iter(["30", "99999", "soon", "soon"] + [""] * 9)
    answer = lambda text: web.Response(status=503, headers={"Retry-After": next(waits)})  # noqa: E731
    assert (await resends(Limits(), answer, endpoint))[:4] == [30, 3600, 2, 4]


async def test_an_update_that_would_come_too_late_is_dropped(endpoint: Endpoint) -> None:
    """When the next try would lie behind its lifetime, the update is given up and its line goes on."""
    async with Sandbox() as sandbox:
        sandbox.courier.pause = lambda seconds: asyncio.sleep(0)
        person = sandbox.state.chats.add_person(None, None, "ky")
        endpoint.answer = lambda text: web.Response(status=500 if text == "old" else 200)
        sandbox.state.queue.add_raw(_press("old", person.id), 10.0)
        sandbox.state.queue.add_raw(_press("new", person.id), 150.0)
        await api(sandbox, "setWebhook", url=endpoint.url)
        async with asyncio.timeout(10):
            while sandbox.state.queue.fresh():
                await asyncio.sleep(0.01)
    assert endpoint.requests[-1][0] == "new"


def _press(data: str, person: int) -> dict[str, Any]:
    sender = {"id": person, "is_bot": False, "first_name": "x"}
    return {"callback_query": {"id": "1", "from": sender, "chat_instance": "1", "data": data}}


async def test_gone_for_long_means_gone(endpoint: Endpoint) -> None:
    """410 for 23 hours removes the webhook."""
    async with Sandbox() as sandbox:
        hours = iter([10, 14])
        sandbox.courier.pause = lambda seconds: _later(sandbox, next(hours, 0))
        person = sandbox.state.chats.add_person(None, None, "ky")
        endpoint.answer = lambda text: web.Response(status=410)
        await api(sandbox, "setWebhook", url=endpoint.url)
        sandbox.state.queue.add_raw(_press("a", person.id), 1e9)
        async with asyncio.timeout(10):
            while sandbox.courier.hook.url:
                await asyncio.sleep(0.01)
        assert sandbox.courier.hook == Hook()
        assert len(endpoint.requests) == 3


@pytest.mark.parametrize("between", [200, 500])
async def test_any_other_answer_starts_the_count_anew(endpoint: Endpoint, between: int) -> None:
    """410, something else ten hours later, 410 again after fourteen more: the webhook stays."""
    async with Sandbox() as sandbox:
        hours = iter([10, 14, 0])
        statuses = iter([410, between, 410, 410, 200, 200])
        sandbox.courier.pause = lambda seconds: _later(sandbox, next(hours, 0))
        endpoint.answer = lambda text: web.Response(status=next(statuses))
        await api(sandbox, "setWebhook", url=endpoint.url)
        for data in ("a", "b"):
            sandbox.state.queue.add_raw(_press(data, 7), 1e9)
        async with asyncio.timeout(10):
            while sandbox.state.queue.fresh():
                await asyncio.sleep(0.01)
        assert sandbox.courier.hook.url == endpoint.url


async def _later(sandbox: Sandbox, hours: float) -> None:
    sandbox.state.clock.ahead += hours * 3600


async def test_a_redirect_is_not_followed(sandbox: Sandbox, bot, learner: int, endpoint: Endpoint) -> None:
    """302 is a failure like any other."""
    endpoint.answer = lambda text: web.Response(status=302, headers={"Location": endpoint.url})
    await bot.set_webhook(endpoint.url)
    say(sandbox, learner, "a")
    await endpoint.until(2)
    assert (await bot.get_webhook_info()).last_error_message == "Wrong response from the webhook: 302 Found"


async def test_a_duplicate_through_the_webhook(
    sandbox: Sandbox, bot, learner: int, endpoint: Endpoint
) -> None:
    """A fault lets an update come again although it was taken."""
    sandbox.faults.add("duplicate")
    await bot.set_webhook(endpoint.url)
    say(sandbox, learner, "a", "b")
    assert await endpoint.until(3) == ["a", "a", "b"]
    await asyncio.sleep(0.05)
    assert len(endpoint.requests) == 3


async def test_a_revoked_token_stops_deliveries(
    sandbox: Sandbox, bot, learner: int, endpoint: Endpoint
) -> None:
    """Nothing is delivered until the token is restored."""
    await bot.set_webhook(endpoint.url)
    sandbox.faults.add("revoke_token")
    say(sandbox, learner, "a")
    await asyncio.sleep(0.1)
    assert endpoint.requests == []
    sandbox.faults.add("restore_token")
    assert await endpoint.until(1) == ["a"]


async def test_a_webhook_outlives_a_restart(tmp_path: Path, endpoint: Endpoint) -> None:
    """With a state file the webhook is still set, and what waited is delivered to it."""
    file = tmp_path / "state.json"
    async with Sandbox(state_file=file) as first:
        await api(first, "setWebhook", url=endpoint.url, secret_token="hush", max_connections=7)
        first.faults.add("revoke_token")
        person = first.state.chats.add_person(None, None, "ky")
        say(first, person.id, "a")
    async with Sandbox(state_file=file) as second:
        assert await endpoint.until(1) == ["a"]
        assert endpoint.requests[0][1] == "hush"
        assert (await api(second, "getWebhookInfo"))[1]["result"]["max_connections"] == 7


async def test_a_new_webhook_starts_afresh(sandbox: Sandbox, learner: int, endpoint: Endpoint) -> None:
    """What the old webhook kept refusing goes to the new one at once, whatever pause was due."""
    sandbox.courier.pause = lambda seconds: asyncio.sleep(60 if seconds else 0)
    await api(sandbox, "setWebhook", url="http://127.0.0.1:1/")
    say(sandbox, learner, "a")
    await asyncio.sleep(0.1)
    await api(sandbox, "setWebhook", url=endpoint.url)
    assert await endpoint.until(1) == ["a"]
