"""What rests on a fact, a contact or a term: each place in the course, in its order, with file and line.

One function a kind of thing that can rest on something (`_SEARCHES`); what is to come, such as papers and deadline
rules, adds its own.
"""

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from curriculum import placeholders
from curriculum.manuscript import WRITTEN, Asked, Manuscript, Placed, cards_of, questions_of
from curriculum.schema import CardShape, ContactShape, PageShape
from curriculum.segments import Segment, segments
from curriculum.source import KeyPath, Source
from learning.course import Language, Value


class How(StrEnum):
    """In which way a place rests on the thing."""

    NAMES = "names it"
    SHOWS = "shows it"
    DECIDES = "is right or wrong by it"
    VALUE = "is an option of its value"
    AGAIN = "leads back to a card that rests on it"
    SPEAKS = "speaks words that rest on it"
    NUMBER = "bears the same number of the fact sheet"
    OWN = "is its own entry"


@dataclass(frozen=True, slots=True)
class Spot:
    """A line of a file, counted from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Dependant:
    """A place that rests on the thing. `name` is that of the segment: folder, colon, key path.

    `what` is a kind of words (card, reply, ...), or option, page, contact or audio. `place` is where it stands in the
    structure, `words` where its words stand in each language that has some.
    """

    what: str
    name: str
    how: How
    place: Spot
    words: Mapping[Language, Spot] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Impact:
    """All that rests on one fact, contact or term. `absent` are the kinds of things that this version has none of."""

    key: str
    kind: str
    place: Spot
    dependants: tuple[Dependant, ...]
    absent: tuple[str, ...] = ("papers", "deadline rules")

    def counted(self, *whats: str) -> int:
        """How many dependants are of these kinds."""
        return sum(dependant.what in whats for dependant in self.dependants)


class UnknownKey(LookupError):
    """There is no such fact, contact or term; one line with the key that may be meant."""


def impact_on(manuscript: Manuscript, key: str) -> Impact:
    """What rests on a fact (`registration-term`), a contact (`emergency`) or a term (`term.country`).

    A contact that bears the key of a fact is asked for as `contact.<key>`.

    Raises:
        UnknownKey: there is none of this key.
    """
    kind, bare, place = _thing(manuscript, key)
    wanted = _Wanted(manuscript, kind, bare)
    found = [dependant for search in _SEARCHES for dependant in search(wanted)]
    order = _order(manuscript)
    found.sort(key=lambda dependant: _rank(order, dependant.name))
    return Impact(bare, kind, place, tuple(found))


def _thing(manuscript: Manuscript, key: str) -> tuple[str, str, Spot]:
    """The kind of thing, its key and its place."""
    prefix, _, rest = key.partition(".")
    terms = manuscript.course.shape.terms if manuscript.course else ()
    if key in manuscript.facts:
        return "fact", key, spot(manuscript.facts_source, (key,))
    for contact in manuscript.directory():
        if contact.item.key in (key, rest if prefix == "contact" else key):
            return "contact", contact.item.key, spot(contact.source, contact.path)
    if manuscript.course and (rest if prefix == "term" else key) in terms:
        bare = rest if prefix == "term" else key
        return "term", bare, spot(manuscript.course.source, ("terms", terms.index(bare)))
    contacts = [contact.item.key for contact in manuscript.directory()]
    near = difflib.get_close_matches(rest or key, [*manuscript.facts, *contacts, *terms], n=1, cutoff=0.5)
    meant = (
        f"did you mean `{near[0]}`?"
        if near
        else "`safar facts` lists the facts, `safar contacts` the contacts."
    )
    raise UnknownKey(f"there is no fact, contact or term `{key}`; {meant}")


def _order(manuscript: Manuscript) -> dict[str, int]:
    """The place in the course of each segment, and of each thing that segments belong to."""
    order: dict[str, int] = {}
    for at, segment in enumerate(segments(manuscript)):
        path = segment.slot.path
        for length in range(1, len(path) + 1):
            order.setdefault(f"{segment.part.folder}:{'.'.join(path[:length])}", at)
    return order


def _rank(order: Mapping[str, int], name: str) -> int:
    """The place of a thing, or of the nearest above it that has words: a value to choose in a check has none."""
    while name not in order:
        name = name.rpartition(".")[0]
    return order[name]


def spot(source: Source, path: KeyPath, snippet: str = "") -> Spot:
    """Where a key path stands, or a piece of text under it."""
    return Spot(source.file, source.place(path, snippet)[0])


@dataclass(frozen=True)
class _Wanted:
    """What is searched for, and where."""

    manuscript: Manuscript
    kind: str
    key: str

    @property
    def placeholder(self) -> str:
        """How words refer to it."""
        return self.key if self.kind == "fact" else f"{self.kind}.{self.key}"

    @cached_property
    def words(self) -> tuple[Dependant, ...]:
        """All words that rest on it; several searches need them."""
        return tuple(_words(self))

    @cached_property
    def resting(self) -> frozenset[str]:
        """The names of those words."""
        return frozenset(found.name for found in self.words)

    def named_by(self, item: CardShape | PageShape) -> bool:
        """Whether a card or page names it."""
        if self.kind == "fact":
            return isinstance(item, CardShape) and self.key in item.facts
        return self.kind == "contact" and self.key in item.contacts

    def decides(self, question: Asked) -> bool:
        """Whether it is what makes an option of this question the right one."""
        return self.kind == "fact" and question.right.fact == self.key


Search = Callable[[_Wanted], Iterator[Dependant]]


def _words(wanted: _Wanted) -> Iterator[Dependant]:
    """Cards, steps, questions, worded options, replies, titles, names and notes."""
    structure = _structure(wanted.manuscript)
    for segment in segments(wanted.manuscript):
        placed = _above(structure, segment)
        how = _how(wanted, segment, placed.item if placed else None)
        if how:
            yield Dependant(
                what=segment.slot.kind.value,
                name=segment.key,
                how=how,
                place=_place(segment, placed),
                words=_spots(segment, "{" + wanted.placeholder + "}"),
            )


Thing = CardShape | Asked | PageShape | ContactShape


def _structure(manuscript: Manuscript) -> dict[tuple[str, tuple[str, ...]], Placed[Thing]]:
    """Each card, question, step, page and contact by its file and the key path of its words."""
    found: dict[tuple[str, tuple[str, ...]], Placed[Thing]] = {}
    for lesson in manuscript.lessons():
        here = ("lessons", lesson.item.key)
        for card in cards_of(lesson):
            found[card.source.file, (*here, "cards", card.item.key)] = _as_thing(card)
    for question in manuscript.questions():
        found[question.source.file, question.item.words] = _as_thing(question)
    for page in manuscript.pages():
        found[page.source.file, ("pages", page.item.key)] = _as_thing(page)
        for at, step in enumerate(page.item.steps):
            placed = Placed(page.source, (*page.path, "steps", at), step)
            found[page.source.file, ("pages", page.item.key, "steps", step.key)] = _as_thing(placed)
    for contact in manuscript.directory():
        found[contact.source.file, ("contacts", contact.item.key)] = _as_thing(contact)
    return found


def _as_thing(
    placed: Placed[CardShape] | Placed[Asked] | Placed[PageShape] | Placed[ContactShape],
) -> Placed[Thing]:
    return Placed(placed.source, placed.path, placed.item)


def _above(
    structure: Mapping[tuple[str, tuple[str, ...]], Placed[Thing]], segment: Segment
) -> Placed[Thing] | None:
    """The nearest piece of structure that a segment's words belong to."""
    path = segment.slot.path
    lengths = range(len(path), 0, -1)
    found = (structure.get((segment.part.source.file, path[:length])) for length in lengths)
    return next((placed for placed in found if placed), None)


