"""The command `safar seed`. It imports late, as bot/cli does."""

import asyncio
from typing import Annotated

import typer


def seed(
    learners: Annotated[
        int | None, typer.Option(min=1, help="How many; 10,000 for the example, else 1,000,000.")
    ] = None,
    example: Annotated[
        bool, typer.Option("--example", help="Three regions, one in each country, with sub-units.")
    ] = False,
    seed_number: Annotated[int, typer.Option(help="The same number makes the same people.")] = 1,
) -> None:
    """Fill an empty database with made-up learners and their figures. Never one with learners."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from bot.seed import EXAMPLE
    from bot.seed import seed as fill
    from bot.settings import SettingsError
    from storage import StoreUnavailable

    wanted = learners or (EXAMPLE if example else 1_000_000)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    try:
        with Progress(*columns, console=Console(stderr=True)) as progress:
            tasks = {}

            def told(what: str, done: int, of: int) -> None:
                if what not in tasks:
                    tasks[what] = progress.add_task(what, total=of)
                progress.update(tasks[what], completed=done)

            releases = asyncio.run(fill(wanted, seed_number, told, example=example))
    except (SettingsError, StoreUnavailable) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    newest = f"{releases[-1].number} (up to {releases[-1].until})" if releases else "none"
    typer.echo(f"{wanted} made-up learners; figures published: {len(releases)} weeks, the newest {newest}.")
