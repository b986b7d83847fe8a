"""The book and its proof-reader. This is the only door: nothing inside is imported from outside.

Authors write YAML (docs/authoring.md); here it becomes the course of `learning.course`, or findings.
"""

from pathlib import Path

from curriculum.checker import check, load_course
from curriculum.cyrillic import convert
from curriculum.finding import ContentError, Finding, Severity
from curriculum.messages import translator
from curriculum.slots import Kind
from curriculum.territories import load_territories
from curriculum.translations import Standing, State
from curriculum.workshop import translations

CONTENT = Path(__file__).parent / "content"

__all__ = [
    "CONTENT",
    "ContentError",
    "Finding",
    "Kind",
    "Severity",
    "Standing",
    "State",
    "check",
    "convert",
    "load_course",
    "load_territories",
    "translations",
    "translator",
]