def _how(wanted: _Wanted, segment: Segment, item: Thing | None) -> How | None:
    if any(_shown(wanted.placeholder, segment.words(language)) for language in WRITTEN):
        return How.SHOWS
    if isinstance(item, CardShape) and wanted.named_by(item):
        return How.NAMES
    if isinstance(item, Asked) and wanted.decides(item):
        return How.DECIDES
    if isinstance(item, ContactShape) and wanted.kind == "contact" and item.key == wanted.key:
        return How.OWN
    return How.OWN if wanted.kind == "term" and segment.slot.path[:2] == ("terms", wanted.key) else None


def _shown(placeholder: str, words: str) -> bool:
    return placeholder in words and placeholder in placeholders.names(words)


def _place(segment: Segment, placed: Placed[Thing] | None) -> Spot:
    if placed is None:
        return _spots(segment, "").get(Language.RU, Spot(segment.part.source.file, 1))
    path, slot = placed.path, segment.slot.path
    if isinstance(placed.item, Asked) and "options" in slot:
        key = slot[slot.index("options") + 1]
        path = (*path, "options", [option.key for option in placed.item.options].index(key))
    return spot(placed.source, path)


def _spots(segment: Segment, snippet: str) -> dict[Language, Spot]:
    """Where the words stand in each language; at the snippet if they hold it."""
    return {
        language: spot(
            words.source,
            segment.slot.path,
            snippet if snippet in str(words.leaves[segment.slot.path]) else "",
        )
        for language, words in segment.part.words.items()
        if words.leaves.get(segment.slot.path)
    }


