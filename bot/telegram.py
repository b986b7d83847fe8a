"""The bot's line to Telegram: raw updates in, calls out."""

import bot.lazy_aiogram  # noqa: F401 - before aiogram

import json
from datetime import datetime, timedelta
from functools import cache
from http import HTTPStatus
from typing import Any, cast

import orjson
from aiogram import Bot
from aiogram.client.default import Default, DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageText,
    GetMe,
    Response,
    SendMessage,
    TelegramMethod,
)
from aiogram.methods.base import TelegramType
from aiogram.types import LinkPreviewOptions, TelegramObject, Update
from aiohttp import ClientError, ClientTimeout

from bot.pace import Pace, paced
from bot.retries import Retries

JSON = {"Content-Type": "application/json"}


class RawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates as Telegram sent it: each update is parsed on its own, so a bad one stops nobody."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int
    timeout: int
    allowed_updates: list[str]


def completed(raw: dict[str, Any]) -> dict[str, Any]:
    """An update with the fields that stand-ins of Telegram leave out, aiogram insists on and nobody here reads."""
    for part in raw.values():
        if isinstance(part, dict) and isinstance(part.get("from"), dict):
            part["from"] = {"is_bot": False, "first_name": "", **part["from"]}
    press = raw.get("callback_query")
    if isinstance(press, dict):
        press.setdefault("chat_instance", "")
        if isinstance(press.get("message"), dict):
            press["message"].setdefault("date", 0)
    return raw


def read_json(text: str | bytes) -> Any:
    """What a JSON text says, also when it holds what orjson refuses (half a letter, a number without end).

    Raises:
        ValueError: it is no JSON.
    """
    try:
        return orjson.loads(text)
    except ValueError:
        try:
            return json.loads(text)
        except RecursionError:
            raise ValueError("nested too deeply") from None


class Session(AiohttpSession):
    """A session that sends JSON, and reads the outcome of a call, not the message that comes back.

    A call that carries a file, or anything else that JSON has no form for, goes aiogram's own way.
    """

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        """Make one call; the same errors as aiogram's own session."""
        try:
            body = json_body(bot, method)
        except TypeError:
            return await super().make_request(bot, method, timeout)
        session, limit = await self.create_session(), ClientTimeout(total=timeout or self.timeout)
        url = self.api.api_url(token=bot.token, method=method.__api_method__)
        try:
            async with session.post(url, data=body, headers=JSON, timeout=limit) as answer:
                content = await answer.read()
        except TimeoutError as error:
            raise TelegramNetworkError(method=method, message="Request timeout error") from error
        except ClientError as error:
            raise TelegramNetworkError(method=method, message=f"{type(error).__name__}: {error}") from error
        response = self.check_response(bot, method, answer.status, content.decode(errors="replace"))
        return cast(TelegramType, response.result)

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        """The answer; refusals are raised by aiogram's own rules."""
        if status_code != HTTPStatus.OK or isinstance(method, RawUpdates | GetMe):
            _held(method.__returning__)
            return super().check_response(bot, method, status_code, content)
        return Response.model_construct(ok=True, result=None)


@cache
def _held(returning: Any) -> Any:
    """The model of an answer. pydantic keeps it only as long as somebody holds it, and makes it anew for 10 ms."""
    return Response[returning]


def json_body(bot: Bot, method: TelegramMethod[Any]) -> bytes:
    """The fields of a call that are set, and the bot's defaults, as JSON.

    Raises:
        TypeError: it carries a file, or what else JSON has no form for.
    """

    def plain(value: object) -> object:
        if isinstance(value, TelegramObject | TelegramMethod):
            fields = vars(value) | value.model_extra if value.model_extra else vars(value)
            return {
                name: said
                for name, v in fields.items()
                if (said := bot.default[v.name] if type(v) is Default else v) is not None
            }
        if isinstance(value, datetime | timedelta):
            return bot.session.prepare_value(value, bot=bot, files={})
        raise TypeError(type(value).__name__)

    return orjson.dumps(plain(method), default=plain, option=orjson.OPT_PASSTHROUGH_DATETIME)


def build_models() -> None:
    """Build the models that every step needs, so that nobody's first press waits for them."""
    for model in (Update, EditMessageText, AnswerCallbackQuery, SendMessage):
        model.model_rebuild()


def make_bot(token: str, api_url: str, pace: Pace | None = None) -> Bot:
    """A bot on this Bot API server, writing Telegram's HTML without link previews, at this pace."""
    session = Session(api=TelegramAPIServer.from_base(api_url), json_loads=read_json)
    session.middleware(Retries())
    session.middleware(paced(pace or Pace()))  # inside: each try takes a permit of its own
    default = DefaultBotProperties(parse_mode="HTML", link_preview=LinkPreviewOptions(is_disabled=True))
    return Bot(token, session=session, default=default)
