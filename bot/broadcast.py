"""`safar broadcast` and `safar outbox`: a message to many is tried on paper first, and recorded only with --send."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer
import yaml

from bot.hours import clock, hours_to_wake, stamp
from bot.keys import pseudonyms
from bot.settings import SettingsError, read_settings
from curriculum import CONTENT, convert, load_course, load_territories
from learning.broadcast import (
    A_SECOND,
    LONGEST,
    QUIET_FROM,
    QUIET_UNTIL,
    Audience,
    Broadcast,
    Fate,
    Progress,
    Reach,
    Stage,
    missing,
)
from learning.course import Citizenship, Course, Language, Words
from learning.territory import Territories
from screens.markup import plain, telegram_html
from storage import Store, StoreError, StoreUnavailable, open_store

WRITTEN = (Language.RU, Language.KY, Language.TG, Language.UZ)
WHEN = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True)
class Wish:
    """Who is meant, as the operator said it."""

    languages: Sequence[str] = ()
    citizenships: Sequence[str] = ()
    territories: Sequence[str] = ()
    completed: int | None = None
    not_after: str = ""


async def broadcast(file: Path, wish: Wish, *, send: bool) -> None:
    """Show what would be sent to whom; with `send` record it, for the running bot to send.

    Raises:
        SettingsError: the file, a condition, the settings or the database are wrong; nothing was recorded.
    """
    now = clock()
    new = Broadcast(
        read_texts(file),
        audience(load_course(CONTENT), load_territories(CONTENT), wish),
        not_after(wish.not_after, now),
    )
    async with _records() as store:
        reach = await store.reach(new.audience)
        typer.echo(preview(new, reach, now))
        if not send:
            typer.echo("Nothing was recorded. Say --send to send it.")
        elif not reach.total:
            raise SettingsError("Nobody would get this; nothing was recorded.")
        else:
            number = await store.begin_broadcast(new, now.date())
            typer.echo(f"Recorded as number {number}. See: safar outbox show {number}")


async def show(number: int | None) -> None:
    """List the broadcasts, or tell how far one is. Raises SettingsError."""
    async with _records() as store:
        told = [each for each in await store.broadcasts() if number in {None, each.number}]
    if number is not None and not told:
        raise SettingsError(f"There is no broadcast {number}.")
    typer.echo("\n".join(map(progress_line, told)) or "Nothing was ever broadcast.")


async def steer(number: int, stage: Stage) -> None:
    """Pause, resume or cancel. Raises SettingsError."""
    async with _records() as store:
        if not await store.steer(number, stage):
            standing = {each.number: each.stage.value for each in await store.broadcasts()}
            where = f"it is {standing[number]}" if number in standing else "there is no such broadcast"
            raise SettingsError(f"Broadcast {number} can't become {stage.value}: {where}.")
    typer.echo(f"{number}: {stage.value}")


@asynccontextmanager
async def _records() -> AsyncIterator[Store]:
    settings = read_settings(bot_token="1:unused")  # noqa: S106 - no call to Telegram is made
    try:
        store = await open_store(settings.database_url, await pseudonyms(settings))
    except StoreError as error:
        raise SettingsError(f"SAFAR_DATABASE_URL: {error}") from error
    try:
        yield store
    except StoreUnavailable as error:
        raise SettingsError(f"The records don't answer ({error}); try again.") from error
    finally:
        await store.close()


def read_texts(file: Path) -> Words:
    """The texts of a file, as Telegram's HTML, in every language. Raises SettingsError."""
    try:
        written = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"{file}: can't be read ({' '.join(str(error).split())[:200]})") from error
    texts = _in_every_language(file, written)
    lacking = missing(texts)
    if lacking:
        raise SettingsError(
            f"{file}: no text in {', '.join(lacking)}; people get their own language or nothing"
        )
    for language, text in texts.items():
        length = len(plain(text).encode("utf-16-le")) // 2  # Telegram counts so
        if length > LONGEST:
            raise SettingsError(
                f"{file}: the text in {language} has {length} characters; {LONGEST} is the most"
            )
    return {language: telegram_html(text) for language, text in texts.items()}


