"""A bot that knows nothing of Safar: python foreign_bot.py API_URL TOKEN [WEBHOOK_PORT]."""

import asyncio
import sys

from aiohttp import web
from telegram import Update
from telegram.ext import Application, MessageHandler, filters


async def echo(update, context) -> None:
    """Say what was said."""
    await update.message.reply_text(f"You said: {update.message.text}")


async def receive(request: web.Request) -> web.Response:
    """Take an update from the webhook."""
    if request.headers.get("X-Telegram-Bot-Api-Secret-Token") != "hush":
        return web.Response(status=401)
    await app.update_queue.put(Update.de_json(await request.json(), app.bot))
    return web.Response()


async def serve(port: int) -> None:
    """Run by webhook: python-telegram-bot's own server wants one more package, so ours listens."""
    hook = web.Application()
    hook.router.add_post("/hook", receive)
    runner = web.AppRunner(hook)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    async with app:
        await app.bot.set_webhook(f"http://127.0.0.1:{port}/hook", secret_token="hush")
        await app.start()
        await asyncio.Event().wait()


url, token, *where = sys.argv[1:]
app = Application.builder().token(token).base_url(f"{url}/bot").base_file_url(f"{url}/file/bot").build()
app.add_handler(MessageHandler(filters.TEXT, echo))
if where:
    asyncio.run(serve(int(where[0])))
else:
    app.run_polling()
