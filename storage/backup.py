"""Copies of a whole database: made while the bot writes, proved by opening them, put back only when it is safe.

A copy never holds a key. It does hold people who ask to be forgotten later, so its life should be short.
"""

import asyncio
import os
import secrets
import shutil
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # it carries no types
from sqlalchemy import URL, Boolean, Table, select
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

from storage import postgres, sqlite
from storage.inspection import (
    PATIENCE,
    Inspection,
    connected,
    inspect_file,
    inspect_server,
    reading,
    server_inspection,
)
from storage.interface import StoreError
from storage.opening import address_of, path_of
from storage.tables import metadata

_SQLITE = b"SQLite format 3\0"
_DUMP = b"PGDMP"
_BOTS = (
    "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'safar' AND datname = current_database()"
)
_TABLES = [*metadata.tables, "alembic_version"]
_OURS_ONLY = ["--format=custom", "--no-owner", "--no-privileges", *(f"--table={name}" for name in _TABLES)]
_HOLD = "UPDATE broadcast SET state = 'paused' WHERE state = 'ready'"
_BUSY_SECONDS = 0.5  # how long a bot is given to let go of the file


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """How an upgrade went on a copy: what stood before, what after, and seconds for copying and for migrating."""

    before: Inspection
    after: Inspection
    copying: float
    migrating: float


async def back_up(url: str, place: Path) -> tuple[Inspection, bool]:
    """Copy the database into the new file `place`, readable by its owner only, and prove the copy.

    Returns what stands in the copy, and whether it was proved by restoring it: PostgreSQL's is not when we may make
    no database to restore it into. Counters that don't balance are told, not refused: such a copy is worth having.
    Raises StoreError, and leaves no file, when it is damaged or can't be made.
    """
    address = address_of(url)
    _refuse_existing(place)
    part = place.with_name(f".{place.name}.part")
    try:
        found = await _copy(address, part)
        part.rename(place)
        _sync(place.parent)
    except OSError as error:
        raise StoreError(f"Can't write {place}: {error}. Check the folder's owner and free space.") from error
    finally:
        part.unlink(missing_ok=True)
    return found


def _refuse_existing(place: Path) -> None:
    if place.exists():
        raise StoreError(f"{place} exists already. Name another file.")
    if not place.parent.is_dir():
        raise StoreError(f"There is no folder {place.parent}. Make it first.")


async def _copy(address: URL, part: Path) -> tuple[Inspection, bool]:
    if address.get_backend_name() == "sqlite":
        return await asyncio.to_thread(_copy_file, path_of(address), part), True
    return await _dump(address, part)


def _copy_file(source: Path, place: Path) -> Inspection:
    """One consistent copy, proved. Writers go on meanwhile: a reader keeps nobody out."""
    if not source.exists():
        raise StoreError(f"There is no database {source}.")
    _make_private(place)
    try:
        with closing(reading(source)) as old, closing(sqlite3.connect(place)) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode = DELETE")  # one file, whole by itself
    except sqlite3.Error as error:
        raise StoreError(f"Can't copy the database {source}: {error}.") from error
    _sync(place)
    return _sound(inspect_file(place, audit=True), source)


