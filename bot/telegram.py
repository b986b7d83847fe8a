"""The bot's line to Telegram: raw updates in, calls out."""

from http import HTTPStatus
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import LinkPreviewOptions

from bot.retries import Retries


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


class Session(AiohttpSession):
    """A session that reads the outcome of a call, not the message that comes back: nobody here needs it."""

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        """The answer; refusals are raised by aiogram's own rules."""
        if status_code != HTTPStatus.OK or isinstance(method, RawUpdates):
            return super().check_response(bot, method, status_code, content)
        return Response.model_construct(ok=True, result=None)


def make_bot(token: str, api_url: str) -> Bot:
    """A bot on this Bot API server, writing Telegram's HTML without link previews."""
    session = Session(api=TelegramAPIServer.from_base(api_url))
    session.middleware(Retries())
    default = DefaultBotProperties(parse_mode="HTML", link_preview=LinkPreviewOptions(is_disabled=True))
    return Bot(token, session=session, default=default)
