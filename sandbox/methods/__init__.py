"""The methods of the Bot API: one small function each, one file a family, found in one table."""

import inspect
from collections.abc import Awaitable, Callable
from types import ModuleType
from typing import Any

from sandbox.fields import JSON, Malformed
from sandbox.methods import (
    bot,
    callbacks,
    chats,
    copying,
    deleting,
    editing,
    files,
    media,
    polls,
    profile,
    sending,
    updates,
)
from sandbox.methods.call import Call, Noted
from sandbox.rules import BotApiError, bad_request

__all__ = ["METHODS", "Call", "Noted", "carry_out"]

Method = Callable[[Call], JSON | Awaitable[JSON]]
FAMILIES: dict[ModuleType, tuple[str, ...]] = {
    bot: ("get_me", "log_out", "close"),
    updates: ("get_updates", "set_webhook", "delete_webhook", "get_webhook_info"),
    sending: ("send_message", "send_contact", "send_location", "send_venue", "send_chat_action"),
    media: (
        *("send_photo", "send_document", "send_voice", "send_audio", "send_video", "send_animation"),
        "send_media_group",
    ),
    polls: ("send_poll", "stop_poll"),
    editing: (
        *("edit_message_text", "edit_message_caption", "edit_message_media"),
        "edit_message_reply_markup",
    ),
    deleting: ("delete_message", "delete_messages"),
    copying: ("forward_message", "forward_messages", "copy_message", "copy_messages"),
    callbacks: ("answer_callback_query",),
    profile: (
        *("set_my_commands", "get_my_commands", "delete_my_commands", "set_my_name", "get_my_name"),
        *("set_my_description", "get_my_description", "set_my_short_description"),
        *("get_my_short_description", "set_chat_menu_button", "get_chat_menu_button"),
    ),
    chats: (
        *("get_chat", "get_chat_member", "get_chat_member_count", "get_chat_administrators"),
        *("get_user_profile_photos", "set_message_reaction", "pin_chat_message", "unpin_chat_message"),
        "unpin_all_chat_messages",
    ),
    files: ("get_file",),
}
METHODS: dict[str, Method] = {
    name.replace("_", ""): getattr(family, name) for family, names in FAMILIES.items() for name in names
}
# Older names, still understood.
METHODS["getchatmemberscount"] = chats.get_chat_member_count


async def carry_out(method: str, call: Call) -> dict[str, Any]:
    """Run a method and return the body of its answer; a refusal is an answer too."""
    try:
        if method.lower() not in METHODS:
            raise BotApiError(404, "Not Found: method not found")
        result = METHODS[method.lower()](call)
        result = await result if inspect.isawaitable(result) else result
    except Malformed as fault:
        return bad_request(str(fault)).body()
    except BotApiError as refusal:
        return refusal.body()
    if isinstance(result, Noted):
        return {"ok": True, "result": result.result, "description": result.description}
    return {"ok": True, "result": result}
