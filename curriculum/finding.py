"""What the proof-reader says: one mistake, with its place, why it matters, and the cure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from curriculum.message import Translate, said


class Severity(StrEnum):
    """An error keeps the course from being loaded; a warning keeps it from being released; a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake. `file` is relative to the content folder; `line` and `column` count from 1.

    >>> print(Finding(Severity.ERROR, "facts.yaml", 3, 5, "shape", "`law` is missing", "No law.", "Add it."))
    facts.yaml:3:5: error shape: `law` is missing
        why: No law.
        cure: Add it.
    """

    severity: Severity
    file: str
    line: int
    column: int
    rule: str
    what: str
    why: str
    cure: str

    @property
    def headline(self) -> str:
        """The finding in one line, without why and cure."""
        return f"{self.file}:{self.line}:{self.column}: {self.severity} {self.rule}: {self.what}"

    def __str__(self) -> str:
        return f"{self.headline}\n    why: {self.why}\n    cure: {self.cure}"

    def said(self, translate: Translate) -> "Finding":
        """The same finding in another language."""
        what, why, cure = (said(words, translate) for words in (self.what, self.why, self.cure))
        return replace(self, what=what, why=why, cure=cure)


class ContentError(Exception):
    """The content has errors and is not loaded; `findings` are those errors."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        first = self.findings[0].headline if self.findings else "unknown"
        super().__init__(f"the course has {len(self.findings)} errors; run `make check`. The first: {first}")
