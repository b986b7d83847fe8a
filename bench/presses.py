"""A crowd that presses buttons: closed loop (so many steps under way) and open loop (a fixed rate).

A step is one press in and two calls out: it is over when the edit and the answer to the press have arrived.
Latency runs from the moment when the update was due to the arrival of the edit.
"""

import asyncio
import itertools
import json
import math
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bench.sink import Sink
from bench.texts import TEXT, keyboard
from bench.wire import Client, connect

PATH = "/telegram"
SECRET = "bench-secret"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
PATIENCE = 60.0
FIRST_PERSON = 7_000_000_000
SHOWN = ("sendMessage", "editMessageText")

# What a person presses: (person, how many presses he has made) -> the button's data; "/..." is written instead.
Script = Callable[[int, int], str]


def _press_form() -> bytes:
    """A press as Telegram sends it, 2 KB, with holes for its number, the person (three times), and the data."""
    somebody = {"id": "P", "is_bot": False, "first_name": "Айбек", "language_code": "ru"}
    bot = {"id": 1, "is_bot": True, "first_name": "bench", "username": "bench_bot"}
    chat = {"id": "P", "first_name": "Айбек", "type": "private"}
    message = {"message_id": 7, "from": bot, "chat": chat, "date": 1780000000, "edit_date": 1780000001}
    message |= {"text": TEXT, "entities": [{"offset": 0, "length": 12, "type": "bold"}]}
    message |= {"reply_markup": keyboard()}
    press = {"id": "I", "from": somebody, "message": message, "chat_instance": "-3412", "data": "D"}
    return _form({"update_id": "U", "callback_query": press})


def _message_form() -> bytes:
    somebody = {"id": "P", "is_bot": False, "first_name": "Айбек", "language_code": "ru"}
    chat = {"id": "P", "first_name": "Айбек", "type": "private"}
    entities = [{"offset": 0, "length": 6, "type": "bot_command"}]
    message = {"message_id": 6, "from": somebody, "chat": chat, "date": 1780000000, "text": "D"}
    return _form({"update_id": "U", "message": message | {"entities": entities}})


def _form(update: object) -> bytes:
    text = json.dumps(update, ensure_ascii=False).replace("%", "%%")
    holes = {'"U"': "%(update)d", '"P"': "%(person)d", '"I"': '"%(person)d"', '"D"': '"%(data)s"'}
    for mark, hole in holes.items():
        text = text.replace(mark, hole)
    return text.encode()


PRESS, MESSAGE = _press_form().decode(), _message_form().decode()


@dataclass(slots=True)
class Step:
    """One update under way. Moments are of time.perf_counter()."""

    due: float
    done: asyncio.Future[None]
    shown: float = 0.0
    answered: bool = False


@dataclass(slots=True)
class Crowd:
    """N people in front of one bot. `polled`: updates wait at the sink to be fetched, instead of being posted."""

    sink: Sink
    script: Script
    people: int
    port: int
    polled: bool = False
    late: list[float] = field(default_factory=list)
    steps: int = 0
    _under_way: dict[int, Step] = field(default_factory=dict)
    _presses: dict[int, int] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _lines: list[Client] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen to what the sink hears."""
        self.sink.heard = self._heard

    def _heard(self, method: str, person: int) -> None:
        step = self._under_way.get(person)
        if step is None:
            return
        if method in SHOWN:
            step.shown = time.perf_counter()
        if method == "sendMessage":
            step.answered = True
        step.answered |= method == "answerCallbackQuery"
        if step.shown and step.answered and not step.done.done():
            step.done.set_result(None)

    async def step(self, person: int, due: float) -> None:
        """One step of one person.

        Raises:
            TimeoutError: the bot did not show and answer within a minute.
            RuntimeError: the bot refused the update.
        """
        made = self._presses[person] = self._presses.get(person, -1) + 1
        data = self.script(person, made)
        under_way = self._under_way[person] = Step(due, asyncio.get_running_loop().create_future())
        form, number = MESSAGE if data.startswith("/") else PRESS, next(self._numbers)
        update = (form % {"update": number, "person": person, "data": data}).encode()
        try:
            async with asyncio.timeout(PATIENCE):
                await self._deliver(number, update)
                await under_way.done
        finally:
            del self._under_way[person]
        self.late.append(under_way.shown - due)
        self.steps += 1

    async def _deliver(self, number: int, update: bytes) -> None:
        if self.polled:
            self.sink.give(number, update)
            return
        line = self._lines.pop() if self._lines else await self.line()
        status = await line.post(update)
        self._lines.append(line)
        if status != 200:
            raise RuntimeError(f"the bot answered {status} to an update")

    async def line(self) -> Client:
        """A new connection to the bot's webhook. Raises OSError while it does not listen."""
        return await connect(self.port, PATH, {SECRET_HEADER: SECRET})

    def close(self) -> None:
        """Hang up."""
        for line in self._lines:
            line.close()

    def everybody(self) -> list[int]:
        """The people, by their Telegram ids."""
        return list(range(FIRST_PERSON, FIRST_PERSON + self.people))

    async def all_once(self, under_way: int = 32) -> None:
        """Everybody makes one step."""
        await self._press_on(iter(self.everybody()), under_way)

    async def closed_loop(self, seconds: float, under_way: int = 32) -> float:
        """Press for so long with so many steps under way; steps a second."""
        self.steps, self.late = 0, []
        began = time.perf_counter()
        people = self.everybody()

        def in_turn() -> Iterator[int]:
            for person in itertools.cycle(people):
                if time.perf_counter() - began > seconds:
                    return
                yield person

        await self._press_on(in_turn(), under_way)
        return self.steps / (time.perf_counter() - began)

    async def _press_on(self, people: Iterator[int], under_way: int) -> None:
        async def one() -> None:
            for person in people:
                if person in self._under_way:  # a small crowd: he still waits
                    await asyncio.sleep(0)
                else:
                    await self.step(person, time.perf_counter())

        async with asyncio.TaskGroup() as crowd:
            for _ in range(min(under_way, self.people)):
                crowd.create_task(one())

    async def open_loop(self, rate: float, seconds: float) -> None:
        """Press at a fixed rate, whether the bot keeps up or not. Whoever waits for an answer presses no second time."""
        self.steps, self.late = 0, []
        began, waiting = time.perf_counter(), deque(self.everybody())
        async with asyncio.TaskGroup() as crowd:
            for number in range(int(rate * seconds)):
                due = began + number / rate
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                while waiting[0] in self._under_way:
                    waiting.rotate(-1)
                    await asyncio.sleep(0)  # if all wait, they must be heard
                crowd.create_task(self.step(waiting[0], due))
                waiting.rotate(-1)
                await asyncio.sleep(0)


@dataclass(frozen=True, slots=True)
class Latency:
    """How long people waited, in milliseconds."""

    p50: float
    p95: float
    p99: float
    most: float

    @classmethod
    def of(cls, seconds: list[float]) -> "Latency":
        """Of these waiting times."""
        ordered = sorted(seconds)
        at = [
            ordered[min(len(ordered) - 1, math.ceil(len(ordered) * share) - 1)]
            for share in (0.5, 0.95, 0.99, 1)
        ]
        return cls(*(round(1000 * moment, 2) for moment in at))
