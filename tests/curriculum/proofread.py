"""What one rule finds, in the short form that tests compare: file, line, severity."""

from datetime import date
from pathlib import Path

from curriculum import check

TODAY = date(2026, 11, 23)
MODULE = "modules/05-registration/module.yaml"
COURSE, FACTS, TROUBLE, CONTACTS = (
    "course/course.yaml",
    "facts.yaml",
    "trouble/trouble.yaml",
    "contacts/contacts.yaml",
)


def words(language: str) -> str:
    """The words file of the sample's module."""
    return f"modules/05-registration/{language}.yaml"


def found(content: Path, rule: str) -> list[tuple[str, int, str]]:
    """Where a rule bites; each finding must say what, why and how to cure it."""
    findings = [finding for finding in check(content, TODAY) if finding.rule == rule]
    assert all(finding.what and finding.why and finding.cure for finding in findings)
    return [(finding.file, finding.line, finding.severity.value) for finding in findings]
