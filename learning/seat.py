"""Who may look at which figures: a seat belongs to one territory and sees it and all below, and never a person.

A seat is given by an operator or by a higher seat through a link that works once and for a few days. A seat for a
whole country needs two givers. A seat has one holder; it is handed over by a link too, and can be revoked at any time.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from learning.territory import Territories

OPERATOR = 0
"""Stands where a seat's number would: given by an operator."""
DAYS_TO_TAKE = timedelta(days=7)
GIVERS_OF_A_COUNTRY = 2


class Role(StrEnum):
    """What a seat allows: to read reports; or also to hold sessions, name sub-units and give seats below."""

    READ = "read"
    LEAD = "lead"


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat that is held. `territory` is a country, region, district or sub-unit; `given_by` a seat's number or OPERATOR."""

    number: int
    territory: str
    role: Role
    given_by: int
    given_on: date


@dataclass(frozen=True, slots=True)
class Invitation:
    """An offer of a seat, found by its secret link. `seat` is the number of a seat that is handed over, or 0.

    `givers` are who stands behind it: "seat-3" or "operator-anna".
    """

    territory: str
    role: Role
    given_by: int
    expires_on: date
    givers: tuple[str, ...]
    seat: int = 0

    def stands(self, countries: Collection[str], today: date) -> bool:
        """Whether it can be taken today: not expired, and with as many givers as its territory asks for."""
        return today <= self.expires_on and len(set(self.givers)) >= givers_needed(self, countries)


def givers_needed(invitation: Invitation, countries: Collection[str]) -> int:
    """How many must stand behind an invitation; handing over a seat changes nothing of who gave it."""
    whole = invitation.territory in countries and not invitation.seat
    return GIVERS_OF_A_COUNTRY if whole else 1


def invite(
    seat: Seat, territory: str, role: Role, territories: Territories, today: date
) -> Invitation | None:
    """A seat for a territory below this seat's own; None if it may not be given."""
    other = territories.current(territory) != territories.current(seat.territory)
    below = other and in_scope(seat, territory, territories)
    if seat.role is not Role.LEAD or not below:
        return None
    return Invitation(territory, role, seat.number, today + DAYS_TO_TAKE, (f"seat-{seat.number}",))


def hand_over(seat: Seat, today: date) -> Invitation:
    """The same seat, for another holder: who takes it replaces who holds it."""
    giver = (f"seat-{seat.number}",)
    return Invitation(seat.territory, seat.role, seat.number, today + DAYS_TO_TAKE, giver, seat.number)


def in_scope(seat: Seat, territory: str, territories: Territories) -> bool:
    """Whether a territory is the seat's own or lies in it. An unknown one is in nobody's scope."""
    return lies_in(territory, seat.territory, territories)


def lies_in(territory: str, whole: str, territories: Territories) -> bool:
    """Whether a territory is the other one or lies in it."""
    top, asked = territories.current(whole), territories.current(territory)
    if asked in territories.countries:
        return asked == top
    if asked not in territories.by_code:
        return False
    path = territories.path(asked)
    return top in {path[0].parent, *(place.code for place in path)}


def may_revoke(seat: Seat, other: Seat, territories: Territories) -> bool:
    """Whether the holder of one seat may take another back: one that lies below his own."""
    below = territories.current(other.territory) != territories.current(seat.territory)
    return seat.role is Role.LEAD and below and in_scope(seat, other.territory, territories)
