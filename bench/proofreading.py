"""`safar check` on a large content folder, beside the C YAML loader's own time on the same files; ratios of one run.

Each figure is processor time of a process of its own, as a command would be, without the time of its imports.
"""

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

from bench.library import write_library
from curriculum.manuscript import read_manuscript

FORBIDDEN = ("aiogram", "jinja2", "sqlalchemy")
_CHECK = "from datetime import date; from curriculum import checker, check; from curriculum.manuscript import read_manuscript"
# The rules that ask a dictionary or a model, or convert what they read
_ASKING = ("language_right", "spelling_known", "derived_cyrillic_clean")
_UNASKING = f"checker.STRUCTURE = tuple(rule for rule in checker.RULES if rule.name not in {_ASKING})"
_LOADER = "import yaml; texts = [path.read_text('utf-8') for path in content.rglob('*.yaml')]"
# What is imported first, and what is timed
TURNS = {
    "compose": (_LOADER, "[yaml.compose(text, yaml.CSafeLoader) for text in texts]"),
    "structural": (_CHECK, "checker.structural(content, date(2026, 11, 23))"),
    "unasking": (f"{_CHECK}; {_UNASKING}", "checker.structural(content, date(2026, 11, 23))"),
    "at_rest": (
        f"import gc; gc.disable(); {_LOADER}",
        "[yaml.compose(text, yaml.CSafeLoader) for text in texts]",
    ),
    "load": (_LOADER, "[yaml.load(text, yaml.CSafeLoader) for text in texts]"),
    "cold": (_CHECK, "check(content, date(2026, 11, 23))"),
    "warm": (_CHECK, "check(content, date(2026, 11, 23), content.parent / 'cache')"),
}
_PROGRAM = """
import sys, time
from pathlib import Path
content = Path(sys.argv[1])
{first}
began = time.process_time()
found = {timed}
print(time.process_time() - began)
"""
_IMPORTS = f"""
import sys, time
began = time.process_time()
import bot.proofreading
print(time.process_time() - began, *[name for name in {FORBIDDEN} if name in sys.modules])
"""


@dataclass(frozen=True, slots=True)
class Proofreading:
    """Seconds of processor time, round by round.

    `compose` is the loader alone, and `at_rest` without garbage collection meanwhile; `load` the loader with its
    constructor. `unasking` are the rules of structure and those of words that ask no dictionary.
    """

    files: int
    bytes: int
    compose: list[float]
    structural: list[float]
    unasking: list[float]
    at_rest: list[float]
    load: list[float]
    cold: list[float]
    warm: list[float]
    imports: list[float]


def measure(rounds: int) -> Proofreading:
    """Write the folder, and take everything in turn, round after round."""
    with tempfile.TemporaryDirectory() as made:
        content = write_library(Path(made) / "content")
        for folder in read_manuscript(content, date.min).unlisted:
            shutil.rmtree(
                content / "modules" / folder
            )  # nobody reads them, so that the loader must not either
        sizes = [path.stat().st_size for path in content.rglob("*.yaml")]
        _taken("warm", content)  # fills the cache
        took: dict[str, list[float]] = {name: [] for name in (*TURNS, "imports")}
        for _ in range(rounds):
            for name in TURNS:
                took[name].append(_taken(name, content))
            took["imports"].append(_imports())
        return Proofreading(len(sizes), sum(sizes), **took)


def _taken(name: str, content: Path) -> float:
    first, timed = TURNS[name]
    return float(_said(_PROGRAM.format(first=first, timed=timed), str(content)))


def _imports() -> float:
    """What a new process takes to import what `safar check` needs. Raises AssertionError for what it doesn't."""
    seconds, *loaded = _said(_IMPORTS).split()
    if loaded:
        raise AssertionError(f"safar check loads {', '.join(loaded)}")
    return float(seconds)


def _said(program: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], check=True, capture_output=True, text=True
    )
    return done.stdout


def proofreading_table(found: Proofreading) -> str:
    """A Markdown table."""
    rows = (
        ("the C loader composes the files", found.compose),
        ("the same without garbage collection", found.at_rest),
        ("the C loader loads them", found.load),
        ("read, rules of structure, all findings", found.structural),
        ("the same with the rules of words that ask no dictionary", found.unasking),
        ("all rules, those of words too, nothing kept", found.cold),
        ("nothing changed since the last time", found.warm),
        ("importing the program", found.imports),
    )
    lines = [
        f"| {found.files} files, {found.bytes / 1e6:.1f} MB | CPU ms | of composing | from round to round |",
        "|---|---|---|---|",
    ]
    for name, times in rows:
        ratios = [took / composing for took, composing in zip(times, found.compose, strict=True)]
        spread = f"{min(ratios):.2f}-{max(ratios):.2f}"
        lines.append(f"| {name} | {median(times) * 1000:.0f} | {median(ratios):.2f} | {spread} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(proofreading_table(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 5)))
