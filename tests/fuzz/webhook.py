"""A coverage-guided fuzzer over the webhook: raw HTTP bytes to the real server, with and without the secret.

`python -m tests.fuzz.webhook -runs=N -seed=S` (libFuzzer's options). One clear refusal, nothing written, no 500.
"""

import asyncio
import json
import logging
import sys
from typing import Any

import atheris  # type: ignore[import-untyped]  # it carries no types

with atheris.instrument_imports(include=["bot"]):
    from bot import log
    from bot.line import Line, RawUpdate
    from bot.serve import SECRET_HEADER, Service, make_app

from aiohttp import web

SECRET = "a-secret_of-tests"
PATH = "/telegram"
REFUSALS = {400, 401, 403, 404, 405, 408, 411, 413, 414, 415, 417, 431, 501, 505}
GOOD = json.dumps({"update_id": 1, "message": {"message_id": 1, "date": 1}}).encode()


class Target:
    """A listening webhook behind which nothing is done but counting."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.taken: list[RawUpdate] = []
        self.crashes: list[str] = []
        self.loop.set_exception_handler(lambda _, context: self.crashes.append(str(context)))
        log.set_up("json")
        listener = logging.Handler()
        listener.emit = lambda record: self.crashes.append(f"{record.getMessage()} {record.exc_info}")  # type: ignore[method-assign]
        logging.getLogger().addHandler(listener)
        self.port = self.loop.run_until_complete(self._listen())

    async def _listen(self) -> int:
        line = await Line(self._take).__aenter__()
        app = make_app(Service(None, None), line, PATH, SECRET)  # type: ignore[arg-type]
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return int(runner.addresses[0][1])

    async def _take(self, raw: RawUpdate) -> None:
        self.taken.append(raw)

    def __call__(self, data: bytes) -> None:
        """Try one input."""
        some = atheris.FuzzedDataProvider(data)
        secret_told, request = _request(some)
        before = len(self.taken)
        answer = self.loop.run_until_complete(self._asked(request))
        status = int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.") else 0
        assert status in {0, 200} | REFUSALS, answer[:500]
        assert b"Traceback" not in answer
        assert secret_told or len(self.taken) == before, "an update was believed without the secret"
        assert self.crashes == [], (self.crashes, request[:300])

    async def _asked(self, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(request)
            writer.write_eof()
            return await asyncio.wait_for(reader.read(4096), 5)
        except ConnectionError:
            return b""
        finally:
            writer.close()


def _request(some: Any) -> tuple[bool, bytes]:
    """Anything at all, or a POST with parts of it foreign; and whether it tells the secret."""
    kind = some.ConsumeIntInRange(0, 4)
    if kind == 0:
        raw = bytes(some.ConsumeBytes(2000))
        return SECRET.encode() in raw, raw
    told = kind >= 2
    secret = SECRET.encode() if told else _printable(some.ConsumeBytes(40))
    body = _body(some)
    length = len(body) if some.ConsumeIntInRange(0, 3) else some.ConsumeIntInRange(0, 60_000_000)
    path = PATH.encode() if some.ConsumeIntInRange(0, 3) else _printable(some.ConsumeBytes(30))
    more = b"Content-Type: application/json"
    if kind == 4:
        more = (
            some.ConsumeBytes(60) if some.ConsumeBool() else b"X-More: " + _printable(some.ConsumeBytes(60))
        )
    head = b"POST %b HTTP/1.1\r\nHost: x\r\n%b: %b\r\n%b\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
    request = head % (path, SECRET_HEADER.encode(), secret, more, length) + body
    return SECRET.encode() in request, request


def _printable(raw: bytes) -> bytes:
    """Bytes that may stand in a header, Latin letters with accents among them."""
    return bytes(byte for byte in raw if 32 < byte != 127)


def _body(some: Any) -> bytes:
    """An update, something nested too deep, JSON of a wrong kind, or anything."""
    kind = some.ConsumeIntInRange(0, 4)
    if kind == 0:
        return GOOD
    if kind == 1:
        return bytes(some.PickValueInList([b"[", b'{"a":', b"[[],"]) * some.ConsumeIntInRange(1, 50_000))
    if kind == 2:
        number = some.PickValueInList(["1", "true", "null", '"1"', "1e999", "-1", "9" * 40, "[]", "NaN"])
        return f'{{"update_id": {number}, "message": {{"from": {{"id": {number}}}}}}}'.encode()
    return bytes(some.ConsumeBytes(1000))


if __name__ == "__main__":
    atheris.Setup(sys.argv, Target())
    atheris.Fuzz()
