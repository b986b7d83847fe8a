"""Structure and words become the course of the rules."""

from datetime import date
from pathlib import Path

import pytest

from curriculum import CONTENT, ContentError, check, load_course, load_territories
from learning.course import Citizenship, Condition, Confidence, Course, Language, Unit, Value
from tests.curriculum import sample_content


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return load_course(sample_content.write(tmp_path))


def test_lesson_ends_in_its_action(course: Course) -> None:
    """Cards come in order, the action as the last of them."""
    lesson = course.lesson(501)

    assert lesson is not None
    assert [card.key for card in lesson.cards] == ["why", "term", "host", "ask", "agree"]


def test_conditions_are_kept(course: Course) -> None:
    """Cards and contacts know whom they are for."""
    lesson = course.lesson(501)

    assert lesson is not None
    assert lesson.cards[3].when == Condition(frozenset({Citizenship.OTHER, Citizenship.KG}))
    assert course.contacts["consulate"].when.territory == {"UZ-AN"}


def test_options_carry_values_or_words(course: Course) -> None:
    """A value option has both replies and no words; a worded one has the reply that fits it."""
    lesson = course.lesson(501)
    assert lesson is not None
    term, host = lesson.questions

    assert (term.right, term.right_fact) == ("", "registration-term")
    assert [option.value for option in term.options] == [
        Value(Unit.WORKING_DAYS, 7),
        Value(Unit.DAYS, 15),
        Value(Unit.DAYS, 30),
    ]
    assert all(option.text is None and option.when_right and option.when_wrong for option in term.options)
    wrong, right = host.options
    assert (wrong.when_right, right.when_wrong) == (None, None)
    assert wrong.when_wrong
    assert right.when_right


def test_facts_keep_law_and_dates(course: Course) -> None:
    """A law for all passports may be written once; a day may go without quotes."""
    fact = course.facts["host-duty"]

    assert set(fact.law) == set(Citizenship)
    assert (fact.true_as_of, fact.confidence, fact.values) == ("2026-03", Confidence.MEDIUM, {})


def test_phone_may_be_absent(course: Course) -> None:
    """An empty phone and an empty note are normal."""
    assert course.contacts["emergency"].phone == "112"
    assert course.contacts["consulate"].phone == ""
    assert course.contacts["consulate"].note[Language.UZ_CYRL] == ""


def test_uzbek_cyrillic_is_derived(course: Course) -> None:
    """Placeholders stay, words turn; phrases turn too."""
    lesson = course.lesson(501)

    assert lesson is not None
    assert lesson.cards[1].text[Language.UZ_CYRL] == "Бирга маъқул боринг {registration-term}"
    assert course.trouble[0].phrases[Language.UZ_CYRL] == ("полиция олди",)
    assert course.terms["country"][Citizenship.UZ][Language.UZ_CYRL] == "Йўл олдидан"


def test_uzbek_cyrillic_is_overridden(tmp_path: Path) -> None:
    """What stands in uz_Cyrl.yaml goes before what is derived, and only that."""
    override = "pages:\n  detained:\n    title: Ушлашди\n    phrases: [милиция]\n"
    course = load_course(sample_content.write(tmp_path, {"trouble/uz_Cyrl.yaml": override}))
    page = course.trouble[0]

    assert page.title[Language.UZ_CYRL] == "Ушлашди"
    assert page.phrases[Language.UZ_CYRL] == ("милиция",)
    assert page.steps[0].text[Language.UZ_CYRL] == "Бирга маъқул боринг"


@pytest.mark.parametrize(("country", "regions", "districts"), [("KG", 9, 53), ("TJ", 5, 69), ("UZ", 14, 209)])
def test_territories_are_complete(country: str, regions: int, districts: int) -> None:
    """Regions and districts of the three countries; nothing below."""
    territories = load_territories(CONTENT)
    below = list(territories.below(country))

    assert len(territories.children(country)) == regions
    assert sum(place.level == 2 for place in below) == districts
    assert len(below) == regions + districts
    assert all(place.names[language] for place in below for language in Language)


def test_territory_speaks_the_language_of_its_country(tmp_path: Path) -> None:
    """Native names, Uzbek ones in the reader's script, Russian ones where there are any."""
    territories = load_territories(sample_content.write(tmp_path))
    andijan, batken = territories.get("UZ-AN"), territories.get("KG-B-1")

    assert andijan is not None
    assert batken is not None
    assert andijan.names[Language.UZ_CYRL] == "Андижон вилояти"
    assert andijan.names[Language.KY] == "Andijon viloyati"
    assert andijan.names[Language.RU] == "Андижанская область"
    assert batken.names[Language.RU] == "Баткен"


def test_territory_knows_its_way_up(tmp_path: Path) -> None:
    """From the largest down to the place; conditions are held against all codes on the way."""
    territories = load_territories(sample_content.write(tmp_path))

    assert [place.code for place in territories.path("KG-B-1")] == ["KG-B", "KG-B-1"]
    assert territories.codes("KG-B-1") == {"KG-B-1", "KG-B", "KG"}
    assert territories.path("KG") == ()
    assert territories.codes("nowhere") == frozenset()


def test_broken_territories_do_not_load(tmp_path: Path) -> None:
    """A list that is missing is told as content is."""
    with pytest.raises(ContentError):
        load_territories(tmp_path)


def test_phrases_are_russian_with_sound_and_meaning_abroad(tmp_path: Path) -> None:
    """The Russian text is the phrase; the others' text is what it means. The proof-reader has nothing to say."""
    content = sample_content.write(tmp_path, sample_content.with_phrasebook())

    assert [str(finding) for finding in check(content, date(2026, 11, 23))] == []
    [page] = load_course(content).phrasebook
    [phrase] = page.phrases
    assert (phrase.russian, phrase.means[Language.TG]) == ("Идите вместе", "Якҷоя равед")
    assert set(phrase.said) == set(phrase.means) == set(Language) - {Language.RU}
