"""No contact is shown that nobody has read about, and no phone without the fact that it stands in.

Wrong: a contact without a fact number; a phone without `fact`, or with one that the contact's `numbers` lack.
Why it matters: a wrong number is worse than none: somebody will call it in need.
Cure: give the fact's number, or leave the phone out; an empty phone is normal.
"""

from collections.abc import Iterator

from curriculum.manuscript import Manuscript
from curriculum.message import Message, say
from curriculum.rule import Fault, rule
from curriculum.schema import ContactShape


@rule(why=say("A wrong number is worse than none: somebody will call it in need."))
def contacts_honest(manuscript: Manuscript) -> Iterator[Fault]:
    """No contact is shown that nobody has read about, and no phone without the fact that it stands in."""
    for contact in manuscript.directory():
        if not contact.item.numbers:
            what = say("`{key}` has no number of the fact sheet", key=contact.item.key)
            yield Fault(
                contact.source, contact.path, what, say('Add `numbers: ["9.01"]`, or take the contact out.')
            )
        wrong = _wrong_phone(contact.item)
        if wrong:
            cure = say("Give the number of the fact that the phone stands in, or leave the phone out.")
            yield Fault(contact.source, (*contact.path, "phone"), wrong, cure)


def _wrong_phone(contact: ContactShape) -> Message | None:
    phone = contact.phone
    if phone is None or phone.fact in contact.numbers:
        return None
    if phone.fact is None:
        return say("the phone {phone} of `{key}` has no `fact`", phone=phone.value, key=contact.key)
    return say(
        "the phone's fact {fact} is not among the `numbers` of `{key}`", fact=phone.fact, key=contact.key
    )
