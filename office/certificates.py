"""Giving certificates, finding them by their code, revoking them by the holder's own code.

A name is only passed through: it comes in, stands on the papers, and is kept nowhere. Nothing here leads from a
certificate to its holder.
"""

import asyncio
import secrets
from dataclasses import dataclass, replace
from datetime import date

from learning.certificate import (
    CODE_LENGTH,
    HOLDER_CODE_LENGTH,
    Certificate,
    Level,
    code_of,
    holder_digest,
    issue,
    place_at,
)
from learning.learner import Learner
from learning.milestones import CERTIFICATE
from office.desk import Office
from papers.certificate import certificate as paper_of
from papers.signature import certificate_url, payload, public_pem, signed
from screens.certificate import worded

UNMISTAKABLE = (
    "23456789"  # digits that no letter is read as; a code has one, so that no typed word is taken for it
)


@dataclass(frozen=True, slots=True)
class Given:
    """A certificate with its papers. `holder_code` is told once, and kept nowhere."""

    certificate: Certificate
    holder_code: str
    png: bytes
    pdf: bytes


async def give(
    office: Office, learner: Learner, level: Level, name: str = "", *, into_qr: bool = False
) -> Given:
    """Make a certificate and its papers, and keep what stands on it but for the name.

    `name` is as `papers.signature.own_name` gives it, or empty; `into_qr` puts it into the QR code as well. Raises
    ValueError if the certificate is not earned, Misprint if the papers can't be set (nothing is kept then),
    StoreUnavailable.
    """
    course = office.book().on(office.today)
    place = place_at(office.book().territories, learner.home, level)
    made = issue(course, learner, place, office.today, _chance(CODE_LENGTH))
    holder_code = code_of(_chance(HOLDER_CODE_LENGTH))
    png, pdf = await asyncio.to_thread(_papers, office, made, name, into_qr)
    await office.store.keep_certificate(made, _revoker(holder_code))
    return Given(made, holder_code, png, pdf)


def taken(learner: Learner, today: date) -> Learner:
    """The learner as one who has taken his certificate; a second one changes nothing."""
    if CERTIFICATE in learner.milestones:
        return learner
    return replace(learner, milestones={**learner.milestones, CERTIFICATE: today})


async def find(office: Office, code: str) -> tuple[Certificate, date | None] | None:
    """What stands on the certificate of a code (as `read_code` gives it), and when it was revoked, if it was."""
    return await office.store.certificate(code)


async def revoke(office: Office, holder_code: str) -> str | None:
    """Revoke the certificate whose holder's own code this is; its code, or None if none that holds has it."""
    return await office.store.revoke_certificate(_revoker(holder_code), office.today)


def published_key(office: Office) -> str:
    """The public key, as PEM, by which anybody can check our certificates."""
    return public_pem(office.signing_key).decode()


def where_to_type(office: Office) -> str:
    """Where somebody can type a code in: the public page's address without its scheme, else the bot's name."""
    return f"{office.site.partition('://')[2]}/c" if office.site else f"@{office.bot_name}"


def _papers(office: Office, made: Certificate, name: str, into_qr: bool) -> tuple[bytes, bytes]:
    said = signed(office.signing_key, payload(made, name if into_qr else ""))
    qr = certificate_url(office.site, office.bot_name, made.code, said)
    paper = worded(office.book(), made, name, qr, where_to_type(office))
    return paper_of(paper, "png", made.issued_on), paper_of(paper, "pdf", made.issued_on)


def _chance(length: int) -> bytes:
    """Random bytes for a code that has an unmistakable digit."""
    while True:
        chance = secrets.token_bytes(length)
        if set(code_of(chance)) & set(UNMISTAKABLE):
            return chance


def _revoker(holder_code: str) -> bytes:
    return bytes.fromhex(holder_digest(holder_code))
