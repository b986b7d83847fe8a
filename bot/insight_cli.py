"""The command `safar insight`. It imports late, as bot/cli does."""

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How to print."""

    TEXT = "text"
    JSON = "json"


class Readers(StrEnum):
    """Whose answers."""

    ALL = "all"
    KY = "ky"
    TG = "tg"
    UZ = "uz"
    UZ_CYRL = "uz_Cyrl"
    RU = "ru"


def insight(
    language: Annotated[Readers, typer.Option(help="Readers of one language, or all.")] = Readers.ALL,
    lesson: Annotated[int, typer.Option(help="One lesson, by number; 0 is all.")] = 0,
    since: Annotated[int, typer.Option(help="Only what was said since this release.")] = 0,
    format: Annotated[Format, typer.Option(help="For people, or JSON (everything).")] = Format.TEXT,
    to: Annotated[Path | None, typer.Option(help="Write a JSON file for authors instead.")] = None,
) -> None:
    """What learners teach authors: hard questions, unclear cards, where people stop. Nothing of fewer than ten."""
    from bot.insight import Wish, show
    from bot.settings import SettingsError
    from learning.course import Language

    readers = None if language is Readers.ALL else Language(language.value)
    try:
        asyncio.run(show(Wish(readers, lesson, since), to, typer.echo, as_json=format is Format.JSON))
    except SettingsError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
