"""The bot's line to Telegram: JSON in, and a policy for what goes wrong on the way.

Edits and answers may be repeated freely. A message of unknown outcome is never sent again by itself: Telegram
knows no key that would keep it from arriving twice.
"""

from http import HTTPStatus
from typing import Any

import structlog
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import Response, SendMessage, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import LinkPreviewOptions
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_delay,
    wait_exponential_jitter,
)

log = structlog.get_logger()
PATIENCE = 10.0
_backoff = wait_exponential_jitter(multiplier=0.2, max=3.0)


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


class Retries(BaseRequestMiddleware):
    """Repeats what may be repeated, for ten seconds at most."""

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Make the request, again if that can do no harm."""
        policy = AsyncRetrying(
            retry=retry_if_exception(lambda error: repeatable(method, error)),
            wait=pause,
            stop=stop_after_delay(PATIENCE),
            reraise=True,
        )
        return await policy(make_request, bot, method)


def repeatable(method: TelegramMethod[Any], error: BaseException) -> bool:
    """Whether a call may be made again: refused for its pace always, lost on the way only if it sends nothing."""
    if isinstance(method, RawUpdates):
        return False  # the serving loop has a patience of its own
    if isinstance(error, TelegramRetryAfter):
        return error.retry_after <= PATIENCE
    lost = isinstance(error, TelegramNetworkError | TelegramServerError | ClientDecodeError)
    return lost and not isinstance(method, SendMessage)


def pause(state: RetryCallState) -> float:
    """How long to wait, in seconds: what Telegram asks for, else longer each time."""
    error = state.outcome.exception() if state.outcome else None
    return float(error.retry_after) if isinstance(error, TelegramRetryAfter) else _backoff(state)


def make_bot(token: str, api_url: str) -> Bot:
    """A bot on this Bot API server, writing Telegram's HTML without link previews."""
    session = Session(api=TelegramAPIServer.from_base(api_url))
    session.middleware(Retries())
    default = DefaultBotProperties(parse_mode="HTML", link_preview=LinkPreviewOptions(is_disabled=True))
    return Bot(token, session=session, default=default)
