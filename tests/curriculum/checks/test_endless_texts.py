"""Texts of absurd length are told as too long, and keep nobody waiting."""

from pathlib import Path

import pytest

from tests.curriculum import sample_content
from tests.curriculum.proofread import found, words


@pytest.mark.parametrize("piece", ["[", "**a ", "а", "1 (", "a.", "а@", "«", "*_", "](", "x-", "ё́"])
def test_endless_text_is_told_as_too_long(piece: str, tmp_path: Path) -> None:
    """Fifty thousand signs of what makes careless patterns slow; a hang would stop the suite."""
    endless = f"term: |\n        {piece * (50_000 // len(piece))}\n        {{registration-term}}"
    content = sample_content.broken(tmp_path, words("ru"), "term: Идите вместе {registration-term}", endless)

    assert (words("ru"), 10, "error") in found(content, "card_fits")
