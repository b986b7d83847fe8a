"""The records in one SQLite file: one thread writes, and commits what came in while it was busy as one group.

aiosqlite is left out: it hands each statement to its thread and back, one at a time, and so can't form groups.
"""

import asyncio
import mmap
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

from learning.broadcast import Audience, Broadcast, CorrectionNotice, Fate, Progress, Reach, Stage, Zone
from learning.figures import Contribution
from learning.gain import Gains
from learning.insight import Stops, Sums
from learning.learner import Learner
from storage import migrations
from storage.interface import Letter, Person, Record, StoreError, StoreUnavailable
from storage.office import OfficeStore, office
from storage.outbox import Outbox, outbox_statements
from storage.pseudonyms import Pseudonyms
from storage.rows import Row
from storage.statements import SQLITE, for_sqlite
from storage.work import Desk, Work, add_contributions, counted

_GROUP = 500  # pieces of work in one commit, so that nobody waits for more than about 50 ms of others

T = TypeVar("T")
Task = Callable[[sqlite3.Connection], Any]


@dataclass(frozen=True, slots=True)
class _Job:
    """A piece of work that somebody awaits.

    A reading one needs no commit; an erasing one empties the log; `forgotten` is the key that must be gone.
    """

    task: Task
    future: asyncio.Future[Any]
    reads: bool = False
    erases: bool = False
    forgotten: bytes = b""


@dataclass(frozen=True, slots=True)
class _Outcome:
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None

    def tell(self) -> None:
        if self.future.done():  # whoever waited was cancelled
            return
        if self.error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(self.error)


class SqliteStore(OfficeStore):
    """A Store in a SQLite file, durable against a power cut (WAL, synchronous=FULL)."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, pseudonyms: Pseudonyms, patience: float
    ) -> None:
        self._path = path
        self._patience = patience
        self._desk = Desk(for_sqlite(), pseudonyms)
        self._outbox = Outbox(outbox_statements(SQLITE), pseudonyms)
        self._office = office(SQLITE)
        self._loop = asyncio.get_running_loop()
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._closed = False
        writer = _Writer(path, connection, self._jobs, self._tell)
        # A daemon: a process that ends without close() loses nothing, since what was acknowledged is on disk.
        self._writer = threading.Thread(target=writer.run, name="safar-records", daemon=True)
        self._writer.start()

    async def load(self, person: Person) -> Record | None:
        """See Store."""
        return await self._do(lambda connection: _run(connection, self._desk.load(person.key)), reads=True)

    async def record(self, person: Person, before: Record | None, after: Learner, update_id: int) -> Record:
        """See Store."""
        withdrawn = before is not None and before.learner.may_write and not after.may_write
        return await self._do(
            lambda connection: _run(connection, self._desk.record(person, before, after, update_id)),
            erases=withdrawn,
        )

    async def forget(self, person: Person, before: Record) -> None:
        """See Store."""
        await self._do(
            lambda connection: _run(connection, self._desk.forget(person, before)),
            erases=True,
            forgotten=person.key,
        )

    async def set_blocked(self, person: Person, blocked: bool) -> None:
        """See Store."""
        await self._alone(self._outbox.block(person.key, blocked=blocked))

    async def reach(self, audience: Audience) -> Reach:
        """See Store."""
        return await self._beside(self._outbox.reach(audience))

    async def begin_broadcast(self, broadcast: Broadcast, day: date) -> int:
        """See Store."""
        return await self._alone(self._outbox.begin(broadcast, day))

    async def begin_corrections(self, release: int, notices: Sequence[CorrectionNotice], day: date) -> int:
        """See Store."""
        return await self._alone(self._outbox.correct(release, notices, day))

    async def steer(self, number: int, stage: Stage) -> bool:
        """See Store."""
        return await self._alone(self._outbox.steer(number, stage))

    async def broadcasts(self) -> tuple[Progress, ...]:
        """See Store."""
        return await self._beside(self._outbox.progress())

    async def fates(self) -> dict[Fate, int]:
        """See Store."""
        return await self._beside(self._outbox.fates())

    async def lead(self) -> bool:
        """See Store. One bot owns the file, so it leads."""
        self._refuse_when_closed()
        return True

    async def recover(self) -> int:
        """See Store."""
        return await self._alone(self._outbox.recover())

    async def take(self, now: str, zones: Collection[Zone], at_most: int) -> list[Letter]:
        """See Store."""
        return await self._alone(self._outbox.take(now, zones, at_most))

    async def mark(self, fates: Collection[tuple[Letter, Fate]]) -> None:
        """See Store."""
        await self._alone(self._outbox.mark(fates))

    async def finish(self) -> int:
        """See Store."""
        return await self._alone(self._outbox.finish())

    async def counters(self) -> dict[Contribution, int]:
        """See Store."""
        return await self._aside(
            lambda connection: counted(connection.execute(self._desk.say.all_counters.sql))
        )

    async def audit(self) -> dict[Contribution, int]:
        """See Store."""
        return await self._aside(self._recount)

    async def insight(self) -> tuple[Sums, Stops]:
        """See Store."""
        return await self._beside(self._desk.insight())

    async def gains(self) -> Gains:
        """See Store."""
        return await self._beside(self._desk.gains())

    async def learners(self) -> int:
        """See Store."""
        return await self._aside(lambda connection: _first(connection, self._desk.say.learners.sql))

    async def ping(self) -> None:
        """See Store."""
        await self._do(lambda connection: _first(connection, self._desk.say.anybody.sql), reads=True)

    async def close(self) -> None:
        """See Store."""
        if not self._closed:
            self._closed = True
            self._jobs.put(None)
        await asyncio.to_thread(self._writer.join)

    def _recount(self, connection: sqlite3.Connection) -> dict[Contribution, int]:
        connection.execute("BEGIN")
        total = Counter(counted(connection.execute(self._desk.say.all_tallies.sql)))
        add_contributions(total, connection.execute(self._desk.say.all_learners.sql))
        return dict(total)

    async def _alone(self, work: Work[T]) -> T:
        return await self._do(lambda connection: _run(connection, work))

    async def _glance(self, work: Work[T]) -> T:
        return await self._do(lambda connection: _run(connection, work), reads=True)

    async def _beside(self, work: Work[T]) -> T:
        return await self._aside(lambda connection: _run(connection, work))

    async def _do(
        self,
        task: Callable[[sqlite3.Connection], T],
        *,
        reads: bool = False,
        erases: bool = False,
        forgotten: bytes = b"",
    ) -> T:
        self._refuse_when_closed()
        future: asyncio.Future[T] = self._loop.create_future()
        self._jobs.put(_Job(task, future, reads, erases, forgotten))
        return await future

    async def _aside(self, task: Callable[[sqlite3.Connection], T]) -> T:
        """Run a long read on a connection of its own, so that nobody's step waits for it."""
        self._refuse_when_closed()

        def read() -> T:
            with _as_unavailable(), closing(connect(self._path, self._patience)) as connection:
                return task(connection)

        return await asyncio.to_thread(read)

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise StoreUnavailable("the store is closed")

    def _tell(self, outcomes: Sequence[_Outcome]) -> None:
        def tell_all() -> None:
            for outcome in outcomes:
                outcome.tell()

        with suppress(RuntimeError):  # the loop is gone, and with it everybody who waited
            self._loop.call_soon_threadsafe(tell_all)


