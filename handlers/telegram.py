"""Screens as aiogram's objects, and Telegram's language codes as ours."""

import re
from functools import lru_cache
from html import unescape

from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MaybeInaccessibleMessageUnion,
    Message,
)

from learning.course import Language
from screens.screen import Rows, Screen

TAG = re.compile("<[^>]*>")
TELEGRAM_LANGUAGES = {"ky": Language.KY, "tg": Language.TG, "uz": Language.UZ, "ru": Language.RU}


def keyboard(screen: Screen) -> InlineKeyboardMarkup | None:
    """The screen's buttons; None when it has none."""
    rows = tuple(row for row in screen.rows if row)
    return _keyboard(rows) if rows else None


@lru_cache(maxsize=4096)
def _keyboard(rows: Rows) -> InlineKeyboardMarkup:
    """Learners who read the same card get the same buttons, and aiogram takes long to make one."""
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=button.text, callback_data=button.data) for button in row]
            for row in rows
        ]
    )


def shows(message: MaybeInaccessibleMessageUnion | None, screen: Screen) -> bool:
    """Whether the pressed message shows this screen already: an edit would be refused as no change."""
    if not isinstance(message, Message) or message.text is None:
        return False
    rows = message.reply_markup.inline_keyboard if message.reply_markup else []
    shown = [[(button.text, button.callback_data) for button in row] for row in rows]
    wanted = [[(button.text, button.data) for button in row] for row in screen.rows if row]
    return message.text == words(screen) and shown == wanted


def below_file(message: MaybeInaccessibleMessageUnion) -> bool:
    """Whether the message is a file or a picture with words below it, which can't become a screen."""
    return isinstance(message, Message) and bool(message.document or message.photo)


def words(screen: Screen) -> str:
    """A screen's text as Telegram keeps it: without tags, without white space at the ends."""
    return unescape(TAG.sub("", screen.text)).strip()


def guessed_language(code: str | None) -> Language:
    """The language to greet a stranger in; Russian, which most can read, if Telegram's is none of ours."""
    return TELEGRAM_LANGUAGES.get((code or "").lower().split("-")[0], Language.RU)
