"""`safar sheet`: the sheet for a lawyer, to print (.html) or to send back (.xlsx)."""

import difflib
from collections.abc import Sequence
from datetime import date
from html import escape
from pathlib import Path

import typer

import curriculum
from bot.kit import NAMES, Kit, Sentence, for_whom, numbered, readers
from bot.paper import cell, page, table
from bot.spreadsheet import Column, SheetError, write_sheet
from curriculum import CONTENT, ContentError, FactStanding
from learning.course import Citizenship, Course, Module
from locales import load
from screens.reader import Book, Reader

KEY, CONFIRMED, CORRECTION, DIGEST = "Ключ", "Подтверждаю (да / нет)", "Исправление", "Отпечаток"
FACT = "Норма"
COLUMNS = (
    Column(KEY, 26),
    Column("№ текста", 8),
    Column("Что это", 16),
    Column("Для кого", 18),
    Column("Текст", 60),
    Column("Закон и статья", 40),
    Column("Основание", 24),
    Column("Источник авторов", 30),
    Column("Сведения на", 12),
    Column("Уверенность", 12),
    Column(CONFIRMED, 14, to_fill=True, choices=("да", "нет")),
    Column(CORRECTION, 40, to_fill=True),
    Column(DIGEST, 12),
)
SURE = {"high": "высокая", "medium": "средняя"}
INTRO = (
    "Сравните, пожалуйста, каждую норму с действующим законом, а каждый текст — с нормами, на которых он стоит.",
    "Верно — поставьте отметку. Неверно — напишите, как правильно.",
)