class _Writer:
    """The one thread that owns the connection. What arrives during a commit forms the next transaction."""

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        jobs: SimpleQueue[_Job | None],
        tell: Callable[[Sequence[_Outcome]], None],
    ) -> None:
        self._path = path
        self._connection = connection
        self._jobs = jobs
        self._tell = tell
        self._log_holds_erased = False
        self._forgotten: set[bytes] = set()

    def run(self) -> None:
        """Serve until the queue says None; then close, which empties the log and removes it."""
        going_on = True
        while going_on:
            group = [self._jobs.get(), *islice(self._waiting(), _GROUP - 1)]
            going_on = None not in group
            self._serve([job for job in group if job is not None])
        self._erase()
        self._connection.close()

    def _waiting(self) -> Iterator[_Job | None]:
        with suppress(Empty):
            while True:
                yield self._jobs.get_nowait()

    def _serve(self, jobs: Sequence[_Job]) -> None:
        reading = [job for job in jobs if job.reads]
        writing = [job for job in jobs if not job.reads]
        if (
            reading
        ):  # before the transaction, so that a reader neither waits for the disk nor sees what may not last
            self._tell([self._read(job) for job in reading])
        if writing:
            self._tell(self._write(writing))

    def _read(self, job: _Job) -> _Outcome:
        try:
            return _Outcome(job.future, job.task(self._connection))
        except Exception as error:  # noqa: BLE001 - it is raised where it is awaited
            return _Outcome(job.future, error=_translated(error))

    def _write(self, jobs: Sequence[_Job]) -> list[_Outcome]:
        """One transaction for all; if it can't be kept, everybody in it hears so."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            outcomes = [self._alone(job) for job in jobs]
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            return [_Outcome(job.future, error=_translated(error)) for job in jobs]
        done = [job for job, outcome in zip(jobs, outcomes, strict=True) if outcome.error is None]
        self._forgotten |= {job.forgotten for job in done if job.forgotten}
        self._log_holds_erased |= any(job.erases for job in done)
        self._erase()
        return outcomes

    def _alone(self, job: _Job) -> _Outcome:
        """One job in a savepoint: its Conflict or bug undoes nothing of its neighbours."""
        self._connection.execute("SAVEPOINT one")
        try:
            outcome = _Outcome(job.future, job.task(self._connection))
        except sqlite3.OperationalError:  # the disk, a lock: it concerns the whole group
            raise
        except Exception as error:  # noqa: BLE001 - it is raised where it is awaited
            self._connection.execute("ROLLBACK TO one")
            outcome = _Outcome(job.future, error=_translated(error))
        self._connection.execute("RELEASE one")
        return outcome

    def _roll_back(self) -> None:
        with suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def _erase(self) -> None:
        """Take what was erased out of the files; what a reader or a full disk prevents is done after the next group."""
        with suppress(sqlite3.Error, OSError):
            if self._log_holds_erased:
                self._empty_log()
            if self._forgotten and not self._log_holds_erased:
                self._overwrite_stale_copies()

    def _empty_log(self) -> None:
        self._log_holds_erased = _first(self._connection, "PRAGMA wal_checkpoint(TRUNCATE)") != 0

    def _overwrite_stale_copies(self) -> None:
        """Rebuild the file if a forgotten key still stands in it.

        secure_delete zeroes what is deleted, but not the copy that stays behind when SQLite moves a row to
        another page: about one forgotten person in a hundred was still in the file.
        """
        with self._path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            stale = any(content.find(key) >= 0 for key in self._forgotten)
        if stale:
            self._connection.execute("VACUUM")
            self._empty_log()
        self._forgotten.clear()


def _run(connection: sqlite3.Connection, work: Work[T]) -> T:
    """Ask the database what the work asks, until it returns."""
    try:
        statement, values = next(work)
        while True:
            statement, values = work.send(connection.execute(statement.sql, values).fetchall())
    except StopIteration as done:
        result: T = done.value
        return result


def _first(connection: sqlite3.Connection, sql: str) -> int:
    row: Row = connection.execute(sql).fetchone()
    return int(row[0])


def _translated(error: Exception) -> Exception:
    """The database's own troubles become StoreUnavailable; bugs and Conflicts stay what they are."""
    if not isinstance(error, sqlite3.DatabaseError) or isinstance(
        error, sqlite3.IntegrityError | sqlite3.ProgrammingError | sqlite3.DataError | sqlite3.InterfaceError
    ):
        return error
    unavailable = StoreUnavailable(f"SQLite: {error}")
    unavailable.__cause__ = error
    return unavailable


