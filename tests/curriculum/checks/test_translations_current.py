"""A translation made from another Russian text, or resting on a fact that has changed, is told."""

from datetime import date
from pathlib import Path

import pytest

from curriculum import Weight, accept, mark
from learning.course import Language
from tests.curriculum import sample_content
from tests.curriculum.proofread import FACTS, found, words

RULE = "translations_current"
ON = date(2026, 11, 23)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The sample, every word accepted."""
    folder = sample_content.write(tmp_path)
    for language in (Language.RU, Language.KY, Language.TG, Language.UZ):
        accept(folder, language)
    return folder


def edit(content: Path, file: str, old: str, new: str) -> None:
    """Change a file of the content."""
    text = (content / file).read_text("utf-8")
    assert old in text
    (content / file).write_text(text.replace(old, new, 1), "utf-8")


def test_accepted_words_are_current(content: Path) -> None:
    """Nothing to say once all is accepted."""
    assert found(content, RULE) == []


def test_words_never_accepted_at_all_are_not_told_each_time(tmp_path: Path) -> None:
    """A course that never used the commands is not buried in notes; the release asks for them."""
    assert found(sample_content.write(tmp_path), RULE) == []


def test_change_is_told_once_until_it_is_weighed(content: Path) -> None:
    """At the Russian line; then at each translation, in its own file."""
    edit(content, words("ru"), "term: Идите вместе", "term: Идите вместе, не ждите")
    assert found(content, RULE) == [(words("ru"), 10, "warning")]
    mark(content, Weight.MEANING, None, ON)
    assert found(content, RULE) == [(words(language), 10, "warning") for language in ("ky", "tg", "uz")]
    for language in (Language.KY, Language.TG, Language.UZ):
        accept(content, language)
    assert found(content, RULE) == []


def test_new_amount_is_a_note_for_each_text_that_shows_it(content: Path) -> None:
    """Every language shows it already: somebody should look, nobody must."""
    edit(content, FACTS, "TJ: {days: 15}", "TJ: {days: 30}")
    told = found(content, RULE)
    assert {severity for _, _, severity in told} == {"note"}
    assert {file for file, _, _ in told} == {words(language) for language in ("ru", "ky", "tg", "uz")}


def test_edited_translation_is_a_note(content: Path) -> None:
    """It waits to be accepted."""
    edit(content, words("tg"), "term: Якҷоя равед", "term: Якҷоя равед зуд")
    assert found(content, RULE) == [(words("tg"), 10, "note")]
