"""The command `safar`. Each command imports what it needs when it runs, so that `--help` answers at once."""

import asyncio
import json
from collections.abc import Coroutine, Mapping
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import authoring_cli, certificate_cli, release_cli, translations_cli
from bot.contacts_cli import contacts
from bot.facts_cli import facts, impact, sheet
from bot.insight_cli import insight
from bot.preview_cli import preview
from bot.seat_cli import figures, seat
from bot.seed_cli import seed

app = typer.Typer(
    help="Safar: predeparture orientation for labour migrants, in Telegram.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


authoring_cli.mount(app)
release_cli.mount(app)
app.add_typer(translations_cli.app, name="translations")
app.add_typer(certificate_cli.app, name="certificate")
app.command()(preview)
app.command()(insight)
app.add_typer(seat, name="seat")
app.add_typer(figures, name="figures")
app.command()(seed)


class TourLanguage(StrEnum):
    """Languages of the tour."""

    KY = "ky"
    TG = "tg"
    UZ = "uz"
    UZ_CYRL = "uz_Cyrl"
    RU = "ru"


class TourCitizenship(StrEnum):
    """Passports of the tour."""

    KG = "KG"
    TJ = "TJ"
    UZ = "UZ"
    OTHER = "other"


class Format(StrEnum):
    """How to print."""

    TEXT = "text"
    JSON = "json"


def _serve(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end; whatever an operator can mend is one line and exit status 2."""
    from bot.settings import SettingsError
    from curriculum import ContentError
    from locales import PhrasesError

    try:
        asyncio.run(work)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except (SettingsError, ContentError, PhrasesError, BaseExceptionGroup) as error:
        innermost = _innermost(error)
        if not isinstance(innermost, SettingsError | ContentError | PhrasesError):
            raise
        typer.echo(str(innermost), err=True)
        raise typer.Exit(2) from None


def _innermost(error: BaseException) -> BaseException:
    """The first error inside a group of errors."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


@app.command()
def run() -> None:
    """Run the bot (settings: environment or .env, see docs/running.md)."""
    from bot.log import set_up, take_last_words
    from bot.settings import SettingsError, read_settings, secrets_of

    try:
        settings = read_settings()
    except SettingsError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    set_up(settings.log_format, settings.log_level, secrets_of(settings))
    take_last_words()
    from bot.wiring import run as run_bot

    _serve(run_bot(settings))


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="The phone page's port; 0 finds a free one.")] = 8081,
) -> None:
    """Walk the course in a browser: a pretend Telegram, the real bot, a phone. No token, no network."""
    from bot.demo import demo as run_demo

    _serve(run_demo(port))


@app.command()
def tour(
    language: Annotated[TourLanguage, typer.Option(help="The language to walk in.")] = TourLanguage.KY,
    citizenship: Annotated[
        TourCitizenship, typer.Option(help="The passport to walk on.")
    ] = TourCitizenship.KG,
    format: Annotated[
        Format, typer.Option(help="Print the conversation, or a summary as JSON.")
    ] = Format.TEXT,
    database: Annotated[
        str, typer.Option(help="A database to keep the walk in; else it is thrown away.")
    ] = "",
) -> None:
    """Walk a scripted learner through the real bot and print the conversation."""
    from bot.tour import tour as run_tour

    async def work() -> None:
        summary = await run_tour(language.value, citizenship.value, database, speak=format is Format.TEXT)
        if format is Format.JSON:
            typer.echo(json.dumps(summary, ensure_ascii=False, indent=2))
        if summary["errors"]:
            raise typer.Exit(1)

    _serve(work())


@app.command()
def sandbox(
    port: Annotated[int, typer.Option(help="The port; 0 finds a free one.")] = 8081,
    host: Annotated[
        str, typer.Option(help="The address to listen at; 0.0.0.0 lets the network in.")
    ] = "127.0.0.1",
    token: Annotated[str, typer.Option(help="The token that the pretend Telegram knows.")] = "1:sandbox",  # noqa: S107
    strict: Annotated[
        bool,
        typer.Option(
            "--strict/--lenient",
            help="Every rule; or without flood limits and rules known from reports only, and with private webhooks.",
        ),
    ] = True,
    state: Annotated[Path | None, typer.Option(help="A file to keep chats and waiting updates in.")] = None,
    person: Annotated[
        list[str] | None,
        typer.Option(help="Somebody with a phone from the start: LANGUAGE or LANGUAGE:NAME."),
    ] = None,
) -> None:
    """Run the pretend Telegram alone, for any bot (docs/sandbox.md)."""
    from sandbox import Limits
    from sandbox.alone import CannotStartError, alone

    try:
        limits = Limits() if strict else Limits.lenient()
        asyncio.run(alone(token, host, port, limits, state, person or [], typer.echo))
    except CannotStartError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None


