"""What is written meets somebody."""

from pathlib import Path

import pytest

from tests.curriculum import sample_content
from tests.curriculum.proofread import CONTACTS, COURSE, MODULE, found


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "severity"),
    [
        (MODULE, "{citizenship: [other, KG]}", "{citizenship: [KG], territory: [UZ-AN]}", 10, "warning"),
        (MODULE, "{citizenship: [other, KG]}", "{citizenship: [KG, KG]}", 10, "warning"),
        (MODULE, "contacts: [emergency]", "contacts: [consulate]", 10, "warning"),
        (CONTACTS, "[UZ-AN]", "[UZ-AN, UZ-AN]", 18, "warning"),
        (
            CONTACTS,
            "[emergency, consulate]\ncontacts",
            "[emergency, consulate, work]\ncontacts",
            2,
            "warning",
        ),
        (CONTACTS, "cities: [any]\ntopics", "cities: [any, moscow]\ntopics", 1, "warning"),
        (COURSE, "[country]", "[country, city]", 5, "note"),
    ],
)
def test_what_nobody_meets_is_told(
    file: str, old: str, new: str, line: int, severity: str, tmp_path: Path
) -> None:
    """Conditions that nobody fulfils, contacts that no reader is shown, empty lists, unused terms."""
    content = sample_content.broken(tmp_path, file, old, new)

    assert found(content, "met_by_somebody") == [(file, line, severity)]


def test_condition_that_some_fulfil_is_fine(tmp_path: Path) -> None:
    """A place inside the country of the passport, and any place for another passport."""
    content = sample_content.broken(
        tmp_path, MODULE, "{citizenship: [other, KG]}", "{citizenship: [other, KG], territory: [KG-B, UZ-AN]}"
    )

    assert found(content, "met_by_somebody") == []
