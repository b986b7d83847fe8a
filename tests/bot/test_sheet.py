"""The sheet for a lawyer: all that people read is on it, and what comes back is taken in or refused by row."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.confirm import OF_FACT
from bot.kit import Kit, Sentence, readers
from bot.sheet import CONFIRMED, CORRECTION, DIGEST, KEY, chosen
from curriculum import CONTENT, convert, load_course, load_territories
from learning.course import Citizenship, Language
from learning.learner import Learner, Place
from learning.quiz import right_option
from learning.walk import show, visible_cards
from locales import load
from screens import lessons
from screens.reader import Book, Reader
from tests.curriculum import sample_content

CONFIRMATIONS = "locks/confirmations.json"
FACTS = "facts.yaml"


@cache
def real() -> Book:
    return Book(load_course(CONTENT), load(convert), load_territories(CONTENT))


@cache
def kit() -> Kit:
    return Kit(readers(real()))


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return sample_content.write(tmp_path / "content")


def safar(content: Path, *words: object) -> Result:
    return CliRunner().invoke(app, [*map(str, words), "--content", str(content)])


def words_of(module: str) -> list[Sentence]:
    return chosen(kit(), module)[1]


def test_every_card_that_a_person_reads_is_on_the_sheet_of_its_module() -> None:
    """For each passport, word for word, with that passport's numbers."""
    for module in real().course.modules:
        rows = words_of(module.key)
        for passport in Citizenship:
            reader = Reader(real(), Learner(Language.RU, passport), date(2026, 11, 24))
            for lesson in module.lessons:
                for card in visible_cards(lesson, passport):
                    [row] = [
                        r
                        for r in rows
                        if r.key == f"lessons.{lesson.key}.cards.{card.key}" and passport in r.passports
                    ]
                    view = show(reader.course, passport, Place(lesson.number, card.key))
                    assert view is not None
                    shown = lessons.card(reader, view, 1).text.replace("<b>", "").replace("</b>", "")
                    assert row.text.split("\n")[0] in shown.replace("<i>", "").replace("</i>", "")
                    assert set(card.facts) <= set(row.facts)


def test_every_question_stands_there_with_its_right_answer_and_each_reply_once_a_passport() -> None:
    """The right answer is that of the passport; a passport has one reply an option."""
    for module in real().course.modules:
        rows = words_of(module.key)
        for lesson in module.lessons:
            for question in lesson.questions:
                here = f"lessons.{lesson.key}.questions.{question.key}"
                for passport in filter(question.when.holds, Citizenship):
                    [asked] = [r for r in rows if r.key == f"{here}.text" and passport in r.passports]
                    right = right_option(real().course, question, passport)
                    option = next(o for o in question.options if o.key == right)
                    reader = kit().readers[passport]
                    worded = reader.name(option.text) if option.text else reader.value(option.value)  # type: ignore[arg-type]
                    assert f"Верно: {worded}" in asked.text
                    replies = [
                        r for r in rows if r.key.startswith(f"{here}.options.") and passport in r.passports
                    ]
                    assert len(replies) == len(question.options)
                    assert all(set(r.facts) >= {question.right_fact} - {""} for r in (asked, *replies))


def test_steps_of_trouble_pages_are_on_their_sheet() -> None:
    """Each step of each page."""
    keys = {row.key for row in words_of("trouble")}
    assert keys == {f"pages.{p.key}.steps.{s.key}" for p in real().course.trouble for s in p.steps}


def test_both_questions_of_a_pair_are_on_their_sheet(tmp_path: Path) -> None:
    """With the right answer for each passport and the replies of the last; nothing of "I don't know"."""
    content = sample_content.write(tmp_path / "content", sample_content.pairs())
    book = Book(load_course(content), load(convert), load_territories(content))
    title, rows = chosen(Kit(readers(book)), "pairs")
    assert title == "первая и последняя проверка"
    term = [row for row in rows if row.key == "pairs.how-soon.first.text"]
    assert {row.passports: row.text.splitlines()[1] for row in term} == {
        (Citizenship.KG,): "Верно: 30 дней",
        (Citizenship.TJ, Citizenship.UZ): "Верно: 15 дней",
        (Citizenship.OTHER,): "Верно: 7 рабочих дней",
    }
    assert {row.facts for row in term} == {("registration-term",)}
    assert sum(row.key.startswith("pairs.idea-a.last.options") for row in rows) == 3
    assert not any("unsure" in row.key or "Не знаю" in row.text for row in rows)
    done = safar(content, "sheet", "pairs", "--to", tmp_path / "pairs.html")
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("what", ["5", "registration", "05-registration", "trouble"])
def test_no_placeholder_is_left_and_numbers_count_up(what: str) -> None:
    """A lawyer reads what people read."""
    rows = words_of(what)
    assert not any("{" in row.text for row in rows)
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert all(row.passports for row in rows)


