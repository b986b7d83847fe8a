"""What the proof-reader found before, kept on disk and told again only while all that it rests on is the same.

A kept list bears its own digest: one that is broken, half written or of another program is as good as none.
"""

import errno
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from curriculum.finding import Finding, Severity
from curriculum.message import kept, restored

MOST = 600  # kept lists; the oldest go
LARGE = 1_000_000  # bytes; a larger file, which is a recording, is known by its size and times
_ROOM = Path(__file__).parent
_HOUSE = ("curriculum", "learning", "screens")  # what rules are made of
_PACKAGES = ("PyYAML", "pydantic", "pydantic-core", "markdown-it-py", "pycld2", "py3langid", "spylls")
Digests = Mapping[str, str]


def digest(*parts: str | bytes) -> str:
    """What stands for these parts, in this order."""
    whole = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        whole.update(b"%d:" % len(raw))
        whole.update(raw)
    return whole.hexdigest()


def digests(folder: Path) -> dict[str, str]:
    """What stands for each file and folder below a folder, by relative name."""
    known, seen = {}, set()
    for here, folders, files in os.walk(folder, followlinks=True):
        real = os.path.realpath(here)
        if real in seen:  # a link that leads back
            folders.clear()
            continue
        seen.add(real)
        below = os.path.relpath(here, folder).replace(os.sep, "/")
        known[f"{below}/"] = ""
        for name in files:
            known[f"{below}/{name}".removeprefix("./")] = _of_file(f"{here}{os.sep}{name}")
    return known


def _of_file(path: str) -> str:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - Path.open takes twice as long, and there are hundreds
            state = os.fstat(file.fileno())
            if state.st_size > LARGE:
                return f"{state.st_size} {state.st_mtime_ns} {state.st_ctime_ns} {state.st_ino}"
            return hashlib.sha256(file.read()).hexdigest()
    except OSError as error:
        return f"not readable: {errno.errorcode.get(error.errno or 0, '')}"


@cache
def program() -> str:
    """What stands for the rules as they are: their source, Python, and the packages that they ask."""
    content = f"content{os.sep}"
    parts = [sys.version]
    for room in _HOUSE:
        for name, known in sorted(digests(_ROOM.parent / room).items()):
            if not name.startswith(content) and "__pycache__" not in name:
                parts += [room, name, known]
    return digest(*parts, *(_version(package) for package in _PACKAGES))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def recall(folder: Path, key: str) -> list[Finding] | None:
    """What was kept under this key; None if nothing, or nothing whole."""
    try:
        mark, _, body = (folder / f"{key}.json").read_text("utf-8").partition("\n")
        if mark != digest(key, body):
            return None
        return [_finding(plain) for plain in json.loads(body)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def keep(folder: Path, key: str, findings: Iterable[Finding]) -> None:
    """Keep findings under a key. A folder that can't be written is left alone: next time takes longer."""
    body = json.dumps([_plain(finding) for finding in findings], ensure_ascii=False)
    with suppress(OSError, ValueError):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=folder, suffix=".half", delete=False
        ) as half:
            half.write(f"{digest(key, body)}\n{body}")
        Path(half.name).replace(folder / f"{key}.json")


def tidy(folder: Path) -> None:
    """Throw away the oldest kept lists beyond the most that are kept."""
    with suppress(OSError):
        files = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in files[MOST:]:
            path.unlink(missing_ok=True)


def _plain(finding: Finding) -> dict[str, Any]:
    return {
        "severity": finding.severity.value,
        "place": [finding.file, finding.line, finding.column],
        "rule": finding.rule,
        "words": [kept(words) for words in (finding.what, finding.why, finding.cure)],
    }


def _finding(plain: Any) -> Finding:
    (file, line, column), words = plain["place"], [restored(one) for one in plain["words"]]
    return Finding(Severity(plain["severity"]), str(file), int(line), int(column), str(plain["rule"]), *words)
