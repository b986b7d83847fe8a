"""Officials' pages: what a seat sees, in a browser."""

from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from office import Office
from storage import Person


def pages(office: Office, init_data: Callable[[str, datetime], Person | None]) -> web.Application:
    """The pages as an application of their own."""
    return web.Application()
