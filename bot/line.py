"""One line of updates: a queue a person, in order; many persons at once; a bounded backlog.

An update is finished when it is recorded (or refused, or stepped over). The line knows the lowest update not
finished yet: everything below it may be confirmed to Telegram, nothing above.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import structlog

RawUpdate = dict[str, Any]
BACKLOG = 1000
A_PERSONS_SHARE = 50  # of the backlog, so that one who floods keeps nobody else waiting
log = structlog.get_logger()


@dataclass(slots=True)
class Line:
    """Takes raw updates and hands each to `work`, in order for one person."""

    work: Callable[[RawUpdate], Awaitable[None]]
    backlog: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(BACKLOG))
    flooded: int = 0
    moved: asyncio.Event = field(default_factory=asyncio.Event)
    _queues: dict[object, deque[tuple[RawUpdate, asyncio.Future[None]]]] = field(default_factory=dict)
    _open: dict[int, asyncio.Future[None]] = field(default_factory=dict)
    _since: dict[int, float] = field(default_factory=dict)
    _above: set[int] = field(default_factory=set)
    _nursery: asyncio.TaskGroup = field(default_factory=asyncio.TaskGroup)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aenter__(self) -> "Line":
        """Open the line."""
        await self._nursery.__aenter__()
        return self

    async def __aexit__(self, *error: Any) -> None:
        """Close it: what has been taken is finished first."""
        await self._nursery.__aexit__(*error)

    async def take(self, raw: RawUpdate) -> asyncio.Future[None]:
        """Put an update in its person's queue; the future ends when it is finished. Waits for a free place.

        What goes beyond one person's share is stepped over: finished, with nothing done.
        """
        number, person = raw["update_id"], person_of(raw)
        if number in self._open:
            return self._open[number]
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if len(self._queues.get(person, ())) >= A_PERSONS_SHARE:
            self._step_over(number, done)
            return done
        await self.backlog.acquire()
        self._open[number] = done
        self._since[number] = time.monotonic()
        self._enqueue(person, raw, done)
        return done

    def _step_over(self, number: int, done: asyncio.Future[None]) -> None:
        self.flooded += 1
        if self.flooded & (self.flooded - 1) == 0:  # 1, 2, 4, 8 ...: a flood must not flood the log
            log.warning("too many updates of one person stepped over", flooded=self.flooded)
        self._above.add(number)
        done.set_result(None)

    def _enqueue(self, person: object, raw: RawUpdate, done: asyncio.Future[None]) -> None:
        if person in self._queues:
            self._queues[person].append((raw, done))
            return
        self._queues[person] = deque([(raw, done)])
        task = self._nursery.create_task(self._drain(person))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _drain(self, person: object) -> None:
        queue = self._queues[person]
        while queue:
            raw, done = queue.popleft()
            try:
                await self.work(raw)
            except asyncio.CancelledError:
                done.cancel()  # not finished: Telegram has to send it again
                raise
            self._finish(raw["update_id"], done)
        del self._queues[person]

    def _finish(self, number: int, done: asyncio.Future[None]) -> None:
        del self._open[number], self._since[number]
        self._above.add(number)
        self.backlog.release()
        self.moved.set()
        if not done.done():
            done.set_result(None)

    def seen(self, number: int) -> bool:
        """Whether this update has been taken already and not been confirmed yet."""
        return number in self._open or number in self._above

    def confirmed(self, offset: int) -> int:
        """The offset up to which everything taken is finished, from the offset asked for last."""
        lowest_open = min(self._open, default=None)
        finished = [number for number in self._above if lowest_open is None or number < lowest_open]
        offset = max([offset, *(number + 1 for number in finished)])
        self._above.difference_update(number for number in list(self._above) if number < offset)
        return offset

    def length(self) -> int:
        """How many updates are in hand."""
        return len(self._open)

    def oldest(self) -> float:
        """For how many seconds the oldest update in hand has been; 0 when there is none."""
        first = next(iter(self._since.values()), None)
        return time.monotonic() - first if first is not None else 0.0

    async def wind_up(self, patience: float) -> None:
        """Finish what has been taken, for `patience` seconds; drop the rest, which Telegram will send again."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.idle(), patience)
        for task in list(self._tasks):
            task.cancel()
        for unfinished in self._open.values():
            unfinished.cancel()

    async def idle(self) -> None:
        """Wait until everything taken is finished."""
        while self._open:
            await asyncio.wait(list(self._open.values()))


def person_of(raw: RawUpdate) -> object:
    """Whose update this is; an update of nobody gets a queue of its own."""
    for part in raw.values():
        if isinstance(part, dict) and isinstance(part.get("from"), dict):
            sender = part["from"].get("id")
            if isinstance(sender, int):  # anything may stand in an update that can't be read
                return sender
    return ("update", raw["update_id"])
