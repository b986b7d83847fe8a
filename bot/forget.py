"""`safar forget`: an operator erases one person who asked for it."""

import typer

from bot.keys import pseudonyms
from bot.settings import SettingsError, read_settings
from storage import StoreError, open_store


async def forget(telegram_id: int) -> None:
    """Erase everything kept about this person.

    Raises:
        SettingsError: settings, keys or database keep it from being done.
    """
    settings = read_settings(bot_token="1:unused")  # noqa: S106 - no call to Telegram is made
    keys = await pseudonyms(settings)
    try:
        store = await open_store(settings.database_url, keys)
    except StoreError as error:
        raise SettingsError(f"SAFAR_DATABASE_URL: {error}") from error
    person = keys.person(telegram_id)
    try:
        kept = await store.load(person)
        if kept:
            await store.forget(person, kept)
        typer.echo("forgotten" if kept else "nothing is kept about this person")
    finally:
        await store.close()
