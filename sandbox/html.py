"""Telegram's HTML: text and entities, or the server's own error with its byte offset.

The walk is over UTF-8 bytes with a zero byte as the end mark, because offsets in errors count bytes,
offsets of entities count UTF-16 units, and the server's quirks (``<b />``, ``1 < 2``) follow from it.
"""

import re
from dataclasses import dataclass, field

from sandbox.entities import Entity, ordered, utf16_length
from sandbox.links import (
    INT64,
    LinkError,
    ascii_lower,
    checked_link,
    date_format,
    mentioned_user,
    whole_number,
)

SPACE = b" \t\r\n\v\0"
KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
# The attribute of a tag that means something, and how its value must begin; all others are ignored.
ATTRIBUTES = {
    ("a", "href"): "",
    ("code", "class"): "language-",
    ("span", "class"): "tg-",
    ("tg-emoji", "emoji-id"): "",
    ("tg-time", "format"): "",
}
NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
REFERENCE = re.compile(rb"&(?:(#(?:x([0-9a-fA-F]+)|([0-9]+)))|([a-zA-Z]+));?")
# A number is read if it is shorter than this, with its `&#`.
LONGEST_NUMBER = 10
WORDS = re.compile(rb"[^<&]*")
NAME = re.compile(rb"[^ \t\r\n\v\0>]*")
ATTRIBUTE = re.compile(rb"[^ \t\r\n\v\0=>/\"']*")
TOKEN = re.compile(rb"[A-Za-z0-9.-]*")
BLANK = re.compile(rb"[ \t\r\n\v]*")
HALVES = re.compile("[\ud800-\udfff]")
UNPAIRED = (
    "Text contains invalid Unicode characters after decoding HTML entities, "
    "check for unmatched surrogate code units"
)


class HtmlError(ValueError):
    """Markup that the server can't parse; the text is the server's."""


@dataclass(slots=True)
class _Tag:
    name: str
    begin: int
    offset: int
    text_at: int
    argument: str = ""
    moment: int = 0


