"""What is opened is closed."""

from pathlib import Path

import pytest

from tests.curriculum import sample_content
from tests.curriculum.proofread import found, words


@pytest.mark.parametrize("text", ["«Идите", "Идите)", '"Идите"', "„Идите“", "Идите  с", "(Идите «вместе)"])
def test_open_pair_is_told(text: str, tmp_path: Path) -> None:
    """Brackets, quotation marks, and two spaces."""
    content = sample_content.broken(tmp_path, words("ru"), "1. Идите", f"1. {text}")

    assert found(content, "pairs_closed") == [(words("ru"), 9, "warning")]


@pytest.mark.parametrize("text", ["«Идите»", "(Идите)", "Идите — «вместе (да)» —"])
def test_closed_pair_is_fine(text: str, tmp_path: Path) -> None:
    """As usual."""
    content = sample_content.broken(tmp_path, words("ru"), "1. Идите", f"1. {text}")

    assert found(content, "pairs_closed") == []
