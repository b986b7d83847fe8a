"""The Bot API, driven by python-telegram-bot's client."""

import json
import struct

import aiohttp
import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
)
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from sandbox import Sandbox, acts

pytestmark = pytest.mark.asyncio

KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])


async def raw(sandbox: Sandbox, method: str, **body: object) -> dict[str, object]:
    """Call a method with a JSON body, past every client's own checks."""
    url = f"{sandbox.url}/bot{sandbox.token}/{method}"
    async with aiohttp.ClientSession() as http, http.post(url, json=body) as answer:
        read = await answer.json()
        assert answer.status == read.get("error_code", 200)
        return dict(read)


async def test_it_knows_itself(bot) -> None:
    """getMe names a bot."""
    me = await bot.get_me()
    assert (me.is_bot, me.id) == (True, int(bot.token.split(":")[0]))


async def test_a_message_comes_back_as_telegram_keeps_it(bot, learner: int) -> None:
    """HTML becomes text and entities; only inline keyboards are returned."""
    sent = await bot.send_message(learner, "<b>Hi</b> &amp; bye", parse_mode="HTML", reply_markup=KEYS)
    assert (sent.text, sent.entities[0].type, sent.chat.id) == ("Hi & bye", "bold", learner)
    assert sent.reply_markup == KEYS
    assert (
        await bot.send_message(learner, "x", reply_markup=ReplyKeyboardMarkup([["A"]]))
    ).reply_markup is None


async def test_all_ways_of_sending_parameters(sandbox: Sandbox, learner: int) -> None:
    """Query, form and JSON say the same; method names are in any case; unknown parameters are ignored."""
    url = f"{sandbox.url}/bot{sandbox.token}/SendMessage"
    body = {"chat_id": str(learner), "text": "x", "no_such_thing": "1"}
    async with aiohttp.ClientSession() as http:
        for request in (http.post(url, params=body), http.post(url, data=body), http.post(url, json=body)):
            async with request as answer:
                assert (await answer.json())["result"]["text"] == "x"
        async with http.get(url, params=body) as answer:
            assert answer.status == 200


async def test_wrong_doors(sandbox: Sandbox) -> None:
    """Tokens, methods and paths that do not exist."""
    doors = {
        "/bot1:wrong/getMe": (401, "Unauthorized"),
        "/bot0:x/getMe": (401, "Unauthorized: invalid token specified"),
        f"/bot{sandbox.token}/fly": (404, "Not Found: method not found"),
        "/elsewhere": (404, "Not Found"),
    }
    async with aiohttp.ClientSession() as http:
        for path, (status, words) in doors.items():
            async with http.get(sandbox.url + path) as answer:
                assert (status, words) == (answer.status, (await answer.json())["description"])


def button(**fields: object) -> dict[str, object]:
    """Return an inline keyboard of one button, as a request carries it."""
    return {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "A"} | fields]]}}


