"""No contact is shown that nobody has read about, and no phone without the fact that it stands in.

Wrong: a contact without a fact number; a phone without `fact`, or with one that the contact's `numbers` lack.
Why it matters: a wrong number is worse than none: somebody will call it in need.
Cure: give the fact's number, or leave the phone out; an empty phone is normal.
"""

from collections.abc import Iterator

from curriculum.manuscript import Manuscript
from curriculum.rule import Fault, rule
from curriculum.schema import ContactShape


@rule(why="A wrong number is worse than none: somebody will call it in need.")
def contacts_honest(manuscript: Manuscript) -> Iterator[Fault]:
    """No contact is shown that nobody has read about, and no phone without the fact that it stands in."""
    for contact in manuscript.directory():
        if not contact.item.numbers:
            what = f"`{contact.item.key}` has no number of the fact sheet"
            yield Fault(
                contact.source, contact.path, what, 'Add `numbers: ["9.01"]`, or take the contact out.'
            )
        wrong = _wrong_phone(contact.item)
        if wrong:
            cure = "Give the number of the fact that the phone stands in, or leave the phone out."
            yield Fault(contact.source, (*contact.path, "phone"), wrong, cure)


def _wrong_phone(contact: ContactShape) -> str:
    phone = contact.phone
    if phone is None or phone.fact in contact.numbers:
        return ""
    if phone.fact is None:
        return f"the phone {phone.value} of `{contact.key}` has no `fact`"
    return f"the phone's fact {phone.fact} is not among the `numbers` of `{contact.key}`"
