"""The real course with the module Registration alone: quick to read, and its numbers are known to the tests."""

import re
import shutil
from pathlib import Path

from curriculum import CONTENT, write_schemas

ALONE = "05-registration"


def one_module(content: Path) -> Path:
    """A copy of the real content, without its other modules and what leads to them: routes and pairs."""
    shutil.copytree(CONTENT, content)
    for module in (content / "modules").iterdir():
        if module.name != ALONE:
            shutil.rmtree(module)
    shutil.rmtree(content / "pairs")
    _edit(content / "course" / "course.yaml", r"(?m)^modules: .*$", f"modules: [{ALONE}]")
    for file in (content / "course").glob("*.yaml"):
        _edit(file, r"(?m)^routes:\n(?:  .*\n)+", "")
    write_schemas(content)
    return content


def _edit(file: Path, pattern: str, new: str) -> None:
    file.write_text(re.sub(pattern, new, file.read_text("utf-8")), "utf-8")