@dataclass(slots=True)
class _Reader:
    source: bytes
    at: int = 0
    pieces: list[str] = field(default_factory=list)
    units: int = 0
    open: list[_Tag] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def read(self) -> None:
        """Walk to the end mark."""
        while self.at < len(self.source) - 1:
            byte = self.byte()
            if byte == ord("<"):
                self.tag()
            else:
                self.words(self.reference() if byte == ord("&") else None)
        if self.open:
            raise HtmlError(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')

    def words(self, character: str | None) -> None:
        """Take one decoded character, or text up to the next mark."""
        if character is None:
            match = WORDS.match(self.source, self.at + 1, len(self.source) - 1)
            assert match is not None
            character = self.source[self.at : match.end()].decode()
            self.at = match.end()
        self.pieces.append(character)
        self.units += utf16_length(character)

    def reference(self) -> str | None:
        """Take ``&lt;`` or ``&#8470;``; the semicolon may be missing; unknown names stay as they are."""
        match = REFERENCE.match(self.source, self.at)
        character = _character(match) if match else None
        if match and character:
            self.at = match.end()
        return character

    def tag(self) -> None:
        """Take one tag."""
        if self.source[self.at + 1] == ord("/"):
            self.end_tag()
        else:
            self.start_tag()

    def start_tag(self) -> None:
        """Take ``<name attribute="value">``."""
        begin = self.at
        self.at += 1
        name = ascii_lower(self.take(NAME))
        if self.byte() == 0:
            raise HtmlError(f"Unclosed start tag at byte offset {begin}")
        if name not in KINDS:
            raise HtmlError(f'Unsupported start tag "{name}" at byte offset {begin}')
        tag = _Tag(name, begin, self.units, len(self.pieces))
        self.attributes(tag)
        if name == "span" and tag.argument != "spoiler":
            raise HtmlError(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.at += 1
        self.open.append(tag)

    def attributes(self, tag: _Tag) -> None:
        """Take all attributes up to the tag's end."""
        self.take(BLANK)
        while self.byte() != ord(">"):
            self.attribute(tag)
            self.take(BLANK)

    def attribute(self, tag: _Tag) -> None:
        """Take one attribute, with or without a value."""
        name = self.take(ATTRIBUTE)
        if not name:
            raise HtmlError(f'Empty attribute name in the tag "{tag.name}" at byte offset {tag.begin}')
        self.take(BLANK)
        value = self.value(tag) if self.byte() == ord("=") else None
        if self.byte() == 0:
            known = "" if value is not None else f' "{tag.name}"'
            raise HtmlError(f"Unclosed start tag{known} at byte offset {tag.begin}")
        _heed(tag, name, value)

    def value(self, tag: _Tag) -> str:
        """Take ``= value``."""
        self.at += 1
        self.take(BLANK)
        if self.byte() == 0:
            raise HtmlError(f'Unclosed start tag "{tag.name}" at byte offset {tag.begin}')
        return self.quoted() if self.byte() in b"\"'" else self.token()

    def token(self) -> str:
        """Take a value without quotes."""
        begin = self.at
        value = self.take(TOKEN).lower()
        if self.byte() not in SPACE + b">":
            raise HtmlError(f"Unexpected end of name token at byte offset {begin}")
        return value

    def quoted(self) -> str:
        """Take a value in quotes; without the second quote the end mark is left at hand."""
        quote, begin = self.byte(), self.at + 1
        self.at = begin
        value: list[str] = []
        while self.byte() not in (quote, 0):
            character = self.reference() if self.byte() == ord("&") else None
            if character is None:
                stops = re.compile(b"[&\\0" + bytes([quote]) + b"]")
                stop = stops.search(self.source, self.at + 1)
                end = stop.start() if stop else len(self.source) - 1
                character = self.source[self.at : end].decode()
                self.at = end
            value.append(character)
        self.at += self.byte() == quote
        return "".join(value)

    def end_tag(self) -> None:
        """Take ``</name>``; ``</>`` closes anything."""
        begin = self.at
        if not self.open:
            raise HtmlError(f"Unexpected end tag at byte offset {begin}")
        self.at += 2
        name = ascii_lower(self.take(NAME))
        self.take(BLANK)
        if self.byte() != ord(">"):
            raise HtmlError(f"Unclosed end tag at byte offset {begin}")
        tag = self.open.pop()
        if name and name != tag.name:
            found = f'expected "</{tag.name}>", found "</{name}>"'
            raise HtmlError(f"Unmatched end tag at byte offset {begin}, {found}")
        self.at += 1
        if self.units > tag.offset:
            self.close(tag, self.units - tag.offset)

    def close(self, tag: _Tag, length: int) -> None:
        """Keep the entity of a closed tag; ``<pre>`` and ``<code class=…>`` over the same words are one."""
        entity = self.entity(tag, length)
        if entity and (language := self.language(entity)):
            self.entities[-1] = Entity("pre", entity.offset, length, language)
        elif entity:
            self.entities.append(entity)

    def language(self, entity: Entity) -> str:
        """Return the language of a block that this entity and the one before it make together, or ""."""
        inner = self.entities[-1] if self.entities else entity
        if (inner.offset, inner.length) != (entity.offset, entity.length):
            return ""
        if (inner.kind, entity.kind) == ("code", "pre"):
            return inner.argument
        return entity.argument if (inner.kind, entity.kind, inner.argument) == ("pre", "code", "") else ""

    def entity(self, tag: _Tag, length: int) -> Entity | None:
        """Build the entity of a closed tag."""
        kind = KINDS[tag.name]
        if tag.name == "a":
            return link_entity(tag.argument or "".join(self.pieces[tag.text_at :]), tag.offset, length)
        if tag.name == "tg-emoji":
            return Entity(kind, tag.offset, length, number=_emoji_id(tag.argument))
        if tag.name == "tg-time":
            return _moment(tag, length)
        if tag.name == "blockquote" and tag.argument:
            return Entity("expandable_blockquote", tag.offset, length)
        return Entity(kind, tag.offset, length, tag.argument if tag.name == "code" else "")

    def byte(self) -> int:
        """Return the byte at hand."""
        return self.source[self.at]

    def take(self, pattern: re.Pattern[bytes]) -> str:
        """Take what a pattern, which may match nothing, finds here."""
        match = pattern.match(self.source, self.at)
        assert match is not None
        self.at = match.end()
        return match[0].decode()


def _heed(tag: _Tag, name: str, value: str | None) -> None:
    """Remember an attribute that means something."""
    if (tag.name, name) == ("blockquote", "expandable"):
        tag.argument = "1"
    elif value is None:
        return
    elif (tag.name, name) == ("tg-time", "unix"):
        tag.moment = _leading_number(value)
    elif (prefix := ATTRIBUTES.get((tag.name, name))) is not None and value.startswith(prefix):
        tag.argument = value.removeprefix(prefix)


def _character(match: re.Match[bytes]) -> str | None:
    number, hexadecimal, decimal, name = match.groups()
    if name:
        return NAMED.get(name)
    if len(number) + 1 >= LONGEST_NUMBER:
        return None
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x10FFFF else None


def _leading_number(text: str) -> int:
    """Return the number that a text begins with, as the server does it: in 32 bits, 0 without one."""
    match = re.match(r"(-?)([0-9]{1,1000})", text)
    if not match:
        return 0
    number = int(match[2]) & 0xFFFFFFFF
    number = -number if match[1] else number
    return (number + 2**31) % 2**32 - 2**31


def link_entity(url: str, offset: int, length: int) -> Entity | None:
    """Return what a link becomes: a mention, a link, or nothing when the address is bad."""
    if user := mentioned_user(url):
        return Entity("text_mention", offset, length, number=user)
    try:
        return Entity("text_link", offset, length, checked_link(url))
    except LinkError:
        return None


def _emoji_id(argument: str) -> int:
    number = whole_number(argument, INT64)
    if not number:
        raise HtmlError("Invalid custom emoji identifier specified")
    return number


def _moment(tag: _Tag, length: int) -> Entity | None:
    written = date_format(tag.argument)
    if written is None:
        raise HtmlError("Invalid date format used")
    if tag.moment <= 0:
        return None
    return Entity("date_time", tag.offset, length, written, tag.moment)


def parse(source: str) -> tuple[str, list[Entity]]:
    """Return the text and its entities; nothing is trimmed yet.

    >>> parse("<b>7</b> days")
    ('7 days', [Entity(kind='bold', offset=0, length=1, argument='', number=0)])
    """
    reader = _Reader(source.encode() + b"\0")
    reader.read()
    text = "".join(reader.pieces)
    if HALVES.search(text):
        raise HtmlError(UNPAIRED)
    return text, ordered(_plain(entity) for entity in reader.entities)


def _plain(entity: Entity) -> Entity:
    """Take the language from code that stands outside of a block."""
    return Entity("code", entity.offset, entity.length) if entity.kind == "code" else entity
