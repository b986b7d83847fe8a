"""Opens the officials' office: for the running bot, and for a command of an operator's."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime

from bot.keys import pseudonyms, signing_key
from bot.settings import Settings, SettingsError
from bot.shelf import first_book
from office import Office
from office.example import is_example
from screens.reader import Book
from storage import Store, StoreError, open_store


def office_of(
    store: Store, book: Callable[[], Book], settings: Settings, today: Callable[[], date] | None = None
) -> Office:
    """The office over a store; `today` is another calendar than UTC's, in tests and demos."""

    def now() -> datetime:
        moment = datetime.now(UTC)
        return datetime.combine(today(), moment.timetz()) if today else moment

    return Office(store, book, now, signing_key(settings), site=settings.site_url or "")


@asynccontextmanager
async def open_office(settings: Settings) -> AsyncIterator[Office]:
    """The office for a command. Raises SettingsError."""
    book = first_book(settings.releases)
    try:
        store = await open_store(settings.database_url, await pseudonyms(settings))
    except StoreError as error:
        raise SettingsError(f"SAFAR_DATABASE_URL: {error}") from error
    try:
        office = office_of(store, lambda: book, settings)
        office.example = await is_example(office)
        yield office
    finally:
        await store.close()
