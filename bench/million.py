"""What a step and the figures cost when the database holds a thousand learners, and when it holds a million.

The database is filled in bulk, in the row format of storage itself; its counters must then equal its audit.
"""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import starmap
from pathlib import Path
from statistics import median

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.bots import CONTACT_KEY, RIVALS, SECRET_KEY, running
from bench.presses import FIRST_PERSON, Latency
from bench.sink import Sink
from bot.made_up import Plan, World
from bot.shelf import open_book
from learning.course import Course
from learning.publishing import NOT_NAMED, due_release
from learning.territory import Territories
from office import Office
from office.releases import publish_for
from screens.reader import Book
from storage import MadeUp, Pseudonyms, Store, open_store
from storage import fill as write

DAY = date(2026, 11, 28)
WEEKS = 12  # of trend in a report


@dataclass(frozen=True, slots=True)
class Long:
    """What was measured on a database of so many learners.

    `figures` is reading the numbers of one report, in milliseconds; `release` making the weekly release of figures, and
    `audit` the recount, in seconds; `counters` how many there are.
    """

    learners: int
    built: float
    megabytes: float
    steps: float
    cpu: float
    latency: Latency
    figures: float
    release: float
    counters: int
    audit: float
    audited: bool


async def measure(sink: Sink, most: int, seconds: float) -> list[Long]:
    """A thousand learners, and `most`."""
    return [await _measured(sink, learners, seconds) for learners in (1_000, most)]


async def _measured(sink: Sink, learners: int, seconds: float) -> Long:
    book = open_book()
    with tempfile.TemporaryDirectory() as folder:
        path, keys = Path(folder) / "safar.sqlite3", Pseudonyms(SECRET_KEY.encode(), CONTACT_KEY.encode())
        url = f"sqlite:///{path}"
        began = time.perf_counter()
        await (await open_store(url, keys)).close()  # the newest schema
        await fill(url, keys, book.course, book.territories, learners)
        built = time.perf_counter() - began
        store = await open_store(url, keys)
        release = await _published(store, book)  # before the bot comes, which would do it at its start
        await store.close()
        sqlite = next(rival for rival in RIVALS if rival.name == "sqlite")
        async with running(sqlite, sink, learners, url, enrolled=True) as bot:
            await bot.crowd.closed_loop(seconds / 5)
            before = bot.cpu()
            steps = await bot.crowd.closed_loop(seconds)
            cpu = (bot.cpu() - before) / bot.crowd.steps * 1e6
            latency = Latency.of(bot.crowd.late)
        store = await open_store(url, keys)
        releases = [each.number for each in await store.figure_releases()]
        figures = await _figures(store, book.territories, releases[-WEEKS:])
        began = time.perf_counter()
        audit = await store.audit()
        audited, audit_took = audit == await store.counters(), time.perf_counter() - began
        await store.close()
        size = path.stat().st_size / 1e6
    return Long(learners, built, size, steps, cpu, latency, figures, release, len(audit), audit_took, audited)


async def _published(store: Store, book: Book) -> float:
    """Seconds that the weekly release takes, counters read and figures written; those of the weeks before stand too."""
    moment = datetime.combine(DAY, datetime.min.time(), UTC)
    office = Office(store, lambda: book, lambda: moment, Ed25519PrivateKey.generate())
    began = time.perf_counter()
    await publish_for(office, due_release(DAY, book.course.release))
    took = time.perf_counter() - began
    for ago in range(1, WEEKS):
        release = due_release(DAY - timedelta(weeks=ago), book.course.release)
        await publish_for(office, release, answers=False)
    return took


async def fill(url: str, keys: Pseudonyms, course: Course, territories: Territories, learners: int) -> None:
    """Write so many made-up learners into an empty database, with what they count for; the rig can press for them."""
    world = World(course, territories, Plan(learners, learners, DAY))
    people = sorted(keys.person(FIRST_PERSON + n).key for n in range(learners))
    await write(url, starmap(lambda key, one: MadeUp(key, *one), zip(people, world.people(), strict=True)))


async def _figures(store: Store, territories: Territories, releases: Sequence[int]) -> float:
    """Milliseconds for the numbers of one report: the region with most districts, and twelve weeks of it; the middle of 11."""
    regions = [place.code for country in territories.countries for place in territories.children(country)]
    region = max(regions, key=lambda code: len(territories.children(code)))
    places = [region, f"{region}{NOT_NAMED}", *(place.code for place in territories.children(region))]
    taken = []
    for _ in range(11):
        began = time.perf_counter()
        now = await store.numbers(releases[-1], region)
        below = await store.headlines([releases[-1], releases[0]], places)
        trend = await store.headlines(releases, [region])
        taken.append(time.perf_counter() - began)
        assert now and below and trend
    return 1000 * median(taken)
