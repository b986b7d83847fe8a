"""The records in PostgreSQL, for several workers on several machines. asyncpg, no layer between."""

from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import date
from typing import Any, TypeVar

import asyncpg  # type: ignore[import-untyped]  # it carries no types
from sqlalchemy import URL, Connection, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from learning.broadcast import Audience, Broadcast, CorrectionNotice, Fate, Progress, Reach, Stage, Zone
from learning.figures import Contribution
from learning.gain import Gains
from learning.insight import Stops, Sums
from learning.learner import Learner
from storage import migrations
from storage.interface import Conflict, Letter, Person, Record, StoreError, StoreUnavailable
from storage.office import OfficeStore, office
from storage.outbox import Outbox, outbox_statements
from storage.pseudonyms import Pseudonyms
from storage.statements import POSTGRESQL, for_postgresql
from storage.work import Desk, Work, add_contributions, counted

_CONNECTIONS = 10
_AT_ONCE = 1000  # rows of an audit in memory
_MIGRATING = 0x5AFA2  # the numbers of our advisory locks
_SENDING = 0x5AFA3
_LONG = 600.0  # seconds that a question about everybody may take
_SETTINGS = {"application_name": "safar", "synchronous_commit": "on"}  # an acknowledged step is on disk
_UNAVAILABLE = (
    OSError,
    asyncpg.InterfaceError,  # the pool is closed, or the connection went away under us
    asyncpg.InternalClientError,  # it was going away at this very moment
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,  # disk full, too many connections
    asyncpg.OperatorInterventionError,  # shutting down, starting up, cancelled
    asyncpg.ObjectNotInPrerequisiteStateError,  # a lock that was not available
    asyncpg.PostgresSystemError,
    asyncpg.ReadOnlySQLTransactionError,  # a standby
    asyncpg.InvalidAuthorizationSpecificationError,
)

Pool = Any
Session = Any
T = TypeVar("T")


class PostgresStore(OfficeStore):
    """A Store in a PostgreSQL database."""

    def __init__(self, pool: Pool, pseudonyms: Pseudonyms, patience: float) -> None:
        self._pool = pool
        self._patience = patience
        self._desk = Desk(for_postgresql(), pseudonyms)
        self._outbox = Outbox(outbox_statements(POSTGRESQL), pseudonyms)
        self._office = office(POSTGRESQL)
        self._leader: Session | None = None

    async def load(self, person: Person) -> Record | None:
        """See Store."""
        async with self._session() as session:
            return await _run(session, self._desk.load(person.key))

    async def record(self, person: Person, before: Record | None, after: Learner, update_id: int) -> Record:
        """See Store."""
        async with self._session() as session, session.transaction():
            return await _run(session, self._desk.record(person, before, after, update_id))

    async def forget(self, person: Person, before: Record) -> None:
        """See Store. Dead rows stay in the files until VACUUM; the operator decides how long backups live."""
        async with self._session() as session, session.transaction():
            await _run(session, self._desk.forget(person, before))

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
        """See Store. The part belongs to a session of ours, and ends with it."""
        try:
            if self._leader is None:
                return await self._take_the_lead()
            with _troubles():
                await self._leader.fetchval("SELECT 1")
            return True
        except StoreUnavailable:
            await self._lose_the_lead()
            raise

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
        async with self._session() as session:
            return counted(await session.fetch(self._desk.say.all_counters.sql, timeout=None))

    async def audit(self) -> dict[Contribution, int]:
        """See Store."""
        async with (
            self._session() as session,
            session.transaction(isolation="repeatable_read", readonly=True),
        ):
            total = Counter(counted(await session.fetch(self._desk.say.all_tallies.sql, timeout=None)))
            records = await session.cursor(self._desk.say.all_learners.sql)
            while some := await records.fetch(_AT_ONCE):
                add_contributions(total, some)
        return dict(total)

    async def insight(self) -> tuple[Sums, Stops]:
        """See Store."""
        return await self._beside(self._desk.insight())

    async def gains(self) -> Gains:
        """See Store."""
        return await self._beside(self._desk.gains())

    async def learners(self) -> int:
        """See Store."""
        async with self._session() as session:
            return int(await session.fetchval(self._desk.say.learners.sql, timeout=None))

    async def ping(self) -> None:
        """See Store."""
        async with self._session() as session:
            await session.fetchval(self._desk.say.anybody.sql)

    async def close(self) -> None:
        """See Store."""
        await self._lose_the_lead()
        await self._pool.close()

    async def _take_the_lead(self) -> bool:
        with _troubles():
            session = await self._pool.acquire(timeout=self._patience)
            try:
                if await session.fetchval("SELECT pg_try_advisory_lock($1)", _SENDING):
                    self._leader = session
            finally:
                if self._leader is None:
                    await self._pool.release(session)
        return self._leader is not None

    async def _lose_the_lead(self) -> None:
        """The lock belongs to the session: ending that gives it up."""
        leader, self._leader = self._leader, None
        if leader is not None:
            leader.terminate()
            await self._pool.release(leader)

    async def _alone(self, work: Work[T]) -> T:
        async with self._session() as session, session.transaction():
            return await _run(session, work, _LONG)

    async def _glance(self, work: Work[T]) -> T:
        return await self._beside(work)

    async def _beside(self, work: Work[T]) -> T:
        async with self._session() as session:
            return await _run(session, work, _LONG)

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[Session]:
        with _troubles():
            async with self._pool.acquire(timeout=self._patience) as session:
                yield session


