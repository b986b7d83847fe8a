"""What the page is given, as plain data: screens with their marks, the outline of the course, what is wrong."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from curriculum import Finding, Standing, State, in_russian
from learning import quiz, walk
from learning.course import CHECKS, FIRST_CHECK, Citizenship, Language, Lesson, Module
from learning.learner import Learner, Place
from screens import contacts, phrases, trouble
from screens import lessons as cards
from screens import quiz as quizzes
from screens.pictures import data_address
from screens.quiz import CHECK_TITLES
from screens.reader import Reader
from screens.screen import Screen
from workbench.desk import Desk
from workbench.learned import of_item, of_pair

Plain = dict[str, Any]
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One screen to look at, and where its words stand: a folder and the beginning of a key path."""

    key: str
    screen: Screen
    folder: str
    path: Path


def outline(desk: Desk) -> Plain:
    """What can be chosen."""
    course = desk.book.course if desk.book else None
    return {
        "version": desk.version,
        "today": desk.today.isoformat(),
        "lessons": [
            {
                "number": lesson.number,
                "title": f"{module.number}. {lesson.title[Language.RU]}",
                "key": lesson.key,
            }
            for module in (course.modules if course else ())
            for lesson in module.lessons
        ],
        "checks": [
            {"number": number, "title": check_title(desk, number), "key": key}
            for number, key in CHECKS.items()
            if course and course.lesson(number)
        ],
        "trouble": [
            {"key": page.key, "title": f"{page.icon} {page.title[Language.RU]}"}
            for page in (course.trouble if course else ())
        ],
        "phrases": [
            {"key": page.key, "title": f"{page.icon} {page.title[Language.RU]}"}
            for page in (course.phrasebook if course else ())
        ],
        "contacts": [
            {"key": key, "title": words[Language.RU]}
            for key, words in (course.topics if course else {}).items()
        ],
        "errors": [told(finding) for finding in desk.errors],
        "others": [told(finding) for finding in _elsewhere(desk)],
        "counts": {
            severity: sum(finding.severity == severity for finding in desk.findings)
            for severity in ("error", "warning", "note")
        },
    }


def check_title(desk: Desk, number: int) -> str:
    """What a check is called in Russian."""
    return desk.phrases.text(Language.RU, CHECK_TITLES[number])


def row(desk: Desk, what: str, key: str, language: Language, passport: Citizenship) -> list[Plain]:
    """The screens of a lesson, a check, a page or a topic of contacts, one after the other."""
    reader = _reader(desk, language, passport)
    return [_plain(desk, item, language, key) for item in _items(reader, what, key)] if reader else []


def side_by_side(desk: Desk, what: str, key: str, card: str, passport: Citizenship) -> list[Plain]:
    """One screen in every language."""
    found = []
    for language in (Language.RU, Language.KY, Language.TG, Language.UZ, Language.UZ_CYRL):
        reader = _reader(desk, language, passport)
        items = [item for item in _items(reader, what, key) if item.key == card] if reader else []
        found += [_plain(desk, item, language, key) for item in items[:1]]
    return found


def screen(shown: Screen, pictures: Mapping[str, bytes]) -> Plain:
    """A screen: its drawing as a data address, or none; Telegram's HTML and rows of buttons."""
    body = pictures.get(shown.picture)
    return {
        "picture": data_address(shown.picture, body) if body else "",
        "html": shown.text,
        "rows": [[{"text": button.text, "data": button.data} for button in row] for row in shown.rows],
    }


def told(finding: Finding) -> Plain:
    """A finding in both languages of authors."""
    return {
        "severity": finding.severity.value,
        "file": finding.file,
        "line": finding.line,
        "rule": finding.rule,
        "en": [str(finding.what), str(finding.why), str(finding.cure)],
        "ru": [in_russian(words) for words in (finding.what, finding.why, finding.cure)],
    }


def _reader(desk: Desk, language: Language, passport: Citizenship) -> Reader | None:
    return Reader(desk.book, Learner(language, passport), desk.today) if desk.book else None


