"""The leave-with pack: one page that opens without network and holds what matters after the border.

The course is read in Telegram, which may not work where it is needed most. So this page goes along as a file: the
express path, what to do in trouble, contacts, Russian phrases. It loads nothing from anywhere.
"""

from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from learning.course import Card, Language, Lesson, PhrasePage, TroublePage
from learning.walk import visible_cards
from screens import icons
from screens.contacts import entry, own
from screens.lessons import card_words
from screens.phrases import said_and_meant
from screens.pictures import data_address
from screens.reader import Reader
from screens.trouble import contact_lines, visible_steps

EXPRESS = "express"  # the route that goes along
HTML_CODES = {Language.UZ: "uz-Latn", Language.UZ_CYRL: "uz-Cyrl"}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the pack: its anchor, its heading, and its pieces of HTML, each a block of its own."""

    anchor: str
    icon: str
    title: str
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Sections of one kind under one heading."""

    title: str
    sections: tuple[Section, ...]


def leave_with_pack(reader: Reader) -> bytes:
    """The page as UTF-8 HTML, for this reader's language and passport, as the course stands on this day."""
    chapters = [chapter for chapter in _chapters(reader) if chapter.sections]
    page = _template().render(reader=reader, chapters=chapters, icons=icons, code=_code(reader.language))
    return page.encode()


def _chapters(reader: Reader) -> tuple[Chapter, ...]:
    course = reader.course
    return (
        Chapter(reader.phrase("trouble.title"), tuple(_trouble(reader, page) for page in course.trouble)),
        Chapter(reader.phrase("contacts.title"), _contacts(reader)),
        Chapter(reader.phrase("pack.lessons"), tuple(_lesson(reader, lesson) for lesson in _express(reader))),
        Chapter(reader.phrase("phrases.title"), tuple(_phrases(reader, page) for page in course.phrasebook)),
    )


def _express(reader: Reader) -> tuple[Lesson, ...]:
    numbers = next((route.lessons for route in reader.course.routes if route.key == EXPRESS), ())
    found = (reader.course.lesson(number) for number in numbers)
    return tuple(lesson for lesson in found if lesson and visible_cards(lesson, reader.passport))


def _lesson(reader: Reader, lesson: Lesson) -> Section:
    cards = visible_cards(lesson, reader.passport)
    return Section(
        f"l{lesson.number}",
        icons.LESSONS,
        reader.name(lesson.title),
        tuple(_card(reader, card) for card in cards),
    )


def _card(reader: Reader, card: Card) -> str:
    return card_words(reader, card) + _drawing(reader, card)


def _drawing(reader: Reader, card: Card) -> str:
    """The card's drawing inside the page itself, since the page loads nothing."""
    body = reader.book.pictures.get(card.picture)
    if not body:
        return ""
    said = escape(reader.phrase("card.picture"))
    return f'\n\n<img alt="{said}" src="{data_address(card.picture, body)}">'


def _trouble(reader: Reader, page: TroublePage) -> Section:
    steps = tuple(_card(reader, step) for step in visible_steps(reader, page))
    return Section(
        f"t-{page.key}",
        page.icon,
        reader.name(page.title),
        (*steps, "\n".join(contact_lines(reader, page))),
    )


def _contacts(reader: Reader) -> tuple[Section, ...]:
    contacts = own(reader)
    topics = [key for key in reader.course.topics if any(key in contact.topics for contact in contacts)]
    return tuple(
        Section(
            f"k-{key}",
            icons.CONTACTS,
            reader.name(reader.course.topics[key]),
            tuple(entry(reader, contact) for contact in contacts if contact.topics[0] == key),
        )
        for key in topics
        if any(contact.topics[0] == key for contact in contacts)
    )


def _phrases(reader: Reader, page: PhrasePage) -> Section:
    pieces = tuple(said_and_meant(reader, phrase) for phrase in page.phrases)
    return Section(f"p-{page.key}", page.icon, reader.name(page.title), pieces)


def _code(language: Language) -> str:
    return HTML_CODES.get(language, language.value)


def paragraphs(piece: str) -> Markup:
    """A piece of a screen's HTML as paragraphs; the screen has escaped what authors wrote."""
    blocks = piece.strip().split("\n\n")
    return Markup("".join(f"<p>{block.replace(chr(10), '<br>')}</p>" for block in blocks))  # noqa: S704 - escaped by screens


@cache
def _template() -> Template:
    loader = PackageLoader("papers")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.filters["paragraphs"] = paragraphs
    return environment.get_template("leave_with_pack.html")
