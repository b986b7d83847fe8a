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

    def user(self) -> User:
        """Return this person as Telegram shows him to a bot."""
        return User(self.id, self.first_name, is_bot=False, language_code=self.language_code)

    def chat(self) -> Chat:
        """Return the private chat with this person."""
        return Chat(self.id, Chat.PRIVATE, first_name=self.first_name)


@dataclass(slots=True)
class Post:
    """One message in a chat; `locked` when it went with a reply keyboard, so can never be edited."""

    message: dict[str, Any]
    by_bot: bool
    locked: bool = False


@dataclass(slots=True)
class Chats:
    """Every chat of the sandbox."""

    people: dict[int, Account] = field(default_factory=dict)
    posts: dict[int, list[Post]] = field(default_factory=dict)
    keyboards: dict[int, dict[str, Any] | None] = field(default_factory=dict)
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
        post = Post(wire(message), by_bot, locked)
        self.posts[chat_id].append(post)
        return post.message

    def find(self, chat_id: int, message_id: int) -> Post | None:
        """Return a message of a chat."""
        posts = self.posts.get(chat_id, [])
        return next((post for post in posts if post.message["message_id"] == message_id), None)

    def clear(self) -> None:
        """Forget everybody; message numbers go on, as a running bot may remember old ones."""
        self.people.clear()
        self.posts.clear()
        self.keyboards.clear()

    def dump(self) -> dict[str, Any]:
        """Return all of it as plain JSON."""
        return asdict(self)

    def load(self, saved: dict[str, Any]) -> None:
        """Take back what `dump` returned."""
        self.people = {int(key): Account(**one) for key, one in saved["people"].items()}
        self.posts = {int(key): [Post(**post) for post in posts] for key, posts in saved["posts"].items()}
        self.keyboards = {int(key): markup for key, markup in saved["keyboards"].items()}
        self.last_message = saved["last_message"]


def wire(message: Message) -> dict[str, Any]:
    """Return a message as Telegram sends it."""
    body = message.to_dict()
    return {key: value for key, value in body.items() if key not in NOISE or value}


def edited(post: Post, changes: dict[str, Any]) -> dict[str, Any]:
    """Change a message in place; a None removes the field. python-telegram-bot must be able to read it."""
    merged = {key: value for key, value in (post.message | changes).items() if value not in (None, [])}
    post.message = wire(Message.de_json(merged, None))
    return post.message