class CheckFormat(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


class Messages(StrEnum):
    """Languages of the proof-reader."""

    EN = "en"
    RU = "ru"


class FailOn(StrEnum):
    """From which severity on the exit status tells of it."""

    ERROR = "error"
    WARNING = "warning"


@app.command()
def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="A content folder, or files and folders in one.", metavar="[PATH]..."),
    ] = None,
    format: Annotated[CheckFormat, typer.Option(help="For people, programs, or GitHub.")] = CheckFormat.TEXT,
    messages: Annotated[Messages, typer.Option(help="The language of the findings.")] = Messages.EN,
    today: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As if today were DATE.")
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Check again on each save; Ctrl-C ends it.")] = False,
    whole: Annotated[
        bool, typer.Option("--whole", help="With --watch: tell all findings each time, as editors want them.")
    ] = False,
    fail_on: Annotated[
        FailOn, typer.Option(help="Exit with 3 if there are warnings only, or with 0.")
    ] = FailOn.WARNING,
    cache: Annotated[
        Path | None, typer.Option(help="Where findings are kept for the next time; else your cache folder.")
    ] = None,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Keep nothing, and look at everything anew.")
    ] = False,
) -> None:
    """Proof-read the content: every mistake with its place, why it matters, and the cure.

    Exit status: 0 nothing wrong, 1 errors, 2 a wrong call, 3 warnings only.
    """
    from bot.proofreading import Wish, WrongCallError, proofread
    from bot.proofreading import watch as keep_watching
    from bot.settings import cache_folder

    day = today.date() if today else date.today()  # noqa: DTZ011 - the operator's own day
    kept = None if no_cache else cache or cache_folder()
    wish = Wish(paths or (), format.value, messages.value, day, fail_on.value, kept, whole)
    try:
        raise typer.Exit((keep_watching if watch else proofread)(wish, typer.echo))
    except WrongCallError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None


app.add_typer(facts, name="facts")
app.add_typer(contacts, name="contacts")
app.command()(impact)
app.command()(sheet)
words = typer.Typer(help="Words that nobody has looked at yet: list them, or take them into the lists.")
app.add_typer(words, name="words")


class WordsLanguage(StrEnum):
    """Languages that are written by hand."""

    RU = "ru"
    KY = "ky"
    TG = "tg"
    UZ = "uz"


WordsContent = Annotated[Path | None, typer.Option(help="The content folder.")]


@words.callback(invoke_without_command=True)
def list_words(context: typer.Context, content: WordsContent = None) -> None:
    """List the new words of the content by language."""
    if context.invoked_subcommand is None:
        from curriculum import CONTENT, new_words

        _print_words(new_words(content or CONTENT))


@words.command("accept")
def accept_words(
    languages: Annotated[list[WordsLanguage] | None, typer.Argument(help="All, if none is named.")] = None,
    content: WordsContent = None,
) -> None:
    """Take the new words into the lists, so that they are known from now on. Look at each of them first."""
    from curriculum import CONTENT
    from curriculum import accept_words as accept
    from learning.course import Language

    wanted = [Language(language.value) for language in languages or WordsLanguage]
    try:
        _print_words(accept(content or CONTENT, wanted))
    except OSError as error:
        typer.echo(f"the list can't be written: {error}", err=True)
        raise typer.Exit(2) from None


def _print_words(new: Mapping[Any, tuple[str, ...]]) -> None:
    for language, found in new.items():
        typer.echo(f"{language}: {len(found)} new words")
        for word in found:
            typer.echo(f"  {word}")


@app.command()
def forget(telegram_id: Annotated[int, typer.Argument(help="The person's id in Telegram.")]) -> None:
    """Erase everything kept about one person who asks the operator to."""
    from bot.forget import forget as forget_one

    _serve(forget_one(telegram_id))


