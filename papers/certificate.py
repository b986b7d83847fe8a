"""The certificate as a file: a PDF to print, or a picture to show.

Its words come from `screens.certificate`, its signed text from `papers.signature`. Nothing of it is kept.
"""

from datetime import date
from typing import Any, Literal

import segno

from learning.course import Language
from papers.press import compiled
from screens.certificate import CertificatePaper, Field, PaperHalf

WIDTHS = {
    "pdf": 297,
    "png": 210,
}  # millimetres: the picture is the sheet at the size of A5, some 1600 dots wide
QUIET_ZONE = 4  # light modules round a QR code, as its standard asks
WHITE, BLACK = 255, 0


def certificate(paper: CertificatePaper, form: Literal["pdf", "png"], day: date) -> bytes:
    """The certificate on one sheet of A4, lying, as PDF or PNG; the same paper and day always give the same bytes.

    Raises:
        Misprint: the sheet could not be set.
    """
    data = {
        "width": WIDTHS[form],
        "halves": [_half(half) for half in paper.halves],
        "name": paper.name,
        "code": paper.code,
        "qr": _pixels(paper.qr),
    }
    return compiled("certificate", data, form, day)


def _half(half: PaperHalf) -> dict[str, Any]:
    language, _, script = half.language.partition("_")
    return {
        "lang": language,
        "script": script.lower() or ("latn" if half.language is Language.UZ else "cyrl"),
        "title": half.title,
        "statement": half.statement,
        "name_label": half.name_label,
        "fields": [{"label": field.label, "value": field.value} for field in _listed(half)],
        "verify": half.verify,
        "no_permit": half.no_permit,
    }


def _listed(half: PaperHalf) -> list[Field]:
    """The fields but the code, which stands under the QR code, once for both languages."""
    return [field for field in half.fields if field.key != "code"]


def _pixels(text: str) -> dict[str, Any]:
    """A QR code with its quiet zone, a byte a module; level M mends what a fold or a spot takes away (15 %)."""
    code = segno.make_qr(text, error="m", boost_error=False)
    rows = list(code.matrix_iter(scale=1, border=QUIET_ZONE))
    return {"size": len(rows), "pixels": [BLACK if dark else WHITE for row in rows for dark in row]}
