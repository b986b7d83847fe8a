"""Facts have a source, and dates that can be."""

from pathlib import Path

import pytest

from curriculum import load_course
from tests.curriculum import sample_content
from tests.curriculum.proofread import FACTS, found


@pytest.mark.parametrize(
    ("old", "new", "line", "severity"),
    [
        ("  seen: a page\n", "", 1, "warning"),
        ("  law: 109-ФЗ, статья 22", "  law: {}", 15, "error"),
        ('true_as_of: "2023"', 'true_as_of: "2027"', 9, "warning"),
        ("true_as_of: 2026-03", "true_as_of: 2026-12", 16, "warning"),
        ("  seen: a page", "  checked_on: 2026-12-01\n  checked_by: X\n  seen: a page", 12, "warning"),
        ("  seen: a page", "  seen: a page\n  expires: 2026-01-01", 13, "warning"),
        ("  seen: a page", "  seen: a page\n  withdraw_by: 2026-01-01", 13, "warning"),
        ("  seen: a page", "  seen: a page\n  withdraw_by: 2027-01-01", 13, "warning"),
        ("review_by: 2027-02-01", "review_by: 2020-01-01", 10, "warning"),
    ],
)
def test_fact_without_source_or_sense_is_told(
    old: str, new: str, line: int, severity: str, tmp_path: Path
) -> None:
    """No law, no source, a date to come, an end that has passed or comes before the review."""
    content = sample_content.broken(tmp_path, FACTS, old, new)

    assert found(content, "facts_sourced") == [(FACTS, line, severity)]


def test_sound_dates_are_fine(tmp_path: Path) -> None:
    """The year of today is not to come; an end after the review is a plan."""
    content = sample_content.broken(tmp_path, FACTS, '"2023"', '"2026"\n  withdraw_by: 2027-08-01')

    assert found(content, "facts_sourced") == []


def test_bot_starts_whatever_the_day(tmp_path: Path) -> None:
    """Dates are for proof-reading; no date keeps a course from being loaded."""
    content = sample_content.broken(tmp_path, FACTS, 'true_as_of: "2023"', 'true_as_of: "2027"')

    assert load_course(content).release == 1
