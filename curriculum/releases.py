"""Releases: named, numbered, immutable copies of the content with what changed and whom that concerns.

`releases/0003/` holds `content/` and `release.json`; `releases/current` holds the number that is taught. A folder is
made whole beside the others and only then given its number, so that a bad release never stands in the way of a good one.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from curriculum.approvals import unapproved
from curriculum.changes import changes
from curriculum.checker import check, load_course
from curriculum.corrections import Edition, corrections
from curriculum.derived import uzbek_cyrillic
from curriculum.finding import ContentError, Finding, Severity
from curriculum.manuscript import Manuscript, read_manuscript
from curriculum.message import Message, say
from curriculum.states import State, standings
from learning.course import Card, Citizenship, Correction, Course, Language, Lesson, Module
from locales import load as load_phrases

MANIFEST, CURRENT = "release.json", "current"
_KEPT = {".yaml", ".json", ".csv", ".md", ".png", ".jpg", ".jpeg", ".webp", ".ogg", ".opus"}
_SETTLED = {State.CURRENT, State.REVIEW}


class _CorrectionShape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    release: int
    passports: tuple[Citizenship, ...]
    cards: dict[int, tuple[str, ...]]
    old: dict[Language, str]
    new: dict[Language, str]


class Manifest(BaseModel):
    """release.json. `since` and `successors` are by "lesson.card"; `files` are SHA-256 by path; `copy_of` a rollback's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: int
    name: str
    made_on: date
    draft: bool
    copy_of: int | None = None
    files: dict[str, str]
    since: dict[str, int]
    successors: dict[str, str]
    changes: tuple[str, ...]
    corrections: tuple[_CorrectionShape, ...]


