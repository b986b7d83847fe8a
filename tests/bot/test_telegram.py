"""What goes out to Telegram: JSON that says what aiogram's own session would say; files as a form."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.telegram import Session, json_body, make_bot

from aiogram import Bot  # isort: skip - after bot.telegram, which imports it lightly
from aiogram.exceptions import (  # isort: skip
    ClientDecodeError,
    TelegramBadRequest,
    TelegramNetworkError,
)
from aiogram.methods import (  # isort: skip
    AnswerCallbackQuery,
    BanChatMember,
    EditMessageText,
    GetMe,
    SendDocument,
    SendMessage,
    SendPoll,
    SetMyCommands,
    SetWebhook,
    TelegramMethod,
)
from aiogram.types import (  # isort: skip
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputPollOption,
    LinkPreviewOptions,
    ReplyParameters,
)

BUTTONS = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="да", callback_data="x")]])
CALLS: list[TelegramMethod[Any]] = [
    GetMe(),
    EditMessageText(chat_id=7, message_id=5, text="<b>x</b>", reply_markup=BUTTONS),
    EditMessageText(chat_id=7, message_id=5, text="x", parse_mode=None),
    SendMessage(chat_id=7, text="x", link_preview_options=LinkPreviewOptions(url="http://x")),
    SendMessage(
        chat_id=7, text="x", reply_parameters=ReplyParameters(message_id=3), disable_notification=True
    ),
    SendMessage(chat_id=7, text="x", reply_markup=ForceReply(input_field_placeholder="?")),
    AnswerCallbackQuery(callback_query_id="1", text="ок", show_alert=False),
    SetMyCommands(
        commands=[BotCommand(command="a", description="b")],
        scope=BotCommandScopeChat(chat_id=1),
        language_code="ky",
    ),
    SetWebhook(url="https://x", allowed_updates=["message"], secret_token="s"),
    SendPoll(
        chat_id=7,
        question="?",
        options=[InputPollOption(text="a")],
        close_date=datetime(2027, 1, 1, tzinfo=UTC),
    ),
    BanChatMember(chat_id=7, user_id=7, until_date=datetime(2027, 1, 1, tzinfo=UTC)),
]


class Telegram:
    """Notes what arrives, and answers as it was told."""

    def __init__(self) -> None:
        self.got: list[tuple[str, str, bytes]] = []
        self.status = 200
        self.says = b'{"ok":true,"result":true}'

    async def take(self, request: web.Request) -> web.Response:
        """Any method."""
        self.got.append((request.path, request.content_type, await request.read()))
        return web.Response(status=self.status, body=self.says, content_type="application/json")


@pytest.fixture
async def telegram() -> AsyncIterator[tuple[Telegram, Bot]]:
    noted = Telegram()
    app = web.Application()
    app.router.add_post("/{path:.*}", noted.take)
    async with TestServer(app) as server:
        bot = make_bot("1:x", str(server.make_url("")).rstrip("/"))
        yield noted, bot
        await bot.session.close()


@pytest.mark.parametrize("call", CALLS, ids=lambda call: type(call).__name__)
async def test_a_call_says_in_json_what_aiograms_own_session_says_in_a_form(
    call: TelegramMethod[Any],
) -> None:
    """The same fields with the same values, defaults of the bot included."""
    bot = make_bot("1:x", "http://localhost")
    assert isinstance(bot.session, Session)
    form = {options["name"]: value for options, _, value in bot.session.build_form_data(bot, call)._fields}
    said = json.loads(json_body(bot, call))
    assert said.keys() == form.keys()
    for name, value in said.items():
        assert form[name] == value or json.loads(form[name]) == value, name


def test_a_time_from_now_is_a_moment_of_unix_time() -> None:
    """A timedelta becomes the moment it ends, in whole seconds."""
    call = BanChatMember(chat_id=7, user_id=7, until_date=timedelta(hours=1))
    until = int(json.loads(json_body(make_bot("1:x", "http://localhost"), call))["until_date"])
    assert 3500 < until - datetime.now(UTC).timestamp() < 3700


async def test_a_file_goes_as_a_form(telegram: tuple[Telegram, Bot]) -> None:
    """JSON can't carry a file, so the call goes aiogram's own way."""
    noted, bot = telegram
    await bot(SendDocument(chat_id=7, document=BufferedInputFile(b"content of the file", "a.txt")))
    await bot(SendMessage(chat_id=7, text="x"))
    assert [(path, kind) for path, kind, _ in noted.got] == [
        ("/bot1:x/sendDocument", "multipart/form-data"),
        ("/bot1:x/sendMessage", "application/json"),
    ]
    assert b"content of the file" in noted.got[0][2]


@pytest.mark.parametrize(
    ("status", "says", "error"),
    [
        (400, b'{"ok":false,"error_code":400,"description":"Bad Request: x"}', TelegramBadRequest),
        (400, b"\xff<html>", ClientDecodeError),
    ],
)
async def test_refusals_are_raised_as_by_aiogram(
    telegram: tuple[Telegram, Bot],
    status: int,
    says: bytes,
    error: type[Exception],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.retries.PATIENCE", 0.1)
    noted, bot = telegram
    noted.status, noted.says = status, says
    with pytest.raises(error):
        await bot(EditMessageText(chat_id=7, message_id=5, text="x"))


async def test_nobody_there_is_a_network_error() -> None:
    bot = make_bot("1:x", "http://127.0.0.1:9")
    with pytest.raises(TelegramNetworkError):
        await bot(SendMessage(chat_id=7, text="x"))
    await bot.session.close()
