"""Forwarding and copying."""

from functools import partial
from itertools import pairwise
from typing import Any

from sandbox import access, keyboards
from sandbox.chats import Account, Post
from sandbox.fields import JSON
from sandbox.methods.call import Call, Words
from sandbox.methods.deleting import message_ids, present
from sandbox.methods.delivery import (
    Options,
    answer_fields,
    check_closed,
    check_suggested,
    deliver,
    effect_objections,
    quoted,
    replied,
    target,
)
from sandbox.methods.media import CAPTION_LENGTH
from sandbox.methods.messages import CAPTIONED, SERVICE, content_of, kind_of, origin_of
from sandbox.methods.sending import required
from sandbox.numbers import integer
from sandbox.rules import bad_request


def forward_message(call: Call) -> JSON:
    """Pass a message on, with its author's name."""
    return _pass_on(call, "forward", _forwarded)


def copy_message(call: Call) -> JSON:
    """Send the content of a message again; the answer is the new message's number only."""
    required(call, "from_chat_id")
    caption = call.caption() if call.has("caption") else None
    sent = _pass_on(call, "copy", partial(_copied, caption=caption))
    return {"message_id": sent["message_id"]}


def _pass_on(call: Call, verb: str, content: Any) -> dict[str, Any]:
    """Pass one message on: the source is looked for before the target."""
    from_chat_id = required(call, "from_chat_id")
    source = access.chat(call.state, from_chat_id)
    post = call.state.chats.find(source.id, call.message_id())
    if post is None:
        raise bad_request(f"message to {verb} not found")
    options = Options.read(call)
    person = target(call)
    answered = replied(call, person, options.reply)
    keyboard = keyboards.checked(options.keyboard)
    check_suggested(call)
    if not _can_go(post, copy=verb == "copy"):
        raise bad_request(f"the message can't be {'copied' if verb == 'copy' else 'forwarded'}")
    quote = quoted(options.reply, answered)
    objections = [*(keyboard.objections if keyboard else []), *effect_objections(call), *quote.objections]
    fields = content(post)
    if len(fields.get("caption", "")) > CAPTION_LENGTH:
        raise bad_request("message caption is too long")
    check_closed(call, person, objections)
    return deliver(call, person, answer_fields(person, answered) | quote.fields | fields, keyboard)


def _can_go(post: Post, *, copy: bool) -> bool:
    """Whether a message can be passed on; what is protected can be copied by the bot, never forwarded."""
    protected = "has_protected_content" in post.message and not copy
    hidden = copy and post.message.get("poll", {}).get("type") == "quiz" and not post.by_bot
    return kind_of(post.message) not in ("", *SERVICE) and not protected and not hidden


def _forwarded(post: Post) -> dict[str, Any]:
    origin = origin_of(post.message)
    old_names = {"forward_from": origin["sender_user"], "forward_date": origin["date"]}
    return {"forward_origin": origin} | old_names | content_of(post.message)


def _copied(post: Post, caption: Words | None = None) -> dict[str, Any]:
    content = content_of(post.message)
    if caption is None or kind_of(post.message) not in CAPTIONED:
        return content
    for name in ("caption", "caption_entities"):
        content.pop(name, None)
    return content | caption.shown("caption", "caption_entities")


# -- many at once --------------------------------------------------------------------------------------------


def forward_messages(call: Call) -> JSON:
    """Pass several messages on."""
    return _pass_all_on(call, copy=False)


def copy_messages(call: Call) -> JSON:
    """Send the content of several messages again."""
    return _pass_all_on(call, copy=True)


def _pass_all_on(call: Call, *, copy: bool) -> JSON:
    from_chat_id = required(call, "from_chat_id")
    numbers = message_ids(call)
    person = target(call)
    source = access.chat(call.state, from_chat_id)
    posts = present(call, source, numbers)
    _check_many(call, posts, numbers)
    passing = [post for post in posts if _can_go(post, copy=copy)]
    if not passing:
        raise bad_request("messages can't be forwarded")
    check_closed(call, person, effect_objections(call))
    return [_passed(call, person, post, copy=copy) for post in passing]


def _check_many(call: Call, posts: list[Post], numbers: list[int]) -> None:
    if not posts:
        raise bad_request("there are no messages to forward")
    if integer(call.text("message_effect_id"), 64) and len(posts) > 1:
        raise bad_request("can't use message effects in the method")
    check_suggested(call)
    there = {post.message["message_id"] for post in posts}
    kept = [number for number in numbers if number in there]
    if any(first >= second for first, second in pairwise(kept)):
        raise bad_request("message identifiers must be in a strictly increasing order")


def _passed(call: Call, person: Account, post: Post, *, copy: bool) -> dict[str, Any]:
    fields = _copied(post) if copy else _forwarded(post)
    if copy and call.flag("remove_caption"):
        fields = {name: value for name, value in fields.items() if not name.startswith("caption")}
    return {"message_id": deliver(call, person, fields)["message_id"]}
