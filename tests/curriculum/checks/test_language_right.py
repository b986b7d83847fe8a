"""Texts are in the language of their file."""

from datetime import date
from pathlib import Path

import pytest

from curriculum import CONTENT
from curriculum.manuscript import read_manuscript
from curriculum.segments import segments
from curriculum.tongue import ENOUGH, core, is_foreign, letters
from learning.course import Language
from tests.curriculum import sample_content
from tests.curriculum.proofread import found, words

KYRGYZ = "Чек арада басылган мөөр анын ордуна жүрбөйт"
ENGLISH = "The stamp at the border does not stand in for it"
TAJIK = "Муҳри сарҳад ҷои онро намегирад ва дар муҳлаташ лозим аст"


@pytest.mark.parametrize(
    ("language", "old", "text"),
    [
        ("tg", "1. Якҷоя равед", KYRGYZ),
        ("ky", "1. Чогуу барыңыз", TAJIK),
        ("ky", "1. Чогуу барыңыз", "Отметка на границе её не заменяет, зарегистрироваться нужно отдельно"),
        ("uz", "1. Birga maʼqul boring", "Чегарада қўйилган муҳр унинг ўрнини босмайди"),
        ("uz", "1. Birga maʼqul boring", ENGLISH),
        ("ru", "1. Идите вместе", ENGLISH),
    ],
)
def test_wrong_language_is_told(language: str, old: str, text: str, tmp_path: Path) -> None:
    """Another language, another script, or one that is none of ours."""
    content = sample_content.broken(tmp_path, words(language), old, f"1. {text} {text}")

    assert (words(language), 6, "warning") in found(content, "language_right")


def test_alien_letter_is_told(tmp_path: Path) -> None:
    """One letter of the neighbour's alphabet, at its word."""
    content = sample_content.broken(tmp_path, words("ru"), "1. Идите вместе", "1. Идите вмеҷте")

    assert found(content, "language_right") == [(words("ru"), 9, "warning")]


def test_short_texts_are_judged_together(tmp_path: Path) -> None:
    """One short title says nothing; a file of them does."""
    file = "course/tg.yaml"
    text = sample_content.files()[file].replace("Пеш аз сафар", "Жолго чыгаарда")

    assert (file, 1, "warning") in found(sample_content.write(tmp_path, {file: text}), "language_right")


@pytest.mark.parametrize("sign", ["\\x01", "\\x85", "\\uFFFE", "\\uE000", "\\U0010FFFF", "\\0"])
def test_signs_that_the_library_refuses_are_survived(sign: str, tmp_path: Path) -> None:
    """Whatever an author escapes in a text, proof-reading goes on; another rule tells the sign."""
    quoted = f'term: "{KYRGYZ} {sign} {{registration-term}}"'
    content = sample_content.broken(tmp_path, words("tg"), "term: Якҷоя равед {registration-term}", quoted)

    assert (words("tg"), 10, "warning") in found(content, "language_right")
    assert (words("tg"), 10, "error") in found(content, "letters_clean")


@pytest.mark.parametrize(
    "text",
    [
        "Чек арада басылган мөөр (отметка на границе, которая стоит в паспорте) анын ордуна жүрбөйт",
        "Орусча айтыңыз, сабырдуу болуңуз: «У меня забрали паспорт, помогите вернуть его»",
    ],
)
def test_russian_in_brackets_and_quotations_is_fine(text: str, tmp_path: Path) -> None:
    """Names of papers, and sentences to be said to officials, are in Russian on purpose."""
    content = sample_content.broken(tmp_path, words("ky"), "1. Чогуу барыңыз", f"1. {text}")

    assert found(content, "language_right") == []


def test_listed_words_and_texts_are_left_out(tmp_path: Path) -> None:
    """What authors keep in another language on purpose is listed, and silent."""
    listed = "words: [трудовая инспекция]\ntexts: [trouble:pages.detained.steps]\n"
    texts = sample_content.files()
    changed = {
        "languages.yaml": listed,
        "trouble/uz.yaml": texts["trouble/uz.yaml"].replace("Birga maʼqul boring", "Идите вместе"),
        words("uz"): texts[words("uz")].replace("1. Birga", "1. Ruscha: трудовая инспекция. Birga"),
    }

    assert found(sample_content.write(tmp_path, changed), "language_right") == []


def test_swapped_texts_of_the_course_are_told(soak: bool) -> None:
    """Of the course's own texts of twenty letters and more, put into another language's file, 95 of 100 are told.

    Every fourth text is tried, in a soak each; `tests.curriculum.measure_languages` counts them all.
    """
    written = (Language.RU, Language.KY, Language.TG, Language.UZ)
    texts = list(segments(read_manuscript(CONTENT, date.min)))[:: 1 if soak else 4]
    for language in written:
        for other in (other for other in written if other is not language):
            pasted = [
                core(segment.words(other)) for segment in texts if not segment.name.startswith("terms.")
            ]
            long_enough = [text for text in pasted if letters(text) >= ENOUGH]
            told = sum(is_foreign(language, text) for text in long_enough)
            assert told >= 0.95 * len(long_enough), (language, other)
