"""The real course with the module Registration alone: quick to read, and its numbers are known to the tests."""

import hashlib
import re
import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

from curriculum import CONTENT, Manifest, content_of, write_schemas
from curriculum.releases import MANIFEST, make_current

ALONE = "05-registration"
TAUGHT = {".yaml", ".json", ".csv", ".md", ".png"}


def one_module(content: Path) -> Path:
    """A copy of the real content, without its other modules and what leads to them: routes and pairs."""
    shutil.copytree(Path(_made().name) / "content", content)
    return content


@cache
def _made() -> tempfile.TemporaryDirectory[str]:
    """The copy that the others are copied from, since schemas take most of a second to write; it goes with the process."""
    folder = tempfile.TemporaryDirectory(prefix="one-module-")
    content = Path(folder.name) / "content"
    _copy(content)
    write_schemas(content)
    return folder


def one_release(releases: Path) -> Path:
    """That copy as the current release of this folder, number 1: what `SAFAR_RELEASES` names.

    It is written straight away, for `release` asks first whether it may go out, and that takes seconds. Whoever opens
    it proves as ever that it is whole and without errors.
    """
    content = content_of(releases, 1)
    _copy(content)
    shutil.rmtree(content / "schemas")  # for authors
    files = {}
    for path in sorted(path for path in content.rglob("*") if path.is_file()):
        if path.suffix in TAUGHT:
            files[path.relative_to(content).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
        else:
            path.unlink()
    told = Manifest(
        number=1,
        name="one module",
        made_on=date(2026, 11, 24),
        draft=True,
        files=files,
        since={},
        successors={},
        changes=(),
        corrections=(),
    )
    (content.parent / MANIFEST).write_text(told.model_dump_json(), "utf-8")
    make_current(releases, told.number)
    return releases


def _copy(content: Path) -> None:
    shutil.copytree(CONTENT, content, ignore=_others)
    _edit(content / "course" / "course.yaml", r"(?m)^modules: .*$", f"modules: [{ALONE}]")
    for file in (content / "course").glob("*.yaml"):
        _edit(file, r"(?m)^routes:\n(?:  .*\n)+", "")


def _others(folder: str, names: list[str]) -> list[str]:
    """What is left out of a folder of the content."""
    if Path(folder) == CONTENT:
        return ["pairs"]
    return [name for name in names if name != ALONE] if Path(folder) == CONTENT / "modules" else []


def _edit(file: Path, pattern: str, new: str) -> None:
    file.write_text(re.sub(pattern, new, file.read_text("utf-8")), "utf-8")
