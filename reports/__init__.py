"""Officials' pages: what a seat sees, in a browser."""

from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from office import Office
from reports.certificate import add_certificate
from reports.entrance import add_entrance
from reports.exports import ASKED, PRESS, Press, add_exports
from reports.guard import bind, own_forms, plainly
from reports.keys import ADMISSION, MISTAKES, OFFICE
from reports.layout import STATIC
from reports.mini_app import add_mini_app
from reports.overview import add_overview
from reports.room import add_room
from reports.seat_forms import add_seat_forms
from reports.seat_page import add_seat_page
from reports.slowness import Bucket
from storage import Person

__all__ = ["pages"]

GUESSES, GUESSES_A_MINUTE = 10, 2
PAPERS, PAPERS_A_MINUTE = 30, 10


def pages(office: Office, init_data: Callable[[str, datetime], Person | None]) -> web.Application:
    """The pages as an application of their own, to be reached at `office.site`.

    `init_data` judges what a Mini App sent at a moment: who it is, or None. Beside other routes, mount it by
    `outer.add_domain("*", pages(...))`: what the outer application does not know goes here.
    """
    app = web.Application(middlewares=[plainly, own_forms])
    app[OFFICE], app[ADMISSION] = office, init_data
    app[MISTAKES] = Bucket(GUESSES, GUESSES_A_MINUTE, office.now)
    app[ASKED] = Bucket(PAPERS, PAPERS_A_MINUTE, office.now)
    app[PRESS] = Press(office.now)
    add_entrance(app)
    add_seat_page(app)
    add_seat_forms(app)
    add_room(app)
    add_exports(app)
    add_overview(app)
    add_mini_app(app)
    add_certificate(app)
    app.router.add_static("/static", STATIC)
    app.on_response_prepare.append(bind)
    app.on_cleanup.append(_stop_press)
    return app


async def _stop_press(app: web.Application) -> None:
    app[PRESS].hands.shutdown(wait=False, cancel_futures=True)