def _options(wanted: _Wanted) -> Iterator[Dependant]:
    """Options that have the fact's value for some passport, in questions that the fact decides."""
    fact = wanted.manuscript.facts.get(wanted.key) if wanted.kind == "fact" else None
    values: set[Value] = set(fact.values.values()) if fact else set()
    for question in wanted.manuscript.questions():
        name = f"{question.item.part.folder}:{'.'.join(question.item.words)}"
        for at, option in enumerate(question.item.options):
            if option.value in values and wanted.decides(question.item):
                place = spot(question.source, (*question.path, "options", at))
                yield Dependant("option", f"{name}.options.{option.key}", How.VALUE, place)


def _again(wanted: _Wanted) -> Iterator[Dependant]:
    """Questions that send back to a card which rests on it, and do not rest on it themselves."""
    resting = wanted.resting
    for lesson in wanted.manuscript.lessons():
        here = f"{lesson.source.file.rpartition('/')[0]}:lessons.{lesson.item.key}"
        for question in questions_of(lesson):
            text = f"{here}.questions.{question.item.key}.text"
            if f"{here}.cards.{question.item.card}" in resting and text not in resting:
                yield Dependant("question", text, How.AGAIN, spot(question.source, question.path))


def _pages(wanted: _Wanted) -> Iterator[Dependant]:
    """Trouble pages that list the contact."""
    for page in wanted.manuscript.pages():
        if wanted.named_by(page.item):
            path = (*page.path, "contacts", page.item.contacts.index(wanted.key))
            yield Dependant("page", f"trouble:pages.{page.item.key}", How.NAMES, spot(page.source, path))


def _contacts(wanted: _Wanted) -> Iterator[Dependant]:
    """Contacts that were read in the same entries of the fact sheet as the fact."""
    fact = wanted.manuscript.facts.get(wanted.key) if wanted.kind == "fact" else None
    for contact in wanted.manuscript.directory():
        if fact and set(fact.numbers) & set(contact.item.numbers):
            place = spot(contact.source, contact.path)
            yield Dependant("contact", f"contacts:contacts.{contact.item.key}", How.NUMBER, place)


def _audio(wanted: _Wanted) -> Iterator[Dependant]:
    """Recordings that belong to cards and steps which rest on it."""
    structure = _structure(wanted.manuscript)
    resting = wanted.resting
    for segment in segments(wanted.manuscript):
        placed = _above(structure, segment) if segment.key in resting else None
        files = recordings(getattr(placed.item, "media", None)) if placed else {}
        if placed and files:
            place = spot(placed.source, (*placed.path, "media"))
            folder = f"{segment.part.folder}/media"
            yield Dependant(
                "audio",
                segment.key,
                How.SPEAKS,
                place,
                {at: Spot(f"{folder}/{f}", 1) for at, f in files.items()},
            )


def recordings(media: object) -> dict[Language, str]:
    """The recorded files among a card's media, by language; none where cards have no media yet."""
    audio = media.get("audio") if isinstance(media, Mapping) else getattr(media, "audio", None)
    return {Language(language): str(file) for language, file in (audio or {}).items()}


def _all_words(wanted: _Wanted) -> Iterator[Dependant]:
    """Cards, steps, questions and all other words, found once."""
    yield from wanted.words


_SEARCHES: tuple[Search, ...] = (_all_words, _options, _again, _pages, _contacts, _audio)
