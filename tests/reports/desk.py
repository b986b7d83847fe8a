"""The pages at work for a test: a real store with made-up figures, seats at every level, a clock, and a server."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bot.init_data import admission
from learning.cohort import Cohort
from learning.figures import APART, ENROLLED
from learning.milestones import CERTIFICATE, FINISHED, GAIN, WENT_ON, module_figure
from learning.publishing import Counts, FigureRelease, publish, question_figure
from learning.seat import DAYS_TO_TAKE, OPERATOR, Invitation, Role, Seat
from learning.territory import Territories
from office import Office
from office.seats import door, take
from office.secrets import hashed, new_secret
from reports import pages
from screens.reader import Book
from storage import Person, Pseudonyms, Store, open_store
from tests.scene import our_book

TOKEN = "7:a-token-of-tests"
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
COUNTRY, REGION, DISTRICT, SUBUNIT = "KG", "KG-B", "KG05214000000", "KG05214000000/1"
ELSEWHERE = ("KG-O", "KG05236000000", "TJ", "TJ-KT", "UZ-AN", "KG05236000000/1")
WEEKS = 8
BAD_NAMES = (
    '<script>alert("x")</script>',
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }} ' onfocus=alert(1)",
)

GOOD_NAMES = ("Ак-Татыр айылы", "Самаркандек айылы", "Торт-Гүл айылы")


@dataclass
class Desk:
    """What a test of the pages has at hand. `moment` is the clock, `base` where the server listens."""

    office: Office
    keys: Pseudonyms
    app: web.Application
    moment: datetime = NOON
    base: str = ""
    seats: dict[tuple[str, Role], Seat] = field(default_factory=dict)
    _people: Iterator[int] = field(default_factory=lambda: iter(range(1000, 2000)))

    def person(self) -> Person:
        """Somebody new."""
        return self.keys.person(next(self._people))

    async def seat(self, territory: str, role: Role = Role.LEAD, person: Person | None = None) -> Seat:
        """A new seat that somebody holds."""
        secret = new_secret()
        givers = ("operator-anna", "operator-bek")  # a country needs two
        offer = Invitation(territory, role, OPERATOR, self.office.today + DAYS_TO_TAKE, givers)
        await self.office.store.invite(hashed(secret), offer)
        taken = await take(self.office, secret, person or self.person())
        assert taken
        return taken

    async def link(self, seat: Seat) -> str:
        """A fresh link into the pages."""
        return await door(self.office, seat)


@asynccontextmanager
async def desk(folder: Path, book: Book | None = None, *, example: bool = False) -> AsyncIterator[Desk]:
    """The pages on a free port of this machine."""
    keys = Pseudonyms(b"a test's secret key, 32 bytes...", b"a test's contact key, 32 bytes..")
    store: Store = await open_store(f"sqlite:///{folder}/safar.sqlite3", keys)
    chosen = book or our_book()
    office = Office(store, lambda: chosen, lambda: made.moment, Ed25519PrivateKey.generate(), example=example)
    office.bot_name = "safar_bot"
    made = Desk(office, keys, pages(office, admission(TOKEN, keys)))
    outer = web.Application()
    outer.add_domain("*", made.app)
    runner = web.AppRunner(outer, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        assert site._server
        port = site._server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
        made.base = office.site = f"http://127.0.0.1:{port}"
        yield made
    finally:
        await runner.cleanup()
        await store.close()


async def fill(made: Desk, *, harm: bool = True) -> None:
    """Sub-units, some with names that mean harm, eight weeks of figures, and sessions."""
    store, today = made.office.store, made.office.today
    giver = await made.seat(DISTRICT, person=made.keys.person(1))
    for name in ("Кара-Булак айылы", *(BAD_NAMES if harm else GOOD_NAMES)):
        await store.name_subunit(DISTRICT, name, giver.number, today)
    await store.name_subunit("KG05236000000", "Катраң айылы", giver.number, today)
    territories = await made.office.territories()
    for week in range(WEEKS):
        until = date(2026, 11, 29) - timedelta(weeks=WEEKS - 1 - week)
        year, number, _ = until.isocalendar()
        release = FigureRelease(100 * year + number, until, 3)
        counts = made_up(made.office.book(), territories, (week + 3) / (WEEKS + 2))
        assert await store.publish(release, publish(counts, territories))
    for n, heads in enumerate((34, None, 12)):
        cohort = Cohort(f"ABCDEFG{n + 2}", DISTRICT, giver.number, date(2026, 11, 3 + 7 * n), heads)
        await store.open_cohort(cohort)
        if heads:
            await store.count_heads(cohort.code, heads)


def made_up(book: Book, territories: Territories, share: float) -> Counts:
    """Numbers for three regions of Kyrgyzstan and a few elsewhere: large, small, and none at all."""
    counts: dict[tuple[str, str], int] = {}
    places = [
        place.code for place in territories.by_code.values() if place.code.startswith(("KG0", "TJK003"))
    ]
    for n, code in enumerate(sorted(places)):
        people = int(share * (37 * (n * 7 % 11) + n % 5)) if "/" not in code else int(60 * share)
        parts = {ENROLLED: 1.0, WENT_ON: 0.8, FINISHED: 0.35, CERTIFICATE: 0.2, GAIN: 0.35}
        parts |= {
            module_figure(module.number): 0.85 - 0.07 * m for m, module in enumerate(book.course.modules)
        }
        parts |= {f"before-{pair.key}": 0.35 * 0.4 for pair in book.course.pairs}
        parts |= {f"after-{pair.key}": 0.35 * (0.6 + 0.03 * p) for p, pair in enumerate(book.course.pairs)}
        for lesson in list(book.course.lessons())[3:8]:
            for q, question in enumerate(lesson.questions):
                parts[question_figure("asked", lesson.number, question.key)] = 0.7
                parts[question_figure("right", lesson.number, question.key)] = 0.7 * (0.45 + 0.1 * q)
        for figure, part in parts.items():
            counts[code, figure] = int(people * part)
        for figure in (ENROLLED, FINISHED):
            for group, of in (("ky", 0.7), ("ru", 0.25), ("uz", 0.05), ("KG", 0.95), ("UZ", 0.05)):
                counts[code, f"{figure}{APART}{group}"] = int(counts[code, figure] * of)
    return counts
