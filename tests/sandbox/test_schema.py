"""Requests held against the table of the Bot API: each kind of remark bites, and is silent where all is well."""

import json
from collections.abc import Collection, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tour import Walk, walk_through
from learning.course import Citizenship, Language
from sandbox.schema import remarks
from sandbox.schema.check import table
from sandbox.schema.derive import derive, expression
from tests.scene import scene


def said(method: str, files: Collection[str] = (), /, **params: Any) -> list[str]:
    """The remarks on a request; what isn't text is sent as JSON."""
    return remarks(method, as_form(params), files)


def as_form(params: Mapping[str, Any]) -> dict[str, str]:
    """Parameters as a form holds them."""
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in params.items()}


def keyboard(**button: Any) -> dict[str, Any]:
    """A keyboard of one button."""
    return {"inline_keyboard": [[button]]}


def message(**params: Any) -> list[str]:
    """The remarks on a message."""
    filled: dict[str, Any] = {"chat_id": 5, "text": "x"} | params
    return said("sendMessage", (), **filled)


FINE: list[dict[str, Any]] = [
    {},
    {"chat_id": "@channel", "protect_content": "True", "disable_notification": False},
    {"method": "sendMessage"},
    {"reply_markup": keyboard(text="x", callback_data="ж" * 32)},
    {"reply_markup": keyboard(text="x", switch_inline_query="", style="danger")},
    {"reply_markup": {"keyboard": [["x", {"text": "y", "request_contact": True}]]}},
    {"reply_markup": {"remove_keyboard": True}},
    {"reply_markup": {"force_reply": True, "selective": True}},
    {"entities": [{"type": "date_time", "offset": 0, "length": 1, "unix_time": 5}]},
    {"text": "<b>" + "x" * 4096 + "</b>", "parse_mode": "HTML"},
    {"reply_parameters": {"message_id": 5, "chat_id": "@x", "allow_sending_without_reply": True}},
    {"text": "attach://nothing"},
]

BUTTON = "reply_markup.inline_keyboard[0][0]"
BITING: list[tuple[dict[str, Any], list[str]]] = [
    ({"txt": "x"}, ['sendMessage: unknown parameter "txt" (did you mean "text"?)']),
    ({"zzz": "x"}, ['sendMessage: unknown parameter "zzz"']),
    ({"chat_id": ""}, ['chat_id: wanted a whole number or a text, got ""']),
    ({"text": ""}, ["text: 0 characters, where at least 1 are wanted"]),
    ({"text": "x" * 4097}, ["text: 4097 characters, where at most 4096 are allowed"]),
    (
        {"text": "<b>" + "x" * 4097 + "</b>", "parse_mode": "HTML"},
        ["text: 4097 characters, where at most 4096 are allowed"],
    ),
    ({"text": "<b>" + "x" * 4094, "parse_mode": "HTML"}, ["text: 4097 characters, where at most 4096 are allowed"]),
    ({"message_thread_id": "1.5"}, ['message_thread_id: wanted a whole number, got "1.5"']),
    ({"protect_content": "maybe"}, ['protect_content: wanted true or false, got "maybe"']),
    ({"reply_markup": "{"}, [
        "reply_markup: wanted JSON (InlineKeyboardMarkup or ReplyKeyboardMarkup or ReplyKeyboardRemove or "
        'ForceReply), got "{"'
    ]),
    ({"reply_markup": {"inline_keyboard": [{"text": "x"}]}}, [
        'reply_markup.inline_keyboard[0]: wanted a list, got {"text": "x"}'
    ]),
    ({"reply_markup": keyboard(text="x", calback_data="y")}, [
        f'{BUTTON}: unknown field "calback_data" (did you mean "callback_data"?)',
        f"{BUTTON}: has no action",
    ]),
    ({"reply_markup": keyboard(callback_data="x")}, [f'{BUTTON}: field "text" is missing']),
    ({"reply_markup": keyboard(text="x", callback_data="ж" * 33)}, [
        f"{BUTTON}.callback_data: 66 bytes, where at most 64 are allowed"
    ]),
    ({"reply_markup": keyboard(text="x", callback_data="y", url="z")}, [
        f'{BUTTON}: has 2 actions ("callback_data", "url"), where one is allowed'
    ]),
    ({"reply_markup": keyboard(text="x", pay=1)}, [f"{BUTTON}.pay: wanted true or false, got 1"]),
    ({"reply_markup": keyboard(text="x", pay=True, style="green")}, [
        f'{BUTTON}.style: "green" is none of "danger", "success", "primary"'
    ]),
    ({"reply_markup": {"keyboard": [[5]]}}, [
        "reply_markup.keyboard[0][0]: wanted KeyboardButton, got 5"
    ]),
    ({"reply_markup": {"remove_keyboard": False}}, ["reply_markup.remove_keyboard: wanted true, got false"]),
    ({"entities": [{"type": "bold", "offset": "0", "length": 1}]}, [
        'entities[0].offset: wanted a whole number, got "0"'
    ]),
    ({"link_preview_options": [1]}, ["link_preview_options: wanted LinkPreviewOptions, got [1]"]),
]  # fmt: skip


