"""The certificate: who has earned one, what stands on it, and the codes by which it is found and revoked.

It names nobody: no name, no passport, no learner. What stands on it is settled on the day it is given, and no later
release changes it. All functions are pure; the chance for a code comes from outside.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from learning.completion import course_complete
from learning.course import LAST_CHECK, Course, Language, Lesson
from learning.learner import Learner
from learning.progress import unpassed
from learning.territory import Territories

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
CODE_LENGTH = 10  # 50 bits: finds a certificate, and is no secret
HOLDER_CODE_LENGTH = (
    15  # 75 bits: revokes it, so nobody may guess it; longer, so that nobody takes one for the other
)
GROUP = 5  # characters between two hyphens
# What is typed for another sign: letters that look like digits, and Cyrillic ones that look like Latin ones
_READ_AS = str.maketrans("OILАВЕКМНОРСТУХ", "011ABEKMH0PCTYX", "-–—_.")

GOOD_FROM = 80
EXCELLENT_FROM = 90


class Band(StrEnum):
    """The result of the last check, by its best score in per cent; the number itself is told to nobody.

    PASSED is from the pass mark to 79, GOOD from 80 to 89, EXCELLENT from 90 to 100.
    """

    PASSED = "passed"
    GOOD = "good"
    EXCELLENT = "excellent"


class Level(StrEnum):
    """How closely the certificate says where its holder is from; he chooses."""

    NONE = "none"
    COUNTRY = "country"
    REGION = "region"
    DISTRICT = "district"


@dataclass(frozen=True, slots=True)
class Certificate:
    """What stands on a certificate, and all that is kept of it.

    `code` is the one to look it up by, without hyphens; `language` the one that the course was finished in; `place` a
    country's, region's or district's code, or empty.
    """

    code: str
    course_release: int
    issued_on: date
    language: Language
    place: str
    band: Band


@dataclass(frozen=True, slots=True)
class Missing:
    """What is still to do before the certificate: lessons in the order of the course, and the last check or not."""

    lessons: tuple[Lesson, ...]
    last_check: bool


def missing(course: Course, learner: Learner) -> Missing:
    """What this learner has still to do for a certificate, by the passport that he has now."""
    return Missing(unpassed(course, learner), not _last_check_passed(learner))


def earned(course: Course, learner: Learner) -> bool:
    """Whether every lesson for this passport and the last check are passed.

    The checks are no lessons of the course, so both are looked at. In a course that asks nothing at its end nobody
    earns a certificate: there is no result to write on it.
    """
    return course_complete(course, learner) and _last_check_passed(learner)


def _last_check_passed(learner: Learner) -> bool:
    check = learner.checks.get(LAST_CHECK)
    return check is not None and check.passed_on is not None


def band_of(score: int) -> Band:
    """The band of a score (per cent) that has met the pass mark."""
    if score >= EXCELLENT_FROM:
        return Band.EXCELLENT
    return Band.GOOD if score >= GOOD_FROM else Band.PASSED


def issue(course: Course, learner: Learner, place: str, today: date, chance: bytes) -> Certificate:
    """The certificate as it is given today; `place` is a code from `place_at`, `chance` 10 random bytes.

    Raises:
        ValueError: it is not earned, or there are not 10 bytes of chance.
    """
    if not earned(course, learner):
        raise ValueError("this certificate is not earned")
    band = band_of(learner.checks[LAST_CHECK].best)
    return Certificate(code_of(chance), course.release, today, learner.language, place, band)


def levels(territories: Territories, home: str) -> tuple[Level, ...]:
    """The levels that can be chosen from: no more than the learner has told of his home."""
    return tuple(Level)[: 1 + len(_places(territories, home))]


def place_at(territories: Territories, home: str, level: Level) -> str:
    """The code of the home's country, region or district; empty for no level, or one that is not known."""
    at = tuple(Level).index(level) - 1
    places = _places(territories, home)
    return places[at] if 0 <= at < len(places) else ""


def _places(territories: Territories, home: str) -> tuple[str, ...]:
    """The codes of the country, the region and the district of a home, as far as they are known."""
    path = territories.path(home)
    if path:
        return (path[0].parent, *(place.code for place in path))
    return (home,) if home in territories.countries else ()


def code_of(chance: bytes) -> str:
    """A code from random bytes, five bits of each: 10 bytes for a certificate, 15 for its holder.

    Raises:
        ValueError: another number of bytes.

    >>> code_of(bytes(range(10)))
    '0123456789'
    """
    if len(chance) not in (CODE_LENGTH, HOLDER_CODE_LENGTH):
        raise ValueError(f"{len(chance)} bytes of chance; a code takes {CODE_LENGTH} or {HOLDER_CODE_LENGTH}")
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in chance)


def grouped(code: str) -> str:
    """A code as people read and type it.

    >>> grouped("0123456789")
    '01234-56789'
    """
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def read_code(typed: str, length: int = CODE_LENGTH) -> str | None:
    """The code that somebody typed, or None.

    Case, spaces and hyphens don't matter; O is 0, I and L are 1; Cyrillic letters are the Latin ones they look like.

    >>> read_code("o1234 s6789")
    '01234S6789'
    """
    code = "".join(typed.upper().split()).translate(_READ_AS)
    return code if len(code) == length and set(code) <= set(ALPHABET) else None


def read_holder_code(typed: str) -> str | None:
    """The holder's own code that somebody typed, or None; as forgiving as `read_code`."""
    return read_code(typed, HOLDER_CODE_LENGTH)


def holder_digest(holder_code: str) -> str:
    """What is kept of the holder's own code: it tells whether a code fits, not what the code is (64 hex digits)."""
    return sha256(holder_code.encode()).hexdigest()
