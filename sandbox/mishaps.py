"""Carries out the faults that happen in Telegram itself: to people, messages, the token and the clock."""

from collections.abc import Callable
from typing import Any

from sandbox import acts
from sandbox.chats import Account
from sandbox.faults import Fault
from sandbox.rules import BotApiError
from sandbox.state import State

# A message as no library can read it: numbers and objects of the wrong kind.
POISON = {"message": {"message_id": "not a number", "date": {}, "chat": [], "text": 5}}


def happen(state: State, fault: Fault, params: dict[str, Any] | None = None) -> None:
    """Let it happen; `params` are those of the request that set it off, if one did."""
    ACTS[fault.kind](state, fault, params or {})


def _poison(state: State, fault: Fault, _: dict[str, Any]) -> None:
    state.queue.add_raw(fault.update or POISON)


def _block(state: State, fault: Fault, params: dict[str, Any]) -> None:
    for person in _people(state, fault, params):
        acts.block(state, person)


def _unblock(state: State, fault: Fault, params: dict[str, Any]) -> None:
    for person in _people(state, fault, params):
        acts.unblock(state, person)


def _change_language(state: State, fault: Fault, params: dict[str, Any]) -> None:
    for person in _people(state, fault, params):
        person.language_code = str(fault.language_code)
        state.changed = True
        state.events.tell("people", id=person.id)


def _delete_message(state: State, fault: Fault, params: dict[str, Any]) -> None:
    """Delete the message that is named, else the one the request is about, else the bot's last one."""
    for person in _people(state, fault, params):
        posts = state.chats.posts[person.id]
        wanted = fault.message_id or params.get("message_id")
        mine = [post for post in posts if post.by_bot]
        post = state.chats.find(person.id, int(wanted)) if wanted else (mine[-1] if mine else None)
        if post:
            acts.delete(state, person, post)


def _people(state: State, fault: Fault, params: dict[str, Any]) -> list[Account]:
    """Return whom it befalls: the one named, else the one the request is about, else everybody."""
    wanted = fault.person or state.person_of(params)
    if wanted is None:
        return list(state.chats.people.values())
    return [person for person in [state.chats.people.get(wanted)] if person]


def _revoke_token(state: State, _: Fault, __: dict[str, Any]) -> None:
    state.revoked = True
    state.queue.close(BotApiError(401, "Unauthorized"))


def _restore_token(state: State, _: Fault, __: dict[str, Any]) -> None:
    state.revoked = False
    state.queue.reopen()


def _shift_clock(state: State, fault: Fault, _: dict[str, Any]) -> None:
    state.clock.ahead += fault.seconds


ACTS: dict[str, Callable[[State, Fault, dict[str, Any]], None]] = {
    "poison": _poison,
    "block": _block,
    "unblock": _unblock,
    "delete_message": _delete_message,
    "change_language": _change_language,
    "revoke_token": _revoke_token,
    "restore_token": _restore_token,
    "shift_clock": _shift_clock,
}
