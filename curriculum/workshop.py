"""What commands and the preview ask of the content folder beside check and course."""

from datetime import date
from pathlib import Path

from curriculum.manuscript import read_manuscript
from curriculum.translations import Standing, standings


def translations(content: Path) -> list[Standing]:
    """How every segment stands in every language, in the order of the course. Never raises."""
    return list(standings(read_manuscript(content, date.min)))
