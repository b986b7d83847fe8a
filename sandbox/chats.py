"""People, their chats with the bot, and the messages in them; all of it can be written as JSON."""

from dataclasses import asdict, dataclass, field
from typing import Any

from telegram import Chat, Message, User

FIRST_PERSON = 7_000_000_001
# python-telegram-bot writes these flags into every message; Telegram never sends them when false.
NOISE = ("channel_chat_created", "delete_chat_photo", "group_chat_created", "supergroup_chat_created")


@dataclass(slots=True)
class Account:
    """Somebody's Telegram account."""

    id: int
    first_name: str
    language_code: str
    started: bool = False
    blocked: bool = False
    # Seen elsewhere, in a group say, and never written to.
    met: bool = False
    deleted: bool = False

    def user(self) -> User:
        """Return this person as Telegram shows him to a bot."""
        return User(self.id, self.first_name, is_bot=False, language_code=self.language_code)

    def chat(self) -> Chat:
        """Return the private chat with this person."""
        return Chat(self.id, Chat.PRIVATE, first_name=self.first_name)


@dataclass(slots=True)
class Post:
    """One message in a chat; `locked` when it went with a reply keyboard, so can never be edited.

    `voters` holds what each person chose, when it is a poll.
    """

    message: dict[str, Any]
    by_bot: bool
    locked: bool = False
    voters: dict[str, list[int]] = field(default_factory=dict)


@dataclass(slots=True)
class Chats:
    """Every chat of the sandbox."""

    people: dict[int, Account] = field(default_factory=dict)
    posts: dict[int, list[Post]] = field(default_factory=dict)
    keyboards: dict[int, dict[str, Any] | None] = field(default_factory=dict)
    # Pinned messages by chat, the newest last.
    pins: dict[int, list[int]] = field(default_factory=dict)
    last_message: int = 0

    def add_person(self, person_id: int | None, first_name: str | None, language_code: str) -> Account:
        """Hand somebody a phone."""
        number = person_id or max([FIRST_PERSON - 1, *self.people]) + 1
        name = first_name or f"Learner {len(self.people) + 1}"
        self.people[number] = Account(number, name, language_code)
        self.posts[number] = []
        return self.people[number]

    def next_message(self) -> int:
        """Return the number of a new message; numbers are one row for the whole bot, as in Telegram."""
        self.last_message += 1
        return self.last_message

    def add(self, chat_id: int, message: Message, *, by_bot: bool, locked: bool = False) -> dict[str, Any]:
        """Put a message at the end of its chat."""
        return self.put(chat_id, Post(wire(message), by_bot, locked))

    def put(self, chat_id: int, post: Post) -> dict[str, Any]:
        """Put a message as answers show it at the end of its chat."""
        self.posts[chat_id].append(post)
        return post.message

    def remove(self, chat_id: int, post: Post) -> None:
        """Take a message away, with its pin."""
        self.posts[chat_id].remove(post)
        pins = self.pins.get(chat_id, [])
        if post.message["message_id"] in pins:
            pins.remove(post.message["message_id"])

    def pinned(self, chat_id: int) -> Post | None:
        """Return the message that was pinned last."""
        pins = self.pins.get(chat_id)
        return self.find(chat_id, pins[-1]) if pins else None

    def find(self, chat_id: int, message_id: int) -> Post | None:
        """Return a message of a chat."""
        posts = self.posts.get(chat_id, [])
        return next((post for post in posts if post.message["message_id"] == message_id), None)

    def clear(self) -> None:
        """Forget everybody; message numbers go on, as a running bot may remember old ones."""
        self.people.clear()
        self.posts.clear()
        self.keyboards.clear()
        self.pins.clear()

    def dump(self) -> dict[str, Any]:
        """Return all of it as plain JSON."""
        return asdict(self)

    def load(self, saved: dict[str, Any]) -> None:
        """Take back what `dump` returned."""
        self.people = {int(key): Account(**one) for key, one in saved["people"].items()}
        self.posts = {int(key): [Post(**post) for post in posts] for key, posts in saved["posts"].items()}
        self.keyboards = {int(key): markup for key, markup in saved["keyboards"].items()}
        self.pins = {int(key): pins for key, pins in saved.get("pins", {}).items()}
        self.last_message = saved["last_message"]


def wire(message: Message) -> dict[str, Any]:
    """Return a message as Telegram sends it."""
    body = message.to_dict()
    return {key: value for key, value in body.items() if key not in NOISE or value}
