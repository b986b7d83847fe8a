"""The whole content folder as authors left it: structures, words, facts, and where each of them stands.

Reading never fails: what can't be read is left out and told in `findings`, so that rules can judge the rest.
"""

import copy
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from curriculum import sayings
from curriculum.agreements import Agreements, ApprovalError, read_agreements
from curriculum.calls import CALLS, Call, CallsError, read_calls
from curriculum.confirmations import CONFIRMATIONS, Confirmation, ConfirmationsError, read_confirmations
from curriculum.finding import Finding, Severity
from curriculum.locks import EMPTY, Lock, LockError, lock_file, read_lock
from curriculum.message import Message, say
from curriculum.schema import (
    KEY_PATTERN,
    AudiosShape,
    CardShape,
    ContactShape,
    ContactsShape,
    CourseShape,
    FactShape,
    GlossaryShape,
    LanguagesShape,
    LessonShape,
    ModuleShape,
    OptionShape,
    PageShape,
    PairShape,
    PairsShape,
    PhrasebookShape,
    PhrasePageShape,
    QuestionShape,
    RightShape,
    RouteShape,
    TroubleShape,
    WhenShape,
)
from curriculum.slots import (
    LISTS,
    Kind,
    Slot,
    contacts_slots,
    course_slots,
    is_template,
    module_slots,
    pairs_slots,
    phrasebook_slots,
    trouble_slots,
)
from curriculum.source import KeyPath, Source, leaves, read
from curriculum.territories import read_territories
from curriculum.words import Leaf, Text, WordsFile
from learning.course import Language
from learning.territory import Territories

WRITTEN = (Language.RU, Language.KY, Language.TG, Language.UZ)
Shape = TypeVar("Shape", bound=BaseModel)
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Part(Generic[Shape]):
    """A folder: its structure, the places for words which that opens, and the words in each language.

    `words` lacks a language whose file is missing or can't be read; UZ_CYRL is there only if something is
    overridden.
    """

    folder: str
    shape: Shape
    source: Source
    slots: tuple[Slot, ...]
    words: Mapping[Language, WordsFile]


