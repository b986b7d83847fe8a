"""The control interface, the scripted person, and the state file."""

import asyncio
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from sandbox import Sandbox, SilenceError

pytestmark = pytest.mark.asyncio


async def reply(bot, update) -> None:
    """A bot of two screens."""
    if query := update.callback_query:
        await bot.edit_message_text(f"You chose {query.data}", query.from_user.id, query.message.message_id)
        await bot.answer_callback_query(query.id)
    elif update.message and update.message.text != "silence":
        row = [
            InlineKeyboardButton("Tea", callback_data="tea"),
            InlineKeyboardButton("Web", url="https://example.org"),
        ]
        await bot.send_message(
            update.message.chat.id, update.message.text, reply_markup=InlineKeyboardMarkup([row])
        )


async def serve(bot) -> None:
    """Poll for ever, confirming after the work is done."""
    offset = 0
    while True:
        for update in await bot.get_updates(offset, timeout=5, read_timeout=10):
            await reply(bot, update)
            offset = update.update_id + 1


@asynccontextmanager
async def serving(bot):
    """Run the little bot for a while."""
    task = asyncio.create_task(serve(bot))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_a_person_walks_through_a_bot(sandbox: Sandbox, bot) -> None:
    """Start, press by words or data, type; each waits for the bot."""
    async with serving(bot):
        person = await sandbox.person("tg")
        screen = await person.start("osh")
        assert (screen.text, screen.labels) == ("/start osh", ["Tea", "Web"])
        assert screen.button("Web").url == "https://example.org/"
        assert (await person.press("Tea")).text == "You chose tea"
        assert (await person.press("coffee", screen.message_id)).text == "You chose coffee"
        assert (await person.type("hello")).text == "hello"
        assert [message.text for message in await person.messages()][-2:] == ["hello", "hello"]
    assert (sandbox.refused(), sandbox.unanswered()) == ([], [])


async def test_a_silent_bot_is_noticed(sandbox: Sandbox, bot) -> None:
    """A bot that takes an update and says nothing fails the person's step, with a reason."""
    async with serving(bot):
        person = await sandbox.person()
        await person.start()
        person.timeout = 0.2
        with pytest.raises(SilenceError, match="said nothing"):
            await person.type("silence")
    with pytest.raises(SilenceError, match="not confirmed"):
        await person.type("anybody there?")


async def test_people_and_their_chats(sandbox: Sandbox, bot) -> None:
    """People get realistic ids and neutral names; a chat shows both sides; blocking is a fact."""
    async with aiohttp.ClientSession(sandbox.url) as http:
        async with http.post("/control/people", json={"language_code": "uz"}) as answer:
            person = await answer.json()
        assert (person["id"], person["first_name"]) == (7_000_000_001, "Learner 1")
        await http.post(f"/control/people/{person['id']}/text", json={"text": "hi"})
        async with http.post(f"/control/people/{person['id']}/block") as answer:
            assert (await answer.json())["blocked"]
        async with http.post(f"/control/people/{person['id']}/text", json={"text": "hi"}) as answer:
            assert answer.status == 409
        async with http.get(f"/control/chats/{person['id']}/messages") as answer:
            assert [item["text"] for item in (await answer.json())["messages"]] == ["hi"]
        await http.post("/control/reset")
        async with http.get("/control/people") as answer:
            assert await answer.json() == []
    assert await bot.get_updates() == ()


async def test_a_poison_update_is_handed_over_as_it_is(sandbox: Sandbox) -> None:
    """Whatever a test puts in the queue comes out, with a number."""
    async with aiohttp.ClientSession(sandbox.url) as http:
        await http.post("/control/updates", json={"message": {"text": 5}})
        async with http.get(f"/bot{sandbox.token}/getUpdates") as answer:
            (update,) = (await answer.json())["result"]
    assert update == {"update_id": sandbox.state.queue.last_id, "message": {"text": 5}}


