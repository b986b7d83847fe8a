"""A text is not cut short by a comment."""

from pathlib import Path

import pytest

from tests.curriculum import sample_content
from tests.curriculum.proofread import found, words


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("title: Перед дорогой", "title: Перед # дорогой", 1),
        ("term: Идите вместе", "term: Идите #вместе", 10),
        ("    title: Перед дорогой", "    title: Перед # дорогой", 4),
    ],
)
def test_cut_text_is_told(old: str, new: str, line: int, tmp_path: Path) -> None:
    """In the line where the sign stands."""
    content = sample_content.broken(tmp_path, words("ru"), old, new)

    assert found(content, "comments_apart") == [(words("ru"), line, "warning")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Перед дорогой", "# перед дорогой\ntitle: Перед дорогой"),
        ("title: Перед дорогой", 'title: "Перед # дорогой"'),
        ("1. Идите", "1. Идите # вместе"),
    ],
)
def test_comment_of_its_own_is_fine(old: str, new: str, tmp_path: Path) -> None:
    """And so is the sign inside quotes or after `|`, where it is shown."""
    content = sample_content.broken(tmp_path, words("ru"), old, new)

    assert found(content, "comments_apart") == []
