"""Contacts for the phone's own address book, as vCard 3.0 (RFC 2426), which old phones read too."""

import vobject

from learning.course import Contact
from screens.contacts import own, sureness
from screens.reader import Reader


def contact_card(reader: Reader) -> bytes:
    """The numbers and sites that concern this passport, one card each; those with neither are left out."""
    reachable = [contact for contact in own(reader) if contact.phone or contact.site]
    return "".join(_card(reader, contact) for contact in reachable).encode()


def _card(reader: Reader, contact: Contact) -> str:
    card = vobject.vCard()
    name = reader.name(contact.name)
    card.add("fn").value = name
    card.add("n").value = vobject.vcard.Name(given=name)
    if contact.phone:
        card.add("tel").value = contact.phone
    if contact.site:
        card.add("url").value = f"https://{contact.site}"
    card.add("note").value = f"{reader.name(contact.note)} {sureness(reader, contact)}".strip()
    text: str = card.serialize()
    return text
