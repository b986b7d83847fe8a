"""From what the bot sends to what people see: marks or entities, cleaning, trimming, and what the server finds."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import MessageEntity, User

from sandbox.entities import PRIORITIES, QUOTES, STYLES, VERBATIM, Entity, utf16_length
from sandbox.formatting import formatted
from sandbox.rules import BotApiError


def shown(entities: list[MessageEntity]) -> list[tuple[str, int, int]]:
    """Kinds and places."""
    return [(str(entity.type), entity.offset, entity.length) for entity in entities]


def bold(offset: Any, length: Any, **more: Any) -> dict[str, Any]:
    """A bold entity as a bot writes it."""
    return {"type": "bold", "offset": offset, "length": length} | more


def refusal(text: str, mode: str = "", entities: Any = None) -> str:
    """Why the server won't have it."""
    with pytest.raises(BotApiError) as raised:
        formatted(text, mode, json.dumps(entities) if entities else "")
    assert raised.value.code == 400
    return raised.value.description.removeprefix("Bad Request: ")


KEPT = [
    ("  x \n", "", "x", []),
    ("<b>x</b>", "", "<b>x</b>", []),
    ("<b>x</b>", "HTML", "x", [("bold", 0, 1)]),
    ("<b>x</b>", "None", "<b>x</b>", []),
    ("  <s>x</s> \n", "html", "x", [("strikethrough", 0, 1)]),
    ("<b> x </b> ", "html", " x", [("bold", 0, 2)]),
    ("*x*", "mArKdOwN", "x", [("bold", 0, 1)]),
    ("||x||", "MarkdownV2", "x", [("spoiler", 0, 1)]),
    ("<i>a\r\nb</i>", "html", "a\nb", [("italic", 0, 3)]),
    ("a\tb\x00c", "", "a b c", []),
    ("\u200e\u200ex\u2028y", "", "\u200c\u200exy", []),
    ("", "html", "", []),
    (" \n ", "", "", []),
    ("\u200b\u2800", "", "", []),
    ("<b>mk@example.org</b> /go", "html", "mk@example.org /go", [("email", 0, 14), ("bold", 0, 14), ("bot_command", 15, 3)]),
    ("<code>example.org</code> @someone", "html", "example.org @someone", [("code", 0, 11), ("mention", 12, 8)]),
    ('<a href="example.org">example.org</a>', "html", "example.org", [("text_link", 0, 11)]),
    ("😀 #тег $USD", "", "😀 #тег $USD", [("hashtag", 3, 4), ("cashtag", 8, 4)]),
    ("<b>a <i>b</i></b>", "html", "a b", [("bold", 0, 2), ("bold", 2, 1), ("italic", 2, 1)]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "mode", "text", "entities"), KEPT)
def test_what_is_kept(source: str, mode: str, text: str, entities: list[Any]) -> None:
    """The text is cleaned and trimmed, the marks become entities, and the server adds what it finds."""
    kept, found = formatted(source, mode, "")
    assert (text, entities) == (kept, shown(found))


REFUSED = [
    ("x", "xml", "unsupported parse_mode"),
    ("ж" * 16385, "xml", "text is too long"),
    ("<b>x", "html", 'can\'t parse entities: Can\'t find end tag corresponding to start tag "b"'),
    ("x.", "MarkdownV2", "can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'"),
    ("*x", "Markdown", "can't parse entities: Can't find end of the entity starting at byte offset 0"),
    ("\ud800", "html", "text must be encoded in UTF-8"),
    ("\ud800", "", "strings must be encoded in UTF-8"),
    ('<a href="http://x.org/&#xd800;">x</a>', "html", "messageEntityTextUrl.url must be encoded in UTF-8"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "mode", "reason"), REFUSED)
def test_what_is_refused(source: str, mode: str, reason: str) -> None:
    """A text that can't be read is refused in the server's words."""
    assert reason == refusal(source, mode)


