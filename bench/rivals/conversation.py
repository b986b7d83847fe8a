"""python-telegram-bot with a ConversationHandler, behind a webhook of one's own, as its guide shows it; nothing stored."""

import asyncio
import logging
import sys
import warnings
from typing import Any

from aiohttp import web
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
)
from telegram.warnings import PTBUserWarning

from bench.texts import TEXT

WORDS = ("Дальше", "Назад", "Почему так?", "Меню")
READING = 1


def keyboard(step: int) -> InlineKeyboardMarkup:
    """Four buttons."""
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(f"{word} {step}", callback_data=f"step:{step + place}")]
            for place, word in enumerate(WORDS, start=1)
        ]
    )


async def start(update: Update, _: ContextTypes.DEFAULT_TYPE) -> int:
    """The first screen."""
    if update.message:
        await update.message.reply_text(TEXT, reply_markup=keyboard(0))
    return READING


async def step(update: Update, _: ContextTypes.DEFAULT_TYPE) -> int:
    """One step: answer the press, edit the message."""
    press = update.callback_query
    if press:
        number = int((press.data or "").removeprefix("step:"))
        await press.answer()
        await press.edit_message_text(f"{number}. {TEXT}", reply_markup=keyboard(number))
    return READING


async def serve(port: int, api_url: str, secret: str) -> None:
    """Serve until killed."""
    warnings.simplefilter("ignore", PTBUserWarning)  # a hint about per_message, which this bot does not want
    application = Application.builder().token("1:bench").base_url(f"{api_url}/bot").updater(None).build()
    pressed: Any = CallbackQueryHandler(step, pattern="^step:")
    application.add_handler(
        ConversationHandler([CommandHandler("start", start)], {READING: [pressed]}, fallbacks=[])
    )

    async def webhook(request: web.Request) -> web.Response:
        if request.headers.get("X-Telegram-Bot-Api-Secret-Token") != secret:
            return web.Response(status=401)
        await application.update_queue.put(Update.de_json(await request.json(), application.bot))
        return web.Response()

    app = web.Application()
    app.router.add_post("/telegram", webhook)
    async with application:
        await application.start()
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        await asyncio.Event().wait()


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2], sys.argv[3]))
