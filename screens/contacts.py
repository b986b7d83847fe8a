"""The directory: where help is, by topic and by city, each with how sure we are of it."""

from html import escape

from learning.course import Contact
from screens import icons
from screens.intents import ListContactsByCity, ListContactsByTopic, OpenDirectory
from screens.lessons import draft_mark
from screens.reader import Reader
from screens.screen import Screen, in_rows

EVERYWHERE = "any"
UNIT = "contacts"  # what bodies agree to, when they agree to the directory


def directory(reader: Reader) -> Screen:
    """Topics first, then the cities in which this passport has an office."""
    contacts = own(reader)
    topics = [key for key in reader.course.topics if any(key in contact.topics for contact in contacts)]
    cities = [key for key in reader.course.cities if any(key in contact.cities for contact in contacts)]
    buttons = [
        reader.button(icons.CONTACTS, reader.name(reader.course.topics[key]), ListContactsByTopic(key))
        for key in topics
    ]
    places = [
        reader.button(icons.PLACE, reader.name(reader.course.cities[key]), ListContactsByCity(key))
        for key in cities
        if key != EVERYWHERE
    ]
    text = f"{icons.CONTACTS} <b>{reader.text('contacts.title')}</b>\n\n{reader.text('contacts.choose')}"
    return Screen(text, (*in_rows(buttons), *in_rows(places), *reader.foot(OpenDirectory())))


def by_topic(reader: Reader, topic: str) -> Screen:
    """The contacts of a topic."""
    title = reader.title(reader.course.topics[topic])
    found = [contact for contact in own(reader) if topic in contact.topics]
    return _list(reader, f"{icons.CONTACTS} <b>{title}</b>", found)


def by_city(reader: Reader, city: str) -> Screen:
    """The contacts in a city, and those for the whole country."""
    title = reader.title(reader.course.cities[city])
    found = [contact for contact in own(reader) if {city, EVERYWHERE} & set(contact.cities)]
    return _list(reader, f"{icons.PLACE} <b>{title}</b>", found)


def own(reader: Reader) -> list[Contact]:
    """The contacts that concern this passport."""
    return [contact for contact in reader.course.contacts.values() if contact.when.holds(reader.passport)]


def contact_line(reader: Reader, key: str) -> str:
    """One contact in one line, for a page where little room is."""
    contact = reader.course.contacts[key]
    phone = f" <b>{escape(contact.phone)}</b>" if contact.phone else ""
    return f"{icons.CONTACTS} {reader.title(contact.name)}{phone}{_site(contact)}"


def _list(reader: Reader, title: str, contacts: list[Contact]) -> Screen:
    parts = [entry(reader, contact) for contact in contacts]
    back = reader.button(icons.BACK, reader.phrase("contacts.back"), OpenDirectory())
    text = "\n\n".join([title, *parts]) + draft_mark(reader, UNIT)
    return Screen(text, ((back,), *reader.foot(OpenDirectory())))


def entry(reader: Reader, contact: Contact) -> str:
    """One contact with its note and how sure we are of it."""
    lines = [contact_line(reader, contact.key)]
    note = reader.say(contact.note)
    if note:
        lines.append(note)
    lines.append(f"<i>{sureness(reader, contact)}</i>")
    return "\n".join(lines)


def sureness(reader: Reader, contact: Contact) -> str:
    """When somebody called, or when it was last seen in a source: HTML without tags."""
    if contact.called_on:
        return reader.text("contacts.called", day=reader.on(contact.called_on))
    key = "contacts.seen" if contact.status == "seen" else "contacts.unconfirmed"
    return reader.text(key, day=reader.as_of(contact.seen_as_of))


def _site(contact: Contact) -> str:
    return f" {icons.SITE} {escape(contact.site)}" if contact.site else ""
