"""The menu, and what this course is."""

from learning.completion import course_complete
from learning.progress import new_cards, of_course, unpassed
from screens import icons, phrases
from screens.certificate import way_in
from screens.intents import (
    Agree,
    ChooseLanguage,
    GoOn,
    ListLessons,
    ListTroubles,
    OpenDirectory,
    OpenPack,
    OpenSettings,
    ShowAbout,
    ShowPrivacy,
)
from screens.pairs import offers
from screens.reader import Reader
from screens.routes import open_routes
from screens.screen import Button, Screen


def menu(reader: Reader) -> Screen:
    """Continue, a check while there is one to take, short ways, all lessons, trouble, contacts, phrases, settings, about."""
    progress = of_course(reader.course, reader.learner)
    text = f"<b>{reader.title(reader.course.title)}</b>\n\n"
    text += reader.text("menu.progress", passed=progress.passed, total=progress.total)
    text += time_left(reader)
    new = sum(len(new_cards(lesson, reader.learner)) for lesson in reader.course.lessons())
    if new:
        text += f"\n{icons.NEW} {reader.count('lessons.new-cards', new)}"
    rows: tuple[tuple[Button, ...], ...] = (
        (reader.button(icons.NEXT, reader.phrase(_go_on_words(reader)), GoOn()),),
        *offers(reader),
        *way_in(reader),
        *open_routes(reader),
        (reader.button(icons.LESSONS, reader.phrase("lessons.button"), ListLessons()),),
        (reader.button(icons.TROUBLE, reader.phrase("trouble.button"), ListTroubles()),),
        (reader.button(icons.CONTACTS, reader.phrase("contacts.button"), OpenDirectory()),),
        (reader.button(icons.PACK, reader.phrase("pack.button"), OpenPack()),),
        *phrases.way_in(reader),
        (
            reader.button(icons.SETTINGS, reader.phrase("settings.button"), OpenSettings()),
            reader.button(icons.ABOUT, reader.phrase("about.button"), ShowAbout()),
            reader.button(icons.LANGUAGE, "", ChooseLanguage()),
        ),
    )
    if reader.learner.guest:
        rows = ((reader.button(icons.SAVE, reader.phrase("guest.save"), Agree()),), *rows)
        text += "\n\n" + reader.text("guest.note")
    return Screen(text, rows)


def time_left(reader: Reader) -> str:
    """A line that says how long the rest of the course takes; none once all is passed."""
    rest = unpassed(reader.course, reader.learner)
    return f"\n{reader.minutes(rest, 'menu.left')}" if rest else ""


def done(reader: Reader) -> Screen:
    """Every lesson is passed; repeating is welcome."""
    text = f"{icons.PASSED} {reader.text('course.done')}"
    lessons = reader.button(icons.LESSONS, reader.phrase("lessons.button"), ListLessons())
    pack = reader.button(icons.PACK, reader.phrase("pack.button"), OpenPack())
    contacts = reader.button(icons.CONTACTS, reader.phrase("contacts.button"), OpenDirectory())
    return Screen(text, (*offers(reader), *way_in(reader), (pack,), (lessons,), (contacts,), *reader.foot()))


def how_to(reader: Reader) -> Screen:
    """How to use the bot."""
    return Screen(reader.text("help.text"), reader.foot())


def _go_on_words(reader: Reader) -> str:
    if course_complete(reader.course, reader.learner):
        return "menu.repeat"
    return "menu.continue" if reader.learner.place or reader.learner.lessons else "menu.begin"


def about(reader: Reader) -> Screen:
    """What this course is, who it is for, which release it is and who has not checked it yet."""
    text = reader.text("about.text", release=reader.course.release)
    if reader.course.draft:
        text += f"\n\n{icons.DRAFT} {reader.text('draft.about')}"
    privacy = reader.button(icons.DATA, reader.phrase("privacy.button"), ShowPrivacy())
    return Screen(text, ((privacy,), *reader.foot(ShowAbout())))


def privacy(reader: Reader) -> Screen:
    """What is kept, why, and who can see it."""
    return Screen(reader.text("privacy.text"), reader.foot(ShowPrivacy()))


def neutral(reader: Reader) -> Screen:
    """What stands in the place of a hidden trouble page: nothing that tells what was read."""
    text = f"<b>{reader.title(reader.course.title)}</b>\n\n{reader.text('hidden.text')}"
    return Screen(text, reader.foot())
