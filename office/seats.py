"""Giving, taking, handing over and revoking seats, and the doors of the pages."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from learning.seat import (
    DAYS_TO_TAKE,
    OPERATOR,
    Invitation,
    Role,
    Seat,
    hand_over,
    invite,
    may_revoke,
)
from learning.territory import COUNTRIES
from office.desk import Denied, Office
from office.secrets import hashed, new_secret
from storage import Entry, Person

START = "seat_"  # before the secret in Telegram's start parameter
LINK_LASTS = timedelta(minutes=10)
VISIT_LASTS = timedelta(hours=12)
LINK, COOKIE = "link", "cookie"


@dataclass(frozen=True, slots=True)
class Offer:
    """An invitation with the secret of its link."""

    secret: str
    invitation: Invitation

    def link(self, bot_name: str) -> str:
        """The link that opens the chat with it."""
        return f"https://t.me/{bot_name}?start={START}{self.secret}"


async def give(office: Office, territory: str, role: Role, operator: str) -> Offer:
    """An operator gives a seat. Raises Denied for an unknown territory."""
    territories = await office.territories()
    if territory not in territories.countries and territories.get(territory) is None:
        raise Denied(territory)
    expires = office.today + DAYS_TO_TAKE
    return await _offered(office, Invitation(territory, role, OPERATOR, expires, (f"operator-{operator}",)))


async def give_below(office: Office, seat: Seat, territory: str, role: Role) -> Offer:
    """A seat gives one for a territory below its own. Raises Denied."""
    invitation = invite(seat, territory, role, await office.territories(), office.today)
    if invitation is None:
        raise Denied(territory)
    return await _offered(office, invitation)


async def give_on(office: Office, seat: Seat) -> Offer:
    """The holder hands his own seat over to whoever takes the link."""
    return await _offered(office, hand_over(seat, office.today))


async def stand_behind(office: Office, secret: str, giver: str) -> Invitation | None:
    """A second giver ("seat-3", "operator-anna") stands behind an offer; None if there is no such link (any more)."""
    return await office.store.stand_behind(hashed(secret), giver, office.today)


async def offered(office: Office, secret: str) -> Invitation | None:
    """What a link offers, if it can be taken today: not used, not expired, enough givers."""
    invitation = await office.store.invitation(hashed(secret))
    return invitation if invitation and invitation.stands(COUNTRIES, office.today) else None


async def waits_for_second(office: Office, secret: str) -> Invitation | None:
    """What a link offers that still needs a second giver."""
    invitation = await office.store.invitation(hashed(secret))
    if invitation is None or invitation.expires_on < office.today:
        return None
    return None if invitation.stands(COUNTRIES, office.today) else invitation


async def take(office: Office, secret: str, person: Person) -> Seat | None:
    """The seat is this person's; the link is used up. None if it can't be taken (any more)."""
    if await offered(office, secret) is None:
        return None
    return await office.store.take_seat(hashed(secret), person, office.today)


async def open_offers(office: Office, seat: Seat) -> tuple[Invitation, ...]:
    """What this seat has offered and nobody has taken yet, the next to expire first."""
    return await office.store.open_offers(seat.number, office.today)


async def withdraw(office: Office, seat: Seat) -> int:
    """The links that this seat gave and nobody has used open nothing any more; how many they were."""
    return await office.store.withdraw(seat.number, office.today)


async def revoke(office: Office, seat: Seat, number: int) -> bool:
    """A seat takes back one that lies below it. False if nobody holds that. Raises Denied."""
    other = await office.store.seat(number)
    if other is None:
        return False
    if not may_revoke(seat, other, await office.territories()):
        raise Denied(other.territory)
    return await office.store.revoke(number, seat.number, office.today)


async def given_below(office: Office, seat: Seat) -> tuple[Seat, ...]:
    """The seats that a seat may take back."""
    territories = await office.territories()
    return tuple(one for one in await office.store.seats() if may_revoke(seat, one, territories))


async def log_below(office: Office, seat: Seat) -> tuple[Entry, ...]:
    """What was done by this seat and by those below it, the newest first."""
    mine = {seat.number, *(one.number for one in await given_below(office, seat))}
    return tuple(entry for entry in await office.store.log() if entry.seat in mine)


async def door(office: Office, seat: Seat) -> str:
    """The address that lets this seat's holder into the pages, once and for ten minutes. Needs a site."""
    secret = new_secret()
    await office.store.open_door(hashed(secret), LINK, seat.number, _minute(office.now() + LINK_LASTS))
    return f"{office.site}/enter/{secret}"


async def knocks(office: Office, secret: str) -> Seat | None:
    """Whose link this is, without using it up."""
    return await office.store.behind_door(hashed(secret), LINK, _minute(office.now()))


async def enter(office: Office, secret: str) -> tuple[Seat, str] | None:
    """Use a link up: the seat, and the secret of a new cookie for twelve hours. None if it opens nothing (any more)."""
    seat = await office.store.use_door(hashed(secret), _minute(office.now()))
    return None if seat is None else (seat, await let_in(office, seat))


async def let_in(office: Office, seat: Seat) -> str:
    """The secret of a new cookie for a seat, always a fresh one."""
    secret = new_secret()
    await office.store.open_door(hashed(secret), COOKIE, seat.number, _minute(office.now() + VISIT_LASTS))
    return secret


async def visitor(office: Office, secret: str) -> Seat | None:
    """Whose cookie this is."""
    return await office.store.behind_door(hashed(secret), COOKIE, _minute(office.now()))


async def leave(office: Office, secret: str) -> None:
    """The cookie opens nothing any more."""
    await office.store.shut_door(hashed(secret))


async def _offered(office: Office, invitation: Invitation) -> Offer:
    secret = new_secret()
    await office.store.invite(hashed(secret), invitation)
    return Offer(secret, invitation)


def _minute(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")
