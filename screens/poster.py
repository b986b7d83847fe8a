"""A session's poster in words, in the languages of the place where it hangs. It names nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from learning.cohort import Cohort
from learning.course import Citizenship, Language
from learning.learner import Learner
from learning.session_plan import passport_of
from learning.territory import Territories
from screens.reader import Book, Reader
from screens.session import spaced

LANGUAGES = {
    Citizenship.KG: (Language.KY, Language.RU, Language.UZ),
    Citizenship.TJ: (Language.TG, Language.RU),
    Citizenship.UZ: (Language.UZ, Language.UZ_CYRL, Language.RU),
    Citizenship.OTHER: (Language.RU,),
}
"""The languages of papers that hang or lie in a place of this country, the one that most people read first."""
REASONS = 3


@dataclass(frozen=True, slots=True)
class PosterPart:
    """The poster's words in one language."""

    language: Language
    title: str
    reasons: tuple[str, ...]
    scan: str
    type: str
    where: str
    day: str
    free: str


@dataclass(frozen=True, slots=True)
class Poster:
    """A poster: words in each language, the link that its QR code holds, and the code as it is read out."""

    parts: tuple[PosterPart, ...]
    link: str
    code: str


def poster_words(
    book: Book, territories: Territories, cohort: Cohort, link: str, bot_name: str, today: date
) -> Poster:
    """The poster of a session."""
    readers = readers_of(book, territories, cohort, today)
    parts = tuple(_part(reader, territories, cohort, bot_name) for reader in readers)
    return Poster(parts, link, spaced(cohort.code))


def readers_of(book: Book, territories: Territories, cohort: Cohort, today: date) -> Iterator[Reader]:
    """Readers of a session's place: one for each of its languages, with the passport of its country."""
    passport = passport_of(cohort.territory, territories)
    for language in LANGUAGES[passport]:
        yield Reader(book, Learner(language, passport), today)


def own_name(reader: Reader, territories: Territories, code: str) -> str:
    """A place in the reader's language alone; a country by its phrase."""
    place = territories.get(code)
    if place:
        return reader.name(place.names)
    return reader.phrase(f"country.{code}") if code in territories.countries else code


def _part(reader: Reader, territories: Territories, cohort: Cohort, bot_name: str) -> PosterPart:
    return PosterPart(
        language=reader.language,
        title=reader.phrase("poster.title"),
        reasons=tuple(reader.phrase(f"poster.why-{n}") for n in range(1, 1 + REASONS)),
        scan=reader.phrase("poster.scan"),
        type=reader.phrase("poster.type", bot=f"@{bot_name}"),
        where=own_name(reader, territories, cohort.territory),
        day=reader.on(cohort.held_on),
        free=reader.phrase("poster.free"),
    )
