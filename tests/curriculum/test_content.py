"""The course that is really taught."""

import subprocess
import sys
from datetime import date

from curriculum import CONTENT, check

HEAVY = ("aiogram", "aiohttp", "jinja2", "sqlalchemy", "babel", "telegram")


def test_course_has_no_errors() -> None:
    """The content in the house is whole, on the day it was last proof-read."""
    found = check(CONTENT, today=date(2026, 11, 23))

    assert [str(finding) for finding in found if finding.severity == "error"] == []


def test_proof_reading_imports_little() -> None:
    """An author does not wait for libraries that proof-reading has no use for."""
    program = f"import sys, curriculum; print(*[name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.split() == []


def test_loading_asks_no_dictionary_and_no_model() -> None:
    """The bot's start does not pay for what only authors need."""
    slow = ("pycld2", "py3langid", "spylls", "numpy")
    program = f"import sys, curriculum as c; c.load_course(c.CONTENT); print(*[n for n in {slow} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.split() == []