def test_passports_that_read_the_same_share_a_row(content: Path, tmp_path: Path) -> None:
    """Thirty days for one, fifteen for two, working days for the rest: three rows, and one for what all read."""
    made = safar(content, "sheet", "registration", "--to", tmp_path / "sheet.xlsx")
    assert made.exit_code == 0, made.stderr
    rows = {key: [r for r in table(tmp_path / "sheet.xlsx") if r[KEY] == key] for key in (
        "lessons.first-days.cards.term", "lessons.first-days.cards.why")}  # fmt: skip
    assert [[r["Для кого"] for r in found] for found in rows.values()] == [
        ["Кыргызстан", "Таджикистан, Узбекистан", "другие страны"],
        ["для всех"],
    ]
    assert rows["lessons.first-days.cards.term"][0]["Закон и статья"] == "Договор о ЕАЭС, статья 97"


def sheet_of(file: Path) -> Any:
    return load_workbook(file).worksheets[0]


def table(file: Path) -> list[dict[str, Any]]:
    """The rows of a sheet by the columns' titles."""
    lines = [[cell.value for cell in row] for row in sheet_of(file).iter_rows()]
    top = next(at for at, line in enumerate(lines) if line[0] == KEY)
    return [dict(zip(lines[top], line, strict=True)) for line in lines[top + 1 :]]


def test_the_sheet_names_each_fact_with_all_that_is_known_of_it(content: Path, tmp_path: Path) -> None:
    """Number, values, law, source, date, confidence; and to confirm or correct."""
    safar(content, "sheet", "5", "--to", tmp_path / "sheet.xlsx")
    facts = {r[KEY]: r for r in table(tmp_path / "sheet.xlsx") if r[KEY].startswith(OF_FACT)}

    assert list(facts) == ["fact:registration-term", "fact:host-duty"]
    term = facts["fact:registration-term"]
    assert "30 дней: Кыргызстан" in term["Текст"] and "15 дней: Таджикистан, Узбекистан" in term["Текст"]
    assert (term["Источник авторов"], term["Сведения на"], term["Основание"]) == (
        "a page",
        "2023",
        "2.01, 2.02",
    )
    assert facts["fact:host-duty"]["Уверенность"] == "средняя"
    assert not any(row[CONFIRMED] or row[CORRECTION] for row in facts.values())


def test_the_page_to_print_has_boxes_and_a_place_to_sign(content: Path, tmp_path: Path) -> None:
    """A pair of boxes for each fact and each text."""
    page = tmp_path / "sheet.html"
    told = safar(content, "sheet", "5", "--to", page, "--today", "2026-11-24").stdout
    text = page.read_text("utf-8")

    facts, texts = (int(word) for word in told.split() if word.isdigit())
    assert text.count(">исправить<") == facts + texts
    for words in ("Организация", "Подпись", "Лист составлен 24.11.2026", "черновик", "a page"):
        assert words in text


@pytest.mark.parametrize("to", ["sheet.xlsx", "sheet.html"])
def test_contacts_have_a_sheet_too(to: str, content: Path, tmp_path: Path) -> None:
    """It is the sheet to call by."""
    done = safar(content, "sheet", "contacts", "--to", tmp_path / to)
    assert done.exit_code == 0 and "2 contacts, 1 with a phone" in done.stdout


@pytest.mark.parametrize(
    ("what", "to", "said"),
    [
        ("registratoin", "x.html", "did you mean `registration`?"),
        ("99", "x.html", "there are registration, trouble, pairs, contacts"),
        ("5", "x.pdf", "written as .xlsx or .html"),
        ("5", "no/folder.xlsx", "folder"),
    ],
)
def test_a_sheet_that_can_t_be_made_is_one_line(
    what: str, to: str, said: str, content: Path, tmp_path: Path
) -> None:
    """Exit status 2, and no file."""
    done = safar(content, "sheet", what, "--to", tmp_path / to)
    assert done.exit_code == 2 and said in done.stderr and len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / to).exists()


