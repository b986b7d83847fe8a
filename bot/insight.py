"""`safar insight`: what learners teach authors, read from the operator's records and told above the floor only."""

import asyncio
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from bot.settings import SettingsError, read_settings
from learning.course import Language
from learning.gain import GainInsight
from learning.insight import CardInsight, Insight, QuestionInsight, StopInsight, insight
from storage import Pseudonyms, StoreError, StoreUnavailable, inspect, open_store

JSON = TypeAdapter(Insight)
MOST = 20  # lines of each list for people; JSON holds all
_READER = secrets.token_bytes(32)  # nobody is looked up, so any key will do


@dataclass(frozen=True, slots=True)
class Wish:
    """Which part is wanted: of readers of a language (None: all together), of a lesson (0: all), since a release."""

    language: Language | None = None
    lesson: int = 0
    since: int = 0


async def read(wish: Wish) -> Insight:
    """What may be told.

    Raises:
        SettingsError: the settings or the database are not as they must be.
    """
    url = read_settings(bot_token="1:unused").database_url  # noqa: S106 - no call to Telegram is made
    try:
        found = await inspect(url)
        if found is None or not found.revision:
            raise SettingsError("SAFAR_DATABASE_URL: there are no records yet; nobody has learned here")
        if found.revision != found.head:
            raise SettingsError("SAFAR_DATABASE_URL: the database is of another release; run `safar upgrade`")
        store = await open_store(url, Pseudonyms(_READER, _READER[::-1]))
        try:
            sums, stops = await store.insight()
            gains = await store.gains()
        finally:
            await store.close()
    except (StoreError, StoreUnavailable) as error:
        raise SettingsError(f"SAFAR_DATABASE_URL: {error}") from error
    return insight(sums, stops, wish.since, gains)


def told(whole: Insight, wish: Wish) -> Iterator[str]:
    """Lines for people: what is hardest first, of one language or of all together."""

    def wanted(each: QuestionInsight | CardInsight | StopInsight) -> bool:
        return each.language is wish.language and wish.lesson in {0, each.lesson}

    def of_all(each: GainInsight) -> bool:
        return each.language is wish.language and each.citizenship is None and not wish.lesson

    lists: Sequence[tuple[str, Sequence[str]]] = (
        ("Hardest questions", [_question(each) for each in whole.questions if wanted(each)]),
        ("Cards called unclear", [_card(each) for each in whole.cards if wanted(each) and each.unclear]),
        ("Where people stand who have not finished", [_stop(each) for each in whole.stops if wanted(each)]),
        ("Gain by idea, the smallest first", [_gain(each) for each in whole.gains if of_all(each)]),
    )
    for title, lines in lists:
        yield title
        yield from (f"  {line}" for line in lines[:MOST])
        if not lines:
            yield "  nothing to tell yet: fewer than ten people"


def _question(each: QuestionInsight) -> str:
    parts = [f"{each.lesson} {each.question}: {each.answered} people"]
    parts.append("nearly all alike" if each.difficulty is None else f"{each.difficulty} % right")
    if each.discrimination is not None:
        parts.append(f"discrimination {each.discrimination:+.1f}")
    wrong = each.most_chosen_wrong
    if wrong:
        parts.append(f"most chosen wrong option {wrong.option}, {wrong.share} %")
    return ", ".join(parts)


def _card(each: CardInsight) -> str:
    return f"{each.lesson} {each.card}: {each.unclear} % of {each.rated} people"


def _stop(each: StopInsight) -> str:
    return f"{each.lesson} {each.card or 'questions'}: {each.people} people"


def _gain(each: GainInsight) -> str:
    parts = [f"{each.pair}: {each.people} people"]
    for when, right, unsure, wrong in (
        ("before", each.right_before, each.unsure_before, each.wrong_before),
        ("after", each.right_after, each.unsure_after, each.wrong_after),
    ):
        told = [("right", right), ("don't know", unsure), ("wrong", wrong)]
        words = ", ".join(f"{share} % {what}" for what, share in told if share is not None)
        parts.append(f"{when} {words or 'too few to tell apart'}")
    if each.learned is not None:
        parts.append(f"learned by {each.learned} %")
    return "; ".join(parts)


async def show(wish: Wish, to: Path | None, tell: Callable[[str], None], *, as_json: bool) -> None:
    """Print what may be told, or write it to a file for authors.

    Raises:
        SettingsError: as `read`; or the file can't be written.
    """
    whole = await read(wish)
    if to:
        await asyncio.to_thread(_write, to, JSON.dump_json(whole, indent=1) + b"\n")
        tell(f"{to} written: give it to authors (safar preview --insight {to})")
    elif as_json:
        tell(JSON.dump_json(whole, indent=1).decode())
    else:
        tell("\n".join(told(whole, wish)))


def _write(path: Path, raw: bytes) -> None:
    try:
        path.write_bytes(raw)
    except OSError as error:
        raise SettingsError(f"{path} can't be written: {error.strerror}") from error
