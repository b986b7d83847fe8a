"""`safar backup`, `safar restore`, `safar upgrade`: what an operator does with the whole database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import typer

from bot.keys import present
from bot.settings import Settings, SettingsError, read_settings
from storage import Inspection, StoreError, back_up, inspect, keys_fit, open_store, rehearse
from storage import restore as put_back


async def backup(destination: Path) -> None:
    """Copy the database to a folder or a new file, and say what is in the copy.

    Raises:
        SettingsError: no sound copy could be made; there is no file then.
    """
    settings = _settings()
    place = _place(destination, settings)
    with _as_settings_error():
        found, proved = await back_up(settings.database_url, place)
    typer.echo(f"{place}: {_told(found)}")
    if not proved:
        typer.echo(
            "Not proved by restoring: this role may make no databases. Restore it elsewhere now and then."
        )
    if found.balanced is False:
        raise SettingsError("The copy stands, but its counters don't equal the recount: safar doctor --audit")


async def restore(source: Path, *, force: bool) -> None:
    """Put a backup in the place of the database, and say what stands there now.

    Raises:
        SettingsError: it is not sound, not safe, or not meant; nothing was changed then.
    """
    settings = _settings()
    with _as_settings_error():
        found, aside = await put_back(source, settings.database_url, force=force)
        keys = present(settings)
        fit = await keys_fit(settings.database_url, keys) if keys else False
    typer.echo(f"Restored: {_told(found)}")
    if aside:
        typer.echo(f"What was there is kept as {aside}; delete it when you are sure.")
    if fit is False:
        raise SettingsError(
            "The keys don't fit this backup: nobody's progress will be found. Restore the keys that belong to it "
            "before you start the bot"
        )


async def upgrade(*, rehearse_only: bool) -> None:
    """Bring a copy to this release's schema and, unless only rehearsing, the database after it.

    Raises:
        SettingsError: the rehearsal failed; the database is as it was.
    """
    settings = _settings()
    with _as_settings_error():
        went = await rehearse(settings.database_url)
        typer.echo(
            f"Rehearsed on a copy: {went.before.revision} to {went.after.revision}, {_told(went.after)}; "
            f"copying {went.copying:.1f} s, migrating {went.migrating:.1f} s"
        )
        if went.before.learners != went.after.learners:
            raise StoreError(
                f"The copy had {went.before.learners} learners before. The database is as it was."
            )
        if rehearse_only or went.before.revision == went.after.revision:
            return
        keys = present(settings)
        if keys is None:
            raise StoreError("The keys are missing: safar doctor")
        await (await open_store(settings.database_url, keys)).close()
        now = await inspect(settings.database_url, audit=True)
    typer.echo(f"Upgraded: {_told(now)}" if now else "")


def _settings() -> Settings:
    return read_settings(bot_token="1:unused")  # noqa: S106 - no call to Telegram is made


def _place(destination: Path, settings: Settings) -> Path:
    if not destination.is_dir():
        return destination
    ending = "sqlite3" if settings.database_url.startswith("sqlite") else "dump"
    return destination / f"safar-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.{ending}"


def _told(found: Inspection) -> str:
    balance = {
        True: "counters equal the recount",
        False: "COUNTERS DIFFER FROM THE RECOUNT",
        None: "not recounted",
    }
    return f"{found.learners} learners, {found.figures} counted, schema {found.revision}, {balance[found.balanced]}"


@contextmanager
def _as_settings_error() -> Iterator[None]:
    """What the operator can mend is one line."""
    try:
        yield
    except StoreError as error:
        raise SettingsError(str(error)) from error