def _in_every_language(file: Path, written: Any) -> dict[Language, str]:
    if not isinstance(written, dict):
        raise SettingsError(f"{file}: one text for each language is wanted, as `ky: …`")
    strange = [str(key) for key in written if key not in set(WRITTEN)]
    if strange:
        raise SettingsError(f"{file}: {', '.join(strange)} is none of {', '.join(WRITTEN)}")
    wrong = [str(key) for key, text in written.items() if not isinstance(text, str)]
    if wrong:
        raise SettingsError(f"{file}: the text in {', '.join(wrong)} is no text; put it after `|`")
    texts = {Language(key): text.strip() for key, text in written.items()}
    return texts | {Language.UZ_CYRL: convert(texts.get(Language.UZ, ""))}


def audience(course: Course, territories: Territories, wish: Wish) -> Audience:
    """Who is meant. Raises SettingsError for a place or a lesson that isn't there."""
    unknown = [code for code in wish.territories if not _known(territories, code)]
    if unknown:
        raise SettingsError(f"--territory: there is no {', '.join(unknown)}")
    lessons = [lesson.number for module in course.modules for lesson in module.lessons]
    if wish.completed is not None and wish.completed not in lessons:
        raise SettingsError(f"--completed: there is no lesson {wish.completed}; there are {lessons}")
    homes = frozenset().union(*map(territories.homes, wish.territories))
    return Audience(
        frozenset(map(Language, wish.languages)),
        frozenset(map(Citizenship, wish.citizenships)),
        frozenset(wish.territories) | homes,
        wish.completed,
    )


def _known(territories: Territories, code: str) -> bool:
    return code in territories.countries or territories.get(code) is not None


def not_after(words: str, now: datetime) -> str:
    """Until when it may be sent, as it is kept. Raises SettingsError."""
    if not words:
        return ""
    try:
        until = datetime.strptime(words, WHEN).replace(tzinfo=UTC)
    except ValueError:
        raise SettingsError(
            f'--not-after: {words!r} is no moment in UTC such as "2026-12-01 18:00"'
        ) from None
    if until <= now:
        raise SettingsError(f"--not-after: {words} UTC is over")
    return stamp(until)


def preview(new: Broadcast, reach: Reach, now: datetime) -> str:
    """What would be sent to whom, in how long."""
    texts = [f"--- {language.value} ---\n{text}" for language, text in new.texts.items()]
    numbers = [f"{language.value:8} {n}" for language, n in reach.by_language().items()]
    return "\n".join(
        [
            *texts,
            "--- who gets it ---",
            *numbers,
            f"in all   {reach.total}",
            f"silent: {reach.unwilling} did not agree to be written to, {reach.blocked} have blocked the bot",
            f"takes {duration(reach.total)} at {A_SECOND} a second",
            *quiet(reach, now),
            *([f"nothing is sent after {new.not_after} UTC"] if new.not_after else []),
        ]
    )


def duration(people: int) -> str:
    """How long sending takes at the full pace."""
    seconds = -(-people // A_SECOND)
    return f"{seconds} s" if seconds < 120 else f"{-(-seconds // 60)} min"


def quiet(reach: Reach, now: datetime) -> list[str]:
    """Who sleeps now, and for how long yet."""
    asleep: dict[str, int] = {}
    for (_, zone), n in reach.willing.items():
        if hours_to_wake(now, zone):
            asleep[zone] = asleep.get(zone, 0) + n
    rule = f"quiet from {QUIET_FROM}:00 to {QUIET_UNTIL}:00 of people's own clock"
    return [rule] + [
        f"asleep now by the clock of {zone}: {n}, until {QUIET_UNTIL}:00 there"
        for zone, n in sorted(asleep.items())
    ]


def progress_line(told: Progress) -> str:
    """One broadcast in one line."""
    counts = ", ".join(f"{told.fates[fate]} {fate.value}" for fate in Fate if fate in told.fates)
    until = f", not after {told.not_after} UTC" if told.not_after else ""
    return f"{told.number}: {told.stage.value}, of {told.made_on}{until}; {counts or 'nobody'}"
