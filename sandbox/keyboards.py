"""Keyboards of a request: read as the Bot API server reads them, then checked as TDLib checks them."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.cleaning import cleaned
from sandbox.fields import JSON, Fields, Malformed, decoded, within
from sandbox.links import LinkError, checked_link, mentioned_user
from sandbox.rules import bad_request

Button = dict[str, Any]
Rows = list[list[Button]]

STYLES = ("primary", "danger", "success")
# TDLib silently leaves out what goes beyond.
ROW = 12
TOTAL = 300
# The closed side's limits, from reports.
MOST_BUTTONS = 100
MOST_BYTES = 10_000
DATA_BYTES = 64
COPY_LENGTH = 256
# What a button needs when it asks for something.
REQUESTS = {
    "request_users": ("user_is_bot", "user_is_premium", "request_name", "request_username", "request_photo"),
    "request_chat": (
        *("chat_is_channel", "chat_is_forum", "chat_has_username", "chat_is_created", "bot_is_member"),
        *("request_title", "request_username", "request_photo"),
    ),
}


@dataclass(slots=True)
class Keyboard:
    """A keyboard: `inline`, `reply`, `remove` or `force`; `objections` are the closed side's rules it breaks."""

    kind: str
    rows: Rows = field(default_factory=list)
    options: dict[str, Any] = field(default_factory=dict)
    objections: list[str] = field(default_factory=list)

    def shown(self) -> dict[str, Any] | None:
        """Return what a message carries in answers: inline keyboards only."""
        return {"inline_keyboard": self.rows} if self.kind == "inline" else None


# -- as the Bot API server reads it --------------------------------------------------------------------------


def read(raw: str) -> Keyboard | None:
    """Return the keyboard of a request as it was written, or None."""
    if not raw:
        return None
    markup = Fields(
        decoded(raw, "Can't parse reply keyboard markup JSON object"), "Object expected as reply markup"
    )
    rows = _rows(markup.rows("keyboard"), _reply_button, 'Field "keyboard"', "keyboard button")
    inline = _rows(
        markup.rows("inline_keyboard"), _inline_button,
        'Field "inline_keyboard" of the InlineKeyboardMarkup', "inline keyboard button",
    )  # fmt: skip
    return _chosen(markup, rows, inline)


def _rows(rows: list[JSON], read_button: Callable[[JSON], Button], where: str, what: str) -> Rows:
    found = []
    for row in rows:
        if not isinstance(row, list):
            raise Malformed(f"{where} must be an Array of Arrays")
        with within(f"Can't parse {what}: "):
            found.append([read_button(item) for item in row])
    return found


def _chosen(markup: Fields, rows: Rows, inline: Rows) -> Keyboard | None:
    """Take the first kind of keyboard that is there; every flag is read even if it counts for nothing."""
    hide = [markup.flag("hide_keyboard"), markup.flag("remove_keyboard")]
    selective = [markup.flag("personal_keyboard"), markup.flag("selective")]
    force = [markup.flag("force_reply_keyboard"), markup.flag("force_reply")]
    options: dict[str, Any] = {"selective": any(selective)}
    options["input_field_placeholder"] = markup.text("input_field_placeholder")
    if rows:
        names = ("resize_keyboard", "one_time_keyboard", "is_persistent")
        return Keyboard("reply", rows, options | {name: markup.flag(name) for name in names})
    if inline:
        return Keyboard("inline", inline)
    if any(hide):
        return Keyboard("remove")
    return Keyboard("force", options=options) if any(force) else None


def _face(item: Fields) -> Button:
    """Return what every button has: its words and its look."""
    face = {"text": item.text("text", required=True)}
    if icon := item.long("icon_custom_emoji_id"):
        face["icon_custom_emoji_id"] = str(icon)
    style = item.text("style").lower()
    if style in STYLES:
        face["style"] = style
    elif style not in ("", "default"):
        raise Malformed("invalid button style specified")
    return face


def _reply_button(item: JSON) -> Button:
    if isinstance(item, str):
        return {"text": item}
    button = Fields(item, "KeyboardButton must be a String or an Object")
    return _face(button) | _request(button)


def _request(button: Fields) -> Button:
    """Return what a button of a reply keyboard asks for."""
    if button.flag("request_phone_number") | button.flag("request_contact"):
        return {"request_contact": True}
    if button.flag("request_location"):
        return {"request_location": True}
    if "request_poll" in button:
        kind = button.object("request_poll").text("type")
        return {"request_poll": {"type": kind} if kind in ("quiz", "regular") else {}}
    if "web_app" in button:
        return {"web_app": {"url": button.object("web_app").text("url", required=True)}}
    return _request_of_others(button)


def _request_of_others(button: Fields) -> Button:
    if "request_user" in button and "request_users" not in button:
        button.item["request_users"] = button.object("request_user").item
    for name, flags in REQUESTS.items():
        if name in button:
            wanted = button.object(name)
            known = {"request_id": wanted.number("request_id", required=True)}
            known |= {flag: wanted.flag(flag) for flag in flags if flag in wanted}
            if name == "request_users" and wanted.number("max_quantity", 1) != 1:
                known["max_quantity"] = wanted.number("max_quantity", 1)
            return {name: known}
    return {}


def _inline_button(item: JSON) -> Button:
    button = Fields(item, "InlineKeyboardButton must be an Object")
    return _face(button) | _action(button)


