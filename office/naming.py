"""Naming the parts of a district: jamoats, villages and mahallas, which no list of ours has."""

from learning.seat import Role, Seat
from learning.territory import Subunit
from office.desk import Denied, Office

LONGEST_NAME = 60
DISTRICT = 2


class UnfitName(ValueError):
    """This can't be the name of a place."""


async def name_subunit(office: Office, seat: Seat, district: str, typed: str) -> Subunit:
    """A sub-unit of a district by this name; the one that is there if it has it already.

    Raises:
        Denied: this seat may not name anything there, or it is no district.
        UnfitName: see `read_name`.
    """
    territories = await office.admit(seat, district)
    place = territories.get(district)
    if seat.role is not Role.LEAD or place is None or place.level != DISTRICT:
        raise Denied(district)
    return await office.store.name_subunit(place.code, read_name(typed), seat.number, office.today)


def read_name(typed: str) -> str:
    """A name as it is kept: in one line, single spaces. Signs of a mark-up mean nothing in it; it is always escaped.

    Raises:
        UnfitName: it is empty, longer than sixty characters, without a letter, has signs that nobody sees, or braces.
    """
    name = " ".join(part for part in typed.split(" ") if part)
    seen = name.isprintable() and not set(name) & set("{}")  # braces stand for facts in authors' words
    if not seen or len(name) > LONGEST_NAME or not any(sign.isalpha() for sign in name):
        raise UnfitName(typed)
    return name
