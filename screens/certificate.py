"""The certificate in words: for the paper in two languages, for the chat and for the public page in one."""

from dataclasses import dataclass

from learning.certificate import Band, Certificate, Missing, earned, grouped
from learning.course import Language
from locales import day
from screens import icons
from screens.intents import OpenCertificate
from screens.markup import plain
from screens.reader import Book, Reader
from screens.screen import Rows


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a certificate says: its key in what is signed, its label, its value in words."""

    key: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class PaperHalf:
    """What the paper says in one language; all without mark-up."""

    language: Language
    title: str
    statement: str
    name_label: str
    fields: tuple[Field, ...]
    verify: str
    no_permit: str


@dataclass(frozen=True, slots=True)
class CertificatePaper:
    """The whole paper: the learner's language, and Russian beside it (once for who learned in Russian).

    An empty `name` leaves a line to write on. `code` is grouped, `qr` the very text of the QR code.
    """

    halves: tuple[PaperHalf, ...]
    name: str
    code: str
    qr: str


def worded(book: Book, certificate: Certificate, name: str, qr: str, where: str) -> CertificatePaper:
    """The paper in words. `where` is the address, or the bot's name, at which the code can be typed in."""
    languages = dict.fromkeys((certificate.language, Language.RU))
    halves = tuple(_half(book, language, certificate, where) for language in languages)
    return CertificatePaper(halves, name, grouped(certificate.code), qr)


def _half(book: Book, language: Language, certificate: Certificate, where: str) -> PaperHalf:
    titles = book.course.title
    return PaperHalf(
        language=language,
        title=_phrase(book, language, "title"),
        statement=_phrase(
            book, language, "statement", course=plain(titles.get(language, titles[Language.RU]))
        ),
        name_label=_phrase(book, language, "name"),
        fields=fields(book, language, certificate),
        verify=_phrase(book, language, "verify", where=where),
        no_permit=_phrase(book, language, "no-permit"),
    )


def fields(book: Book, language: Language, certificate: Certificate, name: str = "") -> tuple[Field, ...]:
    """All that a certificate says, in the order of the paper; no place and no name where there are none."""
    said = {
        "name": name,
        "band": _phrase(book, language, f"band-{certificate.band}"),
        "place": place_words(book, language, certificate.place),
        "day": day(language, certificate.issued_on),
        "language": plain(book.phrases.text(certificate.language, "language.name")),
        "release": str(certificate.course_release),
        "code": grouped(certificate.code),
    }
    return tuple(Field(key, _label(book, language, key), value) for key, value in said.items() if value)


def place_words(book: Book, language: Language, code: str) -> str:
    """A country, region or district in words, the smallest first; the code if we know it no more; empty for none."""
    if code in book.territories.countries:
        return plain(book.phrases.text(language, f"passport.{code}"))
    names = [
        plain(place.names.get(language, place.names[Language.RU])) for place in book.territories.path(code)
    ]
    return ", ".join(reversed(names)) or code


def page_words(book: Book, language: Language, place: str) -> dict[str, str]:
    """What certificate.js needs to show signed fields in words: labels by key, values by `key.value`."""
    words = {key: _label(book, language, key) for key in _LABELS}
    words |= {f"band.{band}": _phrase(book, language, f"band-{band}") for band in Band}
    words |= {f"language.{one}": plain(book.phrases.text(one, "language.name")) for one in Language}
    return words | ({f"place.{place}": place_words(book, language, place)} if place else {})


def way_in(reader: Reader) -> Rows:
    """A button to the certificate, for who has earned it."""
    if not earned(reader.course, reader.learner):
        return ()
    return ((reader.button(icons.CERTIFICATE, reader.phrase("certificate.button"), OpenCertificate()),),)


def still_missing(reader: Reader, missing: Missing) -> str:
    """Not yet, and what is still to do, as HTML."""
    lines = [reader.text("certificate.not-yet")]
    if missing.lessons:
        lines.append(f"• {reader.count('certificate.missing-lessons', len(missing.lessons))}")
    if missing.last_check:
        lines.append(f"• {reader.text('certificate.missing-check', title=reader.phrase('pairs.last'))}")
    return "\n".join(lines)


# The labels' phrases, by the keys of what is signed
_LABELS = {
    "name": "name",
    "band": "result",
    "place": "place",
    "day": "day",
    "language": "language",
    "release": "release",
    "code": "code",
}


def _label(book: Book, language: Language, key: str) -> str:
    return _phrase(book, language, _LABELS[key])


def _phrase(book: Book, language: Language, key: str, **fields: object) -> str:
    return plain(book.phrases.text(language, f"certificate.{key}", **fields))
