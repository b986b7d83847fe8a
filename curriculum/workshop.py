"""What commands and the preview ask of the content folder beside check and course."""

from collections.abc import Collection
from datetime import date
from pathlib import Path

from curriculum.manuscript import read_manuscript
from curriculum.spelling import accept, new_by_language
from curriculum.translations import Standing, standings
from learning.course import Language


def translations(content: Path) -> list[Standing]:
    """How every segment stands in every language, in the order of the course. Never raises."""
    return list(standings(read_manuscript(content, date.min)))


def new_words(content: Path) -> dict[Language, tuple[str, ...]]:
    """Words that neither a list nor the Russian dictionary knows, by language, sorted. Never raises."""
    return new_by_language(read_manuscript(content, date.min))


def accept_words(content: Path, languages: Collection[Language]) -> dict[Language, tuple[str, ...]]:
    """Put the new words of these languages into their lists, and tell which.

    Raises:
        OSError: a list can't be written.
    """
    new = {language: words for language, words in new_words(content).items() if language in languages}
    for language, words in new.items():
        if words:
            accept(content, language, words)
    return new
