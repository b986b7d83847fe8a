"""Polls and quizzes."""

import re
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import Any

from sandbox import access, keyboards
from sandbox.chats import Account, Post
from sandbox.fields import JSON, Fields, Malformed, decoded, within
from sandbox.methods.call import Call, Words
from sandbox.methods.delivery import Content, check_business, send
from sandbox.numbers import integer
from sandbox.rules import bad_request

QUESTION = 300
OPTION = 100
OPTIONS = 12
EXPLANATION = 200
OPEN_AT_MOST = 2_628_000
COUNTRIES = 12
MEDIA_KINDS = ("animation", "photo", "live_photo", "video", "location", "venue")


@dataclass(slots=True)
class Quiz:
    """What a quiz has beside its question."""

    right: list[int]
    explanation: Words


@dataclass(slots=True)
class Poll:
    """A poll of a request, before it is checked."""

    question: Words
    options: list[Words]
    description: Words
    quiz: Quiz | None = None
    flags: dict[str, bool] = field(default_factory=dict)
    open_period: int = 0
    close_date: int = 0
    countries: list[str] = field(default_factory=list)

    def finished(self, call: Call) -> Content:
        """Return the poll as it starts."""
        self._check_words()
        if self.quiz:
            _check_right(self.quiz.right, len(self.options))
        self._check_audience()
        return Content({"poll": self._shown(call)}, self._objections())

    def _check_words(self) -> None:
        _check_length(self.question, QUESTION, "poll question length must not exceed")
        if not self.options:
            raise bad_request("poll must have at least one answer option")
        if len(self.options) > OPTIONS:
            raise bad_request(f"poll can't have more than {OPTIONS} options")
        for option in self.options:
            _check_length(option, OPTION, "poll options length must not exceed")

    def _check_audience(self) -> None:
        if any(not re.fullmatch("[A-Z]{2}", country) for country in self.countries):
            raise bad_request("invalid country code specified")
        if self.countries or self.flags["members_only"]:
            raise bad_request("poll voters can be restricted only in channel chats")

    def _objections(self) -> list[str]:
        text = self.quiz.explanation.text if self.quiz else ""
        return ["explanation"] if len(text) > EXPLANATION or text.count("\n") > 2 else []

    def _shown(self, call: Call) -> dict[str, Any]:
        poll: dict[str, Any] = {"id": str(5_000_000_000_000_000_000 + call.state.chats.last_message + 1)}
        poll |= self.question.shown("question", "question_entities")
        poll["options"] = [
            {"persistent_id": str(place)} | option.shown("text", "text_entities") | {"voter_count": 0}
            for place, option in enumerate(self.options)
        ]
        poll |= {"total_voter_count": 0} | self._timing(call)
        flags = ("is_closed", "is_anonymous", "allows_multiple_answers", "allows_revoting", "members_only")
        poll |= {name: self.flags[name] for name in flags}
        return poll | self._kind() | self.description.shown("description", "description_entities")

    def _timing(self, call: Call) -> dict[str, int]:
        now = int(call.state.clock())
        if self.open_period:
            return {"open_period": self.open_period, "close_date": now + self.open_period}
        left = self.close_date - now
        return {"open_period": left, "close_date": self.close_date} if left > 0 else {}

    def _kind(self) -> dict[str, Any]:
        if self.quiz is None:
            return {"type": "regular"}
        one = {"correct_option_id": self.quiz.right[0]} if len(self.quiz.right) == 1 else {}
        words = self.quiz.explanation.shown("explanation", "explanation_entities")
        # Unlike elsewhere, an explanation brings its list of entities even when that is empty.
        entities: dict[str, Any] = {"explanation_entities": []} if words else {}
        return {"type": "quiz"} | one | {"correct_option_ids": self.quiz.right} | entities | words


def _check_length(words: Words, most: int, complaint: str) -> None:
    if not words.text:
        raise bad_request("text must be non-empty")
    if len(words.text) > most:
        raise bad_request(f"{complaint} {most}")


def _check_right(right: list[int], count: int) -> None:
    if not right:
        raise bad_request("correct quiz option list must be non-empty")
    if any(first >= second for first, second in pairwise(right)):
        raise bad_request("correct quiz option list must be increasing")
    if any(not 0 <= option < count for option in right):
        raise bad_request("wrong quiz correct_option_id")


# -- reading -------------------------------------------------------------------------------------------------


def send_poll(call: Call) -> JSON:
    """Send a poll or a quiz."""
    poll = Poll(_asked(call, "question"), _options(call), call.words("description"))
    kind = call.text("type")
    if kind == "quiz":
        poll.quiz = _quiz(call)
    elif kind not in ("", "regular"):
        raise bad_request("unsupported poll type specified")
    poll.flags = _flags(call, kind)
    poll.open_period = call.number("open_period", 0, OPEN_AT_MOST)
    poll.close_date = call.number("close_date")
    poll.countries = _countries(call)
    _check_media(call, "media")
    return send(call, partial(poll.finished, call))


