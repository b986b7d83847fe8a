"""Changing what was sent."""

from typing import Any

from sandbox import access, closed, keyboards
from sandbox.chats import Account, Post
from sandbox.fields import JSON
from sandbox.keyboards import Keyboard
from sandbox.methods.call import Call, Words
from sandbox.methods.delivery import check_business
from sandbox.methods.media import CAPTION_LENGTH, edited_media
from sandbox.methods.messages import (
    CAPTIONED,
    CONTENT,
    EDITABLE,
    EXCHANGEABLE,
    SERVICE,
    kind_of,
    without_reply,
)
from sandbox.methods.sending import TEXT_LENGTH, Text
from sandbox.rules import NOT_MODIFIED, bad_request

Changes = dict[str, Any]


def edit_message_text(call: Call) -> JSON:
    """Replace the text and the keyboard of a message."""
    text = Text.read(call)
    keyboard = keyboards.read(call.text("reply_markup"))
    person, post = _editable(call)
    if "text" not in post.message:
        raise bad_request("there is no text in the message to edit")
    kept = keyboards.checked(keyboard, inline_only=True)
    text.check()
    # Unlike sending, an edit leaves the length to the closed side, which words it in capitals.
    objections = ["edited_text"] if len(text.words.text) > TEXT_LENGTH else []
    changes = dict.fromkeys(("entities", "link_preview_options")) | text.shown()
    return _edit(call, person, post, changes, kept, objections)


def edit_message_caption(call: Call) -> JSON:
    """Replace the words under a file."""
    keyboard = keyboards.read(call.text("reply_markup"))
    caption = call.caption()
    person, post = _editable(call)
    if kind_of(post.message) not in CAPTIONED:
        raise bad_request("there is no caption in the message to edit")
    kept = keyboards.checked(keyboard, inline_only=True)
    objections = ["edited_caption"] if len(caption.text) > CAPTION_LENGTH else []
    return _edit(call, person, post, _caption(call, post, caption), kept, objections)


def _caption(call: Call, post: Post, caption: Words) -> Changes:
    changes = dict.fromkeys(("caption", "caption_entities", "show_caption_above_media"))
    changes |= caption.shown("caption", "caption_entities")
    above = call.flag("show_caption_above_media") and kind_of(post.message) in ("photo", "video", "animation")
    return changes | ({"show_caption_above_media": True} if above and caption.text else {})


def edit_message_media(call: Call) -> JSON:
    """Replace the file of a message, or a text by a file."""
    keyboard = keyboards.read(call.text("reply_markup"))
    file = edited_media(call)
    person, post = _found(call)
    old = kind_of(post.message)
    if not _can_be_edited(call, post) or old not in EXCHANGEABLE:
        raise bad_request("message media can't be edited")
    content = file.finished(call)
    if "media_group_id" in post.message and old != file.kind:
        if file.kind == "animation":
            raise bad_request("message content type can't be used in an album")
        if {"audio", "document"} & {old, file.kind}:
            raise bad_request("can't change media type in the album")
    kept = keyboards.checked(keyboard, inline_only=True)
    changes = dict.fromkeys(CONTENT) | content.fields
    return _edit(call, person, post, changes, kept, content.objections)


def edit_message_reply_markup(call: Call) -> JSON:
    """Replace the keyboard of a message."""
    keyboard = keyboards.read(call.text("reply_markup"))
    person, post = _editable(call, only_keyboard=True)
    return _edit(call, person, post, {}, keyboards.checked(keyboard, inline_only=True))


# -- which message -------------------------------------------------------------------------------------------


def _found(call: Call) -> tuple[Account, Post]:
    if not call.text("chat_id") and not call.message_id():
        if not call.text("inline_message_id"):
            raise bad_request("message identifier is not specified")
        raise bad_request("invalid inline message identifier specified")
    check_business(call)
    person = access.chat(call.state, call.text("chat_id"), changing=True)
    post = call.state.chats.find(person.id, call.message_id())
    if post is None:
        raise bad_request("message to edit not found")
    return person, post


def _editable(call: Call, *, only_keyboard: bool = False) -> tuple[Account, Post]:
    person, post = _found(call)
    if not _can_be_edited(call, post, only_keyboard=only_keyboard):
        raise bad_request("message can't be edited")
    return person, post


def _can_be_edited(call: Call, post: Post, *, only_keyboard: bool = False) -> bool:
    if post.locked or not post.by_bot or "forward_origin" in post.message:
        return False
    kind = kind_of(post.message)
    if kind in EDITABLE or (only_keyboard and kind not in SERVICE):
        return True
    if kind == "location":
        ends = post.message["date"] + post.message["location"].get("live_period", 0)
        return bool(call.state.clock() < ends)
    return kind == "poll" and not post.message["poll"]["is_closed"]


# -- the edit ------------------------------------------------------------------------------------------------


def _edit(
    call: Call, person: Account, post: Post, changes: Changes, keyboard: Keyboard | None,
    objections: list[str] | None = None,
) -> JSON:  # fmt: skip
    """Change a message in place; a None removes the field, no keyboard removes the old one."""
    access.check_open(call.state, person)
    closed.refuse_if(call.state.limits, [*(objections or []), *(keyboard.objections if keyboard else [])])
    wanted = changes | {"reply_markup": keyboard.shown() if keyboard else None}
    if all(post.message.get(name) == value for name, value in wanted.items()):
        raise bad_request(NOT_MODIFIED)
    merged = post.message | wanted | {"edit_date": int(call.state.clock())}
    post.message = {name: value for name, value in merged.items() if value is not None}
    call.state.chat_changed(person.id)
    return without_reply(post.message)
