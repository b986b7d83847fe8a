"""The right option doesn't stand out by its length."""

from pathlib import Path

import pytest

from tests.curriculum import sample_content
from tests.curriculum.proofread import found, words


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "talk-again: {text: Перед дорогой",
            "talk-again: {text: Идите вместе и поговорите ещё раз спокойно",
            26,
        ),
        (
            "buy-paper: {text: Идите вместе",
            "buy-paper: {text: Идите вместе и поговорите ещё раз с хозяином",
            26,
        ),
        ("buy-paper: {text: Идите вместе", "buy-paper: {text: Да", 26),
    ],
)
def test_option_that_stands_out_is_told(old: str, new: str, line: int, tmp_path: Path) -> None:
    """A right one much longer or much shorter than the rest, or any that is many times longer than another."""
    content = sample_content.broken(tmp_path, words("ru"), old, new)

    assert found(content, "options_alike") == [(words("ru"), line, "warning")]


def test_options_of_similar_length_are_fine(tmp_path: Path) -> None:
    """A few letters more are nothing."""
    content = sample_content.broken(
        tmp_path, words("ru"), "talk-again: {text: Перед дорогой", "talk-again: {text: Перед дорогой вместе"
    )

    assert found(content, "options_alike") == []
