"""Pictures and recordings are there, small, of a known format, and up to date."""

from pathlib import Path

import pytest

from curriculum.segments import digest
from tests.curriculum import sample_content
from tests.curriculum.proofread import MODULE, found

FOLDER = "modules/05-registration/media"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100
OPUS = b"OggS" + b"\x00" * 24 + b"OpusHead" + b"0" * 100
AUDIO = f"{FOLDER}/audio.yaml"
SPOKEN = 'files:\n  why.ogg: {{language: {language}, segment: {segment}, digest: "{digest}"}}\n'
TEXT = "**Чогуу барыңыз**\n\n1. Чогуу барыңыз"
SEGMENT = "lessons.first-days.cards.why"


def _content(tmp_path: Path, media: str, files: dict[str, bytes]) -> Path:
    module = sample_content.files()[MODULE].replace("{key: why}", f"{{key: why, media: {media}}}")
    content = sample_content.write(tmp_path, {MODULE: module})
    (content / FOLDER).mkdir()
    for name, raw in files.items():
        (content / FOLDER / name).write_bytes(raw)
    return content


def _spoken(**changed: str) -> bytes:
    fields = {"language": "ky", "segment": SEGMENT, "digest": digest(TEXT)} | changed
    return SPOKEN.format(**fields).encode()


@pytest.mark.parametrize(
    ("media", "files"),
    [
        ("{image: a.png}", {}),
        ("{image: a.png}", {"a.png": PNG * 3000}),
        ("{image: a.png}", {"a.png": b"GIF89a"}),
        ("{image: ../a.png}", {}),
        ("{audio: {ky: why.ogg}}", {}),
        ("{audio: {ky: why.ogg}}", {"why.ogg": OPUS * 3000}),
        ("{audio: {ky: why.ogg}}", {"why.ogg": b"ID3"}),
    ],
)
def test_unfit_file_is_told_at_its_card(media: str, files: dict[str, bytes], tmp_path: Path) -> None:
    """Missing, too large, of another format, or outside of the folder."""
    assert (MODULE, 7, "error") in found(_content(tmp_path, media, files), "media_fit")


def test_recording_without_description_is_told(tmp_path: Path) -> None:
    """Nobody could say whether it still speaks the words of today."""
    content = _content(tmp_path, "{audio: {ky: why.ogg}}", {"why.ogg": OPUS})

    assert found(content, "media_fit") == [(MODULE, 7, "warning")]


@pytest.mark.parametrize(
    "changed", [{"digest": "000000000000"}, {"language": "tg"}, {"segment": "lessons.first-days.cards.term"}]
)
def test_recording_of_other_words_is_told(changed: dict[str, str], tmp_path: Path) -> None:
    """The text has changed since, or the recording belongs elsewhere."""
    files = {"why.ogg": OPUS, "audio.yaml": _spoken(**changed)}

    assert found(_content(tmp_path, "{audio: {ky: why.ogg}}", files), "media_fit") == [(AUDIO, 2, "warning")]


def test_file_that_no_card_names_is_told(tmp_path: Path) -> None:
    """It would be carried along for ever."""
    content = _content(tmp_path, "{image: a.png}", {"a.png": PNG, "b.png": PNG})

    assert found(content, "media_fit") == [(f"{FOLDER}/b.png", 1, "warning")]


def test_fit_files_are_fine(tmp_path: Path) -> None:
    """A small picture, and a recording of today's words."""
    files = {"a.png": PNG, "why.ogg": OPUS, "audio.yaml": _spoken()}

    assert found(_content(tmp_path, "{image: a.png, audio: {ky: why.ogg}}", files), "media_fit") == []