@dataclass(frozen=True, slots=True)
class Placed(Generic[Item]):
    """A piece of structure and where it stands."""

    source: Source
    path: KeyPath
    item: Item


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as rules look at it, wherever it is asked: in a lesson, or in the first or the last check.

    `words` is the key path of its words in its folder.
    """

    part: Part[Any]
    words: tuple[str, ...]
    key: str
    options: tuple[OptionShape, ...]
    right: RightShape
    when: WhenShape

    def places(self, name: str) -> dict[str, tuple[str, ...]]:
        """By the key of each option, the key path of its `text`, `reply` or the like."""
        return {option.key: (*self.words, "options", option.key, name) for option in self.options}


@dataclass(frozen=True, slots=True)
class Kept(Generic[Shape]):
    """A list that authors keep beside the course; an empty one where there is no file."""

    source: Source
    shape: Shape


@dataclass(frozen=True)
class Manuscript:
    """All that was read. A part is None, and a fact absent, where it could not be read."""

    content: Path
    today: date
    course: Part[CourseShape] | None
    modules: tuple[Part[ModuleShape], ...]
    trouble: Part[TroubleShape] | None
    contacts: Part[ContactsShape] | None
    phrasebook: Part[PhrasebookShape] | None
    pairs: Part[PairsShape] | None
    facts: Mapping[str, FactShape]
    facts_source: Source
    unread_facts: frozenset[str]
    territories: Territories
    unlisted: tuple[str, ...]
    locks: Mapping[tuple[str, str], Lock]
    approvals: Mapping[str, Agreements]
    calls: tuple[Call, ...]
    confirmations: Mapping[str, Confirmation]
    glossary: Kept[GlossaryShape]
    languages: Kept[LanguagesShape]
    audio: Mapping[str, Kept[AudiosShape]]
    findings: tuple[Finding, ...]

    def parts(self) -> Iterator[Part[Any]]:
        """All folders with words that could be read."""
        parts = (self.course, *self.modules, self.trouble, self.contacts, self.phrasebook, self.pairs)
        yield from (part for part in parts if part)

    def files(self) -> Iterator[WordsFile]:
        """All files of words that could be read."""
        for part in self.parts():
            yield from part.words.values()

    def translations(self) -> Iterator[tuple[WordsFile, WordsFile]]:
        """The Russian words, beside each other file of their folder."""
        for part in self.parts():
            russian = part.words.get(Language.RU)
            for language, words in part.words.items():
                if russian and language is not Language.RU:
                    yield russian, words

    def originals(self) -> Iterator[tuple[WordsFile, WordsFile]]:
        """What each file of words was made from, and the file. An override stands in for the Uzbek."""
        for part in self.parts():
            for language, words in part.words.items():
                original = part.words.get(Language.UZ if language is Language.UZ_CYRL else Language.RU)
                if original and original is not words:
                    yield original, words

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Every text that somebody wrote, except for what people type, which is never shown."""
        return tuple(
            Text(slot, language, text, words.source)
            for part in self.parts()
            for slot in part.slots
            for language, words in part.words.items()
            if isinstance(text := words.leaves.get(slot.path), str)
        )

    @cached_property
    def gaps(self) -> tuple[tuple[Slot, WordsFile], ...]:
        """The places without words. A language whose file is missing as a whole is told elsewhere, once."""
        return tuple(gap for part in self.parts() for gap in _gaps(part))

    def holding(self, *what: str | re.Pattern[str]) -> Iterator[Text]:
        """The texts in which any of these pieces or patterns is found, as `WordsFile.holding` looks for them."""
        for words in self.files():
            yield from words.holding(*what)

    def written(self) -> Iterator[Text]:
        """The texts that have a language worth judging: not those still to be written, nor how Russian sounds."""
        return (t for t in self.texts if t.slot.kind is not Kind.SOUND and not is_template(t.words))

    def lessons(self) -> tuple[Placed[LessonShape], ...]:
        """All lessons."""
        return self._lessons

    def cards(self) -> tuple[Placed[CardShape], ...]:
        """All cards, actions, and steps of trouble pages."""
        return self._cards

    def questions(self) -> tuple[Placed[Asked], ...]:
        """All questions: of lessons, then of the two checks."""
        return self._questions

    @cached_property
    def _lessons(self) -> tuple[Placed[LessonShape], ...]:
        return tuple(lesson for part in self.modules for lesson in lessons_of(part))

    @cached_property
    def _cards(self) -> tuple[Placed[CardShape], ...]:
        of_lessons = (card for lesson in self.lessons() for card in cards_of(lesson))
        of_pages = (
            Placed(page.source, (*page.path, "steps", at), step)
            for page in self.pages()
            for at, step in enumerate(page.item.steps)
        )
        return (*of_lessons, *of_pages)

    @cached_property
    def _questions(self) -> tuple[Placed[Asked], ...]:
        of_lessons = (
            asked for part in self.modules for lesson in lessons_of(part) for asked in _asked(part, lesson)
        )
        of_pairs = (half for pair in self.paired() if self.pairs for half in _halves(self.pairs, pair))
        return (*of_lessons, *of_pairs)

    def paired(self) -> Iterator[Placed[PairShape]]:
        """All pairs."""
        if self.pairs:
            for at, pair in enumerate(self.pairs.shape.pairs):
                yield Placed(self.pairs.source, ("pairs", at), pair)

    def pages(self) -> Iterator[Placed[PageShape]]:
        """All trouble pages."""
        if self.trouble:
            for at, page in enumerate(self.trouble.shape.pages):
                yield Placed(self.trouble.source, ("pages", at), page)

    def phrase_pages(self) -> Iterator[Placed[PhrasePageShape]]:
        """All pages of the phrasebook."""
        if self.phrasebook:
            for at, page in enumerate(self.phrasebook.shape.pages):
                yield Placed(self.phrasebook.source, ("pages", at), page)

    def routes(self) -> Iterator[Placed[RouteShape]]:
        """All routes."""
        if self.course:
            for at, route in enumerate(self.course.shape.routes):
                yield Placed(self.course.source, ("routes", at), route)

    def directory(self) -> Iterator[Placed[ContactShape]]:
        """All contacts."""
        if self.contacts:
            for at, contact in enumerate(self.contacts.shape.contacts):
                yield Placed(self.contacts.source, ("contacts", at), contact)

    def contact(self, key: str) -> ContactShape | None:
        """The contact of this key, if there is one."""
        contacts = self.contacts.shape.contacts if self.contacts else ()
        return next((contact for contact in contacts if contact.key == key), None)

    def lacks_fact(self, key: str) -> bool:
        """Whether there surely is no such fact; a fact that can't be read is there."""
        return self.facts_source.data is not None and key not in self.facts and key not in self.unread_facts

    def lacks_contact(self, key: str) -> bool:
        """Whether there surely is no such contact."""
        return self.contacts is not None and self.contact(key) is None


