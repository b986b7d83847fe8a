"""The public page of a certificate: what our records say of a code, and what its signature says. For everybody."""

import json

from aiohttp import web

from learning.certificate import CODE_LENGTH, Certificate, grouped, read_code
from office.certificates import find, published_key
from reports.keys import MISTAKES, OFFICE
from reports.layout import OWN_SCRIPTS, page, reader
from reports.slowness import TooMany, caller
from screens.certificate import fields, page_words

PEM = "safar-certificates.pem"


def add_certificate(app: web.Application) -> None:
    """The form, the page of each code, the published key."""
    app.router.add_get("/c", asked)
    app.router.add_get("/c/{code}", shown)
    app.router.add_get(f"/{PEM}", key)


async def asked(request: web.Request) -> web.Response:
    """A form for a code; one that was typed in leads to its page."""
    typed = request.query.get("code", "")
    return await _answered(request, typed) if typed else _page(request)


async def shown(request: web.Request) -> web.Response:
    """The page of a code."""
    return await _answered(request, request.match_info["code"])


async def key(request: web.Request) -> web.Response:
    """The key by which anybody can check a certificate without us."""
    response = web.Response(text=published_key(request.app[OFFICE]), content_type="application/x-pem-file")
    response.headers["Content-Disposition"] = f'attachment; filename="{PEM}"'
    return response


async def _answered(request: web.Request, typed: str) -> web.Response:
    """What stands under a code. A code that leads nowhere is a guess; whoever guesses too often must wait."""
    if not request.app[MISTAKES].may(caller(request)):
        raise TooMany
    code = read_code(typed)
    found = await find(request.app[OFFICE], code) if code else None
    if code and not found:
        request.app[MISTAKES].spend(caller(request))
    if not (code and found):
        return _page(request, status=404, state="not-found", typed=typed)
    made, revoked_on = found
    if revoked_on is None:
        return _page(request, state="valid", typed=grouped(code), made=made)
    when = reader(request).on(revoked_on)
    return _page(request, state="revoked", typed=grouped(code), made=made, when=when)


def _page(
    request: web.Request,
    *,
    status: int = 200,
    state: str = "",
    typed: str = "",
    made: Certificate | None = None,
    when: str = "",
) -> web.Response:
    """The page in one of its states; only a certificate that holds has its signature looked at."""
    who, office = reader(request), request.app[OFFICE]
    script = made is not None and state == "valid"
    said = page_words(who.book, who.language, made.place) if made else {}
    return page(
        request,
        "certificate.html",
        status=status,
        policy=OWN_SCRIPTS if script else "",
        state=state,
        typed=typed[: CODE_LENGTH * 3],
        length=CODE_LENGTH,
        raw=made.code if made else "",
        fields=fields(who.book, who.language, made) if made else (),
        when=when,
        script=script,
        key=published_key(office),
        said=json.dumps(said, ensure_ascii=False),
        pem=PEM,
    )
