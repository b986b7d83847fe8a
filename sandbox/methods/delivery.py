"""What all ways of sending share, in the server's order: reading, the chat, TDLib's checks, the closed side."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox import access, closed, keyboards
from sandbox.chats import Account, Post
from sandbox.fields import JSON, Fields, Malformed, decoded
from sandbox.keyboards import Keyboard
from sandbox.methods.call import Call, Words
from sandbox.methods.messages import kind_of, origin_of, without_reply
from sandbox.numbers import integer
from sandbox.rules import bad_request
from sandbox.state import State


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says, and the closed side's rules that it breaks."""

    fields: dict[str, Any]
    objections: list[str] = field(default_factory=list)


# Checks as TDLib does what was read as the Bot API server does.
Finish = Callable[[], Content]


@dataclass(frozen=True, slots=True)
class Reply:
    """Which message is answered, and which words of it."""

    message_id: int = 0
    chat_id: str = ""
    lenient: bool = False
    quote: Words | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """What goes with every kind of message."""

    reply: Reply
    keyboard: Keyboard | None

    @classmethod
    def read(cls, call: Call, *, keyboard: bool = True) -> "Options":
        """Read them from a request."""
        reply = _reply(call)
        _check_suggested_post(call.text("suggested_post_parameters"))
        return cls(reply, keyboards.read(call.text("reply_markup")) if keyboard else None)


def _reply(call: Call) -> Reply:
    if not call.has("reply_parameters"):
        return Reply(call.message_id("reply_to_message_id"), lenient=call.flag("allow_sending_without_reply"))
    raw = call.text("reply_parameters")
    if not raw:
        return Reply()
    complaint = "Object expected as reply parameters"
    given = Fields(decoded(raw, "Can't parse reply parameters JSON object"), complaint)
    return _given_reply(call, given) if given.item else Reply()


def _given_reply(call: Call, given: Fields) -> Reply:
    chat_id, number = given.text("chat_id"), given.number("message_id", required=True)
    lenient = given.flag("allow_sending_without_reply")
    words = given.text("quote"), given.text("quote_parse_mode"), given.raw("quote_entities")
    quote = Words.read(call.state, *words)
    for name in ("quote_position", "checklist_task_id"):
        given.number(name)
    given.text("poll_option_id")
    return Reply(max(number, 0), chat_id if chat_id != call.text("chat_id") else "", lenient, quote)


def _check_suggested_post(raw: str) -> None:
    if not raw:
        return
    value = decoded(raw, "Can't parse suggested post parameters JSON object")
    post = Fields(value, "Object expected as suggested post parameters")
    post.number("send_date")
    if "price" in post:
        _check_price(post.object("price"))


def _check_price(price: Fields) -> None:
    currency, amount = price.text("currency", required=True), price.long("amount", required=True)
    if currency == "TON" and amount % 10_000_000:
        raise Malformed("Suggested post price must be divisible by 10000000 nanotoncoins")
    if currency not in ("XTR", "TON"):
        raise Malformed("Invalid suggested post price currency specified")


# -- where to ------------------------------------------------------------------------------------------------


def check_business(call: Call) -> None:
    """Refuse a business connection: nobody has lent the bot an account."""
    if not call.text("business_connection_id"):
        return
    chat_id = call.text("chat_id")
    if not chat_id:
        raise bad_request("chat identifier is empty")
    if str(integer(chat_id, 64)) != chat_id:
        raise bad_request("chat identifier must be a valid Integer")
    raise bad_request("business connection not found")


def target(call: Call) -> Account:
    """Return whom a message is for."""
    check_business(call)
    person = access.chat(call.state, call.text("chat_id"), changing=True)
    if call.message_id("message_thread_id"):
        raise bad_request("message thread not found")
    return person


def replied(call: Call, person: Account, reply: Reply) -> Post | None:
    """Return the message that is answered."""
    if not reply.message_id:
        return None
    there = access.chat(call.state, reply.chat_id) if reply.chat_id else person
    post = call.state.chats.find(there.id, reply.message_id)
    if post is None and not reply.lenient:
        raise bad_request("message to be replied not found")
    return post


