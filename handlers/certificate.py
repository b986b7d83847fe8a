"""The certificate: earned, asked for, sent; checked by its code, revoked by its holder's own code.

The name that somebody types stands in the chat and on the papers, and is kept nowhere: each question shows it, and the
press on an answer brings it back.
"""

from dataclasses import replace

from aiogram.types import Message

from handlers.desk import Commanded, Pressed, Visit
from learning.certificate import Level, earned, grouped, missing, read_code, read_holder_code
from learning.milestones import CERTIFICATE
from office import certificates
from papers.signature import NAME_LIMIT, START, own_name
from screens import certificates as screens
from screens.intents import (
    AskHolderCode,
    CheckCertificate,
    CodeCertificate,
    GiveCertificate,
    Intent,
    NameCertificate,
    OpenCertificate,
    PlaceCertificate,
    RevokeCertificate,
)
from screens.screen import Screen

PAYLOAD = START  # of the link in a certificate's QR code


async def opened(visit: Visit, _: OpenCertificate | None = None) -> None:
    """Show that it is earned, or what is missing."""
    reader, learner = visit.reader, visit.learner
    if learner.guest:
        await visit.show(screens.for_guests(reader))
    elif earned(visit.course, learner):
        await visit.show(screens.ready(reader, learner.milestones.get(CERTIFICATE)))
    else:
        await visit.show(screens.not_yet(reader, missing(visit.course, learner)))


async def asked_name(visit: Visit, _: NameCertificate | None = None) -> None:
    """Ask for the name; what is typed next is no place."""
    if not earned(visit.course, visit.learner):
        await opened(visit)
        return
    visit.keep(replace(visit.learner, typing_home=False))
    await visit.show(screens.ask_name(visit.reader, NAME_LIMIT))


async def unnamed(visit: Visit, _: PlaceCertificate) -> None:
    """Without a name: ask for the place, if there is one to choose."""
    if not earned(visit.course, visit.learner):
        await opened(visit)
    elif screens.place_is_open(visit.reader):
        await visit.show(screens.ask_place(visit.reader, ""))
    else:
        await given(visit, GiveCertificate(Level.NONE))


async def place_chosen(visit: Visit, intent: CodeCertificate) -> None:
    """The place is chosen: ask whether the name goes into the QR code too."""
    name = _name_in(visit)
    if name:
        await visit.show(screens.ask_in_code(visit.reader, intent.level, name))
    else:
        await asked_name(visit)


async def given(visit: Visit, intent: GiveCertificate) -> None:
    """Make the certificate and send it: picture, print, and by itself the holder's own code.

    That it was taken is recorded first, so that a repeated step counts once; nothing leads from it to the certificate.
    """
    name = _name_in(visit) if intent.named else ""
    if not earned(visit.course, visit.learner):
        await opened(visit)
    elif intent.named and not name:
        await asked_name(visit)
    else:
        visit.keep(certificates.taken(visit.learner, visit.today))
        await visit.show(screens.making(visit.reader))
        await _send(visit, intent, name)


async def _send(visit: Visit, intent: GiveCertificate, name: str) -> None:
    office, into_qr = visit.desk.office, bool(intent.in_code)
    made = await certificates.give(office, visit.learner, intent.level, name, into_qr=into_qr)
    code = made.certificate.code
    await visit.send_file(f"safar-{code}.png", made.png, Screen(grouped(code)))
    await visit.send_file(f"safar-{code}.pdf", made.pdf, screens.below_papers(visit.reader, code))
    visit.message = None  # a message of its own, which can be deleted or kept apart
    await visit.show(screens.holder(visit.reader, made.holder_code))


def _name_in(visit: Visit) -> str:
    text = visit.message.text if isinstance(visit.message, Message) else None
    return own_name(screens.name_in(visit.book, text or "")) or ""


async def checked(visit: Visit, intent: CheckCertificate) -> None:
    """Show what stands on the certificate of a code."""
    code = read_code(intent.code) or ""
    found = await certificates.find(visit.desk.office, code) if code else None
    await visit.show(screens.checked(visit.reader, found, code))


async def by_link(visit: Visit, code: str) -> None:
    """/start with the code in a certificate's QR code; a stranger too is shown what stands on it."""
    await checked(visit, CheckCertificate(code))


async def how_to_revoke(visit: Visit, _: AskHolderCode) -> None:
    """Say how a certificate is revoked."""
    await visit.show(screens.ask_holder_code(visit.reader))


async def revoked(visit: Visit, intent: RevokeCertificate) -> None:
    """Revoke the certificate whose holder's own code the button carries."""
    code = read_holder_code(intent.code)
    found = await certificates.revoke(visit.desk.office, code) if code else None
    await visit.show(screens.revoked(visit.reader, found))


async def typed_code(visit: Visit, text: str) -> bool:
    """Answer a typed code: a certificate's shows it, a holder's asks whether to revoke. False: it is no code.

    Our codes have a digit; a word of letters alone is none.
    """
    if not any(sign.isdigit() for sign in text):
        return False
    if code := read_code(text):
        await checked(visit, CheckCertificate(code))
    elif holder_code := read_holder_code(text):
        await visit.show(screens.ask_revoke(visit.reader, holder_code))
    else:
        return False
    return True


async def typed_name(visit: Visit, text: str) -> bool:
    """Take a typed name, from who has earned a certificate: nobody else is asked for one. False: it is no name."""
    name = own_name(text)
    if name is None or not earned(visit.course, visit.learner):
        return False
    reader = visit.reader
    chosen = screens.ask_place(reader, name) if screens.place_is_open(reader) else None
    await visit.show(chosen or screens.ask_in_code(reader, Level.NONE, name))
    return True


async def command(visit: Visit, argument: str) -> None:
    """/certificate; a code or a name may follow."""
    if not argument:
        await opened(visit)
    elif not (await typed_code(visit, argument) or await typed_name(visit, argument)):
        if earned(visit.course, visit.learner):
            await visit.show(screens.ask_name(visit.reader, NAME_LIMIT, again=True))
        else:
            await opened(visit)


PRESSES: dict[type[Intent], Pressed] = {
    OpenCertificate: opened,
    NameCertificate: asked_name,
    PlaceCertificate: unnamed,
    CodeCertificate: place_chosen,
    GiveCertificate: given,
    CheckCertificate: checked,
    AskHolderCode: how_to_revoke,
    RevokeCertificate: revoked,
}
COMMANDS: dict[str, Commanded] = {"certificate": command}
