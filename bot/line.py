"""One line of updates: a queue a person, in order; many persons at once; a bounded backlog.

An update is finished when it is recorded (or refused, or stepped over). The line knows the lowest update not
finished yet: everything below it may be confirmed to Telegram, nothing above.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

RawUpdate = dict[str, Any]
BACKLOG = 1000


@dataclass(slots=True)
class Line:
    """Takes raw updates and hands each to `work`, in order for one person."""

    work: Callable[[RawUpdate], Awaitable[None]]
    backlog: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(BACKLOG))
    moved: asyncio.Event = field(default_factory=asyncio.Event)
    _queues: dict[object, deque[tuple[RawUpdate, asyncio.Future[None]]]] = field(default_factory=dict)
    _open: dict[int, asyncio.Future[None]] = field(default_factory=dict)
    _since: dict[int, float] = field(default_factory=dict)
    _above: set[int] = field(default_factory=set)
    _nursery: asyncio.TaskGroup = field(default_factory=asyncio.TaskGroup)

    async def __aenter__(self) -> "Line":
        """Open the line."""
        await self._nursery.__aenter__()
        return self

    async def __aexit__(self, *error: Any) -> None:
        """Close it: what has been taken is finished first."""
        await self._nursery.__aexit__(*error)

    async def take(self, raw: RawUpdate) -> asyncio.Future[None]:
        """Put an update in its person's queue; the future ends when it is finished. Waits for a free place."""
        number = raw["update_id"]
        if number in self._open:
            return self._open[number]
        await self.backlog.acquire()
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._open[number] = done
        self._since[number] = time.monotonic()
        self._enqueue(person_of(raw), raw, done)
        return done

    def _enqueue(self, person: object, raw: RawUpdate, done: asyncio.Future[None]) -> None:
        if person in self._queues:
            self._queues[person].append((raw, done))
            return
        self._queues[person] = deque([(raw, done)])
        self._nursery.create_task(self._drain(person))

    async def _drain(self, person: object) -> None:
        queue = self._queues[person]
        while queue:
            raw, done = queue.popleft()
            try:
                await self.work(raw)
            finally:
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

    async def idle(self) -> None:
        """Wait until everything taken is finished."""
        while self._open:
            await asyncio.wait(list(self._open.values()))


def person_of(raw: RawUpdate) -> object:
    """Whose update this is; an update of nobody gets a queue of its own."""
    for part in raw.values():
        if isinstance(part, dict) and isinstance(part.get("from"), dict):
            return part["from"].get("id")
    return ("update", raw["update_id"])
