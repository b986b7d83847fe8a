"""The book and its proof-reader. This is the only door: nothing inside is imported from outside.

Authors write YAML (docs/authoring.md); here it becomes the course of `learning.course`, or findings.
"""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from curriculum.accepting import AcceptError, Unmarked, accept, mark, unmarked
from curriculum.agreements import ApprovalError
from curriculum.approvals import approve
from curriculum.calls import CallRow, CallsError
from curriculum.checker import check, load_course
from curriculum.confirmations import ConfirmationsError, FactRow
from curriculum.cyrillic import convert
from curriculum.directory import ContactStanding
from curriculum.finding import ContentError, Finding, Severity
from curriculum.impact import Dependant, Impact, UnknownKey
from curriculum.law import Day, FactStanding
from curriculum.locks import Weight
from curriculum.messages import translator
from curriculum.pictures import read_pictures
from curriculum.segment_work import Errand
from curriculum.slots import Kind
from curriculum.spans import Span
from curriculum.states import Standing, State
from curriculum.templates import (
    Begun,
    TemplateError,
    new_contact,
    new_fact,
    new_lesson,
    new_module,
    new_question,
)
from curriculum.territories import load_territories
from curriculum.workshop import (
    city_names,
    confirm_facts,
    contacts,
    counts,
    coverage,
    errands,
    facts,
    impact,
    in_russian,
    not_agreed,
    note_calls,
    places,
    put_words,
    translations,
)

if TYPE_CHECKING:
    from curriculum.editor_schemas import outdated_schemas, write_schemas
    from curriculum.releases import (
        Manifest,
        Released,
        ReleaseRefused,
        content_of,
        current,
        load_release,
        manifest,
        numbers,
        release,
        rollback,
    )
from curriculum.workshop import accept_words, new_words

CONTENT = Path(__file__).parent / "content"

__all__ = [
    "CONTENT",
    "AcceptError",
    "ApprovalError",
    "Begun",
    "CallRow",
    "CallsError",
    "ConfirmationsError",
    "ContactStanding",
    "ContentError",
    "Day",
    "Dependant",
    "Errand",
    "FactRow",
    "FactStanding",
    "Finding",
    "Impact",
    "Kind",
    "Manifest",
    "ReleaseRefused",
    "Released",
    "Severity",
    "Span",
    "Standing",
    "State",
    "TemplateError",
    "UnknownKey",
    "Unmarked",
    "Weight",
    "accept",
    "accept_words",
    "approve",
    "check",
    "city_names",
    "confirm_facts",
    "contacts",
    "content_of",
    "convert",
    "counts",
    "coverage",
    "current",
    "errands",
    "facts",
    "impact",
    "in_russian",
    "load_course",
    "load_release",
    "load_territories",
    "manifest",
    "mark",
    "new_contact",
    "new_fact",
    "new_lesson",
    "new_module",
    "new_question",
    "new_words",
    "not_agreed",
    "note_calls",
    "numbers",
    "outdated_schemas",
    "places",
    "put_words",
    "read_pictures",
    "release",
    "rollback",
    "translations",
    "translator",
    "unmarked",
    "write_schemas",
]


def __getattr__(name: str) -> object:
    """What makes releases and schemas is loaded only when it is asked for: checking is quick without."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = "editor_schemas" if name.endswith("_schemas") else "releases"
    return getattr(import_module(f"curriculum.{module}"), name)
