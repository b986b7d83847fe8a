"""The commands about contacts: `safar contacts` and what stands under it. They import late, as bot/cli does."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.facts_cli import Content, Today, the_day

contacts = typer.Typer(help="The directory, calls, and the sheet to call by.", invoke_without_command=True)
Answered = Annotated[str, typer.Option(help="Did somebody answer: yes or no.")]


@contacts.callback()
def list_contacts(
    context: typer.Context,
    city: Annotated[str, typer.Option(help="Only those in this city, by its key.")] = "",
    topic: Annotated[str, typer.Option(help="Only those of this topic, by its key.")] = "",
    content: Content = None,
) -> None:
    """All contacts: how each is reached, how it is known, and when somebody last answered."""
    if context.invoked_subcommand is None:
        from bot.contacts import show

        show(content, city, topic)


@contacts.command()
def called(
    key: Annotated[str, typer.Argument(help="The contact that was called.")],
    on: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day of the call.")],
    answered: Answered,
    today: Today = None,
    content: Content = None,
) -> None:
    """Note a call. Learners see the day of the last call that was answered."""
    if answered not in ("yes", "no"):
        raise typer.BadParameter("say yes or no", param_hint="--answered")
    from bot.contacts import note

    note(content, key, on.date(), the_day(today), answered=answered == "yes")


@contacts.command()
def sheet(
    to: Annotated[Path, typer.Option(help="The file to write: .xlsx to be sent back, .html to print.")],
    office: Annotated[str, typer.Option(help="Only these: KG, TJ, UZ, other, a city or a contact.")] = "",
    content: Content = None,
) -> None:
    """Write the sheet to call by, with columns to fill in."""
    from bot.contacts import make_sheet

    make_sheet(content, to, office)


@contacts.command("import")
def import_sheet(
    file: Annotated[Path, typer.Argument(help="The sheet that came back, .xlsx.")],
    today: Today = None,
    content: Content = None,
) -> None:
    """Note the calls of a sheet that came back; refused rows say why, the rest goes in."""
    from bot.contacts import take_in

    take_in(content, file, the_day(today))
