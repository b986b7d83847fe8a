"""Telegram's two Markdowns, read as the server reads them: byte by byte, with its own errors.

The legacy one has four marks, which never nest. MarkdownV2 nests, has quotes and wants every other special
sign escaped. Offsets in errors count bytes, offsets of entities count UTF-16 units.
"""

import re
from dataclasses import dataclass, field

from sandbox.entities import Entity, ordered, utf16_length
from sandbox.html import link_entity
from sandbox.links import custom_emoji, moment

# Two zero bytes more than the text has, because the server looks up to two signs ahead.
END = b"\0\0\0"
LEGACY_PLAIN = re.compile(rb"[^\\_*`\[]+")
LEGACY_ESCAPED = re.compile(rb"\\([_*`\[])")
LEGACY_KINDS = {"_": "italic", "*": "bold", "`": "code"}
PLAIN = re.compile(rb"[^\\_*\[\]()~`>#+\-=|{}.!\n]+")
PLAIN_IN_CODE = re.compile(rb"[^\\`]+")
ESCAPED = re.compile(rb"\\([\x01-\x7e])")
LANGUAGE = re.compile(rb"([^ \t\r\n\v\0`]+)(?=[ \t\r\n\v\0])")
NEW_LINE = re.compile(rb"\r\n|\n\r|\r|\n")
URL = re.compile(rb"\(((?:[^)\\]|\\[\x01-\x7e]|\\)*+)(\)?)")
LEGACY_URL = re.compile(rb"\(([^)]*)\)?")
# What the server calls a kind in its errors.
NAMES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "code": "Code",
    "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji",
    "blockquote": "BlockQuote",
}
# How each kind begins, the longer marks first, and how it ends.
BEGINNINGS = {
    b"__": "underline",
    b"_": "italic",
    b"*": "bold",
    b"~": "strikethrough",
    b"||": "spoiler",
    b"```": "pre",
    b"`": "code",
    b"![": "custom_emoji",
    b"[": "text_link",
}
ENDS = {
    "underline": b"__",
    "italic": b"_",
    "bold": b"*",
    "strikethrough": b"~",
    "spoiler": b"||",
    "pre": b"```",
    "code": b"`",
    "custom_emoji": b"]",
    "text_link": b"]",
}


class MarkdownError(ValueError):
    """Markup that the server can't parse; the text is the server's."""


