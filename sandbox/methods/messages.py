"""What can be said of a message that is already there."""

from typing import Any

Message = dict[str, Any]

KINDS = (
    *("text", "animation", "audio", "document", "photo", "video", "voice", "contact"),
    *("venue", "location", "poll", "pinned_message"),
)
EDITABLE = ("text", "animation", "audio", "document", "photo", "video", "voice")
CAPTIONED = ("animation", "audio", "document", "photo", "video", "voice")
EXCHANGEABLE = ("text", "animation", "audio", "document", "photo", "video")
SERVICE = ("pinned_message",)
# What makes up a message's content: all that a copy or an edit of its file carries.
CONTENT = (
    *KINDS, "entities", "caption", "caption_entities", "link_preview_options", "show_caption_above_media",
    "has_media_spoiler",
)  # fmt: skip


def kind_of(message: Message) -> str:
    """Return what a message is; "" for one that is nothing here known."""
    return next((kind for kind in KINDS if kind in message), "")


def without_reply(message: Message) -> Message:
    """Return a message as it stands inside another answer."""
    return {name: value for name, value in message.items() if name != "reply_to_message"}


def content_of(message: Message) -> Message:
    """Return what a copy of a message takes over."""
    return {name: message[name] for name in CONTENT if name in message}


def origin_of(message: Message) -> dict[str, Any]:
    """Return who wrote a message first, and when."""
    known: dict[str, Any] | None = message.get("forward_origin")
    return known or {"type": "user", "sender_user": message["from"], "date": message["date"]}
