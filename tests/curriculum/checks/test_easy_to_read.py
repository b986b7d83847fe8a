"""Sentences and words are short."""

from pathlib import Path

import pytest

from tests.curriculum import sample_content
from tests.curriculum.proofread import found, words


@pytest.mark.parametrize("text", [" ".join(["слово"] * 23), "переосвидетельствование"])
def test_long_sentence_and_long_word_are_told(text: str, tmp_path: Path) -> None:
    """At the line where they stand."""
    content = sample_content.broken(tmp_path, words("ru"), "1. Идите вместе", f"1. {text}")

    assert found(content, "easy_to_read") == [(words("ru"), 9, "warning")]


@pytest.mark.parametrize("text", [". ".join(["Одно слово"] * 15), f"слово ({'слово ' * 22})"])
def test_short_sentences_are_fine(text: str, tmp_path: Path) -> None:
    """Many short ones are; what stands in brackets does not count."""
    content = sample_content.broken(tmp_path, words("ru"), "1. Идите вместе", f"1. {text}")

    assert found(content, "easy_to_read") == []
