"""A bot that knows nothing of Safar: python foreign_bot.py API_URL TOKEN [WEBHOOK_PORT]."""

import sys

from telegram.ext import Application, MessageHandler, filters


async def echo(update, context) -> None:
    """Say what was said."""
    await update.message.reply_text(f"You said: {update.message.text}")


url, token, *port = sys.argv[1:]
app = Application.builder().token(token).base_url(f"{url}/bot").base_file_url(f"{url}/file/bot").build()
app.add_handler(MessageHandler(filters.TEXT, echo))
if port:
    app.run_webhook(
        "127.0.0.1", int(port[0]), webhook_url=f"http://127.0.0.1:{port[0]}/", secret_token="hush"
    )
else:
    app.run_polling()