GIVEN = [
    ([bold(0, 1)], [("bold", 0, 1)]),
    ([bold("1", "2")], [("bold", 1, 2)]),
    ([bold(0, 0)], []),
    ([bold(0, 2), bold(1, 2)], [("bold", 0, 3)]),
    ([{"type": "hashtag", "offset": 0, "length": 1}], []),
    ([{"type": "pre", "offset": 0, "length": 1, "language": "py"}, bold(0, 3)], [("pre", 0, 1), ("bold", 1, 2)]),
    ([{"type": "text_link", "offset": 0, "length": 1, "url": "tg://user?id=4"}], [("text_mention", 0, 1)]),
    ([{"type": "text_mention", "offset": 0, "length": 1, "user": {"id": 4}}], [("text_mention", 0, 1)]),
    ([{"type": "custom_emoji", "offset": 0, "length": 1, "custom_emoji_id": "4"}], [("custom_emoji", 0, 1)]),
    ([{"type": "date_time", "offset": 0, "length": 1, "unix_time": 4}], [("date_time", 0, 1)]),
    ({"not": "a list"}, []),
]  # fmt: skip


@pytest.mark.parametrize(("given_entities", "entities"), GIVEN)
def test_entities_may_be_given(given_entities: Any, entities: list[Any]) -> None:
    """Entities beside the text are taken, joined and sorted; those that the server finds itself are left aside."""
    assert entities == shown(formatted("abc", "", json.dumps(given_entities))[1])


def test_entities_do_not_count_beside_marks() -> None:
    """With a parse mode, and with JSON that is none, the list is as good as missing."""
    assert formatted("abc", "html", json.dumps([bold(0, 9)])) == ("abc", [])
    assert formatted("abc", "", "[{") == ("abc", [])


UNFIT: list[tuple[list[Any], str]] = [
    ([7], "can't parse MessageEntity: expected an Object"),
    ([{}], "can't parse MessageEntity: Can't find field \"offset\""),
    ([bold([], 1)], 'can\'t parse MessageEntity: Field "offset" must be a Number'),
    ([bold("01", 1)], 'can\'t parse MessageEntity: Field "offset" must be a valid Number'),
    ([bold(1.5, 1)], 'can\'t parse MessageEntity: Field "offset" must be a valid Number'),
    ([bold(0, 1, type="")], "can't parse MessageEntity: Type is not specified"),
    ([bold(0, 1, type=None)], 'can\'t parse MessageEntity: Field "type" must be of type String'),
    ([bold(0, 1, type="fat")], "can't parse MessageEntity: Unsupported type specified"),
    ([bold(0, 1, type="text_link")], "can't parse MessageEntity: Can't find field \"url\""),
    ([bold(0, 1, type="text_link", url="http://x")], "entity URL 'http://x' is invalid: Wrong HTTP URL"),
    (
        [bold(0, 1, type="text_mention", user=4)],
        'can\'t parse MessageEntity: Field "user" must be of type Object',
    ),
    ([bold(0, 1, type="text_mention", user={"id": 0})], "user not found"),
    ([bold(0, 1, type="custom_emoji", custom_emoji_id="0")], "invalid custom emoji identifier specified"),
    ([bold(0, 1, type="date_time", unix_time=0)], "invalid date specified"),
    (
        [bold(0, 1, type="date_time", unix_time=1, date_time_format="rt")],
        "can't parse MessageEntity: Invalid date-time format specified",
    ),
    ([bold(-1, 1)], "receive an entity with incorrect offset -1"),
    ([bold(0, 1_000_001)], "receive an entity with incorrect length 1000001"),
    ([bold(9, 1)], "entity begins after the end of the text at UTF-16 offset 9"),
    (
        [bold(3, 3)],
        "entity beginning at UTF-16 offset 3 ends after the end of the text at UTF-16 offset 6",
    ),
    ([bold(1, 2)], "entity begins in a middle of a UTF-16 symbol at byte offset 4"),
    (
        [bold(0, 1)],
        "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 4",
    ),
]


@pytest.mark.parametrize(("given_entities", "reason"), UNFIT)
def test_unfit_entities_are_refused(given_entities: list[Any], reason: str) -> None:
    """The first fault is named; places count UTF-16 units, and bytes in the errors about cut characters."""
    assert reason == refusal("😀abc", "", given_entities)


