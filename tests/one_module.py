"""The real course with the module Registration alone: quick to read, and its numbers are known to the tests."""

import re
import shutil
from pathlib import Path

from curriculum import CONTENT, write_schemas

ALONE = "05-registration"


def one_module(content: Path) -> Path:
    """A copy of the real content, without its other modules and what leads to them: routes and pairs."""
    shutil.copytree(CONTENT, content, ignore=_others)
    _edit(content / "course" / "course.yaml", r"(?m)^modules: .*$", f"modules: [{ALONE}]")
    for file in (content / "course").glob("*.yaml"):
        _edit(file, r"(?m)^routes:\n(?:  .*\n)+", "")
    write_schemas(content)
    return content


def _others(folder: str, names: list[str]) -> list[str]:
    """What is left out of a folder of the content."""
    if Path(folder) == CONTENT:
        return ["pairs"]
    return [name for name in names if name != ALONE] if Path(folder) == CONTENT / "modules" else []


def _edit(file: Path, pattern: str, new: str) -> None:
    file.write_text(re.sub(pattern, new, file.read_text("utf-8")), "utf-8")
