"""What rests on a fact, a contact, a term: nothing is left out, nothing is added, each with its line."""

from datetime import date
from pathlib import Path

import pytest

import curriculum
from curriculum import CONTENT, Dependant, UnknownKey
from curriculum.impact import impact_on, recordings
from curriculum.manuscript import read_manuscript
from learning.course import Language
from tests.curriculum import sample_content

MODULE = "modules/05-registration/module.yaml"
RUSSIAN = "modules/05-registration/ru.yaml"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return sample_content.write(tmp_path)


def told(dependant: Dependant) -> tuple[str, str, str]:
    """Kind, how, and the last part of the name."""
    return dependant.what, dependant.how, dependant.name.rpartition(".")[2]


def test_a_fact_s_dependants_stand_in_the_order_of_the_course(content: Path) -> None:
    """The card that shows it, the question that it decides, and each option and reply of that."""
    found = curriculum.impact(content, "registration-term")

    assert (found.kind, str(found.place)) == ("fact", "facts.yaml:1")
    assert [told(d) for d in found.dependants if d.what != "reply"] == [
        ("card", "shows it", "term"),
        ("question", "is right or wrong by it", "text"),
        ("option", "is an option of its value", "w7"),
        ("option", "is an option of its value", "d15"),
        ("option", "is an option of its value", "d30"),
    ]
    assert found.counted("reply") == 6
    assert [d.place.line for d in found.dependants] == sorted(d.place.line for d in found.dependants)


def test_each_place_bears_file_and_line_in_structure_and_in_every_language(content: Path) -> None:
    """An author finds it without searching."""
    [card, *_] = curriculum.impact(content, "registration-term").dependants

    assert str(card.place) == f"{MODULE}:8"
    assert {language: str(spot) for language, spot in card.words.items()} == {
        language: f"modules/05-registration/{language}.yaml:10"
        for language in (Language.RU, Language.KY, Language.TG, Language.UZ)
    }


def test_a_fact_that_is_only_named_is_found_and_so_is_the_question_that_leads_back(content: Path) -> None:
    """A card, a step of a trouble page, and the question whose wrong answer sends to that card."""
    found = curriculum.impact(content, "host-duty")

    assert [told(d) for d in found.dependants] == [
        ("card", "names it", "host"),
        ("question", "leads back to a card that rests on it", "text"),
        ("step", "names it", "say"),
    ]


def test_a_contact_s_dependants(content: Path) -> None:
    """Cards that offer it or show its number, the pages that list it, its own name and note."""
    found = curriculum.impact(content, "emergency")

    assert [told(d) for d in found.dependants] == [
        ("card", "shows it", "ask"),
        ("page", "names it", "detained"),
        ("name", "is its own entry", "name"),
        ("note", "is its own entry", "note"),
    ]
    assert [str(d.place) for d in found.dependants if d.what == "page"] == ["trouble/trouble.yaml:5"]


@pytest.mark.parametrize("key", ["country", "term.country"])
def test_a_term_s_dependants(key: str, content: Path) -> None:
    """The term's own words for each passport, and the cards that use it."""
    found = curriculum.impact(content, key)

    assert found.kind == "term"
    assert [told(d) for d in found.dependants if d.what == "card"] == [("card", "shows it", "host")]
    assert found.counted("term") == 4


def test_a_contact_of_the_same_entry_of_the_fact_sheet_is_told(tmp_path: Path) -> None:
    """Who changes what was read in 9.01 looks at the contact that was read there too."""
    content = sample_content.broken(tmp_path, "facts.yaml", '["2.05"]', '["2.05", "9.01"]')

    found = curriculum.impact(content, "host-duty")

    assert [d.name for d in found.dependants if d.what == "contact"] == ["contacts:contacts.emergency"]


def test_a_translation_that_alone_shows_a_fact_is_told(tmp_path: Path) -> None:
    """A mistake in one language hides nothing."""
    file = "modules/05-registration/tg.yaml"
    content = sample_content.broken(
        tmp_path, file, "      host: ", "      host: {registration-term} ".replace("{", "x {")
    )

    names = [d.name for d in curriculum.impact(content, "registration-term").dependants]

    assert any(name.endswith("cards.host") for name in names)


@pytest.mark.parametrize(
    ("key", "meant"),
    [("registration-trem", "registration-term"), ("contact.emergncy", "emergency"), ("zzzz", "safar facts")],
)
def test_an_unknown_key_is_one_line_with_the_one_that_is_meant(key: str, meant: str, content: Path) -> None:
    """A slip of the pen is met with an offer."""
    with pytest.raises(UnknownKey) as refused:
        curriculum.impact(content, key)

    assert meant in str(refused.value) and "\n" not in str(refused.value)


def test_what_this_version_has_none_of_is_said(content: Path) -> None:
    """Silence would look like "none rests on it"."""
    assert curriculum.impact(content, "emergency").absent == ("papers", "deadline rules")


def test_recordings_of_a_card() -> None:
    """Whatever shape media have, their `audio` is files by language."""
    assert recordings({"image": "x.png", "audio": {"ky": "term.ogg"}}) == {Language.KY: "term.ogg"}
    assert recordings(None) == recordings({"image": "x.png"}) == {}


def test_broken_content_still_tells_what_can_be_read(tmp_path: Path) -> None:
    """A mistake elsewhere does not hide the impact."""
    content = sample_content.broken(tmp_path, "trouble/trouble.yaml", "pages:", "pages: [")

    assert curriculum.impact(content, "host-duty").counted("card") == 1


def test_facts_and_contacts_of_the_course_can_be_asked_for(soak: bool) -> None:
    """In the real course each fact that is taught rests somewhere, and each line is real; of every fifth, if not in a soak."""
    manuscript = read_manuscript(CONTENT, date(2026, 11, 24))
    lines = {path: len(path.read_text("utf-8").splitlines()) for path in CONTENT.rglob("*.yaml")}
    keys = [*manuscript.facts, *(f"contact.{found.item.key}" for found in manuscript.directory())]
    for key in keys[:: 1 if soak else 5]:
        for dependant in impact_on(manuscript, key).dependants:
            for spot in (dependant.place, *dependant.words.values()):
                assert 0 < spot.line <= lines[CONTENT / spot.file]
