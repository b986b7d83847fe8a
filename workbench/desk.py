"""The author's desk: the last good book, what is wrong with the files now, and how each translation stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from curriculum import (
    ContentError,
    Finding,
    Span,
    Standing,
    check,
    convert,
    load_course,
    load_territories,
    places,
    read_pictures,
    translations,
)
from learning.insight import Insight
from locales import Phrases
from locales import load as load_phrases
from screens.reader import Book


@dataclass(slots=True)
class Desk:
    """What the preview shows. `version` grows with each reading; `errors` keep the files from being shown as they are.

    `learned` is what learners found hard, if an operator handed it over.
    """

    content: Path
    today: date
    phrases: Phrases = field(default_factory=lambda: load_phrases(convert))
    book: Book | None = None
    errors: Sequence[Finding] = ()
    findings: Sequence[Finding] = ()
    standings: Sequence[Standing] = ()
    spans: Sequence[Span] = ()
    version: int = 0
    learned: Insight | None = None

    def read(self) -> None:
        """Read the content again. If it is broken, the last good book stays open. Never raises."""
        try:
            course = load_course(self.content)
            pictures = read_pictures(self.content, course)
            self.book = Book(course, self.phrases, load_territories(self.content), pictures=pictures)
            self.errors = ()
        except ContentError as error:
            self.errors = error.findings
        self.standings = translations(self.content)
        self.spans = places(self.content)
        self.version += 1

    def proof_read(self) -> None:
        """Ask every rule, the slow ones too, and keep what they say."""
        self.findings = check(self.content, self.today)
        self.version += 1
