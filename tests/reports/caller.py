"""A plain HTTP client that behaves like a browser where it matters: cookies, the origin of forms, no hidden redirects."""

import re
from html import unescape
from typing import Any, Self

from aiohttp import ClientSession, CookieJar
from yarl import URL

from learning.seat import Seat
from tests.reports.desk import Desk

CELL = re.compile(
    r'<td [^>]*data-table="([\w-]+)" data-row="(\d+)" data-column="(\d+)">(?:<svg.*?</svg>\s*)?<span>(.*?)</span></td>',
    re.DOTALL,
)


class Answer:
    """What came back: status, headers, and the text of a page."""

    def __init__(self, status: int, headers: Any, body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self) -> str:
        """The page."""
        return self.body.decode()

    @property
    def cells(self) -> dict[tuple[str, int, int], str]:
        """All cells of all tables, by table, row and column."""
        found = CELL.findall(self.text)
        return {(table, int(row), int(column)): unescape(said) for table, row, column, said in found}

    @property
    def token(self) -> str:
        """What the page's forms carry."""
        found = re.search(r'name="token" value="([0-9a-f]*)"', self.text)
        assert found
        return found[1]


class Caller:
    """Speaks to the pages from one address, with one jar of cookies."""

    def __init__(self, made: Desk) -> None:
        self.made = made
        self.http = ClientSession(cookie_jar=CookieJar(unsafe=True))  # an address of numbers has cookies, too

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.close()

    @property
    def cookie(self) -> str:
        """The secret that the browser holds; empty if it is not in."""
        return next((cookie.value for cookie in self.http.cookie_jar if cookie.key == "seat"), "")

    async def get(self, path: str, **headers: str) -> Answer:
        """Ask for a page."""
        return await self._ask("GET", path, headers)

    async def head(self, path: str) -> Answer:
        """Ask for a page's headers."""
        return await self._ask("HEAD", path, {})

    async def post(self, path: str, form: dict[str, str] | None = None, **headers: str) -> Answer:
        """Send a form, from a page of this site unless the headers say otherwise."""
        return await self._ask("POST", path, {"Origin": self.made.office.site, **headers}, form)

    async def enter(self, seat: Seat) -> Answer:
        """Come in by a fresh link."""
        answer = await self.post(path_of(await self.made.link(seat)))
        assert answer.status == 303
        return answer

    async def _ask(
        self, method: str, path: str, headers: dict[str, str], form: dict[str, str] | None = None
    ) -> Answer:
        # The path goes out as it is written here: an attacker's client tidies nothing up
        where = URL(self.made.base + path, encoded=True)
        async with self.http.request(
            method, where, headers=headers, data=form, allow_redirects=False
        ) as answer:
            return Answer(answer.status, answer.headers, await answer.read())


def path_of(link: str) -> str:
    """A link without the site."""
    return link[link.index("/enter/") :]
