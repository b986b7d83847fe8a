"""The poster of a session: a sheet of A4 with a QR code and a code to type. Nobody's name stands on it."""

from dataclasses import asdict
from datetime import date
from typing import Any, Literal

import segno

from learning.course import Language
from papers.names import one_line
from papers.press import compiled
from screens.poster import Poster, PosterPart

QUIET_ZONE = 4  # light modules round a QR code, as its standard asks
WHITE, BLACK = 255, 0
LONGEST_PLACE = 70


def poster(words: Poster, day: date, form: Literal["pdf", "png"] = "pdf") -> bytes:
    """The poster as a tagged PDF of one page, or as a picture; the same words and day always give the same bytes."""
    data = {
        "parts": [_part(part) for part in words.parts],
        "qr": pixels(words.link),
        "link": words.link,
        "code": words.code,
    }
    return compiled("poster", data, form, day)


def _part(part: PosterPart) -> dict[str, Any]:
    return {**asdict(part), "where": one_line(part.where, LONGEST_PLACE), **tongue(part.language)}


def tongue(language: Language) -> dict[str, str]:
    """A language as typst names it, with its script."""
    lang, _, script = language.partition("_")
    return {"lang": lang, "script": script.lower() or ("latn" if language is Language.UZ else "cyrl")}


def pixels(text: str) -> dict[str, Any]:
    """A QR code with its quiet zone, a byte a module; level Q mends what a fold or a hand takes away (25 %)."""
    code = segno.make_qr(text, error="q", boost_error=False)
    rows = list(code.matrix_iter(scale=1, border=QUIET_ZONE))
    return {"size": len(rows), "pixels": [BLACK if dark else WHITE for row in rows for dark in row]}
