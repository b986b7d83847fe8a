"""Ten ideas for each passport, each taught somewhere, asked twice and not in the same words."""

from pathlib import Path

import pytest

from tests.curriculum import sample_content
from tests.curriculum.proofread import found

PAIRS, RU = "pairs/pairs.yaml", "pairs/ru.yaml"
BITES = [
    (PAIRS, "lesson: 501", "lesson: 999", 2, "error"),
    (PAIRS, "[a, b, c]", "[a, unsure, c]", 2, "error"),
    (PAIRS, "[KG]", "[KG, TJ]", 1, "warning"),
    (RU, "text: Перед дорогой,", "text: «идите вместе!»,", 4, "error"),
]


@pytest.mark.parametrize(("file", "old", "new", "line", "severity"), BITES)
def test_a_broken_pair_is_told(
    file: str, old: str, new: str, line: int, severity: str, tmp_path: Path
) -> None:
    """With its file and line; a wrong number of pairs only warns, so that they can be written one by one."""
    files = sample_content.pairs()
    assert old in files[file]
    content = sample_content.write(tmp_path, files | {file: files[file].replace(old, new, 1)})

    assert found(content, "ideas_paired") == [(file, line, severity)]


def test_ten_good_pairs_are_fine(tmp_path: Path) -> None:
    """Nothing is said of them, nor of a course without any."""
    assert found(sample_content.write(tmp_path / "with", sample_content.pairs()), "ideas_paired") == []
    assert found(sample_content.write(tmp_path / "without"), "ideas_paired") == []
