"""What is done when a call to Telegram goes wrong: again, if that can do no harm, for ten seconds at most.

Edits and answers may be repeated freely. A message of unknown outcome is never sent again by itself: Telegram
knows no key that would keep it from arriving twice.
"""

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
from aiogram.methods import Response, SendMessage, TelegramMethod
from aiogram.methods.base import TelegramType
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_delay,
    wait_exponential_jitter,
)

PATIENCE = 10.0
_backoff = wait_exponential_jitter(multiplier=0.2, max=3.0)


class Retries(BaseRequestMiddleware):
    """Repeats what may be repeated, for ten seconds at most."""

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Make the request, again if that can do no harm."""
        try:
            return await make_request(
                bot, method
            )  # nearly always enough, and a policy is a tenth of a step's work
        except AiogramError as error:
            failed = error
        policy = AsyncRetrying(
            retry=retry_if_exception(lambda error: repeatable(method, error)),
            wait=pause,
            stop=stop_after_delay(PATIENCE),
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


def repeatable(method: TelegramMethod[Any], error: BaseException) -> bool:
    """Whether a call may be made again: refused for its pace always, lost on the way only if it sends nothing."""
    if method.__api_method__ == "getUpdates":
        return False  # the serving loop has a patience of its own
    if isinstance(error, TelegramRetryAfter):
        return error.retry_after <= PATIENCE
    lost = isinstance(error, TelegramNetworkError | TelegramServerError | ClientDecodeError)
    return lost and not isinstance(method, SendMessage)


def pause(state: RetryCallState) -> float:
    """How long to wait, in seconds: what Telegram asks for, else longer each time."""
    error = state.outcome.exception() if state.outcome else None
    return float(error.retry_after) if isinstance(error, TelegramRetryAfter) else _backoff(state)
