"""What commands and the preview ask of the content folder beside check and course."""

from datetime import date
from pathlib import Path

from curriculum.impact import Impact, impact_on
from curriculum.law import FactStanding, fact_standings
from curriculum.manuscript import read_manuscript
from curriculum.translations import Standing, standings
from learning.validity import DUE_WITHIN


def translations(content: Path) -> list[Standing]:
    """How every segment stands in every language, in the order of the course. Never raises."""
    return list(standings(read_manuscript(content, date.min)))


def facts(content: Path, today: date, within: int = DUE_WITHIN) -> list[FactStanding]:
    """All facts, and how their days stand; "due" is what is to be reviewed within so many days. Never raises."""
    return list(fact_standings(read_manuscript(content, today), within))


def impact(content: Path, key: str) -> Impact:
    """What rests on a fact, a contact or a term.

    Raises:
        UnknownKey: there is none of this key.
    """
    return impact_on(read_manuscript(content, date.min), key)
