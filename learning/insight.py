"""What learners teach authors: sums that point to nobody, and what can be told from them.

A step adds to the sums by the states before and after it alone. The first attempt at a lesson counts, once it is
finished; so does each word of "clear" or "not clear". Difficulty is the share of right answers, discrimination the
corrected item-total correlation: of this answer (1 or 0) with how many of the attempt's others were right.
Source: Crocker and Algina, Introduction to Classical and Modern Test Theory (1986), chapter 14.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from learning.course import Language
from learning.floor import FLOOR, fives, share, tens, told
from learning.gain import GainInsight, Gains, gain_of
from learning.learner import Attempt, Learner, Rating

CLEAR, UNCLEAR = "clear", "unclear"
ANSWERED, RIGHT, REST, REST_SQUARES, RIGHT_REST = "answered", "right", "rest", "rest-squares", "right-rest"
OF_CARDS, OF_STATISTICS = frozenset((CLEAR, UNCLEAR)), frozenset((REST, REST_SQUARES, RIGHT_REST))
RIGHT_OPTION, WRONG_OPTION = "right-option-", "wrong-option-"


@dataclass(frozen=True, slots=True, order=True)
class ItemSum:
    """The name of a sum: readers of a language, in a release, at a card or question of a lesson."""

    language: Language
    release: int
    lesson: int
    item: str
    figure: str


@dataclass(frozen=True, slots=True, order=True)
class Stop:
    """A place at which people stand who have not finished; `card` is empty at the lesson's questions."""

    language: Language
    lesson: int
    card: str


Sums = Mapping[ItemSum, int]
Stops = Mapping[Stop, int]


@dataclass(frozen=True, slots=True)
class OptionInsight:
    """An option and its share of the answers in per cent, in steps of five; None if too few chose it."""

    option: str
    right: bool
    share: int | None


@dataclass(frozen=True, slots=True)
class QuestionInsight:
    """A question, by readers of one language or (None) of all.

    `answered` are people, in tens. `difficulty` is the share of right answers in per cent, in steps of five, None if
    few were right or few were wrong. `discrimination` runs from -1 to 1; None where everybody did alike. Below 0.2 a
    question tells little about who has understood (Ebel and Frisbie, Essentials of Educational Measurement, 1991).
    """

    lesson: int
    question: str
    language: Language | None
    answered: int
    difficulty: int | None
    discrimination: float | None
    options: tuple[OptionInsight, ...]

    @property
    def most_chosen_wrong(self) -> OptionInsight | None:
        """The wrong option that most people took."""
        wrong = [option for option in self.options if not option.right and option.share is not None]
        return max(wrong, key=lambda option: option.share or 0, default=None)


@dataclass(frozen=True, slots=True)
class CardInsight:
    """A card, by readers of one language or (None) of all: how many said what they think of it, in tens.

    `unclear` is the share that called it unclear, in per cent, in steps of five; None if few said one of the two.
    """

    lesson: int
    card: str
    language: Language | None
    rated: int
    unclear: int | None


@dataclass(frozen=True, slots=True)
class StopInsight:
    """How many people stand at a place and have not finished, in tens."""

    lesson: int
    card: str
    language: Language | None
    people: int


@dataclass(frozen=True, slots=True)
class Insight:
    """All that can be told: the hardest questions, the most unclear cards, the fullest stops and least gains first."""

    questions: tuple[QuestionInsight, ...]
    cards: tuple[CardInsight, ...]
    stops: tuple[StopInsight, ...]
    gains: tuple[GainInsight, ...] = ()


def noticed(before: Learner | None, after: Learner) -> dict[ItemSum, int]:
    """What one step of a person adds to the sums; negative where a mind was changed."""
    found: Counter[ItemSum] = Counter()
    _note_ratings(found, before.rated if before else {}, after.rated)
    tried = after.tried - (before.tried if before else frozenset())
    passed = before.lessons if before else {}
    attempt = after.attempt
    if attempt and attempt.lesson in tried and attempt.lesson not in passed:
        _note_attempt(found, after.language, attempt)
    return {name: n for name, n in found.items() if n}


def _note_ratings(
    found: Counter[ItemSum], old: Mapping[tuple[int, str], Rating], new: Mapping[tuple[int, str], Rating]
) -> None:
    for place, rating in new.items():
        if old.get(place) != rating:
            found[_rated(place, rating)] += 1
            if place in old:
                found[_rated(place, old[place])] -= 1