def make_sheet(content: Path | None, wanted: str, file: Path, today: date) -> None:
    """Write the sheet of a module, or of the trouble pages. Exit status 2 with one line if that can't be."""
    path = content or CONTENT
    try:
        book = _book(path)
        title, sentences = chosen(Kit(readers(book)), wanted)
        resting = dict.fromkeys(key for sentence in sentences for key in sentence.facts)
        known = {fact.key: fact for fact in curriculum.facts(path, today)}
        facts = [known[key] for key in resting]
        _write(file, f"Сафар: {title}", about(book.course, today), sentences, facts, readers(book))
    except (SheetError, OSError, ContentError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    typer.echo(f"{file}: {len(facts)} facts, {len(sentences)} texts")


def _book(content: Path) -> Book:
    course, places = curriculum.load_course(content), curriculum.load_territories(content)
    return Book(course, load(curriculum.convert), places)


def chosen(kit: Kit, wanted: str) -> tuple[str, list[Sentence]]:
    """The title and the sentences of a module (by number, key or folder), of the trouble pages, or of the two checks."""
    if wanted == "trouble":
        return "страницы помощи в беде", numbered(
            row for page in kit.course.trouble for row in kit.page(page)
        )
    if wanted == "pairs":
        return "первая и последняя проверка", numbered(
            row for pair in kit.course.pairs for row in kit.pair(pair)
        )
    names = {name: module for module in kit.course.modules for name in names_of(module)}
    if wanted not in names:
        near = difflib.get_close_matches(wanted, [*names, "trouble", "pairs", "contacts"], n=1)
        known = ", ".join(module.key for module in kit.course.modules)
        meant = f"did you mean `{near[0]}`?" if near else f"there are {known}, trouble, pairs, contacts"
        raise SheetError(f"there is no module `{wanted}`; {meant}")
    module = names[wanted]
    title = kit.readers[Citizenship.OTHER].name(module.title)
    rows = numbered(row for lesson in module.lessons for row in kit.lesson(lesson))
    return f"{module.number}. {title}", rows


def names_of(module: Module) -> tuple[str, ...]:
    """How an author may name a module."""
    return str(module.number), module.key, f"{module.number:02}-{module.key}"


def about(course: Course, today: date) -> str:
    """Which release this is, and when the sheet was made."""
    return f"Выпуск {course.release}{', черновик' if course.draft else ''}. Лист составлен {today:%d.%m.%Y}."


def _write(
    file: Path,
    title: str,
    about: str,
    sentences: Sequence[Sentence],
    facts: Sequence[FactStanding],
    who: dict[Citizenship, Reader],
) -> None:
    if file.suffix == ".xlsx":
        rows = [fact_row(fact, sentences, who) for fact in facts]
        rows += [sentence_row(sentence, {fact.key: fact for fact in facts}) for sentence in sentences]
        write_sheet(file, "Для юриста", (title, about, *INTRO), COLUMNS, rows)
    elif file.suffix == ".html":
        file.write_text(as_page(title, about, sentences, facts, who), encoding="utf-8")
    else:
        raise SheetError(f"{file}: a sheet is written as .xlsx or .html")


def fact_row(fact: FactStanding, sentences: Sequence[Sentence], who: dict[Citizenship, Reader]) -> list[str]:
    """A fact as a row of the spreadsheet."""
    return [
        f"fact:{fact.key}",
        "",
        FACT,
        for_whom(fact.law),
        "\n".join(claim(fact, sentences, who)),
        laws(fact),
        ", ".join(fact.numbers),
        fact.seen,
        fact.true_as_of,
        SURE.get(fact.confidence, fact.confidence),
        "",
        "",
        fact.digest,
    ]


def sentence_row(sentence: Sentence, facts: dict[str, FactStanding]) -> list[str]:
    """A sentence as a row of the spreadsheet."""
    rests = [facts[key] for key in sentence.facts]
    return [
        sentence.key,
        str(sentence.number),
        sentence.what,
        sentence.who,
        sentence.text,
        "\n".join(dict.fromkeys(law for fact in rests for law in laws_for(fact, sentence.passports))),
        ", ".join(fact.key for fact in rests),
        "\n".join(dict.fromkeys(fact.seen for fact in rests if fact.seen)),
        "\n".join(dict.fromkeys(fact.true_as_of for fact in rests)),
        "\n".join(dict.fromkeys(SURE.get(fact.confidence, fact.confidence) for fact in rests)),
        "",
        "",
        "",
    ]


def claim(fact: FactStanding, sentences: Sequence[Sentence], who: dict[Citizenship, Reader]) -> list[str]:
    """What a fact says: its amounts, and the texts that say the rest."""
    texts = ", ".join(str(sentence.number) for sentence in sentences if fact.key in sentence.facts)
    return [*filter(None, [values(fact, who)]), f"тексты № {texts}"]


def values(fact: FactStanding, who: dict[Citizenship, Reader]) -> str:
    """The amounts of a fact in Russian, by passport."""
    told: dict[str, list[Citizenship]] = {}
    for passport in Citizenship:
        if passport in fact.values:
            told.setdefault(who[passport].value(fact.values[passport]), []).append(passport)
    return "\n".join(f"{amount}: {for_whom(passports)}" for amount, passports in told.items())


def laws(fact: FactStanding) -> str:
    """The law of a fact, by passport where it differs."""
    found: dict[str, list[Citizenship]] = {}
    for passport in Citizenship:
        if passport in fact.law:
            found.setdefault(fact.law[passport], []).append(passport)
    if len(found) == 1:
        return next(iter(found))
    return "\n".join(f"{', '.join(NAMES[p] for p in passports)}: {law}" for law, passports in found.items())


def laws_for(fact: FactStanding, passports: Sequence[Citizenship]) -> list[str]:
    """The law of a fact for these passports."""
    return list(dict.fromkeys(fact.law[passport] for passport in passports if passport in fact.law))


def as_page(
    title: str,
    about: str,
    sentences: Sequence[Sentence],
    facts: Sequence[FactStanding],
    who: dict[Citizenship, Reader],
) -> str:
    """The sheet to print: the facts, then every text by lesson or page, then where to sign."""
    parts = [f"<p class='quiet'>{escape(about)}</p>", *(f"<p>{line}</p>" for line in INTRO)]
    parts += ["<h2>Нормы</h2>", _fact_table(facts, sentences, who)]
    known = {fact.key: fact for fact in facts}
    for part in dict.fromkeys(sentence.part for sentence in sentences):
        parts.append(f"<h2>{escape(part)}</h2>")
        parts.append(_sentence_table([s for s in sentences if s.part == part], known))
    parts.append(SIGNATURE)
    return page(title, "\n".join(parts))


def _fact_table(
    facts: Sequence[FactStanding], sentences: Sequence[Sentence], who: dict[Citizenship, Reader]
) -> str:
    heads = (
        "№",
        "Норма",
        "Закон и статья",
        "Источник авторов",
        "Сведения на",
        "Уверенность",
        "Решение",
        "Как правильно",
    )
    rows = [
        cell(", ".join(fact.numbers))
        + cell("\n".join((fact.key, *claim(fact, sentences, who))))
        + cell(laws(fact))
        + cell(fact.seen)
        + cell(fact.true_as_of)
        + cell(SURE.get(fact.confidence, fact.confidence))
        + BOXES
        for fact in facts
    ]
    return table(heads, rows, ("6%", "19%", "20%", "13%", "7%", "8%", "10%", "17%"))


def _sentence_table(sentences: Sequence[Sentence], facts: dict[str, FactStanding]) -> str:
    heads = ("№", "Что это", "Для кого", "Текст", "Стоит на нормах", "Решение", "Как правильно")
    rows = [
        cell(str(sentence.number))
        + cell(sentence.what)
        + cell(sentence.who)
        + cell(sentence.text)
        + cell("\n".join(_basis(facts[key], sentence.passports) for key in sentence.facts) or "—")
        + BOXES
        for sentence in sentences
    ]
    return table(heads, rows, ("4%", "9%", "10%", "31%", "19%", "10%", "17%"))


def _basis(fact: FactStanding, passports: Sequence[Citizenship]) -> str:
    return f"№ {', '.join(fact.numbers)} ({fact.key}): {'; '.join(laws_for(fact, passports))}"


BOXES = '<td class="fill"><span class="box">верно</span><br><span class="box">исправить</span></td><td class="fill"></td>'
SIGNATURE = (
    '<div class="sign"><h2>Подпись</h2><table><tbody>'
    '<tr><th style="width:22%">Организация</th><td></td></tr><tr><th>Фамилия, имя, должность</th><td></td></tr>'
    "<tr><th>Дата</th><td></td></tr><tr><th>Подпись</th><td></td></tr></tbody></table></div>"
)
