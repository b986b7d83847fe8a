"""The drawings of cards, read once when a course is opened: a few files of at most 200 KB each."""

from collections.abc import Mapping
from pathlib import Path

from learning.course import Course


def read_pictures(content: Path, course: Course) -> Mapping[str, bytes]:
    """The bytes of every drawing that a card or a step names, by its file inside the content.

    One that can't be read is left out: its card stays, without the drawing. The proof-reader tells of it.
    """
    cards = [card for lesson in course.lessons() for card in lesson.cards]
    steps = [step for page in course.trouble for step in page.steps]
    names = {card.picture for card in (*cards, *steps) if card.picture}
    return {name: body for name in sorted(names) if (body := _read(content / name))}


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""
