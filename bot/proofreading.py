"""`safar check`: which content and which of its files are meant, how findings are printed, and the exit status."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from curriculum import CONTENT, Finding, Severity, check, counts, translator

# A content folder is known by what stands in it
_MARKS = ("course", "facts.yaml", "modules", "trouble", "contacts")
LABELS = {"en": ("why", "cure"), "ru": ("почему", "что делать")}
CLEAN, ERRORS, WRONG_CALL, WARNINGS = 0, 1, 2, 3


class WrongCallError(Exception):
    """The call names something that can't be proof-read: one line that says what."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted: whose findings, how they are printed, in which language, as of which day."""

    paths: Sequence[Path]
    format: str
    messages: str
    today: date
    fail_on: str
    cache: Path | None
    whole: bool = False  # watching: all findings after each save, as an editor wants them


@dataclass(frozen=True, slots=True)
class Scope:
    """A content folder, and the files and folders in it whose findings are wanted; all, if none is named."""

    content: Path
    wanted: tuple[PurePosixPath, ...]

    def holds(self, finding: Finding) -> bool:
        """Whether this finding is wanted."""
        file = PurePosixPath(finding.file)
        return not self.wanted or any(path == file or path in file.parents for path in self.wanted)

    def path(self, finding: Finding) -> str:
        """The file as one opens it from here."""
        path = self.content / finding.file
        return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def proofread(wish: Wish, tell: Callable[[str], None]) -> int:
    """Check, tell, and give the exit status: 0 clean, 1 errors, 3 warnings only. Raises WrongCallError."""
    scope = scope_of(wish.paths)
    findings = findings_of(scope, wish)
    tell(printed(findings, scope, wish))
    return status(findings, wish.fail_on)


def watch(wish: Wish, tell: Callable[[str], None]) -> int:
    """Check, and check again on each save; tell only what has changed. Ends on Ctrl-C with 0. Raises WrongCallError."""
    from watchfiles import watch as saves  # noqa: PLC0415 - only who watches waits for it

    scope = scope_of(wish.paths)
    try:
        before = findings_of(scope, wish)
        tell(_whole(before, scope, wish))
        looked = False
        for saved in saves(scope.content, raise_interrupt=True, rust_timeout=500, yield_on_timeout=True):
            if looked and not saved:
                continue
            looked = True  # the first look of all is for what was saved before the watcher stood
            now = findings_of(scope, wish)
            if saved or now != before:
                tell(_news(before, now, scope, wish))
            before = now
    except KeyboardInterrupt:
        pass
    return CLEAN


def _news(before: Sequence[Finding], now: Sequence[Finding], scope: Scope, wish: Wish) -> str:
    if wish.whole or wish.format == "json":
        return _whole(now, scope, wish)
    return changed(before, now, scope, wish)


def _whole(findings: Sequence[Finding], scope: Scope, wish: Wish) -> str:
    """All of them; editors want a line by which they know that the old ones hold no longer."""
    begins = "checking\n" if wish.whole and wish.format != "json" else ""
    return begins + printed(findings, scope, wish)


def changed(before: Sequence[Finding], now: Sequence[Finding], scope: Scope, wish: Wish) -> str:
    """What a save has changed: what is mended, in one line each; what is new, in full; and how many there are."""
    old, new = {*map(_but_for_line, before)}, {*map(_but_for_line, now)}
    gone = [
        f"mended: {scope.path(one)}: {one.rule}: {one.what}"
        for one in before
        if _but_for_line(one) not in new
    ]
    come = [finding for finding in now if _but_for_line(finding) not in old]
    lines = _github(come, scope) if wish.format == "github" else _text(come, scope, wish.messages)
    return "\n".join((*gone, *lines, summary(now)))


def _but_for_line(finding: Finding) -> tuple[str, str, str]:
    """A finding that only moved with the lines around it is the same."""
    return finding.file, finding.rule, finding.what


def findings_of(scope: Scope, wish: Wish) -> list[Finding]:
    """The wanted findings, in the wanted language."""
    translate = translator(wish.messages)
    found = check(scope.content, wish.today, wish.cache)
    return [finding.said(translate) for finding in found if scope.holds(finding)]


def status(findings: Sequence[Finding], fail_on: str) -> int:
    """The exit status; notes never matter, warnings only if asked."""
    severities = {finding.severity for finding in findings}
    if Severity.ERROR in severities:
        return ERRORS
    return WARNINGS if Severity.WARNING in severities and fail_on == "warning" else CLEAN


def scope_of(paths: Sequence[Path]) -> Scope:
    """The content folder that holds these paths. Raises WrongCallError."""
    if not paths:
        return Scope(CONTENT, ())
    owners = {path: _content_of(path) for path in paths}
    [content, *others] = dict.fromkeys(owners.values())
    if others:
        raise WrongCallError(f"{content} and {others[0]} are two content folders; check one after the other")
    wanted = [path.resolve().relative_to(content) for path in paths]
    if any(path == Path() for path in wanted):
        return Scope(content, ())
    return Scope(content, tuple(PurePosixPath(path.as_posix()) for path in wanted))


def _content_of(path: Path) -> Path:
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        raise WrongCallError(f"{path}: there is no such file or folder") from None
    for folder in (real, *real.parents):
        enough = 1 if folder == real else 2
        if folder.is_dir() and sum((folder / mark).exists() for mark in _MARKS) >= enough:
            return folder
    raise WrongCallError(
        f"{path} is no content folder and lies in none (one has course/, facts.yaml, modules/)"
    )


def printed(findings: Sequence[Finding], scope: Scope, wish: Wish) -> str:
    """The findings as text for people, JSON for programs, or notes for GitHub."""
    if wish.format == "json":
        told = [_plain(finding, scope) for finding in findings]
        plain = {"findings": told, "counts": {**severities(findings), **counts(scope.content)}}
        return json.dumps(plain, ensure_ascii=False, indent=2)
    lines = _github(findings, scope) if wish.format == "github" else _text(findings, scope, wish.messages)
    return "\n".join((*lines, summary(findings)))


def severities(findings: Sequence[Finding]) -> dict[str, int]:
    """How many there are of each severity."""
    return {f"{kind}s": sum(finding.severity is kind for finding in findings) for kind in Severity}


def summary(findings: Sequence[Finding]) -> str:
    """The last line: how many of each."""
    return ", ".join(
        f"{count} {kind}" for kind, count in severities(findings).items() if count or kind != "notes"
    )


def _text(findings: Sequence[Finding], scope: Scope, messages: str) -> Iterator[str]:
    why, cure = LABELS[messages]
    for finding in findings:
        place = f"{scope.path(finding)}:{finding.line}:{finding.column}"
        yield f"{place}: {finding.severity} {finding.rule}: {finding.what}"
        yield f"    {why}: {finding.why}"
        yield f"    {cure}: {finding.cure}"


def _plain(finding: Finding, scope: Scope) -> dict[str, Any]:
    return {
        "file": finding.file,
        "path": scope.path(finding),
        "line": finding.line,
        "column": finding.column,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "what": finding.what,
        "why": finding.why,
        "cure": finding.cure,
    }


def _github(findings: Sequence[Finding], scope: Scope) -> Iterator[str]:
    kinds = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
    for finding in findings:
        place = {
            "file": scope.path(finding),
            "line": finding.line,
            "col": finding.column,
            "title": finding.rule,
        }
        properties = ",".join(f"{name}={_property(str(part))}" for name, part in place.items())
        words = _data(f"{finding.what}\n{finding.why}\n{finding.cure}")
        yield f"::{kinds[finding.severity]} {properties}::{words}"


def _data(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")
