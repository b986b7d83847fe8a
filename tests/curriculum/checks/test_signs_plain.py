"""Strange signs and texts without words."""

from pathlib import Path

import pytest

from tests.curriculum import sample_content
from tests.curriculum.proofread import found, words


@pytest.mark.parametrize("text", ["Чогуу!!", "Чогуу...", "Чогуу , барыңыз", "'# Чогуу'", "Чогуу\\", "'??'"])
def test_a_strange_sign_is_told(tmp_path: Path, text: str) -> None:
    """At the text, whichever it is."""
    content = sample_content.broken(tmp_path, words("ky"), "text: Чогуу барыңыз\n", f"text: {text}\n")

    assert found(content, "signs_plain") == [(words("ky"), 17, "warning")]


def test_a_text_without_words_is_told(tmp_path: Path) -> None:
    """An emoji is no lesson."""
    content = sample_content.broken(tmp_path, words("ky"), "text: Чогуу барыңыз\n", "text: 🙂\n")

    assert found(content, "signs_plain") == [(words("ky"), 17, "warning")]


def test_plain_sentences_are_fine(tmp_path: Path) -> None:
    """Marks, placeholders, dashes and one sign each."""
    content = sample_content.broken(
        tmp_path, words("ky"), "text: Чогуу барыңыз\n", "text: Чогуу — **барыңыз!** Ии?\n"
    )

    assert found(content, "signs_plain") == []
