"""Drawings inside a page that loads nothing: a data address (RFC 2397)."""

import mimetypes
from base64 import b64encode


def data_address(name: str, body: bytes) -> str:
    """The address that holds a picture itself; its kind is told by the end of its file's name."""
    kind = mimetypes.guess_type(name)[0] or "image/png"
    return f"data:{kind};base64,{b64encode(body).decode()}"
