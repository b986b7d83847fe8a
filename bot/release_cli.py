"""`safar approve`, `release`, `releases`, `rollback`: what authors say when a course is ready, and how it goes out.

Imports late, like the command line that it is a part of.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from curriculum import Released

Content = Annotated[Path | None, typer.Option(help="The content folder; else the project's.")]
Releases = Annotated[Path | None, typer.Option(help="Where releases are kept; else SAFAR_RELEASES.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As if today were DATE.")]


def approve(
    body: Annotated[str, typer.Argument(help="Who agrees: a key of `bodies` in course/course.yaml.")],
    paths: Annotated[list[str], typer.Argument(help="Folders, files, or units such as lesson-501.")],
    by: Annotated[str, typer.Option(help="Who speaks for the body: a name and an office.")],
    on: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day on which it was agreed.")],
    key: Annotated[
        Path | None, typer.Option(help="The body's own key; made on first use. Else keys/bodies/BODY.pem.")
    ] = None,
    content: Content = None,
    today: Day = None,
) -> None:
    """Take down that a body agrees to what stands at these paths, signed with its own key."""
    from bot.settings import Places
    from curriculum import CONTENT
    from curriculum import approve as agree

    key_file = key or Places().keys_dir / "bodies" / f"{body}.pem"
    new = not key_file.exists()
    with _one_line():
        units = agree(content or CONTENT, body, paths, by, on.date(), _day(today), key_file)
    if new:
        typer.echo(f"A key was made: {key_file}. Give it to {body} alone, and keep it out of the project.")
    typer.echo(f"{body} agrees to {len(units)} units: {', '.join(units)}")


def release(
    draft: Annotated[
        bool,
        typer.Option(
            "--draft", help="Teach what is not agreed to yet, and tell learners that it is a draft."
        ),
    ] = False,
    name: Annotated[str, typer.Option(help="What people call it; else the day.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what it would bring.")] = False,
    content: Content = None,
    releases: Releases = None,
    today: Day = None,
) -> None:
    """Make a numbered release of the content and let it be taught; or say everything that is missing."""
    from curriculum import CONTENT
    from curriculum import release as make_release

    with _one_line():
        made = make_release(
            content or CONTENT, _folder(releases), draft=draft, name=name, today=_day(today), dry_run=dry_run
        )
    _tell(made, "Nothing was made." if dry_run else "A running bot takes it within seconds.")


def list_releases(releases: Releases = None) -> None:
    """The releases, the oldest first, with the one that is taught."""
    from curriculum import current, manifest, numbers

    folder = _folder(releases)
    with _one_line():
        taught = current(folder)
        for number in numbers(folder):
            told = manifest(folder, number)
            kind = "draft" if told.draft else "final"
            mark = "  ← taught" if number == taught else ""
            again = f", with the content of {told.copy_of}" if told.copy_of else ""
            typer.echo(f"{number}: {told.name}, {told.made_on}, {kind}{again}{mark}")
            for change in told.changes:
                typer.echo(f"    {change}")
    if not numbers(folder):
        typer.echo(f"There is no release in {folder}. Make one: safar release --draft")


def rollback(
    number: Annotated[
        int | None, typer.Argument(help="The release to go back to; else the one before.")
    ] = None,
    releases: Releases = None,
    today: Day = None,
) -> None:
    """Teach an older release again, as a new one with its content, so that whoever was corrected is told."""
    from curriculum import rollback as go_back

    with _one_line():
        made = go_back(_folder(releases), number, _day(today))
    _tell(made, "A running bot takes it within seconds.")


def mount(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    commands: dict[str, Callable[..., None]] = {
        "approve": approve,
        "release": release,
        "releases": list_releases,
        "rollback": rollback,
    }
    for name, command in commands.items():
        app.command(name)(command)


def _tell(made: "Released", last: str) -> None:
    told = made.manifest
    typer.echo(f"Release {told.number}, {told.name}{', a draft' if told.draft else ''}")
    for change in told.changes:
        typer.echo(f"  {change}")
    for correction in made.corrections:
        whom = ", ".join(passport.value for passport in correction.passports)
        where = ", ".join(f"lesson {lesson}" for lesson in correction.cards)
        typer.echo(f"  told to whoever passed {where} ({whom}): {correction.key}")
    typer.echo(last)


def _folder(releases: Path | None) -> Path:
    from bot.settings import Places

    return releases or Places().releases or Path("var/releases")


def _day(today: datetime | None) -> date:
    return (today or datetime.now(UTC)).date()


@contextmanager
def _one_line() -> Iterator[None]:
    """Whatever an author can mend is said plainly, without a traceback; the exit status is 1."""
    from curriculum import ApprovalError, ContentError, ReleaseRefused

    try:
        yield
    except (ReleaseRefused, ApprovalError, ContentError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
