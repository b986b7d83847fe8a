"""What became of places, as authors keep it in territories/history.yaml: renamed, merged, moved.

The lists tell what is; the history tells what was. So a change is made in both, and each is held to the other.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from curriculum import sayings
from curriculum.finding import Finding, Severity
from curriculum.message import Message, say
from curriculum.schema import HistoryShape, MergeShape, MoveShape, RenameShape
from curriculum.source import KeyPath, Source, read
from learning.course import Language, Words
from learning.territory import COUNTRIES, FormerName, History, Move, Territory

FILE = "territories/history.yaml"
CODE = "[A-Za-z0-9-]{1,20}"
NATIVE = {"KG": Language.KY, "TJ": Language.TG, "UZ": Language.UZ}
_WHY = say(
    "A home is kept by the code it had: without its history it leads nowhere, and its figures are lost."
)
_SEE = say("See docs/territories.md.")
_USE_A_CODE = say("Use a code of the lists in territories/, or a country's.")
_KINDS = ("rename", "merge", "move")

Change = RenameShape | MergeShape | MoveShape
Places = Mapping[str, Territory]


@dataclass(frozen=True, slots=True)
class _Fault:
    """What is wrong with a change, and at which of its keys."""

    key: str
    what: Message
    cure: Message = _SEE


def read_history(content: Path, places: Places | None) -> tuple[History, tuple[Finding, ...]]:
    """What became of places, and what is wrong with it; nothing where there is no such file.

    `places` are those that live, by code; None leaves codes unjudged.
    """
    if not (content / FILE).exists():
        return History(), ()
    source = read(content, FILE)
    findings = [
        _finding(source, (), "yaml", snag.what, snag.cure, (snag.line, snag.column)) for snag in source.snags
    ]
    if source.data is None:
        return History(), tuple(findings)
    try:
        changes = HistoryShape.model_validate(source.data).changes
    except ValidationError as error:
        return History(), (*findings, *_shape_findings(source, error))
    for at, fault in _faults(changes, places) if places is not None else ():
        path = ("changes", at, fault.key)
        findings.append(_finding(source, path, "territories", fault.what, fault.cure))
    return _history(changes), tuple(findings)


def _shape_findings(source: Source, error: ValidationError) -> Iterator[Finding]:
    for mistake in error.errors(include_url=False, include_input=True):
        what, cure = sayings.of_mistake(mistake)
        # pydantic puts the kind of the change into the path; the file has no such step
        path = tuple(step for at, step in enumerate(mistake["loc"]) if at != 2 or step not in _KINDS)
        rule = "unknown_keys" if mistake["type"] == "extra_forbidden" else "shape"
        yield _finding(source, path, rule, what, cure)


def _finding(
    source: Source,
    path: KeyPath,
    rule: str,
    what: Message,
    cure: Message,
    place: tuple[int, int] | None = None,
) -> Finding:
    line, column = place or source.place(path)
    why = sayings.WHY.get(rule, _WHY)
    return Finding(Severity.ERROR, source.file, line, column, rule, what, why, cure)


def _history(changes: tuple[Change, ...]) -> History:
    """The changes as the rules know them, the oldest first."""
    successors: dict[str, str] = {}
    names: dict[str, tuple[FormerName, ...]] = {}
    moves: dict[str, tuple[Move, ...]] = {}
    for change in sorted(changes, key=lambda change: change.date):
        if isinstance(change, MoveShape):
            move = Move(change.date, change.out_of, change.into)
            moves[change.code] = (*moves.get(change.code, ()), move)
        else:
            former = FormerName(_words(change), change.date)
            names[change.code] = (*names.get(change.code, ()), former)
        if isinstance(change, MergeShape):
            successors[change.code] = change.into
    return History(successors, names, moves)


def _words(change: RenameShape | MergeShape) -> Words:
    """The native name for who reads a language that has none of its own."""
    native = NATIVE.get(_country(change.code))
    first = next(iter(change.was.values()))
    return dict.fromkeys(Language, change.was.get(native, first) if native else first) | change.was


def _country(code: str) -> str:
    """All codes begin with the country's."""
    return code[:2]


