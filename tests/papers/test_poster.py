"""The poster and the answer sheet as they are printed: the code is read from the picture, pages are counted.

SAFAR_SHOTS=<folder> also leaves the pictures of the docs there.
"""

import os
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # the package says nothing of its types
import pytest
import zxingcpp
from PIL import Image, ImageFilter
from pypdf import PdfReader

from learning.cohort import Cohort
from learning.course import Citizenship, Language
from learning.learner import Learner
from learning.session_plan import passport_of
from papers.answer_sheet import answer_sheet
from papers.poster import poster
from screens.poster import LANGUAGES, Poster, poster_words
from screens.reader import Reader
from screens.room import Sheets, sheet_words
from tests.scene import our_book

DAY = date(2026, 11, 29)
CODE = "7K4MXQ2R"
LINK = f"https://t.me/safar_course_bot?start=s-{CODE}"
COUNTRIES = ("KG", "TJ", "UZ")


def cohort(territory: str) -> Cohort:
    return Cohort(CODE, territory, 1, DAY)


def words(territory: str) -> Poster:
    book = our_book()
    return poster_words(book, book.territories, cohort(territory), LINK, "safar_course_bot", DAY)


def sheets(territory: str, language: Language = Language.RU) -> Sheets:
    book = our_book()
    return sheet_words(Reader(book, Learner(language), DAY), book.territories, cohort(territory))


def text(paper: bytes) -> list[str]:
    """The words of each page."""
    pages = PdfReader(BytesIO(paper)).pages
    return [" ".join(page.extract_text().replace("\u200b", "").split()) for page in pages]


def printed(paper: bytes, dots: float) -> Image.Image:
    """The first page as a printer of so many dots an inch leaves it."""
    with pypdfium2.PdfDocument(paper) as document:
        page = document[0]
        picture: Image.Image = page.render(scale=dots / 72).to_pil().convert("L")
        page.close()
    return picture


def region(country: str) -> str:
    return our_book().territories.children(country)[0].code


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_code_is_read_from_the_printed_picture(country: str) -> None:
    """As it is printed, in draft quality and blurred, turned as it hangs: the link comes out whole."""
    sheet = poster(words(region(country)), DAY)
    if folder := os.environ.get("SAFAR_SHOTS"):
        printed(sheet, 72).save(Path(folder) / f"poster-{country}.png", optimize=True)
    for picture in (
        printed(sheet, 150),
        printed(sheet, 72).filter(ImageFilter.GaussianBlur(1)),
        printed(sheet, 150).rotate(7, fillcolor=255),
    ):
        assert [found.text for found in zxingcpp.read_barcodes(picture)] == [LINK]


@pytest.mark.parametrize("country", COUNTRIES)
def test_one_page_in_the_languages_of_the_place(country: str) -> None:
    """A4, with title, place, day and "free, no name" in each language of the place, and the code in large letters."""
    made = words(region(country))
    pages = text(poster(made, DAY))
    assert len(pages) == 1
    assert tuple(part.language for part in made.parts) == LANGUAGES[Citizenship(country)]
    for part in made.parts:
        for said in (part.title, *part.reasons, part.scan, part.type, part.where, part.day, part.free):
            assert said in pages[0]
    assert "7K4M XQ2R" in pages[0]


def test_a_country_has_its_name_on_the_poster() -> None:
    """A session for a whole country names it."""
    assert [part.where for part in words("TJ").parts] == ["Тоҷикистон", "Таджикистан"]


@pytest.mark.parametrize("name", ["Ж" * 70, "#panic() " * 9, "узун айыл " * 30])
def test_a_name_that_somebody_typed_breaks_nothing(name: str) -> None:
    """A sub-unit's name of any length is cut, stays on the page and is no markup."""
    made = words(region("UZ"))
    made = replace(made, parts=tuple(replace(part, where=name) for part in made.parts))
    pages = text(poster(made, DAY))
    assert len(pages) == 1 and "7K4M XQ2R" in pages[0]


def test_the_same_poster_gives_the_same_bytes() -> None:
    """So that a test, and a printer's cache, can tell."""
    assert poster(words("KG"), DAY) == poster(words("KG"), DAY)


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_sheet_is_one_page_for_people_and_no_answer_stands_on_it(country: str) -> None:
    """A page to copy: each question by its number, in the languages of the place; right answers only behind it."""
    made = sheets(region(country))
    pages = text(answer_sheet(made, DAY))
    people, leader = pages[0], " ".join(pages[1:])
    for head in made.heads:
        assert head.title in people and head.how in people
        for title in head.lessons:
            assert title in people
    for at, lesson in enumerate(made.lessons, 1):
        for number, question in enumerate(lesson.questions, 1):
            assert f"{at}.{number}" in people
            assert question.words in leader and question.why in leader
            assert f"{next(o.words for o in question.options if o.right)} – {made.right}" in leader
            assert question.words not in people
    assert made.right not in people
    for step in made.plan:
        assert f"{step.when} {step.what}" in leader


def test_each_question_has_one_right_answer_by_the_rules_of_the_place() -> None:
    """The term of registration is another one in Batken than in Sughd, on the same leader's pages."""
    right = {}
    for country in COUNTRIES:
        made = sheets(region(country))
        for lesson in made.lessons:
            for question in lesson.questions:
                assert sum(option.right for option in question.options) == 1 and question.why
                if (lesson.number, question.key) == (501, "how-long"):
                    right[country] = next(option.key for option in question.options if option.right)
    assert right == {"KG": "d30", "TJ": "d15", "UZ": "d15"}


@pytest.mark.parametrize("language", Language)
def test_the_leaders_pages_are_in_his_language(language: Language) -> None:
    """All five, whatever the place speaks; and a draft says that it is one."""
    made = sheets(region("TJ"), language)
    pages = text(answer_sheet(made, DAY))
    assert pages[1].startswith(made.leader)
    assert made.draft in pages[1]
    assert made.plan_title in pages[1]
    assert passport_of(region("TJ"), our_book().territories) is Citizenship.TJ