REFUSED_MESSAGES = [
    ({}, "message text is empty"),
    ({"text": " \n"}, "text must be non-empty"),
    ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
    ({"text": "я" * 4097}, "message is too long"),
    ({"text": "я" * 16385}, "text is too long"),
    ({"text": "x", "parse_mode": "BB"}, "unsupported parse_mode"),
    (
        {"text": "я <p>", "parse_mode": "html"},
        'can\'t parse entities: Unsupported start tag "p" at byte offset 3',
    ),
    ({"text": "x", "chat_id": ""}, "chat_id is empty"),
    ({"text": "x", "chat_id": 5}, "chat not found"),
    (button(callback_data="я" * 33), "BUTTON_DATA_INVALID"),
    (
        button(callback_data=""),
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        button(url="http://localhost/x"),
        "inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
    ),
    (
        {"text": "x", "reply_markup": {"inline_keyboard": [[{"callback_data": "a"}]]}},
        "can't parse inline keyboard button: Can't find field \"text\"",
    ),
    (
        {"text": "x", "reply_markup": {"inline_keyboard": [{"text": "a"}]}},
        'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ),
    ({"text": "x", "reply_markup": {"keyboard": ["a"]}}, 'field "keyboard" must be an Array of Arrays'),
    ({"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
    ({"text": "x", "reply_markup": "[]"}, "object expected as reply markup"),
    ({"text": "x", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
]


@pytest.mark.parametrize(("body", "reason"), REFUSED_MESSAGES)
async def test_messages_it_refuses(
    sandbox: Sandbox, learner: int, body: dict[str, object], reason: str
) -> None:
    """Each refusal is a 400 with the server's words, and is kept for tests to see."""
    answer = await raw(sandbox, "sendMessage", **{"chat_id": learner} | body)
    assert answer == {"ok": False, "error_code": 400, "description": f"Bad Request: {reason}"}
    assert [entry["answer"] for entry in sandbox.refused()] == [answer]


async def test_the_longest_texts_pass(bot, learner: int) -> None:
    """4096 code points after parsing, 64 bytes of data."""
    await bot.send_message(learner, "<b>" + "😀" * 4096 + "</b>", parse_mode="HTML")
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("A", callback_data="я" * 32)]])
    await bot.send_message(learner, "x", reply_markup=markup)


async def test_a_blocked_bot(sandbox: Sandbox, bot, learner: int) -> None:
    """A block is told by my_chat_member and answered by 403."""
    acts.block(sandbox.state, sandbox.state.chats.people[learner])
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(learner, "x")
    (update,) = await bot.get_updates()
    assert update.my_chat_member.new_chat_member.status == "kicked"


async def test_editing(bot, learner: int) -> None:
    """An edit without a keyboard removes it; the same again is refused."""
    sent = await bot.send_message(learner, "one", reply_markup=KEYS)
    edited = await bot.edit_message_text("two", learner, sent.message_id, reply_markup=KEYS)
    assert (edited.text, edited.reply_markup, bool(edited.edit_date)) == ("two", KEYS, True)
    with pytest.raises(
        BadRequest, match="specified new message content and reply markup are exactly the same"
    ):
        await bot.edit_message_text("two", learner, sent.message_id, reply_markup=KEYS)
    assert (await bot.edit_message_text("two", learner, sent.message_id)).reply_markup is None
    again = await bot.edit_message_reply_markup(learner, sent.message_id, reply_markup=KEYS)
    assert again.reply_markup == KEYS


async def test_what_can_not_be_edited(sandbox: Sandbox, bot, learner: int) -> None:
    """Others' messages, those sent with a reply keyboard, files' texts, and nothing at all."""
    locked = await bot.send_message(learner, "x", reply_markup=ReplyKeyboardMarkup([["A"]]))
    theirs = acts.say(sandbox.state, sandbox.state.chats.people[learner], "hello")
    paper = await bot.send_document(learner, b"x", filename="a.txt")
    cases = {
        locked.message_id: "message can't be edited",
        theirs["message_id"]: "message can't be edited",
        paper.message_id: "there is no text in the message to edit",
        999: "message to edit not found",
    }
    for message_id, reason in cases.items():
        answer = await raw(sandbox, "editMessageText", chat_id=learner, message_id=message_id, text="y")
        assert answer["description"] == f"Bad Request: {reason}"
    assert (await raw(sandbox, "editMessageText", text="y"))["description"] == (
        "Bad Request: message identifier is not specified"
    )


async def test_deleting(sandbox: Sandbox, bot, learner: int) -> None:
    """A message goes once, and only within two days."""
    sent = await bot.send_message(learner, "x")
    old = await bot.send_message(learner, "old")
    assert await bot.delete_message(learner, sent.message_id)
    with pytest.raises(BadRequest, match="to delete not found"):
        await bot.delete_message(learner, sent.message_id)
    sandbox.state.chats.posts[learner][-1].message["date"] -= 48 * 3600 + 1
    with pytest.raises(BadRequest, match="can't be deleted"):
        await bot.delete_message(learner, old.message_id)


async def test_answering_a_press(sandbox: Sandbox, bot, learner: int) -> None:
    """A press waits in the list of unanswered ones until it is answered, in time."""
    sent = await bot.send_message(learner, "x", reply_markup=KEYS)
    acts.press(sandbox.state, sandbox.state.chats.people[learner], sent.message_id, "go")
    (update,) = await bot.get_updates()
    query = update.callback_query
    assert (query.data, query.message.text, query.from_user.language_code) == ("go", "x", "ky")
    assert sandbox.unanswered() == [query.id]
    with pytest.raises(BadRequest, match=r"(?i)message_too_long"):
        await bot.answer_callback_query(query.id, "x" * 201)
    assert await bot.answer_callback_query(query.id, "Good", show_alert=True)
    assert sandbox.unanswered() == []
    sandbox.state.presses[query.id].at -= 3600
    for stale in (query.id, "12345"):
        with pytest.raises(
            BadRequest, match=r"(?i)query is too old and response timeout expired or query id is invalid"
        ):
            await bot.answer_callback_query(stale)


async def test_an_old_phone_presses_a_message_that_is_gone(sandbox: Sandbox, bot, learner: int) -> None:
    """The message of such a press is inaccessible."""
    acts.press(sandbox.state, sandbox.state.chats.people[learner], 77, "go")
    (update,) = await bot.get_updates()
    assert not update.callback_query.message.is_accessible


async def test_commands_per_language_and_scope(sandbox: Sandbox, bot, learner: int) -> None:
    """Lists are kept apart; a person sees the narrowest in the own language."""
    everybody, kyrgyz = BotCommand("start", "Start"), BotCommand("start", "Баштоо")
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([everybody])
    await bot.set_my_commands([kyrgyz], scope=scope, language_code="ky")
    assert await bot.get_my_commands() == (everybody,)
    assert await bot.get_my_commands(scope, "ky") == (kyrgyz,)
    assert await bot.get_my_commands(scope, "uz") == ()
    profile = sandbox.state.profile
    assert profile.commands_for(learner, "ky") == [kyrgyz.to_dict()]
    assert profile.commands_for(learner, "tg") == [everybody.to_dict()]
    await bot.delete_my_commands(scope, "ky")
    assert await bot.get_my_commands(scope, "ky") == ()


REFUSED_COMMANDS = [
    ([{"command": "", "description": "x"}], "command must be non-empty"),
    ([{"command": "a" * 33, "description": "x"}], "command length must not exceed 32"),
    ([{"command": "Start", "description": "x"}], "BOT_COMMAND_INVALID"),
    ([{"command": "a", "description": ""}], "command description must be non-empty"),
    ([{"command": "a", "description": "x" * 257}], "command description length must not exceed 256"),
    ([{"command": "a"}], "can't parse BotCommand: Can't find field \"description\""),
    ([{"command": f"c{n}", "description": "x"} for n in range(101)], "BOT_COMMANDS_TOO_MUCH"),
]


@pytest.mark.parametrize(("commands", "reason"), REFUSED_COMMANDS)
async def test_commands_it_refuses(sandbox: Sandbox, commands: list[dict[str, str]], reason: str) -> None:
    """Commands have their own rules."""
    answer = await raw(sandbox, "setMyCommands", commands=commands)
    assert answer["description"] == f"Bad Request: {reason}"


async def test_the_bots_page(sandbox: Sandbox, bot) -> None:
    """Names and descriptions are kept per language, and have lengths."""
    await bot.set_my_description("For all")
    await bot.set_my_description("Баары үчүн", language_code="ky")
    assert (await bot.get_my_description("ky")).description == "Баары үчүн"
    assert (await bot.get_my_description("uz")).description == "For all"
    await bot.set_my_short_description("Short")
    assert (await bot.get_my_short_description()).short_description == "Short"
    await bot.set_my_name("Safar")
    assert (await bot.get_my_name()).name == "Safar"
    assert await bot.set_chat_menu_button()
    with pytest.raises(TelegramError):
        await bot.set_my_description("x" * 513)
    assert (await raw(sandbox, "setMyName", name="x", language_code="kyr"))["description"] == (
        "Bad Request: invalid language code specified"
    )


def png(width: int, height: int) -> bytes:
    """Return the first bytes of a picture."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + b"\x08\x02\0\0\0"


async def test_files(bot, learner: int) -> None:
    """A file can be downloaded, and sent again by its id."""
    sent = await bot.send_document(
        learner, b"paper", filename="guide.pdf", caption="<i>x</i>", parse_mode="HTML"
    )
    assert (sent.document.file_name, sent.caption, sent.caption_entities[0].type) == (
        "guide.pdf",
        "x",
        "italic",
    )
    file = await bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"paper"
    again = await bot.send_document(learner, sent.document.file_id)
    assert again.document.file_unique_id == sent.document.file_unique_id
    photo = await bot.send_photo(learner, png(320, 200))
    assert (photo.photo[0].width, photo.photo[0].height) == (320, 200)
    contact = await bot.send_contact(learner, "+70000000000", "Help")
    assert contact.contact.first_name == "Help"
    assert await bot.send_chat_action(learner, "typing")


REFUSED_FILES = [
    ("sendDocument", {}, "there is no document in the request"),
    ("sendPhoto", {"photo": "AgAC"}, "wrong remote file identifier specified: can't unserialize it"),
    ("getFile", {}, "file_id not specified"),
    ("sendChatAction", {"action": "dancing"}, "wrong parameter action in request"),
]


@pytest.mark.parametrize(("method", "body", "reason"), REFUSED_FILES)
async def test_files_it_refuses(
    sandbox: Sandbox, learner: int, method: str, body: dict[str, str], reason: str
) -> None:
    """A request without its file, or with a made-up one."""
    answer = await raw(sandbox, method, chat_id=learner, **body)
    assert answer["description"] == f"Bad Request: {reason}"


async def test_pictures_it_refuses(bot, learner: int) -> None:
    """Too thin, too large, or no picture."""
    for picture, reason in ((png(10, 900), "DIMENSIONS"), (png(9000, 2000), "DIMENSIONS"), (b"x", "PROCESS")):
        with pytest.raises(BadRequest, match=f"(?i){reason}"):
            await bot.send_photo(learner, picture)
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_photo(learner, png(10, 10), caption="x" * 1025)


async def test_the_token_stays_out_of_the_journal(sandbox: Sandbox, bot, learner: int) -> None:
    """What tests and the panel can read never holds the token."""
    await bot.send_message(learner, f"my token is {sandbox.token}")
    assert sandbox.token not in json.dumps(sandbox.state.journal.after(0))


async def test_another_bots_token_is_refused(sandbox: Sandbox) -> None:
    """python-telegram-bot understands the refusal."""
    stranger = Bot("123:other", f"{sandbox.url}/bot")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()
