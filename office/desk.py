"""The office's desk: what its clerks share. The clerks are the modules beside it; each function takes the desk first."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from learning.seat import Seat, in_scope
from learning.territory import Subunit, Territories, with_subunits
from screens.reader import Book
from storage import Store


class Denied(Exception):
    """This seat may not look there or do that. Says nothing of whether there is anything."""


@dataclass
class Office:
    """What officials' front doors are given.

    `book` gives the course as it is now, another one after a new release. `site` is the address of the pages, without a
    slash at its end, empty where none are served; `bot_name` the bot's name in Telegram, empty until it is known.
    `signing_key` signs certificates. `example` says that the people are made up.
    """

    store: Store
    book: Callable[[], Book]
    now: Callable[[], datetime]
    signing_key: Ed25519PrivateKey
    site: str = ""
    bot_name: str = ""
    example: bool = False
    _places: tuple[tuple[Subunit, ...], Territories, Territories] | None = field(default=None, repr=False)

    @property
    def today(self) -> date:
        """The day, in UTC."""
        return self.now().date()

    async def territories(self) -> Territories:
        """All places with the sub-units that seats have named."""
        subunits, plain = await self.store.subunits(), self.book().territories
        if self._places is None or self._places[0] != subunits or self._places[1] is not plain:
            self._places = (subunits, plain, with_subunits(plain, subunits))
        return self._places[2]

    async def admit(self, seat: Seat, territory: str) -> Territories:
        """The places, if this seat may look at a territory. Raises Denied."""
        territories = await self.territories()
        if not in_scope(seat, territory, territories):
            raise Denied(territory)
        return territories
