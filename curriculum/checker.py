"""The proof-reader: reads the folder once, asks every rule, and tells all at once."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from curriculum.checks import RULES
from curriculum.finding import ContentError, Finding, Severity
from curriculum.loader import build
from curriculum.manuscript import Manuscript, read_manuscript
from curriculum.rule import Rule
from learning.course import Course


def check(content: Path, today: date) -> list[Finding]:
    """All mistakes of the content, in order of place. Never raises, whatever stands in the files.

    `today` only decides which facts are due for review, which is a warning.
    """
    return _findings(read_manuscript(content, today), RULES)


def load_course(content: Path) -> Course:
    """The course in this folder.

    Raises:
        ContentError: something is wrong with it. A process with broken content does not start.
    """
    # No day is given: a course that was good yesterday must start today.
    manuscript = read_manuscript(content, date.min)
    quick = [rule for rule in RULES if not rule.slow]
    errors = [finding for finding in _findings(manuscript, quick) if finding.severity is Severity.ERROR]
    if errors:
        raise ContentError(errors)
    return build(manuscript)


def _findings(manuscript: Manuscript, rules: Iterable[Rule]) -> list[Finding]:
    found = {finding for rule in rules for finding in rule.findings(manuscript)}
    found.update(manuscript.findings)
    return sorted(found, key=lambda found: (found.file, found.line, found.column, found.rule, found.what))
