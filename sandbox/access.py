"""Whom a chat_id means, and whether the bot may write there, in the order in which the server asks."""

from telegram import User

from sandbox.chats import Account
from sandbox.numbers import integer
from sandbox.rules import bad_request, forbidden
from sandbox.state import USERNAME, State


def own_id(state: State) -> int:
    """Return the bot's own user id."""
    return int(state.token.partition(":")[0])


def chat(state: State, chat_id: str, *, changing: bool = False) -> Account:
    """Return the person of a chat; `changing` is for requests that send, edit or delete."""
    if not chat_id:
        raise bad_request("chat_id is empty")
    person = _found(state, chat_id)
    if person is None:
        raise bad_request("chat not found")
    if person.deleted and changing:
        raise forbidden("user is deactivated")
    return person


def _found(state: State, chat_id: str) -> Account | None:
    # A person has no public chat, so of all names only the bot's own is found.
    if chat_id.startswith("@"):
        return _itself(state) if chat_id[1:].lower() == USERNAME else None
    number = integer(chat_id, 64)
    if number == own_id(state):
        return _itself(state)
    person = state.chats.people.get(number)
    return person if person and (person.started or person.met) else None


def _itself(state: State) -> Account:
    me = state.bot_user()
    return Account(me.id, me.first_name, "", started=True)


def user(state: State, user_id: str, field: str) -> Account:
    """Return a person by user id."""
    number = max(integer(user_id, 64), 0)
    if number == 0:
        raise bad_request(f"invalid {field} specified")
    person = _found(state, str(number))
    if person is None:
        raise bad_request("user not found")
    return person


def check_open(state: State, person: Account) -> None:
    """Refuse what the closed side does not deliver."""
    if person.id == own_id(state):
        raise forbidden("the bot can't send messages to the bot")
    if not person.started:
        raise forbidden("bot can't initiate conversation with a user")
    if person.blocked:
        raise forbidden("bot was blocked by the user")


def known_user(state: State, user_id: int) -> User | None:
    """Return somebody whom the bot has met, as answers show people."""
    person = state.chats.people.get(user_id)
    return person.user() if person and (person.started or person.met) else None
