"""Words are spelt as somebody has agreed."""

from pathlib import Path

import pytest

from curriculum import check
from curriculum.spelling import unknown_words
from learning.course import Language
from tests.curriculum import sample_content
from tests.curriculum.proofread import TODAY, found, words


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("ru", "1. Идите", "1. Идитее"),
        ("ky", "1. Чогуу", "1. Чогу"),
        ("tg", "1. Якҷоя", "1. Якҷойа"),
        ("uz", "1. Birga", "1. Birrga"),
    ],
)
def test_new_word_is_told(language: str, old: str, new: str, tmp_path: Path) -> None:
    """By the dictionary in Russian, by the project's list elsewhere."""
    content = sample_content.broken(tmp_path, words(language), old, new)

    assert found(content, "spelling_known") == [(words(language), 9, "warning")]


def test_near_word_is_offered(tmp_path: Path) -> None:
    """A slip comes with the word that is meant."""
    content = sample_content.broken(tmp_path, words("ky"), "1. Чогуу барыңыз", "1. Чогуу барынгыз")
    [finding] = [finding for finding in check(content, TODAY) if finding.rule == "spelling_known"]

    assert "`барыңыз`" in finding.cure


def test_good_words_are_fine(tmp_path: Path) -> None:
    """Words of the dictionary with any ending; Russian words in brackets in another language."""
    texts = sample_content.files()
    changed = {
        words("ru"): texts[words("ru")].replace("1. Идите", "1. Отрывную часть храните ещё"),
        words("ky"): texts[words("ky")].replace("1. Чогуу", "1. (отрывная часть) чогуу"),
    }

    assert found(sample_content.write(tmp_path, changed), "spelling_known") == []


def test_known_words_need_no_dictionary() -> None:
    """A list is asked first; hyphenated words may be known by their parts; a single letter is no word."""
    known = frozenset({"үй", "бүлө"})

    assert unknown_words(Language.KY, ("Үй", "үй-бүлө", "үйй", "ж"), known) == ("үйй",)
