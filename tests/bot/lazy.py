"""Prints what aiogram makes of updates, answers and calls, for a comparison. First word: `stock` or `lazy`."""

import json
import sys
from typing import Any

if sys.argv[1] == "lazy":
    import bot.lazy_aiogram  # noqa: F401 - before aiogram
from aiogram import methods, types
from aiogram.methods import Response
from pydantic import BaseModel, ValidationError

complete = types.Message.__pydantic_complete__
SOMEBODY = {"id": 7, "is_bot": False, "first_name": "A", "language_code": "ky"}
CHAT = {"id": 7, "type": "private", "first_name": "A"}
MESSAGE = {"message_id": 5, "date": 1780000000, "chat": CHAT, "from": SOMEBODY}
KEYBOARD = {"inline_keyboard": [[{"text": "x", "callback_data": "c.501"}, {"text": "y", "url": "http://y"}]]}
SHOWN = {**MESSAGE, "text": "x", "entities": [{"type": "bold", "offset": 0, "length": 1}]}
PRESS = {"id": "1", "from": SOMEBODY, "chat_instance": "1", "data": "c.501.term"}
MEMBER = {"chat": CHAT, "from": SOMEBODY, "date": 1780000000}
FILE = {"file_id": "f", "file_unique_id": "u", "file_size": 3}
PARTS = {
    "text": "салам",
    "caption": "x",
    "photo": [{**FILE, "width": 1, "height": 2}],
    "document": FILE,
    "voice": {**FILE, "duration": 3},
    "sticker": {**FILE, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False},
    "contact": {"phone_number": "1", "first_name": "A"},
    "location": {"latitude": 1.5, "longitude": 2.5},
    "reply_to_message": SHOWN,
    "reply_markup": KEYBOARD,
    "forward_origin": {"type": "user", "date": 1780000000, "sender_user": SOMEBODY},
    "new_chat_members": [SOMEBODY],
    "a_field_of_tomorrow": {"x": 1},
}
UPDATES: list[dict[str, Any]] = [
    *({"message": {**MESSAGE, name: part}} for name, part in PARTS.items()),
    {"edited_message": SHOWN},
    {"callback_query": {**PRESS, "message": {**SHOWN, "reply_markup": KEYBOARD}}},
    {"callback_query": {**PRESS, "message": {"message_id": 5, "date": 0, "chat": CHAT}}},
    {"callback_query": {**PRESS, "inline_message_id": "1"}},
    {
        "my_chat_member": {
            **MEMBER,
            "old_chat_member": {"status": "member", "user": SOMEBODY},
            "new_chat_member": {"status": "kicked", "user": SOMEBODY, "until_date": 0},
        }
    },
    {"poll_answer": {"poll_id": "1", "user": SOMEBODY, "option_ids": [0], "option_persistent_ids": ["a"]}},
    {"message": []},
    {"message": {"message_id": "x"}},
    {"callback_query": {"from": {"id": 1}, "id": "1", "data": 7}},
]
ANSWERS: list[tuple[Any, Any]] = [
    (types.User, SOMEBODY),
    (types.Message | bool, SHOWN),
    (types.Message | bool, True),
    (types.Message, {}),
    (list[types.BotCommand], [{"command": "a", "description": "b"}]),
    (types.WebhookInfo, {"url": "", "has_custom_certificate": False, "pending_update_count": 0}),
]
CALLS = [
    methods.EditMessageText(
        text="x", chat_id=1, reply_markup=types.InlineKeyboardMarkup.model_validate(KEYBOARD)
    ),
    methods.SendPhoto(chat_id=1, photo=types.BufferedInputFile(b"x", "x.png"), caption="y"),
    methods.SendPoll(chat_id=1, question="?", options=[types.InputPollOption(text="a")]),
    methods.SetMyCommands(
        commands=[types.BotCommand(command="a", description="b")], scope=types.BotCommandScopeDefault()
    ),
]


def made(model: Any, raw: object) -> object:
    """The values of a model, or all that is wrong with them."""
    try:
        return [type(model.model_validate(raw)).__name__, model.model_validate(raw).model_dump(mode="json")]
    except ValidationError as error:
        return error.errors(include_url=False, include_context=False)


def models() -> list[type[BaseModel]]:
    """Every type and every method."""
    found = [getattr(place, name) for place in (types, methods) for name in place.__all__]
    return [thing for thing in found if isinstance(thing, type) and issubclass(thing, BaseModel)]


updates = [made(types.Update, {"update_id": 1, **raw}) for raw in UPDATES]
answers = [made(Response.__class_getitem__(kind), {"ok": True, "result": raw}) for kind, raw in ANSWERS]
refusal = made(
    Response[bool], {"ok": False, "error_code": 429, "description": "x", "parameters": {"retry_after": 3}}
)
calls = [[type(call).__name__, str(sorted(vars(call).items()))] for call in CALLS]
for model in models():
    model.model_rebuild()
unbuilt = [model.__name__ for model in models() if not model.__pydantic_complete__]
fields = {model.__name__: str(sorted(model.model_fields.items())) for model in models()}
same = {
    "updates": updates,
    "answers": answers,
    "refusal": refusal,
    "calls": calls,
    "unbuilt": unbuilt,
    "fields": fields,
}
print(json.dumps({"complete": complete, "same": same}, default=str))