def _rated(place: tuple[int, str], rating: Rating) -> ItemSum:
    return ItemSum(rating.language, rating.release, *place, CLEAR if rating.clear else UNCLEAR)


def _note_attempt(found: Counter[ItemSum], language: Language, attempt: Attempt) -> None:
    total = sum(right for _, _, right in attempt.answers)
    for question, option, right in attempt.answers:
        rest = total - right
        sums = {
            ANSWERED: 1,
            RIGHT: int(right),
            REST: rest,
            REST_SQUARES: rest * rest,
            RIGHT_REST: right * rest,
            f"{RIGHT_OPTION if right else WRONG_OPTION}{option}": 1,
        }
        for figure, n in sums.items():
            found[ItemSum(language, attempt.release, attempt.lesson, question, figure)] += n


def insight(sums: Sums, stops: Stops, since: int = 0, gains: Gains | None = None) -> Insight:
    """What may be told of the sums of all releases from `since` on, and of where people stand now."""
    items: dict[tuple[int, str, Language | None], Counter[str]] = {}
    for name, n in sums.items():
        if name.release >= since:
            for language in (name.language, None):
                items.setdefault((name.lesson, name.item, language), Counter())[name.figure] += n
    questions = [_question(*key, figures) for key, figures in items.items() if figures[ANSWERED] >= FLOOR]
    cards = [_card(*key, figures) for key, figures in items.items() if _rated_by(figures) >= FLOOR]
    return Insight(
        tuple(sorted(questions, key=_hardest_first)),
        tuple(sorted(cards, key=lambda c: (-(c.unclear or 0), c.lesson, c.card, c.language or ""))),
        tuple(sorted(_stops(stops), key=lambda s: (-s.people, s.lesson, s.card, s.language or ""))),
        gain_of(gains or {}, since),
    )


def _hardest_first(question: QuestionInsight) -> tuple[int, int, str, str]:
    right = 100 if question.difficulty is None else question.difficulty
    return right, question.lesson, question.question, question.language or ""


def _question(
    lesson: int, question: str, language: Language | None, figures: Mapping[str, int]
) -> QuestionInsight:
    n, right = figures[ANSWERED], figures.get(RIGHT, 0)
    return QuestionInsight(
        lesson=lesson,
        question=question,
        language=language,
        answered=tens(n),
        difficulty=share(right, n),
        discrimination=_correlation(figures) if told(right, n) else None,
        options=_options(figures),
    )


def _options(figures: Mapping[str, int]) -> tuple[OptionInsight, ...]:
    """Options with their shares. If one alone were too few to be told, the others would tell it: the next goes too."""
    chosen = {name: n for name, n in figures.items() if name.startswith((RIGHT_OPTION, WRONG_OPTION)) and n}
    few = {name for name, n in chosen.items() if n < FLOOR}
    if len(few) == 1 and len(chosen) > 1:
        few.add(min((name for name in chosen if name not in few), key=lambda name: chosen[name]))
    total = sum(chosen.values())
    told = [
        OptionInsight(
            option=name.removeprefix(RIGHT_OPTION).removeprefix(WRONG_OPTION),
            right=name.startswith(RIGHT_OPTION),
            share=None if name in few else fives(n, total),
        )
        for name, n in chosen.items()
    ]
    return tuple(sorted(told, key=lambda option: (-(option.share or 0), option.option)))


def _card(lesson: int, card: str, language: Language | None, figures: Mapping[str, int]) -> CardInsight:
    rated = _rated_by(figures)
    return CardInsight(lesson, card, language, tens(rated), share(figures.get(UNCLEAR, 0), rated))


def _rated_by(figures: Mapping[str, int]) -> int:
    return figures.get(CLEAR, 0) + figures.get(UNCLEAR, 0)


def _stops(stops: Stops) -> Iterable[StopInsight]:
    counted: Counter[tuple[int, str, Language | None]] = Counter()
    for stop, n in stops.items():
        for language in (stop.language, None):
            counted[stop.lesson, stop.card, language] += n
    return (StopInsight(*place, tens(n)) for place, n in counted.items() if n >= FLOOR)


def _correlation(figures: Mapping[str, int]) -> float | None:
    """Pearson's r of "right" with the rest of the attempt, to one decimal; None if one of the two never varies."""
    n, x, y = figures[ANSWERED], figures.get(RIGHT, 0), figures.get(REST, 0)
    spread = (n * x - x * x) * (n * figures.get(REST_SQUARES, 0) - y * y)
    return round((n * figures.get(RIGHT_REST, 0) - x * y) / sqrt(spread), 1) if spread > 0 else None
