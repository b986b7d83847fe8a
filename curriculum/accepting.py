"""Keeping the locks: a translation is accepted as it stands, a change of a source is marked with its weight.

Nothing here guesses: what matters how much is said by the person who changed it.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from curriculum.locks import EMPTY, Accepted, Change, Lock, Weight, write_lock
from curriculum.manuscript import WRITTEN, Manuscript, read_manuscript
from curriculum.schema import FactShape
from curriculum.segments import Segment, digest, fact_digests, segments
from learning.course import Language

FACTS = "facts"


class AcceptError(Exception):
    """What was asked can't be done; one line that says what and the cure. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Unmarked:
    """A change that nobody has weighed yet: a Russian segment ("folder:path") or a fact ("facts:key")."""

    key: str
    before: str
    after: str


def accept(content: Path, language: Language, names: Collection[str] | None = None) -> int:
    """Accept words in a language as they stand: made from the Russian and the facts of now. How many it were.

    `names` are segments ("folder:path"), or folders, or beginnings of either up to a dot; None is everything.
    Words that are missing are left as they are. A change of the Russian itself is not accepted, but marked.

    Raises:
        AcceptError: a name fits nothing, or the Russian has changed and nobody has said how.
    """
    manuscript = read_manuscript(content, date.min)
    chosen = list(_chosen(manuscript, names))
    _refuse_unmarked(manuscript, chosen)
    accepted: dict[str, dict[str, Accepted]] = {}
    for segment in chosen:
        if segment.words(language):
            accepted.setdefault(segment.part.folder, {})[segment.name] = _accepted(
                segment, language, manuscript
            )
    count = 0
    for folder, entries in accepted.items():
        lock = manuscript.locks.get((folder, language.value), EMPTY)
        new = {name: entry for name, entry in entries.items() if lock.accepted.get(name) != entry}
        count += len(new)
        _write(content, manuscript, folder, language, _tidy(manuscript, folder, lock, new))
    write_lock(content, "", FACTS, _known_facts(manuscript))
    return count


def unmarked(content: Path) -> list[Unmarked]:
    """Every change of a Russian segment or of a fact's meaning that nobody has weighed yet."""
    manuscript = read_manuscript(content, date.min)
    return [*_changed_facts(manuscript), *_changed_segments(manuscript)]


def mark(content: Path, weight: Weight, names: Collection[str] | None, on: date) -> int:
    """Say how much the changes named matter (None: all that nobody has weighed yet). How many it were.

    Raises:
        AcceptError: a name is not among the changes.
    """
    manuscript = read_manuscript(content, date.min)
    changes = [*_changed_facts(manuscript), *_changed_segments(manuscript)]
    if names is not None:
        strange = [name for name in names if not any(_fits(change.key, name) for change in changes)]
        if strange:
            raise AcceptError(f"{strange[0]} has not changed, or its change is marked already")
        changes = [change for change in changes if any(_fits(change.key, name) for name in names)]
    _mark_facts(content, manuscript, weight, {c.key for c in changes if c.key.startswith("facts:")}, on)
    _mark_segments(content, manuscript, weight, {c.key for c in changes}, on)
    return len(changes)


def _chosen(manuscript: Manuscript, names: Collection[str] | None) -> Iterator[Segment]:
    everything = list(segments(manuscript))
    for name in names or ():
        if not any(_fits(segment.key, name) for segment in everything):
            raise AcceptError(f"there is no segment {name}; name one as `safar translations todo` does")
    for segment in everything:
        if names is None or any(_fits(segment.key, name) for name in names):
            yield segment


def _fits(key: str, name: str) -> bool:
    return key == name or key.startswith((f"{name}:", f"{name}.", f"{name}/"))


def _refuse_unmarked(manuscript: Manuscript, chosen: list[Segment]) -> None:
    waiting = {change.key for change in (*_changed_segments(manuscript), *_changed_facts(manuscript))}
    for segment in chosen:
        for key in (segment.key, *(f"facts:{fact}" for fact in segment.facts)):
            if key in waiting:
                raise AcceptError(
                    f"{key} has changed and nobody has said how much it matters; "
                    f"first: safar translations mark wording|meaning|legal {key}"
                )


def _accepted(segment: Segment, language: Language, manuscript: Manuscript) -> Accepted:
    now = {key: _state_of(manuscript.facts[key]) for key in segment.facts if key in manuscript.facts}
    source = "" if language is Language.RU else digest(segment.words(Language.RU))
    return Accepted(digest(segment.words(language)), source, now)


def _state_of(fact: FactShape) -> str:
    return ".".join(fact_digests(fact))


def _tidy(manuscript: Manuscript, folder: str, lock: Lock, new: Mapping[str, Accepted]) -> Lock:
    """The lock with the new entries, and without those of segments that are gone."""
    names = {segment.name for segment in segments(manuscript) if segment.part.folder == folder}
    accepted = {name: entry for name, entry in {**lock.accepted, **new}.items() if name in names}
    return replace(lock, accepted=accepted)


