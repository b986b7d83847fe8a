"""Marks are whole, and equal in every language."""

from pathlib import Path

import pytest

from tests.curriculum import sample_content
from tests.curriculum.proofread import found, words

LINKED = "1. [{}](https://xn--b1aew.xn--p1ai/)"


@pytest.mark.parametrize(
    ("language", "old", "new", "line", "severity"),
    [
        ("ky", "**Чогуу барыңыз**", "Чогуу барыңыз", 6, "warning"),
        ("ky", "**Чогуу барыңыз**", "*Чогуу барыңыз*", 6, "warning"),
        ("ky", "1. Чогуу", "Чогуу", 6, "error"),
        ("ky", "**Чогуу барыңыз**", "**Чогуу барыңыз", 7, "error"),
        ("ky", "**Чогуу барыңыз**", "** Чогуу барыңыз **", 7, "error"),
        ("ru", "1. Идите", "1. [Идите]()", 9, "error"),
        ("ru", "1. Идите", "1. [Идите] (https://a)", 9, "error"),
        ("ru", "1. Идите", "1. [Идите](http://a.ru)", 9, "error"),
        ("tg", "1. Якҷоя", "1. [Якҷоя](https://a.ru)", 6, "error"),
    ],
)
def test_broken_or_unequal_marks_are_told(
    language: str, old: str, new: str, line: int, severity: str, tmp_path: Path
) -> None:
    """A mark without its partner, a link without an address, and marks that another language lacks."""
    content = sample_content.broken(tmp_path, words(language), old, new)

    assert (words(language), line, severity) in found(content, "emphasis_equal")


def test_equal_marks_are_fine(tmp_path: Path) -> None:
    """The same link and runs in each language, in any place of the text."""
    texts = sample_content.files()
    changed = {}
    for language, sample in sample_content.WORDS.items():
        text = texts[words(language)]
        changed[words(language)] = text.replace(f"1. {sample['text']}", LINKED.format(sample["text"]))

    assert found(sample_content.write(tmp_path, changed), "emphasis_equal") == []
