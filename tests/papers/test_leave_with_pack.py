"""The leave-with pack opens alone, is small, and says what the screens say."""

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

import pytest
import vobject
from playwright.sync_api import sync_playwright

from curriculum import CONTENT, convert, load_course, load_territories, read_pictures
from learning.course import Citizenship, Language, Phrase, PhrasePage, Route
from learning.learner import Learner
from learning.walk import visible_cards
from locales import load
from papers import contact_card, leave_with_pack
from screens.reader import Book, Reader

TODAY = date(2026, 11, 29)
EVERY = list(product(Language, Citizenship))
LIMIT = 300 * 1024


@pytest.fixture(scope="module")
def book() -> Book:
    """The real course, with an express path and a phrase, whether authors have written theirs or not."""
    course = load_course(CONTENT)
    numbers = tuple(lesson.number for lesson in course.lessons())[:7]
    words = dict.fromkeys(Language, "?")
    route = Route("express", "⚡", words, words, numbers)
    said = {Language.UZ: "pomogite", Language.KY: "па-ма-ГИ-те"}
    page = PhrasePage("sample", "🚓", words, (Phrase("help", "Помогите <мне>.", said, said),))
    course = replace(course, routes=course.routes or (route,), phrasebook=(*course.phrasebook, page))
    pictures = read_pictures(CONTENT, course)
    return Book(course, load(convert), load_territories(CONTENT), pictures=pictures)


def reader(book: Book, language: Language, passport: Citizenship) -> Reader:
    return Reader(book, Learner(language, passport), TODAY)


class Page(HTMLParser):
    """What a page asks for, which places it has, and its visible words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.asks: list[str] = []
        self.places: list[str] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        self.asks += [names[name] or "" for name in ("src", "href", "srcset", "data") if name in names]
        self.places += [names["id"] or ""] if "id" in names else []
        if tag not in ("meta", "br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize(("language", "passport"), EVERY)
def test_it_opens_alone_and_is_small(book: Book, language: Language, passport: Citizenship) -> None:
    """Every language on every passport: at most 300 KB, nothing asked from anywhere, every link leads inside."""
    html = leave_with_pack(reader(book, language, passport))
    page = Page(html.decode())

    assert len(html) <= LIMIT
    links = [ask for ask in page.asks if not ask.startswith("data:image/png;base64,")]
    assert links and all(link.startswith("#") and link[1:] in page.places for link in links)
    assert "url(" not in html.decode() and "@import" not in html.decode()
    assert page.open == [] and len(set(page.places)) == len(page.places)
    assert not re.search(r"\{[a-z]", page.words.partition("}\n}")[2])


@pytest.mark.parametrize("passport", list(Citizenship))
def test_it_holds_what_concerns_this_passport(book: Book, passport: Citizenship) -> None:
    """Each trouble page, each card of the express path, and the numbers; and nobody else's."""
    mine = reader(book, Language.RU, passport)
    words = Page(leave_with_pack(mine).decode()).words
    flat = re.sub(r"\s+", " ", words)

    for trouble in book.course.trouble:
        assert mine.name(trouble.title) in flat
    [express] = [route for route in book.course.routes if route.key == "express"]
    for number in express.lessons:
        lesson = book.course.lesson(number)
        assert lesson is not None
        for card in visible_cards(lesson, passport):
            assert mine.name(card.text).split("\n")[0] in flat
    assert "112" in flat and "Помогите <мне>." in flat
    strangers = [c for c in book.course.contacts.values() if not c.when.holds(passport)]
    ours = {mine.name(c.name) for c in book.course.contacts.values() if c.when.holds(passport)}
    assert all(
        mine.name(contact.name) not in flat for contact in strangers if mine.name(contact.name) not in ours
    )


def test_drawings_stand_in_the_page_itself(book: Book) -> None:
    """The migration card is on the express path; without the file the card's words stay."""
    here = reader(book, Language.KY, Citizenship.KG)
    page = leave_with_pack(here).decode()
    bare = leave_with_pack(replace(here, book=replace(book, pictures={}))).decode()
    assert page.count('<img alt="Сүрөт" src="data:image/png;base64,') == 1 and "<img" not in bare
    assert len(re.sub("<img[^>]*>", "", page)) >= len(bare) > 10_000


def test_no_press_source_is_told(book: Book) -> None:
    """What was read where is for authors: no pack holds it."""
    packs = [leave_with_pack(reader(book, Language.RU, passport)).decode() for passport in Citizenship]

    assert all(fact.seen not in pack for pack in packs for fact in book.course.facts.values() if fact.seen)


def test_it_can_be_read_on_a_small_phone_without_network(book: Book, chromium: str, tmp_path: Path) -> None:
    """A browser that is offline shows it at 320 pixels without scrolling sideways, and asks for nothing."""
    file = tmp_path / "pack.html"
    file.write_bytes(leave_with_pack(reader(book, Language.UZ, Citizenship.UZ)))
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_context(offline=True, viewport={"width": 320, "height": 640}).new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(file.as_uri())
        wide = page.evaluate("document.documentElement.scrollWidth")
        page.click("nav a >> nth=-1")
        heading = page.locator("h2").last.is_visible()
        browser.close()

    assert (wide, heading) == (320, True)
    assert [url for url in asked if url.partition("#")[0] != file.as_uri()] == []


@pytest.mark.parametrize(("language", "passport"), EVERY)
def test_the_contacts_are_read_by_an_address_book(
    book: Book, language: Language, passport: Citizenship
) -> None:
    """Each contact with a number or a site, its number to the letter, and no number that nobody has read."""
    mine = reader(book, language, passport)
    cards = list(vobject.readComponents(contact_card(mine).decode()))

    wanted = [c for c in book.course.contacts.values() if c.when.holds(passport) and (c.phone or c.site)]
    assert [card.fn.value for card in cards] == [mine.name(contact.name) for contact in wanted]
    numbers = [card.tel.value for card in cards if hasattr(card, "tel")]
    assert numbers == [contact.phone for contact in wanted if contact.phone]
