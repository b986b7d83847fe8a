"""The commands that write for authors: `safar new`, `safar schema`. They import late, as bot/cli does."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

Content = Annotated[Path | None, typer.Option(help="The content folder.")]
Key = Annotated[str, typer.Argument(help="Its key: small Latin letters, digits and -, at most 20.")]
SheetNumber = Annotated[str, typer.Option("--number", help="The number in the fact sheet where it stands.")]
new = typer.Typer(help="Begin a module, lesson, question, contact or fact: all in place but the words.")


@new.command()
def module(
    key: Key,
    number: Annotated[int | None, typer.Option(help="The curriculum's number; else the next one.")] = None,
    lesson: Annotated[str, typer.Option(help="The key of its first lesson.")] = "first-steps",
    content: Content = None,
) -> None:
    """Begin a module with one lesson, in four languages, and list it in the course."""
    from curriculum import new_module

    _begin(content, lambda folder: new_module(folder, key, number, lesson))


@new.command()
def lesson(
    module: Annotated[str, typer.Argument(help="The module, by number or key.")],
    key: Key,
    content: Content = None,
) -> None:
    """Begin a lesson at the end of a module: two cards, an action, a question."""
    from curriculum import new_lesson

    _begin(content, lambda folder: new_lesson(folder, module, key))


@new.command()
def question(
    lesson: Annotated[str, typer.Argument(help="The lesson, by number or key.")],
    key: Key,
    card: Annotated[str, typer.Option(help="The card to read again; else the last one.")] = "",
    content: Content = None,
) -> None:
    """Begin a question at the end of a lesson, with three options."""
    from curriculum import new_question

    _begin(content, lambda folder: new_question(folder, lesson, key, card))


@new.command()
def contact(
    key: Key,
    number: SheetNumber,
    topic: Annotated[str, typer.Option(help="One of the topics in contacts.yaml.")],
    city: Annotated[str, typer.Option(help="One of the cities in contacts.yaml.")] = "any",
    content: Content = None,
) -> None:
    """Begin a contact of the directory."""
    from curriculum import new_contact

    _begin(content, lambda folder: new_contact(folder, key, topic, city, number, _today()))


@new.command()
def fact(key: Key, number: SheetNumber, content: Content = None) -> None:
    """Begin a fact in facts.yaml."""
    from curriculum import new_fact

    _begin(content, lambda folder: new_fact(folder, key, number, _today()))


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the operator's own day


def _begin(content: Path | None, make: Callable[[Path], Any]) -> None:
    from curriculum import CONTENT, TemplateError, write_schemas

    folder = content or CONTENT
    try:
        begun = make(folder)
        named = begun.file in write_schemas(folder)  # its schema, in a first line of its own
    except (TemplateError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    typer.echo(f"{folder / begun.file}:{begun.line + named}")
    typer.echo(
        "Now write the words: they stand at each ✎ (safar check lists them, safar preview shows them)."
    )


def schema(
    content: Content = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 if something is outdated.")
    ] = False,
) -> None:
    """Write JSON Schemas and the line in each file by which an editor finds them: keys complete while you type."""
    from curriculum import CONTENT, outdated_schemas, write_schemas

    folder = content or CONTENT
    if not folder.is_dir():
        typer.echo(f"{folder} is no folder", err=True)
        raise typer.Exit(2)
    if check:
        outdated = outdated_schemas(folder)
        for name in outdated:
            typer.echo(f"{name} is outdated: run `safar schema`")
        raise typer.Exit(1 if outdated else 0)
    try:
        written = write_schemas(folder)
    except OSError as error:
        typer.echo(f"the schemas can't be written: {error}", err=True)
        raise typer.Exit(2) from None
    typer.echo(f"{len(written)} files written" if written else "nothing to write: all is up to date")


def mount(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(new, name="new")
    app.command()(schema)
