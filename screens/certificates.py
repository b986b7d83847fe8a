"""The certificate in the chat: is it earned, which place, which name; checked by its code, revoked by its holder.

The name is kept nowhere, so it travels in the message itself: a question that knows it shows it on the second line,
and a press on an answer brings the message back (`name_in`).
"""

from datetime import date
from html import escape

from learning.certificate import (
    CODE_LENGTH,
    HOLDER_CODE_LENGTH,
    Certificate,
    Level,
    Missing,
    grouped,
    levels,
    place_at,
)
from learning.course import Language
from screens import icons
from screens.certificate import fields, place_words, still_missing
from screens.intents import (
    Agree,
    AskHolderCode,
    CheckCertificate,
    CodeCertificate,
    GiveCertificate,
    GoOn,
    NameCertificate,
    OpenCertificate,
    PlaceCertificate,
    RevokeCertificate,
)
from screens.markup import plain
from screens.pairs import offers
from screens.reader import Book, Reader
from screens.screen import Button, Screen


def ready(reader: Reader, before: date | None) -> Screen:
    """It is earned: what it is, and the way to it. `before` is the day on which this learner took one already."""
    parts = [f"{icons.CERTIFICATE} {reader.text('certificate.ready')}"]
    rows = [(reader.button(icons.NEXT, reader.phrase("certificate.begin"), NameCertificate()),)]
    if before:
        parts.append(reader.text("certificate.again", day=reader.on(before)))
        rows.append((reader.button(icons.CERTIFICATE, reader.phrase("certificate.revoke"), AskHolderCode()),))
    parts.append(reader.text("certificate.no-permit"))
    return Screen("\n\n".join(parts), (*rows, *reader.foot(OpenCertificate())))


def not_yet(reader: Reader, missing: Missing) -> Screen:
    """What is still to do, and the way to it."""
    onward = reader.button(icons.NEXT, reader.phrase("menu.continue"), GoOn())
    rows = ((onward,), *offers(reader)) if missing.lessons else offers(reader)
    return Screen(
        f"{icons.CERTIFICATE} {still_missing(reader, missing)}", (*rows, *reader.foot(OpenCertificate()))
    )


def for_guests(reader: Reader) -> Screen:
    """Nothing is kept of a guest, so nothing can be certified."""
    save = reader.button(icons.SAVE, reader.phrase("guest.save"), Agree())
    text = f"{icons.CERTIFICATE} {reader.text('certificate.guest')}"
    return Screen(text, ((save,), *reader.foot(OpenCertificate())))


def ask_name(reader: Reader, limit: int, *, again: bool = False) -> Screen:
    """Which name: it is typed, or left out. `again`: what was typed is none; `limit` is how many signs it may have."""
    asked = "certificate.name-again" if again else "certificate.ask-name"
    text = f"{icons.CERTIFICATE} {reader.text(asked, limit=limit)}\n\n{reader.text('certificate.name-none-note')}"
    without = reader.button(icons.NEXT, reader.phrase("certificate.name-none"), PlaceCertificate())
    return Screen(text, ((without,), *reader.foot(NameCertificate())))


def ask_place(reader: Reader, name: str) -> Screen:
    """How closely it says where the learner is from; "not at all" comes first."""
    rows = tuple((_level(reader, level, name),) for level in _levels(reader))
    return _named(reader, "certificate.ask-place", rows, name)


def _levels(reader: Reader) -> tuple[Level, ...]:
    return levels(reader.book.territories, reader.learner.home)


def _level(reader: Reader, level: Level, name: str) -> Button:
    code = place_at(reader.book.territories, reader.learner.home, level)
    words = place_words(reader.book, reader.language, code) or reader.phrase("certificate.place-none")
    icon = icons.PLACE if code else icons.NEXT
    return reader.button(icon, words, CodeCertificate(level) if name else GiveCertificate(level))


def place_is_open(reader: Reader) -> bool:
    """Whether there is a place to choose: who has told no home is not asked."""
    return len(_levels(reader)) > 1


def ask_in_code(reader: Reader, level: Level, name: str) -> Screen:
    """Whether the name goes into the QR code too; "on paper only" comes first, since it tells less."""
    rows = (
        (reader.button(icons.NEXT, reader.phrase("certificate.name-code-no"), GiveCertificate(level, 1, 0)),),
        (
            reader.button(
                icons.NEXT, reader.phrase("certificate.name-code-yes"), GiveCertificate(level, 1, 1)
            ),
        ),
    )
    return _named(reader, "certificate.ask-name-code", rows, name)


