"""A text as the bot wrote it, turned into the text and the entities that people see."""

import json
from typing import Any

from telegram import MessageEntity

from sandbox import html
from sandbox.rules import BotApiError, bad_request


def formatted(text: str, parse_mode: str, entities: str) -> tuple[str, list[MessageEntity]]:
    """Return a text with its entities: from its marks, or from the list (JSON) beside it."""
    mode = parse_mode.lower()
    if mode == "html":
        try:
            return html.parse(text)
        except html.HtmlError as error:
            raise BotApiError(400, f"Bad Request: can't parse entities: {error}") from None
    if mode in ("markdown", "markdownv2"):
        raise BotApiError(501, "Sandbox: Markdown is not spoken here, send HTML")
    if mode not in ("", "none"):
        raise bad_request("unsupported parse_mode")
    return html.trimmed(text, [MessageEntity.de_json(item, None) for item in _given(entities)])


def _given(entities: str) -> list[Any]:
    try:
        return json.loads(entities) or [] if entities else []
    except ValueError:
        raise bad_request("can't parse entities JSON object") from None
