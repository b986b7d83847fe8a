"""How each translation stands to its source: held by hashes, never by dates or by who saved a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from curriculum.locks import EMPTY, Accepted, Lock
from curriculum.manuscript import WRITTEN, Manuscript
from curriculum.segments import Segment, digest, fact_digests, segments
from curriculum.slots import LISTS, Kind
from learning.course import Language


class State(StrEnum):
    """How words stand to what they were made from.

    `review`: only an amount of a fact is another one, which every language shows by itself. `wording`, `meaning`,
    `legal`: the source or a fact has changed, as its author said. `unmarked`: it has changed, and nobody has said
    how. `edited`: changed since they were accepted. `new`: never accepted. `missing`: no words.
    """

    CURRENT = "current"
    REVIEW = "review"
    EDITED = "edited"
    NEW = "new"
    WORDING = "wording"
    MEANING = "meaning"
    LEGAL = "legal"
    UNMARKED = "unmarked"
    MISSING = "missing"


# Words of these states are never served: the Russian words and a notice are.
WITHHELD = frozenset({State.LEGAL, State.UNMARKED})


@dataclass(frozen=True, slots=True)
class Standing:
    """One segment in one language. `old_source` is the Russian text it was made from, if that is another one.

    `facts` are those that have changed under it.
    """

    folder: str
    path: tuple[str, ...]
    kind: Kind
    language: Language
    state: State
    source: str
    text: str
    old_source: str = ""
    facts: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The key path inside the folder."""
        return ".".join(self.path)

    @property
    def withheld(self) -> bool:
        """Whether these words must not be shown to a learner."""
        return self.language is not Language.RU and self.state in WITHHELD


def standings(manuscript: Manuscript) -> Iterator[Standing]:
    """How every segment stands in every written language, in the order of the course."""
    now = _facts_now(manuscript)
    for segment in segments(manuscript):
        for language in WRITTEN:
            yield _standing(manuscript, segment, language, now)


def unsettled(manuscript: Manuscript) -> Iterator[Standing]:
    """The same without words that stand as they were accepted, and without files of which none ever were."""
    now = _facts_now(manuscript)
    for part in manuscript.parts():
        locks = {language: _lock(manuscript, part.folder, language) for language in part.words}
        accepted = {language: lock.accepted for language, lock in locks.items() if lock.accepted}
        for slot in part.slots if accepted else ():
            if slot.kind not in LISTS:
                segment = Segment(part, slot, ())
                source = digest(segment.words(Language.RU))
                for language, names in accepted.items():
                    if not _settled(segment, language, names.get(segment.name), source, now):
                        yield _standing(manuscript, segment, language, now)


def _settled(
    segment: Segment, language: Language, accepted: Accepted | None, source: str, now: Mapping[str, str]
) -> bool:
    """Whether words, their Russian and their facts are those that somebody accepted."""
    if accepted is None or _changed(accepted, now):
        return False
    if language is Language.RU:
        return accepted.text == source
    return accepted.source == source and accepted.text == digest(segment.words(language))


def _facts_now(manuscript: Manuscript) -> dict[str, str]:
    return {key: ".".join(fact_digests(fact)) for key, fact in manuscript.facts.items()}


def _lock(manuscript: Manuscript, folder: str, name: str) -> Lock:
    return manuscript.locks.get((folder, name), EMPTY)


def _standing(
    manuscript: Manuscript, segment: Segment, language: Language, now: Mapping[str, str]
) -> Standing:
    source_lock = _lock(manuscript, segment.part.folder, Language.RU)
    facts_lock = _lock(manuscript, "", "facts")
    source, text = segment.words(Language.RU), segment.words(language)
    accepted = _lock(manuscript, segment.part.folder, language).accepted.get(segment.name)
    facts = _changed(accepted, now) if accepted else ()
    old = source_lock.words.get(accepted.source, "") if accepted and accepted.source != digest(source) else ""
    return Standing(
        folder=segment.part.folder,
        path=segment.slot.path,
        kind=segment.slot.kind,
        language=language,
        state=_state(segment, language, accepted, source_lock, facts_lock, now),
        source=source,
        text=text,
        old_source="" if language is Language.RU else old,
        facts=facts,
    )


def _state(
    segment: Segment,
    language: Language,
    accepted: Accepted | None,
    source_lock: Lock,
    facts_lock: Lock,
    now: Mapping[str, str],
) -> State:
    if not segment.words(language):
        return State.CURRENT if segment.slot.optional and not segment.words(Language.RU) else State.MISSING
    if accepted is None:
        return State.NEW
    text, source = digest(segment.words(language)), digest(segment.words(Language.RU))
    of_facts = _by_facts(accepted, facts_lock, now)
    if language is Language.RU:
        of_source = None if accepted.text == text else State.UNMARKED
    else:
        of_source = _by_source(segment.name, accepted, source_lock, source)
    stale = [state for state in (of_source, of_facts) if state]
    if stale and (worst := max(stale, key=list(State).index)) is not State.REVIEW:
        return worst
    if accepted.text != text:
        return State.EDITED
    return State.REVIEW if stale else State.CURRENT


def _by_source(name: str, accepted: Accepted, source_lock: Lock, source: str) -> State | None:
    if accepted.source == source:
        return None
    weight = source_lock.weight(name, accepted.source, source)
    return State(weight.value) if weight else State.UNMARKED


def _by_facts(accepted: Accepted, facts_lock: Lock, now: Mapping[str, str]) -> State | None:
    """The heaviest that the facts under a text did to it since it was accepted."""
    states = []
    for key in _changed(accepted, now):
        before, after = accepted.facts[key].partition(".")[0], now.get(key, ".").partition(".")[0]
        weight = facts_lock.weight(key, before, after) if before != after else None
        states.append(State.REVIEW if before == after else State(weight.value) if weight else State.UNMARKED)
    return max(states, key=list(State).index, default=None)


def _changed(accepted: Accepted, now: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(key for key, digests in accepted.facts.items() if now.get(key) != digests)