@contextmanager
def _as_unavailable() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise _translated(error) from error


def connect(path: Path, patience: float) -> sqlite3.Connection:
    """A connection as we want every one: durable, erasing what it deletes, waiting `patience` seconds for a lock."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=patience,
        isolation_level=None,  # transactions begin and end where the code says so
        check_same_thread=False,  # opened in one thread, then owned by the writer
    )
    try:
        _into_wal(connection, patience)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _into_wal(connection: sqlite3.Connection, patience: float) -> None:
    """SQLite does not wait for others while it changes the journal's kind, so we try again for it."""
    tries = Retrying(
        retry=retry_if_exception_type(sqlite3.OperationalError),
        wait=wait_fixed(0.02),
        stop=stop_after_delay(patience),
        reraise=True,
    )
    tries(connection.execute, "PRAGMA journal_mode = WAL")


async def open_sqlite(path: Path, pseudonyms: Pseudonyms, patience: float) -> SqliteStore:
    """Make the file (readable by its owner only) and its folder, migrate it, and open the store.

    Raises StoreError.
    """
    connection = await asyncio.to_thread(_open, path, patience)
    return SqliteStore(path, connection, pseudonyms, patience)


def _open(path: Path, patience: float) -> sqlite3.Connection:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        connection = connect(path, patience)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"Can't write the database {path}: {error}. Check the folder's owner and free space."
        ) from error
    try:
        _migrate(connection)
    except BaseException as error:
        connection.close()
        raise _refusal(path, error) from error
    return connection


def migrate_file(path: Path, patience: float) -> None:
    """Bring a file to the newest schema and leave it. Raises StoreError."""
    _open(path, patience).close()


def _refusal(path: Path, error: BaseException) -> BaseException:
    if isinstance(error, migrations.NewerDatabase):
        return StoreError(f"The database {path} is newer than this release. Install the newer release again.")
    if isinstance(error, DBAPIError):
        error = error.orig or error
        return StoreError(
            f"Can't bring the database {path} up to date: {error}. Check that nothing else holds it."
        )
    return error


def _migrate(connection: sqlite3.Connection) -> None:
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    with engine.connect() as over:
        over.exec_driver_sql("BEGIN IMMEDIATE")  # a second process waits here, then finds nothing to do
        migrations.upgrade(over)
        over.commit()


def anybody(path: Path) -> bool:
    """Whether the file holds a learner. A missing file holds none, and is not made. Raises StoreError."""
    if not path.exists():
        return False
    try:
        with closing(connect(path, patience=1.0)) as connection:
            known = _first(connection, "SELECT count(*) FROM sqlite_master WHERE name = 'learner'")
            return bool(known and _first(connection, for_sqlite().anybody.sql))
    except sqlite3.Error as error:
        raise StoreError(f"Can't read the database {path}: {error}. Check that it is Safar's.") from error
