"""What is still to be written is told, and no release takes it."""

from pathlib import Path

import pytest

from curriculum import ReleaseRefused, release
from tests.curriculum import sample_content
from tests.curriculum.proofread import FACTS, TODAY, found, words


def test_a_pencil_is_told(tmp_path: Path) -> None:
    """In each language by itself."""
    content = sample_content.broken(tmp_path, words("ky"), "term: Чогуу", "term: ✎ Чогуу")

    assert found(content, "words_written") == [(words("ky"), 10, "warning")]


def test_a_pencil_in_the_law_is_told(tmp_path: Path) -> None:
    """The law is shown to learners too."""
    content = sample_content.broken(tmp_path, FACTS, "law: 109-ФЗ, статья 22", 'law: "✎ акт и статья"')

    assert found(content, "words_written") == [(FACTS, 15, "warning")]


def test_no_release_takes_it(tmp_path: Path) -> None:
    """Not even a draft."""
    content = sample_content.broken(tmp_path / "content", words("ky"), "term: Чогуу", "term: ✎ Чогуу")

    with pytest.raises(ReleaseRefused, match=r"ky\.yaml:10: .*still to be written"):
        release(content, tmp_path / "releases", draft=True, name="", today=TODAY)


def test_written_words_are_fine(tmp_path: Path) -> None:
    """A pencil inside a text is a sign like another."""
    content = sample_content.broken(tmp_path, words("ky"), "term: Чогуу барыңыз", "term: Чогуу ✎ барыңыз")

    assert found(content, "words_written") == []