def _items(reader: Reader, what: str, key: str) -> Iterator[Item]:
    if what == "lesson":
        for module in reader.course.modules:
            for lesson in module.lessons:
                if str(lesson.number) == key:
                    yield from _lesson(reader, module, lesson)
    elif what == "check" and key.isdecimal() and (check := reader.course.lesson(int(key))):
        yield from _check(reader, check)
    elif what == "trouble" and (page := reader.course.trouble_page(key)):
        yield Item(key, trouble.trouble(reader, page), "trouble", ("pages", key))
    elif what == "phrases" and (phrase_page := reader.course.phrase_page(key)):
        yield Item(key, phrases.phrases(reader, phrase_page), "phrasebook", ("pages", key))
    elif what == "contacts" and key in reader.course.topics:
        yield Item(key, contacts.by_topic(reader, key), "contacts", ("contacts",))


def _lesson(reader: Reader, module: Module, lesson: Lesson) -> Iterator[Item]:
    folder, here = f"modules/{module.number:02}-{module.key}", ("lessons", lesson.key)
    for card in walk.visible_cards(lesson, reader.passport):
        view = walk.show(reader.course, reader.passport, Place(lesson.number, card.key))
        if view:
            yield Item(card.key, cards.card(reader, view, 1), folder, (*here, "cards", card.key))
    for asked in _asked(reader, lesson):
        path = (*here, "questions", asked.question.key)
        yield Item(asked.question.key, quizzes.question(reader, asked), folder, path)


def _check(reader: Reader, check: Lesson) -> Iterator[Item]:
    half = "first" if check.number == FIRST_CHECK else "last"
    for asked in _asked(reader, check):
        key = asked.question.key
        yield Item(key, quizzes.question(reader, asked), "pairs", ("pairs", key, half))


def _asked(reader: Reader, lesson: Lesson) -> Iterator[quiz.QuestionView]:
    attempt = quiz.begin(reader.course, lesson, 1)
    for question in quiz.visible_questions(lesson, reader.passport):
        asked = quiz.view(lesson, reader.passport, attempt, question.key)
        if asked:
            yield asked


def _plain(desk: Desk, item: Item, language: Language, key: str) -> Plain:
    return {
        "key": item.key,
        "language": language.value,
        **screen(item.screen, desk.book.pictures if desk.book else {}),
        "states": [_state(standing) for standing in _standings(desk, item, language)],
        "findings": [told(finding) for finding in _findings(desk, item, language)],
        "learned": (
            of_pair(desk.learned, item.key, language)
            if item.folder == "pairs"
            else of_item(desk.learned, key, item.key, language)
        ),
    }


def _written(language: Language) -> Language:
    """The language in which the words were written: Uzbek Cyrillic is derived."""
    return Language.UZ if language is Language.UZ_CYRL else language


def _standings(desk: Desk, item: Item, language: Language) -> Iterator[Standing]:
    for standing in desk.standings:
        here = standing.folder == item.folder and standing.path[: len(item.path)] == item.path
        if here and standing.language is _written(language) and standing.state is not State.CURRENT:
            yield standing


def _state(standing: Standing) -> Plain:
    return {
        "name": standing.name,
        "state": standing.state.value,
        "withheld": standing.withheld,
        "facts": list(standing.facts),
        "difference": difference(standing.old_source, standing.source) if standing.old_source else [],
    }


def difference(old: str, new: str) -> list[list[str]]:
    """What changed, word by word: pieces with "same", "out" or "in" before them."""
    before, after = old.split(" "), new.split(" ")
    pieces: list[list[str]] = []
    for change, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if change == "equal":
            pieces.append(["same", " ".join(before[i1:i2])])
            continue
        if i1 < i2:
            pieces.append(["out", " ".join(before[i1:i2])])
        if j1 < j2:
            pieces.append(["in", " ".join(after[j1:j2])])
    return pieces


def _findings(desk: Desk, item: Item, language: Language) -> Iterator[Finding]:
    """What is wrong with the words of this screen in this language, and with its structure."""
    spans = [
        span
        for span in desk.spans
        if span.folder == item.folder
        and span.path[: len(item.path)] == item.path
        and span.language in {None, language, _written(language)}
    ]
    for finding in _all(desk):
        if any(span.file == finding.file and span.first <= finding.line <= span.last for span in spans):
            yield finding


def _elsewhere(desk: Desk) -> Iterator[Finding]:
    """What belongs to no card or question."""
    spans = [
        span
        for span in desk.spans
        if len(span.path) >= 4 or span.path[:1] in (("pages",), ("contacts",), ("pairs",))
    ]
    for finding in _all(desk):
        if not any(span.file == finding.file and span.first <= finding.line <= span.last for span in spans):
            yield finding


def _all(desk: Desk) -> Sequence[Finding]:
    return desk.findings
