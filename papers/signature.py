"""The certificate's signature: with it anybody can check a certificate, without network and without us.

What is signed is a small JSON text, UTF-8, keys in order, no spaces, such as

    {"band":"good","code":"7K3QX9M2TD","day":"2026-11-29","language":"ky","name":"Айгүл","place":"KG-O","release":3,"v":1}

`name` and `place` are left out when they are empty. The signature is Ed25519 (RFC 8032) over exactly these bytes. Both
travel in base64url without padding (RFC 4648) with a dot between them, in the fragment of the address in the QR code:
a browser never sends a fragment to a server, so a name in it is not told to us either.

docs/certificates.md shows how to check one by hand.
"""

import json
import re
import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from learning.certificate import Band, Certificate
from learning.course import Language

VERSION = 1
NAME_LIMIT = 40  # characters; a longer one would make the QR code too fine for a cheap camera
START = "c_"  # before the code in what the bot is started with
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+")
# Latin and Cyrillic letters, which are all in the papers' fonts; other signs would leave a blank
_NAME_LETTERS = r"A-Za-zÀ-ÖØ-öø-ɏʻʼЀ-ҁҊ-ԯḀ-ỿ"
_NAME = re.compile(rf"[{_NAME_LETTERS}][{_NAME_LETTERS} .,'’‘()-]*")


class Reason(StrEnum):
    """Why a signed text can't be trusted.

    NOT_OURS is no signed certificate at all; ALTERED has a signature that does not fit: fields were changed, or another
    key signed it; UNKNOWN_VERSION is signed by us in a form that this program does not know.
    """

    NOT_OURS = "not-ours"
    ALTERED = "altered"
    UNKNOWN_VERSION = "unknown-version"


class Untrusted(ValueError):
    """A signed text that can't be trusted, and the `reason`."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class KeyUnusable(ValueError):
    """The key is no Ed25519 key in PEM; one line that says the cure."""


@dataclass(frozen=True, slots=True)
class SignedFields:
    """All that a signed text says. `name` is empty unless the holder wanted it in there."""

    certificate: Certificate
    name: str = ""


def payload(certificate: Certificate, name: str = "") -> bytes:
    """What is signed: the same certificate and name always give the same bytes."""
    fields = {
        "v": VERSION,
        "code": certificate.code,
        "release": certificate.course_release,
        "day": certificate.issued_on.isoformat(),
        "language": certificate.language.value,
        "band": certificate.band.value,
    }
    wanted = {"place": certificate.place, "name": name}
    fields |= {key: value for key, value in wanted.items() if value}
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def signed(key: Ed25519PrivateKey, said: bytes) -> str:
    """What `payload` gave, with its signature, as it stands in the fragment."""
    return f"{_to_text(said)}.{_to_text(key.sign(said))}"


def verified(key: Ed25519PublicKey, text: str) -> SignedFields:
    """What a signed text says, if it was signed with our key and not a sign of it has changed since.

    Raises:
        Untrusted: it can't be trusted; `reason` says why.
    """
    said, signature = _parts(text)
    try:
        key.verify(signature, said)
    except InvalidSignature:
        raise Untrusted(Reason.ALTERED) from None
    return _fields(said)


def _parts(text: str) -> tuple[bytes, bytes]:
    said, dot, signature = text.partition(".")
    if not (dot and _BASE64URL.fullmatch(said) and _BASE64URL.fullmatch(signature)):
        raise Untrusted(Reason.NOT_OURS)
    try:
        return _from_text(said), _from_text(signature)
    except ValueError:
        raise Untrusted(Reason.ALTERED) from None


def _fields(said: bytes) -> SignedFields:
    """The fields of a payload whose signature has been checked."""
    try:
        fields = json.loads(said)
        name = fields.get("name", "")
        certificate = Certificate(
            code=fields["code"],
            course_release=fields["release"],
            issued_on=date.fromisoformat(fields["day"]),
            language=Language(fields["language"]),
            place=fields.get("place", ""),
            band=Band(fields["band"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Untrusted(Reason.UNKNOWN_VERSION) from None
    if payload(certificate, name) != said:
        raise Untrusted(Reason.UNKNOWN_VERSION)
    return SignedFields(certificate, name)


def _to_text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _from_text(text: str) -> bytes:
    """The bytes of base64url; ValueError for another spelling of the same bytes, which decoders let pass."""
    data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if _to_text(data) != text:
        raise ValueError(text)
    return data


def certificate_url(site: str, bot: str, code: str, signed_text: str) -> str:
    """What the QR code says: where to look the certificate up, and behind `#` its signed fields.

    With a site (`https://safar.example`, no slash at its end) a browser opens the public page of this code. Without
    one, Telegram opens the bot and says `/start c_<code>`, which answers with the stored fields; the part behind `#`
    stays, so that the picture can be checked without network all the same.
    """
    where = f"{site}/c/{code}" if site else f"https://t.me/{bot}?start={START}{code}"
    return f"{where}#{signed_text}"


def own_name(typed: str) -> str | None:
    """The name as it goes on the paper: one line, composed letters, no invisible signs; None if it is none.

    A name begins with a letter, Latin or Cyrillic, and has at most 40 signs: letters, spaces, hyphens, points, commas,
    apostrophes, brackets. Whether it is the holder's own, nobody checks.
    """
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    return name if _NAME.fullmatch(name) and len(name) <= NAME_LIMIT else None


def new_private_pem() -> bytes:
    """A new signing key as PEM (PKCS 8), to be kept where the other secrets are."""
    made = Ed25519PrivateKey.generate()
    return made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def private_key(pem: bytes) -> Ed25519PrivateKey:
    """The signing key. Raises KeyUnusable."""
    try:
        key = load_pem_private_key(pem, None)
    except (ValueError, TypeError) as error:
        raise KeyUnusable("this is no private key in PEM; give the file that Safar has made") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnusable("this key is not an Ed25519 key; give the file that Safar has made")
    return key


def public_pem(key: Ed25519PrivateKey) -> bytes:
    """The key that is published, as PEM."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def public_key(pem: bytes) -> Ed25519PublicKey:
    """The published key. Raises KeyUnusable."""
    try:
        key = load_pem_public_key(pem)
    except ValueError as error:
        raise KeyUnusable("this is no public key in PEM; take the one that is published") from error
    if not isinstance(key, Ed25519PublicKey):
        raise KeyUnusable("this key is not an Ed25519 key; take the one that is published")
    return key
