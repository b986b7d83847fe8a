"""`safar preview`: lessons as learners will see them, in a browser, live on save. Imports late."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer


def preview(
    content: Annotated[Path | None, typer.Option(help="The content folder; else the project's.")] = None,
    port: Annotated[int, typer.Option(help="The page's port; 0 finds a free one.")] = 8082,
    insight: Annotated[
        Path | None, typer.Option(help="What learners found hard: the file of `safar insight --to`.")
    ] = None,
    today: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As if today were DATE.")
    ] = None,
) -> None:
    """See the course as learners will: each card as a phone screen, in a browser, live on save."""
    from curriculum import CONTENT
    from workbench import CannotListenError, InsightError, read_insight
    from workbench import preview as serve

    folder = content or CONTENT
    if not folder.is_dir():
        typer.echo(f"{folder} is no folder", err=True)
        raise typer.Exit(2)
    try:
        learned = read_insight(insight) if insight else None
        asyncio.run(serve(folder, port, (today or datetime.now(UTC)).date(), typer.echo, learned))
    except KeyboardInterrupt:
        raise typer.Exit(0) from None
    except (CannotListenError, InsightError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