def test_broken_content_makes_no_sheet(tmp_path: Path) -> None:
    """A lawyer is not handed what can't be taught."""
    content = sample_content.broken(tmp_path, FACTS, "confidence: high", "confidence: sure")
    done = safar(content, "sheet", "5", "--to", tmp_path / "x.html")
    assert done.exit_code == 2 and "errors" in done.stderr


def filled(content: Path, file: Path, answers: dict[str, tuple[str, str]]) -> Path:
    """The sheet of the module with answers: by key, confirmed and correction."""
    assert safar(content, "sheet", "5", "--to", file).exit_code == 0
    book = load_workbook(file)
    sheet: Any = book.worksheets[0]
    header = next(row for row in sheet.iter_rows() if row[0].value == KEY)
    columns = {cell.value: cell.column for cell in header}
    for row in sheet.iter_rows(min_row=header[0].row + 1):
        given = answers.pop(row[0].value, None)
        if given:
            for title, words in zip((CONFIRMED, CORRECTION), given, strict=True):
                sheet.cell(row[0].row, columns[title]).value = words or None
    assert answers == {}
    book.save(file)
    return file


def confirm(content: Path, file: Path, on: str = "2026-11-20", by: str = "Коллегия адвокатов") -> Result:
    return safar(content, "facts", "confirm", file, "--by", by, "--on", on, "--today", "2026-11-24")


def test_a_confirmed_fact_is_shown_as_checked_and_no_yaml_is_touched(content: Path, tmp_path: Path) -> None:
    """By whom and when; the fact beside it stays unchecked."""
    file = filled(content, tmp_path / "s.xlsx", {"fact:registration-term": ("да", "")})
    before = {f: f.read_bytes() for f in content.rglob("*.yaml")}

    done = confirm(content, file)

    assert done.exit_code == 0 and "1 facts confirmed by Коллегия адвокатов on 2026-11-20" in done.stdout
    facts = load_course(content).facts
    assert (facts["registration-term"].checked_on, facts["registration-term"].checked_by) == (
        date(2026, 11, 20),
        "Коллегия адвокатов",
    )
    assert facts["host-duty"].checked_on is None
    assert {f: f.read_bytes() for f in content.rglob("*.yaml")} == before
    assert "checked on 2026-11-20 by Коллегия адвокатов" in safar(content, "facts").stdout


@pytest.mark.parametrize(
    ("old", "new", "holds"),
    [
        ("KG: {days: 30}", "KG: {days: 31}", False),
        ("Договор о ЕАЭС, статья 97", "Договор о ЕАЭС, статья 98", False),
        ('"2.01", "2.02"', '"2.01"', False),
        ('"2023"', '"2024"', False),
        ("a page", "another page", False),
        ("2027-02-01", "2027-03-01", True),
        ("2027-02-01", "2027-02-01\n  withdraw_by: 2028-01-01", True),
        ("2027-02-01", "2027-02-01\n  expires: 2028-01-01", False),
    ],
)
def test_a_fact_that_says_something_else_has_lost_its_confirmation(
    old: str, new: str, holds: bool, content: Path, tmp_path: Path
) -> None:
    """When the author will look again is his own and loses nothing."""
    confirm(content, filled(content, tmp_path / "s.xlsx", {"fact:registration-term": ("да", "")}))
    facts = content / FACTS
    assert old in facts.read_text("utf-8")
    facts.write_text(facts.read_text("utf-8").replace(old, new, 1), "utf-8")
    text = safar(content, "facts", "--format", "json").stdout

    assert bool(json.loads(text)[0]["checked_on"]) is holds
    assert not json.loads(text)[1]["checked_on"]


def test_a_medium_fact_that_is_raised_once_confirmed_stays_confirmed(content: Path, tmp_path: Path) -> None:
    """That is what the confirmation was asked for."""
    confirm(content, filled(content, tmp_path / "s.xlsx", {"fact:host-duty": ("yes", "")}))
    facts = content / FACTS
    facts.write_text(facts.read_text("utf-8").replace("confidence: medium", "confidence: high"), "utf-8")

    assert load_course(content).facts["host-duty"].checked_on == date(2026, 11, 20)


