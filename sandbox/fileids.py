"""File identifiers: made so that they look and break like Telegram's, and read as TDLib reads them."""

import hashlib
import re
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode

from sandbox.links import LinkError, checked_url
from sandbox.rules import bad_request

# A kind of file: its number inside an identifier, and its name in errors.
KINDS = {
    "thumbnail": (0, "Thumbnail"),
    "profile_photo": (1, "ChatPhoto"),
    "photo": (2, "Photo"),
    "voice": (3, "VoiceNote"),
    "video": (4, "Video"),
    "document": (5, "Document"),
    "sticker": (8, "Sticker"),
    "audio": (9, "Audio"),
    "animation": (10, "Animation"),
    "video_note": (13, "VideoNote"),
}
NAMES = {number: kind for kind, (number, _) in KINDS.items()}
# These may stand for each other.
DOCUMENTS = ("voice", "video", "document", "sticker", "audio", "animation", "video_note")
WITH_REFERENCE = 1 << 25
OLD, GENERATED, CURRENT = 2, 3, 4
VERSION = 57
DATACENTRES = range(1, 6)
WRONG = "wrong remote file identifier specified: "


def made(kind: str, number: int) -> str:
    """Return a new file_id."""
    secret = hashlib.sha256(f"{kind} {number}".encode()).digest()
    head = struct.pack("<ii", KINDS[kind][0] | WITH_REFERENCE, 2)
    reference = bytes([25]) + struct.pack(">bI", 1, number) + secret[:20] + bytes(2)
    body = head + reference + struct.pack("<q", number) + secret[20:28]
    return _base64(_squeezed(body) + bytes([VERSION, CURRENT]))


def made_unique(kind: str, number: int) -> str:
    """Return a file's name that is the same for every bot."""
    return _base64(_squeezed(struct.pack("<iq", 1 if kind == "photo" else 2, number)) + bytes([4]))


def checked(file_id: str, wanted: str = "") -> bool:
    """Say whether an unknown identifier could be another bot's; refuse one that makes no sense.

    One that holds a dot is an address, and could be one too.
    """
    if "." in file_id:
        _check_address(file_id)
        return True
    binary = _decoded(file_id)
    if binary[-1] not in (OLD, GENERATED, CURRENT):
        raise bad_request(WRONG + "can't unserialize it. Wrong last symbol")
    kind = _kind(binary)
    if kind is None:
        raise bad_request(WRONG + "can't unserialize it")
    check_kind(kind, wanted or kind)
    return True


def check_kind(kind: str, wanted: str) -> None:
    """Refuse a file that is of another kind than what is sent."""
    if kind != wanted and not (kind in DOCUMENTS and wanted in DOCUMENTS):
        raise bad_request(f"can't use file of type {KINDS[kind][1]} as {KINDS[wanted][1]}")


def _check_address(url: str) -> None:
    try:
        checked_url(url)
    except LinkError as error:
        raise bad_request(f"invalid file HTTP URL specified: {error}") from None


def _decoded(text: str) -> bytes:
    """Decode base64url, with TDLib's complaints."""
    plain = text.rstrip("=")
    padding = len(text) - len(plain)
    if padding >= 3:
        raise bad_request(WRONG + "Wrong string padding")
    if padding and len(text) % 4:
        raise bad_request(WRONG + "Wrong padding length")
    if len(plain) % 4 == 1:
        raise bad_request(WRONG + "Wrong string length")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", plain):
        raise bad_request(WRONG + "Wrong character in the string")
    binary = urlsafe_b64decode(plain + "=" * (-len(plain) % 4))
    if _base64(binary) != plain:
        raise bad_request(WRONG + "Wrong padding in the string")
    if not binary:
        raise bad_request("remote file identifier must be non-empty")
    return binary


def _kind(binary: bytes) -> str | None:
    """Return the kind of file an identifier is about; None when it can't be read."""
    ends = 2 if binary[-1] == CURRENT else 1
    body = _spread(binary[:-ends])
    if len(body) < 24:
        return None
    number, datacentre = struct.unpack_from("<ii", body)
    return NAMES.get(number & 0xFFFFFF) if datacentre in DATACENTRES else None


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _squeezed(data: bytes) -> bytes:
    """Write each run of zero bytes as a zero and its length."""
    return re.sub(rb"\0{1,250}", lambda run: bytes([0, len(run[0])]), data)


def _spread(data: bytes) -> bytes:
    return re.sub(rb"\0(.)", lambda run: bytes(run[1][0]), data, flags=re.DOTALL)
