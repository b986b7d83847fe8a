"""A translation is as long as it should be."""

from pathlib import Path

import pytest

from tests.curriculum import sample_content
from tests.curriculum.proofread import found, words

LONG = "Идите вместе с хозяином жилья и проверьте все бумаги заранее"


@pytest.mark.parametrize("text", ["Чогуу", "Чогуу барыңыз " * 15])
def test_lost_or_added_words_are_told(text: str, tmp_path: Path) -> None:
    """Far shorter, or far longer, than the Russian."""
    changed = {
        words("ru"): sample_content.files()[words("ru")].replace("term: Идите вместе", f"term: {LONG}"),
        words("ky"): sample_content.files()[words("ky")].replace("term: Чогуу барыңыз", f"term: {text}"),
    }

    assert (words("ky"), 10, "warning") in found(sample_content.write(tmp_path, changed), "translation_whole")


def test_lost_paragraph_is_told(tmp_path: Path) -> None:
    """However short it is."""
    content = sample_content.broken(tmp_path, words("tg"), "\n\n        1. Якҷоя равед", "")

    assert found(content, "translation_whole") == [(words("tg"), 6, "warning")]


def test_other_length_is_fine(tmp_path: Path) -> None:
    """Languages differ; a few words may be many more."""
    content = sample_content.broken(tmp_path, words("ky"), "term: Чогуу", "term: Үй ээси менен чогуу")

    assert found(content, "translation_whole") == []
