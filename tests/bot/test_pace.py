"""The pace of what is written: no second sees too much, people go first, a refusal stops what nobody waits for."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import AnswerCallbackQuery, SendMessage
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.pace import PATIENCE, Pace
from bot.telegram import make_bot

RATE = 10


class Sink:
    """A Bot API that notes when each message arrived, and answers after a while."""

    def __init__(self) -> None:
        self.arrived: list[tuple[float, int]] = []
        self.refuse: dict[str, object] | None = None

    async def answer(self, request: web.Request) -> web.Response:
        call = await request.json()
        if self.refuse:
            refusal, self.refuse = self.refuse, None
            return web.json_response(refusal, status=429)
        if request.path.endswith("sendMessage"):
            self.arrived.append((asyncio.get_running_loop().time(), call["chat_id"]))
            await asyncio.sleep(0.05)
        return web.json_response({"ok": True, "result": True})

    def busiest_second(self) -> int:
        """The most messages that any sliding second saw."""
        at = sorted(moment for moment, _ in self.arrived)
        return max(sum(begin <= moment < begin + 1 for moment in at) for begin in at)


@pytest.fixture
async def sink() -> AsyncIterator[tuple[Sink, str]]:
    sink = Sink()
    app = web.Application()
    app.router.add_post("/{path:.*}", sink.answer)
    async with TestServer(app) as server:
        yield sink, str(server.make_url("")).rstrip("/")


async def test_no_second_sees_more_than_the_rate_whoever_is_written_to(sink: tuple[Sink, str]) -> None:
    """A broadcast at full speed with answers to people in between: as the other side counts them."""
    heard, url = sink
    pace = Pace(RATE)
    bot = make_bot("1:x", url, pace)

    async def broadcast() -> None:
        async def one(chat: int) -> None:
            async with pace.unasked(chat):
                await bot(SendMessage(chat_id=chat, text="news"))

        async with asyncio.TaskGroup() as all_of_them:
            for chat in range(1, 3 * RATE):
                all_of_them.create_task(one(chat))

    async with asyncio.TaskGroup() as both:
        both.create_task(broadcast())
        for person in (901, 902, 903):
            await asyncio.sleep(0.6)
            await bot(SendMessage(chat_id=person, text="an answer"))
    await bot.session.close()
    assert len(heard.arrived) == 3 * RATE - 1 + 3
    assert heard.busiest_second() <= RATE


async def test_people_are_answered_at_once_when_nothing_is_sent_unasked(sink: tuple[Sink, str]) -> None:
    """Three times the rate in one go: nobody waits for a permit."""
    heard, url = sink
    bot = make_bot("1:x", url, Pace(RATE))
    async with asyncio.TaskGroup() as crowd:
        for person in range(3 * RATE):
            crowd.create_task(bot(SendMessage(chat_id=person + 1, text="an answer")))
    await bot.session.close()
    assert heard.busiest_second() == 3 * RATE


async def test_whoever_waits_goes_before_what_nobody_waits_for() -> None:
    """All permits are out; a person and a broadcast want the next one that comes back."""
    pace, order = Pace(1), []
    async with pace.unasked(1):
        pass

    async def unasked() -> None:
        async with pace.unasked(2):
            order.append("unasked")

    async def person() -> None:
        async with pace.for_person():
            order.append("person")

    async with asyncio.TaskGroup() as both:
        both.create_task(unasked())
        await asyncio.sleep(0.95)
        both.create_task(person())
    assert order == ["person", "unasked"]


async def test_a_person_waits_for_a_permit_no_longer_than_his_patience() -> None:
    """A broadcast holds the only permit for a second; the answer goes after a twelfth of it."""
    pace, loop = Pace(1), asyncio.get_running_loop()
    async with pace.unasked(1):
        pass
    returned = loop.time() + 1.0
    async with pace.for_person():
        assert loop.time() < returned
    assert PATIENCE < 0.1


async def test_a_permit_comes_back_whatever_became_of_the_message() -> None:
    pace = Pace(1)
    with pytest.raises(ZeroDivisionError):
        async with pace.unasked(1):
            raise ZeroDivisionError
    async with asyncio.timeout(5), pace.unasked(2):
        pass


async def test_one_chat_gets_one_unasked_message_a_second() -> None:
    pace, loop = Pace(100), asyncio.get_running_loop()
    async with pace.unasked(1):
        pass
    first = loop.time()
    async with pace.unasked(2):
        assert loop.time() - first < 1
    async with pace.unasked(1):
        assert loop.time() - first >= 1


async def test_too_many_requests_stop_the_unasked_and_not_the_answers(sink: tuple[Sink, str]) -> None:
    """One refusal holds the broadcast for as long as Telegram said."""
    heard, url = sink
    pace, loop = Pace(100), asyncio.get_running_loop()
    bot = make_bot("1:x", url, pace)
    heard.refuse = json.loads(
        '{"ok":false,"error_code":429,"description":"x","parameters":{"retry_after":1}}'
    )
    refused = loop.time()
    await bot(SendMessage(chat_id=1, text="repeated after a second"))
    assert loop.time() - refused >= 1
    heard.refuse = {"ok": False, "error_code": 429, "description": "x", "parameters": {"retry_after": 60}}
    with pytest.raises(TelegramRetryAfter):
        await bot(SendMessage(chat_id=2, text="given up"))
    await bot(SendMessage(chat_id=3, text="an answer goes on"))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2), pace.unasked(4):
            pass
    await bot.session.close()


async def test_what_is_no_message_takes_no_permit(sink: tuple[Sink, str]) -> None:
    """Answers to presses are free: they don't make a broadcast wait."""
    _, url = sink
    pace = Pace(1)
    bot = make_bot("1:x", url, pace)
    for number in range(5):
        await bot(AnswerCallbackQuery(callback_query_id=str(number)))
    async with asyncio.timeout(0.5), pace.unasked(1):
        pass
    await bot.session.close()
