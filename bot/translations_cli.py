"""`safar translations`: how translations stand, what is to do, and the spreadsheet for translators. Imports late."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Translations: how they stand, what is to do, spreadsheets for translators.", no_args_is_help=True
)


class Written(StrEnum):
    """The languages that people write; Uzbek Cyrillic is derived."""

    RU = "ru"
    KY = "ky"
    TG = "tg"
    UZ = "uz"


class Format(StrEnum):
    """How to print."""

    TEXT = "text"
    JSON = "json"


class Heavy(StrEnum):
    """How much a change matters."""

    WORDING = "wording"
    MEANING = "meaning"
    LEGAL = "legal"


Content = Annotated[Path | None, typer.Option(help="The content folder; else the project's.")]
Names = Annotated[
    list[str] | None, typer.Argument(help="Segments (folder:path), facts (facts:key) or folders; else all.")
]
Lang = Annotated[Written, typer.Argument(help="The language.")]


@app.command()
def status(
    format: Annotated[Format, typer.Option(help="A table, or JSON.")] = Format.TEXT, content: Content = None
) -> None:
    """How many texts are current, stale, new or missing, by folder and language; and units not agreed to yet."""
    from curriculum import CONTENT, State, coverage, not_agreed

    folder = content or CONTENT
    counted, lacking = coverage(folder), not_agreed(folder)
    columns = [state.value for state in State]
    rows = [
        {
            "folder": where,
            "language": language.value,
            **{state: found.get(State(state), 0) for state in columns},
            "unapproved": lacking.get((where, language.value), 0),
        }
        for (where, language), found in counted.items()
    ]
    if format is Format.JSON:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("folder", "language", *columns, "unapproved")
    for row in rows:
        numbers = [str(row[column] or "·") for column in (*columns, "unapproved")]
        table.add_row(str(row["folder"]), str(row["language"]), *numbers)
    Console(width=None if sys.stdout.isatty() else 160).print(table)


@app.command()
def todo(
    language: Lang,
    format: Annotated[Format, typer.Option(help="For people, or JSON.")] = Format.TEXT,
    content: Content = None,
) -> None:
    """Every text that needs work in a language, in the order of the course: its place, limit, and what it was made from."""
    from dataclasses import asdict

    from curriculum import CONTENT, errands
    from learning.course import Language

    waiting = [errand for errand in errands(content or CONTENT, Language(language.value)) if errand.waits]
    if format is Format.JSON:
        typer.echo(json.dumps([asdict(errand) for errand in waiting], ensure_ascii=False, indent=2))
        return
    for errand in waiting:
        limit = f", at most {errand.limit} characters" if errand.limit else ""
        facts = f", facts: {', '.join(errand.facts)}" if errand.facts else ""
        typer.echo(
            f"{errand.key}\n  {errand.state}{facts}{limit}\n  {errand.file}:{errand.line}  {errand.where}"
        )
        for name, words in (("was", errand.old_source), ("ru", errand.source), (language.value, errand.text)):
            if words and (name != "ru" or language is not Written.RU):
                typer.echo("  " + f"{name}: {words}".replace("\n", "\n      "))
    typer.echo(f"{len(waiting)} texts to do in {language.value}")


@app.command()
def mark(
    weight: Annotated[
        Heavy | None,
        typer.Argument(help="How much it matters; without it each change is shown and asked for."),
    ] = None,
    names: Names = None,
    content: Content = None,
    today: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As if today were DATE.")
    ] = None,
) -> None:
    """Say how much changes of the Russian, or of a fact's meaning, matter: wording, meaning or legal."""
    from curriculum import CONTENT, Weight, unmarked
    from curriculum import mark as weigh

    folder, on = content or CONTENT, _day(today)
    if weight:
        with _one_line():
            typer.echo(
                f"{weigh(folder, Weight(weight.value), names or None, on)} changes are marked as {weight.value}"
            )
        return
    changes = unmarked(folder)
    for change in changes:
        typer.echo(f"{change.key}\n  was: {change.before}\n  now: {change.after}")
        if sys.stdin.isatty():
            said = typer.prompt(
                "  wording, meaning or legal (empty to leave it)", default="", show_default=False
            )
            if said in list(Heavy):
                weigh(folder, Weight(said), [change.key], on)
    typer.echo(
        f"{len(unmarked(folder))} changes nobody has weighed" if changes else "Nothing has changed unweighed."
    )
    raise typer.Exit(1 if unmarked(folder) else 0)


@app.command()
def accept(language: Lang, names: Names = None, content: Content = None) -> None:
    """Accept words as they stand: read against the Russian and the facts of now."""
    from curriculum import CONTENT
    from curriculum import accept as take_as_read
    from learning.course import Language

    with _one_line():
        count = take_as_read(content or CONTENT, Language(language.value), names or None)
        typer.echo(f"{count} texts accepted in {language.value}")


@app.command()
def export(
    language: Lang,
    to: Annotated[Path, typer.Option(help="The XLSX file to write.")],
    all: Annotated[bool, typer.Option("--all", help="Also what is current.")] = False,
    content: Content = None,
) -> None:
    """Write what is to do in a language into a spreadsheet, with what changed in the Russian marked."""
    from bot.translators import write
    from curriculum import CONTENT
    from learning.course import Language

    with _one_line():
        count = write(content or CONTENT, Language(language.value), to, everything=all)
        typer.echo(f"{to}: {count} texts to translate into {language.value}")


@app.command("import")
def take_in(
    file: Annotated[Path, typer.Argument(help="The XLSX file that came back.")],
    language: Annotated[
        Written | None, typer.Option(help="The language; else the name of the sheet.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go in.")] = False,
    content: Content = None,
    today: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As if today were DATE.")
    ] = None,
) -> None:
    """Take a filled spreadsheet in: each row refused says why, and the rest goes in."""
    from bot.translators import take
    from curriculum import CONTENT
    from learning.course import Language

    with _one_line():
        into = language.value if language else _language_of(file)
        taken = take(content or CONTENT, Language(into), file, _day(today), dry_run=dry_run)
    for line in taken.refused:
        typer.echo(line)
    typer.echo(f"{taken.count} texts {'would go' if dry_run else 'went'} in, {len(taken.refused)} refused")
    raise typer.Exit(1 if taken.refused else 0)


def _language_of(file: Path) -> str:
    from bot.spreadsheet import SheetError, names_in

    found = [name for name in names_in(file) if name in list(Written)]
    if not found:
        raise SheetError(f"{file}: no sheet is called after a language; say --language ky")
    return found[0]


def _day(today: datetime | None) -> date:
    return (today or datetime.now(UTC)).date()


@contextmanager
def _one_line() -> Iterator[None]:
    """Whatever somebody can mend is said plainly, without a traceback; the exit status is 1."""
    from bot.spreadsheet import SheetError
    from curriculum import AcceptError

    try:
        yield
    except (AcceptError, SheetError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