def _asked(call: Call, name: str) -> Words:
    mode, entities = call.text(f"{name}_parse_mode"), call.text(f"{name}_entities")
    return Words.read(call.state, call.text(name), mode, entities, caption=False)


def _flags(call: Call, kind: str) -> dict[str, bool]:
    names = ("allows_multiple_answers", "is_closed", "members_only")
    flags = {name: call.flag(name) for name in names}
    flags["is_anonymous"] = call.flag("is_anonymous") if call.has("is_anonymous") else True
    revoting = call.flag("allows_revoting") if call.has("allows_revoting") else kind != "quiz"
    return flags | {"allows_revoting": revoting}


def _options(call: Call) -> list[Words]:
    value = decoded(call.text("options"), "Can't parse options JSON object")
    if not isinstance(value, list):
        raise Malformed("Expected an Array of String as options")
    return [_option(call, item) for item in value]


def _option(call: Call, item: JSON) -> Words:
    if isinstance(item, str):
        return Words.read(call.state, item, "", "", caption=False)
    option = Fields(item, "Expected an option to be of type String")
    text, mode = option.text("text", required=True), option.text("text_parse_mode")
    words = Words.read(call.state, text, mode, option.raw("text_entities"), caption=False)
    with within("Failed to parse poll option media: "):
        _check_media_of(option.item.get("media"), (*MEDIA_KINDS, "sticker"))
    return words


def _quiz(call: Call) -> Quiz:
    explanation = call.words("explanation")
    _check_media(call, "explanation_media")
    if call.has("correct_option_ids"):
        return Quiz(_right(call.text("correct_option_ids")), explanation)
    one = [call.number("correct_option_id", default=-1)] if call.has("correct_option_id") else []
    return Quiz(one, explanation)


def _right(raw: str) -> list[int]:
    value = decoded(raw, "Can't parse correct option identifiers JSON object")
    if not isinstance(value, list):
        raise Malformed("Expected an Array of correct option identifiers")
    for item in value:
        if isinstance(item, bool) or not isinstance(item, int | float):
            raise Malformed("Correct option identifier must be of type Number")
        if str(integer(str(item))) != str(item):
            raise Malformed("Invalid correct option identifier specified")
    return value


def _countries(call: Call) -> list[str]:
    if not call.text("country_codes"):
        return []
    value = decoded(call.text("country_codes"), "Can't parse country_codes JSON object")
    if not isinstance(value, list):
        raise Malformed("Expected an Array of String")
    if len(value) > COUNTRIES:
        raise Malformed("Too many items specified")
    if any(not isinstance(item, str) for item in value):
        raise Malformed("Expected an Array of String")
    return value


def _check_media(call: Call, name: str) -> None:
    """Refuse a picture that makes no sense; one that does is left out: polls here are words only."""
    if not call.text(name):
        return
    value = decoded(call.text(name), "Can't parse InputPollMedia JSON object")
    with within("Failed to parse InputPollMedia: "):
        _check_media_of(value, (*MEDIA_KINDS, "audio", "document"))


def _check_media_of(value: JSON, kinds: tuple[str, ...]) -> None:
    if value is not None and Fields(value, "expected an Object").text("type", required=True) not in kinds:
        raise Malformed("invalid type specified")


# -- stopping ------------------------------------------------------------------------------------------------


def stop_poll(call: Call) -> JSON:
    """Close a poll and return it."""
    keyboard = keyboards.read(call.text("reply_markup"))
    check_business(call)
    person = access.chat(call.state, call.text("chat_id"), changing=True)
    post = call.state.chats.find(person.id, call.message_id())
    if post is None:
        raise bad_request("message with poll to stop not found")
    _check_stoppable(post)
    kept = keyboards.checked(keyboard, inline_only=True)
    return _stop(call, person, post, kept.shown() if kept else None)


def _check_stoppable(post: Post) -> None:
    if "poll" not in post.message:
        raise bad_request("message is not a poll")
    mine = post.by_bot and not post.locked and "forward_origin" not in post.message
    if not mine or post.message["poll"]["is_closed"]:
        raise bad_request("poll can't be stopped")


def _stop(call: Call, person: Account, post: Post, markup: dict[str, Any] | None) -> JSON:
    poll = post.message["poll"] | {"is_closed": True}
    message = {name: value for name, value in post.message.items() if name != "reply_markup"}
    post.message = message | {"poll": poll} | ({"reply_markup": markup} if markup else {})
    call.state.chat_changed(person.id)
    return poll
