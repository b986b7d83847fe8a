"""What people who have already learned a rule must be told, when a release changes it: what stood there, what stands now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from curriculum.locks import EMPTY, Weight
from curriculum.manuscript import Manuscript
from curriculum.placeholders import facts as facts_shown
from curriculum.segments import digest, fact_digests, segments
from learning.course import Card, Citizenship, Correction, Course, Language, Lesson, Words
from learning.learner import Learner
from learning.quiz import right_option
from locales import Phrases
from screens.reader import Book, Reader


@dataclass(frozen=True, slots=True)
class Edition:
    """A course as it stands in one release, with the manuscript that it was made from."""

    manuscript: Manuscript
    course: Course


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place whose law has changed: a card of a lesson, or one of its questions."""

    lesson: int
    card: str = ""
    question: str = ""


Texts = tuple[Words, Words]


def weight_between(
    old: Manuscript, new: Manuscript, folder: str, name: str, before: str, after: str
) -> Weight | None:
    """How much a change matters, as its author said; a way back weighs as much as the way there."""
    there = new.locks.get((folder, Language.RU.value), EMPTY).weight(name, before, after)
    return there or old.locks.get((folder, Language.RU.value), EMPTY).weight(name, after, before)


def changed_segments(
    old: Manuscript, new: Manuscript
) -> Iterator[tuple[str, tuple[str, ...], Weight | None]]:
    """The Russian segments that stand in both with other words: folder, key path, weight."""
    before = {segment.key: segment for segment in segments(old)}
    for segment in segments(new):
        known = before.get(segment.key)
        if known is None:
            continue
        was, now = digest(known.words(Language.RU)), digest(segment.words(Language.RU))
        if was != now:
            folder = segment.part.folder
            yield folder, segment.slot.path, weight_between(old, new, folder, segment.name, was, now)


def changed_meanings(old: Manuscript, new: Manuscript) -> Iterator[tuple[str, Weight | None]]:
    """The facts whose meaning (for whom, in which unit, by which law) is another one, with the weight of that."""
    for key, fact in new.facts.items():
        if key in old.facts:
            was, now = fact_digests(old.facts[key])[0], fact_digests(fact)[0]
            if was != now:
                there = new.locks.get(("", "facts"), EMPTY).weight(key, was, now)
                yield key, there or old.locks.get(("", "facts"), EMPTY).weight(key, now, was)


def corrections(
    old: Edition, new: Edition, phrases: Phrases, number: int, today: date
) -> tuple[Correction, ...]:
    """All changes of law from one edition to the next, one each, for exactly the passports that they concern."""
    found: dict[tuple[str, str], Correction] = {}
    for passport in Citizenship:
        for correction in _for_passport(old, new, phrases, number, today, passport):
            # The same words for several passports are one correction.
            same = (correction.key, repr((dict(correction.old), dict(correction.new), correction.cards)))
            known = found.get(same, correction)
            found[same] = replace(known, passports=known.passports | {passport})
    return tuple(
        replace(correction, key=f"{correction.key}-{'-'.join(sorted(correction.passports)).lower()}")
        for correction in found.values()
    )


def _for_passport(
    old: Edition, new: Edition, phrases: Phrases, number: int, today: date, passport: Citizenship
) -> Iterator[Correction]:
    spots = _legal_spots(old, new, passport)
    for spot in spots:
        texts = _texts(old, new, phrases, today, passport, spot)
        cards = {spot.lesson: frozenset({spot.card} - {""})}
        yield Correction(
            f"{spot.lesson}-{spot.card or spot.question}", number, frozenset({passport}), cards, *texts
        )
    for key in _new_amounts(old.course, new.course, passport):
        resting = _resting(old.course, passport, key, set(spots))
        if resting:
            texts = _fact_texts(old, new, phrases, today, passport, key)
            yield Correction(f"fact-{key}", number, frozenset({passport}), resting, *texts)


