"""When a handler has a bug: an apology with a code to the person, the same code in the log, and life goes on.

The log line names the kind of error and the places in our code, never its message: that may hold a text or an id.
"""

import secrets

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import AnswerCallbackQuery, SendMessage
from aiogram.types import Update

from bot.log import places
from handlers import Desk, language_of

log = structlog.get_logger()


async def apologise(error: BaseException, update: Update, bot: Bot, desk: Desk) -> None:
    """Tell the person that it is our fault, and note where."""
    code = secrets.token_hex(3)
    log.error("handler failed", code=code, kind=type(error).__name__, places=places(error))
    await _tell(update, bot, desk, "notice.sorry", code=code)


async def try_again(update: Update, bot: Bot, desk: Desk) -> None:
    """Tell the person that nothing was recorded, and to press again."""
    log.error("records unavailable")
    await _tell(update, bot, desk, "notice.try-again")


async def _tell(update: Update, bot: Bot, desk: Desk, key: str, **fields: str) -> None:
    press, message = update.callback_query, update.message
    sender = press.from_user if press else message.from_user if message else None
    if sender is None:
        return
    words = desk.book.phrases.text(await language_of(desk, sender), key, **fields)
    try:
        if press:
            await bot(AnswerCallbackQuery(callback_query_id=press.id, text=words, show_alert=True))
        else:
            await bot(SendMessage(chat_id=sender.id, text=words))
    except TelegramAPIError as refusal:
        log.warning("apology not delivered", kind=type(refusal).__name__)
