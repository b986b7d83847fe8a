"""The methods of the Bot API: one small function each, found in one table."""

import inspect
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from telegram import (
    AcceptedGiftTypes,
    ChatFullInfo,
    Contact,
    InlineKeyboardMarkup,
    MenuButton,
    Message,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from sandbox import keyboards, rules
from sandbox.chats import Account, Post, edited
from sandbox.files import Stored, Upload, image_size
from sandbox.formatting import formatted
from sandbox.profile import put, scope_key
from sandbox.rules import BotApiError, bad_request
from sandbox.state import State
from sandbox.webhook import Courier, Hook

JSON = Any
SCOPES = (
    *("default", "all_private_chats", "all_group_chats", "all_chat_administrators"),
    *("chat", "chat_administrators", "chat_member"),
)


@dataclass(frozen=True, slots=True)
class Call:
    """One request: every parameter as text, as the real server sees them, and the files beside them."""

    state: State
    courier: Courier
    params: dict[str, str]
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a parameter; "" when it is missing."""
        return self.params.get(name, "")

    def number(self, name: str, low: int, high: int, default: int = 0) -> int:
        """Return a whole number pressed into its range; junk is 0."""
        raw = self.params.get(name, str(default))
        match = re.match(r"\s*-?\d+", raw)
        return min(max(int(match[0]) if match else 0, low), high)

    def flag(self, name: str) -> bool:
        """Return a yes or no."""
        return self.text(name).lower() in ("true", "yes", "1")

    def json(self, name: str) -> JSON:
        """Return a parameter that holds JSON; None when it is missing."""
        try:
            return json.loads(self.text(name)) if self.text(name) else None
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None


@dataclass(frozen=True, slots=True)
class Noted:
    """A result with a remark beside it, as setWebhook gives."""

    result: JSON
    description: str


# -- the bot itself ------------------------------------------------------------------------------------------


def get_me(call: Call) -> JSON:
    """Tell the bot who it is."""
    return call.state.bot_user().to_dict()


def get_chat(call: Call) -> JSON:
    """Describe a chat."""
    person = call.state.person_for(call.text("chat_id"))
    gifts = AcceptedGiftTypes(False, False, False, False, False)
    return ChatFullInfo(person.id, "private", 0, 11, gifts, first_name=person.first_name).to_dict()


# -- updates -------------------------------------------------------------------------------------------------


async def get_updates(call: Call) -> JSON:
    """Hand over updates."""
    call.state.queue.allow(call.text("allowed_updates"))
    offset = call.number("offset", -(2**31), 2**31 - 1)
    return await call.state.queue.get(
        offset, call.number("limit", 1, 100, 100), call.number("timeout", 0, 50)
    )


async def set_webhook(call: Call) -> JSON:
    """Deliver updates to an address."""
    url = call.text("url")
    wanted = Hook(
        url, call.text("secret_token"), call.number("max_connections", 1, 100, 40), call.text("ip_address"),
        certificate=bool(_certificate(call)),
    )  # fmt: skip
    change = partial(call.state.queue.allow, call.text("allowed_updates"))
    if not url:
        return delete_webhook(call)
    call.state.journal.secrets = [call.state.token, wanted.secret]
    return Noted(True, await call.courier.point(wanted, change, drop=call.flag("drop_pending_updates")))


def _certificate(call: Call) -> Upload | None:
    given = call.text("certificate")
    return call.files.get(given.removeprefix("attach://") if given.startswith("attach://") else "certificate")


def delete_webhook(call: Call) -> JSON:
    """Go back to polling."""
    return Noted(True, call.courier.unpoint(drop=call.flag("drop_pending_updates")))


def get_webhook_info(call: Call) -> JSON:
    """Tell where updates go and what went wrong."""
    return call.courier.info()


# -- sending -------------------------------------------------------------------------------------------------


def send_message(call: Call) -> JSON:
    """Send a text."""
    text, entities = _message_text(call)
    return _send(call, text=text, entities=entities)


def send_document(call: Call) -> JSON:
    """Send a file."""
    file = _file(call, "document", "documents")
    return _send(call, document=file.document(), **_caption(call))


def send_photo(call: Call) -> JSON:
    """Send a picture."""
    file = _file(call, "photo", "photos")
    size = image_size(file.data)
    _check_photo(file, size)
    return _send(call, photo=[file.photo(size or (0, 0))], **_caption(call))


def send_contact(call: Call) -> JSON:
    """Send a telephone number with a name."""
    if not call.text("phone_number"):
        raise bad_request("phone number is empty")
    if not call.text("first_name"):
        raise bad_request("first name must be non-empty")
    contact = Contact(
        call.text("phone_number"), call.text("first_name"), call.text("last_name") or None,
        vcard=call.text("vcard") or None,
    )  # fmt: skip
    return _send(call, contact=contact)


def send_chat_action(call: Call) -> JSON:
    """Show that the bot is typing."""
    action = call.text("action")
    if action not in rules.CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    person = call.state.reachable(call.text("chat_id"))
    call.state.events.tell("typing", chat_id=person.id, action=action)
    return True


def _send(call: Call, **content: Any) -> JSON:
    """Put a message of the bot into a chat; its keyboard decides whether it can ever be edited."""
    markup = keyboards.read(call.text("reply_markup"))
    state, person = call.state, call.state.reachable(call.text("chat_id"))
    inline = markup if isinstance(markup, InlineKeyboardMarkup) else None
    message = Message(
        state.chats.next_message(),
        state.now(),
        person.chat(),
        from_user=state.sender(),
        reply_markup=inline,
        reply_to_message=_replied(call, person),
        has_protected_content=call.flag("protect_content") or None,
        **content,
    )
    body = state.chats.add(person.id, message, by_bot=True, locked=markup is not inline)
    if isinstance(markup, ReplyKeyboardMarkup | ReplyKeyboardRemove):
        state.chats.keyboards[person.id] = (
            markup.to_dict() if isinstance(markup, ReplyKeyboardMarkup) else None
        )
    state.chat_changed(person.id)
    return body


def _replied(call: Call, person: Account) -> Message | None:
    parameters = call.json("reply_parameters") or {}
    number = parameters.get("message_id") or call.number("reply_to_message_id", 0, 2**31)
    post = call.state.chats.find(person.id, int(number)) if number else None
    allowed = parameters.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply")
    if number and post is None and not allowed:
        raise bad_request("message to be replied not found")
    return Message.de_json(post.message, None) if post else None


def _message_text(call: Call) -> tuple[str, list[MessageEntity]]:
    rules.check_raw_text(call.text("text"))
    text, entities = formatted(call.text("text"), call.text("parse_mode"), call.text("entities"))
    rules.check_text(text)
    return text, entities


def _caption(call: Call) -> dict[str, Any]:
    text, entities = formatted(call.text("caption"), call.text("parse_mode"), call.text("caption_entities"))
    rules.check_caption(text)
    return {"caption": text or None, "caption_entities": entities or None}


def _file(call: Call, name: str, folder: str) -> Stored:
    """Return the file of a request: uploaded, attached under another name, or known by its id."""
    given = call.text(name)
    upload = call.files.get(given.removeprefix("attach://") if given.startswith("attach://") else name)
    if upload:
        return call.state.files.add(upload, folder)
    if not given:
        raise bad_request(f"there is no {name} in the request")
    if given not in call.state.files.stored:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return call.state.files.stored[given]


def _check_photo(file: Stored, size: tuple[int, int] | None) -> None:
    weight = len(file.data)
    if weight > rules.PHOTO_BYTES:
        most = f"the maximum size is {rules.PHOTO_BYTES} bytes"
        raise bad_request(f"file of size {weight} bytes is too big for a photo; {most}")
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > 10_000 or min(size) < 1 or max(size) > 20 * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


# -- changing what was sent ----------------------------------------------------------------------------------


def edit_message_text(call: Call) -> JSON:
    """Replace the text and the keyboard of a message."""
    text, entities = _message_text(call)
    markup = keyboards.read_inline(call.text("reply_markup"))
    person, post = _editable(call)
    if "text" not in post.message:
        raise bad_request("there is no text in the message to edit")
    wanted = {"text": text, "entities": [entity.to_dict() for entity in entities] or None}
    return _edit(call, person, post, wanted | _keyboard(markup))


def edit_message_reply_markup(call: Call) -> JSON:
    """Replace the keyboard of a message."""
    markup = keyboards.read_inline(call.text("reply_markup"))
    person, post = _editable(call)
    return _edit(call, person, post, _keyboard(markup))


def _keyboard(markup: InlineKeyboardMarkup | None) -> dict[str, Any]:
    """Return the keyboard as a message keeps it; an edit without one removes the old one."""
    return {"reply_markup": markup.to_dict() if markup else None}


def _editable(call: Call) -> tuple[Account, Post]:
    if not call.text("chat_id"):
        raise bad_request("message identifier is not specified")
    person = call.state.reachable(call.text("chat_id"))
    post = call.state.chats.find(person.id, call.number("message_id", 0, 2**31))
    if post is None:
        raise bad_request("message to edit not found")
    if post.locked or not post.by_bot:
        raise bad_request("message can't be edited")
    return person, post


def _edit(call: Call, person: Account, post: Post, wanted: dict[str, Any]) -> JSON:
    if all(post.message.get(key) == value for key, value in wanted.items()):
        raise bad_request(rules.NOT_MODIFIED)
    body = edited(post, wanted | {"edit_date": int(call.state.clock())})
    call.state.chat_changed(person.id)
    return body


def delete_message(call: Call) -> JSON:
    """Take a message away, within two days."""
    person = call.state.person_for(call.text("chat_id"))
    post = call.state.chats.find(person.id, call.number("message_id", 0, 2**31))
    if post is None:
        raise bad_request("message to delete not found")
    if call.state.clock() - post.message["date"] > rules.DELETE_WITHIN:
        raise bad_request("message can't be deleted")
    call.state.chats.posts[person.id].remove(post)
    call.state.chat_changed(person.id)
    return True


def answer_callback_query(call: Call) -> JSON:
    """Answer a press, so that its button stops waiting."""
    state, text = call.state, call.text("text")
    if len(text) > rules.CALLBACK_ANSWER_LENGTH:
        raise bad_request("MESSAGE_TOO_LONG")
    press = state.presses.get(call.text("callback_query_id"))
    if press is None or state.clock() - press.at > state.limits.callback_window:
        raise bad_request(rules.STALE_QUERY)
    press.answer = {"text": text, "show_alert": call.flag("show_alert")}
    state.events.tell("answer", chat_id=press.person_id, callback_query_id=press.id, **press.answer)
    return True


# -- the profile ---------------------------------------------------------------------------------------------


def set_my_commands(call: Call) -> JSON:
    """Set the list behind the menu button."""
    items = call.json("commands") or []
    if not isinstance(items, list):
        raise bad_request("expected an Array of BotCommand")
    commands = [rules.checked_command(item) for item in items]
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    call.state.profile.commands.setdefault(_scope(call), {})[_language(call)] = commands
    return _profile_changed(call)


def get_my_commands(call: Call) -> JSON:
    """Return the list for exactly this scope and language."""
    return call.state.profile.commands.get(_scope(call), {}).get(_language(call), [])


def delete_my_commands(call: Call) -> JSON:
    """Remove the list for this scope and language."""
    call.state.profile.commands.get(_scope(call), {}).pop(_language(call), None)
    return _profile_changed(call)


def set_my_name(call: Call) -> JSON:
    """Set the bot's name in a language."""
    return _set_text(call, call.state.profile.name, "name", 64)


def get_my_name(call: Call) -> JSON:
    """Return the bot's name."""
    return {"name": _text_for(call, call.state.profile.name) or "Safar"}


def set_my_description(call: Call) -> JSON:
    """Set what an empty chat shows."""
    return _set_text(call, call.state.profile.description, "description", 512)


def get_my_description(call: Call) -> JSON:
    """Return what an empty chat shows."""
    return {"description": _text_for(call, call.state.profile.description)}


def set_my_short_description(call: Call) -> JSON:
    """Set what the bot's page shows."""
    return _set_text(call, call.state.profile.short_description, "short_description", 120)


def get_my_short_description(call: Call) -> JSON:
    """Return what the bot's page shows."""
    return {"short_description": _text_for(call, call.state.profile.short_description)}


def set_chat_menu_button(call: Call) -> JSON:
    """Set the button beside the text field, for one chat or for all."""
    given = call.json("menu_button") or {"type": "default"}
    if not isinstance(given, dict) or given.get("type") not in ("default", "commands", "web_app"):
        raise bad_request("can't parse menu button: Unsupported menu button type specified")
    if call.text("chat_id"):
        call.state.person_for(call.text("chat_id"))
    call.state.profile.menu_buttons[call.text("chat_id")] = MenuButton.de_json(given, None).to_dict()
    return _profile_changed(call)


def _scope(call: Call) -> str:
    scope = call.json("scope")
    if scope is not None and (not isinstance(scope, dict) or scope.get("type") not in SCOPES):
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if scope and scope["type"] == "chat":
        call.state.person_for(str(scope.get("chat_id", "")))
    return scope_key(scope)


def _language(call: Call) -> str:
    rules.check_language(call.text("language_code"))
    return call.text("language_code")


def _set_text(call: Call, texts: dict[str, str], name: str, most: int) -> JSON:
    language, text = _language(call), call.text(name).strip()
    if len(text) > most:  # the closed side's wording is not known
        raise bad_request(f"bot {name.replace('_', ' ')} is too long")
    put(texts, language, text)
    return _profile_changed(call)


def _text_for(call: Call, texts: dict[str, str]) -> str:
    return texts.get(_language(call)) or texts.get("", "")


def _profile_changed(call: Call) -> bool:
    call.state.changed = True
    call.state.events.tell("profile")
    return True


# -- files ---------------------------------------------------------------------------------------------------


def get_file(call: Call) -> JSON:
    """Tell where a file can be downloaded."""
    if not call.text("file_id"):
        raise bad_request("file_id not specified")
    file = call.state.files.stored.get(call.text("file_id"))
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(file.data) > rules.DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return file.file().to_dict()


Method = Callable[[Call], JSON | Awaitable[JSON]]
METHODS: dict[str, Method] = {
    function.__name__.replace("_", ""): function
    for function in (
        get_me, get_chat, get_updates, set_webhook, delete_webhook, get_webhook_info,
        send_message, send_document, send_photo, send_contact, send_chat_action,
        edit_message_text, edit_message_reply_markup, delete_message, answer_callback_query,
        set_my_commands, get_my_commands, delete_my_commands, set_my_name, get_my_name,
        set_my_description, get_my_description, set_my_short_description, get_my_short_description,
        set_chat_menu_button, get_file,
    )
}  # fmt: skip


async def carry_out(method: str, call: Call) -> dict[str, Any]:
    """Run a method and return the body of its answer; a refusal is an answer too."""
    try:
        if method.lower() not in METHODS:
            raise BotApiError(404, "Not Found: method not found")
        result = METHODS[method.lower()](call)
        result = await result if inspect.isawaitable(result) else result
    except BotApiError as refusal:
        return refusal.body()
    if isinstance(result, Noted):
        return {"ok": True, "result": result.result, "description": result.description}
    return {"ok": True, "result": result}
