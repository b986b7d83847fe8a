"""Answers to presses."""

from sandbox import closed
from sandbox.fields import JSON
from sandbox.methods.call import Call
from sandbox.numbers import integer
from sandbox.rules import CALLBACK_ANSWER_LENGTH, STALE_QUERY, bad_request


def answer_callback_query(call: Call) -> JSON:
    """Answer a press, so that its button stops waiting."""
    state, text = call.state, call.text("text")
    press = state.presses.get(str(integer(call.text("callback_query_id"), 64)))
    if len(text) > CALLBACK_ANSWER_LENGTH:
        closed.refuse(state.limits, "callback_text")
    if press is None or state.clock() - press.at > state.limits.callback_window:
        raise bad_request(STALE_QUERY)
    if call.text("url"):  # only a game's button opens a page, or a link to the bot itself
        _check_url(call)
    press.answer = {"text": text, "show_alert": call.flag("show_alert")}
    state.events.tell("answer", chat_id=press.person_id, callback_query_id=press.id, **press.answer)
    return True


def _check_url(call: Call) -> None:
    own = f"t.me/{call.state.sender().username}"
    if call.text("url").removeprefix("https://").partition("?")[0].lower() != own:
        closed.refuse(call.state.limits, "callback_url")
