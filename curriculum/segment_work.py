"""What translators have to do: every segment of a language with its place, its limit, and what it was made from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from curriculum.checks.card_fits import BETTER, LIMITS
from curriculum.manuscript import Manuscript, Part
from curriculum.segments import Segment, digest, segments
from curriculum.states import Standing, State, standings
from learning.course import Language


@dataclass(frozen=True, slots=True)
class Errand:
    """A segment in a language. `where` is its place in words, `limit` the most characters, 0 for no limit."""

    key: str
    state: State
    where: str
    file: str
    line: int
    limit: int
    source: str
    old_source: str
    text: str
    source_digest: str
    facts: tuple[str, ...]

    @property
    def waits(self) -> bool:
        """Whether something has to be done about it."""
        return self.state is not State.CURRENT


def errands(manuscript: Manuscript, language: Language) -> Iterator[Errand]:
    """All segments in the order of the course, as they stand in a language."""
    of_key = {f"{s.folder}:{s.name}": s for s in standings(manuscript) if s.language is language}
    for segment in segments(manuscript):
        if segment.words(Language.RU) or segment.words(language):
            yield _errand(segment, of_key[segment.key], language)


def _errand(segment: Segment, standing: Standing, language: Language) -> Errand:
    written = segment.part.words.get(language)
    line = written.source.place(segment.slot.path)[0] if written else 1
    return Errand(
        key=segment.key,
        state=standing.state,
        where=_where(segment.part, segment.slot.path),
        file=f"{segment.part.folder}/{language}.yaml",
        line=line,
        limit=_limit(segment),
        source=standing.source,
        old_source=standing.old_source,
        text=standing.text,
        source_digest=digest(standing.source),
        facts=standing.facts,
    )


def _limit(segment: Segment) -> int:
    kind, path = segment.slot.kind, segment.slot.path
    known = [limit for limit in (LIMITS.get(kind), BETTER.get((kind, path[0]))) if limit]
    return min(known, default=0)


def _where(part: Part[Any], path: tuple[str, ...]) -> str:
    """The place as an author says it: module, lesson, then keys."""
    russian = part.words.get(Language.RU)
    titles = russian.leaves if russian else {}
    names = [str(titles.get(("title",), part.folder))]
    names += [str(titles.get((*path[:2], "title"), path[1]))] if len(path) > 1 else []
    return " › ".join([*names, *path[2:]]).replace("\n", " ").strip()


def coverage(manuscript: Manuscript) -> dict[tuple[str, Language], dict[State, int]]:
    """How many segments stand how, by folder and language. Only matching hashes count as current."""
    counted: dict[tuple[str, Language], dict[State, int]] = {}
    for standing in standings(manuscript):
        if not standing.source and not standing.text:
            continue
        known = counted.setdefault((standing.folder, standing.language), {})
        known[standing.state] = known.get(standing.state, 0) + 1
    return counted