def _legal_spots(old: Edition, new: Edition, passport: Citizenship) -> list[_Spot]:
    """The places seen by a passport, in both editions, whose words or facts have changed by law."""
    folders = {part.folder: part.shape for part in new.manuscript.modules}
    legal = {
        (folder, path[:4])
        for folder, path, weight in changed_segments(old.manuscript, new.manuscript)
        if weight is Weight.LEGAL and folder in folders
    }
    meanings = {
        key for key, weight in changed_meanings(old.manuscript, new.manuscript) if weight is Weight.LEGAL
    }
    spots = []
    for folder, module in folders.items():
        for shape in module.lessons:
            lesson, before = new.course.lesson(shape.number), old.course.lesson(shape.number)
            if lesson is None or before is None:
                continue
            for card in _shared(before, lesson, passport):
                words = (folder, ("lessons", shape.key, "cards", card.key)) in legal
                if words or meanings & set(card.facts):
                    spots.append(_Spot(shape.number, card.key))
            asked = {q.key for q in before.questions}
            for question in lesson.questions:
                words = (folder, ("lessons", shape.key, "questions", question.key)) in legal
                if words and question.key in asked and question.when.holds(passport):
                    spots.append(_Spot(shape.number, question=question.key))
    return spots


def _shared(before: Lesson, after: Lesson, passport: Citizenship) -> Iterator[Card]:
    known = {card.key for card in before.cards if card.when.holds(passport)}
    yield from (card for card in after.cards if card.key in known and card.when.holds(passport))


def _new_amounts(old: Course, new: Course, passport: Citizenship) -> Iterator[str]:
    for key, fact in old.facts.items():
        later = new.facts.get(key)
        was, now = fact.values.get(passport), later.values.get(passport) if later else None
        if was and now and was != now:
            yield key


def _resting(
    course: Course, passport: Citizenship, fact: str, but: set[_Spot]
) -> Mapping[int, frozenset[str]]:
    """The cards that a fact stood on, by lesson; an empty set where only questions rested on it."""
    resting = {}
    for lesson in course.lessons():
        cards = {card.key for card in lesson.cards if fact in card.facts and card.when.holds(passport)}
        free = {key for key in cards if _Spot(lesson.number, key) not in but}
        asked = any(q.right_fact == fact and q.when.holds(passport) for q in lesson.questions)
        if free or (asked and not cards):
            resting[lesson.number] = frozenset(free)
    return resting


def _texts(
    old: Edition, new: Edition, phrases: Phrases, today: date, passport: Citizenship, spot: _Spot
) -> Texts:
    return (
        _said(old, phrases, today, passport, _words_at(old.course, spot, passport)),
        _said(new, phrases, today, passport, _words_at(new.course, spot, passport)),
    )


def _words_at(course: Course, spot: _Spot, passport: Citizenship) -> Words:
    """The words of a card; of a question with the reply that explains its right answer."""
    lesson = course.lesson(spot.lesson)
    if lesson is None:
        return {}
    if spot.card:
        return next((card.text for card in lesson.cards if card.key == spot.card), {})
    question = next((question for question in lesson.questions if question.key == spot.question), None)
    if question is None:
        return {}
    right = right_option(course, question, passport)
    replies = (option.when_right or {} for option in question.options if option.key == right)
    return _joined(question.text, next(replies, {}))


def _joined(first: Words, second: Words) -> Words:
    both = first.keys() & second.keys() if second else first.keys()
    return {language: f"{first[language]}\n\n{second.get(language, '')}".strip() for language in both}


def _fact_texts(
    old: Edition, new: Edition, phrases: Phrases, today: date, passport: Citizenship, fact: str
) -> Texts:
    """The words of a card that shows the fact, in both editions; else the bare amounts."""
    later = {(lesson.number, card.key): card for lesson in new.course.lessons() for card in lesson.cards}
    for lesson in old.course.lessons():
        for card in lesson.cards:
            after = later.get((lesson.number, card.key))
            shown = fact in facts_shown(card.text[Language.RU]) and card.when.holds(passport)
            if shown and after and fact in facts_shown(after.text[Language.RU]):
                return (
                    _said(old, phrases, today, passport, card.text),
                    _said(new, phrases, today, passport, after.text),
                )
    bare = dict.fromkeys(Language, f"{{{fact}}}")
    return _said(old, phrases, today, passport, bare), _said(new, phrases, today, passport, bare)


def _said(edition: Edition, phrases: Phrases, today: date, passport: Citizenship, words: Words) -> Words:
    """Words as people of a passport read them, in each language that is not withheld."""
    book = Book(edition.course, phrases, edition.manuscript.territories)
    return {
        language: Reader(book, Learner(language, passport), today).resolved(words)
        for language in Language
        if language in words
    }
