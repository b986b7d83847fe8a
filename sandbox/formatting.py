"""A text as the bot wrote it, turned into the text and the entities that people see."""

import json
from typing import Any

from telegram import MessageEntity

from sandbox import cleaning, html, markdown
from sandbox.entities import Entity, Users, is_user_id
from sandbox.links import INT32, INT64, LinkError, checked_link, date_format, mentioned_user, whole_number
from sandbox.rules import RAW_TEXT_BYTES, BotApiError, bad_request

Found = tuple[str, list[Entity]]

PARSERS = {"html": html.parse, "markdown": markdown.parse_legacy, "markdownv2": markdown.parse}
SIMPLE = (
    *("bold", "italic", "underline", "strikethrough", "spoiler"),
    *("code", "blockquote", "expandable_blockquote"),
)
# Kinds that the server finds by itself; a bot's own are left aside.
NOT_TO_GIVE = (
    *("mention", "hashtag", "cashtag", "bot_command", "url", "email"),
    *("phone_number", "bank_card_number"),
)


def formatted(
    text: str, parse_mode: str, entities: str, *, caption: bool = False, users: Users | None = None
) -> tuple[str, list[MessageEntity]]:
    """Return a text with its entities: from its marks, or from the list (JSON) beside it.

    The text is "" when there is nothing to see in it; a caption may be a text that shows nothing.
    `users` knows the people whom the text may mention.
    """
    mode = parse_mode.lower()
    if len(text.encode(errors="surrogatepass")) > RAW_TEXT_BYTES:
        raise bad_request("text is too long")
    try:
        if text and mode not in ("", "none"):
            words, marked = _parsed(text, mode)
        else:
            words, marked = text, _given(entities)
        marked = [_checked(entity) for entity in marked]
        words, marked = cleaning.kept(words, marked, may_be_unseen=caption)
    except cleaning.TextError as error:
        raise bad_request(str(error)) from None
    return words, [entity.shown(users) for entity in marked]


def _parsed(text: str, mode: str) -> Found:
    if mode not in PARSERS:
        raise bad_request("unsupported parse_mode")
    if cleaning.has_surrogates(text):
        raise bad_request("text must be encoded in UTF-8")
    try:
        return PARSERS[mode](text)
    except (html.HtmlError, markdown.MarkdownError) as error:
        raise BotApiError(400, f"Bad Request: can't parse entities: {error}") from None


def _checked(entity: Entity) -> Entity:
    """Check what the reading of marks or of JSON leaves open: links, languages, people, emoji and moments."""
    if cleaning.has_surrogates(entity.argument):
        field = "TextUrl.url" if entity.kind == "text_link" else "PreCode.language"
        raise bad_request(f"MessageEntity{field} must be encoded in UTF-8")
    if entity.kind == "pre":
        return Entity("pre", entity.offset, entity.length, cleaning.cleaned(entity.argument))
    if entity.kind == "text_link":
        return _link(entity)
    if entity.kind == "text_mention" and not is_user_id(entity.number):
        raise bad_request("user not found")
    if entity.kind == "custom_emoji" and not entity.number:
        raise bad_request("invalid custom emoji identifier specified")
    if entity.kind == "date_time" and entity.number <= 0:
        raise bad_request("invalid date specified")
    return entity


def _link(entity: Entity) -> Entity:
    url = cleaning.cleaned(entity.argument)
    if user := mentioned_user(url):
        return Entity("text_mention", entity.offset, entity.length, number=user)
    try:
        return Entity("text_link", entity.offset, entity.length, checked_link(url))
    except LinkError as error:
        raise bad_request(f"entity URL '{url}' is invalid: {error}") from None


# -- entities given beside the text --------------------------------------------------------------------------


class _FieldError(ValueError):
    """A field that is missing or of another type; the text is the server's."""


def _given(raw: str) -> list[Entity]:
    """Read a list of entities; what is no list of JSON is as good as none."""
    try:
        items = json.loads(raw) if raw else []
    except (ValueError, RecursionError):
        return []
    items = items if isinstance(items, list) else []
    try:
        return [entity for item in items if (entity := _read(item))]
    except _FieldError as error:
        raise bad_request(f"can't parse MessageEntity: {error}") from None


def _read(item: Any) -> Entity | None:
    if not isinstance(item, dict):
        raise _FieldError("expected an Object")
    offset, length = _number(item, "offset", INT32), _number(item, "length", INT32)
    kind = _text(item, "type", required=True)
    if not kind:
        raise _FieldError("Type is not specified")
    if kind in NOT_TO_GIVE:
        return None
    argument, number = _details(kind, item)
    return Entity(kind, offset, length, argument, number)


def _details(kind: str, item: dict[str, Any]) -> tuple[str, int]:
    """Return the link, language or format, and the person, emoji or moment."""
    if kind in SIMPLE:
        return "", 0
    if kind == "pre":
        return _text(item, "language"), 0
    if kind == "text_link":
        return _text(item, "url", required=True), 0
    if kind == "text_mention":
        return "", _number(_object(item, "user"), "id", INT64)
    if kind == "custom_emoji":
        return "", _number(item, "custom_emoji_id", INT64)
    if kind == "date_time":
        return _format(item), _number(item, "unix_time", INT32)
    raise _FieldError("Unsupported type specified")


def _format(item: dict[str, Any]) -> str:
    """Return how a moment is written; of two forms of the same part the last counts, unlike in HTML."""
    marks = _text(item, "date_time_format")
    kept = "".join(mark for place, mark in enumerate(marks) if mark.lower() not in marks[place + 1 :].lower())
    written = date_format(marks if marks in ("r", "R") else kept)
    if written is None or (written == "r" and marks not in ("r", "R")):
        raise _FieldError("Invalid date-time format specified")
    return written


def _field(item: dict[str, Any], name: str) -> Any:
    if name not in item:
        raise _FieldError(f'Can\'t find field "{name}"')
    return item[name]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number(item: dict[str, Any], name: str, within: tuple[int, int]) -> int:
    """Return a whole number, which may be written as text."""
    value = _field(item, name)
    if not _is_number(value) and not isinstance(value, str):
        raise _FieldError(f'Field "{name}" must be a Number')
    number = whole_number(str(value), within)
    if number is None:
        raise _FieldError(f'Field "{name}" must be a valid Number')
    return number


def _text(item: dict[str, Any], name: str, *, required: bool = False) -> str:
    value = _field(item, name) if required else item.get(name, "")
    if not _is_number(value) and not isinstance(value, str):
        raise _FieldError(f'Field "{name}" must be of type String')
    return str(value)


def _object(item: dict[str, Any], name: str) -> dict[str, Any]:
    value = _field(item, name)
    if not isinstance(value, dict):
        raise _FieldError(f'Field "{name}" must be of type Object')
    return value
