"""The modules, the lessons of one, a card, and the law behind a card."""

from collections.abc import Iterable
from html import escape

from learning.course import Card, Confidence, Language, Lesson, Module
from learning.progress import new_cards, of_course, of_module
from learning.validity import past_review
from learning.walk import CardView
from screens import icons
from screens.intents import (
    AskQuestion,
    Intent,
    ListLessons,
    OpenDirectory,
    RateCard,
    ShowCard,
    ShowModule,
    ShowPicture,
    ShowRoute,
    ShowSource,
)
from screens.reader import Reader
from screens.screen import Button, Screen


def lessons(reader: Reader) -> Screen:
    """All modules with progress, one button each: thirty lessons at once fit no small phone."""
    progress = of_course(reader.course, reader.learner)
    text = f"{icons.LESSONS} <b>{reader.text('lessons.title')}</b>\n\n"
    text += reader.text("menu.progress", passed=progress.passed, total=progress.total)
    rows = [(_module(reader, module),) for module in reader.course.modules if _own(reader, module)]
    return Screen(text + draft_mark(reader), (*rows, *reader.foot(ListLessons())))


def module(reader: Reader, module: Module) -> Screen:
    """The lessons of a module, in full words since a small phone cuts what a button says; back to all modules."""
    progress = of_module(module, reader.learner)
    text = f"{icons.LESSONS} <b>{module.number}. {reader.title(module.title)}</b>\n\n"
    text += reader.text("lessons.progress", passed=progress.passed, total=progress.total)
    own = _own(reader, module)
    text += f" · {reader.minutes(own)}\n" if own else ""
    text += "".join(f"\n{line(reader, lesson)}" for lesson in own)
    rows = [(lesson_button(reader, lesson),) for lesson in own]
    back = reader.button(icons.BACK, reader.phrase("lessons.button"), ListLessons())
    return Screen(text + draft_mark(reader), (*rows, (back,), *reader.foot(ShowModule(module.number))))


def _own(reader: Reader, module: Module) -> list[Lesson]:
    """The lessons of a module that concern this passport."""
    return [lesson for lesson in module.lessons if lesson.concerns(reader.passport)]


def _module(reader: Reader, module: Module) -> Button:
    """A module by its number and title, and how many of its lessons are passed."""
    progress = of_module(module, reader.learner)
    icon = icons.PASSED if progress.passed == progress.total else icons.NEXT
    if any(new_cards(lesson, reader.learner) for lesson in module.lessons):
        icon = icons.NEW
    words, end = f"{module.number}. {reader.name(module.title)}", f" {progress.passed}/{progress.total}"
    return reader.wide_button(icon, words, end, ShowModule(module.number))


def line(reader: Reader, lesson: Lesson) -> str:
    """A lesson in one line: whether it is passed, its title in full, and how long it takes."""
    return f"{_mark(reader, lesson)} {reader.title(lesson.title)} · {reader.minutes([lesson])}"


def _mark(reader: Reader, lesson: Lesson) -> str:
    """Whether a lesson is passed, still to be passed, or has cards that came into it later."""
    if lesson.number not in reader.learner.lessons:
        return icons.NEXT
    return icons.NEW if new_cards(lesson, reader.learner) else icons.PASSED


def lesson_button(reader: Reader, lesson: Lesson) -> Button:
    """A lesson; one that was passed leads to the cards that came into it later, if there are any."""
    words, new = reader.name(lesson.title), new_cards(lesson, reader.learner)
    if new:
        words += f": {reader.count('lessons.new-cards', len(new))}"
    first = new[0].key if new else ""
    return reader.button(_mark(reader, lesson), words, ShowCard(lesson.number, first))


def card(reader: Reader, view: CardView, attempt: int) -> Screen:
    """One card: where it stands, its words, how sure they are; back, next, the law. `attempt`: a quiz to begin."""
    here = ShowCard(view.lesson.number, view.card.key)
    text = f"{heading(reader, view)}\n\n{card_words(reader, view.card)}"
    rows: list[tuple[Button, ...]] = [_steps(reader, view, attempt)]
    if view.card.picture:
        drawing = ShowPicture(view.lesson.number, view.card.key)
        rows.append((reader.button(icons.PICTURE, reader.phrase("card.picture"), drawing),))
    if view.card.facts:
        why = ShowSource(view.lesson.number, view.card.key)
        rows.append((reader.button(icons.LAW, reader.phrase("source.button"), why),))
    if view.card.contacts:
        rows.append((reader.button(icons.CONTACTS, reader.phrase("contacts.button"), OpenDirectory()),))
    rows += _ratings(reader, view)
    return Screen(text + draft_mark(reader, view.lesson.unit), (*rows, *reader.foot(here)))


def picture(reader: Reader, view: CardView) -> Screen:
    """A card's drawing, below it the card's words and the way back to it."""
    here = ShowCard(view.lesson.number, view.card.key)
    back = reader.button(icons.BACK, reader.phrase("source.back"), here)
    text = card_words(reader, view.card) + draft_mark(reader, view.lesson.unit)
    return Screen(text, ((back,), *reader.foot(here)), view.card.picture)


