"""Entities of a text as Telegram's server keeps them: sorted, nested by its rules, and never crossing.

Offsets and lengths count UTF-16 units. Three families follow rules of their own: styles (bold and the like)
may be cut in pieces and joined; quotes may hold anything but quotes; all others stay whole, and of two that
cross the first wins.
"""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from telegram import MessageEntity, User

STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")
QUOTES = ("blockquote", "expandable_blockquote")
VERBATIM = ("pre", "code", "date_time")
# Of several entities that cover the same words, which one is the outer.
PRIORITIES = {
    **dict.fromkeys(QUOTES, 0),
    "pre": 11,
    "code": 20,
    "date_time": 30,
    "text_link": 49,
    "text_mention": 49,
    **{name: 90 + place for place, name in enumerate(STYLES)},
    "custom_emoji": 99,
}
FOUND_PRIORITY = 50
PRE_WITH_LANGUAGE_PRIORITY = 10
GREATEST_USER_ID = (1 << 40) - 1
FOR_EVER = 1 << 31

Users = Callable[[int], User | None]


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity; `argument` is a link, a language or a date's format, `number` a person, an emoji or a moment."""

    kind: str
    offset: int
    length: int
    argument: str = ""
    number: int = 0

    @property
    def end(self) -> int:
        """The unit after the last one."""
        return self.offset + self.length

    @property
    def rank(self) -> tuple[int, int, int]:
        """Where the entity stands among others: outer ones first."""
        priority = PRIORITIES.get(self.kind, FOUND_PRIORITY)
        if self.kind == "pre" and self.argument:
            priority = PRE_WITH_LANGUAGE_PRIORITY
        return self.offset, -self.length, priority

    def at(self, offset: int, end: int) -> "Entity":
        """Return the same entity over other words."""
        return replace(self, offset=offset, length=end - offset)

    @property
    def is_empty(self) -> bool:
        """Whether it covers nothing, or says nothing about what it covers."""
        if self.length <= 0:
            return True
        if self.kind == "text_mention":
            return not is_user_id(self.number)
        if self.kind == "date_time":
            return self.number <= 0
        if self.kind == "custom_emoji":
            return not self.number
        return self.kind == "text_link" and not self.argument

    def shown(self, users: Users | None) -> MessageEntity:
        """Return python-telegram-bot's entity."""
        facts: dict[str, Any] = {}
        if self.kind == "text_link":
            facts["url"] = self.argument
        elif self.kind == "pre":
            facts["language"] = self.argument or None
        elif self.kind == "custom_emoji":
            facts["custom_emoji_id"] = str(self.number)
        elif self.kind == "text_mention":
            facts["user"] = (users(self.number) if users else None) or User(self.number, "", False)
        elif self.kind == "date_time":
            facts["unix_time"] = datetime.fromtimestamp(self.number, UTC)
            facts["date_time_format"] = self.argument
        return MessageEntity(self.kind, self.offset, self.length, **facts)


def is_user_id(number: int) -> bool:
    """Whether a number can be somebody's id."""
    return 0 < number <= GREATEST_USER_ID


def utf16_length(text: str) -> int:
    """Count a text as Telegram counts entities."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def ordered(entities: Iterable[Entity]) -> list[Entity]:
    """Sort entities: earlier first, outer before inner."""
    return sorted(entities, key=lambda entity: entity.rank)


def without_empty(entities: Iterable[Entity]) -> list[Entity]:
    """Drop the entities that cover or say nothing."""
    return [entity for entity in entities if not entity.is_empty]


def untangled(entities: Iterable[Entity]) -> list[Entity]:
    """Make entities sorted and nested by the rules; what is so already is left as it is."""
    entities = ordered(entities)
    if _nested_well(entities):
        return entities
    styles, quotes, others = _families(entities)
    return _with_styles(_with_quotes(without_crossing(others), without_crossing(quotes)), styles)


def with_found(entities: list[Entity], found: list[Entity]) -> list[Entity]:
    """Add the entities that the server found by itself, where no entity of the bot stands in their way."""
    if not found:
        return entities
    styles, quotes, others = _families(entities)
    free = [entity for entity in found if not any(_crosses(quote, entity) for quote in quotes)]
    free = [entity for entity in free if not any(_overlap(other, entity) for other in others)]
    whole = ordered([*others, *free, *quotes])
    return _with_styles(whole, styles)


def without_crossing(entities: Iterable[Entity]) -> list[Entity]:
    """Keep the first of any that overlap; the entities are sorted."""
    kept: list[Entity] = []
    for entity in entities:
        if not kept or entity.offset >= kept[-1].end:
            kept.append(entity)
    return kept


def _families(entities: Iterable[Entity]) -> tuple[list[Entity], list[Entity], list[Entity]]:
    styles: list[Entity] = []
    quotes: list[Entity] = []
    others: list[Entity] = []
    for entity in entities:
        (styles if entity.kind in STYLES else quotes if entity.kind in QUOTES else others).append(entity)
    return styles, quotes, others


def _overlap(one: Entity, other: Entity) -> bool:
    return one.offset < other.end and other.offset < one.end


def _crosses(quote: Entity, entity: Entity) -> bool:
    """Whether an entity is cut by a quote's edge, or holds the whole quote."""
    inside = quote.offset <= entity.offset and entity.end <= quote.end
    return _overlap(quote, entity) and not inside


