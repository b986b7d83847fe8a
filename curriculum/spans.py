"""Where everything stands: for each text and each piece of structure its file and lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from curriculum.manuscript import Manuscript, Placed, cards_of
from learning.course import Language


@dataclass(frozen=True, slots=True)
class Span:
    """The lines of a file (from 1, both ends in) that hold what stands under a key path; structure has no language."""

    folder: str
    path: tuple[str, ...]
    language: Language | None
    file: str
    first: int
    last: int


def spans(manuscript: Manuscript) -> Iterator[Span]:
    """The lines of every text in every language, and of the structure of cards, questions and pages."""
    for part in manuscript.parts():
        for language, words in part.words.items():
            for slot in part.slots:
                first, last = words.source.lines(slot.path)
                yield Span(part.folder, slot.path, language, words.source.file, first, last)
    for lesson in manuscript.lessons():
        here = ("lessons", lesson.item.key)
        for card in cards_of(lesson):
            yield _structure(card, (*here, "cards", card.item.key))
    for question in manuscript.questions():
        yield _structure(question, question.item.words)
    for page in manuscript.pages():
        yield _structure(page, ("pages", page.item.key))


def _structure(placed: Placed[Any], path: tuple[str, ...]) -> Span:
    first, last = placed.source.lines(placed.path)
    return Span(placed.source.file.rpartition("/")[0], path, None, placed.source.file, first, last)