def _gaps(part: Part[Any]) -> Iterator[tuple[Slot, WordsFile]]:
    files = part.words.values()
    empty = {
        at for words in files if "" in words.stripped for at, text in enumerate(words.stripped) if not text
    }
    texts = next((words.slots for words in files), ())
    lists = (
        slot
        for slot in part.slots
        if slot.kind in LISTS
        and not (slot.optional and all(slot.path not in words.leaves for words in files))
    )
    for slot in (*(texts[at] for at in sorted(empty)), *lists):
        lacking = [words for words in files if not words.fills(slot)]
        wanted = not slot.optional or len(lacking) < len(files)
        for words in lacking:
            # An override need not say it; what it says must be words.
            if slot.path in words.leaves if words.language is Language.UZ_CYRL else wanted:
                yield slot, words


def lessons_of(part: Part[ModuleShape]) -> Iterator[Placed[LessonShape]]:
    """The lessons of a module."""
    for at, lesson in enumerate(part.shape.lessons):
        yield Placed(part.source, ("lessons", at), lesson)


def cards_of(lesson: Placed[LessonShape]) -> Iterator[Placed[CardShape]]:
    """The cards of a lesson and its action."""
    for at, card in enumerate(lesson.item.cards):
        yield Placed(lesson.source, (*lesson.path, "cards", at), card)
    if lesson.item.action:
        yield Placed(lesson.source, (*lesson.path, "action"), lesson.item.action)


def questions_of(lesson: Placed[LessonShape]) -> Iterator[Placed[QuestionShape]]:
    """The questions of a lesson."""
    for at, question in enumerate(lesson.item.questions):
        yield Placed(lesson.source, (*lesson.path, "questions", at), question)


def _asked(part: Part[ModuleShape], lesson: Placed[LessonShape]) -> Iterator[Placed[Asked]]:
    for question in questions_of(lesson):
        item, words = question.item, ("lessons", lesson.item.key, "questions", question.item.key)
        asked = Asked(part, words, item.key, item.options, item.right, item.when)
        yield Placed(question.source, question.path, asked)


def _halves(part: Part[PairsShape], pair: Placed[PairShape]) -> Iterator[Placed[Asked]]:
    for name, half in pair.item.halves().items():
        words = ("pairs", pair.item.key, name)
        asked = Asked(part, words, pair.item.key, half.options, half.right, pair.item.when)
        yield Placed(pair.source, (*pair.path, name), asked)


def read_manuscript(content: Path, today: date) -> Manuscript:
    """Read the content folder; every mistake of form is among the `findings`."""
    return _Reading(content).manuscript(today)


