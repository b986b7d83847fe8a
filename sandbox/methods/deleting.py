"""Taking messages away."""

from sandbox import access
from sandbox.chats import Account, Post
from sandbox.fields import JSON, Malformed, decoded
from sandbox.methods.call import Call
from sandbox.numbers import integer
from sandbox.rules import DELETE_WITHIN, bad_request

MOST_MESSAGES = 100


def delete_message(call: Call) -> JSON:
    """Take a message away, within two days."""
    if not call.text("chat_id"):
        raise bad_request("chat identifier is not specified")
    if not call.message_id():
        raise bad_request("message identifier is not specified")
    person = access.chat(call.state, call.text("chat_id"), changing=True)
    post = call.state.chats.find(person.id, call.message_id())
    if post is None:
        raise bad_request("message to delete not found")
    return _delete(call, person, [post])


def delete_messages(call: Call) -> JSON:
    """Take several messages away; those that are not there are passed over."""
    numbers = message_ids(call)
    person = access.chat(call.state, call.text("chat_id"), changing=True)
    return _delete(call, person, present(call, person, numbers))


def present(call: Call, person: Account, numbers: list[int]) -> list[Post]:
    """Return the messages of a chat that are there."""
    found = [call.state.chats.find(person.id, number) for number in dict.fromkeys(numbers)]
    return [post for post in found if post]


def _delete(call: Call, person: Account, posts: list[Post]) -> bool:
    now = call.state.clock()
    if any(now - post.message["date"] > DELETE_WITHIN for post in posts):
        raise bad_request("message can't be deleted for everyone")
    for post in posts:
        call.state.chats.remove(person.id, post)
    call.state.chat_changed(person.id)
    return True


def message_ids(call: Call) -> list[int]:
    """Read a list of message numbers."""
    raw = call.text("message_ids")
    value = decoded(raw, "Can't parse message_ids JSON object") if raw else []
    if not isinstance(value, list):
        raise Malformed("Expected an Array of message identifiers")
    if len(value) > MOST_MESSAGES:
        raise Malformed("Too many message identifiers specified")
    numbers = [_message_id(item) for item in value]
    if not numbers:
        raise Malformed("Message identifiers are not specified")
    return numbers


def _message_id(item: JSON) -> int:
    if isinstance(item, bool) or not isinstance(item, int | float | str):
        raise Malformed("Message identifier must be a Number")
    number = integer(str(item))
    if str(number) != str(item):
        raise Malformed("Can't parse message identifier as a Number")
    if number <= 0:
        raise Malformed("Invalid message identifier specified")
    return number
