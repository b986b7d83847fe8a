"""Reads a request as the real server does: forgiving about the body, strict about its size and the path."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote

import aiohttp
from aiohttp import web

from sandbox.files import Upload
from sandbox.rules import UPLOAD_BYTES, BotApiError

# Parameters of one request together; files are not counted.
PARAMETERS_BYTES = 1 << 20
DECODER = json.JSONDecoder()
# Half of a character: written as an escape in JSON it is a mistake.
LONE = re.compile("[\ud800-\udfff]")
SPACE = re.compile(r"[ \t\r\n]*")
NOT_FOUND = "Not Found"
# Bytes that are no UTF-8 stay visible as lone surrogates; methods refuse them in their own words.
NOT_UTF8 = "surrogateescape"


class UnreadableError(Exception):
    """A request so broken that the server answers a bare status and hangs up."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True)
class Address:
    """What a path names."""

    token: str
    method: str
    test: bool = False


@dataclass(slots=True)
class Given:
    """The parameters and files of a request; of two with one name the first counts."""

    params: dict[str, str] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)
    size: int = 0
    weight: int = 0

    def add(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Add parameters."""
        for name, value in pairs:
            self.params.setdefault(name, value)

    def weigh(self, size: int) -> None:
        """Refuse a body that is too big with its files."""
        self.weight += size
        if self.weight > UPLOAD_BYTES:
            raise too_large()

    def count(self, size: int) -> None:
        """Refuse parameters that are too big together."""
        self.size += size
        if self.size > PARAMETERS_BYTES:
            raise UnreadableError(413)


def address(raw_path: str) -> Address:
    """Return what the path of a request names: /bot<token>[/test]/<method>.

    Raises:
        BotApiError: it names nothing.
    """
    if not raw_path.startswith("/"):
        raise BotApiError(404, "Not Found: absolute URI is specified in the Request-Line")
    path = unquote(re.split(r"[?#]", raw_path, maxsplit=1)[0])
    if not path.startswith("/bot"):
        raise BotApiError(404, NOT_FOUND)
    token, slash, rest = path.removeprefix("/bot").partition("/")
    if test := slash + rest[:4] == "/test":
        slash, rest = rest[4:5], rest[5:]
    if slash != "/":
        raise BotApiError(404, NOT_FOUND)
    return Address(token, rest, test)


async def given(request: web.Request) -> Given:
    """Read the query string and the body, whatever its form; the query string goes first.

    Raises:
        UnreadableError: too many parameters, or multipart that is none.
        BotApiError: too big with its files.
    """
    found, form = Given(), request.headers.get("Content-Type", "").lower()
    query = request.rel_url.raw_query_string
    found.count(len(query))
    found.add(_pairs(query))
    if (request.content_length or 0) > UPLOAD_BYTES:
        raise too_large()
    if "multipart/form-data" in form:
        await _add_parts(found, request)
    elif request.can_read_body:
        add_text(found, form, await _whole(request))
    return found


def too_large() -> BotApiError:
    """Word the refusal of what no server would read to its end."""
    return BotApiError(413, "Request Entity Too Large")


async def _whole(request: web.Request) -> bytes:
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise too_large() from None


async def _add_parts(found: Given, request: web.Request | aiohttp.ClientResponse) -> None:
    """Add the parts of a form."""
    try:
        if isinstance(request, web.Request):
            parts = await request.multipart()
        else:
            parts = aiohttp.MultipartReader(request.headers, request.content)
        async for part in parts:
            if isinstance(part, aiohttp.BodyPartReader) and part.name:
                await _add_part(found, part.name, part)
    except (ValueError, AssertionError, aiohttp.http.HttpProcessingError):
        raise UnreadableError(400) from None


async def _add_part(found: Given, name: str, part: aiohttp.BodyPartReader) -> None:
    data = bytearray()
    while chunk := await part.read_chunk():
        data += chunk
        found.weigh(len(chunk))
    if part.filename is not None:
        mime = part.headers.get("Content-Type", "application/octet-stream")
        found.files.setdefault(name, Upload(part.filename, mime, bytes(data)))
    else:
        found.count(len(data))
        found.add([(name, data.decode(errors=NOT_UTF8))])


def add_text(found: Given, form: str, body: bytes) -> None:
    """Add the parameters of a body that is urlencoded or JSON; any other one says nothing."""
    text = body.decode(errors=NOT_UTF8)
    if "application/x-www-form-urlencoded" in form:
        found.count(len(body))
        found.add(_pairs(text))
    elif "application/json" in form:
        found.count(len(body))
        found.add(json_pairs(text))


def _pairs(text: str) -> list[tuple[str, str]]:
    return parse_qsl(text, keep_blank_values=True, errors=NOT_UTF8)


def json_pairs(text: str) -> list[tuple[str, str]]:
    """Return the fields of a JSON object up to the first mistake in it; nested values stay as written.

    The server says nothing about the mistake, so neither does this.
    """
    pairs: list[tuple[str, str]] = []
    at = _space(text, 0)
    if text[at : at + 1] == '"':
        word, _ = _value(text, at)
        return [("content", word)] if word is not None else []
    if text[at : at + 1] != "{":
        return []
    at = _space(text, at + 1)
    while text[at : at + 1] == '"':
        name, at = _value(text, at)
        at = _space(text, at)
        if name is None or text[at : at + 1] != ":":
            break
        value, at = _value(text, _space(text, at + 1))
        if value is None:
            break
        pairs.append((name, value))
        at = _space(text, at)
        at = _space(text, at + 1) if text[at : at + 1] == "," else at
    return pairs


def _space(text: str, at: int) -> int:
    match = SPACE.match(text, at)
    return match.end() if match else at


def _value(text: str, at: int) -> tuple[str | None, int]:
    """Return one JSON value as text, and where it ends; None when it is broken."""
    try:
        value, end = DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None, at
    if not isinstance(value, str):
        return text[at:end], end
    halved = LONE.search(value) and not LONE.search(text[at:end])
    return (None if halved else value), end


async def given_back(answer: aiohttp.ClientResponse) -> Given:
    """Read the parameters in a webhook's answer.

    Raises:
        UnreadableError: as for a request.
        BotApiError: as for a request.
    """
    found, form = Given(), answer.headers.get("Content-Type", "").lower()
    if "multipart/form-data" in form:
        await _add_parts(found, answer)
    else:
        add_text(found, form, await answer.read())
    return found
