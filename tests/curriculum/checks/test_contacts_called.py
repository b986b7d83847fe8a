"""Numbers that people are sent to have been called."""

from pathlib import Path

import pytest

from tests.curriculum import sample_content
from tests.curriculum.proofread import CONTACTS, found

CALLS = "contacts/calls.json"


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "severity"),
    [
        (CALLS, "2026-11-01", "2025-11-01", 8, "warning"),
        (CALLS, "2026-11-01", "2026-12-01", 8, "warning"),
        (CALLS, '"answered": true', '"answered": false', 8, "note"),
        (CONTACTS, "seen_as_of: 2026-03", "seen_as_of: 2027-03", 17, "warning"),
    ],
)
def test_old_or_impossible_day_is_told(
    file: str, old: str, new: str, line: int, severity: str, tmp_path: Path
) -> None:
    """A call long ago warns, one never answered is noted, one to come can't be."""
    content = sample_content.broken(tmp_path, file, old, new)

    assert found(content, "contacts_called") == [(CONTACTS, line, severity)]


def test_fresh_call_is_fine(tmp_path: Path) -> None:
    """A call of this month needs no other."""
    assert found(sample_content.write(tmp_path), "contacts_called") == []
