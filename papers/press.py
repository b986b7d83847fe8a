"""The press: typst sources of this room, set with the house's own fonts and nothing from the machine."""

import json
import re
from datetime import UTC, date, datetime, time
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, Literal
from unicodedata import normalize

if TYPE_CHECKING:
    from typst import Compiler

ROOM = Path(__file__).parent
SOURCES = ROOM / "typst"
FONTS = ROOM / "fonts"
HELD = (  # the signs of our fonts, as in a regular expression; and the unseen U+200B, at which a word may break
    "\u0020-\u007e\u00a0-\u024f\u02bb\u02bc\u0300-\u0304\u0306\u0308\u0400-\u052f\u1e00-\u1eff\u2009\u200b\u2010-\u2015"
    "\u2018-\u201e\u2020-\u2022\u2026\u202f\u2030\u2039\u203a\u20ac\u20bd\u2116\u2190-\u2193\u2212\u2248\u2260\u2264"
    "\u2265\u25a0\u25a1\u25cb\u25cf\u2610\u2611\u2713\u2717"
)
LACKING = re.compile(f"[^{HELD}]")
BOX = "□"  # stands for a sign that we can't print, an emoji in a name say
STANDARD: Final = "ua-1"  # PDF/UA-1: tagged, titled, each sign readable by a machine
DOTS = 194.4  # an inch of a picture: 400 points wide are 1080 dots
TONES = 16  # of a picture: ink, one colour, and what lies between them and white
PRESSING = Lock()  # a compiler sets one paper at a time


class Misprint(Exception):
    """A source was set with a warning, or a picture came out as several pages; the text says which."""


def compiled(source: str, data: object, form: Literal["pdf", "png"], day: date) -> bytes:
    """A paper from `typst/<source>.typ`: a tagged PDF made on `day`, or a PNG of its only page.

    `data` is what JSON can hold. The source reads it as values, so that no text of it can be read as markup. A sign
    that our fonts lack becomes a box. The same data and day always give the same bytes. Raises Misprint; a source or
    data that do not fit each other raise typst's own error, since that is a mistake of ours.
    """
    text = LACKING.sub(BOX, normalize("NFC", json.dumps(data, ensure_ascii=False)))
    with PRESSING:
        paper, warnings = _compiler(source).compile_with_warnings(
            format=form,
            ppi=DOTS,
            sys_inputs={"data": text},
            pdf_standards=[STANDARD],
            timestamp=datetime.combine(day, time(), UTC),
        )
    if warnings:
        raise Misprint(f"{source}: " + "; ".join(warning.message for warning in warnings))
    if not isinstance(paper, bytes):
        raise Misprint(f"{source}: a picture has one page, not {len(paper or ())}")
    return paper if form == "pdf" else _fewer_tones(paper)


def _fewer_tones(picture: bytes) -> bytes:
    """The same picture with a table of its tones: a third of the size, since there are few."""
    from PIL import Image  # noqa: PLC0415 - only who asks for a picture waits for it

    file = BytesIO()
    with Image.open(BytesIO(picture)) as read:
        few = read.convert("RGB").quantize(TONES, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.save(file, "PNG")
    return file.getvalue()


@cache
def _compiler(source: str) -> "Compiler":
    """The compiler of a source. It is kept: it has read the fonts, and remembers what it has set."""
    from typst import Compiler, Fonts  # noqa: PLC0415 - 80 MB that only the first paper needs

    fonts = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return Compiler(SOURCES / f"{source}.typ", root=SOURCES, font_paths=fonts)