def _with_quotes(others: list[Entity], quotes: list[Entity]) -> list[Entity]:
    whole = [entity for entity in others if not any(_crosses(quote, entity) for quote in quotes)]
    return ordered([*whole, *quotes])


def _with_styles(whole: list[Entity], styles: list[Entity]) -> list[Entity]:
    return ordered([*whole, *_cut(styles, whole)]) if styles else whole


def _nested_well(entities: list[Entity]) -> bool:
    """Whether sorted entities obey every rule, so that nothing needs to be cut or joined."""
    ends = dict.fromkeys(STYLES, -1)
    outer: list[Entity] = []
    for entity in entities:
        while outer and entity.offset >= outer[-1].end:
            outer.pop()
        if outer and not _may_stand_in(entity, outer):
            return False
        if entity.kind in STYLES:
            if ends[entity.kind] >= entity.offset:
                return False  # the two can be one
            ends[entity.kind] = entity.end
        outer.append(entity)
    return True


def _may_stand_in(entity: Entity, outer: list[Entity]) -> bool:
    kinds = [other.kind for other in outer]
    if entity.end > outer[-1].end or entity.kind in kinds or kinds[-1] in VERBATIM:
        return False
    if entity.kind in VERBATIM:
        return all(kind in QUOTES for kind in kinds)
    if any(kind in STYLES for kind in kinds):
        return False  # a style may have to be cut where this one begins
    if entity.kind in STYLES:
        return True
    if any(kind not in QUOTES for kind in kinds):
        return False
    return entity.kind not in QUOTES or not kinds


@dataclass(slots=True)
class _Styles:
    """Styles on their way through a text: which are on now, since where and until where."""

    waiting: deque[Entity]
    on: dict[str, tuple[int, int]] = field(default_factory=dict)
    pieces: list[Entity] = field(default_factory=list)

    def go_to(self, offset: int) -> None:
        """Cut whatever is on at this place, after the styles that begin before it."""
        while self.waiting and self.waiting[0].offset < offset:
            entity = self.waiting.popleft()
            since, until = self.on.get(entity.kind, (0, -1))
            if entity.offset <= until:
                self.on[entity.kind] = since, max(until, entity.end)
            else:
                self.cut(entity.offset)
                self.on[entity.kind] = entity.offset, entity.end
        self.cut(offset)

    def cut(self, offset: int) -> None:
        """Write down the pieces that end here; what goes on begins anew."""
        for kind in STYLES:
            since, until = self.on.get(kind, (0, -1))
            if until < 0 or since >= offset:
                continue
            self.pieces.append(Entity(kind, since, min(until, offset) - since))
            if until <= offset:
                del self.on[kind]
            else:
                self.on[kind] = offset, until


def _cut(styles: list[Entity], whole: list[Entity]) -> list[Entity]:
    """Cut styles at the edges of the other entities; join those that touch; none is left inside of code."""
    through = _Styles(deque(styles))
    outer: list[Entity] = []
    for entity in whole:
        _leave(outer, entity.offset, through)
        outer.append(entity)
    _leave(outer, FOR_EVER, through)
    return through.pieces


def _leave(outer: list[Entity], offset: int, through: _Styles) -> None:
    """Take the styles to a place, out of every entity that ends before it."""
    while outer and outer[-1].end <= offset:
        before = len(through.pieces)
        through.go_to(outer[-1].end)
        if outer.pop().kind in VERBATIM:
            del through.pieces[before:]
    through.go_to(offset)
