"""Files the bot sent, and what can be read off their first bytes."""

import base64
from dataclasses import asdict, dataclass, field
from pathlib import PurePath
from typing import Any

from telegram import Document, File, PhotoSize


@dataclass(frozen=True, slots=True)
class Upload:
    """A file inside a request."""

    name: str
    mime: str
    data: bytes


@dataclass(slots=True)
class Stored:
    """A file that Telegram keeps; the bytes stand as base64 so that it can be written as JSON."""

    file_id: str
    name: str
    mime: str
    path: str
    base64: str

    @property
    def data(self) -> bytes:
        """Return the bytes."""
        return base64.b64decode(self.base64)

    @property
    def unique_id(self) -> str:
        """Return the name that is the same for every bot."""
        return "AgAD" + self.file_id[-12:]

    def document(self) -> Document:
        """Return it as a document."""
        return Document(self.file_id, self.unique_id, self.name, self.mime, len(self.data))

    def photo(self, size: tuple[int, int]) -> PhotoSize:
        """Return it as a photo."""
        return PhotoSize(self.file_id, self.unique_id, *size, file_size=len(self.data))

    def file(self) -> File:
        """Return it as getFile does."""
        return File(self.file_id, self.unique_id, len(self.data), self.path)


@dataclass(slots=True)
class Files:
    """Every file of the sandbox, by file_id."""

    stored: dict[str, Stored] = field(default_factory=dict)

    def add(self, upload: Upload, folder: str) -> Stored:
        """Keep an upload."""
        number = len(self.stored) + 1
        suffix = PurePath(upload.name).suffix
        file_id = f"BQACAgIAAxkDAAI{number:012d}"
        path = f"{folder}/file_{number}{suffix}"
        body = base64.b64encode(upload.data).decode()
        self.stored[file_id] = Stored(file_id, upload.name, upload.mime, path, body)
        return self.stored[file_id]

    def at(self, path: str) -> Stored | None:
        """Return the file under a download path."""
        return next((file for file in self.stored.values() if file.path == path), None)

    def dump(self) -> dict[str, Any]:
        """Return all of it as plain JSON."""
        return asdict(self)

    def load(self, saved: dict[str, Any]) -> None:
        """Take back what `dump` returned."""
        self.stored = {key: Stored(**one) for key, one in saved["stored"].items()}


def image_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG or a JPEG."""
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    return _jpeg_size(data) if data[:2] == b"\xff\xd8" else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        # Frame headers hold the size; C4, C8 and CC look like them but are tables.
        if 0xC0 <= data[at + 1] <= 0xCF and data[at + 1] not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(data[at + 7 : at + 9]), int.from_bytes(data[at + 5 : at + 7])
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return None