async def test_traffic_is_numbered(sandbox: Sandbox, bot) -> None:
    """A test can ask for what came after a moment; empty polls are no news."""
    await bot.get_me()
    seen = sandbox.state.journal.count
    await bot.get_updates()
    await bot.set_my_name("Safar")
    async with (
        aiohttp.ClientSession(sandbox.url) as http,
        http.get(f"/control/traffic?after={seen}") as answer,
    ):
        assert [entry["method"] for entry in await answer.json()] == ["setMyName"]


async def test_phones_are_told_about_changes(sandbox: Sandbox, bot, learner: int) -> None:
    """The event stream names the chat that changed."""
    async with aiohttp.ClientSession(sandbox.url) as http, http.get("/control/events") as stream:
        await stream.content.readuntil(b"\n\n")
        await bot.send_chat_action(learner, "typing")
        assert b'"kind": "typing"' in await asyncio.wait_for(stream.content.readuntil(b"\n\n"), 30)


async def test_other_sites_pages_are_kept_out(sandbox: Sandbox) -> None:
    """A page of another origin can't drive the sandbox."""
    elsewhere = {"Origin": "https://example.org"}
    async with (
        aiohttp.ClientSession(sandbox.url, headers=elsewhere) as http,
        http.post("/control/reset") as answer,
    ):
        assert answer.status == 403


async def test_a_restart_shows_the_same_chats(tmp_path: Path) -> None:
    """With a state file people, messages, files, commands and waiting updates outlive the process."""
    file = tmp_path / "sandbox.json"
    async with Sandbox(state_file=file) as first, Bot(first.token, f"{first.url}/bot") as bot:
        person = first.state.chats.add_person(None, None, "ky")
        async with aiohttp.ClientSession(first.url) as http:
            await http.post(f"/control/people/{person.id}/text", json={"text": "hi"})
        await bot.send_document(person.id, b"x", filename="a.txt")
        await bot.set_my_description("About")
    async with Sandbox(state_file=file) as second, Bot(second.token, f"{second.url}/bot") as bot:
        assert len(second.state.chats.posts[person.id]) == 2
        assert (await bot.get_my_description()).description == "About"
        (update,) = await bot.get_updates()
        assert update.to_dict()["message"]["text"] == "hi"
        assert (await bot.send_message(person.id, "again")).message_id == 3
        async with aiohttp.ClientSession(second.url) as http:
            await http.post("/control/reset")
    async with Sandbox(state_file=file) as third:
        assert third.state.chats.people == {}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("people", {"id": "7"}),
        ("people", {"id": -7}),
        ("people", {"id": True}),
        ("people", {"first_name": 7}),
        ("people", {"language_code": ["ky"]}),
        ("people", []),
        ("faults", {}),
        ("faults", {"kind": "poison", "update": {"update_id": "x"}}),
        ("faults", {"kind": "shift_clock", "seconds": 1e30}),
        ("updates", {"update_id": "x"}),
        ("traffic?after=x", None),
        ("quiet?timeout=x", None),
        ("profile?person=x", None),
    ],
)
async def test_a_mistake_is_told(sandbox: Sandbox, path: str, body: object) -> None:
    """Nonsense at the control interface is a 400 with a reason."""
    async with (
        aiohttp.ClientSession(sandbox.url) as http,
        http.request("GET" if body is None else "POST", f"/control/{path}", json=body) as answer,
    ):
        assert answer.status == 400 and await answer.text()


async def test_somebody_who_has_started_already(sandbox: Sandbox, bot) -> None:
    """With `started` the bot may write at once, and no update is made."""
    async with aiohttp.ClientSession(sandbox.url) as http:
        await http.post("/control/people", json={"id": 7, "first_name": "Aida", "started": True})
    await bot.send_message(7, "hello")
    assert await bot.get_updates() == ()


