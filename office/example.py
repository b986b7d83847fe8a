"""Whether the people of a database are made up: a mark in its log of seats, that no later entry pushes out."""

from datetime import date

from office.desk import Office
from storage import Entry

_NOBODY = -1  # stands where a seat's number would: neither a seat nor an operator did it
EXAMPLE = "example people"


async def mark_example(office: Office, on: date) -> None:
    """From now on every report of this database says that its people are made up."""
    await office.store.note(Entry(on, _NOBODY, EXAMPLE, ""))
    office.example = True


async def is_example(office: Office) -> bool:
    """Whether the people of this database are made up."""
    return any(entry.what == EXAMPLE for entry in await office.store.log(_NOBODY))
