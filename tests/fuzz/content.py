"""A coverage-guided fuzzer over the content's loader: whatever stands in a file, findings or a course.

`python -m tests.fuzz.content -runs=N -seed=S` (libFuzzer's options).
"""

import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import atheris  # type: ignore[import-untyped]  # it carries no types

with atheris.instrument_imports(include=["curriculum", "learning"]):
    from curriculum import ContentError, check, load_course, load_territories
    from curriculum.source import read

from tests.curriculum import sample_content

FILES = sample_content.files()
NAMES = sorted(FILES)
TODAY = date(2026, 11, 24)


class Target:
    """A good content folder in which one file at a time goes bad."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.content = sample_content.write(Path(self.folder.name))

    def __call__(self, data: bytes) -> None:
        """Try one input."""
        some = atheris.FuzzedDataProvider(data)
        name = some.PickValueInList(NAMES)
        path = self.content / name
        path.write_bytes(_contents(some, FILES[name].encode()))
        # Most inputs are no YAML; the whole folder is judged when the file can be read, and else now and then.
        if not read(self.content, name).snags or some.ConsumeIntInRange(0, 19) == 0:
            self._judge()
        path.write_text(FILES[name])

    def _judge(self) -> None:
        errors = [finding for finding in check(self.content, TODAY) if finding.severity == "error"]
        assert [finding.what for finding in errors if finding.rule == "rules_work"] == []
        try:
            load_course(self.content)
            load_territories(self.content)
            loaded = True
        except ContentError:
            loaded = False
        assert loaded == (errors == [])


def _contents(some: Any, good: bytes) -> bytes:
    """Anything at all, or the good file with something put in the place of a part."""
    if some.ConsumeIntInRange(0, 3) == 0:
        return bytes(some.ConsumeBytes(2000))
    start = some.ConsumeIntInRange(0, len(good))
    end = min(len(good), start + some.ConsumeIntInRange(0, 40))
    return good[:start] + bytes(some.ConsumeBytes(60)) + good[end:]


if __name__ == "__main__":
    atheris.Setup(sys.argv, Target())
    atheris.Fuzz()
