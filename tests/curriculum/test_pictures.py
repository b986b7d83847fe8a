"""The drawings of cards are read once, and a file that is gone takes nothing with it."""

from pathlib import Path

from curriculum import CONTENT, load_course, read_pictures


def test_every_drawing_of_the_course_is_read() -> None:
    """Each is a PNG, found under the name that its card carries."""
    course = load_course(CONTENT)
    pictures = read_pictures(CONTENT, course)
    named = {card.picture for lesson in course.lessons() for card in lesson.cards if card.picture}
    assert set(pictures) == named and len(named) >= 3
    assert all(body.startswith(b"\x89PNG") for body in pictures.values())


def test_a_drawing_that_is_gone_is_left_out(tmp_path: Path) -> None:
    """The card stays, without it."""
    assert read_pictures(tmp_path, load_course(CONTENT)) == {}
