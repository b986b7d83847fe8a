"""Against guessing: how often one address may be wrong."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_address, ip_network

from aiohttp import web

MOST_REMEMBERED = 20_000
"""Addresses; the one that was wrong longest ago is forgotten first. Some megabytes."""
OWN_NETWORK = 64  # bits: one customer has a whole IPv6 network of this size


class TooMany(Exception):
    """Whoever asks must wait a little."""


@dataclass
class Bucket:
    """Tokens by name: `burst` at first, `a_minute` more each minute, never more than `burst`. Kept in memory."""

    burst: int
    a_minute: float
    now: Callable[[], datetime]
    _left: dict[str, tuple[float, datetime]] = field(default_factory=dict, repr=False)

    def may(self, name: str) -> bool:
        """Whether a token is left; none is taken."""
        return self._tokens(name) >= 1

    def spend(self, name: str) -> None:
        """Take a token. Raises TooMany if none is left."""
        tokens = self._tokens(name)
        if tokens < 1:
            raise TooMany
        self._left.pop(name, None)  # so that the newest stands last
        self._left[name] = (tokens - 1, self.now())
        if len(self._left) > MOST_REMEMBERED:
            del self._left[next(iter(self._left))]

    def _tokens(self, name: str) -> float:
        if name not in self._left:
            return self.burst
        tokens, then = self._left[name]
        passed = max(0.0, (self.now() - then).total_seconds())
        return min(self.burst, tokens + passed / 60 * self.a_minute)


def caller(request: web.Request) -> str:
    """Whose mistakes are counted: the address of the browser, or its network.

    A proxy on this machine says in the last place of X-Forwarded-For whom it heard; from others the header is not
    believed, since anybody can write it.
    """
    remote = request.remote or ""
    if _local(remote):
        remote = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or remote
    try:
        address = ip_address(remote)
    except ValueError:
        return "unknown"
    if address.version == 4:
        return str(address)
    return str(ip_network((address, OWN_NETWORK), strict=False))


def _local(remote: str) -> bool:
    try:
        return ip_address(remote).is_loopback
    except ValueError:
        return remote == ""  # a Unix socket
