"""aiogram as its guide shows it: a dispatcher, a filter, the webhook's ready-made handler, nothing stored."""

import sys

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from bench.texts import TEXT

dispatcher = Dispatcher()
WORDS = ("Дальше", "Назад", "Почему так?", "Меню")


def keyboard(step: int) -> InlineKeyboardMarkup:
    """Four buttons."""
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=f"{word} {step}", callback_data=f"step:{step + place}")]
            for place, word in enumerate(WORDS, start=1)
        ]
    )


@dispatcher.message(CommandStart())
async def start(message: Message) -> None:
    """The first screen."""
    await message.answer(TEXT, reply_markup=keyboard(0))


@dispatcher.callback_query(F.data.startswith("step:"))
async def step(press: CallbackQuery) -> None:
    """One step: answer the press, edit the message."""
    number = int((press.data or "").removeprefix("step:"))
    await press.answer()
    if isinstance(press.message, Message):
        await press.message.edit_text(f"{number}. {TEXT}", reply_markup=keyboard(number))


def main() -> None:
    """Serve at a port, calling this API server."""
    port, api_url, secret = sys.argv[1:]
    session = AiohttpSession(api=TelegramAPIServer.from_base(api_url))
    bot = Bot("1:bench", session=session)
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token=secret).register(app, path="/telegram")
    setup_application(app, dispatcher, bot=bot)
    web.run_app(app, host="127.0.0.1", port=int(port), print=None, access_log=None)


if __name__ == "__main__":
    main()
