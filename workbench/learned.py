"""What learners found hard, as the operator handed it over: a file of figures that point to nobody."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from learning.course import Language
from learning.gain import GainInsight
from learning.insight import CardInsight, Insight, QuestionInsight, StopInsight

Plain = dict[str, Any]


class InsightError(Exception):
    """The file can't be read; one line that says so."""


def read_insight(path: Path) -> Insight:
    """The figures in a file that `safar insight --to` wrote.

    Raises:
        InsightError: there is none, or it is something else.
    """
    try:
        return TypeAdapter(Insight).validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no file of `safar insight --to`"
        raise InsightError(f"{path} can't be read: {why}") from error


def of_item(learned: Insight | None, lesson: str, key: str, language: Language) -> list[Plain]:
    """What readers of this language made of a card or question; what all did, where they are too few."""
    if learned is None:
        return []
    here = [each for each in _items(learned) if (str(each.lesson), _key(each)) == (lesson, key)]
    own = [each for each in here if each.language is language]
    return [_plain(each) for each in own or (each for each in here if each.language is None)]


def of_pair(learned: Insight | None, key: str, language: Language) -> list[Plain]:
    """What readers of this language gained by an idea; what all did, where they are too few."""
    here = [each for each in _gains(learned) if each.pair == key] if learned else []
    own = [each for each in here if each.language is language]
    return [_gain(each) for each in own or (each for each in here if each.language is None)]


def _gains(learned: Insight) -> Iterator[GainInsight]:
    """Those of all passports together."""
    return (each for each in learned.gains if each.citizenship is None)


def _gain(each: GainInsight) -> Plain:
    return {
        "kind": "pair",
        "key": each.pair,
        "language": each.language and each.language.value,
        "people": each.people,
        "before": each.right_before,
        "after": each.right_after,
        "wrongBefore": each.wrong_before,
        "wrongAfter": each.wrong_after,
    }


def page(learned: Insight | None, language: Language) -> Plain | None:
    """The page: what is hardest for readers of this language and for all; None if there is no file."""
    if learned is None:
        return None
    gains = [_gain(each) for each in _gains(learned) if each.language in {language, None}]
    return {
        name: [_plain(each) for each in found if each.language in {language, None}]
        for name, found in (
            ("questions", learned.questions),
            ("cards", [card for card in learned.cards if card.unclear]),
            ("stops", learned.stops),
        )
    } | {"gains": gains}


def _items(learned: Insight) -> Iterator[QuestionInsight | CardInsight]:
    yield from learned.questions
    yield from learned.cards


def _key(each: QuestionInsight | CardInsight | StopInsight) -> str:
    return each.question if isinstance(each, QuestionInsight) else each.card


def _plain(each: QuestionInsight | CardInsight | StopInsight) -> Plain:
    told: Plain = {
        "lesson": each.lesson,
        "key": _key(each),
        "language": each.language and each.language.value,
    }
    if isinstance(each, StopInsight):
        return told | {"kind": "stop", "people": each.people}
    if isinstance(each, CardInsight):
        return told | {"kind": "card", "people": each.rated, "unclear": each.unclear}
    wrong = each.most_chosen_wrong
    return told | {
        "kind": "question",
        "people": each.answered,
        "difficulty": each.difficulty,
        "discrimination": each.discrimination,
        "wrong": wrong and [wrong.option, wrong.share],
        "options": [[option.option, option.right, option.share] for option in each.options],
    }
