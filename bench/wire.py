"""Just enough HTTP/1.1 for a rig that must cost less than what it measures: keep-alive, Content-Length, no TLS."""

import asyncio
from collections.abc import Callable

END = b"\r\n\r\n"


class Messages:
    """Cuts a stream of bytes into HTTP messages: (first line with its headers, body)."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> list[tuple[bytes, bytes]]:
        """The messages that are whole now; what is left waits for more."""
        self._held = self._held + data if self._held else data
        whole = []
        while (end := self._held.find(END)) >= 0:
            after = end + len(END) + content_length(self._held[:end])
            if len(self._held) < after:
                break
            whole.append((self._held[:end], self._held[end + len(END) : after]))
            self._held = self._held[after:]
        return whole


def content_length(head: bytes) -> int:
    """How many bytes of body follow this head.

    Raises:
        ValueError: a body in chunks, which no bot of the rig sends.
    """
    lower = head.lower()
    at = lower.find(b"\r\ncontent-length:")
    if at >= 0:
        return int(lower[at + 17 :].split(b"\r\n", 1)[0])
    if b"\r\ntransfer-encoding:" in lower:
        raise ValueError("the rig reads no chunked bodies")
    return 0


class Server(asyncio.Protocol):
    """One connection of a server. `take` gets (path, body, connection) and answers by `answer`, now or later."""

    def __init__(self, take: Callable[[bytes, bytes, "Server"], None]) -> None:
        self._take = take
        self._messages = Messages()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See asyncio."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """See asyncio."""
        for head, body in self._messages.feed(data):
            self._take(head.split(b" ", 2)[1], body, self)

    def answer(self, body: bytes) -> None:
        """Answer 200 with JSON; nobody may be there any more."""
        if self._transport and not self._transport.is_closing():
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
                % (len(body), body)
            )


class Client(asyncio.Protocol):
    """One keep-alive connection of a client: one POST at a time."""

    def __init__(self, path: str, headers: dict[str, str]) -> None:
        lines = [f"POST {path} HTTP/1.1", "Host: localhost", "Content-Type: application/json"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self._head = "\r\n".join(lines).encode() + b"\r\nContent-Length: %d\r\n\r\n%b"
        self._messages = Messages()
        self._transport: asyncio.Transport | None = None
        self._answered: asyncio.Future[int] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See asyncio."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio."""
        if self._answered and not self._answered.done():
            self._answered.set_exception(exc or ConnectionResetError("closed while we waited"))

    def data_received(self, data: bytes) -> None:
        """See asyncio."""
        for head, _ in self._messages.feed(data):
            if self._answered and not self._answered.done():
                self._answered.set_result(int(head[9:12]))

    def post(self, body: bytes) -> "asyncio.Future[int]":
        """Send a body; the future is the answer's status."""
        assert self._transport
        self._answered = asyncio.get_running_loop().create_future()
        self._transport.write(self._head % (len(body), body))
        return self._answered

    def close(self) -> None:
        """Hang up."""
        if self._transport:
            self._transport.close()


async def connect(port: int, path: str, headers: dict[str, str] | None = None) -> Client:
    """A new connection to this machine. Raises OSError while nobody listens."""
    _, client = await asyncio.get_running_loop().create_connection(
        lambda: Client(path, headers or {}), "127.0.0.1", port
    )
    return client
