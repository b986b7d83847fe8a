"""What is done when a call to Telegram goes wrong: again, if that can do no harm, for ten seconds at most.

Edits and answers may be repeated freely. A message of unknown outcome is never sent again by itself: Telegram
knows no key that would keep it from arriving twice.
"""

import asyncio
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import ClientConnectorError, ConnectionTimeoutError
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_before_delay,
    wait_exponential_jitter,
)

PATIENCE = 10.0
LOST = (TelegramNetworkError, TelegramServerError, ClientDecodeError)
AWAY = (*LOST, TelegramRetryAfter)
# Raised while a connection is being made: not a byte of the request has left.
UNREACHED = (ClientConnectorError, ConnectionTimeoutError)
MAKE_MESSAGES = ("send", "copy", "forward")
_backoff = wait_exponential_jitter(multiplier=0.2, max=3.0, jitter=0.2)


class OutcomeUnknown(TelegramNetworkError):
    """A message may have arrived or not: the answer was lost. It is not sent again by itself."""


class Retries(BaseRequestMiddleware):
    """Repeats what may be repeated, for ten seconds at most, waiting included."""

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Make the request, again if that can do no harm.

        Raises:
            OutcomeUnknown: a message was on its way and nobody can tell whether it arrived.
            AiogramError: Telegram refused, or did not answer within ten seconds.
        """
        if method.__api_method__ == "getUpdates":
            return await make_request(bot, method)  # the serving loop has a patience of its own
        try:
            async with asyncio.timeout(PATIENCE):
                return await _patiently(make_request, bot, method)
        except (*LOST, TimeoutError) as error:
            raise _outcome(method, error) from error


async def _patiently(
    make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
) -> Response[TelegramType]:
    try:  # nearly always enough, and a policy is a tenth of a step's work
        return await make_request(bot, method)
    except AiogramError as error:
        failed = error
    policy = AsyncRetrying(
        retry=retry_if_exception(lambda error: repeatable(method, error)),
        wait=pause,
        stop=stop_before_delay(PATIENCE),
        reraise=True,
    )
    return await policy(_after(failed, make_request), bot, method)


def _after(
    failed: AiogramError, make_request: NextRequestMiddlewareType[TelegramType]
) -> NextRequestMiddlewareType[TelegramType]:
    """The request as a policy sees it whose first try has been made already."""
    tries = [failed]

    async def next_try(bot: Bot, method: TelegramMethod[TelegramType]) -> Response[TelegramType]:
        if tries:
            raise tries.pop()
        return await make_request(bot, method)

    return next_try


def _outcome(method: TelegramMethod[Any], error: BaseException) -> BaseException:
    """What a call that was lost for good comes to."""
    if makes_message(method) and not unreached(error):
        return OutcomeUnknown(method=method, message=type(error).__name__)
    if isinstance(error, TimeoutError):
        return TelegramNetworkError(method=method, message="no answer in time")
    return error


def makes_message(method: TelegramMethod[Any]) -> bool:
    """Whether the call puts a new message into a chat, so that doing it twice would be seen."""
    name = method.__api_method__
    return name.startswith(MAKE_MESSAGES) and name != "sendChatAction"


def unreached(error: BaseException) -> bool:
    """Whether Telegram can't have seen the request: there was no connection yet."""
    return isinstance(error.__cause__, UNREACHED)


def repeatable(method: TelegramMethod[Any], error: BaseException) -> bool:
    """Whether a call may be made again: refused for its pace always, lost on the way only if that can't be seen."""
    if isinstance(error, TelegramRetryAfter):
        return True  # how long is for the policy to judge
    return isinstance(error, LOST) and (unreached(error) or not makes_message(method))


def pause(state: RetryCallState) -> float:
    """How long to wait, in seconds: what Telegram asks for, else longer each time."""
    error = state.outcome.exception() if state.outcome else None
    return float(error.retry_after) if isinstance(error, TelegramRetryAfter) else _backoff(state)
