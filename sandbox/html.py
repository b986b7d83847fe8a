"""Telegram's HTML: text and entities, or the server's own error with its byte offset.

The walk is over UTF-8 bytes with a zero byte as the end mark, because offsets in errors count bytes,
offsets of entities count UTF-16 units, and the server's quirks (``<b />``, ``1 < 2``) follow from it.
"""

import re
from dataclasses import dataclass, field

from telegram import MessageEntity, User

from sandbox.rules import checked_link

SPACE = b" \t\r\n\v\0"
TYPES = {
    "b": MessageEntity.BOLD,
    "strong": MessageEntity.BOLD,
    "i": MessageEntity.ITALIC,
    "em": MessageEntity.ITALIC,
    "u": MessageEntity.UNDERLINE,
    "ins": MessageEntity.UNDERLINE,
    "s": MessageEntity.STRIKETHROUGH,
    "strike": MessageEntity.STRIKETHROUGH,
    "del": MessageEntity.STRIKETHROUGH,
    "span": MessageEntity.SPOILER,
    "tg-spoiler": MessageEntity.SPOILER,
    "tg-emoji": MessageEntity.CUSTOM_EMOJI,
    "tg-time": "date_time",
    "a": MessageEntity.TEXT_LINK,
    "code": MessageEntity.CODE,
    "pre": MessageEntity.PRE,
    "blockquote": MessageEntity.BLOCKQUOTE,
}
# Which attribute of a tag means something; all others are ignored.
ATTRIBUTES = {
    "a": "href",
    "code": "class",
    "span": "class",
    "tg-emoji": "emoji-id",
    "blockquote": "expandable",
}
NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
REFERENCE = re.compile(rb"&(?:#(?:x([0-9a-fA-F]+)|([0-9]+))|([a-zA-Z]+));?")
UNPAIRED = (
    "Text contains invalid Unicode characters after decoding HTML entities, "
    "check for unmatched surrogate code units"
)


class HtmlError(ValueError):
    """Markup that the server can't parse; the text is the server's."""


@dataclass(slots=True)
class _Tag:
    name: str
    argument: str
    offset: int
    text_at: int


