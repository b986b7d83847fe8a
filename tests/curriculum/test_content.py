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
