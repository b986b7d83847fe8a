"""The contacts as an author looks after them: how each is reached, and when somebody last answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from curriculum.calls import called_on, unanswered
from curriculum.impact import Spot, spot
from curriculum.manuscript import Manuscript
from learning.course import Citizenship, Language


@dataclass(frozen=True, slots=True)
class ContactStanding:
    """A contact with its words in Russian. `passports` is empty where it is for everybody.

    `unanswered` counts the last calls that nobody answered.
    """

    key: str
    place: Spot
    name: str
    note: str
    phone: str
    site: str
    cities: tuple[str, ...]
    topics: tuple[str, ...]
    passports: tuple[Citizenship, ...]
    status: str
    seen_as_of: str
    called_on: date | None
    unanswered: int


def contact_standings(manuscript: Manuscript) -> Iterator[ContactStanding]:
    """All contacts, in the order of contacts.yaml."""
    words = manuscript.contacts.words.get(Language.RU) if manuscript.contacts else None
    leaves = words.leaves if words else {}
    for contact in manuscript.directory():
        item, here = contact.item, ("contacts", contact.item.key)
        phone = item.phone.value if item.phone else ""
        yield ContactStanding(
            key=item.key,
            place=spot(contact.source, contact.path),
            name=str(leaves.get((*here, "name"), "")).strip(),
            note=str(leaves.get((*here, "note"), "")).strip(),
            phone=phone,
            site=item.site,
            cities=item.cities,
            topics=item.topics,
            passports=item.when.citizenship,
            status=item.status,
            seen_as_of=item.seen_as_of,
            called_on=called_on(manuscript.calls, item.key, phone),
            unanswered=unanswered(manuscript.calls, item.key, phone),
        )
