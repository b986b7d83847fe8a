"""What the bot says about itself: commands, name, descriptions, menu button."""

import re
from typing import Any

from sandbox import access, closed
from sandbox.cleaning import cleaned
from sandbox.fields import JSON, Fields, Malformed, decoded, items, within
from sandbox.keyboards import secure_link
from sandbox.methods.call import Call
from sandbox.profile import put, scope_key
from sandbox.rules import bad_request, check_language

MOST_COMMANDS = 100
SIMPLE_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")


# -- commands ------------------------------------------------------------------------------------------------


def set_my_commands(call: Call) -> JSON:
    """Set the list behind the menu button."""
    given = _commands(call)
    scope = _scope(call)
    check_language(call.text("language_code"))
    commands = [_checked_command(command, description) for command, description in given]
    objections = ["commands_count"] if len(commands) > MOST_COMMANDS else []
    closed.refuse_if(call.state.limits, objections + _command_objections(commands))
    call.state.profile.commands.setdefault(scope, {})[call.text("language_code")] = commands
    return _changed(call)


def get_my_commands(call: Call) -> JSON:
    """Return the list for exactly this scope and language."""
    scope = _scope(call)
    check_language(call.text("language_code"))
    return call.state.profile.commands.get(scope, {}).get(call.text("language_code"), [])


def delete_my_commands(call: Call) -> JSON:
    """Remove the list for this scope and language."""
    scope = _scope(call)
    check_language(call.text("language_code"))
    call.state.profile.commands.get(scope, {}).pop(call.text("language_code"), None)
    return _changed(call)


def _commands(call: Call) -> list[tuple[str, str]]:
    if not call.text("commands"):
        return []
    value = decoded(call.text("commands"), "Can't parse commands JSON object")
    return items(value, "Expected an Array of BotCommand", _command, "Can't parse BotCommand: ")


def _command(item: JSON) -> tuple[str, str]:
    command = Fields(item, "expected an Object")
    return command.text("command", required=True), command.text("description", required=True)


def _checked_command(command: str, description: str) -> dict[str, str]:
    """Return one bot command as Telegram keeps it."""
    command, description = cleaned(command).strip().removeprefix("/"), cleaned(description).strip()
    _check_word(command, 32, "command")
    _check_word(description, 256, "command description")
    return {"command": command, "description": description}


def _check_word(word: str, most: int, what: str) -> None:
    if not word:
        raise bad_request(f"{what} must be non-empty")
    if len(word) > most:
        raise bad_request(f"{what} length must not exceed {most}")


def _command_objections(commands: list[dict[str, str]]) -> list[str]:
    """Return the closed side's rule that a command's name breaks."""
    sound = all(re.fullmatch(r"[a-z0-9_]+", item["command"]) for item in commands)
    return [] if sound else ["command_name"]


def _scope(call: Call) -> str:
    """Return whose commands are meant, as one word."""
    if not call.text("scope"):
        return scope_key(None)
    value = decoded(call.text("scope"), "Can't parse BotCommandScope JSON object")
    with within("Can't parse BotCommandScope: "):
        scope = _read_scope(Fields(value, "BotCommandScope must be an Object"))
    return scope_key(_checked_scope(call, scope) if "chat_id" in scope else scope)


def _read_scope(given: Fields) -> dict[str, Any]:
    kind = given.text("type", required=True)
    if kind in SIMPLE_SCOPES:
        return {"type": kind}
    if kind not in CHAT_SCOPES:
        raise Malformed("Unsupported type specified")
    scope: dict[str, Any] = {"type": kind, "chat_id": given.text("chat_id", required=True)}
    if not scope["chat_id"]:
        raise Malformed("Empty chat_id specified")
    if kind == "chat_member":
        scope["user_id"] = given.long("user_id", required=True)
        if scope["user_id"] <= 0:
            raise Malformed("Invalid user_id specified")
    return scope


def _checked_scope(call: Call, scope: dict[str, Any]) -> dict[str, Any]:
    person = access.chat(call.state, scope["chat_id"])
    if scope["type"] == "chat_member":
        access.user(call.state, str(scope["user_id"]), "user_id")
    if scope["type"] != "chat":
        raise bad_request("can't use specified scope in private chats")
    return {"type": "chat", "chat_id": person.id}


# -- name and descriptions -----------------------------------------------------------------------------------


def set_my_name(call: Call) -> JSON:
    """Set the bot's name in a language."""
    return _set_text(call, call.state.profile.name, "name", 64)


def get_my_name(call: Call) -> JSON:
    """Return the bot's name."""
    return {"name": _text_for(call, call.state.profile.name) or call.state.bot_user().first_name}


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


def _set_text(call: Call, texts: dict[str, str], name: str, most: int) -> JSON:
    language, text = call.text("language_code"), cleaned(call.text(name)).strip()
    check_language(language)
    if len(text) > most:
        closed.refuse(call.state.limits, f"{name}_length")
    put(texts, language, text)
    return _changed(call)


def _text_for(call: Call, texts: dict[str, str]) -> str:
    check_language(call.text("language_code"))
    return texts.get(call.text("language_code")) or texts.get("", "")


# -- the menu button -----------------------------------------------------------------------------------------


def set_chat_menu_button(call: Call) -> JSON:
    """Set the button beside the text field, for one chat or for all."""
    button = _menu_button(call.text("menu_button"))
    key = _menu_chat(call)
    call.state.profile.menu_buttons[key] = _checked_menu_button(button)
    return _changed(call)


def get_chat_menu_button(call: Call) -> JSON:
    """Return the button beside the text field, of one chat or of all."""
    key = _menu_chat(call)
    return call.state.profile.menu_buttons.get(key) or {"type": "default" if key else "commands"}


def _menu_chat(call: Call) -> str:
    if not call.has("chat_id"):
        return ""
    return str(access.user(call.state, call.text("chat_id"), "chat_id").id)


def _menu_button(raw: str) -> dict[str, Any]:
    if not raw:
        return {"type": "default"}
    value = decoded(raw, "Can't parse menu button JSON object")
    with within("Can't parse menu button: "):
        given = Fields(value, "MenuButton must be an Object")
        kind = given.text("type", required=True)
        if kind in ("default", "commands"):
            return {"type": kind}
        if kind != "web_app":
            raise Malformed("MenuButton has unsupported type")
        text = given.text("text", required=True)
        url = given.object("web_app").text("url", required=True)
        return {"type": kind, "text": text, "web_app": {"url": url}}


def _checked_menu_button(button: dict[str, Any]) -> dict[str, Any]:
    if button["type"] != "web_app":
        return button
    url = button["web_app"]["url"]
    if not button["text"]:
        # The server tells a default button by an address that says so.
        if url != "default":
            raise bad_request("menu button text must be non-empty")
        return {"type": "default"}
    return button | {"web_app": {"url": secure_link(cleaned(url), "menu button Web App")}}


def _changed(call: Call) -> bool:
    call.state.changed = True
    call.state.events.tell("profile")
    return True
