"""The facts as an author looks after them: what they say, and how their days stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from curriculum.confirmations import holding, said_by
from curriculum.impact import Spot, spot
from curriculum.manuscript import Manuscript
from curriculum.schema import FactShape
from learning.course import Citizenship, Value
from learning.validity import DUE_WITHIN, due, expired, past_review, withdrawn


class Day(StrEnum):
    """How the days of a fact stand; a later member outweighs an earlier one."""

    GOOD = "good"
    DUE = "due for review"
    LATE = "past review"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class FactStanding:
    """A fact with how its days stand on a day. `place` is its line in facts.yaml.

    `digest` stands for what it says, and is what a body confirms; `seen` is for authors and lawyers, never shown.
    """

    key: str
    day: Day
    place: Spot
    numbers: tuple[str, ...]
    values: Mapping[Citizenship, Value]
    law: Mapping[Citizenship, str]
    confidence: str
    true_as_of: str
    review_by: date
    expires: date | None
    withdraw_by: date | None
    checked_on: date | None
    checked_by: str
    seen: str
    digest: str


def standing_on(fact: FactShape, today: date, within: int = DUE_WITHIN) -> Day:
    """How the days of a fact stand."""
    if withdrawn(fact, today):
        return Day.WITHDRAWN
    if expired(fact, today):
        return Day.EXPIRED
    if past_review(fact, today):
        return Day.LATE
    return Day.DUE if due(fact, today, within) else Day.GOOD


def fact_standings(manuscript: Manuscript, within: int = DUE_WITHIN) -> Iterator[FactStanding]:
    """All facts that can be read, in the order of facts.yaml, on the manuscript's day."""
    for key, fact in manuscript.facts.items():
        checked = holding(manuscript.confirmations, key, fact)
        yield FactStanding(
            key=key,
            day=standing_on(fact, manuscript.today, within),
            place=spot(manuscript.facts_source, (key,)),
            numbers=fact.numbers,
            values=fact.values,
            law=fact.law,
            confidence=fact.confidence,
            true_as_of=fact.true_as_of,
            review_by=fact.review_by,
            expires=fact.expires,
            withdraw_by=fact.withdraw_by,
            checked_on=checked.on if checked else None,
            checked_by=checked.by if checked else "",
            seen=fact.seen,
            digest=said_by(fact),
        )
