"""What can be asked about a chat and the people in it, and pinned messages."""

from typing import Any

from sandbox import access
from sandbox.chats import Account
from sandbox.fields import JSON, Fields, Malformed, decoded, items
from sandbox.methods.call import Call
from sandbox.methods.delivery import check_business
from sandbox.methods.messages import SERVICE, kind_of, without_reply
from sandbox.numbers import integer
from sandbox.rules import bad_request

GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
REACTIONS = 11


def get_chat(call: Call) -> JSON:
    """Describe a chat."""
    person = access.chat(call.state, call.text("chat_id"))
    chat = person.chat().to_dict() | {"accepted_gift_types": dict.fromkeys(GIFTS, True)}
    if person.id != access.own_id(call.state):
        chat["can_send_gift"] = True
    if pinned := call.state.chats.pinned(person.id):
        chat["pinned_message"] = without_reply(pinned.message)
    # A person's colour is the number's rest by seven until a person chooses another.
    return chat | {"max_reaction_count": REACTIONS, "accent_color_id": person.id % 7}


def get_chat_member(call: Call) -> JSON:
    """Describe somebody in a chat: in a private one there are the person and the bot."""
    user_id = max(call_user(call), 0)
    if not user_id:
        raise bad_request("invalid user_id specified")
    person = access.chat(call.state, call.text("chat_id"))
    if user_id == access.own_id(call.state):
        return {"user": call.state.sender().to_dict(), "status": "member"}
    if user_id != person.id:
        raise bad_request("member not found")
    return {"user": person.user().to_dict(), "status": "member"}


def call_user(call: Call) -> int:
    """Return the user_id of a request."""
    return integer(call.text("user_id"), 64)


def get_chat_member_count(call: Call) -> JSON:
    """Count the people in a chat."""
    person = access.chat(call.state, call.text("chat_id"))
    return 1 + (person.id != access.own_id(call.state))


def get_chat_administrators(call: Call) -> JSON:
    """Refuse: a private chat has none."""
    access.chat(call.state, call.text("chat_id"))
    raise bad_request("there are no administrators in the private chat")


def get_user_profile_photos(call: Call) -> JSON:
    """Return the pictures of a person: nobody here has any."""
    access.user(call.state, call.text("user_id"), "user_id")
    return {"total_count": 0, "photos": []}


def set_message_reaction(call: Call) -> JSON:
    """Put a reaction on a message."""
    wanted = _reactions(call)
    person = access.chat(call.state, call.text("chat_id"))
    if call.state.chats.find(person.id, call.message_id()) is None:
        raise bad_request("message to react not found")
    if len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    access.check_open(call.state, person)
    return True


def _reactions(call: Call) -> list[dict[str, Any]]:
    if not call.text("reaction"):
        return []
    value = decoded(call.text("reaction"), "Can't parse reaction types JSON object")
    return items(value, "Expected an Array of ReactionType", _reaction, "Can't parse ReactionType: ")


def _reaction(item: JSON) -> dict[str, Any]:
    given = Fields(item, "expected an Object")
    kind = given.text("type", required=True)
    if kind == "emoji":
        return {"type": kind, "emoji": given.text("emoji", required=True)}
    if kind == "custom_emoji":
        return {"type": kind, "custom_emoji_id": given.long("custom_emoji_id", required=True)}
    raise Malformed("invalid reaction type specified")


# -- pinned messages -----------------------------------------------------------------------------------------


def pin_chat_message(call: Call) -> JSON:
    """Pin a message."""
    check_business(call)
    person = access.chat(call.state, call.text("chat_id"), changing=True)
    post = call.state.chats.find(person.id, call.message_id())
    if post is None:
        raise bad_request("message to pin not found")
    if kind_of(post.message) in SERVICE:
        raise bad_request("service messages can't be pinned")
    pins = call.state.chats.pins.setdefault(person.id, [])
    if call.message_id() not in pins:
        pins.append(call.message_id())
        pins.sort()
    return _pins_changed(call, person)


def unpin_chat_message(call: Call) -> JSON:
    """Unpin a message, the newest one when none is named."""
    check_business(call)
    person = access.chat(call.state, call.text("chat_id"), changing=True)
    pins = call.state.chats.pins.get(person.id, [])
    number = call.message_id() or (pins[-1] if pins else 0)
    if call.state.chats.find(person.id, number) is None:
        raise bad_request("message to unpin not found")
    if number in pins:
        pins.remove(number)
    return _pins_changed(call, person)


def unpin_all_chat_messages(call: Call) -> JSON:
    """Unpin every message."""
    person = access.chat(call.state, call.text("chat_id"), changing=True)
    call.state.chats.pins.pop(person.id, None)
    return _pins_changed(call, person)


def _pins_changed(call: Call, person: Account) -> bool:
    call.state.chat_changed(person.id)
    return True
