"""What stands in a database, seen from outside: nothing is made, migrated or changed by looking."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # it carries no types

from storage import migrations
from storage.interface import StoreError
from storage.opening import address_of, path_of
from storage.postgres import dsn as dsn_of
from storage.pseudonyms import Pseudonyms
from storage.rows import Row
from storage.statements import for_postgresql, for_sqlite
from storage.work import add_contributions, counted

PATIENCE = 5.0
_REVISION = "SELECT version_num FROM alembic_version"
_SEALED = "SELECT key, sealed_address FROM learner WHERE sealed_address IS NOT NULL LIMIT 1"
_MAY_WRITE = """
    SELECT NOT pg_is_in_recovery() AND current_setting('default_transaction_read_only') = 'off'
    AND has_table_privilege('learner', 'INSERT') AND has_table_privilege('learner', 'UPDATE')
    AND has_table_privilege('learner', 'DELETE') AND has_table_privilege('counter', 'UPDATE')
"""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What stands in a database.

    `revision` is "" for a database without our tables; `head` is what this release wants. `balanced` says whether
    the counters equal the recount in the same snapshot; None when not asked or when the tables are of another release.
    `damage` is what the engine's own check complains of, "" if nothing.
    """

    revision: str
    head: str
    learners: int = 0
    figures: int = 0
    balanced: bool | None = None
    damage: str = ""

    @property
    def known(self) -> bool:
        """Whether this release can open it."""
        return self.revision in {"", *migrations.history()}


async def inspect(url: str, *, audit: bool = False) -> Inspection | None:
    """Look at the database at `url`; None if there is no such file. With `audit` every row is read.

    Raises StoreError when it can't be reached or read.
    """
    address = address_of(url)
    if address.get_backend_name() == "sqlite":
        path = path_of(address)
        return await asyncio.to_thread(inspect_file, path, audit=audit) if path.exists() else None
    return await inspect_server(dsn_of(address), audit=audit)


def inspect_file(path: Path, *, audit: bool = False) -> Inspection:
    """Look at an SQLite file. Raises StoreError."""
    try:
        with closing(reading(path)) as connection:
            connection.execute("BEGIN")
            return _file_inspection(connection, audit=audit)
    except sqlite3.Error as error:
        raise StoreError(f"Can't read the database {path}: {error}. Check that it is Safar's.") from error


def reading(path: Path) -> sqlite3.Connection:
    """A connection that can change nothing."""
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=PATIENCE, isolation_level=None
    )


def _file_inspection(connection: sqlite3.Connection, *, audit: bool) -> Inspection:
    def rows(sql: str) -> list[Row]:
        return connection.execute(sql).fetchall()

    head, say = migrations.history()[0], for_sqlite()
    damage = "; ".join(str(row[0]) for row in rows("PRAGMA integrity_check")) if audit else "ok"
    damage = "" if damage == "ok" else damage
    if not rows("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"):
        return Inspection("", head, damage=damage)
    revision, learners = rows(_REVISION)[0][0], rows(say.learners.sql)[0][0]
    figures = rows("SELECT coalesce(sum(n), 0) FROM counter")[0][0]
    if not audit or revision != head:
        return Inspection(revision, head, learners, figures, damage=damage)
    recount = Counter(counted(rows(say.all_tallies.sql)))
    add_contributions(recount, connection.execute(say.all_learners.sql))
    balanced = dict(recount) == counted(rows(say.all_counters.sql))
    return Inspection(revision, head, learners, figures, balanced, damage)


async def inspect_server(dsn: str, *, audit: bool = False) -> Inspection:
    """Look at a PostgreSQL database. Raises StoreError."""
    async with (
        connected(dsn) as session,
        session.transaction(isolation="repeatable_read", readonly=True),
    ):
        return await server_inspection(session, audit=audit)


async def server_inspection(session: Any, *, audit: bool) -> Inspection:
    """What this session sees, inside its transaction."""
    head, say = migrations.history()[0], for_postgresql()
    if not await session.fetchval("SELECT to_regclass('alembic_version') IS NOT NULL"):
        return Inspection("", head)
    revision = str(await session.fetchval(_REVISION))
    learners = int(await session.fetchval(say.learners.sql))
    figures = int(await session.fetchval("SELECT coalesce(sum(n), 0) FROM counter"))
    if not audit or revision != head:
        return Inspection(revision, head, learners, figures)
    recount = Counter(counted(await session.fetch(say.all_tallies.sql)))
    records = await session.cursor(say.all_learners.sql)
    while some := await records.fetch(1000):
        add_contributions(recount, some)
    balanced = dict(recount) == counted(await session.fetch(say.all_counters.sql))
    return Inspection(revision, head, learners, figures, balanced)


@asynccontextmanager
async def connected(dsn: str) -> AsyncIterator[Any]:
    """A connection to PostgreSQL; its troubles become StoreError, without the password."""
    try:
        session = await asyncpg.connect(dsn, timeout=PATIENCE)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise StoreError(f"Can't reach PostgreSQL: {error or type(error).__name__}.") from error
    try:
        yield session
    except asyncpg.PostgresError as error:
        raise StoreError(f"PostgreSQL refuses: {error}.") from error
    finally:
        await session.close()


async def writable(url: str) -> bool:
    """Whether a step could be recorded now; nothing is written. Raises StoreError when it can't be reached."""
    address = address_of(url)
    if address.get_backend_name() == "sqlite":
        return await asyncio.to_thread(_file_writable, path_of(address))
    async with connected(dsn_of(address)) as session:
        return bool(await session.fetchval(_MAY_WRITE))


def _file_writable(path: Path) -> bool:
    try:
        uri = f"{path.absolute().as_uri()}?mode=rw"
        with closing(sqlite3.connect(uri, uri=True, timeout=PATIENCE, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.Error:
        return False
    return True


async def keys_fit(url: str, pseudonyms: Pseudonyms) -> bool | None:
    """Whether the keys are those that the records were made with; None when no record can tell.

    Somebody who agreed to be written to tells: his sealed address opens with the one key and leads, by the other,
    to his row. Raises StoreError.
    """
    address = address_of(url)
    if address.get_backend_name() == "sqlite":
        found = await asyncio.to_thread(_sealed_in_file, path_of(address))
    else:
        async with connected(dsn_of(address)) as session:
            found = await session.fetch(_SEALED)
    return _fits(found, pseudonyms)


def _sealed_in_file(path: Path) -> list[Row]:
    try:
        with closing(reading(path)) as connection:
            return connection.execute(_SEALED).fetchall()
    except sqlite3.Error as error:
        raise StoreError(f"Can't read the database {path}: {error}.") from error


def _fits(found: Iterable[Row], pseudonyms: Pseudonyms) -> bool | None:
    for key, sealed in found:
        try:
            return pseudonyms.person(pseudonyms.unseal(bytes(key), bytes(sealed))).key == bytes(key)
        except ValueError:
            return False
    return None


def has_certificates(url: str) -> bool:
    """Whether an SQLite file holds certificates; one that is missing or not begun holds none. Raises StoreError."""
    path = path_of(address_of(url))
    if not path.exists():
        return False
    try:
        with closing(reading(path)) as connection:
            known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'certificate'").fetchone()
            return bool(known and connection.execute("SELECT 1 FROM certificate LIMIT 1").fetchone())
    except sqlite3.Error as error:
        raise StoreError(f"Can't read the database {path}: {error}.") from error