class _Reading:
    """One pass over the folder, gathering findings on the way."""

    def __init__(self, content: Path) -> None:
        self._content = content
        self._findings: list[Finding] = []

    def manuscript(self, today: date) -> Manuscript:
        course = self._part("course", "course.yaml", CourseShape, course_slots)
        folders = self._module_folders()
        listed = course.shape.modules if course else tuple(folders)
        modules = [
            self._part(f"modules/{folder}", "module.yaml", ModuleShape, module_slots)
            for folder in dict.fromkeys(listed)
        ]
        facts_source = self._read("facts.yaml", keep=True)
        facts, unread = self._facts(facts_source)
        trouble = self._part("trouble", "trouble.yaml", TroubleShape, trouble_slots)
        contacts = self._part("contacts", "contacts.yaml", ContactsShape, contacts_slots)
        phrasebook = self._optional("phrasebook", PhrasebookShape, phrasebook_slots)
        pairs = self._optional("pairs", PairsShape, pairs_slots)
        territories, findings = read_territories(self._content)
        parts = [part for part in (course, *modules, trouble, contacts, phrasebook, pairs) if part]
        return Manuscript(
            content=self._content,
            today=today,
            course=course,
            modules=tuple(module for module in modules if module),
            trouble=trouble,
            contacts=contacts,
            phrasebook=phrasebook,
            pairs=pairs,
            facts=facts,
            facts_source=facts_source,
            unread_facts=unread,
            territories=territories,
            unlisted=tuple(folder for folder in folders if folder not in listed),
            locks=self._locks([part.folder for part in parts]),
            approvals=self._approvals(course.shape) if course else {},
            calls=self._calls(),
            confirmations=self._confirmations(),
            glossary=self._kept("glossary.yaml", GlossaryShape),
            languages=self._kept("languages.yaml", LanguagesShape),
            audio={part.folder: self._kept(f"{part.folder}/media/audio.yaml", AudiosShape) for part in parts},
            findings=(*self._findings, *findings),
        )

    def _optional(
        self, folder: str, kind: type[Shape], slots: Callable[[Shape], Iterable[Slot]]
    ) -> Part[Shape] | None:
        """A folder that a course need not have."""
        if not (self._content / folder).exists():
            return None
        return self._part(folder, f"{folder}.yaml", kind, slots)

    def _module_folders(self) -> list[str]:
        try:
            folders = sorted(path.name for path in (self._content / "modules").iterdir() if path.is_dir())
        except OSError:
            return []
        return [folder for folder in folders if re.fullmatch(r"[0-9]{2}-[a-z0-9-]+", folder)]

    def _locks(self, folders: list[str]) -> dict[tuple[str, str], Lock]:
        wanted = [(folder, language.value) for folder in folders for language in WRITTEN]
        return {key: self._lock(*key) for key in (*wanted, ("", "facts"))}

    def _lock(self, folder: str, name: str) -> Lock:
        try:
            return read_lock(self._content, folder, name)
        except LockError as error:
            self._unreadable(lock_file(folder, name), error)
            return EMPTY

    def _approvals(self, course: CourseShape) -> dict[str, Agreements]:
        given: dict[str, Agreements] = {}
        for body in course.bodies:
            try:
                agreements = read_agreements(self._content, body.key)
            except ApprovalError as error:
                self._unreadable(f"approvals/{body.key}.json", error)
            else:
                given |= {body.key: agreements} if agreements else {}
        return given

    def _calls(self) -> tuple[Call, ...]:
        try:
            return read_calls(self._content)
        except CallsError as error:
            self._unreadable(CALLS, error)
            return ()

    def _confirmations(self) -> Mapping[str, Confirmation]:
        try:
            return read_confirmations(self._content)
        except ConfirmationsError as error:
            self._unreadable(CONFIRMATIONS, error)
            return {}

    def _unreadable(self, file: str, error: Exception) -> None:
        what = say("this file can't be read ({why})", why=type(error.__cause__ or error).__name__)
        cure = say("It is kept by a command, not by hand; take it back from history.")
        self._shape_finding(Source(file, "", None), (), what, cure, "yaml")

    def _kept(self, file: str, kind: type[Shape]) -> Kept[Shape]:
        """A list that need not be there."""
        if not (self._content / file).exists():
            return Kept(Source(file, "", {}), kind())
        source = self._read(file)
        shape = self._shaped(source, source.data, kind) if source.data is not None else None
        return Kept(source, shape or kind())

    def _read(self, file: str, *, keep: bool = False) -> Source:
        source = read(self._content, file, keep=keep)
        rule = "files_present" if source.missing else "yaml"
        for snag in source.snags:
            self._findings.append(
                Finding(
                    severity=Severity.ERROR,
                    file=file,
                    line=snag.line,
                    column=snag.column,
                    rule=rule,
                    what=snag.what,
                    why=sayings.WHY[rule],
                    cure=snag.cure,
                )
            )
        return source

    def _part(
        self, folder: str, name: str, kind: type[Shape], slots: Callable[[Shape], Iterable[Slot]]
    ) -> Part[Shape] | None:
        source = self._read(f"{folder}/{name}", keep=True)  # small, and most notes stand in it
        shape = self._shaped(source, source.data, kind) if source.data is not None else None
        places = tuple(slots(shape)) if shape else ()
        words = self._words(folder, places)
        return Part(folder, shape, source, places, words) if shape else None

    def _words(self, folder: str, slots: tuple[Slot, ...]) -> dict[Language, WordsFile]:
        words = {}
        lists = {slot.path for slot in slots if slot.kind in LISTS}
        texts = tuple(slot for slot in slots if slot.kind not in LISTS)
        for language in (*WRITTEN, Language.UZ_CYRL):
            file = f"{folder}/{language}.yaml"
            if language is Language.UZ_CYRL and not (self._content / file).exists():
                continue
            source = self._read(file)
            if source.data is not None and slots:
                words[language] = WordsFile(language, source, self._leaves(source, lists), texts)
        return words

    def _leaves(self, source: Source, lists: set[tuple[str, ...]]) -> Mapping[tuple[str, ...], Leaf]:
        """What stands in each place: text, and in some places a list. Anything else is told, and a dot put there."""
        found: dict[tuple[str, ...], Any] = dict(leaves(source.data))
        others = [path for path, value in found.items() if type(value) is not str]
        for path in {*others, *(path for path in lists if path in found)}:
            found[path] = self._leaf(source, path, found[path], path in lists)
        return found

    def _leaf(self, source: Source, path: tuple[str, ...], value: object, wants_list: bool) -> Leaf:
        if value is None:
            return () if wants_list else ""
        if wants_list and isinstance(value, list) and set(map(type, value)) <= {str}:
            return tuple(value)
        if isinstance(value, str) and not wants_list:
            return value
        wanted = sayings.TEXTS if wants_list else sayings.TEXT
        self._shape_finding(source, path, *sayings.wrong_kind(wanted, value))
        return (".",) if wants_list else "."  # so that nobody also calls it empty

    def _facts(self, source: Source) -> tuple[dict[str, FactShape], frozenset[str]]:
        facts, unread = {}, set()
        for key, raw in (source.data or {}).items():
            if not re.fullmatch(KEY_PATTERN, key):
                self._shape_finding(source, (key,), *sayings.wrong_key(key))
            fact = self._shaped(source, raw, FactShape, (key,))
            if fact:
                facts[key] = fact
            else:
                unread.add(key)
        return facts, frozenset(unread)

    def _shaped(self, source: Source, raw: object, kind: type[Shape], above: KeyPath = ()) -> Shape | None:
        """The data in its shape. Unknown keys are told and left out, so that the rest can be judged."""
        try:
            return kind.model_validate(raw)
        except ValidationError as error:
            mistakes = error.errors(include_url=False, include_input=True)
        for mistake in mistakes:
            what, cure = sayings.of_mistake(mistake)
            unknown = mistake["type"] == "extra_forbidden"
            rule = "unknown_keys" if unknown else "shape"
            self._shape_finding(source, (*above, *mistake["loc"]), what, cure, rule)
        if all(mistake["type"] == "extra_forbidden" for mistake in mistakes):
            try:
                return kind.model_validate(_without(raw, [mistake["loc"] for mistake in mistakes]))
            except ValidationError:
                return None
        return None

    def _shape_finding(
        self, source: Source, path: KeyPath, what: Message, cure: Message, rule: str = "shape"
    ) -> None:
        line, column = source.place(path)
        self._findings.append(
            Finding(
                severity=Severity.ERROR,
                file=source.file,
                line=line,
                column=column,
                rule=rule,
                what=what,
                why=sayings.WHY[rule],
                cure=cure,
            )
        )


def _without(raw: object, paths: list[KeyPath]) -> object:
    pruned: Any = copy.deepcopy(raw)
    for path in paths:
        node = pruned
        for step in path[:-1]:
            node = node[step]
        node.pop(path[-1], None)
    return pruned
