"""Who is in: the cookie of a visit, and the token that each of its forms carries."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from learning.seat import Seat
from office import Office
from office.seats import VISIT_LASTS, leave, visitor
from reports.keys import OFFICE
from reports.layout import https

TOKEN = "token"  # noqa: S105 - a field's name
Form = Mapping[str, str | bytes | bytearray | web.FileField]


class NotIn(Exception):
    """The page is for who came in by a link."""


class Forged(Exception):
    """A form that no page of ours has sent."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One browser in which somebody is in; `secret` stands in its cookie."""

    seat: Seat
    secret: str

    @property
    def token(self) -> str:
        """What each form of this visit carries, and nobody else can know."""
        return hmac.new(self.secret.encode(), b"form", "sha256").hexdigest()


async def visit(request: web.Request) -> Visit:
    """The visit that a request belongs to. Raises NotIn."""
    office = request.app[OFFICE]
    secret = request.cookies.get(cookie_name(office), "")
    seat = await visitor(office, secret) if secret else None
    if seat is None:
        raise NotIn
    return Visit(seat, secret)


async def form(request: web.Request, visit: Visit) -> Form:
    """What was filled in and sent from a page of this visit. Raises Forged."""
    sent = await request.post()
    if not hmac.compare_digest(str(sent.get(TOKEN, "")).encode(), visit.token.encode()):
        raise Forged
    return sent


def cookie_name(office: Office) -> str:
    """By https the name says that only this very host can set it; a browser holds to that."""
    return "__Host-seat" if https(office) else "seat"


def keep(office: Office, response: web.Response, secret: str) -> None:
    """Let a browser in. Never with a secret that it brought along."""
    response.set_cookie(
        cookie_name(office),
        secret,
        max_age=int(VISIT_LASTS.total_seconds()),
        path="/",
        secure=https(office),
        httponly=True,
        samesite="Strict",
    )


async def let_out(request: web.Request, response: web.Response) -> None:
    """The cookie opens nothing any more, here and anywhere, and the browser drops it."""
    office = request.app[OFFICE]
    await close(request)
    response.del_cookie(cookie_name(office), path="/", secure=https(office), httponly=True, samesite="Strict")


async def close(request: web.Request) -> None:
    """Whatever visit this browser had is over."""
    office = request.app[OFFICE]
    if secret := request.cookies.get(cookie_name(office)):
        await leave(office, secret)
