"""The bot's face in Telegram: commands and descriptions, in each language. Failing is logged, never fatal."""

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.methods import SetMyCommands, SetMyDescription, SetMyShortDescription, TelegramMethod
from aiogram.types import BotCommand

from handlers import COMMANDS
from handlers.telegram import TELEGRAM_LANGUAGES
from learning.course import Language
from locales import Phrases

log = structlog.get_logger()
ORDER = (
    "start",
    "menu",
    "lesson",
    "trouble",
    "contacts",
    "pack",
    "certificate",
    "phrases",
    "language",
    "mydata",
    "forget",
    "privacy",
    "help",
)
LISTS = [(None, Language.RU), *TELEGRAM_LANGUAGES.items()]


async def register(bot: Bot, phrases: Phrases) -> None:
    """Tell Telegram the commands and descriptions in every language, and Russian ones for everybody else."""
    for code, language in LISTS:
        for method in _face(phrases, code, language):
            try:
                await bot(method)
            except AiogramError as refusal:
                log.warning("profile not set", method=method.__api_method__, kind=type(refusal).__name__)


def _face(phrases: Phrases, code: str | None, language: Language) -> list[TelegramMethod[bool]]:
    commands = [
        BotCommand(command=name, description=phrases.text(language, f"command.{name}"))
        for name in ORDER
        if name in COMMANDS
    ]
    description = phrases.text(language, "bot.description")
    short = phrases.text(language, "bot.short-description")
    return [
        SetMyCommands(commands=commands, language_code=code),
        SetMyDescription(description=description, language_code=code),
        SetMyShortDescription(short_description=short, language_code=code),
    ]
