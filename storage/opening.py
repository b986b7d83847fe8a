"""From an address in the settings to an open store."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from storage import sqlite
from storage.interface import Store, StoreError
from storage.pseudonyms import Pseudonyms

_EXAMPLES = "Use sqlite:///var/safar.db or postgresql://user@host/safar"
PATIENCE = 5.0  # seconds; a step that queued behind a failing group still hears within the 10 s of the rules


async def open_store(url: str, pseudonyms: Pseudonyms, *, patience: float = PATIENCE) -> Store:
    """Open the records at `url`, after bringing the database to the newest schema.

    `sqlite:///var/safar.db` (or sqlite+aiosqlite) is a path from the working folder; the folder is made.
    `postgresql://…` may name a socket's folder as `?host=/path`. `patience` is how many seconds one
    request may wait for a lock or the server before it raises StoreUnavailable.
    Raises StoreError for a bad address, a server or folder out of reach, or a database newer than the code.
    """
    address = address_of(url)
    if address.get_backend_name() == "sqlite":
        return await sqlite.open_sqlite(path_of(address), pseudonyms, patience)
    from storage import postgres  # noqa: PLC0415 - half a second that a bot on SQLite need not wait

    return await postgres.open_postgres(postgres.dsn(address), pseudonyms, patience)


async def has_learners(url: str) -> bool:
    """Whether anybody's record stands at `url`; makes and changes nothing. Raises StoreError."""
    address = address_of(url)
    if address.get_backend_name() == "sqlite":
        return sqlite.anybody(path_of(address))
    from storage import postgres  # noqa: PLC0415 - as above

    return await postgres.anybody(postgres.dsn(address))


def address_of(url: str) -> URL:
    """The address, if it is one of an engine of ours. Raises StoreError."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):  # the latter: a port that is no number
        raise StoreError(f"The database's address can't be read. {_EXAMPLES}.") from None
    if address.get_backend_name() not in {"sqlite", "postgresql", "postgres"}:
        raise StoreError(f"There is no engine for {address.get_backend_name()!r}. {_EXAMPLES}.")
    return address


def path_of(address: URL) -> Path:
    """The file of an SQLite address. Raises StoreError."""
    if not address.database or address.database == ":memory:" or address.database.startswith("file:"):
        raise StoreError(f"SQLite needs a file: progress in memory would be lost. {_EXAMPLES}.")
    return Path(address.database)