# -- sending -------------------------------------------------------------------------------------------------


def send(call: Call, finish: Finish, *, has_caption_markup: bool = True) -> JSON:
    """Send one message and return it."""
    options = Options.read(call, keyboard=has_caption_markup)
    person = target(call)
    answered = replied(call, person, options.reply)
    keyboard = keyboards.checked(options.keyboard)
    check_suggested(call)
    content = finish()
    quote = quoted(options.reply, answered)
    objections = [*(keyboard.objections if keyboard else []), *effect_objections(call), *quote.objections]
    check_closed(call, person, [*objections, *content.objections])
    around = answer_fields(person, answered) | quote.fields
    return deliver(call, person, around | content.fields, keyboard)


def check_suggested(call: Call) -> None:
    """Refuse a suggested post in a private chat."""
    if call.text("suggested_post_parameters"):
        raise bad_request("suggested posts can be sent only to channel direct messages")


def check_closed(call: Call, person: Account, objections: list[str]) -> None:
    """Refuse what the closed side refuses: first the person, then the message."""
    access.check_open(call.state, person)
    closed.refuse_if(call.state.limits, objections)


def effect_objections(call: Call) -> list[str]:
    """Return the rule that an unknown effect breaks."""
    effect = integer(call.text("message_effect_id"), 64)
    return ["effect"] if effect and str(effect) not in closed.EFFECTS else []


def deliver(
    call: Call, person: Account, fields: dict[str, Any], keyboard: Keyboard | None = None
) -> dict[str, Any]:
    """Put a message of the bot into a chat; its keyboard decides whether it can ever be edited."""
    state = call.state
    body = heading(state, person) | fields
    if keyboard and (shown := keyboard.shown()):
        body["reply_markup"] = shown
    if call.flag("protect_content"):
        body["has_protected_content"] = True
    if effect := integer(call.text("message_effect_id"), 64):
        body["effect_id"] = str(effect)
    if keyboard:
        _show_keys(state, person, keyboard)
    locked = keyboard is not None and keyboard.kind != "inline"
    message = state.chats.put(person.id, Post(body, by_bot=True, locked=locked))
    state.chat_changed(person.id)
    return message


def heading(state: State, person: Account) -> dict[str, Any]:
    """Return what stands before a new message's content."""
    return {
        "message_id": state.chats.next_message(),
        "from": state.sender().to_dict(),
        "chat": person.chat().to_dict(),
        "date": int(state.clock()),
    }


def _show_keys(state: State, person: Account, keyboard: Keyboard) -> None:
    """Change the reply keyboard on the phone."""
    if keyboard.kind == "reply":
        options = {name: value for name, value in keyboard.options.items() if value}
        state.chats.keyboards[person.id] = {"keyboard": keyboard.rows} | options
    elif keyboard.kind == "remove":
        state.chats.keyboards[person.id] = None


def answer_fields(person: Account, answered: Post | None) -> dict[str, Any]:
    """Return how a message shows what it answers."""
    if answered is None:
        return {}
    message = answered.message
    if message["chat"]["id"] == person.id:
        return {"reply_to_message": without_reply(message)}
    kind = kind_of(message)
    media = {kind: message[kind]} if kind not in ("text", "") else {}
    return {"external_reply": {"origin": origin_of(message)} | media}


def quoted(reply: Reply, answered: Post | None) -> Content:
    """Return the quote, which must stand in the message that is answered."""
    if not (reply.quote and reply.quote.text and answered):
        return Content({})
    source = answered.message.get("text") or answered.message.get("caption") or ""
    before, found, _ = source.partition(reply.quote.text)
    position = len(before.encode("utf-16-le")) // 2 if found else 0
    quote = reply.quote.shown("text", "entities") | {"position": position, "is_manual": True}
    return Content({"quote": quote}, [] if found else ["quote"])
