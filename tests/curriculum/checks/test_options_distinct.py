"""Options and replies differ."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from curriculum.checks.options_distinct import _begin_apart, _plain
from tests.curriculum import sample_content
from tests.curriculum.proofread import MODULE, found, words


def test_same_words_are_told(tmp_path: Path) -> None:
    """Two options that differ only in signs and capitals are the same to a reader."""
    content = sample_content.broken(
        tmp_path, words("ru"), "talk-again: {text: Перед дорогой", "talk-again: {text: идите  вместе!"
    )

    assert found(content, "options_distinct") == [(words("ru"), 26, "error")]


def test_same_reply_is_told(tmp_path: Path) -> None:
    """A reply that stands at two options explains neither."""
    content = sample_content.broken(tmp_path, words("ky"), "reply: Жолго чыгаарда", "reply: Чогуу барыңыз")

    assert found(content, "options_distinct") == [(words("ky"), 26, "warning")]


def test_same_value_is_told(tmp_path: Path) -> None:
    """Two options of the same value can't be told apart."""
    content = sample_content.broken(tmp_path, MODULE, "d30, value: {days: 30}", "d30, value: {days: 15}")

    assert found(content, "options_distinct") == [(MODULE, 18, "error")]


def test_different_options_are_fine(tmp_path: Path) -> None:
    """The sample's options differ."""
    assert found(sample_content.write(tmp_path), "options_distinct") == []


@given(st.lists(st.text(alphabet="аАбaAßſı*_-.[]()1 \n\u0301", max_size=6), max_size=4))
def test_what_begins_apart_differs(texts: list[str]) -> None:
    """Texts whose first two letters differ are passed over, since none is the same as another."""
    if _begin_apart(texts):
        assert len({_plain(text) for text in texts}) == len(texts)