def _make_private(place: Path) -> None:
    place.unlink(missing_ok=True)
    os.close(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _sync(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _sound(found: Inspection, source: Path | str) -> Inspection:
    """The same, if it can be relied on. Raises StoreError."""
    if found.damage:
        raise StoreError(f"{source} is damaged: {found.damage}. Keep it, and restore an older backup.")
    if not found.revision:
        raise StoreError(f"{source} holds none of Safar's tables.")
    if not found.known:
        raise StoreError(f"{source} is of a newer release than this one. Install the newer release.")
    return found


def _balanced(found: Inspection, source: Path | str) -> Inspection:
    """The same, if its counters are right. Raises StoreError."""
    if found.balanced is False:
        raise StoreError(f"{source}: the counters don't equal the recount of its records.")
    return found


async def restore(source: Path, url: str, *, force: bool = False) -> tuple[Inspection, Path | None]:
    """Put a backup in the place of the database, after proving it. The bot must be stopped.

    A backup of SQLite may be put into PostgreSQL: that is how one moves.

    Returns what stands there now, and where the replaced SQLite file lies if it held anybody. Raises StoreError,
    and changes nothing, when the backup is not sound, a bot has the database open, or it holds learners
    and `force` is not given.
    """
    address, kind = address_of(url), _kind(source)
    to_file = address.get_backend_name() == "sqlite"
    if kind == "sqlite" and not to_file:
        return await _move(source, address, force=force), None
    if kind != "sqlite" and to_file:
        raise StoreError(f"{source} is a backup of {kind}; there is no way from there to SQLite.")
    if to_file:
        return await asyncio.to_thread(_restore_file, source, path_of(address), force=force)
    return await _restore_dump(source, address, force=force), None


def _kind(source: Path) -> str:
    try:
        with source.open("rb") as file:
            start = file.read(len(_SQLITE))
    except OSError as error:
        raise StoreError(f"Can't read {source}: {error.strerror}.") from error
    if start == _SQLITE:
        return "sqlite"
    if start.startswith(_DUMP):
        return "postgresql"
    raise StoreError(f"{source} is no backup of Safar's.")


def _restore_file(source: Path, path: Path, *, force: bool) -> tuple[Inspection, Path | None]:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        found = _copy_file(source, part)
        _hold_in_file(part)
        if not force:
            _balanced(found, source)
        if not path.exists():
            part.rename(path)
            aside = None
        else:
            with _alone(path, force=force) as learners:
                aside = _replace(path, part, keep=learners != 0)
        _sync(path.parent)
    except OSError as error:
        raise StoreError(f"Can't write {path}: {error}.") from error
    finally:
        part.unlink(missing_ok=True)
    return found, aside


def _hold_in_file(path: Path) -> None:
    """What waits to be sent in a copy may have been sent since: the operator decides whether it goes on."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'broadcast'").fetchone():
            connection.execute(_HOLD)


async def _hold(session: Any) -> None:
    """The same on a server."""
    if await session.fetchval("SELECT to_regclass('broadcast') IS NOT NULL"):
        await session.execute(_HOLD)


@contextmanager
def _alone(path: Path, *, force: bool) -> Iterator[int]:
    """Hold the database against every bot; how many learners it has, -1 when it can't be read. Raises StoreError.

    SQLite leaves its write-ahead log only when nobody else has the file open, which is what we want to know;
    and it takes what still stands in the log into the file.
    """
    with closing(sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("BEGIN EXCLUSIVE")
            learners = _learners_here(connection)
        except sqlite3.OperationalError as error:
            raise StoreError(f"A bot has {path} open ({error}). Stop it first.") from error
        except sqlite3.DatabaseError:
            learners = -1
        if learners and not force:
            held = f"holds {learners} learners" if learners > 0 else "can't be read"
            raise StoreError(f"{path} {held}. Restoring would replace it: say --force if that is meant.")
        yield learners


def _learners_here(connection: sqlite3.Connection) -> int:
    """How many learners this connection sees."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'learner'").fetchone():
        return 0
    return int(connection.execute("SELECT count(*) FROM learner").fetchone()[0])


def _replace(path: Path, part: Path, *, keep: bool) -> Path | None:
    """In one step: whoever looks finds the old database or the new one, never none."""
    aside = path.with_name(f"{path.name}.replaced-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}")
    if keep:
        os.link(path, aside)
    part.replace(path)
    for leftover in ("-wal", "-shm"):  # a log of the old file would spoil the new one
        path.with_name(path.name + leftover).unlink(missing_ok=True)
    return aside if keep else None


async def rehearse(url: str) -> Rehearsal:
    """Bring a copy of the database to this release's schema and recount it; the database itself is only read.

    Raises StoreError with the reason when the upgrade would fail, or no copy can be made.
    """
    address = address_of(url)
    if address.get_backend_name() == "sqlite":
        return await asyncio.to_thread(_rehearse_file, path_of(address))
    return await _rehearse_server(address)


def _rehearse_file(path: Path) -> Rehearsal:
    if not path.exists():
        raise StoreError(f"There is no database {path}.")
    with tempfile.TemporaryDirectory(prefix=".rehearsal-", dir=path.parent) as folder:
        copy, started = Path(folder) / path.name, time.monotonic()
        before = _copy_file(path, copy)
        copied = time.monotonic()
        sqlite.migrate_file(copy, PATIENCE)
        migrated = time.monotonic()
        after = _balanced(_sound(inspect_file(copy, audit=True), "The migrated copy"), "The migrated copy")
        return Rehearsal(before, after, copied - started, migrated - copied)


# --- PostgreSQL: its own tools make and read its copies ----------------------------------------------------


async def _dump(address: URL, part: Path) -> tuple[Inspection, bool]:
    _make_private(part)
    with _login(address) as name:
        await _tool("pg_dump", *_OURS_ONLY, f"--file={part}", name)
        await _tool("pg_restore", "--list", f"--file={os.devnull}", str(part))
    _sync(part)
    try:
        async with _scratch(address) as copy:
            await _load(part, copy)
            return _sound(await inspect_server(postgres.dsn(copy), audit=True), "The copy"), True
    except PermissionError:
        return _sound(await inspect_server(postgres.dsn(address)), "The database"), False


async def _restore_dump(source: Path, address: URL, *, force: bool) -> Inspection:
    dsn = postgres.dsn(address)
    await _refuse_unless_free(dsn, force=force)
    with suppress(PermissionError):
        async with _scratch(address) as copy:
            await _load(source, copy)
            found = _sound(await inspect_server(postgres.dsn(copy), audit=True), source)
            if not force:
                _balanced(found, source)
    await _load(source, address)
    async with connected(dsn) as session:
        await _hold(session)
    return _sound(await inspect_server(dsn, audit=True), source)


async def _refuse_unless_free(dsn: str, *, force: bool) -> None:
    async with connected(dsn) as session:
        if await session.fetchval(_BOTS):
            raise StoreError("A bot is connected to the database. Stop it first.")
    standing = await inspect_server(dsn)
    if standing.learners and not force:
        raise StoreError(
            f"The database holds {standing.learners} learners. Restoring would replace them: say --force if that is meant."
        )


async def _move(source: Path, address: URL, *, force: bool) -> Inspection:
    """From an SQLite backup into PostgreSQL: every row of every table, recounted before it counts."""
    found, dsn = _sound(inspect_file(source, audit=True), source), postgres.dsn(address)
    if found.revision != found.head:
        raise StoreError(
            f"{source} is of an older release. Upgrade it on SQLite first, and back it up again."
        )
    await _refuse_unless_free(dsn, force=force)
    await postgres.migrate_server(dsn, PATIENCE)
    async with connected(dsn) as session, session.transaction():
        with closing(reading(source)) as old:
            old.execute("BEGIN")
            await session.execute(f"TRUNCATE {', '.join(metadata.tables)}")
            for table in metadata.sorted_tables:
                await _move_table(old, session, table)
        await _hold(session)
        moved = _sound(await server_inspection(session, audit=True), "The moved database")
        if not force:
            _balanced(moved, source)
        if (moved.learners, moved.figures) != (found.learners, found.figures):
            raise StoreError("Not everything came over; nothing was changed.")
    return moved


async def _move_table(old: sqlite3.Connection, session: Any, table: Table) -> None:
    names = [column.name for column in table.columns]
    booleans = {number for number, column in enumerate(table.columns) if isinstance(column.type, Boolean)}
    rows = (
        tuple(bool(value) if n in booleans and value is not None else value for n, value in enumerate(row))
        for row in old.execute(select(table).compile(dialect=sqlite_dialect()).string)
    )
    await session.copy_records_to_table(table.name, records=rows, columns=names)
    for column in table.primary_key:  # numbers that the server gives go on from the last one
        asked = "SELECT pg_get_serial_sequence($1, $2)"
        numbers = await session.fetchval(asked, table.name, column.name)
        if numbers:
            last = await session.fetchval(f"SELECT max({column.name}) FROM {table.name}")  # noqa: S608 - our own names
            await session.execute("SELECT setval($1::regclass, $2, $3)", numbers, last or 1, last is not None)


async def _load(source: Path, address: URL) -> None:
    """Drop our tables and load the copy, in one transaction."""
    with _login(address) as name, tempfile.TemporaryDirectory() as folder:
        drop, load = Path(folder) / "drop.sql", Path(folder) / "load.sql"
        drop.write_text(f"DROP TABLE IF EXISTS {', '.join(_TABLES)};\n")
        _make_private(load)
        await _tool("pg_restore", "--no-owner", "--no-privileges", f"--file={load}", str(source))
        how = ["--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1"]
        await _tool("psql", *how, "--output", os.devnull, f"--file={drop}", f"--file={load}", name)


@contextmanager
def _login(address: URL) -> Iterator[str]:
    """The database's name for PostgreSQL's tools. The password goes by a private file: others see command lines."""
    with tempfile.TemporaryDirectory() as folder:
        plain = address.set(drivername="postgresql", password=None)
        if address.password:
            file = Path(folder) / "pgpass"
            _make_private(file)
            escaped = str(address.password).replace("\\", "\\\\").replace(":", "\\:")
            file.write_text(f"*:*:*:*:{escaped}\n")
            plain = plain.update_query_dict({"passfile": str(file)})
        yield plain.render_as_string(hide_password=False)


async def _tool(name: str, *words: str) -> None:
    if not shutil.which(name):
        raise StoreError(
            f"{name} is not installed. Install PostgreSQL's client programs, of the server's version."
        )
    words = words if name == "pg_restore" else ("--no-password", *words)
    running = await asyncio.create_subprocess_exec(
        name, *words, stdin=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    _, said = await running.communicate()
    if running.returncode:
        first = " ".join(said.decode(errors="replace").split()) or "no reason given"
        raise StoreError(f"{name} failed: {first[:300]}")


@asynccontextmanager
async def _scratch(address: URL) -> AsyncIterator[URL]:
    """A database beside ours for the time being. Raises PermissionError when we may make none."""
    name = f"safar_copy_{secrets.token_hex(4)}"
    async with connected(postgres.dsn(address)) as session:
        try:
            await session.execute(f'CREATE DATABASE "{name}"')
        except asyncpg.InsufficientPrivilegeError as error:
            raise PermissionError(str(error)) from error
        try:
            yield address.set(database=name)
        finally:
            await session.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


async def _rehearse_server(address: URL) -> Rehearsal:
    with tempfile.TemporaryDirectory() as folder:
        dump, started = Path(folder) / "dump", time.monotonic()
        _make_private(dump)
        with _login(address) as name:
            await _tool("pg_dump", *_OURS_ONLY, f"--file={dump}", name)
        try:
            async with _scratch(address) as copy:
                return await _rehearsed(dump, copy, started)
        except PermissionError as error:
            raise StoreError(
                f"No copy can be made: {error}. Let the role make databases (ALTER ROLE … CREATEDB), or restore "
                "a backup on another server and rehearse there."
            ) from error


async def _rehearsed(dump: Path, copy: URL, started: float) -> Rehearsal:
    dsn = postgres.dsn(copy)
    await _load(dump, copy)
    before, copied = _sound(await inspect_server(dsn, audit=True), "The copy"), time.monotonic()
    await postgres.migrate_server(dsn, PATIENCE)
    migrated = time.monotonic()
    after = _balanced(_sound(await inspect_server(dsn, audit=True), "The migrated copy"), "The migrated copy")
    return Rehearsal(before, after, copied - started, migrated - copied)
