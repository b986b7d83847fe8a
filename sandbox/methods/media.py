"""Photos, documents, voices and the like, alone and in albums."""

from collections.abc import Callable
from functools import partial
from typing import Any

from sandbox import closed, fileids
from sandbox.fields import JSON, Fields, Malformed, decoded, items
from sandbox.files import Stored, Upload, image_size
from sandbox.methods.call import INT32_HIGH, Call, Words
from sandbox.methods.delivery import (
    Content,
    Options,
    answer_fields,
    check_closed,
    check_suggested,
    deliver,
    effect_objections,
    quoted,
    replied,
    send,
    target,
)
from sandbox.methods.sending import required
from sandbox.rules import PHOTO_BYTES, bad_request

CAPTION_LENGTH = 1024
ALBUM = 10
ATTACHED = "attach://"
# What a request may tell of each kind of file: whole numbers and texts.
NUMBERS = {
    "audio": ("duration",),
    "voice": ("duration",),
    "video": ("duration", "width", "height"),
    "animation": ("duration", "width", "height"),
}
TEXTS = {"audio": ("title", "performer")}
VISUAL = ("photo", "video", "animation")
# Kinds that stand only beside their own kind in an album.
ALONE = ("audio", "document")

Source = str | Upload


# -- one file ------------------------------------------------------------------------------------------------


def send_photo(call: Call) -> JSON:
    """Send a picture."""
    return _send(call, "photo")


def send_document(call: Call) -> JSON:
    """Send a file."""
    return _send(call, "document")


def send_voice(call: Call) -> JSON:
    """Send a recording."""
    return _send(call, "voice")


def send_audio(call: Call) -> JSON:
    """Send a piece of music."""
    return _send(call, "audio")


def send_video(call: Call) -> JSON:
    """Send a film."""
    return _send(call, "video")


def send_animation(call: Call) -> JSON:
    """Send a film without sound."""
    return _send(call, "animation")


def _send(call: Call, kind: str) -> JSON:
    source = source_of(call, call.text(kind), kind)
    if source is None:
        raise bad_request(f"there is no {kind} in the request")
    facts: dict[str, Any] = {name: call.number(name, 0) for name in NUMBERS.get(kind, ())}
    facts |= {name: call.text(name) for name in TEXTS.get(kind, ()) if call.text(name)}
    caption = call.caption()
    file = File(kind, source, caption, facts, call.flag("show_caption_above_media"), call.flag("has_spoiler"))
    return send(call, partial(file.finished, call))


def source_of(call: Call, given: str, name: str) -> Source | None:
    """Return an upload, or the file_id or address of a known file; None when there is neither."""
    if given.startswith(ATTACHED):
        name = given.removeprefix(ATTACHED)
    elif given:
        return given
    return call.files.get(name)


class File:
    """A file of a request, before it is checked."""

    def __init__(
        self, kind: str, source: Source, caption: Words, facts: dict[str, Any],
        above: bool = False, spoiler: bool = False,
    ) -> None:  # fmt: skip
        self.kind = kind
        self.source = source
        self.caption = caption
        self.facts = facts
        self.above = above and kind in VISUAL
        self.spoiler = spoiler and kind in VISUAL

    def finished(self, call: Call) -> Content:
        """Return what the message shows."""
        file, objections = self._file(call)
        if len(self.caption.text) > CAPTION_LENGTH:
            raise bad_request("message caption is too long")
        if file is None:
            return Content({}, objections)
        size = image_size(file.data) if self.kind == "photo" else None
        if isinstance(self.source, Upload) and self.kind == "photo":
            objections = [*objections, *_objections_to_photo(size)]
        return Content(self._shown(file, size) | self._words(), objections)

    def _file(self, call: Call) -> tuple[Stored | None, list[str]]:
        """Return the file that is meant, or the closed side's rule that speaks against it."""
        if isinstance(self.source, Upload):
            self._check_upload(self.source)
            return call.state.files.add(self.source, self.kind), []
        known = call.state.files.stored.get(self.source)
        if known:
            fileids.check_kind(known.kind, self.kind)
            return known, []
        fileids.checked(self.source, self.kind)
        stand_in = call.state.files.add(Upload(self.source.rpartition("/")[2], "", b""), self.kind)
        return stand_in, ["file_by_url" if "." in self.source else "foreign_file"]

    def _check_upload(self, upload: Upload) -> None:
        size = len(upload.data)
        if not size:
            raise bad_request("file must be non-empty")
        if self.kind == "photo" and size > PHOTO_BYTES:
            most = f"the maximum size is {PHOTO_BYTES} bytes"
            raise bad_request(f"file of size {size} bytes is too big for a photo; {most}")

    def _shown(self, file: Stored, size: tuple[int, int] | None) -> dict[str, Any]:
        if self.kind == "photo":
            width, height = size or (0, 0)
            return {"photo": [file.shown() | {"width": width, "height": height}]}
        if self.kind == "voice":
            return {"voice": self.facts | {"mime_type": file.mime} | file.shown()}
        body = {self.kind: self.facts | file.named()}
        # An animation is shown as a document too, for old bots.
        return body | ({"document": file.named()} if self.kind == "animation" else {})

    def _words(self) -> dict[str, Any]:
        words = self.caption.shown("caption", "caption_entities")
        if words and self.above:
            words["show_caption_above_media"] = True
        return words | ({"has_media_spoiler": True} if self.spoiler else {})


