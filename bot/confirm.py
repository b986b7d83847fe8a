"""`safar facts confirm`: a lawyer's sheet comes back. Facts are confirmed; corrections are listed for the author."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import typer

import curriculum
from bot.sheet import COLUMNS, CONFIRMED, CORRECTION, DIGEST, KEY
from bot.spreadsheet import Row, SheetError, answer_in, read_sheet
from curriculum import CONTENT, ConfirmationsError, FactRow

OF_FACT = "fact:"


def take_in(content: Path | None, file: Path, by: str, on: date, today: date) -> None:
    """Take in a sheet. Refused rows and corrections are told; exit status 1 if there are any, 2 if nothing was read."""
    try:
        if not by:
            raise SheetError("say by whom: --by")
        if on > today:
            raise SheetError(f"{on} lies in the future; a confirmation is taken in once it has been given")
        rows = read_sheet(file, COLUMNS, (KEY, CONFIRMED, CORRECTION, DIGEST))
        read = [judged(row) for row in rows if row.text(CONFIRMED) or row.text(CORRECTION)]
        facts = [row for row in read if isinstance(row, FactRow)]
        taken, refused = curriculum.confirm_facts(content or CONTENT, facts, by, on)
    except (SheetError, ConfirmationsError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    refused = [why for why in read if isinstance(why, str)] + refused
    wanted = list(corrections(rows))
    typer.echo("\n".join(report(taken, refused, wanted, texts_agreed(rows), by, on)))
    raise typer.Exit(1 if refused or wanted else 0)


def judged(row: Row) -> FactRow | str | None:
    """The fact that a row confirms; why it confirms none; None for a text, and for what is to be corrected."""
    answer, key = answer_in(row.cells.get(CONFIRMED)), row.text(KEY)
    where = f"row {row.number}"
    if not key:
        return f"{where}: the column «{KEY}» is empty; copy it from the sheet that was made"
    if row.text(CONFIRMED) and answer is None:
        return f"{where}: `{row.text(CONFIRMED)}` is neither «да» nor «нет»"
    if answer and row.text(CORRECTION):
        return f"{where}: `{key}` is confirmed and corrected at once; one of both"
    return (
        FactRow(key.removeprefix(OF_FACT), row.text(DIGEST), where)
        if answer and key.startswith(OF_FACT)
        else None
    )


def corrections(rows: Sequence[Row]) -> Iterator[str]:
    """What is to be corrected: said not to be so, or with words of how it should be."""
    for row in rows:
        answer = answer_in(row.cells.get(CONFIRMED))
        words = row.text(CORRECTION)
        if row.text(KEY) and not answer and (words or answer is False):
            yield f"row {row.number}, {row.text(KEY)}: {words or 'not confirmed, without words'}"


def texts_agreed(rows: Sequence[Row]) -> int:
    """How many texts were found right; that is no approval of them."""
    agreed = (row for row in rows if answer_in(row.cells.get(CONFIRMED)) and not row.text(CORRECTION))
    return sum(bool(row.text(KEY)) and not row.text(KEY).startswith(OF_FACT) for row in agreed)


def report(
    taken: Sequence[str], refused: Sequence[str], wanted: Sequence[str], texts: int, by: str, on: date
) -> Iterator[str]:
    """What became of the sheet."""
    yield from (f"confirmed {fact}" for fact in taken)
    yield from (f"refused {why}" for why in refused)
    yield from (f"to correct, {words}" for words in wanted)
    yield (
        f"{len(taken)} facts confirmed by {by} on {on}, {len(wanted)} corrections asked for, "
        f"{len(refused)} rows refused; {texts} texts found right"
    )