def _faults(changes: tuple[Change, ...], places: Places) -> Iterator[tuple[int, _Fault]]:
    successors = {change.code: change.into for change in changes if isinstance(change, MergeShape)}
    for at, change in enumerate(changes):
        others = (*changes[:at], *changes[at + 1 :])
        if isinstance(change, MergeShape):
            faults = _merge_faults(change, others, successors, places)
        elif isinstance(change, RenameShape):
            faults = _rename_faults(change, others, successors, places)
        else:
            faults = _move_faults(change, others, successors, places)
        # One fault a change: the next ones mostly follow from the first.
        first = next(faults, None)
        if first:
            yield at, first


def _merge_faults(
    change: MergeShape, others: tuple[Change, ...], successors: Mapping[str, str], places: Places
) -> Iterator[_Fault]:
    code, into = change.code, change.into
    if not re.fullmatch(CODE, code) or _country(code) not in COUNTRIES:
        yield _Fault("code", say("`{code}` is not a code", code=code), _USE_A_CODE)
    if into == code:
        yield _Fault("into", say("{code} is merged into itself", code=code))
    if code in places:
        what = say("{code} is merged, and stands in the list all the same", code=code)
        yield _Fault("code", what, say("Take its row out of the list; its name stands here."))
    if any(isinstance(other, MergeShape) and other.code == code for other in others):
        what = say("{code} is merged twice", code=code)
        yield _Fault("code", what, say("Take one of the two away."))
    if into not in places and into not in successors:
        yield _Fault("into", say("there is no territory `{code}`", code=into), _USE_A_CODE)
    if _country(into) != _country(code):
        yield _Fault("into", say("{code} is merged into another country", code=code))
    if _leads_back(code, successors):
        yield _Fault("into", say("the mergers lead from {code} back to it", code=code))
    yield from _unnamed(change)


def _leads_back(code: str, successors: Mapping[str, str]) -> bool:
    met, at = {code}, successors[code]
    while at in successors and at not in met:
        met.add(at)
        at = successors[at]
    return at == code


def _rename_faults(
    change: RenameShape, others: tuple[Change, ...], successors: Mapping[str, str], places: Places
) -> Iterator[_Fault]:
    code = change.code
    if code not in places and code not in successors:
        yield _Fault("code", say("there is no territory `{code}`", code=code), _USE_A_CODE)
        return
    yield from _unnamed(change)
    newest = not any(
        isinstance(other, RenameShape) and other.code == code and other.date > change.date for other in others
    )
    if newest and code in places and places[code].names.items() >= change.was.items():
        what = say("{code} is renamed, and bears its old name in the list", code=code)
        yield _Fault("was", what, say("Write the new name into the list; the old one stands here."))


def _unnamed(change: RenameShape | MergeShape) -> Iterator[_Fault]:
    language = NATIVE.get(_country(change.code))
    if language and language not in change.was:
        what = say("{code} has no name in its own language", code=change.code)
        yield _Fault("was", what, say("Fill in {column}.", column=f"{language}:"))


def _move_faults(
    change: MoveShape, others: tuple[Change, ...], successors: Mapping[str, str], places: Places
) -> Iterator[_Fault]:
    code, into = change.code, change.into
    if code not in places and code not in successors:
        yield _Fault("code", say("there is no territory `{code}`", code=code), _USE_A_CODE)
    ends: dict[str, str] = {"out_of": change.out_of, "into": into}
    for key, end in ends.items():
        if end not in places and end not in successors and end not in COUNTRIES:
            yield _Fault(key, say("there is no territory `{code}`", code=end), _USE_A_CODE)
        if _country(end) != _country(code):
            yield _Fault(key, say("{code} moves to or from another country", code=code))
    if change.out_of == into:
        yield _Fault("into", say("{code} moves to where it lies", code=code))
    later = [m for m in others if isinstance(m, MoveShape) and m.code == code and m.date >= change.date]
    current = History(successors).current
    if not later and code in places and places[code].parent != current(into):
        what = say("{code} lies in {parent} by the list", code=code, parent=places[code].parent)
        yield _Fault("into", what, say("Write the new parent into the list; the old one stands here."))
    following = min(later, key=lambda move: move.date, default=None)
    if following and current(following.out_of) != current(into):
        what = say("{code} moves next out of {parent}", code=code, parent=following.out_of)
        yield _Fault("into", what, say("Correct one of the two moves, or add the one between them."))
