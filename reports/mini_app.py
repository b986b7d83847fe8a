"""The same pages as a Mini App: Telegram signs who opened it, and that is a way in without a link."""

from aiohttp import web

from office.seats import door, let_in
from reports.keys import ADMISSION, MISTAKES, OFFICE
from reports.layout import in_address, page, place, see_other
from reports.slowness import TooMany, caller
from reports.visits import close, keep

TELEGRAMS = "https://telegram.org"
"""Serves telegram-web-app.js, the one script that is not ours; on this page only."""
FRAMES = "https://web.telegram.org"
MINI_APP = f"script-src 'self' {TELEGRAMS}; frame-ancestors {FRAMES}"


def add_mini_app(app: web.Application) -> None:
    """The page that Telegram opens."""
    app.router.add_get("/app", opened)
    app.router.add_post("/app", sent)


async def opened(request: web.Request) -> web.Response:
    """A page that sends on what Telegram signed."""
    return page(request, "mini_app.html", policy=MINI_APP, bot=request.app[OFFICE].bot_name)


async def sent(request: web.Request) -> web.Response:
    """In with one's only seat; with several, or inside a frame, first a choice of links that each work once.

    In Telegram Web the page is a frame in a foreign site, where a strict cookie is neither kept nor sent. There the
    buttons open the browser's own tab.
    """
    office, who = request.app[OFFICE], caller(request)
    if not request.app[MISTAKES].may(who):
        raise TooMany
    form = await request.post()
    person = request.app[ADMISSION](str(form.get("init_data", "")), office.now())
    if person is None:
        request.app[MISTAKES].spend(who)
        return page(request, "mini_app_refused.html", status=403, policy=MINI_APP, bot=office.bot_name)
    seats = await office.store.seats_of(person)
    framed = form.get("framed") == "yes"
    if len(seats) == 1 and not framed:
        await close(request)
        response = see_other(f"/o/{in_address(seats[0].territory)}")
        keep(office, response, await let_in(office, seats[0]))
        return response
    choice = [
        (await place(request, seat.territory), seat.role.value, await door(office, seat)) for seat in seats
    ]
    choice = [(name, role, address.removeprefix(office.site)) for name, role, address in choice]
    status = 200 if seats else 403
    return page(request, "seats.html", status=status, policy=MINI_APP, choice=choice, framed=framed)
