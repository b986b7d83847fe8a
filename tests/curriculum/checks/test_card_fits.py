"""Lengths are counted as Telegram counts them, and softer bounds warn."""

from pathlib import Path

import pytest

from tests.curriculum import sample_content
from tests.curriculum.proofread import found, words


@pytest.mark.parametrize(
    ("old", "new", "line", "severity"),
    [
        ("term: Идите вместе", f"term: {'🙂' * 251}", 10, "error"),
        ("buy-paper: {text: Идите вместе", f"buy-paper: {{text: {'🙂' * 31}", 25, "error"),
        ("        text: Идите", f"        text: {'слово ' * 51}", 17, "error"),
        ("    title: Перед дорогой", f"    title: Перед дорогой {'вместе ' * 5}", 4, "warning"),
        ("talk-again: {text: Перед дорогой, reply: Идите", f"talk-again: {{text: Перед дорогой, reply: {'да ' * 70}", 26, "warning"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told(old: str, new: str, line: int, severity: str, tmp_path: Path) -> None:
    """An emoji counts twice; a title must fit a button, a reply an explanation under a poll."""
    content = sample_content.broken(tmp_path, words("ru"), old, new)

    assert found(content, "card_fits") == [(words("ru"), line, severity)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("term: Идите вместе", f"term: {'🙂' * 225}"),
        ("1. Идите", f"1. [Идите](https://{'a' * 490}.ru)"),
        ("    title: Перед дорогой", f"    title: {'Перед до' * 5}"),
    ],
)
def test_what_fits_is_fine(old: str, new: str, tmp_path: Path) -> None:
    """Up to the bound; an address behind a link is not seen, and does not count."""
    content = sample_content.broken(tmp_path, words("ru"), old, new)

    assert found(content, "card_fits") == []