class ReleaseRefused(Exception):
    """A release was not made; `reasons` are all that is in its way, one line each."""

    def __init__(self, reasons: Sequence[Message]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("\n".join(map(str, reasons)))


@dataclass(frozen=True, slots=True)
class Released:
    """A release that was made, or would be: its manifest, and the corrections that come with it."""

    manifest: Manifest
    corrections: tuple[Correction, ...]


def release(
    content: Path, releases: Path, *, draft: bool, name: str, today: date, dry_run: bool = False
) -> Released:
    """Make a release of the content as it stands, and make it the current one.

    Raises:
        ReleaseRefused: with everything that is missing. Nothing was made.
    """
    manuscript = read_manuscript(content, today)
    reasons = list(in_the_way(manuscript, check(content, today), draft=draft))
    newest = _newest(releases, today)
    told = newest.manifest if newest else None
    if told and not reasons and _files(content) == told.files and told.draft == draft:
        reasons.append(say("nothing has changed since release {number}", number=told.number))
    if reasons:
        raise ReleaseRefused(reasons)
    return _make(content, releases, newest, name, today, draft=draft, copy_of=None, dry_run=dry_run)


def rollback(releases: Path, number: int | None, today: date) -> Released:
    """Teach an older release again: a new one with its content, so that everybody learns what is true again.

    Raises:
        ReleaseRefused: there is no such release, or it can't be read.
    """
    at = current(releases)
    wanted = number if number is not None else max((n for n in numbers(releases) if n < (at or 0)), default=0)
    if wanted not in numbers(releases):
        raise ReleaseRefused(
            [say("there is no release {number} to go back to", number=wanted or "before this one")]
        )
    if wanted == at:
        raise ReleaseRefused([say("release {number} is the current one", number=wanted)])
    try:
        load_release(releases, wanted)
        old = manifest(releases, wanted)
    except ContentError as error:
        raise ReleaseRefused(
            [say("release {number} can't be read: {why}", number=wanted, why=str(error))]
        ) from error
    name = f"{old.name} (again)"
    return _make(
        releases / _folder(wanted) / "content",
        releases,
        _newest(releases, today),
        name,
        today,
        draft=old.draft,
        copy_of=wanted,
    )


def in_the_way(manuscript: Manuscript, findings: Sequence[Finding], *, draft: bool) -> Iterator[Message]:
    """Everything that keeps this content from being released; a draft is only kept by what would mislead."""
    for finding in findings:
        misleads = finding.severity is Severity.ERROR or finding.rule == "words_written"
        if misleads or (finding.severity is Severity.WARNING and not draft):
            yield say("{place}: {what}", place=f"{finding.file}:{finding.line}", what=finding.what)
    for standing in standings(manuscript):
        key = f"{standing.folder}:{standing.name}"
        if standing.state is State.UNMARKED and standing.language is Language.RU:
            yield say("{key} has changed; say how much that matters by `safar translations mark`", key=key)
        elif not draft and standing.state not in _SETTLED:
            yield say(
                "{key} is {state} in {language}", key=key, state=standing.state, language=standing.language
            )
    if not draft:
        yield from _not_agreed(manuscript)


def _not_agreed(manuscript: Manuscript) -> Iterator[Message]:
    for key, fact in manuscript.facts.items():
        if fact.confidence == "medium":
            yield say("the fact {key} is of medium confidence: only a draft may teach it", key=key)
    if manuscript.course and not manuscript.course.shape.bodies:
        yield say("course/course.yaml names no bodies that must agree")
    for unit, missing in unapproved(manuscript).items():
        for body in dict.fromkeys(body for bodies in missing.values() for body in bodies):
            yield say("{body} has not agreed to {unit}", body=body, unit=unit)


def numbers(releases: Path) -> list[int]:
    """The releases that there are, the oldest first."""
    if not releases.is_dir():
        return []
    return sorted(int(p.name) for p in releases.iterdir() if p.name.isdecimal() and (p / MANIFEST).exists())


def current(releases: Path) -> int | None:
    """The release that is taught, None while there is none. Raises ContentError."""
    try:
        return int((releases / CURRENT).read_text("ascii"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise _unreadable(
            CURRENT, "this is not the number of a release", "Write the number alone."
        ) from error


def content_of(releases: Path, number: int) -> Path:
    """The content folder of a release."""
    return releases / _folder(number) / "content"


def manifest(releases: Path, number: int) -> Manifest:
    """What release.json says. Raises ContentError."""
    file = f"{_folder(number)}/{MANIFEST}"
    try:
        return Manifest.model_validate_json((releases / file).read_bytes())
    except (OSError, ValidationError, ValueError) as error:
        raise _unreadable(
            file, f"it can't be read ({type(error).__name__})", "Copy the release anew."
        ) from error


def load_release(releases: Path, number: int) -> Course:
    """The course of a release, once every file is what it was when the release was made.

    Raises:
        ContentError: a file was touched or is missing, or the content has errors.
    """
    told, content = manifest(releases, number), content_of(releases, number)
    if told.number != number:
        raise _unreadable(
            f"{_folder(number)}/{MANIFEST}", "its number is another one", "Copy the release anew."
        )
    if (files := _files(content)) != told.files:
        touched = sorted(set(files.items()) ^ set(told.files.items()))[0][0]
        what = "this file is not what it was when the release was made"
        raise _unreadable(
            f"{_folder(number)}/content/{touched}", what, "Copy the release anew; it is never edited."
        )
    return _numbered(load_course(content), told)


def _numbered(course: Course, told: Manifest) -> Course:
    """The course with what only its release knows."""

    def aged(lesson: Lesson) -> Lesson:
        cards = tuple(replace(card, since=told.since.get(_name(lesson, card), 0)) for card in lesson.cards)
        return replace(lesson, cards=cards)

    def renewed(module: Module) -> Module:
        return replace(module, lessons=tuple(map(aged, module.lessons)))

    return replace(
        course,
        release=told.number,
        draft=told.draft,
        modules=tuple(map(renewed, course.modules)),
        successors={_spot(name): card for name, card in told.successors.items()},
        corrections=tuple(map(_correction, told.corrections)),
    )


def _make(
    content: Path,
    releases: Path,
    newest: "_Issue | None",
    name: str,
    today: date,
    *,
    draft: bool,
    copy_of: int | None,
    dry_run: bool = False,
) -> Released:
    number = max(numbers(releases), default=0) + 1
    new = Edition(read_manuscript(content, today), load_course(content))
    told = _manifest(newest, new, number, name, today, _files(content), draft=draft, copy_of=copy_of)
    made = tuple(_correction(shape) for shape in told.corrections if shape.release == number)
    if not dry_run:
        _write(content, releases, told)
    return Released(told, made)


@dataclass(frozen=True, slots=True)
class _Issue:
    """A release that can be read, with its course."""

    manifest: Manifest
    edition: Edition


def _newest(releases: Path, today: date) -> _Issue | None:
    """The newest release that can be read: what a new one is compared with."""
    for number in reversed(numbers(releases)):
        try:
            course = load_release(releases, number)
        except ContentError:
            continue
        return _Issue(
            manifest(releases, number), Edition(read_manuscript(content_of(releases, number), today), course)
        )
    return None


def _manifest(
    newest: _Issue | None,
    new: Edition,
    number: int,
    name: str,
    today: date,
    files: dict[str, str],
    *,
    draft: bool,
    copy_of: int | None,
) -> Manifest:
    phrases, old = load_phrases(uzbek_cyrillic), newest.edition if newest else None
    before = newest.manifest if newest else None
    told = corrections(old, new, phrases, number, today) if old else ()
    return Manifest(
        number=number,
        name=name or today.isoformat(),
        made_on=today,
        draft=draft,
        copy_of=copy_of,
        files=files,
        since=_since(before, old.course if old else None, new.course, number),
        successors=_successors(before, old.course, new.course) if old else {},
        changes=tuple(map(str, changes(old, new))),
        corrections=(*(before.corrections if before else ()), *map(_correction_shape, told)),
    )


def _since(newest: Manifest | None, old: Course | None, new: Course, number: int) -> dict[str, int]:
    """In which release each card was new. Those of the first release have always been there."""
    known = newest.since if newest else {}
    before = {_name(lesson, card) for lesson in old.lessons() for card in lesson.cards} if old else set()
    return {
        name: known.get(name, 0) if name in before or old is None else number
        for lesson in new.lessons()
        for name in (_name(lesson, card) for card in lesson.cards)
    }


def _successors(newest: Manifest | None, old: Course, new: Course) -> dict[str, str]:
    """For each card that was ever taken out the one that comes in its place, empty for the lesson's questions."""
    standing = {_name(lesson, card) for lesson in new.lessons() for card in lesson.cards}
    found = dict(newest.successors) if newest else {}
    for lesson in old.lessons():
        keys = [card.key for card in lesson.cards]
        for at, key in enumerate(keys):
            later = (after for after in keys[at + 1 :] if f"{lesson.number}.{after}" in standing)
            found[f"{lesson.number}.{key}"] = next(later, "")
    return {name: _last(found, name, standing) for name in found if name not in standing}


def _last(found: Mapping[str, str], name: str, standing: set[str]) -> str:
    """The card at the end of a row of cards that each came in another's place and were taken out in their turn."""
    lesson = name.partition(".")[0]
    while found[name] and f"{lesson}.{found[name]}" not in standing:
        name = f"{lesson}.{found[name]}"
    return found[name]


def _write(content: Path, releases: Path, told: Manifest) -> None:
    """Make the folder beside the others, prove that it loads, and only then give it its number and make it current."""
    making = releases / f".making-{told.number}"
    shutil.rmtree(making, ignore_errors=True)
    staged = making / _folder(told.number)
    try:
        for file in told.files:
            (staged / "content" / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(content / file, staged / "content" / file)
        text = json.dumps(told.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"
        (staged / MANIFEST).write_text(text, "utf-8")
        for path in staged.rglob("*"):
            path.chmod(0o444 if path.is_file() else 0o755)
        load_release(making, told.number)
        staged.rename(releases / _folder(told.number))
    finally:
        shutil.rmtree(making, ignore_errors=True)
    make_current(releases, told.number)


def make_current(releases: Path, number: int) -> None:
    """Let this release be the one that is taught."""
    half = releases / f".{CURRENT}"
    half.write_text(f"{number}\n", "ascii")
    half.replace(releases / CURRENT)


def _files(content: Path) -> dict[str, str]:
    """What a release holds; schemas are for editors of the content, of which a release has none."""
    paths = sorted(path for path in content.rglob("*") if path.is_file() and path.suffix in _KEPT)
    paths = [path for path in paths if path.relative_to(content).parts[0] != "schemas"]
    return {p.relative_to(content).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in paths}


def _folder(number: int) -> str:
    return f"{number:04}"


def _name(lesson: Lesson, card: Card) -> str:
    return f"{lesson.number}.{card.key}"


def _spot(name: str) -> tuple[int, str]:
    lesson, _, card = name.partition(".")
    return int(lesson), card


def _correction(shape: _CorrectionShape) -> Correction:
    cards = {lesson: frozenset(keys) for lesson, keys in shape.cards.items()}
    return Correction(shape.key, shape.release, frozenset(shape.passports), cards, shape.old, shape.new)


def _correction_shape(told: Correction) -> _CorrectionShape:
    return _CorrectionShape(
        key=told.key,
        release=told.release,
        passports=tuple(p for p in Citizenship if p in told.passports),
        cards={lesson: tuple(sorted(keys)) for lesson, keys in told.cards.items()},
        old=dict(told.old),
        new=dict(told.new),
    )


def _unreadable(file: str, what: str, cure: str) -> ContentError:
    why = "A release is taught as it was made, or not at all."
    return ContentError([Finding(Severity.ERROR, file, 1, 1, "release", what, why, cure)])