@pytest.mark.parametrize("params", FINE)
def test_a_fine_message_gives_no_remark(params: dict[str, Any]) -> None:
    """What the documentation allows is passed over in silence."""
    assert message(**params) == []


@pytest.mark.parametrize(("params", "wanted"), BITING)
def test_a_message_that_departs_is_remarked_on(params: dict[str, Any], wanted: list[str]) -> None:
    """Each departure is one sentence with the path to it."""
    assert wanted == message(**params)


OTHERS: list[tuple[str, dict[str, Any], list[str], list[str]]] = [
    ("sendMesage", {}, [], ['unknown method "sendMesage" (did you mean "sendMessage"?)']),
    ("getme", {}, [], ['method "getme" is written "getMe"']),
    ("sendContact", {"chat_id": 5, "first_name": "x"}, [], ['sendContact: parameter "phone_number" is missing']),
    ("getUpdates", {"limit": 0}, [], ["limit: 0, where at least 1 are wanted"]),
    ("getUpdates", {"limit": 100, "allowed_updates": ["message"]}, [], []),
    ("getUpdates", {"allowed_updates": [5]}, [], ["allowed_updates[0]: wanted a text, got 5"]),
    ("deleteMessages", {"chat_id": 5, "message_ids": []}, [], ["message_ids: 0 items, where at least 1 are wanted"]),
    ("sendChatAction", {"chat_id": 5, "action": "typing"}, [], []),
    ("setWebhook", {"url": "x", "secret_token": "a b"}, [], ["secret_token: holds signs other than A-Za-z0-9_-"]),
    ("sendLocation", {"chat_id": 5, "latitude": 1, "longitude": -2.5, "horizontal_accuracy": 1500}, [], []),
    ("sendLocation", {"chat_id": 5, "latitude": "north", "longitude": 1}, [], ['latitude: wanted a number, got "north"']),
    ("setMyCommands", {"commands": [{"command": "A", "description": "x"}]}, [], ["commands[0].command: holds signs other than a-z0-9_"]),
    ("setMyCommands", {"commands": [], "scope": {"type": "default"}}, [], []),
    ("setMyCommands", {"commands": [], "scope": {"type": "chat"}}, [], ['scope: field "chat_id" is missing']),
    ("sendDocument", {"chat_id": 5}, ["document"], []),
    ("sendDocument", {"chat_id": 5, "document": "attach://a"}, ["a"], []),
    ("sendDocument", {"chat_id": 5, "document": "attach://a"}, [], ['document: no file "a" is attached']),
    ("sendDocument", {"chat_id": 5, "document": "x"}, ["a"], ['files: "a" is attached, but nothing refers to it']),
    ("sendMessage", {"chat_id": 5}, ["text"], ["text: wanted a text, got a file"]),
    ("sendMediaGroup", {"chat_id": 5, "media": [{"type": "photo", "media": "attach://a"}, {"type": "photo", "media": "b"}]}, ["a"], []),
    ("editMessageMedia", {"media": {"type": "photo", "media": "attach://b"}}, [], ['media.media: no file "b" is attached']),
    ("setMessageReaction", {"chat_id": 5, "message_id": 5, "reaction": [{"type": "emoji", "emoji": "👍"}]}, [], []),
    ("answerInlineQuery", {"inline_query_id": "5", "results": [{"type": "photo", "id": "x", "photo_file_id": "y"}]}, [], []),
    (
        "answerInlineQuery",
        {"inline_query_id": "5", "results": [{"type": "photo", "id": "x", "photo_url": "y"}]},
        [],
        ['results[0]: field "thumbnail_url" is missing'],
    ),
    (
        "setPassportDataErrors",
        {"user_id": 5, "errors": [{"source": "data", "type": "x", "field_name": "", "data_hash": "", "message": ""}]},
        [],
        ['errors[0].type: "x" is none of "personal_details", "passport", "driver_license", "identity_card", '
         '"internal_passport", "address"'],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("method", "params", "files", "wanted"), OTHERS)
def test_other_requests(method: str, params: dict[str, Any], files: list[str], wanted: list[str]) -> None:
    """Methods, numbers, lists, unions and files."""
    assert wanted == said(method, files, **params)


def test_an_unknown_member_of_a_union_is_named() -> None:
    """The field that tells the members apart says none of them."""
    (remark,) = said("setMyCommands", commands=[], scope={"type": "moon"})
    assert remark.startswith('scope.type: "moon" is none of "default", "all_private_chats"')


async def test_our_own_bot_never_departs(tmp_path: Path) -> None:
    """A walk through the whole course, and the start before it, hold nothing that the Bot API doesn't know."""
    async with scene(tmp_path) as pretend:
        person = await pretend.sandbox.person("ru")
        person.settle = 0.0
        await walk_through(
            Walk(person, pretend.service.desk.book.course, Citizenship.KG, speak=False), Language.KY
        )
        entries = [entry for entry in pretend.sandbox.state.journal.entries if entry["kind"] == "request"]
    made = {entry["method"] for entry in entries}
    assert {"getUpdates", "setMyCommands", "sendMessage", "editMessageText", "answerCallbackQuery"} <= made
    for entry in entries:
        files = [name for name, value in entry["params"].items() if str(value).startswith("<file ")]
        params = {name: value for name, value in entry["params"].items() if name not in files}
        assert remarks(entry["method"], as_form(params), files) == [], entry


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 100) | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "text", "x", "url"]), inner)
    ),
    max_leaves=8,
)


