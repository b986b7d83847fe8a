"""What a step and the figures cost when the database holds a thousand learners, and when it holds a million.

The database is filled in bulk, in the row format of storage itself; its counters must then equal its audit.
"""

import random
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from bench.bots import CONTACT_KEY, RIVALS, SECRET_KEY, running
from bench.presses import FIRST_PERSON, Latency
from bench.sink import Sink
from curriculum import CONTENT, load_territories
from learning.course import Citizenship, Language
from learning.figures import Contribution, contributions
from learning.learner import Learner, LessonRecord, Place
from learning.territory import Territories
from storage import Pseudonyms, Record, open_store
from storage.rows import counted, to_row
from storage.tables import counter, learner

LESSONS = 16
DAYS = 365
FIRST_DAY = date(2026, 1, 1)
TERRITORY_FIGURES = "SELECT figure, sum(n) FROM counter WHERE territory = ? GROUP BY figure"


@dataclass(frozen=True, slots=True)
class Long:
    """What was measured on a database of so many learners. `figures` in milliseconds, `audit` in seconds."""

    learners: int
    built: float
    megabytes: float
    steps: float
    cpu: float
    latency: Latency
    figures: float
    audit: float
    audited: bool


async def measure(sink: Sink, most: int, seconds: float) -> list[Long]:
    """A thousand learners, and `most`."""
    return [await _measured(sink, learners, seconds) for learners in (1_000, most)]


async def _measured(sink: Sink, learners: int, seconds: float) -> Long:
    with tempfile.TemporaryDirectory() as folder:
        path, keys = Path(folder) / "safar.sqlite3", Pseudonyms(SECRET_KEY.encode(), CONTACT_KEY.encode())
        url = f"sqlite:///{path}"
        began = time.perf_counter()
        await (await open_store(url, keys)).close()  # the newest schema
        fill(path, keys, learners)
        built, figures = time.perf_counter() - began, _figures(path)
        sqlite = next(rival for rival in RIVALS if rival.name == "sqlite")
        async with running(sqlite, sink, learners, url, enrolled=True) as bot:
            await bot.crowd.closed_loop(seconds / 5)
            before = bot.cpu()
            steps = await bot.crowd.closed_loop(seconds)
            cpu = (bot.cpu() - before) / bot.crowd.steps * 1e6
            latency = Latency.of(bot.crowd.late)
        store = await open_store(url, keys)
        began = time.perf_counter()
        audited = await store.audit() == await store.counters()
        audit = time.perf_counter() - began
        await store.close()
        size = path.stat().st_size / 1e6
    return Long(learners, built, size, steps, cpu, latency, figures, audit, audited)


def fill(path: Path, keys: Pseudonyms, learners: int) -> None:
    """Write so many learners into an empty database, and the counters that they make."""
    chance, total = random.Random(learners), Counter[Contribution]()
    districts = [code for code, place in _territories().by_code.items() if place.level == 2]
    people = sorted(keys.person(FIRST_PERSON + n).key for n in range(learners))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")  # only here: nobody has been answered yet
        connection.execute("BEGIN")
        _insert(connection, learner.name, len(learner.c), _rows(people, districts, chance, total))
        rows = ((*counted(what).values(), n) for what, n in sorted(total.items()))
        _insert(connection, counter.name, len(counter.c), rows)
        connection.execute("COMMIT")


def _territories() -> Territories:
    return load_territories(CONTENT)


def _insert(
    connection: sqlite3.Connection, name: str, columns: int, rows: Iterator[tuple[object, ...]]
) -> None:
    holes = ", ".join("?" * columns)
    connection.executemany(f"INSERT INTO {name} VALUES ({holes})", rows)


def _rows(
    people: list[bytes], districts: list[str], chance: random.Random, total: Counter[Contribution]
) -> Iterator[tuple[object, ...]]:
    """Rows in the order of their keys, which is the order on disk; counts what they contribute."""
    days = [FIRST_DAY + timedelta(days=n) for n in range(DAYS + LESSONS)]
    names = [column.name for column in learner.c]
    for version, key in enumerate(people, start=1):
        begun = chance.randrange(DAYS)
        passed = {
            900 + n: LessonRecord(1, days[begun + n], chance.randrange(70, 101))
            for n in range(chance.randrange(LESSONS))
        }
        somebody = Learner(
            Language.RU,
            Citizenship.KG,
            chance.choice(districts),
            days[begun],
            place=Place(900),
            lessons=passed,
        )
        total.update(contributions(somebody))
        row = to_row(key, Record(somebody, version, tuple(range(-16, 0))), None) | {"blocked": False}
        yield tuple([row[name] for name in names])


def _figures(path: Path) -> float:
    """Milliseconds to sum the counters of the territory with the most rows; the middle of eleven."""
    with closing(sqlite3.connect(path)) as connection:
        most = "SELECT territory FROM counter GROUP BY territory ORDER BY count(*) DESC LIMIT 1"
        (territory,) = connection.execute(most).fetchone()
        taken = []
        for _ in range(11):
            began = time.perf_counter()
            connection.execute(TERRITORY_FIGURES, (territory,)).fetchall()
            taken.append(time.perf_counter() - began)
    return 1000 * median(taken)