@dataclass(slots=True)
class _Reader:
    source: bytes
    at: int = 0
    text: str = ""
    units: int = 0
    open: list[_Tag] = field(default_factory=list)
    entities: list[MessageEntity] = field(default_factory=list)

    def read(self) -> None:
        """Walk to the end mark."""
        while (byte := self.source[self.at : self.at + 1]) != b"\0":
            if byte == b"<":
                self.tag()
            else:
                self.words(byte == b"&")
        if self.open:
            raise HtmlError(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')

    def words(self, may_be_reference: bool) -> None:
        """Take text up to the next mark, or one character reference."""
        piece = self.reference() if may_be_reference else None
        if piece is None:
            end = re.compile(rb"[<&\0]").search(self.source, self.at + 1)
            stop = end.start() if end else len(self.source)
            piece, self.at = self.source[self.at : stop].decode(), stop
        self.text += piece
        self.units += utf16_length(piece)

    def reference(self) -> str | None:
        """Take ``&lt;`` or ``&#8470;``; the semicolon may be missing; unknown names stay as they are."""
        match = REFERENCE.match(self.source, self.at)
        character = _character(match) if match else None
        if match and character:
            self.at = match.end()
        return character

    def tag(self) -> None:
        """Take one tag."""
        if self.source[self.at + 1 : self.at + 2] == b"/":
            self.end_tag()
        else:
            self.start_tag()

    def start_tag(self) -> None:
        """Take ``<name attribute="value">``."""
        begin = self.at
        self.at += 1
        name = self.until(SPACE + b">").lower()
        if self.byte() == 0:
            raise HtmlError(f"Unclosed start tag at byte offset {begin}")
        if name not in TYPES:
            raise HtmlError(f'Unsupported start tag "{name}" at byte offset {begin}')
        argument = self.attributes(name, begin)
        if name == "span" and argument != "tg-spoiler":
            raise HtmlError(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.at += 1
        self.open.append(_Tag(name, argument, self.units, len(self.text)))

    def attributes(self, tag: str, begin: int) -> str:
        """Take all attributes; return the value of the one that matters."""
        argument = ""
        while True:
            self.skip_space()
            if self.byte() == ord(">"):
                return argument
            name = self.until(SPACE + b"=>/\"'")
            if not name:
                raise HtmlError(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
            value = self.value(tag, begin)
            if ATTRIBUTES.get(tag) == name.lower():
                argument = value or "yes"

    def value(self, tag: str, begin: int) -> str:
        """Take ``= value``, or nothing when there is no equals sign."""
        self.skip_space()
        if self.byte() == ord("="):
            self.at += 1
            self.skip_space()
        elif self.byte() != 0:
            return ""
        if self.byte() == 0:
            raise HtmlError(f'Unclosed start tag "{tag}" at byte offset {begin}')
        return self.quoted(begin) if self.byte() in b"\"'" else self.token()

    def token(self) -> str:
        """Take a value without quotes."""
        begin = self.at
        while chr(self.byte()).isascii() and (chr(self.byte()).isalnum() or self.byte() in b".-"):
            self.at += 1
        if self.byte() not in SPACE + b">":
            raise HtmlError(f"Unexpected end of name token at byte offset {begin}")
        return self.source[begin : self.at].decode().lower()

    def quoted(self, begin: int) -> str:
        """Take a value in quotes."""
        end = self.source.find(self.source[self.at : self.at + 1], self.at + 1)
        if end < 0:
            raise HtmlError(f"Unclosed start tag at byte offset {begin}")
        value, self.at = self.source[self.at + 1 : end], end + 1
        inner = _Reader(value.replace(b"<", b"&lt;") + b"\0")
        inner.read()
        return inner.text

    def end_tag(self) -> None:
        """Take ``</name>``; ``</>`` closes anything."""
        begin = self.at
        if not self.open:
            raise HtmlError(f"Unexpected end tag at byte offset {begin}")
        self.at += 2
        name = self.until(SPACE + b">").lower()
        self.skip_space()
        if self.byte() != ord(">"):
            raise HtmlError(f"Unclosed end tag at byte offset {begin}")
        tag = self.open.pop()
        if name and name != tag.name:
            found = f'expected "</{tag.name}>", found "</{name}>"'
            raise HtmlError(f"Unmatched end tag at byte offset {begin}, {found}")
        self.at += 1
        self.close(tag)

    def close(self, tag: _Tag) -> None:
        """Keep the entity of a closed tag, if it covers anything."""
        length = self.units - tag.offset
        if length and (entity := self.entity(tag, length)):
            self.entities.append(entity)

    def entity(self, tag: _Tag, length: int) -> MessageEntity | None:
        """Build the entity of a closed tag."""
        if tag.name == "a":
            return _link(tag.argument or self.text[tag.text_at :], tag.offset, length)
        if tag.name == "pre":
            return self.pre(tag, length)
        if tag.name == "tg-emoji":
            return _custom_emoji(tag, length)
        if tag.name == "tg-time":
            return None
        expandable = tag.name == "blockquote" and tag.argument
        kind = MessageEntity.EXPANDABLE_BLOCKQUOTE if expandable else TYPES[tag.name]
        language = tag.argument.removeprefix("language-") if tag.name == "code" else None
        return MessageEntity(kind, tag.offset, length, language=language or None)

    def pre(self, tag: _Tag, length: int) -> MessageEntity:
        """Build ``<pre>``, swallowing a ``<code class="language-x">`` that fills it."""
        inner = self.entities[-1] if self.entities else None
        if (
            inner
            and inner.type == MessageEntity.CODE
            and (inner.offset, inner.length) == (tag.offset, length)
        ):
            self.entities.pop()
            return MessageEntity(MessageEntity.PRE, tag.offset, length, language=inner.language)
        return MessageEntity(MessageEntity.PRE, tag.offset, length)

    def byte(self) -> int:
        """Return the byte at hand."""
        return self.source[self.at]

    def until(self, stops: bytes) -> str:
        """Take bytes up to one of the stops."""
        begin = self.at
        while self.source[self.at] not in stops:
            self.at += 1
        return self.source[begin : self.at].decode()

    def skip_space(self) -> None:
        """Step over white space, never over the end mark."""
        while self.byte() and self.byte() in SPACE:
            self.at += 1


def _character(match: re.Match[bytes]) -> str | None:
    hexadecimal, decimal, name = match.groups()
    if name:
        return NAMED.get(name)
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if 0xD800 <= code < 0xE000:
        raise HtmlError(UNPAIRED)
    return chr(code) if 0 < code < 0x10FFFF else None


def _link(url: str, offset: int, length: int) -> MessageEntity | None:
    if match := re.fullmatch(r"tg://user\?id=(\d+)", url):
        mentioned = User(int(match[1]), "", False)
        return MessageEntity(MessageEntity.TEXT_MENTION, offset, length, user=mentioned)
    try:
        return MessageEntity(MessageEntity.TEXT_LINK, offset, length, url=checked_link(url))
    except ValueError:  # the server drops a bad link and keeps the words
        return None


def _custom_emoji(tag: _Tag, length: int) -> MessageEntity:
    if not tag.argument.isdecimal():
        raise HtmlError("Invalid custom emoji identifier specified")
    return MessageEntity(MessageEntity.CUSTOM_EMOJI, tag.offset, length, custom_emoji_id=tag.argument)


def utf16_length(text: str) -> int:
    """Count a text as Telegram counts entities."""
    return len(text) + sum(character > "\uffff" for character in text)


def parse(source: str) -> tuple[str, list[MessageEntity]]:
    """Return the trimmed text and its entities.

    >>> parse("<b>7</b> days")[0]
    '7 days'
    """
    reader = _Reader(source.replace("\0", "").encode() + b"\0")
    reader.read()
    ordered = sorted(reader.entities, key=lambda entity: (entity.offset, -entity.length))
    return trimmed(reader.text, ordered)


def trimmed(text: str, entities: list[MessageEntity]) -> tuple[str, list[MessageEntity]]:
    """Strip the text and move its entities with it."""
    cut = utf16_length(text) - utf16_length(text.lstrip())
    text = text.strip()
    moved = (_moved(entity, -cut, utf16_length(text)) for entity in entities)
    return text, [entity for entity in moved if entity.length > 0]


def _moved(entity: MessageEntity, by: int, end: int) -> MessageEntity:
    start = max(entity.offset + by, 0)
    stop = min(entity.offset + by + entity.length, end)
    return MessageEntity(
        entity.type, start, stop - start, entity.url, entity.user, entity.language, entity.custom_emoji_id
    )
