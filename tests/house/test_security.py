"""The threat table and the table of promises name tests that exist, and every threat has a proof or says why none."""

import re
from pathlib import Path

import pytest

PAPERS = ["docs/security.md", "docs/reliability.md"]
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
ROW = re.compile(r"^\| (?!asset|---)(.+) \|$", re.MULTILINE)


@pytest.mark.parametrize("paper", PAPERS)
def test_every_test_that_is_named_exists(root: Path, paper: str) -> None:
    """A renamed test takes its row along."""
    named = TEST.findall((root / paper).read_text(encoding="utf-8"))
    assert len(named) >= 15
    assert [f"{file}::{name}" for file, name in named if not _exists(root / file, name)] == []


def test_every_threat_is_answered(root: Path) -> None:
    """Five cells: asset, adversary, attack, defence, proof; without a proof it is not defended, or nothing to attack."""
    rows = [row.split(" | ") for row in ROW.findall((root / "docs/security.md").read_text(encoding="utf-8"))]
    assert len(rows) > 30
    assert {len(row) for row in rows} == {5}
    silent = [row for row in rows if not TEST.search(row[4]) and "not defended" not in row[3]]
    assert all("nothing to attack yet" in row[4] for row in silent)
    assert len(silent) <= 1


def _exists(file: Path, name: str) -> bool:
    return (
        file.is_file()
        and re.search(rf"^(?:async )?def {name}\(", file.read_text(encoding="utf-8"), re.MULTILINE)
        is not None
    )
