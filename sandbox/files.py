"""Files the bot sent, and what can be read off their first bytes."""

import base64
import mimetypes
from dataclasses import asdict, dataclass, field
from pathlib import PurePath
from typing import Any

from sandbox import fileids

# Where a kind of file lies, for its download.
FOLDERS = {
    "photo": "photos", "document": "documents", "voice": "voice", "audio": "music",
    "video": "videos", "animation": "animations",
}  # fmt: skip
PLAIN = "application/octet-stream"


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
    unique_id: str = ""
    kind: str = "document"

    @property
    def data(self) -> bytes:
        """Return the bytes."""
        return base64.b64decode(self.base64)

    def shown(self) -> dict[str, Any]:
        """Return what every answer about the file holds."""
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.data)}

    def named(self) -> dict[str, Any]:
        """Return it as a document shows it."""
        name = {"file_name": self.name} if self.name else {}
        return name | {"mime_type": self.mime} | self.shown()

    def file(self) -> dict[str, Any]:
        """Return it as getFile does."""
        return self.shown() | {"file_path": self.path}


@dataclass(slots=True)
class Files:
    """Every file of the sandbox, by file_id."""

    stored: dict[str, Stored] = field(default_factory=dict)

    def add(self, upload: Upload, kind: str) -> Stored:
        """Keep an upload."""
        number = len(self.stored) + 1
        file_id, unique_id = fileids.made(kind, number), fileids.made_unique(kind, number)
        suffix = PurePath(upload.name).suffix
        path = f"{FOLDERS[kind]}/file_{number}{suffix}"
        mime = mimetypes.guess_type(upload.name)[0] or upload.mime or PLAIN
        body = base64.b64encode(upload.data).decode()
        self.stored[file_id] = Stored(file_id, upload.name, mime, path, body, unique_id, kind)
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
