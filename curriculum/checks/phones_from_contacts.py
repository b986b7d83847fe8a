"""Phones, addresses of mail and sites, and names in Telegram come from the directory of contacts.

Wrong: a phone typed by hand, with or without spaces, brackets and plus; the number of a known contact; an e-mail,
a `@name` or a site outside a link.
Why it matters: a number changes once, in contacts.yaml, where it has a source and a day of call; a copy stays wrong.
Cure: `{contact.emergency}`, or name the contact in the card's `contacts`.
"""

import re
from collections.abc import Iterator

from curriculum import placeholders
from curriculum.manuscript import Manuscript
from curriculum.message import Message, say
from curriculum.rule import Fault, rule
from curriculum.words import Text

PHONE = re.compile(r"(?<!\w)\+?\(?\d[\d ()\-–.]{3,}\d(?!\w)")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]*\w")
_HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z]\w{3,}|(?:https?://)?t\.me/\w+")
_SITE = re.compile(
    r"(?<![\w@./-])(?:https?://)?(?:[\w-]+\.)+(?:com|gov|info|kg|kz|me|net|org|ru|su|tj|uz|рф)(?!\w)(?:/[^\s)]*)?",
    re.IGNORECASE,
)
# A dot inside a word, but for that of `{contact.key}` and `{term.key}`; a placeholder beside it may be part of the word
_DOT_IN_WORD = re.compile(r"\.(?<=[\w}]\.)[\w{](?:(?<!\{contact\..)(?<!\{term\..)|(?![a-z0-9-]*\}))")
_LINK = re.compile(r"\[[^\[\]\n]*\]\([^()\n]*\)")


@rule(
    why=say(
        "A number changes once, in contacts.yaml; a copy typed into words stays wrong and is called in need."
    )
)
def phones_from_contacts(manuscript: Manuscript) -> Iterator[Fault]:
    """Phones, addresses of mail and sites, and names in Telegram come from the directory of contacts."""
    known = _known(manuscript)
    for text in _likely(manuscript):
        words = _LINK.sub(" ", placeholders.without(text.words))
        for found, what in _typed(words, known):
            contact = known.get(_digits(found))
            cure = (
                say("Write {{contact.{key}}}.", key=contact)
                if contact
                else say(
                    "Put it into contacts.yaml with its fact number, and name the contact in `contacts`."
                )
            )
            yield Fault(text.source, text.slot.path, what, cure, found)


def _likely(manuscript: Manuscript) -> Iterator[Text]:
    """The texts with a digit, an @, or a dot inside a word: few."""
    for words in manuscript.files():
        signs = (sign for sign in words.rare_signs if sign.isdecimal() or sign == "@")
        yield from words.holding(*signs, _DOT_IN_WORD)


def phone_spans(words: str, known: set[str]) -> list[tuple[int, int]]:
    """Where phones stand in words: so many digits that it is no amount, or a contact's number."""
    spans = [m.span() for m in PHONE.finditer(words) if len(_digits(m[0])) >= 5]
    return spans + [m.span() for m in re.finditer(r"(?<!\w)\d+(?!\w)", words) if m[0] in known]


def known_phones(manuscript: Manuscript) -> set[str]:
    """The digits of all phones in the directory."""
    return set(_known(manuscript))


def _known(manuscript: Manuscript) -> dict[str, str]:
    contacts = [contact.item for contact in manuscript.directory()]
    return {_digits(contact.phone.value): contact.key for contact in contacts if contact.phone}


def _typed(words: str, known: dict[str, str]) -> Iterator[tuple[str, Message]]:
    for start, end in phone_spans(words, set(known)):
        phone = words[start:end]
        yield phone, say("the phone {phone} is typed by hand", phone=phone)
    for found in _MAIL.findall(words):
        yield found, say("the e-mail {found} is typed by hand", found=found)
    words = _MAIL.sub(" ", words)
    for found in _HANDLE.findall(words):
        yield found, say("the Telegram name {found} is typed by hand", found=found)
    for found in _SITE.findall(_HANDLE.sub(" ", words)):
        yield found, say("the site {found} is typed by hand", found=found)


def _digits(phone: str) -> str:
    return re.sub(r"\D", "", phone)
