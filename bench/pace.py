"""A broadcast at Telegram's pace, answers to people in between: `python -m bench.pace [SECONDS]`.

The Bot API is a server in the same process that answers after 50 ms and notes when each message arrived.
"""

import asyncio
import random
import sys
import time
from collections import deque
from statistics import quantiles

from aiogram.methods import SendMessage
from aiohttp import web
from aiohttp.test_utils import TestServer

from bench.table import table
from bot.pace import Pace
from bot.telegram import make_bot

ROUND_TRIP = 0.05
PERSON = 1_000_000  # chats from here on are people who pressed something
AT_ONCE = 4


class Sink:
    """What arrived, and when."""

    def __init__(self) -> None:
        self.arrived: list[tuple[float, int]] = []

    async def answer(self, request: web.Request) -> web.Response:
        """Take a message."""
        self.arrived.append((time.monotonic(), (await request.json())["chat_id"]))
        await asyncio.sleep(ROUND_TRIP)
        return web.json_response({"ok": True, "result": True})


def busiest_second(moments: list[float]) -> int:
    """The most that any sliding second holds."""
    most, inside = 0, deque[float]()
    for moment in sorted(moments):
        inside.append(moment)
        while inside[0] <= moment - 1:
            inside.popleft()
        most = max(most, len(inside))
    return most


async def measure(seconds: float) -> None:
    """Send a broadcast for so long, answer somebody every second or so, and print what came of it."""
    sink, waits = Sink(), list[float]()
    app = web.Application()
    app.router.add_post("/{path:.*}", sink.answer)
    async with TestServer(app) as server:
        pace = Pace()
        bot = make_bot("1:bench", str(server.make_url("")).rstrip("/"), pace)
        until = time.monotonic() + seconds

        async def broadcast(first: int) -> None:
            chat = first
            while time.monotonic() < until:
                async with pace.unasked(chat):
                    await bot(SendMessage(chat_id=chat, text="news"))
                chat += AT_ONCE

        async def people() -> None:
            person = PERSON
            while time.monotonic() < until:
                await asyncio.sleep(random.expovariate(1.0))
                asked = time.monotonic()
                await bot(SendMessage(chat_id=person, text="an answer"))
                arrived = next(moment for moment, chat in reversed(sink.arrived) if chat == person)
                waits.append(1000 * (arrived - asked))
                person += 1

        async with asyncio.TaskGroup() as all_of_them:
            all_of_them.create_task(people())
            for first in range(1, AT_ONCE + 1):
                all_of_them.create_task(broadcast(first))
        await bot.session.close()
    print(report(sink, waits, seconds))


def report(sink: Sink, waits: list[float], seconds: float) -> str:
    """The figures as a table."""
    moments = [moment for moment, _ in sink.arrived]
    news = sum(chat < PERSON for _, chat in sink.arrived)
    cuts = quantiles(waits, n=100, method="inclusive") if len(waits) > 1 else waits * 99
    heads = ["messages/s", "of them news", "busiest second", "answers", "their wait p50 / p99 / max ms"]
    wait = f"{cuts[49]:.0f} / {cuts[98]:.0f} / {max(waits):.0f}"
    row = [
        f"{len(moments) / seconds:.1f}",
        f"{news / seconds:.1f}",
        str(busiest_second(moments)),
        str(len(waits)),
        wait,
    ]
    return table(heads, [row])


if __name__ == "__main__":
    asyncio.run(measure(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0))