def _write(content: Path, manuscript: Manuscript, folder: str, language: Language, lock: Lock) -> None:
    """Write a language's lock; the source's keeps the words that any language was made from."""
    write_lock(content, folder, language, lock)
    source = lock if language is Language.RU else manuscript.locks.get((folder, Language.RU.value), EMPTY)
    words = dict(source.words)
    for segment in segments(manuscript):
        if segment.part.folder == folder and segment.words(Language.RU):
            text = digest(segment.words(Language.RU))
            known = source.accepted.get(segment.name)
            if known is None or known.text == text:
                words[text] = segment.words(Language.RU)
    write_lock(
        content,
        folder,
        Language.RU,
        replace(source, words=_needed(manuscript, folder, words, language, lock)),
    )


def _needed(
    manuscript: Manuscript, folder: str, words: Mapping[str, str], language: Language, lock: Lock
) -> dict[str, str]:
    """Of the Russian words kept, those that the Russian lock or some translation still names."""
    locks = {
        each: manuscript.locks.get((folder, each.value), EMPTY) for each in WRITTEN if each is not language
    } | {language: lock}
    named = {entry.source for each in locks.values() for entry in each.accepted.values()}
    named |= {entry.text for entry in locks[Language.RU].accepted.values()}
    now = {digest(s.words(Language.RU)) for s in segments(manuscript) if s.part.folder == folder}
    return {text: kept for text, kept in words.items() if text in named or text in now}


def _known_facts(manuscript: Manuscript) -> Lock:
    """The lock of the facts, with those that it did not know yet, and new amounts, which need no weighing."""
    lock = manuscript.locks.get(("", FACTS), EMPTY)
    accepted, words = dict(lock.accepted), dict(lock.words)
    for key, fact in manuscript.facts.items():
        meaning, _ = fact_digests(fact)
        if key not in accepted or accepted[key].text == meaning:
            accepted[key] = Accepted(meaning, facts={key: _state_of(fact)})
            words[_state_of(fact)] = _plain(fact)
    accepted = {key: entry for key, entry in accepted.items() if key in manuscript.facts}
    return replace(lock, accepted=accepted, words=words)


def _plain(fact: FactShape) -> str:
    return json.dumps(
        fact.model_dump(mode="json", include={"values", "law"}), ensure_ascii=False, sort_keys=True
    )


def _changed_facts(manuscript: Manuscript) -> Iterator[Unmarked]:
    lock = manuscript.locks.get(("", FACTS), EMPTY)
    for key, fact in manuscript.facts.items():
        known, (meaning, _) = lock.accepted.get(key), fact_digests(fact)
        if known and known.text != meaning:
            yield Unmarked(f"facts:{key}", lock.words.get(known.facts.get(key, ""), ""), _plain(fact))


def _changed_segments(manuscript: Manuscript) -> Iterator[Unmarked]:
    for segment in segments(manuscript):
        lock = manuscript.locks.get((segment.part.folder, Language.RU.value), EMPTY)
        known, words = lock.accepted.get(segment.name), segment.words(Language.RU)
        if known and words and known.text != digest(words):
            yield Unmarked(segment.key, lock.words.get(known.text, ""), words)


def _mark_facts(content: Path, manuscript: Manuscript, weight: Weight, keys: set[str], on: date) -> None:
    lock = _known_facts(manuscript)
    accepted, changes, words = dict(lock.accepted), dict(lock.changes), dict(lock.words)
    for key, fact in manuscript.facts.items():
        if f"facts:{key}" in keys:
            meaning, _ = fact_digests(fact)
            changes[key] = _with(changes.get(key, ()), Change(accepted[key].text, meaning, weight, on))
            accepted[key] = Accepted(meaning, facts={key: _state_of(fact)})
            words[_state_of(fact)] = _plain(fact)
    write_lock(content, "", FACTS, Lock(accepted, words, changes))


def _mark_segments(content: Path, manuscript: Manuscript, weight: Weight, keys: set[str], on: date) -> None:
    for part in manuscript.parts():
        lock = manuscript.locks.get((part.folder, Language.RU.value), EMPTY)
        accepted, changes, words = dict(lock.accepted), dict(lock.changes), dict(lock.words)
        chosen = [s for s in segments(manuscript) if s.part is part and s.key in keys]
        for segment in chosen:
            now = digest(segment.words(Language.RU))
            before = accepted[segment.name]
            changes[segment.name] = _with(changes.get(segment.name, ()), Change(before.text, now, weight, on))
            accepted[segment.name] = replace(before, text=now)
            words[now] = segment.words(Language.RU)
        if chosen:
            write_lock(content, part.folder, Language.RU, Lock(accepted, words, changes))


def _with(changes: tuple[Change, ...], new: Change) -> tuple[Change, ...]:
    """The changes with one more. The same change made twice, there and back between, keeps its heavier weight."""
    weights = [
        change.weight
        for change in (*changes, new)
        if (change.before, change.after) == (new.before, new.after)
    ]
    heaviest = max(weights, key=list(Weight).index)
    kept = [change for change in changes if change.before != new.before]
    return (*kept, replace(new, weight=heaviest))
