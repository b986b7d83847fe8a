"""Publishes the figures each week, while the bot runs."""

import asyncio

import structlog

from office import Office
from office.releases import publish_due
from storage import Conflict, StoreUnavailable

LOOK_EVERY = 600.0  # seconds

log = structlog.get_logger()


async def publish_weekly(office: Office) -> None:
    """Look every ten minutes whether a week has ended, and publish its figures; of several workers, one does it."""
    while True:
        try:
            if await publish_due(office):
                log.info("figures published")
        except (StoreUnavailable, Conflict):
            log.warning("figures not published, the records don't answer")
        await asyncio.sleep(LOOK_EVERY)