@dataclass(slots=True)
class _Text:
    """The text read so far, its length in UTF-16 units and in bytes, and its entities."""

    source: bytes
    at: int = 0
    units: int = 0
    written: int = 0
    pieces: list[str] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    @property
    def over(self) -> bool:
        """Whether the end mark is reached."""
        return self.at >= len(self.source) - len(END)

    def add(self, piece: bytes) -> None:
        """Take a piece of text; pieces never cut a character."""
        text = piece.decode()
        self.pieces.append(text)
        self.units += utf16_length(text)
        self.written += len(piece)

    def find(self, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """Match a pattern here, within the text."""
        return pattern.match(self.source, self.at, len(self.source) - len(END))

    def take(self, pattern: re.Pattern[bytes]) -> bytes:
        """Step over what a pattern finds here, if anything, and return its group or the whole of it."""
        match = self.find(pattern)
        if match is None:
            return b""
        self.at = match.end()
        return match[1] if match.re.groups else match[0]

    def starts(self, mark: bytes) -> bool:
        """Whether a mark stands here."""
        return self.source.startswith(mark, self.at)

    def take_language(self) -> str:
        """Step over the language of a block, and over one line break."""
        language = self.take(LANGUAGE).decode()
        self.take(NEW_LINE)
        return language


# -- the legacy one ------------------------------------------------------------------------------------------


def parse_legacy(source: str) -> tuple[str, list[Entity]]:
    """Return the text and its entities; nothing is trimmed yet.

    >>> parse_legacy("*7* days")[0]
    '7 days'
    """
    text = _Text(source.encode() + END)
    while not text.over:
        if piece := text.take(LEGACY_PLAIN) or text.take(LEGACY_ESCAPED):
            text.add(piece)
        elif text.starts(b"\\"):
            text.add(b"\\")
            text.at += 1
        else:
            _legacy_entity(text)
    return "".join(text.pieces), text.entities


def _legacy_entity(text: _Text) -> None:
    begin, mark = text.at, chr(text.source[text.at])
    block = text.starts(b"```")
    text.at += 3 if block else 1
    language = text.take_language() if block else ""
    ending = b"```" if block else b"]" if mark == "[" else mark.encode()
    end = text.source.find(ending, text.at, len(text.source) - len(END))
    if end < 0:
        raise MarkdownError(f"Can't find end of the entity starting at byte offset {begin}")
    offset, words = text.units, text.source[text.at : end]
    shift = text.at - text.written
    text.add(words)
    text.at = end + len(ending)
    length = text.units - offset
    url = text.take(LEGACY_URL) if mark == "[" and text.starts(b"(") and length else None
    if not length:
        return
    entity: Entity | None = Entity("pre" if block else LEGACY_KINDS.get(mark, ""), offset, length, language)
    if mark == "[":
        address = _overwritten(words, shift) if url is None else url
        entity = link_entity(address.decode(errors="surrogateescape"), offset, length)
    text.entities += [entity] if entity else []


def _overwritten(words: bytes, shift: int) -> bytes:
    """Return what the server takes as the address of `[words]`, which has no address of its own.

    It moves the words over the marks before them and then reads the old place, so that the beginning is lost
    and some of the end stands there twice: `[example.org]` leads to `xample.orgg`.
    """
    return words[shift:] + words[max(len(words) - shift, 0) :]


# -- MarkdownV2 ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Open:
    """An entity that has begun; `begin` counts bytes, `offset` units, `text_at` pieces."""

    kind: str
    begin: int
    offset: int
    text_at: int
    language: str = ""

    def unclosed(self) -> MarkdownError:
        """Say that its end is missing."""
        name = NAMES.get(self.kind, "PreCode" if self.language else "Pre")
        return MarkdownError(f"Can't find end of {name} entity at byte offset {self.begin}")


@dataclass(slots=True)
class _Reader:
    text: _Text
    open: list[_Open] = field(default_factory=list)
    quoting: bool = False
    at_line_start: bool = True

    def read(self) -> None:
        """Walk to the end mark."""
        while not self.text.over:
            if not self.plain():
                if self.ends_quote():
                    self.end_quote()
                elif self.ends():
                    self.end(self.open[-1])
                else:
                    self.begin()
        self.finish()

    def plain(self) -> bool:
        """Take escaped signs and plain text, if any stand here."""
        if sign := self.text.take(ESCAPED):
            self.text.add(sign)
            self.at_line_start = sign == b"\n" or (self.at_line_start and sign == b"\r")
            return True
        in_code = bool(self.open) and self.open[-1].kind in ("code", "pre")
        words = self.text.take(PLAIN_IN_CODE if in_code else PLAIN)
        if not words and self.text.starts(b"\\"):
            words = b"\\"
            self.text.at += 1
        self.text.add(words)
        self.at_line_start = self.at_line_start and not words.strip(b"\r")
        return bool(words)

    def ends(self) -> bool:
        """Whether the mark here closes the innermost entity."""
        kind = self.open[-1].kind if self.open else "blockquote"
        if kind == "blockquote" or not self.text.starts(ENDS[kind]):
            return False
        return kind != "italic" or not self.text.starts(b"__")

    def ends_quote(self) -> bool:
        """Whether a line of a quote ends here and the next one is not quoted."""
        return self.quoting and self.text.starts(b"\n") and not self.text.starts(b"\n>")

    def begin(self) -> None:
        """Take a mark that begins something, or a line break."""
        mark = next((mark for mark in BEGINNINGS if self.text.starts(mark)), b"")
        if mark:
            self.open_entity(BEGINNINGS[mark], len(mark))
        elif self.text.starts(b"\n"):
            self.text.add(b"\n")
            self.text.at += 1
            self.at_line_start = True
        elif self.text.starts(b">") and self.at_line_start:
            self.quote()
        else:
            sign = chr(self.text.source[self.text.at])
            raise MarkdownError(f"Character '{sign}' is reserved and must be escaped with the preceding '\\'")

    def open_entity(self, kind: str, marked: int) -> None:
        """Begin an entity."""
        begin = self.text.at
        self.text.at += marked
        language = self.text.take_language() if kind == "pre" else ""
        self.open.append(_Open(kind, begin, self.text.units, len(self.text.pieces), language))

    def quote(self) -> None:
        """Begin a quote, or go on with it."""
        if self.quoting:
            self.text.at += 1
        else:
            self.quoting = True
            self.open_entity("blockquote", 1)

    def end(self, opened: _Open) -> None:
        """Close the innermost entity."""
        self.text.at += len(ENDS[opened.kind])
        length = self.text.units - opened.offset
        entity: Entity | None = Entity(opened.kind, opened.offset, length, opened.language)
        if opened.kind == "text_link":
            written = "".join(self.text.pieces[opened.text_at :])
            entity = link_entity(self.url() if self.text.starts(b"(") else written, opened.offset, length)
        elif opened.kind == "custom_emoji":
            entity = self.emoji_or_moment(opened.offset, length)
        self.text.entities += [entity] if entity and length else []
        self.open.pop()

    def emoji_or_moment(self, offset: int, length: int) -> Entity:
        """Take the address that says which emoji or which moment is meant."""
        if not self.text.starts(b"("):
            raise MarkdownError("The entity must contain a tg://emoji or tg://time URL")
        url = self.url()
        if number := custom_emoji(url):
            return Entity("custom_emoji", offset, length, number=number)
        if said := moment(url):
            return Entity("date_time", offset, length, said[1], said[0])
        raise MarkdownError("Invalid tg://emoji or tg://time URL specified")

    def url(self) -> str:
        """Take an address in brackets."""
        match = self.text.find(URL)
        if match is None or not match[2]:
            raise MarkdownError(f"Can't find end of a URL at byte offset {self.text.at + 1}")
        self.text.at = match.end()
        return ESCAPED.sub(rb"\1", match[1]).decode()

    def end_quote(self) -> None:
        """Close the quote at a line break; an empty spoiler before it says that it can be folded."""
        kind = "blockquote"
        if self.open[-1].kind != kind:
            self.drop_fold(self.text.at)
            kind = "expandable_blockquote"
        self.text.add(b"\n")
        self.text.at += 1
        self.at_line_start = True
        self.close_quote(kind)

    def drop_fold(self, end: int) -> None:
        """Take away the spoiler that was begun just before this byte; anything else there is unclosed."""
        last = self.open[-1]
        returned = last.begin == end - 3 and self.text.source[end - 1] == ord("\r")
        if last.kind != "spoiler" or not (last.begin == end - 2 or returned):
            raise last.unclosed()
        self.open.pop()
        if self.open[-1].kind != "blockquote":
            raise self.open[-1].unclosed()

    def close_quote(self, kind: str) -> None:
        """Keep the quote."""
        opened = self.open.pop()
        self.quoting = False
        if length := self.text.units - opened.offset:
            self.text.entities.append(Entity(kind, opened.offset, length))

    def finish(self) -> None:
        """Close a quote that goes on to the end of the text; nothing else may be open."""
        kind = "blockquote"
        end = len(self.text.source) - len(END)
        if self.quoting and self.open[-1].kind == "spoiler" and self.open[-1].begin == end - 2:
            self.open.pop()
            kind = "expandable_blockquote"
        if self.quoting and self.open[-1].kind == "blockquote":
            self.close_quote(kind)
        if self.open:
            raise self.open[-1].unclosed()


def parse(source: str) -> tuple[str, list[Entity]]:
    """Return the text and its entities; nothing is trimmed yet.

    >>> parse("*7* days")[0]
    '7 days'
    """
    reader = _Reader(_Text(source.encode() + END))
    reader.read()
    return "".join(reader.text.pieces), ordered(reader.text.entities)
