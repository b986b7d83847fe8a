"""`safar check` on a large content folder, beside the C YAML loader's own time on the same files; ratios of one run."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

import yaml

from bench.library import write_library
from curriculum import check
from curriculum.checker import QUICK, _collector_at_rest, _found
from curriculum.manuscript import read_manuscript

TODAY = date(2026, 11, 23)
FORBIDDEN = ("aiogram", "jinja2", "sqlalchemy")


@dataclass(frozen=True, slots=True)
class Proofreading:
    """Seconds, medians of the rounds. `compose` is the loader alone; `load` the loader with its constructor."""

    files: int
    bytes: int
    compose: float
    load: float
    structural: float
    cold: float
    warm: float
    imports: float


def measure(rounds: int) -> Proofreading:
    """Write the folder, and take everything in turn, round after round."""
    with tempfile.TemporaryDirectory() as made:
        content = write_library(Path(made) / "content")
        texts = [path.read_text("utf-8") for path in content.rglob("*.yaml")]
        cache = Path(made) / "cache"
        check(content, TODAY, cache)
        turns: dict[str, Callable[[], object]] = {
            "compose": lambda: [yaml.compose(text, yaml.CSafeLoader) for text in texts],
            "load": lambda: [yaml.load(text, yaml.CSafeLoader) for text in texts],
            "structural": lambda: list(_found(QUICK, read_manuscript(content, TODAY))),
            "warm": lambda: check(content, TODAY, cache),
        }
        took: dict[str, list[float]] = {name: [] for name in turns}
        for _ in range(rounds):
            for name, turn in turns.items():
                with _collector_at_rest():
                    began = time.perf_counter()
                    turn()
                    took[name].append(time.perf_counter() - began)
        began = time.perf_counter()
        check(content, TODAY)
        cold = time.perf_counter() - began
        sizes = sum(len(text.encode()) for text in texts)
        return Proofreading(
            len(texts), sizes, cold=cold, imports=imports(), **{n: median(t) for n, t in took.items()}
        )


def imports() -> float:
    """Seconds that a new process takes to import what `safar check` needs. Raises AssertionError for what it doesn't."""
    program = (
        "import sys, time; began = time.perf_counter(); import bot.proofreading; "
        f"print(time.perf_counter() - began, *[name for name in {FORBIDDEN} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    seconds, *loaded = done.stdout.split()
    if loaded:
        raise AssertionError(f"safar check loads {', '.join(loaded)}")
    return float(seconds)


def proofreading_table(found: Proofreading) -> str:
    """A Markdown table."""
    rows = (
        ("the C loader composes the files", found.compose),
        ("the C loader loads them", found.load),
        ("read, structural rules, all findings", found.structural),
        ("all rules, language and spelling too, nothing kept", found.cold),
        ("nothing changed since the last time", found.warm),
        ("importing the program", found.imports),
    )
    lines = [f"| {found.files} files, {found.bytes / 1e6:.1f} MB | ms | of composing |", "|---|---|---|"]
    lines += [f"| {name} | {seconds * 1000:.0f} | {seconds / found.compose:.2f} |" for name, seconds in rows]
    return "\n".join(lines)


if __name__ == "__main__":
    print(proofreading_table(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 5)))
