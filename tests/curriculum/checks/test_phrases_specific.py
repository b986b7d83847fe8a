"""Phrases that nobody could find by."""

from pathlib import Path

from tests.curriculum import sample_content
from tests.curriculum.proofread import found

RU = "trouble/ru.yaml"


def test_a_phrase_of_two_letters_is_told(tmp_path: Path) -> None:
    """Also one of several short beginnings."""
    content = sample_content.broken(
        tmp_path, RU, "phrases: [полиция забрал]", "phrases: [по за, полиция забрал]"
    )

    assert found(content, "phrases_specific") == [(RU, 7, "warning")]


def test_one_longer_beginning_is_enough(tmp_path: Path) -> None:
    """«в отделении» says enough."""
    content = sample_content.broken(tmp_path, RU, "phrases: [полиция забрал]", "phrases: [в отделении]")

    assert found(content, "phrases_specific") == []
