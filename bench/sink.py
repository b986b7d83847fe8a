"""A Bot API that costs next to nothing: it checks nothing, answers like Telegram, and tells the rig who was answered.

`python -m bench.sink` prints how many calls a second it takes from a trivial client on this machine: the
figures of `make bench` mean something only while they stay far below that.
"""

import asyncio
import json
import re
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bench.texts import TEXT, keyboard
from bench.wire import Server, connect

# A bot may send JSON, a form or a URL-encoded body: in each the id follows the field's name.
ADDRESSEE = re.compile(rb'(?:chat_id|callback_query_id)"?(?:\r\n(?:[^\r]+\r\n)*\r\n|\s*[:=]\s*"?)(\d+)')
OFFSET = re.compile(rb"offset\D+(\d+)")
AT_ONCE = 100
LONG_POLL = 5.0
TRUE = b'{"ok":true,"result":true}'
ME = {"id": 1, "is_bot": True, "first_name": "bench", "username": "bench_bot", "can_join_groups": True}

Heard = Callable[[str, int], None]


def message_answer() -> bytes:
    """The answer to sendMessage and editMessageText, with a hole for the chat's id."""
    hole = 4242424242
    message = {
        "message_id": 7,
        "from": ME,
        "chat": {"id": hole, "first_name": "x", "type": "private"},
        "date": 1780000000,
        "edit_date": 1780000001,
        "text": TEXT,
        "entities": [{"offset": 0, "length": 12, "type": "bold"}],
        "reply_markup": keyboard(),
    }
    whole = json.dumps({"ok": True, "result": message}).encode().replace(b"%", b"%%")
    return whole.replace(str(hole).encode(), b"%d")


def _unheard(method: str, person: int) -> None:
    """Before there is a crowd nobody waits for an answer."""


class Sink:
    """The Bot API's side of the rig. `heard(method, person)` is told of every call that names a person."""

    def __init__(self) -> None:
        self.calls = 0
        self.port = 0
        self.heard: Heard = _unheard
        self._message = message_answer()
        self._updates: dict[int, bytes] = {}
        self._poller: Server | None = None

    def give(self, number: int, update: bytes) -> None:
        """Hold an update for whoever polls, until it is confirmed."""
        self._updates[number] = update
        self._serve_poller()

    def take(self, path: bytes, body: bytes, connection: Server) -> None:
        """Answer one call."""
        self.calls += 1
        method = path.rsplit(b"/", 1)[1].decode()
        if method == "getUpdates":
            self._polled(body, connection)
            return
        if method == "getMe":
            connection.answer(json.dumps({"ok": True, "result": ME}).encode())
            return
        found = ADDRESSEE.search(body)
        if found is None:
            connection.answer(TRUE)
            return
        person = int(found[1])
        answers_press = method == "answerCallbackQuery"
        connection.answer(TRUE if answers_press else self._message % person)
        self.heard(method, person)

    def _polled(self, body: bytes, connection: Server) -> None:
        offset = OFFSET.search(body)
        for number in [n for n in self._updates if offset and n < int(offset[1])]:
            del self._updates[number]
        self._poller = connection
        if self._updates:
            self._serve_poller()
        else:
            asyncio.get_running_loop().call_later(LONG_POLL, self._time_out, connection)

    def _time_out(self, connection: Server) -> None:
        if self._poller is connection:
            self._serve_poller()

    def _serve_poller(self) -> None:
        if self._poller:
            updates = list(self._updates.values())[:AT_ONCE]
            self._poller.answer(b'{"ok":true,"result":[%b]}' % b",".join(updates))
            self._poller = None


@asynccontextmanager
async def listening() -> AsyncIterator[Sink]:
    """A sink on a free port of this machine."""
    sink = Sink()
    server = await asyncio.get_running_loop().create_server(lambda: Server(sink.take), "127.0.0.1", 0)
    sink.port = server.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        server.close()


async def most(seconds: float, connections: int = 32) -> float:
    """How many calls a second the sink takes while a trivial client in another process does nothing else."""
    async with listening() as sink:
        client = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bench.sink", str(sink.port), str(seconds), str(connections)
        )
        began = time.perf_counter()
        while sink.calls == 0 and client.returncode is None:
            await asyncio.sleep(0.01)
            began = time.perf_counter()
        await client.wait()
        return sink.calls / (time.perf_counter() - began)


async def _press_on(port: int, seconds: float, connections: int) -> None:
    """The trivial client: edits as fast as they are answered."""
    ends = time.monotonic() + seconds
    body = json.dumps({"chat_id": 1, "message_id": 7, "text": TEXT, "reply_markup": keyboard()}).encode()

    async def one() -> None:
        client = await connect(port, "/bot1:bench/editMessageText")
        while time.monotonic() < ends:
            await client.post(body)
        client.close()

    async with asyncio.TaskGroup() as crowd:
        for _ in range(connections):
            crowd.create_task(one())


def main() -> None:
    """Without arguments: measure and print. With a port, seconds and connections: be the trivial client."""
    if len(sys.argv) > 1:
        port, seconds, connections = sys.argv[1:]
        asyncio.run(_press_on(int(port), float(seconds), int(connections)))
    else:
        print(f"the sink takes {asyncio.run(most(3.0)):,.0f} calls a second from a trivial client")


if __name__ == "__main__":
    main()
