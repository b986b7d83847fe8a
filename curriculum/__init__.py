"""The book and its proof-reader. This is the only door: nothing inside is imported from outside.

Authors write YAML (docs/authoring.md); here it becomes the course of `learning.course`, or findings.
"""

from pathlib import Path

from curriculum.calls import CallRow, CallsError
from curriculum.checker import check, load_course
from curriculum.confirmations import ConfirmationsError, FactRow
from curriculum.cyrillic import convert
from curriculum.directory import ContactStanding
from curriculum.finding import ContentError, Finding, Severity
from curriculum.impact import Dependant, Impact, UnknownKey
from curriculum.law import Day, FactStanding
from curriculum.slots import Kind
from curriculum.territories import load_territories
from curriculum.translations import Standing, State
from curriculum.workshop import city_names, confirm_facts, contacts, facts, impact, note_calls, translations

CONTENT = Path(__file__).parent / "content"

__all__ = [
    "CONTENT",
    "CallRow",
    "CallsError",
    "ConfirmationsError",
    "ContactStanding",
    "ContentError",
    "Day",
    "Dependant",
    "FactRow",
    "FactStanding",
    "Finding",
    "Impact",
    "Kind",
    "Severity",
    "Standing",
    "State",
    "UnknownKey",
    "check",
    "city_names",
    "confirm_facts",
    "contacts",
    "convert",
    "facts",
    "impact",
    "load_course",
    "load_territories",
    "note_calls",
    "translations",
]
