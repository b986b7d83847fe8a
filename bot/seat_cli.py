"""The commands `safar seat` and `safar figures`. They import late, as bot/cli does."""

import asyncio
from collections.abc import Coroutine
from enum import StrEnum
from typing import Annotated, Any

import typer

seat = typer.Typer(help="Officials' seats: give, confirm, list, revoke; what was seen.", no_args_is_help=True)
figures = typer.Typer(help="What officials are shown: figures as they are published.", no_args_is_help=True)
By = Annotated[str, typer.Option(help="Who does it: your name, for the log.")]


class SeatRole(StrEnum):
    """What a seat allows."""

    READ = "read"
    LEAD = "lead"


@seat.command()
def give(
    territory: Annotated[str, typer.Argument(help="A country, region, district or sub-unit: code or name.")],
    role: Annotated[SeatRole, typer.Option(help="Read reports; or also lead sessions and give seats below.")],
    by: By,
) -> None:
    """Make a link that gives a seat: it works once, for seven days."""
    from bot.seats import give as make_link
    from learning.seat import Role

    _run(make_link(territory, Role(role.value), by))


@seat.command()
def confirm(
    link: Annotated[str, typer.Argument(help="The link, or what stands in it after `start=`.")],
    by: By,
) -> None:
    """Stand behind a link to a whole country, as the second giver."""
    from bot.seats import confirm as stand_behind

    _run(stand_behind(link, by))


@seat.command("list")
def list_seats() -> None:
    """All seats that are held, and operators' links that nobody has used. Who holds them is not known here."""
    from bot.seats import show

    _run(show())


@seat.command()
def withdraw() -> None:
    """Take back all links that operators gave and nobody has used."""
    from bot.seats import withdraw as take_links_back

    _run(take_links_back())


@seat.command()
def revoke(number: Annotated[int, typer.Argument(help="The seat's number.")]) -> None:
    """Take a seat back, at once."""
    from bot.seats import revoke as take_back

    _run(take_back(number))


@seat.command()
def log(number: Annotated[int | None, typer.Argument(help="Only this seat.")] = None) -> None:
    """Who gave, took and saw what, the newest first."""
    from bot.seats import log as show_log

    _run(show_log(number))


@figures.command()
def release() -> None:
    """Publish the figures up to last Sunday now, if the running bot has not."""
    from bot.seats import release as publish

    _run(publish())


@figures.command()
def releases() -> None:
    """The releases of figures, the oldest first."""
    from bot.seats import releases as show_releases

    _run(show_releases())


def _run(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end; what an operator can mend is said in a few words, with exit status 1 or 2."""
    from bot.seats import RECORDS_AWAY, Refused
    from bot.settings import SettingsError
    from curriculum import ContentError
    from storage import StoreUnavailable

    try:
        asyncio.run(work)
    except Refused as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    except (SettingsError, ContentError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    except StoreUnavailable:
        typer.echo(RECORDS_AWAY, err=True)
        raise typer.Exit(2) from None
