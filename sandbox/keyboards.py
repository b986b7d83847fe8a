"""Reading the keyboards a bot sends: the server's checks first, then python-telegram-bot's own types."""

import json
from typing import Any

from telegram import ForceReply, InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove

from sandbox.rules import bad_request, checked_link

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply

# In the order in which the server looks for an action; it takes the first and forgets the rest.
ACTIONS = (
    "url",
    "callback_data",
    "callback_game",
    "pay",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "login_url",
    "web_app",
    "copy_text",
)
STYLES = ("danger", "success", "primary")
MOST_BUTTONS = 100
MOST_BYTES = 10_000


def read(raw: str) -> Markup | None:
    """Return the keyboard of a request, or None when there is none."""
    if not raw:
        return None
    markup = _object(raw)
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"])
    if "keyboard" in markup:
        return _reply(markup)
    if markup.get("remove_keyboard"):
        return ReplyKeyboardRemove.de_json(markup, None)
    return ForceReply.de_json(markup, None) if markup.get("force_reply") else None


def read_inline(raw: str) -> InlineKeyboardMarkup | None:
    """Return the keyboard of an edit, where only inline keyboards may stand."""
    markup = read(raw)
    if markup is not None and not isinstance(markup, InlineKeyboardMarkup):
        raise bad_request("inline keyboard expected")
    return markup


def _object(raw: str) -> dict[str, Any]:
    try:
        markup = json.loads(raw)
    except ValueError:
        raise bad_request("can't parse reply keyboard markup JSON object") from None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    return markup


def _inline(rows: Any) -> InlineKeyboardMarkup | None:
    if not _is_array_of_arrays(rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    checked = [[button for item in row if (button := _inline_button(item))] for row in rows]
    kept = [row for row in checked if row]
    if sum(map(len, kept)) > MOST_BUTTONS or len(json.dumps(kept, ensure_ascii=False).encode()) > MOST_BYTES:
        raise bad_request("reply markup is too long")
    return InlineKeyboardMarkup.de_json({"inline_keyboard": kept}, None) if kept else None


def _inline_button(item: Any) -> dict[str, Any] | None:
    """Return the button as the server keeps it; one without words is dropped."""
    _check_button(item, "inline keyboard button", "InlineKeyboardButton")
    # An empty switch_inline_query means something; any other empty action counts as absent.
    action = next((name for name in ACTIONS if item.get(name) or (name in item and "switch" in name)), None)
    if action is None:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    button = {key: value for key, value in item.items() if key == action or key not in ACTIONS}
    _check_action(action, button)
    return button if item["text"] else None


def _check_button(item: Any, what: str, kind: str) -> None:
    if not isinstance(item, dict):
        raise bad_request(f"can't parse {what}: {kind} must be an Object")
    if "text" not in item:
        raise bad_request(f"can't parse {what}: Can't find field \"text\"")
    if not isinstance(item["text"], str):
        raise bad_request(f'can\'t parse {what}: Field "text" must be of type String')
    if item.get("style") and item["style"] not in STYLES:
        raise bad_request(f"can't parse {what}: invalid button style specified")


def _check_action(action: str, button: dict[str, Any]) -> None:
    if action == "callback_data" and len(str(button[action]).encode()) > 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if action == "url":
        button["url"] = _button_url(str(button["url"]))
    if action in ("web_app", "login_url"):
        _check_https("Web App" if action == "web_app" else "login", button[action])


def _button_url(url: str) -> str:
    try:
        return checked_link(url)
    except ValueError as error:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {error}") from None


def _check_https(kind: str, target: Any) -> None:
    url = str(target.get("url", "")) if isinstance(target, dict) else ""
    if not url.startswith("https://"):
        raise bad_request(
            f"inline keyboard button {kind} URL '{url}' is invalid: Only HTTPS links are allowed"
        )


def _reply(markup: dict[str, Any]) -> ReplyKeyboardMarkup | None:
    if not _is_array_of_arrays(markup["keyboard"]):
        raise bad_request('field "keyboard" must be an Array of Arrays')
    rows = [[_reply_button(item) for item in row] for row in markup["keyboard"]]
    kept = [row for row in ([item for item in row if item["text"]] for row in rows) if row]
    return ReplyKeyboardMarkup.de_json(markup | {"keyboard": kept}, None) if kept else None


def _reply_button(item: Any) -> dict[str, Any]:
    button = {"text": item} if isinstance(item, str) else item
    _check_button(button, "keyboard button", "KeyboardButton")
    return dict(button)


def _is_array_of_arrays(rows: Any) -> bool:
    return isinstance(rows, list) and all(isinstance(row, list) for row in rows)