def card_words(reader: Reader, card: Card) -> str:
    """A card's words, and how sure they are."""
    said = reader.say(card.text)
    if unconfirmed(reader, card.facts):
        said += f"\n\n{icons.UNCONFIRMED} <i>{reader.text('card.unconfirmed')}</i>"
    return said + overdue(reader, card.facts)


def heading(reader: Reader, view: CardView) -> str:
    """The lesson's title, "3 of 7" and a bar; before the first card also how long the lesson takes."""
    bar = icons.FULL_STEP * view.position + icons.EMPTY_STEP * (view.total - view.position)
    where = reader.text("card.position", position=view.position, total=view.total)
    took = "" if view.back else f" · {reader.minutes([view.lesson])}"
    return f"<b>{reader.title(view.lesson.title)}</b>\n{bar} {where}{took}"


def _steps(reader: Reader, view: CardView, attempt: int) -> tuple[Button, ...]:
    """Back and next; before the first card stands the route or the module, after the last the questions."""
    number = view.lesson.number
    row = []
    back = ShowCard(number, view.back) if view.back else _whence(reader, number)
    if back:
        row.append(reader.button(icons.BACK, reader.phrase("card.back"), back))
    if view.next:
        row.append(reader.button(icons.NEXT, reader.phrase("card.next"), ShowCard(number, view.next)))
    else:
        row.append(reader.button(icons.QUIZ, reader.phrase("quiz.begin"), AskQuestion(number, attempt)))
    return tuple(row)


def _whence(reader: Reader, lesson: int) -> Intent | None:
    """Where a lesson was chosen: on the route that is walked, or in its module."""
    if reader.walked:
        return ShowRoute(reader.walked.key)
    module = reader.course.module_of(lesson)
    return ShowModule(module.number) if module else None


def _ratings(reader: Reader, view: CardView) -> list[tuple[Button, ...]]:
    """Clear, or not clear? What was said is marked. A guest is not asked, since nothing of him is kept."""
    if reader.learner.guest:
        return []
    number, key = view.lesson.number, view.card.key
    said = reader.learner.rated.get((number, key))
    row = []
    for clear, icon, phrase in ((True, icons.CLEAR, "card.clear"), (False, icons.UNCLEAR, "card.unclear")):
        mark = f" {icons.CHOSEN}" if said and said.clear is clear else ""
        row.append(reader.button(icon, reader.phrase(phrase) + mark, RateCard(number, key, int(clear))))
    return [tuple(row)]


def source(reader: Reader, view: CardView) -> Screen:
    """Why? Which law? Act and article, and when it was last seen or checked."""
    here = ShowCard(view.lesson.number, view.card.key)
    text = f"{icons.LAW} <b>{reader.text('source.title')}</b>\n\n{_sources(reader, view.card)}"
    back = reader.button(icons.BACK, reader.phrase("source.back"), here)
    return Screen(text + draft_mark(reader, view.lesson.unit), ((back,), *reader.foot(here)))


def _sources(reader: Reader, card: Card) -> str:
    parts = []
    for key in card.facts:
        fact = reader.course.facts[key]
        law = fact.law.get(reader.passport)
        if law:
            mark = reader.overdue_mark(fact) if past_review(fact, reader.today) else reader.fact_mark(fact)
            parts.append(f"• {escape(law, quote=False)}\n<i>{mark}</i>")
    return "\n\n".join(dict.fromkeys(parts))


def unconfirmed(reader: Reader, facts: Iterable[str]) -> bool:
    """Whether any of these facts is one that a lawyer has yet to confirm."""
    return any(reader.course.facts[key].confidence is Confidence.MEDIUM for key in facts)


def overdue(reader: Reader, facts: Iterable[str]) -> str:
    """The lines that say which of these facts were to be looked at again before today; empty if none was."""
    return "".join(f"\n\n<i>{icons.OVERDUE} {mark}</i>" for mark in reader.overdue_marks(facts))


def draft_mark(reader: Reader, unit: str = "") -> str:
    """Whether these words are a draft still, or who has agreed to them; without a unit, whether the course is one."""
    draft = reader.course.is_draft(unit, reader.language) if unit else reader.course.draft
    if draft:
        return f"\n\n<i>{icons.DRAFT} {reader.text('draft.mark')}</i>"
    agreed = [a for a in reader.course.approvals.get(unit, ()) if a.language in {None, own_editor(reader)}]
    if not agreed:
        return ""
    who = ", ".join(reader.name(reader.course.bodies[approval.body]) for approval in agreed)
    day = reader.on(min(approval.on for approval in agreed))
    return f"\n\n<i>{icons.APPROVED} {reader.text('source.checked', who=who, day=day)}</i>"


def own_editor(reader: Reader) -> Language:
    """The language whose editor looks after what this reader reads: Uzbek Cyrillic is derived from Uzbek."""
    return Language.UZ if reader.language is Language.UZ_CYRL else reader.language
