"""What the pages' application carries."""

from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from office import Office
from reports.slowness import Bucket
from storage import Person

OFFICE = web.AppKey("office", Office)
MISTAKES = web.AppKey("mistakes", Bucket)
"""Wrong links and codes by address."""
ADMISSION = web.AppKey[Callable[[str, datetime], Person | None]]("admission")
"""Who it is that a Mini App's signed data speak of, at a moment; None if they are forged or too old."""
