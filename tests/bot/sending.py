"""A process that sends what waits in an outbox until all is done, or until somebody kills it."""

import bot.lazy_aiogram  # noqa: F401 - before aiogram

import asyncio
import sys
from datetime import UTC, datetime

from bot.outbox import Sender
from bot.pace import Pace
from bot.telegram import make_bot
from learning.broadcast import Stage
from storage import Pseudonyms, open_store

KEYS = Pseudonyms(b"a test's secret key, 32 bytes...", b"a test's contact key, 32 bytes..")


def noon() -> datetime:
    """A moment when everybody is awake."""
    return datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


async def main(database, telegram, token):
    """Send until every broadcast is done."""
    store, bot = await open_store(database, KEYS), make_bot(token, telegram)
    sender = Sender(store, bot, asyncio.Event(), Pace(150), noon)
    async with asyncio.TaskGroup() as group:
        group.create_task(sender.work())
        while any(each.stage is not Stage.DONE for each in await store.broadcasts()):
            await asyncio.sleep(0.1)
        sender.stopping.set()
    await bot.session.close()
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
