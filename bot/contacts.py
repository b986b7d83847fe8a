"""`safar contacts`: the directory, calls, and the sheet to call by."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import typer

import curriculum
from bot.paper import cell, page, table
from bot.spreadsheet import Column, Row, SheetError, answer_in, day_in, read_sheet, write_sheet
from curriculum import CONTENT, CallRow, CallsError, ContactStanding

KEY, DAY, ANSWER = "Ключ", "Дата звонка", "Ответили? (да / нет)"
OTHER_NUMBER, HOURS, REMARK = "Другой номер", "Часы приёма", "Замечание"
COLUMNS = (
    Column(KEY, 20),
    Column("Страна", 14),
    Column("Город", 18),
    Column("Учреждение", 34),
    Column("Телефон", 16),
    Column("Сайт", 20),
    Column("Что сказано людям", 40),
    Column("Последний дозвон", 14),
    Column(DAY, 13, to_fill=True),
    Column(ANSWER, 12, to_fill=True, choices=("да", "нет")),
    Column(OTHER_NUMBER, 18, to_fill=True),
    Column(HOURS, 18, to_fill=True),
    Column(REMARK, 30, to_fill=True),
)
COUNTRIES = {"KG": "Кыргызстан", "TJ": "Таджикистан", "UZ": "Узбекистан", "other": "Другие страны"}
EVERYBODY = "Для всех"
INTRO = (
    "Позвоните по каждому номеру и запишите день и ответил ли кто-нибудь.",
    "На номера экстренных служб без нужды не звоните.",
    "Пустой телефон — это нормально: неверный номер хуже. Если нашли номер, запишите, где он опубликован.",
)
WIDTHS = ("10%", "16%", "9%", "18%", "8%", "7%", "8%", "8%", "7%", "9%")
TITLE = "Сафар: кому позвонить"


def show(content: Path | None, city: str, topic: str) -> None:
    """Print the contacts of a city or a topic."""
    known = curriculum.contacts(content or CONTENT)
    chosen = [c for c in known if (not city or city in c.cities) and (not topic or topic in c.topics)]
    for contact in chosen:
        typer.echo(described(contact))
    called = sum(contact.called_on is not None for contact in chosen)
    phones = sum(bool(contact.phone) for contact in chosen)
    typer.echo(f"{len(chosen)} of {len(known)} contacts: {phones} with a phone, {called} called and answered")


def described(contact: ContactStanding) -> str:
    """A contact in two lines."""
    called = f"answered on {contact.called_on}" if contact.called_on else "never called"
    if contact.unanswered:
        called += f", the last {contact.unanswered} calls not answered"
    reach = "  ".join(filter(None, (contact.phone or "no phone", contact.site)))
    return (
        f"{contact.key}: {contact.name}  ({contact.place})\n"
        f"    {reach}; {country(contact)}; {', '.join(contact.cities)}; "
        f"{contact.status}, seen as of {contact.seen_as_of}; {called}"
    )


def country(contact: ContactStanding) -> str:
    """Whose office it is."""
    return ", ".join(COUNTRIES[passport] for passport in contact.passports) or EVERYBODY


def note(content: Path | None, key: str, on: date, today: date, *, answered: bool) -> None:
    """Note one call; exit status 2 with one line if it does not go in."""
    refused = _noted(content, [CallRow(key, on, answered)], today)
    for why in refused:
        typer.echo(why, err=True)
    if refused:
        raise typer.Exit(2)
    typer.echo(f"{key}: called on {on}, {'answered' if answered else 'not answered'}")


def _noted(content: Path | None, rows: list[CallRow], today: date) -> list[str]:
    try:
        return curriculum.note_calls(content or CONTENT, rows, today)
    except (CallsError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None


def take_in(content: Path | None, file: Path, today: date) -> None:
    """Note the calls of a sheet that came back; refused rows are told, the rest goes in."""
    try:
        rows = read_sheet(file, COLUMNS, (KEY, DAY, ANSWER))
    except SheetError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    read = [call_in(row) for row in rows if row.text(DAY) or row.text(ANSWER)]
    calls = [call for call in read if isinstance(call, CallRow)]
    refused = [why for why in read if isinstance(why, str)]
    refused += _noted(content, calls, today)
    for why in refused:
        typer.echo(f"refused {why}")
    for remark in remarks(rows):
        typer.echo(remark)
    taken = len(read) - len(refused)
    typer.echo(f"{taken} calls noted, {len(refused)} rows refused")
    raise typer.Exit(1 if refused else 0)


def call_in(row: Row) -> CallRow | str:
    """The call that a row of the sheet tells of, or why it tells of none."""
    where, on, answered = f"row {row.number}", day_in(row.cells.get(DAY)), answer_in(row.cells.get(ANSWER))
    if not row.text(KEY):
        return f"{where}: the column «{KEY}» is empty; copy it from the sheet that was made"
    if on is None:
        return f"{where}: `{row.text(DAY)}` is no date; write it as 24.11.2026"
    if answered is None:
        return f"{where}: `{row.text(ANSWER)}` is neither «да» nor «нет»"
    return CallRow(row.text(KEY), on, answered, where)


def remarks(rows: Iterable[Row]) -> Iterable[str]:
    """What callers wrote beside the calls: for authors to judge, never taken in by itself."""
    for row in rows:
        told = [f"{title}: {row.text(title)}" for title in (OTHER_NUMBER, HOURS, REMARK) if row.text(title)]
        if told:
            yield f"to look at, row {row.number}, {row.text(KEY)}: {'; '.join(told)}"


def make_sheet(content: Path | None, file: Path, office: str) -> None:
    """Write the call sheet as .xlsx or .html; an office is a passport, a city or a contact's key."""
    path = content or CONTENT
    cities = curriculum.city_names(path)
    chosen = [contact for contact in curriculum.contacts(path) if of_office(contact, office)]
    if not chosen:
        typer.echo(
            f"there is no contact of `{office}`; name KG, TJ, UZ, other, a city's key or a contact's",
            err=True,
        )
        raise typer.Exit(2)
    chosen.sort(key=country)
    try:
        if file.suffix == ".xlsx":
            write_sheet(
                file, "Звонки", (TITLE, *INTRO), COLUMNS, [cells(contact, cities) for contact in chosen]
            )
        elif file.suffix == ".html":
            file.write_text(as_page(chosen, cities), encoding="utf-8")
        else:
            raise SheetError(f"{file}: a sheet is written as .xlsx or .html")
    except (SheetError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    typer.echo(f"{file}: {len(chosen)} contacts, {sum(bool(c.phone) for c in chosen)} with a phone")


def of_office(contact: ContactStanding, office: str) -> bool:
    """Whether a contact belongs to an office: by passport, city or its own key."""
    return not office or office in (contact.key, *contact.cities, *contact.passports)


def cells(contact: ContactStanding, cities: dict[str, str]) -> list[str]:
    """A row of the call sheet, in the order of COLUMNS."""
    where = ", ".join(cities.get(city, city) for city in contact.cities)
    called = contact.called_on.isoformat() if contact.called_on else "—"
    told = (
        contact.key,
        country(contact),
        where,
        contact.name,
        contact.phone,
        contact.site,
        contact.note,
        called,
    )
    return [*told, *[""] * (len(COLUMNS) - len(told))]


def as_page(contacts: list[ContactStanding], cities: dict[str, str]) -> str:
    """The call sheet to print, a table for each country."""
    shown = [at for at, column in enumerate(COLUMNS) if column.title not in (KEY, "Страна", "Сайт")]
    parts = [f"<p>{line}</p>" for line in INTRO]
    for name in dict.fromkeys(map(country, contacts)):
        rows = [cells(contact, cities) for contact in contacts if country(contact) == name]
        written = (
            "".join(cell(row[at], "fill" if COLUMNS[at].to_fill else "") for at in shown) for row in rows
        )
        parts.append(f"<h2>{name}</h2>")
        parts.append(table([COLUMNS[at].title for at in shown], written, WIDTHS))
    return page(TITLE, "\n".join(parts))