async def test_starting_over_mends_everything(sandbox: Sandbox, bot) -> None:
    """Reset lifts faults, restores the token and sets the clock right."""
    sandbox.faults.add("error", times=None)
    sandbox.faults.add("revoke_token")
    sandbox.faults.add("shift_clock")
    async with aiohttp.ClientSession(sandbox.url) as http:
        await http.post("/control/reset")
    assert (await bot.get_me()).username == "safar_sandbox_bot"
    assert sandbox.state.clock.ahead == 0


async def test_remarks_are_kept_apart(sandbox: Sandbox) -> None:
    """A request that departs from the documentation and is forgiven is no refusal."""
    sandbox.state.note("request", method="getMe", params={}, answer={"ok": True}, remarks=["unknown: x"])
    assert [entry["remarks"] for entry in sandbox.remarks()] == [["unknown: x"]]
    async with aiohttp.ClientSession(sandbox.url) as http, http.get("/control/remarks") as answer:
        assert len(await answer.json()) == 1
    assert sandbox.refused() == []


async def test_what_else_people_send(sandbox: Sandbox, bot, learner: int) -> None:
    """Contacts, places, photos and documents arrive as Telegram sends them, and files can be fetched."""
    base = f"/control/people/{learner}"
    async with aiohttp.ClientSession(sandbox.url) as http:
        contact = {"phone_number": "+996700000000", "first_name": "Aida", "user_id": learner}
        await http.post(f"{base}/message", json={"contact": contact})
        await http.post(f"{base}/message", json={"location": {"latitude": 40.5, "longitude": 72.8}})
        await http.post(
            f"{base}/document?name=a.txt&caption=see", data=b"words", headers={"Content-Type": "text/plain"}
        )
        await http.post(f"{base}/photo", data=b"\xff\xd8")
        async with http.post(f"{base}/message", json={"colour": "red"}) as answer:
            assert answer.status == 400
    contact_sent, place, paper, photo = [update.message for update in await bot.get_updates()]
    assert contact_sent.contact.user_id == learner
    assert place.location.latitude == 40.5
    assert (paper.document.file_name, paper.document.mime_type, paper.caption) == (
        "a.txt",
        "text/plain",
        "see",
    )
    assert await (await paper.document.get_file()).download_as_bytearray() == b"words"
    assert len(photo.photo) == 1


async def test_people_edit_and_delete(sandbox: Sandbox, bot, learner: int) -> None:
    """An edit is an update of its own; a deleted message is gone, and the bot hears nothing of it."""
    base = f"/control/people/{learner}"
    theirs = await bot.send_message(learner, "from the bot")
    async with aiohttp.ClientSession(sandbox.url) as http:
        async with http.post(f"{base}/text", json={"text": "a"}) as answer:
            own = (await answer.json())["message"]["message_id"]
        await http.post(f"{base}/edit", json={"message_id": own, "text": "b"})
        async with http.post(f"{base}/edit", json={"message_id": theirs.message_id, "text": "b"}) as answer:
            assert answer.status == 409
        await http.post(f"{base}/delete", json={"message_id": own})
        async with http.post(f"{base}/delete", json={"message_id": own}) as answer:
            assert answer.status == 404
    _, edit = await bot.get_updates()
    assert (edit.edited_message.text, edit.edited_message.edit_date is not None) == ("b", True)
    assert [post.message["text"] for post in sandbox.state.chats.posts[learner]] == ["from the bot"]


async def test_the_journal_holds_no_secret(sandbox: Sandbox, bot) -> None:
    """Neither the token nor the webhook's secret is shown, and a secret that is a common word breaks nothing."""
    await bot.set_webhook("http://127.0.0.1:1/", secret_token="answer")
    await bot.set_my_description(f"the answer is {sandbox.token}")
    entry = sandbox.state.journal.entries[-1]
    assert (entry["params"]["description"], entry["answer"]["ok"]) == ("the <secret> is <secret>", True)
    async with (
        aiohttp.ClientSession(sandbox.url) as http,
        http.post(
            f"/bot{sandbox.token}/setWebhook", json={"url": "https://x.org", "secret_token": '","'}
        ) as answer,
    ):
        assert answer.status == 400