@given(st.data())
def test_any_request_is_remarked_on_without_failing(data: st.DataObject) -> None:
    """Whatever a request holds, the remarks are sentences."""
    method = data.draw(st.sampled_from(sorted(table()["methods"])))
    names = st.sampled_from([*table()["methods"][method], "nonsense"])
    params = data.draw(st.dictionaries(names, VALUES.map(json.dumps) | st.text(max_size=5), max_size=5))
    assert all(remarks(method, params, data.draw(st.lists(names))))


# -- the table ----------------------------------------------------------------------------------------------


def test_every_type_that_is_named_is_there() -> None:
    """The table stands on its own: each type of a field or of a union is in it."""
    fields = list(table()["methods"].values()) + [
        entry.get("fields", {}) for entry in table()["types"].values()
    ]
    kinds = {field["type"] for group in fields for field in group.values()}
    kinds |= {member for entry in table()["types"].values() for member in entry.get("any_of", [])}
    named = {part for kind in kinds for part in kind.replace("[]", "").split("|")}
    scalars = {"Integer", "Float", "String", "Boolean", "True", "InputFile"}
    assert named - scalars == set(table()["types"])
    assert len(table()["methods"]) == 185 and table()["version"] == "10.3"


def test_types_are_read() -> None:
    """Lists within lists, and one of several."""
    assert expression("Array of InputMediaAudio, InputMediaPhoto and InputMediaVideo") == (
        "[]InputMediaAudio|InputMediaPhoto|InputMediaVideo"
    )


FIELDS: list[tuple[str, str, dict[str, Any]]] = [
    ("String", "Text, 1-64 bytes", {"least": 1, "most": 64, "unit": "bytes"}),
    ("String", "Text (up to 256 characters)", {"least": 0, "most": 256, "unit": "characters"}),
    ("String", "A two-letter ISO 639-1 language code", {}),
    ("String", "Must be one of 'a' (red), or 'b.c'. If omitted, 'd'.", {"values": ["a", "b.c"]}),
    ("String", "Type, if known. (For example, 'a', 'b')", {}),
    ("String", "Currently, must be one of '' or ''.", {}),
    ("String", "Type of the result, must be photo", {"values": ["photo"]}),
    ("String", "Pass 'attach://<name>'", {"file": True}),
    ("Integer", "How many; 1-100. Defaults to 100.", {"least": 1, "most": 100}),
    ("Integer", "Must be between 60 and 86400, or 0x7FFFFFFF", {}),
    ("Integer", "In Stars between 5 and 10, and in grams between 7 and 9", {}),
    ("Array of String", "A list of 0-12 two-letter codes", {"least": 0, "most": 12, "unit": "items"}),
    ("Array of String", "Names. At most 4 names can be given.", {"least": 0, "most": 4, "unit": "items"}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "description", "wanted"), FIELDS)
def test_limits_and_values_are_read_from_the_words(
    kind: str, description: str, wanted: dict[str, Any]
) -> None:
    """What a description says of lengths, ranges and values is found, and nothing that it doesn't say."""
    field = {"name": "x", "type": kind, "required": False, "description": description, "html_description": ""}
    entry = {"name": "do", "category": "methods", "description": "", "annotations": [field]}
    schema = {"api": {"version": "1", "release_date": ""}, "items": [{"children": [entry]}]}
    assert {"type": expression(kind)} | wanted == derive(schema)["methods"]["do"]["x"]


def test_names_are_in_order() -> None:
    """Methods and types stand in order, so that the next version reads as a difference."""
    for part in ("methods", "types"):
        assert all(one < other for one, other in pairwise(table()[part]))