def _objections_to_photo(size: tuple[int, int] | None) -> list[str]:
    if size is None:
        return ["photo_content"]
    thin = min(size) < 1 or max(size) > 20 * min(size)
    return ["photo_sides"] if sum(size) > 10_000 or thin else []


# -- files told in JSON --------------------------------------------------------------------------------------


def read_media(call: Call, value: JSON, *, for_album: bool) -> File:
    """Read one InputMedia."""
    given = Fields(value, "expected an Object")
    caption = Words.read(
        call.state, given.text("caption"), given.text("parse_mode"), given.raw("caption_entities")
    )
    above, spoiler = given.flag("show_caption_above_media"), given.flag("has_spoiler")
    kind = given.text("type", required=True)
    source = source_of(call, given.text("media"), "")
    if source is None:
        raise Malformed("media not found")
    given.text("thumbnail")
    if kind == "animation" and for_album:
        raise Malformed('type "animation" can\'t be used in sendMediaGroup')
    if kind not in ("photo", "video", "animation", "audio", "document"):
        raise Malformed(f'type "{kind}" is unsupported')
    return File(kind, source, caption, _facts(given, kind), above, spoiler)


def _facts(given: Fields, kind: str) -> dict[str, Any]:
    numbers = {name: min(max(given.number(name), 0), INT32_HIGH) for name in NUMBERS.get(kind, ())}
    if kind == "video":
        given.flag("supports_streaming")
    texts = {name: text for name in TEXTS.get(kind, ()) if (text := given.text(name))}
    return numbers | texts


def send_media_group(call: Call) -> JSON:
    """Send an album."""
    options = Options.read(call, keyboard=False)
    value = decoded(required(call, "media"), "Can't parse media JSON object")
    read: Callable[[JSON], File] = partial(read_media, call, for_album=True)
    files = items(value, "Expected an Array of InputMedia", read, "Can't parse InputMedia: ")
    person = target(call)
    answered = replied(call, person, options.reply)
    if not files:
        raise bad_request("there are no messages to send")
    check_suggested(call)
    contents = [file.finished(call) for file in files]
    _check_album(files)
    quote = quoted(options.reply, answered)
    check_closed(call, person, [*effect_objections(call), *quote.objections])
    for place, content in enumerate(contents, start=1):
        _check_piece(call, place, content)
    around = answer_fields(person, answered) | quote.fields | _album(call, len(files))
    return [deliver(call, person, around | content.fields) for content in contents]


def _check_piece(call: Call, place: int, content: Content) -> None:
    """Word the closed side's refusal of one file of an album."""
    for rule in content.objections:
        if error := closed.refusal(call.state.limits, rule):
            reason = error.description.removeprefix("Bad Request: ")
            reason = reason if reason.isupper() else reason[:1].upper() + reason[1:]
            raise bad_request(f'failed to send message #{place} with the error message "{reason}"')


def _album(call: Call, count: int) -> dict[str, str]:
    """Return what binds the messages together; one alone is no album."""
    return {"media_group_id": str(10**16 + call.state.chats.last_message)} if count > 1 else {}


def _check_album(files: list[File]) -> None:
    if len(files) > ALBUM:
        raise bad_request("too many messages to send as an album")
    if any(file.above != files[0].above for file in files):
        raise bad_request("parameter show_caption_above_media must be the same for all messages")
    kinds = {file.kind for file in files}
    mixed = [kind for kind in ALONE if kind in kinds and len(kinds) > 1]
    if mixed:
        raise bad_request(f"{mixed[0]} can't be mixed with other media types")


def edited_media(call: Call) -> File:
    """Read the new file of an edit."""
    value = decoded(required(call, "media"), "Can't parse input media JSON object")
    with_prefix: list[File] = items(
        [value], "", partial(read_media, call, for_album=False), "Can't parse InputMedia: "
    )
    return with_prefix[0]