def test_corrections_are_listed_and_what_was_found_right_goes_in(content: Path, tmp_path: Path) -> None:
    """A text found wrong, a fact found wrong with and without words, a text found right."""
    file = filled(
        content,
        tmp_path / "s.xlsx",
        {
            "fact:registration-term": ("да", ""),
            "fact:host-duty": ("нет", "статья 20"),
            "lessons.first-days.cards.why": ("", "уберите второе предложение"),
            "lessons.first-days.cards.ask": ("нет", ""),
            "lessons.first-days.cards.agree": ("да", ""),
        },
    )

    done = confirm(content, file)

    assert done.exit_code == 1
    assert "fact:host-duty: статья 20" in done.stdout
    assert "cards.why: уберите второе предложение" in done.stdout
    assert "cards.ask: not confirmed, without words" in done.stdout
    assert (
        "1 facts confirmed" in done.stdout
        and "3 corrections asked for, 0 rows refused; 1 texts" in done.stdout
    )
    assert list(json.loads((content / CONFIRMATIONS).read_text("utf-8"))) == ["registration-term"]


def test_a_fact_that_changed_since_the_sheet_was_made_is_not_confirmed(content: Path, tmp_path: Path) -> None:
    """The body has not seen what stands there now; the other row goes in."""
    file = filled(
        content, tmp_path / "s.xlsx", {"fact:registration-term": ("да", ""), "fact:host-duty": ("да", "")}
    )
    facts = content / FACTS
    facts.write_text(facts.read_text("utf-8").replace("статья 22", "статья 23"), "utf-8")

    done = confirm(content, file)

    assert done.exit_code == 1 and "`host-duty` has changed since this sheet was made" in done.stdout
    assert "confirmed registration-term" in done.stdout


def test_rows_that_can_t_be_taken_in_say_why(content: Path, tmp_path: Path) -> None:
    """Each with its number in the sheet; nothing of them goes in."""
    file = filled(
        content,
        tmp_path / "s.xlsx",
        {"fact:registration-term": ("да", "но не так"), "fact:host-duty": ("наверное", "")},
    )

    done = confirm(content, file)

    assert "confirmed and corrected at once" in done.stdout and "neither «да» nor «нет»" in done.stdout
    assert done.exit_code == 1 and not (content / CONFIRMATIONS).exists()
    assert all(line.startswith("refused row ") for line in done.stdout.splitlines()[:-1])


def test_a_key_that_was_typed_over_is_refused(content: Path, tmp_path: Path) -> None:
    """An unknown fact comes with the one that may be meant."""
    file = filled(content, tmp_path / "s.xlsx", {"fact:host-duty": ("да", "")})
    book = load_workbook(file)
    for row in book.worksheets[0].iter_rows():
        if row[0].value == "fact:host-duty":
            row[0].value = "fact:host-dutty"
    book.save(file)

    assert "did you mean `host-duty`?" in confirm(content, file).stdout


@pytest.mark.parametrize(
    ("on", "by", "said", "status"),
    [
        ("2026-11-25", "X", "lies in the future", 2),
        ("2026-11-20", " ", "by whom", 2),
        ("2022-11-20", "X", "`registration-term` is of 2023", 1),
    ],
)
def test_a_confirmation_that_can_t_be_is_refused(
    on: str, by: str, said: str, status: int, content: Path, tmp_path: Path
) -> None:
    """In the future, by nobody, or older than what it confirms."""
    file = filled(content, tmp_path / "s.xlsx", {"fact:registration-term": ("да", "")})

    done = confirm(content, file, on, by)

    assert done.exit_code == status and said in done.stdout + done.stderr
    assert not (content / CONFIRMATIONS).exists()


def test_a_sheet_of_another_kind_is_one_line(content: Path, tmp_path: Path) -> None:
    """The sheet to call by confirms no facts."""
    safar(content, "contacts", "sheet", "--to", tmp_path / "calls.xlsx")

    done = confirm(content, tmp_path / "calls.xlsx")

    assert done.exit_code == 2 and "has no header with the columns" in done.stderr
    assert DIGEST in done.stderr
