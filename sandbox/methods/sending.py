"""Texts, contacts, places, and what the bot seems to be doing."""

from functools import partial
from typing import Any

from sandbox import access
from sandbox.fields import JSON, Fields, decoded
from sandbox.methods.call import Call, Words
from sandbox.methods.delivery import Content, check_business, send
from sandbox.numbers import real
from sandbox.rules import bad_request

TEXT_LENGTH = 4096
PREVIEW = ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text")
# Each action, and older names for it.
CHAT_ACTIONS = (
    *("cancel", "typing", "record_video", "upload_video", "record_audio", "record_voice", "upload_audio"),
    *("upload_voice", "upload_photo", "upload_document", "choose_sticker", "pick_up_location"),
    *("find_location", "record_video_note", "upload_video_note"),
)
LIVE_PERIODS = range(60, 86401)
FOR_EVER = (1 << 31) - 1
ACCURACY = 1500.0


def required(call: Call, name: str) -> str:
    """Return a parameter that must be there."""
    if not call.text(name):
        raise bad_request(f'parameter "{name}" is required')
    return call.text(name)


# -- texts ---------------------------------------------------------------------------------------------------


def send_message(call: Call) -> JSON:
    """Send a text."""
    text = Text.read(call)
    return send(call, text.finished)


class Text:
    """A message's text with the wish for its link's preview."""

    def __init__(self, words: Words, preview: dict[str, Any]) -> None:
        self.words = words
        self.preview = preview

    @classmethod
    def read(cls, call: Call) -> "Text":
        """Read it from a request."""
        preview = _preview(call)
        if not call.text("text"):
            raise bad_request("message text is empty")
        parts = call.text("text"), call.text("parse_mode"), call.text("entities")
        return cls(Words.read(call.state, *parts, caption=bool(preview.get("url"))), preview)

    def finished(self) -> Content:
        """Return the text as it is sent."""
        self.check()
        if len(self.words.text) > TEXT_LENGTH:
            raise bad_request("message is too long")
        return Content(self.shown())

    def check(self) -> None:
        """Refuse a text that shows nothing; a preview may stand alone."""
        if not self.words.text and not self.preview.get("url"):
            raise bad_request("text must be non-empty")

    def shown(self) -> dict[str, Any]:
        """Return the fields of the message."""
        body = {"text": ""} | self.words.shown("text", "entities")
        preview = self._shown_preview()
        return body | ({"link_preview_options": preview} if preview else {})

    def _shown_preview(self) -> dict[str, Any]:
        """Return what answers tell of the preview: only what counts for this text."""
        preview = dict(self.preview)
        links = any(entity.type in ("url", "text_link") for entity in self.words.entities)
        if preview.get("is_disabled"):
            preview.pop("url", None)
        if not preview.get("url"):
            preview = {name: preview[name] for name in ("is_disabled", "show_above_text") if name in preview}
            if not links:
                preview.pop("is_disabled", None)
        return preview


def _preview(call: Call) -> dict[str, Any]:
    raw = call.text("link_preview_options")
    if not raw:
        return {"is_disabled": True} if call.flag("disable_web_page_preview") else {}
    value = decoded(raw, "Can't parse link preview options JSON object")
    given = Fields(value, "Object expected as link preview options")
    disabled, url = given.flag("is_disabled"), given.text("url")
    options: dict[str, Any] = {"is_disabled": disabled, "url": url}
    options |= {name: given.flag(name) for name in PREVIEW[1:]}
    return {name: option for name, option in options.items() if option}


# -- contacts and places -------------------------------------------------------------------------------------


def send_contact(call: Call) -> JSON:
    """Send a telephone number with a name."""
    contact = {"phone_number": required(call, "phone_number"), "first_name": required(call, "first_name")}
    contact |= {name: call.text(name) for name in ("last_name", "vcard") if call.text(name)}
    objections = [] if any(sign.isdigit() for sign in contact["phone_number"]) else ["phone_number"]
    return send(call, lambda: Content({"contact": contact}, objections))


def send_location(call: Call) -> JSON:
    """Send a place."""
    place = _place(call)
    live = {name: call.number(name) for name in ("live_period", "heading", "proximity_alert_radius")}
    return send(call, partial(_location, place, live))


def send_venue(call: Call) -> JSON:
    """Send a place with its name and address."""
    place = _place(call)
    names = "title", "address", "foursquare_id", "foursquare_type", "google_place_id", "google_place_type"
    facts = {name: call.text(name) for name in names if call.text(name)}
    return send(call, partial(_venue, place, facts))


def _place(call: Call) -> dict[str, float]:
    for name in ("latitude", "longitude"):
        if not call.text(name).strip():
            raise bad_request(f"{name} is empty")
    accuracy = min(max(real(call.text("horizontal_accuracy")), 0.0), ACCURACY)
    place = {name: real(call.text(name)) for name in ("latitude", "longitude")}
    return place | ({"horizontal_accuracy": accuracy} if accuracy else {})


def _check_place(place: dict[str, float]) -> None:
    if abs(place["latitude"]) > 90 or abs(place["longitude"]) > 180:
        raise bad_request("invalid location specified")


def _location(place: dict[str, float], live: dict[str, int]) -> Content:
    _check_place(place)
    period, heading, radius = live.values()
    if period not in (0, FOR_EVER) and period not in LIVE_PERIODS:
        raise bad_request("wrong live location period specified")
    if not 0 <= heading <= 360:
        raise bad_request("wrong live location heading specified")
    if not 0 <= radius <= 100_000:
        raise bad_request("wrong live location proximity alert radius specified")
    extra = {name: value for name, value in live.items() if value} if period else {}
    return Content({"location": place | extra})


def _venue(place: dict[str, float], facts: dict[str, str]) -> Content:
    _check_place(place)
    return Content({"location": place, "venue": {"location": place, "title": "", "address": ""} | facts})


# -- what the bot is doing -----------------------------------------------------------------------------------


def send_chat_action(call: Call) -> JSON:
    """Show that the bot is typing."""
    action = call.text("action").lower()
    if action not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    check_business(call)
    person = access.chat(call.state, call.text("chat_id"), changing=True)
    if call.message_id("message_thread_id"):
        raise bad_request("chat is not a forum")
    access.check_open(call.state, person)
    call.state.events.tell("typing", chat_id=person.id, action=action)
    return True
