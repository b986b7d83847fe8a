"""Pictures and recordings are there, small, in a known format, and speak the words of today.

Wrong: a card's file that is missing in `media/`, too large (200 KB a picture, 300 KB a recording), or of another
format than PNG, JPEG, WebP, or OGG with Opus (errors); a recording not described in `media/audio.yaml`, described for
another card or language, or whose text has changed since; a file that no card names (warnings).
Why it matters: data is dear on the road, and a recording that says the old rule misleads who can't read.
Cure: make the file smaller, record the text anew and put its new digest into audio.yaml, or take the file away.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from curriculum.finding import Severity
from curriculum.manuscript import Manuscript, Part, Placed
from curriculum.message import Message, say
from curriculum.rule import Fault, rule
from curriculum.schema import CardShape
from curriculum.segments import digest
from curriculum.source import KeyPath, Source
from curriculum.words import WordsFile
from learning.course import Language

IMAGE, AUDIO = 200_000, 300_000
_HEAD = 64  # bytes that tell a format
DESCRIPTION = "audio.yaml"


@rule(why=say("Data is dear on the road, and a recording that says the old rule misleads who can't read."))
def media_fit(manuscript: Manuscript) -> Iterator[Fault]:
    """Pictures and recordings are there, small, in a known format, and speak the words of today."""
    cards = list(manuscript.cards())
    for part in manuscript.parts():
        named: set[str] = set()
        for card in (card for card in cards if card.source is part.source):
            named.update(card.item.media.files())
            yield from _image(manuscript, part, card)
            yield from _audio(manuscript, part, card)
        yield from _unnamed(manuscript.content / part.folder / "media", part, named)


def _image(manuscript: Manuscript, part: Part[Any], card: Placed[CardShape]) -> Iterator[Fault]:
    name = card.item.media.image
    if name:
        path = (*card.path, "media", "image")
        wrong = _wrong_file(manuscript.content / part.folder / "media", name, IMAGE)
        if wrong:
            yield Fault(part.source, path, *wrong)


def _audio(manuscript: Manuscript, part: Part[Any], card: Placed[CardShape]) -> Iterator[Fault]:
    for language, name in card.item.media.audio.items():
        path = (*card.path, "media", "audio", language.value)
        wrong = _wrong_file(manuscript.content / part.folder / "media", name, AUDIO)
        if wrong:
            yield Fault(part.source, path, *wrong)
        else:
            yield from _spoken(manuscript, part, card, language, name)


def _wrong_file(folder: Path, name: str, most: int) -> tuple[Message, Message] | None:
    """What is wrong with a file itself, and the cure."""
    if name in (".", "..") or "/" in name or "\\" in name:
        return say("`{name}` is not the name of a file", name=name), say(
            "Put the file into media/; name it alone."
        )
    try:
        size = (folder / name).stat().st_size
        with (folder / name).open("rb") as file:
            head = file.read(_HEAD)
    except (OSError, ValueError):
        return say("there is no file `{name}` in media/", name=name), say(
            "Put it there, or correct the name."
        )
    if size > most:
        what = say(
            "`{name}` has {size} KB; {most} KB is the most", name=name, size=size // 1000, most=most // 1000
        )
        return what, say("Make it smaller: fewer pixels, or a lower bit rate.")
    if not (_is_image(head) if most == IMAGE else _is_opus(head)):
        what = say("`{name}` is of a format that is not used here", name=name)
        return what, say("A picture is PNG, JPEG or WebP; a recording is OGG with Opus.")
    return None


def _is_image(head: bytes) -> bool:
    webp = head.startswith(b"RIFF") and head[8:12] == b"WEBP"
    return webp or head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"))


def _is_opus(head: bytes) -> bool:
    return head.startswith(b"OggS") and b"OpusHead" in head


def _spoken(
    manuscript: Manuscript, part: Part[Any], card: Placed[CardShape], language: Language, name: str
) -> Iterator[Fault]:
    """Whether a recording speaks the words that stand there today."""
    kept = manuscript.audio[part.folder]
    slot = next(slot for slot in part.slots if slot.path == _words_path(part, card))
    words = _words(part.words.get(language), slot.path)
    spoken = kept.shape.files.get(name)
    here: KeyPath = ("files", name)
    if spoken is None:
        what = say("nobody has written down what `{name}` says", name=name)
        cure = say(
            'Add to media/audio.yaml: {name}: {{language: {language}, segment: {segment}, digest: "{digest}"}}',
            name=name,
            language=language,
            segment=slot.name,
            digest=digest(words),
        )
        path = (*card.path, "media", "audio", language.value)
        yield Fault(part.source, path, what, cure, severity=Severity.WARNING)
    elif (spoken.language, spoken.segment) != (language, slot.name):
        what = say(
            "`{name}` speaks {segment} in {language}",
            name=name,
            segment=spoken.segment,
            language=spoken.language,
        )
        cure = say("Name it at that card, or correct audio.yaml.")
        yield Fault(kept.source, here, what, cure, severity=Severity.WARNING)
    elif spoken.digest != digest(words):
        what = say("`{name}` speaks words that have changed since", name=name)
        cure = say('Record the text anew, then set `digest: "{digest}"`.', digest=digest(words))
        yield Fault(kept.source, (*here, "digest"), what, cure, severity=Severity.WARNING)


def _words_path(part: Part[Any], card: Placed[CardShape]) -> tuple[str, ...]:
    """Where the words of a card stand, from where its structure stands."""
    kind, at = str(card.path[0]), int(card.path[1])
    holder = part.shape.lessons[at] if kind == "lessons" else part.shape.pages[at]
    return (kind, holder.key, "cards" if kind == "lessons" else "steps", card.item.key)


def _words(words: WordsFile | None, path: tuple[str, ...]) -> str:
    leaf = words.leaves.get(path, "") if words else ""
    return leaf if isinstance(leaf, str) else ""


def _unnamed(folder: Path, part: Part[Any], named: set[str]) -> Iterator[Fault]:
    try:
        files = sorted(path.name for path in folder.iterdir() if path.is_file())
    except OSError:
        return
    for name in files:
        if name not in named and name != DESCRIPTION and not name.startswith("."):
            what = say("no card names the file `{name}`", name=name)
            place = Source(f"{part.folder}/media/{name}", "", None)
            cure = say("Name it at a card, `media: {{image: {name}}}`, or take it away.", name=name)
            yield Fault(place, (), what, cure, severity=Severity.WARNING)
