"""The commands about the law: `safar facts`, `safar facts confirm`, `safar impact`. They import late, as bot/cli does."""

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

facts = typer.Typer(help="The law, dated: all facts, and how their days stand.", invoke_without_command=True)
Content = Annotated[Path | None, typer.Option(help="The content folder.")]
Today = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As if today were DATE.")]


class Format(StrEnum):
    """How to print."""

    TEXT = "text"
    JSON = "json"


def the_day(today: datetime | None) -> date:
    """The day that was named, else the operator's own."""
    return today.date() if today else date.today()  # noqa: DTZ011 - the operator's own day


@facts.callback()
def list_facts(
    context: typer.Context,
    due: Annotated[bool, typer.Option("--due", help="Only those to be reviewed soon.")] = False,
    past: Annotated[
        bool, typer.Option("--past", help="Only those past their review, expired or withdrawn.")
    ] = False,
    law: Annotated[str, typer.Option(help="Only those whose law holds this text.")] = "",
    by_law: Annotated[bool, typer.Option("--by-law", help="Group them by law.")] = False,
    within: Annotated[int, typer.Option(min=0, help="How many days are soon.")] = 60,
    today: Today = None,
    format: Annotated[Format, typer.Option(help="Lines for people, or JSON.")] = Format.TEXT,
    content: Content = None,
) -> None:
    """The law, dated: all facts with value, law and days; those to be reviewed, late, expired, withdrawn."""
    if context.invoked_subcommand is not None:
        return
    from bot.facts import show_facts
    from curriculum import Day

    wanted = ({Day.DUE} if due else set()) | ({Day.LATE, Day.EXPIRED, Day.WITHDRAWN} if past else set())
    show_facts(
        content, the_day(today), within, frozenset(wanted), law, by_law=by_law, as_json=format is Format.JSON
    )


@facts.command()
def confirm(
    file: Annotated[Path, typer.Argument(help="The sheet that came back, .xlsx.")],
    by: Annotated[str, typer.Option(help="The body that compared the facts with the law in force.")],
    on: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day on which it did.")],
    today: Today = None,
    content: Content = None,
) -> None:
    """Take in a sheet that a lawyer sent back: facts confirmed, and the list of corrections asked for."""
    from bot.confirm import take_in

    take_in(content, file, by.strip(), on.date(), the_day(today))


def sheet(
    what: Annotated[str, typer.Argument(help="A module (its number or key), trouble, pairs, or contacts.")],
    to: Annotated[Path, typer.Option(help="The file to write: .xlsx to be sent back, .html to print.")],
    today: Today = None,
    content: Content = None,
) -> None:
    """Write the sheet for a lawyer: every sentence with its facts, to confirm or correct. Contacts: to call by."""
    if what == "contacts":
        from bot.contacts import make_sheet as make_call_sheet

        make_call_sheet(content, to, "")
    else:
        from bot.sheet import make_sheet

        make_sheet(content, what, to, the_day(today))


def impact(
    key: Annotated[str, typer.Argument(help="A fact, a contact, or a term (term.country).")],
    format: Annotated[Format, typer.Option(help="Lines for people, or JSON.")] = Format.TEXT,
    content: Content = None,
) -> None:
    """What rests on a fact or a contact: each card, question, reply, translation, with its file and line."""
    from bot.facts import show_impact

    show_impact(content, key, as_json=format is Format.JSON)
