"""Every key and number stands once among its neighbours.

Wrong: two cards, questions, options, pairs, lessons, routes, contacts, pages or phrases with the same key; two with the
same number.
Why it matters: a key finds one thing; of two with the same key, one would never be shown or counted.
Cure: give the newer of the two another key or number. Never change the key of what has been released.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from curriculum.manuscript import Manuscript, cards_of, questions_of
from curriculum.message import Message, say
from curriculum.rule import Fault, rule
from curriculum.source import KeyPath, Source


@dataclass(frozen=True, slots=True)
class _Name:
    """A key or number and where it stands."""

    source: Source
    path: KeyPath
    name: object


@rule(why=say("A key finds one thing; of two with the same key, one would never be shown or counted."))
def keys_unique(manuscript: Manuscript) -> Iterator[Fault]:
    """Every key and number stands once among its neighbours."""
    parts, lessons = manuscript.modules, list(manuscript.lessons())
    yield from _twice(say("module"), (_Name(part.source, ("key",), part.shape.key) for part in parts))
    yield from _twice(
        say("module number"), (_Name(part.source, ("number",), part.shape.number) for part in parts)
    )
    yield from _twice(
        say("lesson number"),
        (_Name(lesson.source, (*lesson.path, "number"), lesson.item.number) for lesson in lessons),
    )
    yield from _in_lessons(manuscript)
    yield from _in_trouble(manuscript)
    yield from _in_phrasebook(manuscript)
    yield from _in_lists(manuscript)
    fact, contact = say("fact"), say("contact")
    for card in manuscript.cards():
        for kind, name, keys in ((fact, "facts", card.item.facts), (contact, "contacts", card.item.contacts)):
            named = enumerate(keys if len(keys) > 1 else ())
            yield from _twice(kind, (_Name(card.source, (*card.path, name, at), key) for at, key in named))


def _in_lessons(manuscript: Manuscript) -> Iterator[Fault]:
    for part in manuscript.modules:
        keys = (
            _Name(part.source, ("lessons", at), lesson.key) for at, lesson in enumerate(part.shape.lessons)
        )
        yield from _twice(say("lesson"), keys)
    card, question, option = say("card"), say("question"), say("option")
    for lesson in manuscript.lessons():
        yield from _twice(card, (_Name(c.source, c.path, c.item.key) for c in cards_of(lesson)))
        yield from _twice(question, (_Name(q.source, q.path, q.item.key) for q in questions_of(lesson)))
    yield from _twice(
        say("pair"), (_Name(p.source, (*p.path, "key"), p.item.key) for p in manuscript.paired())
    )
    for asked in manuscript.questions():
        options = (
            _Name(asked.source, (*asked.path, "options", at), one.key)
            for at, one in enumerate(asked.item.options)
        )
        yield from _twice(option, options)


def _in_trouble(manuscript: Manuscript) -> Iterator[Fault]:
    pages = list(manuscript.pages())
    yield from _twice(say("page"), (_Name(page.source, page.path, page.item.key) for page in pages))
    yield from _twice(
        say("icon"), (_Name(page.source, (*page.path, "icon"), page.item.icon) for page in pages)
    )
    for page in pages:
        steps = (
            _Name(page.source, (*page.path, "steps", at), step.key) for at, step in enumerate(page.item.steps)
        )
        yield from _twice(say("step"), steps)


def _in_phrasebook(manuscript: Manuscript) -> Iterator[Fault]:
    pages = list(manuscript.phrase_pages())
    yield from _twice(say("page"), (_Name(page.source, page.path, page.item.key) for page in pages))
    for page in pages:
        phrases = (
            _Name(page.source, (*page.path, "phrases", at), key) for at, key in enumerate(page.item.phrases)
        )
        yield from _twice(say("phrase"), phrases)


def _in_lists(manuscript: Manuscript) -> Iterator[Fault]:
    yield from _twice(say("contact"), (_Name(c.source, c.path, c.item.key) for c in manuscript.directory()))
    if manuscript.contacts:
        shape, source = manuscript.contacts.shape, manuscript.contacts.source
        yield from _twice(
            say("city"), (_Name(source, ("cities", at), key) for at, key in enumerate(shape.cities))
        )
        yield from _twice(
            say("topic"), (_Name(source, ("topics", at), key) for at, key in enumerate(shape.topics))
        )
    if manuscript.course:
        course, source = manuscript.course.shape, manuscript.course.source
        yield from _twice(
            say("term"), (_Name(source, ("terms", at), key) for at, key in enumerate(course.terms))
        )
        yield from _twice(
            say("body"), (_Name(source, ("bodies", at), body.key) for at, body in enumerate(course.bodies))
        )
        yield from _twice(
            say("route"), (_Name(source, ("routes", at), route.key) for at, route in enumerate(course.routes))
        )
        modules = (_Name(source, ("modules", at), folder) for at, folder in enumerate(course.modules))
        yield from _twice(say("module in the list"), modules)


def _twice(kind: Message, names: Iterable[_Name]) -> Iterator[Fault]:
    """A fault for each that stands a second time."""
    seen = set()
    for name in names:
        if name.name in seen:
            yield Fault(
                source=name.source,
                path=name.path,
                what=say("twice in one place: {kind} `{name}`", kind=kind, name=name.name),
                cure=say("Give the newer of the two another one."),
            )
        seen.add(name.name)