async def _run(session: Session, work: Work[T], patience: float | None = None) -> T:
    """Ask the database what the work asks, until it returns."""
    try:
        statement, values = next(work)
        while True:
            statement, values = work.send(await session.fetch(statement.sql, *values, timeout=patience))
    except StopIteration as done:
        result: T = done.value
        return result


@contextmanager
def _troubles() -> Iterator[None]:
    """The database's own troubles become StoreUnavailable; bugs stay what they are."""
    try:
        yield
    except (
        asyncpg.TransactionRollbackError
    ) as error:  # a deadlock or a serialization failure: nothing was written
        raise Conflict from error
    except _UNAVAILABLE as error:
        raise StoreUnavailable(f"PostgreSQL: {error or type(error).__name__}") from error


async def _tidy(session: Session) -> None:
    """asyncpg's own reset asks the server four things after each use; we change nothing but by transactions."""
    if session.is_in_transaction():
        await session.execute("ROLLBACK")


def dsn(address: URL) -> str:
    """The address as asyncpg reads it."""
    return address.set(drivername="postgresql").render_as_string(hide_password=False)


async def open_postgres(dsn: str, pseudonyms: Pseudonyms, patience: float) -> PostgresStore:
    """Migrate the database and open the store. Raises StoreError."""
    with _as_refusal(dsn):
        await _migrate(dsn, patience)
        pool = await asyncpg.create_pool(
            dsn,
            min_size=1,
            max_size=_CONNECTIONS,
            timeout=patience,
            command_timeout=patience,
            server_settings=_SETTINGS,
            reset=_tidy,
        )
    return PostgresStore(pool, pseudonyms, patience)


async def migrate_server(dsn: str, patience: float) -> None:
    """Bring a database to the newest schema. Raises StoreError."""
    with _as_refusal(dsn):
        await _migrate(dsn, patience)


async def _migrate(dsn: str, patience: float) -> None:
    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=lambda: asyncpg.connect(dsn, timeout=patience),
        poolclass=NullPool,
    )
    async with engine.begin() as over:
        await over.run_sync(_upgrade)


def _upgrade(over: Connection) -> None:
    over.exec_driver_sql(
        f"SELECT pg_advisory_xact_lock({_MIGRATING})"
    )  # a second worker waits, then finds it done
    migrations.upgrade(over)


async def anybody(dsn: str) -> bool:
    """Whether the database holds a learner; a database without tables holds none. Raises StoreError."""
    with _as_refusal(dsn):
        session = await asyncpg.connect(dsn, timeout=1.0)
        try:
            return bool(await session.fetchval(for_postgresql().anybody.sql))
        except asyncpg.UndefinedTableError:
            return False
        finally:
            await session.close()


@contextmanager
def _as_refusal(dsn: str) -> Iterator[None]:
    where = make_url(dsn).render_as_string(hide_password=True)
    try:
        yield
    except migrations.NewerDatabase as error:
        raise StoreError(
            f"The database {where} is newer than this release. Install the newer release again."
        ) from error
    except (*_UNAVAILABLE, asyncpg.PostgresError, DBAPIError) as error:
        raise StoreError(
            f"Can't open the database {where}: {error or type(error).__name__}. Check that the server runs and lets us in."
        ) from error
