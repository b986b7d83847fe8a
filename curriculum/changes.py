"""What changed from one release to the next, in words that an author and an official can read, and for whom."""

from collections.abc import Iterator

from curriculum.corrections import Edition, changed_meanings, changed_segments
from curriculum.message import Message, say
from curriculum.segments import segments
from learning.course import Citizenship, Contact, Course, Language, Lesson, Value


def changes(old: Edition | None, new: Edition) -> Iterator[Message]:
    """All that is another thing now, in the order of the course: lessons, cards, law, words, contacts."""
    if old is None:
        count = sum(1 for _ in new.course.lessons())
        yield say("the first release: {count} lessons", count=count)
        return
    yield from _lessons(old.course, new.course)
    yield from _pairs(old.course, new.course)
    yield from _facts(old, new)
    yield from _words(old, new)
    yield from _contacts(old.course, new.course)


def _lessons(old: Course, new: Course) -> Iterator[Message]:
    before = {lesson.number: lesson for lesson in old.lessons()}
    after = {lesson.number: lesson for lesson in new.lessons()}
    for number, lesson in after.items():
        name = lesson.title[Language.RU]
        if number not in before:
            yield say("lesson {number} “{name}” is new", number=number, name=name)
        else:
            yield from _cards(before[number], lesson)
    for number in before.keys() - after.keys():
        name = before[number].title[Language.RU]
        yield say("lesson {number} “{name}” is taken out", number=number, name=name)


def _cards(old: Lesson, new: Lesson) -> Iterator[Message]:
    before, after = {card.key: card for card in old.cards}, {card.key: card for card in new.cards}
    asked, asks = {q.key for q in old.questions}, {q.key for q in new.questions}
    for key in sorted(after.keys() - before.keys()):
        whom = _passports(frozenset(p for p in Citizenship if after[key].when.holds(p)))
        yield say("lesson {number}: the card {key} is new, for {whom}", number=new.number, key=key, whom=whom)
    for key in sorted(before.keys() - after.keys()):
        whom = _passports(frozenset(p for p in Citizenship if before[key].when.holds(p)))
        yield say(
            "lesson {number}: the card {key} is taken out, for {whom}", number=new.number, key=key, whom=whom
        )
    for key in sorted(asks - asked):
        yield say("lesson {number}: the question {key} is new", number=new.number, key=key)
    for key in sorted(asked - asks):
        yield say("lesson {number}: the question {key} is taken out", number=new.number, key=key)


def _pairs(old: Course, new: Course) -> Iterator[Message]:
    before, after = {pair.key for pair in old.pairs}, {pair.key for pair in new.pairs}
    for key in sorted(after - before):
        yield say("the pair {key} is new", key=key)
    for key in sorted(before - after):
        yield say("the pair {key} is taken out", key=key)


def _facts(old: Edition, new: Edition) -> Iterator[Message]:
    for key, fact in new.course.facts.items():
        known = old.course.facts.get(key)
        for passport in Citizenship if known else ():
            was, now = known.values.get(passport) if known else None, fact.values.get(passport)
            if was != now:
                yield say(
                    "the fact {key} for {whom}: {was} → {now}",
                    key=key,
                    whom=passport.value,
                    was=_amount(was),
                    now=_amount(now),
                )
    for key, weight in changed_meanings(old.manuscript, new.manuscript):
        yield say("the meaning of the fact {key} has changed ({weight})", key=key, weight=weight or "?")


def _words(old: Edition, new: Edition) -> Iterator[Message]:
    changed = set()
    for folder, path, weight in changed_segments(old.manuscript, new.manuscript):
        changed.add((folder, path))
        key = f"{folder}:{'.'.join(path)}"
        yield say("{key} is worded anew ({weight})", key=key, weight=weight or "?")
    before = {segment.key: segment for segment in segments(old.manuscript)}
    for language in (Language.KY, Language.TG, Language.UZ):
        known = [(before[s.key], s) for s in segments(new.manuscript) if s.key in before]
        count = sum(was.words(language) != now.words(language) for was, now in known)
        if count:
            yield say("{language}: {count} texts are translated anew", language=language.value, count=count)


def _contacts(old: Course, new: Course) -> Iterator[Message]:
    for key in sorted(new.contacts.keys() - old.contacts.keys()):
        yield say("the contact {key} is new", key=key)
    for key in sorted(old.contacts.keys() - new.contacts.keys()):
        yield say("the contact {key} is taken out", key=key)
    for key in sorted(old.contacts.keys() & new.contacts.keys()):
        was, now = old.contacts[key], new.contacts[key]
        if _reached(was) != _reached(now):
            yield say("the contact {key}: {was} → {now}", key=key, was=_reached(was), now=_reached(now))


def _reached(contact: Contact) -> str:
    return " ".join(filter(None, (contact.phone, contact.site))) or "–"


def _amount(value: Value | None) -> str:
    if value is None:
        return "–"
    return f"{value.low}–{value.high} {value.unit}" if value.high else f"{value.low} {value.unit}"


def _passports(passports: frozenset[Citizenship]) -> str:
    return "–" if not passports else ", ".join(p.value for p in Citizenship if p in passports)
