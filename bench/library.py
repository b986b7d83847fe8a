"""A content folder as it may be in some years: 300 files, 2 MB, made of the registration module's own words."""

import re
import shutil
from itertools import cycle
from pathlib import Path

from curriculum import CONTENT

MODULES = 56
SOURCE = CONTENT / "modules" / "05-registration"
# Which lessons of the module are taken, in turn: so that files are of different lengths and 7 KB in the mean
TURNS = ((0, 1), (2,), (1, 2), (0, 2), (1,))


def write_library(folder: Path, modules: int = MODULES) -> Path:
    """Write the content with many modules in the place of one into an empty folder."""
    shutil.copytree(CONTENT, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("05-registration"))
    names = [f"{number:02}-module-{number}" for number in range(1, modules + 1)]
    for number, name, turn in zip(range(1, modules + 1), names, cycle(TURNS), strict=False):
        (folder / "modules" / name).mkdir(parents=True)
        for path in SOURCE.glob("*.yaml"):
            text = _numbered(_cut(path.read_text("utf-8"), turn), number)
            (folder / "modules" / name / path.name).write_text(text, "utf-8")
    # A module cut in pieces uses many a form for the first time without its Russian name: findings of no interest.
    glossary = folder / "glossary.yaml"
    glossary.write_text(re.sub(r"(?m)^    form: true\n", "", glossary.read_text("utf-8")), "utf-8")
    course = folder / "course" / "course.yaml"
    course.write_text(
        re.sub(r"modules: .*", f"modules: [{', '.join(names)}]", course.read_text("utf-8")), "utf-8"
    )
    return folder


def _cut(text: str, turn: tuple[int, ...]) -> str:
    """Some lessons of a file of structure or words."""
    head, *lessons = re.split(r"(?m)^(?=  (?:- key: )?[a-z][a-z-]*:?$)", text)
    return head + "".join(lessons[at] for at in turn)


def _numbered(text: str, number: int) -> str:
    """Structure under another key and other numbers; words have neither."""
    text = re.sub(r"(?m)^key: .*$", f"key: module-{number}", text)
    text = re.sub(r"(?m)^number: .*$", f"number: {number}", text)
    return re.sub(r"(?m)^    number: 5", f"    number: {number}", text)