def test_entities_say_what_they_hold() -> None:
    """Links, languages, people, emoji and moments reach python-telegram-bot's type, the new ones too."""
    source = (
        '<a href="example.org">a</a><pre><code class="language-py">b</code></pre><a href="tg://user?id=5">c</a>'
        '<tg-emoji emoji-id="6">d</tg-emoji><tg-time unix="7" format="Dt">e</tg-time>'
    )
    someone = User(5, "Нур", False)
    _, entities = formatted(source, "html", "", users={5: someone}.get)
    assert [entity.to_dict() for entity in entities] == [
        {"type": "text_link", "offset": 0, "length": 1, "url": "http://example.org/"},
        {"type": "pre", "offset": 1, "length": 1, "language": "py"},
        {"type": "text_mention", "offset": 2, "length": 1, "user": someone.to_dict()},
        {"type": "custom_emoji", "offset": 3, "length": 1, "custom_emoji_id": "6"},
        {"type": "date_time", "offset": 4, "length": 1, "unix_time": 7, "date_time_format": "Dt"},
    ]


def test_a_kind_that_the_library_does_not_know_survives() -> None:
    """A bank card is found and kept under Telegram's own name."""
    _, (entity,) = formatted("card 4916338506082832", "", "")
    assert entity.to_dict() == {"type": "bank_card_number", "offset": 5, "length": 16}


def test_a_caption_may_show_nothing() -> None:
    """Signs without width are kept in a caption; as a message's text they are nothing."""
    assert formatted("\u200b", "", "", caption=True)[0] == "\u200b"
    assert formatted("\u200b", "", "")[0] == ""


# -- whatever comes ------------------------------------------------------------------------------------------

KINDS = [*PRIORITIES, "mention", "nonsense"]
ENTITIES = st.lists(
    st.fixed_dictionaries(
        {"type": st.sampled_from(KINDS), "offset": st.integers(-1, 12), "length": st.integers(-1, 12)},
        optional={
            "url": st.sampled_from(["example.org", "tg://user?id=1", "x", "[", "a:99999"]),
            "user": st.just({"id": 3}),
            "custom_emoji_id": st.just("5"),
            "unix_time": st.integers(-1, 2**31),
            "language": st.sampled_from(["py", "\ud800", 5]),
        },
    ),
    max_size=6,
)
WORDS = st.lists(
    st.sampled_from(
        ["😀", "\r", " ", "\n", "a", "ж", "\u2028", "@abcd", "x.org", "<b>", "</b>", "*", ">", "`", "\u0333"]
    )
).map("".join)


@given(WORDS | st.text(), st.sampled_from(["", "html", "markdown", "markdownv2"]), ENTITIES)
def test_anything_is_kept_whole_or_refused(text: str, mode: str, entities: list[Any]) -> None:
    """Nothing but a clean refusal; entities lie inside of the text and never cut a character."""
    try:
        kept, found = formatted(text, mode, json.dumps(entities))
    except BotApiError:
        return
    units = kept.encode("utf-16-le")
    for entity in found:
        assert 0 <= entity.offset < entity.offset + entity.length <= utf16_length(kept)
        assert units[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le")


@given(WORDS, ENTITIES)
def test_entities_nest_by_the_rules(text: str, entities: list[Any]) -> None:
    """Sorted, never crossing, no kind within itself, nothing within code, and whole ones only within quotes."""
    try:
        _, shown_entities = formatted(text, "", json.dumps(entities))
    except BotApiError:
        return
    found = [Entity(str(one.type), one.offset, one.length) for one in shown_entities]
    for place, outer in enumerate(found):
        for inner in found[place + 1 :]:
            assert (outer.offset, -outer.length) <= (inner.offset, -inner.length)
            assert inner.offset >= outer.end or inner.end <= outer.end
            if inner.offset < outer.end:
                assert inner.kind != outer.kind and outer.kind not in VERBATIM
                assert outer.kind in (*STYLES, *QUOTES) or inner.kind in STYLES


@given(WORDS, ENTITIES)
def test_what_is_kept_once_is_kept_as_it_is(text: str, entities: list[Any]) -> None:
    """A text that the server has kept comes back unchanged when it is sent again with its entities."""
    try:
        kept, found = formatted(text, "", json.dumps(entities))
    except BotApiError:
        return
    again = formatted(kept, "", json.dumps([entity.to_dict() for entity in found]))
    assert (kept, shown(found)) == (again[0], shown(again[1]))