def _action(button: Fields) -> Button:
    """Return what a press does: the first action in the server's order; "" is no link and no data."""
    if url := button.text("url"):
        return {"url": url}
    if data := button.text("callback_data"):
        return {"callback_data": data}
    if "callback_game" in button:
        return {"callback_game": {}}
    if "pay" in button:
        return {"pay": True}
    return _inline_query(button) or _page(button)


def _inline_query(button: Fields) -> Button:
    for name in (
        "switch_inline_query",
        "switch_inline_query_chosen_chat",
        "switch_inline_query_current_chat",
    ):
        if name in button and name.endswith("chosen_chat"):
            return {name: _chosen_chat(button.object(name))}
        if name in button:
            return {name: button.text(name)}
    return {}


def _chosen_chat(target: Fields) -> dict[str, Any]:
    kinds = ("allow_user_chats", "allow_bot_chats", "allow_group_chats", "allow_channel_chats")
    return {"query": target.text("query")} | {kind: target.flag(kind) for kind in kinds}


def _page(button: Fields) -> Button:
    if "login_url" in button:
        return {"login_url": {"url": button.object("login_url").text("url", required=True)}}
    if "web_app" in button:
        return {"web_app": {"url": button.object("web_app").text("url", required=True)}}
    if "copy_text" in button:
        return {"copy_text": {"text": button.object("copy_text").text("text", required=True)}}
    raise Malformed("Text buttons are unallowed in the inline keyboard")


# -- as TDLib checks it --------------------------------------------------------------------------------------


def checked(keyboard: Keyboard | None, *, inline_only: bool = False) -> Keyboard | None:
    """Return the keyboard as it is kept; one without buttons is none."""
    if keyboard is None:
        return None
    if inline_only and keyboard.kind != "inline":
        raise bad_request("inline keyboard expected")
    if keyboard.kind not in ("inline", "reply"):
        return keyboard
    check = _checked_inline if keyboard.kind == "inline" else _checked_reply
    rows = _kept(keyboard.rows, check)
    if not rows:
        return None
    objections = _objections(rows) if keyboard.kind == "inline" else []
    return Keyboard(keyboard.kind, rows, keyboard.options, objections)


def _kept(rows: Rows, check: Callable[[Button], Button]) -> Rows:
    """Check buttons until there are enough; those that show nothing are left out."""
    kept: Rows = []
    left = TOTAL
    for row in rows:
        shown = [button for button in row if button["text"] or "icon_custom_emoji_id" in button]
        checked_row = [check(button) for button in shown[: min(ROW, left)]]
        left -= len(checked_row)
        if checked_row:
            kept.append(checked_row)
        if left <= 0:
            break
    return kept


def _words(button: Button, what: str) -> Button:
    text = cleaned(button["text"])
    if not text:
        raise bad_request(f"{what} text must be non-empty")
    return button | {"text": text}


def _checked_reply(button: Button) -> Button:
    button = _words(button, "Keyboard button")
    if "web_app" in button:
        _secure_link(button["web_app"]["url"], "Keyboard button Web App")
    return button


def _checked_inline(button: Button) -> Button:
    button = _words(button, "Inline keyboard button")
    if "url" in button:
        return button | {"url": _link(button["url"])}
    if "login_url" in button:
        link = _secure_link(button["login_url"]["url"], "Inline keyboard button login", "login URL")
        # Answers show such a button as a plain link.
        return {name: value for name, value in button.items() if name != "login_url"} | {"url": link}
    if "web_app" in button:
        return button | {
            "web_app": {"url": _secure_link(button["web_app"]["url"], "Inline keyboard button Web App")}
        }
    chosen = button.get("switch_inline_query_chosen_chat")
    return _checked_chosen(button, chosen) if chosen else button


def _checked_chosen(button: Button, chosen: dict[str, Any]) -> Button:
    """Refuse a choice of no chats; a choice of all is the plain button."""
    allowed = [value for name, value in chosen.items() if name != "query"]
    if not any(allowed):
        raise bad_request("at least one chat type must be allowed")
    if not all(allowed):
        return button
    plain = {name: value for name, value in button.items() if name != "switch_inline_query_chosen_chat"}
    return plain | {"switch_inline_query": chosen["query"]}


def _link(url: str) -> str:
    if user := mentioned_user(url):
        return f"tg://user?id={user}"
    try:
        return checked_link(url)
    except LinkError as error:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {error}") from None


def _secure_link(url: str, what: str, kind: str = "Web App URL") -> str:
    if mentioned_user(url):
        raise bad_request(f"link to a user can't be used in {kind} buttons")
    return secure_link(url, what)


def secure_link(url: str, what: str) -> str:
    """Return a link that must be https."""
    try:
        return checked_link(url, https_only=True)
    except LinkError as error:
        raise bad_request(f"{what} URL '{url}' is invalid: {error}") from None


# -- as the closed side checks it ----------------------------------------------------------------------------


def _objections(rows: Rows) -> list[str]:
    """Return the closed side's rules that an inline keyboard breaks."""
    buttons = [button for row in rows for button in row]
    found = [rule for button in buttons for rule in _objections_to(button)]
    size = len(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode())
    if len(buttons) > MOST_BUTTONS or size > MOST_BYTES:
        found.append("markup_size")
    return found


def _objections_to(button: Button) -> list[str]:
    if len(button.get("callback_data", "").encode()) > DATA_BYTES:
        return ["button_data"]
    if "pay" in button or "callback_game" in button:
        return ["button_type"]
    if "copy_text" in button and not 0 < len(button["copy_text"]["text"]) <= COPY_LENGTH:
        return ["button_copy_text"]
    return []