def _named(reader: Reader, asked: str, rows: tuple[tuple[Button, ...], ...], name: str) -> Screen:
    """A question with the name above it. The name goes past the phrases, which remember what they were given."""
    text = reader.text(asked)
    if name:
        said = escape(reader.phrase("certificate.name-given"), quote=False)
        text = f"{said}\n<b>{escape(name, quote=False)}</b>\n\n{text}"
        other = reader.button(icons.BACK, reader.phrase("certificate.other-name"), NameCertificate())
        rows = (*rows, (other,))
    return Screen(f"{icons.CERTIFICATE} {text}", (*rows, *reader.foot(OpenCertificate())))


def name_in(book: Book, text: str) -> str:
    """The name that stands in a message that `ask_place` or `ask_in_code` gave; empty in any other."""
    first, _, rest = text.partition("\n")
    openings = {
        f"{icons.CERTIFICATE} {plain(book.phrases.text(language, 'certificate.name-given'))}"
        for language in Language
    }
    return rest.partition("\n")[0] if first in openings else ""


def making(reader: Reader) -> Screen:
    """It comes in a moment. Takes the place of the message that held the name."""
    return Screen(f"{icons.CERTIFICATE} {reader.text('certificate.making')}", reader.foot())


def below_papers(reader: Reader, code: str) -> Screen:
    """What stands below the print: the code to check it by, and that it is no permit."""
    keys = ("certificate.issued", "certificate.keep", "certificate.no-permit")
    text = "\n\n".join(reader.text(key, code=grouped(code)) for key in keys)
    return Screen(f"{icons.CERTIFICATE} {text}", reader.foot(CheckCertificate(code)))


def holder(reader: Reader, holder_code: str) -> Screen:
    """The holder's own code, once. It goes past the phrases, which remember what they were given."""
    keys = ("certificate.holder-code", "certificate.how-to-revoke")
    text = "\n\n".join(reader.text(key, code="{code}") for key in keys)
    return Screen(
        text.replace("{code}", f"<code>{grouped(holder_code)}</code>"), reader.foot(OpenCertificate())
    )


def checked(reader: Reader, found: tuple[Certificate, date | None] | None, code: str) -> Screen:
    """All that stands on a certificate by our records, or that there is none of this code."""
    title = f"{icons.CERTIFICATE} <b>{reader.text('certificate.check-title')}</b>"
    foot = reader.foot(CheckCertificate(code) if code else None)
    if found is None:
        return Screen(
            f"{title}\n\n{icons.WRONG} {reader.text('certificate.not-found', length=CODE_LENGTH)}", foot
        )
    made, revoked_on = found
    verdict = f"{icons.RIGHT} {reader.text('certificate.valid')}"
    if revoked_on:
        verdict = f"{icons.WRONG} <b>{reader.text('certificate.revoked')}</b> {reader.on(revoked_on)}"
    said = fields(reader.book, reader.language, made)
    listed = "\n".join(f"{_escaped(field.label)}: <b>{_escaped(field.value)}</b>" for field in said)
    notes = (reader.text("certificate.name-unknown"), reader.text("certificate.no-permit"))
    return Screen("\n\n".join((title, verdict, listed, *notes)), foot)


def _escaped(words: str) -> str:
    return escape(words, quote=False)


def ask_holder_code(reader: Reader) -> Screen:
    """How a certificate is revoked."""
    text = f"{icons.CERTIFICATE} {reader.text('certificate.ask-holder-code')}"
    return Screen(text, reader.foot(AskHolderCode()))


def ask_revoke(reader: Reader, holder_code: str) -> Screen:
    """Whether to revoke the certificate of a holder's own code; nothing says yet whether there is one."""
    revoke = reader.button(icons.WRONG, reader.phrase("certificate.revoke"), RevokeCertificate(holder_code))
    return Screen(f"{icons.CERTIFICATE} {reader.text('certificate.ask-revoke')}", ((revoke,), *reader.foot()))


def revoked(reader: Reader, code: str | None) -> Screen:
    """It is revoked; or nothing was, since no certificate that holds has this holder's code."""
    if code is None:
        text = reader.text("certificate.wrong-holder-code", length=HOLDER_CODE_LENGTH)
        return Screen(f"{icons.WRONG} {text}", reader.foot(AskHolderCode()))
    text = reader.text("certificate.revoked-now", code=grouped(code))
    return Screen(f"{icons.RIGHT} {text}", reader.foot(CheckCertificate(code)))
