"""What Telegram's server does to a text and its entities before they are kept."""

import re
from itertools import accumulate

from sandbox.entities import Entity, ordered, untangled, utf16_length, with_found, without_empty
from sandbox.found import found

# Signs that vanish: a returning carriage, separators of lines and directions, strokes over letters.
REMOVED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
CONTROLS = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f]")
# Of several direction marks in a row only the last is left; the others become joiners of no width.
DIRECTIONS = re.compile("[\u200e\u200f](?=[\u200e\u200f])")
HALVES = re.compile("[\ud800-\udfff]")
BLANK = " \n"
# Signs that show nothing; a text of them alone is empty.
UNSEEN = re.compile(
    "[ \n\t\v\u00a0\u1680\u180e\u2000-\u200f\u202e\u202f\u205f\u2800\u3000\ufeff\ufffc\U000e0000-\U000e007f]*"
)
FARTHEST = 1_000_000


class TextError(ValueError):
    """Text or entities that the server doesn't take; the words are the server's."""


def kept(text: str, entities: list[Entity], *, may_be_unseen: bool = False) -> tuple[str, list[Entity]]:
    """Return a text and its entities as the server keeps them; ("", []) when the text shows nothing.

    A caption may be a text that shows nothing; of a message's text that counts as none at all.
    """
    if has_surrogates(text):
        raise TextError("Strings must be encoded in UTF-8")
    if entities:
        _check_bounds(entities)
        entities = untangled(without_empty(entities))
        entities = _moved(text, entities)
    text = cleaned(text)
    end = utf16_length(text.rstrip(BLANK))
    if not end:
        return "", []
    text, entities = _trimmed(text, untangled(without_empty(entities)), end)
    if UNSEEN.fullmatch(text) and not may_be_unseen:
        return "", []
    return text, with_found(entities, found(text))


def has_surrogates(text: str) -> bool:
    """Whether a text holds halves of characters, which can't be written in UTF-8."""
    return bool(HALVES.search(text))


def cleaned(text: str) -> str:
    """Take the signs away that Telegram doesn't keep."""
    return DIRECTIONS.sub("\u200c", REMOVED.sub("", CONTROLS.sub(" ", text)))


def _check_bounds(entities: list[Entity]) -> None:
    for entity in entities:
        if not 0 <= entity.offset <= FARTHEST:
            raise TextError(f"Receive an entity with incorrect offset {entity.offset}")
        if not 0 <= entity.length <= FARTHEST:
            raise TextError(f"Receive an entity with incorrect length {entity.length}")


def _moved(text: str, entities: list[Entity]) -> list[Entity]:
    """Move entities over the signs that will vanish; each must begin and end between two characters."""
    if utf16_length(text) == len(text) and not REMOVED.search(text):
        _check_ends(entities, len(text))
        return entities
    units = [0, *accumulate(1 + (sign > "\uffff") for sign in text)]
    gone = [0, *accumulate(bool(REMOVED.match(sign)) for sign in text)]
    place = {unit: unit - lost for unit, lost in zip(units, gone, strict=True)}
    _check_edges(text, entities, units, set(place))
    return [entity.at(place[entity.offset], place[entity.end]) for entity in entities]


def _check_edges(text: str, entities: list[Entity], units: list[int], edges: set[int]) -> None:
    faults: list[tuple[int, int, int, str]] = []
    for number, entity in enumerate(entities):
        if entity.end < units[-1] and entity.end not in edges:
            said = f"Entity beginning at UTF-16 offset {entity.offset} ends in a middle of a UTF-16 symbol"
            faults.append((entity.end, 0, -number, said))
        if entity.offset < units[-1] and entity.offset not in edges:
            faults.append((entity.offset, 1, number, "Entity begins in a middle of a UTF-16 symbol"))
    if faults:
        at, *_, said = min(faults)
        byte = len(text[: units.index(at + 1)].encode())
        raise TextError(f"{said} at byte offset {byte}")
    _check_ends(entities, units[-1])


def _check_ends(entities: list[Entity], length: int) -> None:
    for entity in entities:
        if entity.offset > length:
            raise TextError(f"Entity begins after the end of the text at UTF-16 offset {entity.offset}")
    for entity in reversed(entities):
        if entity.end > length:
            raise TextError(
                f"Entity beginning at UTF-16 offset {entity.offset} ends after the end of the text "
                f"at UTF-16 offset {entity.end}"
            )


def _trimmed(text: str, entities: list[Entity], end: int) -> tuple[str, list[Entity]]:
    """Cut white space: all of it at the end, at the start only as far as no entity covers it."""
    entities = [entity.at(entity.offset, min(entity.end, end)) for entity in entities if entity.offset < end]
    entities = ordered(entities)
    text = text.rstrip(BLANK)
    cut = len(text) - len(text.lstrip(BLANK))
    cut = min(cut, entities[0].offset) if entities else cut
    return text[cut:], [entity.at(entity.offset - cut, entity.end - cut) for entity in entities]