@app.command()
def doctor(
    audit: Annotated[
        bool, typer.Option("--audit", help="Also recount every record (seconds for a million learners).")
    ] = False,
    format: Annotated[Format, typer.Option(help="Lines for people, or JSON.")] = Format.TEXT,
) -> None:
    """Look at settings, keys, records, disk, content, Telegram and the webhook; say what to do. Changes nothing."""
    from bot.doctor import examine

    findings = asyncio.run(examine(audit=audit))
    if format is Format.JSON:
        typer.echo(json.dumps([finding.plain() for finding in findings], ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(map(str, findings)))
    raise typer.Exit(1 if any(finding.state == "fail" for finding in findings) else 0)


@app.command()
def backup(
    destination: Annotated[Path, typer.Argument(help="A folder, or a new file.")],
) -> None:
    """Copy the database while the bot runs, and prove the copy by opening it. Keys are never in it."""
    from bot.backup import backup as back_up

    _serve(back_up(destination))


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(help="A file that `safar backup` made.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a database that holds learners.")] = False,
) -> None:
    """Put a backup in the place of the database, after proving it; one of SQLite moves into PostgreSQL too. Stop the bot first."""
    from bot.backup import restore as put_back

    _serve(put_back(source, force=force))


@app.command()
def upgrade(
    rehearse: Annotated[
        bool, typer.Option("--rehearse", help="On a copy only; the database stays as it is.")
    ] = False,
) -> None:
    """Bring the database to this release's schema: on a copy first, and only if that goes well for real."""
    from bot.backup import upgrade as bring_up

    _serve(bring_up(rehearse_only=rehearse))


@app.command()
def broadcast(
    file: Annotated[Path, typer.Argument(help="A YAML file with a text for each of ru, ky, tg, uz.")],
    language: Annotated[list[TourLanguage] | None, typer.Option(help="Who reads this language.")] = None,
    citizenship: Annotated[
        list[TourCitizenship] | None, typer.Option(help="Who travels on this passport.")
    ] = None,
    territory: Annotated[
        list[str] | None, typer.Option(help="Who comes from this place, or one below it, by its code.")
    ] = None,
    completed: Annotated[int | None, typer.Option(help="Who passed this lesson, by its number.")] = None,
    not_after: Annotated[str, typer.Option(help='When it is stale: "2026-12-01 18:00", UTC.')] = "",
    send: Annotated[bool, typer.Option("--send", help="Record it, for the running bot to send.")] = False,
) -> None:
    """Write to many who agreed to it. Shows what would be sent to whom; sends nothing without --send."""
    from bot.broadcast import Wish
    from bot.broadcast import broadcast as write_to_many

    wish = Wish(language or (), citizenship or (), territory or (), completed, not_after)
    _serve(write_to_many(file, wish, send=send))


outbox = typer.Typer(
    help="Messages to many: how far they are; pause, resume, cancel.", invoke_without_command=True
)
app.add_typer(outbox, name="outbox")
Number = Annotated[int, typer.Argument(help="The broadcast's number.")]


@outbox.callback()
def list_outbox(context: typer.Context) -> None:
    """Messages to many: how far each is. With a word more: show one; pause, resume, cancel it."""
    if context.invoked_subcommand is None:
        show_outbox(None)


@outbox.command("show")
def show_outbox(number: Annotated[int | None, typer.Argument(help="The broadcast's number.")] = None) -> None:
    """How far a broadcast is: how many messages wait, were sent, are unknown, refused, blocked or expired."""
    from bot.broadcast import show

    _serve(show(number))


@outbox.command()
def pause(number: Number) -> None:
    """Send nothing more of it for now."""
    _steer(number, "paused")


@outbox.command()
def resume(number: Number) -> None:
    """Go on with it."""
    _steer(number, "ready")


@outbox.command()
def cancel(number: Number) -> None:
    """Send nothing more of it, ever."""
    _steer(number, "cancelled")


def _steer(number: int, stage: str) -> None:
    from bot.broadcast import steer
    from learning.broadcast import Stage

    _serve(steer(number, Stage(stage)))


@app.command()
def version() -> None:
    """Print the version."""
    from importlib.metadata import version as installed

    typer.echo(installed("safar"))


def main() -> None:
    """The entry point."""
    app()
