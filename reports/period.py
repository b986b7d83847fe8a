"""Which weekly figures a page speaks of: the fields of its address, and the choices in its form."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from learning.publishing import FigureRelease
from screens.reader import Reader

DIGITS = 6  # 202648


@dataclass(frozen=True, slots=True)
class Period:
    """Numbers of releases of figures; 0 is the beginning, and the newest."""

    since: int = 0
    until: int = 0

    @property
    def query(self) -> str:
        """The same as the end of an address; empty for all time."""
        told = [f"{name}={n}" for name, n in (("since", self.since), ("until", self.until)) if n]
        return f"?{'&'.join(told)}" if told else ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a list to choose from."""

    number: int
    words: str
    chosen: bool


def period(request: web.Request) -> Period:
    """What the address asks for; what can't be read is 0."""
    return Period(_number(request, "since"), _number(request, "until"))


def choices(
    reads: Reader, releases: Sequence[FigureRelease], now: Period
) -> tuple[list[Choice], list[Choice]]:
    """The beginnings and the ends that a period may have, the newest first."""
    begin = [Choice(0, reads.phrase("pages.from-beginning"), now.since == 0)]
    begin += [
        Choice(
            each.number, reads.phrase("pages.after-day", day=reads.on(each.until)), now.since == each.number
        )
        for each in reversed(releases[:-1])
    ]
    newest = max((each.number for each in releases), default=0)
    until = now.until if any(each.number == now.until for each in releases) else newest
    end = [Choice(each.number, reads.on(each.until), until == each.number) for each in reversed(releases)]
    return begin, end


def _number(request: web.Request, name: str) -> int:
    text = request.query.get(name, "")
    return int(text) if len(text) == DIGITS and text.isascii() and text.isdigit() else 0
