"""What a person does with the phone; each act becomes an update, built with python-telegram-bot's types."""

import re
from datetime import UTC, datetime
from typing import Any

from telegram import (
    CallbackQuery,
    ChatMember,
    ChatMemberBanned,
    ChatMemberMember,
    ChatMemberUpdated,
    Message,
    MessageEntity,
)

from sandbox.chats import Account, Post
from sandbox.files import Upload, image_size
from sandbox.state import Press, State


def say(state: State, person: Account, text: str) -> dict[str, Any]:
    """Send a text to the bot."""
    return send(state, person, {"text": text} | _commands(text))


def _commands(text: str) -> dict[str, Any]:
    found = [entity.to_dict() for entity in command_entities(text)]
    return {"entities": found} if found else {}


def send(state: State, person: Account, content: dict[str, Any]) -> dict[str, Any]:
    """Send anything to the bot: a text, a photo, a contact, a place, as a message holds it.

    Raises:
        TypeError: python-telegram-bot can't read it; so may ValueError, LookupError, AttributeError.
    """
    number = state.chats.last_message + 1
    head = {"message_id": number, "from": person.user().to_dict(), "chat": person.chat().to_dict()}
    message = Message.de_json(content | head | {"date": int(state.clock())}, None)
    person.started = True
    state.chats.next_message()
    body = state.chats.add(person.id, message, by_bot=False)
    state.queue.add("message", body)
    state.chat_changed(person.id)
    return body


def attach(state: State, person: Account, upload: Upload, caption: str, *, as_photo: bool) -> dict[str, Any]:
    """Send a file to the bot, as a photo or as a document."""
    file = state.files.add(upload, "photo" if as_photo else "document")
    words = {"caption": caption} if caption else {}
    if not as_photo:
        return send(state, person, {"document": file.named()} | words)
    width, height = image_size(file.data) or (1, 1)
    return send(state, person, {"photo": [file.shown() | {"width": width, "height": height}]} | words)


def edit(state: State, person: Account, post: Post, text: str) -> dict[str, Any]:
    """Change an own text."""
    kept = {name: value for name, value in post.message.items() if name != "entities"}
    post.message = kept | {"text": text, "edit_date": int(state.clock())} | _commands(text)
    state.queue.add("edited_message", post.message)
    state.chat_changed(person.id)
    return post.message


def delete(state: State, person: Account, post: Post) -> None:
    """Take a message out of the chat, for both sides; a bot is not told."""
    state.chats.remove(person.id, post)
    state.chat_changed(person.id)


def start(state: State, person: Account, payload: str = "") -> dict[str, Any]:
    """Press START, perhaps through a deep link; it also lifts a block."""
    if person.blocked:
        unblock(state, person)
    return say(state, person, f"/start {payload}".strip())


def press(state: State, person: Account, message_id: int, data: str) -> Press:
    """Press an inline button; Telegram does not promise that the button still exists."""
    made = Press(str(next(state.press_ids)), person.id, message_id, data, state.clock())
    post = state.chats.find(person.id, message_id)
    body = CallbackQuery(made.id, person.user(), chat_instance(person), data=data).to_dict()
    body["message"] = (
        post.message if post else {"chat": person.chat().to_dict(), "message_id": message_id, "date": 0}
    )
    state.presses[made.id] = made
    state.queue.add("callback_query", body)
    state.changed = True
    return made


def vote(state: State, person: Account, post: Post, chosen: list[int]) -> None:
    """Vote in a poll of the bot; no option takes the vote back.

    Raises:
        ValueError: the poll does not take such a vote.
    """
    poll = post.message["poll"]
    _check_vote(poll, post.voters.get(str(person.id)), chosen)
    post.voters[str(person.id)] = chosen
    votes = [option for options in post.voters.values() for option in options]
    counted = [option | {"voter_count": votes.count(place)} for place, option in enumerate(poll["options"])]
    total = sum(bool(options) for options in post.voters.values())
    poll = poll | {"options": counted, "total_voter_count": total}
    post.message = post.message | {"poll": poll}
    if not poll["is_anonymous"]:
        ids = [counted[option]["persistent_id"] for option in chosen]
        answer = {"poll_id": poll["id"], "user": person.user().to_dict(), "option_ids": chosen}
        state.queue.add("poll_answer", answer | {"option_persistent_ids": ids})
    state.queue.add("poll", poll)
    state.chat_changed(person.id)


def _check_vote(poll: dict[str, Any], before: list[int] | None, chosen: list[int]) -> None:
    if poll["is_closed"] or any(not 0 <= option < len(poll["options"]) for option in chosen):
        raise ValueError("the poll is closed, or has no such option")
    if len(set(chosen)) != len(chosen) or (len(chosen) > 1 and not poll["allows_multiple_answers"]):
        raise ValueError("the poll takes one answer only")
    if before and not poll["allows_revoting"]:
        raise ValueError("the vote can't be changed")


def block(state: State, person: Account) -> None:
    """Stop the bot."""
    if not person.blocked:
        person.blocked = True
        _membership(state, person, was=ChatMemberMember, now=ChatMemberBanned)


def unblock(state: State, person: Account) -> None:
    """Let the bot write again."""
    if person.blocked:
        person.blocked = False
        _membership(state, person, was=ChatMemberBanned, now=ChatMemberMember)


def _membership(state: State, person: Account, was: type[ChatMember], now: type[ChatMember]) -> None:
    changed = ChatMemberUpdated(
        person.chat(), person.user(), state.now(), _status(state, was), _status(state, now)
    )
    state.queue.add("my_chat_member", _with_until_date(changed.to_dict()))
    state.chat_changed(person.id)


def _status(state: State, kind: type[ChatMember]) -> ChatMember:
    me = state.sender()
    if kind is ChatMemberBanned:
        return ChatMemberBanned(me, datetime.fromtimestamp(0, UTC))
    return ChatMemberMember(me)


def _with_until_date(body: dict[str, Any]) -> dict[str, Any]:
    """Give the ban its required date: 0, for ever."""
    for side in ("old_chat_member", "new_chat_member"):
        if body[side]["status"] == ChatMember.BANNED:
            body[side].setdefault("until_date", 0)
    return body


def chat_instance(person: Account) -> str:
    """Return the word that stands for this chat in presses."""
    return str(-(person.id * 1_000_003))


def command_entities(text: str) -> list[MessageEntity]:
    """Mark bot commands, as Telegram does in what people type."""
    found = re.finditer(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@\w+)?(?!\w)", text)
    return [MessageEntity(MessageEntity.BOT_COMMAND, match.start(), len(match[0])) for match in found]
