"""What a release changed in law, as messages: in each language, to those who have met the old rule."""

from datetime import date

from learning.broadcast import CorrectionNotice
from learning.correction import behind
from learning.course import Correction, Language
from learning.learner import Learner
from screens.correction import message
from screens.reader import Book, Reader


def notices_of(book: Book, today: date) -> dict[int, list[CorrectionNotice]]:
    """All corrections of a book by the release that made them, the oldest first."""
    notices: dict[int, list[CorrectionNotice]] = {}
    for correction in book.course.corrections:
        notices.setdefault(correction.release, []).append(_notice(book, correction, today))
    return notices


def _notice(book: Book, correction: Correction, today: date) -> CorrectionNotice:
    passport = min(correction.passports)  # the words are the same for all of them
    texts = {
        language: message(Reader(book, Learner(language, passport), today), correction)
        for language in Language
    }
    return CorrectionNotice(
        key=correction.key,
        release=correction.release,
        passports=correction.passports,
        cards=behind(book.course, correction),
        texts=texts,
    )
