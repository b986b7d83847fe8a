"""The certificate's rules: who has earned it, what stands on it, and codes that people type."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from learning.certificate import (
    ALPHABET,
    CODE_LENGTH,
    HOLDER_CODE_LENGTH,
    Band,
    Certificate,
    Level,
    band_of,
    code_of,
    earned,
    grouped,
    holder_digest,
    issue,
    levels,
    missing,
    place_at,
    read_code,
    read_holder_code,
)
from learning.course import LAST_CHECK, Citizenship, Language
from learning.learner import CheckRecord, Learner, LessonRecord
from learning.territory import Territories, Territory
from tests.sample import TODAY, WITH_UNION, paired, words

COURSE = paired(WITH_UNION)
RECORD = LessonRecord(3, TODAY, 80)
PASSED = CheckRecord(3, TODAY, {}, 85, passed_on=TODAY)
CHANCE = bytes(range(CODE_LENGTH))
PLACES = Territories(
    {
        place.code: place
        for place in (
            Territory("KG-O", "KG", 1, words("Osh")),
            Territory("KG06", "KG-O", 2, words("Kara-Suu")),
        )
    }
)


def learner(
    *lessons: int, passport: Citizenship = Citizenship.TJ, check: CheckRecord | None = None
) -> Learner:
    """Somebody with these lessons passed, and the last check as given."""
    checks = {LAST_CHECK: check} if check else {}
    return Learner(
        Language.TG, passport, enrolled_on=TODAY, lessons=dict.fromkeys(lessons, RECORD), checks=checks
    )


def test_it_is_earned_by_all_lessons_and_the_last_check() -> None:
    """Neither the lessons nor the check alone is enough."""
    assert earned(COURSE, learner(101, 102, check=PASSED))
    assert not earned(COURSE, learner(101, check=PASSED))
    assert not earned(COURSE, learner(101, 102))
    assert not earned(COURSE, learner(101, 102, check=replace(PASSED, passed_on=None)))
    assert not earned(COURSE, Learner(Language.TG))


def test_only_lessons_for_ones_own_passport_are_asked_for() -> None:
    """The lesson on the union is for the Kyrgyz passport alone: others need not pass it."""
    assert not earned(COURSE, learner(101, 102, passport=Citizenship.KG, check=PASSED))
    assert earned(COURSE, learner(101, 102, 103, passport=Citizenship.KG, check=PASSED))


def test_what_is_missing_is_told() -> None:
    """The lessons in the order of the course, and whether the last check is among it."""
    lacks = missing(COURSE, learner(102, passport=Citizenship.KG))
    assert [lesson.number for lesson in lacks.lessons] == [101, 103] and lacks.last_check
    done = missing(COURSE, learner(101, 102, check=PASSED))
    assert done.lessons == () and not done.last_check


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (60, Band.PASSED),
        (79, Band.PASSED),
        (80, Band.GOOD),
        (89, Band.GOOD),
        (90, Band.EXCELLENT),
        (100, Band.EXCELLENT),
    ],
)
def test_bands_have_the_bounds_that_are_documented(score: int, band: Band) -> None:
    """From 80 good, from 90 excellent."""
    assert band_of(score) is band


def test_it_says_what_was_on_the_day_and_names_nobody() -> None:
    """Release, day, language and band of that day; no field for a learner, a passport or a name."""
    made = issue(COURSE, learner(101, 102, check=PASSED), "KG-O", date(2026, 12, 1), CHANCE)
    assert made == Certificate("0123456789", 3, date(2026, 12, 1), Language.TG, "KG-O", Band.GOOD)
    assert {field.name for field in fields(Certificate)} == {
        "code",
        "course_release",
        "issued_on",
        "language",
        "place",
        "band",
    }


def test_what_is_not_earned_is_not_given() -> None:
    """A press that comes too early makes no certificate."""
    with pytest.raises(ValueError, match="not earned"):
        issue(COURSE, learner(101, check=PASSED), "", TODAY, CHANCE)


def test_the_place_is_as_close_as_the_holder_wants() -> None:
    """None, country, region or district of the home; never closer than he told us."""
    assert [place_at(PLACES, "KG06", level) for level in Level] == ["", "KG", "KG-O", "KG06"]
    assert [place_at(PLACES, "KG-O", level) for level in Level] == ["", "KG", "KG-O", ""]
    assert levels(PLACES, "KG06") == tuple(Level)
    assert levels(PLACES, "KG-O") == (Level.NONE, Level.COUNTRY, Level.REGION)
    assert levels(PLACES, "KG") == (Level.NONE, Level.COUNTRY)
    assert levels(PLACES, "gone") == levels(PLACES, "") == (Level.NONE,)


@given(some.binary(min_size=CODE_LENGTH, max_size=CODE_LENGTH))
def test_every_code_is_read_back_however_it_is_typed(chance: bytes) -> None:
    """With hyphen or spaces, in small letters, with O for 0 and I or L for 1."""
    code = code_of(chance)
    assert len(code) == CODE_LENGTH and set(code) <= set(ALPHABET)
    typed = (
        code,
        grouped(code),
        grouped(code).lower(),
        f"  {code[:3]} {code[3:]} ",
        code.replace("0", "O"),
        code.replace("0", "o").replace("1", "l"),
        code.replace("1", "I"),
        code.replace("A", "А").replace("H", "н"),  # Cyrillic, as a phone writes them
    )
    assert {read_code(each) for each in typed} == {code}


@pytest.mark.parametrize(
    "typed", ["", "7K3QX", "7K3QX-9M2TDA", "7K3QX-9M2T!", "7K3QX-9M2TU", "Ж" * 10, "c_7K3QX9M2"]
)
def test_what_is_no_code_is_not_read_as_one(typed: str) -> None:
    """Too short, too long, or with a sign that no code has."""
    assert read_code(typed) is None


def test_the_holders_own_code_is_never_taken_for_the_other() -> None:
    """It is longer, and what is kept of it is not the code."""
    own = code_of(bytes(range(HOLDER_CODE_LENGTH)))
    assert grouped(own) == "01234-56789-ABCDE"
    assert read_holder_code(grouped(own).lower()) == own and read_code(own) is None
    assert read_holder_code("0123456789") is None
    assert len(holder_digest(own)) == 64 and own not in holder_digest(own)
    assert holder_digest(own) != holder_digest(own[:-1] + "F")


def test_a_code_needs_all_its_chance() -> None:
    """Fewer random bytes would make codes that can be guessed."""
    with pytest.raises(ValueError, match="9 bytes"):
        code_of(bytes(9))
