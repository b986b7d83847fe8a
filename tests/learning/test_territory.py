"""Places, what became of them, and the sub-units of districts."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from learning.course import Citizenship, Condition, Language
from learning.figures import ENROLLED, Contribution, contributions
from learning.learner import Learner, enrol
from learning.search import rank
from learning.territory import (
    FormerName,
    History,
    Move,
    Subunit,
    Territories,
    Territory,
    district_of,
    with_subunits,
)
from tests.sample import TODAY


def _place(code: str, parent: str, level: int, name: str) -> Territory:
    return Territory(code, parent, level, dict.fromkeys(Language, name))


def _was(name: str, year: int) -> FormerName:
    return FormerName(dict.fromkeys(Language, name), date(year, 1, 1))


PLACES = (
    _place("KG-B", "KG", 1, "Баткен облусу"),
    _place("KG-O", "KG", 1, "Ош облусу"),
    _place("KG1", "KG-B", 2, "Биринчи"),
    _place("KG2", "KG-B", 2, "Экинчи"),
    _place("KG3", "KG-O", 2, "Үчүнчү"),
    _place("TJ-KT", "TJ", 1, "вилояти Хатлон"),
)
PLAIN = Territories({place.code: place for place in PLACES})
# KG8 went into KG9, KG9 into KG1; KG2 came from another region; KG3 bore another name
HISTORY = History(
    successors={"KG8": "KG9", "KG9": "KG1"},
    former_names={
        "KG8": (_was("Сегизинчи", 2031),),
        "KG9": (_was("Тогузунчу", 2033),),
        "KG3": (_was("Эски", 2032),),
    },
    moves={"KG2": (Move(date(2032, 7, 1), "KG-O", "KG-B"),)},
)
TERRITORIES = replace(PLAIN, history=HISTORY)
SEATED = with_subunits(TERRITORIES, [Subunit("KG1/1", "Ак-Суу"), Subunit("KG8/2", "Кара-Суу")])


@pytest.mark.parametrize(
    ("code", "living"), [("KG8", "KG1"), ("KG9", "KG1"), ("KG1", "KG1"), ("nowhere", "nowhere"), ("", "")]
)
def test_a_merged_code_leads_to_the_living_one(code: str, living: str) -> None:
    """However many hops there are; a living or an unknown code stays."""
    assert TERRITORIES.current(code) == living


def test_mergers_in_a_circle_come_to_an_end() -> None:
    """The proof-reader refuses a circle; the rules don't hang on one."""
    astray = replace(PLAIN, history=History(successors={"KG8": "KG9", "KG9": "KG8"}))

    assert astray.get("KG8") is None


def test_a_home_that_was_merged_is_a_home() -> None:
    """Who is at home in a merged district sees its successor, with the way up."""
    assert TERRITORIES.get("KG8") == TERRITORIES.by_code["KG1"]
    assert [place.code for place in TERRITORIES.path("KG8")] == ["KG-B", "KG1"]
    assert PLAIN.get("KG8") is None


def test_conditions_hold_over_a_merger() -> None:
    """A condition on the successor holds for old homes, and one that still names the old code for new ones."""
    here, there, elsewhere = (Condition(territory=frozenset({code})) for code in ("KG1", "KG8", "KG2"))

    for home in ("KG1", "KG8", "KG9"):
        assert here.holds(Citizenship.KG, TERRITORIES.codes(home))
        assert there.holds(Citizenship.KG, TERRITORIES.codes(home))
        assert not elsewhere.holds(Citizenship.KG, TERRITORIES.codes(home))
    assert not there.holds(Citizenship.KG, TERRITORIES.codes("KG2"))


def test_figures_of_merged_districts_add_up_in_the_successor() -> None:
    """Counters keep the codes under which people were counted; summed by current code, nobody is lost."""
    homes = ["KG1", "KG8", "KG8", "KG9", "KG2", ""]
    counters: Counter[Contribution] = Counter()
    for home in homes:
        counters.update(contributions(replace(enrol(Learner(Language.KY), TODAY), home=home)))

    sums: Counter[str] = Counter()
    for contribution, people in counters.items():
        if contribution.figure == ENROLLED:
            sums[TERRITORIES.current(contribution.territory)] += people

    assert counters[Contribution("KG8", TODAY, ENROLLED)] == 2
    assert sums == {"KG1": 4, "KG2": 1, "": 1}
    assert sums.total() == len(homes)
    assert sums["KG1"] == sum(homes.count(code) for code in TERRITORIES.homes("KG1"))


def test_all_homes_of_a_place_are_known() -> None:
    """The place, what lies below it, sub-units, and all that was merged into any of them."""
    assert SEATED.homes("KG1") == {"KG1", "KG8", "KG9", "KG1/1", "KG8/2"}
    assert SEATED.homes("KG8") == SEATED.homes("KG1")
    assert SEATED.homes("KG-B") == {"KG-B", "KG2"} | SEATED.homes("KG1")
    assert SEATED.homes("KG") == {"KG", "KG-O", "KG3"} | SEATED.homes("KG-B")
    assert SEATED.homes("nowhere") == {"nowhere"}


def test_former_names_are_found() -> None:
    """A place is found by what it was called, and by the names of what was merged into it."""
    names = {place.code: TERRITORIES.spellings(place.code) for place in TERRITORIES.below("KG")}

    assert rank("эски", names, 5) == ("KG3",)
    assert rank("segizinchi", names, 5) == ("KG1",)
    assert rank("үчүнчү", names, 5) == ("KG3",)
    assert [(name.names[Language.KY], name.until.year) for name in TERRITORIES.former_names("KG8")] == [
        ("Сегизинчи", 2031),
        ("Тогузунчу", 2033),
    ]


def test_a_place_lies_where_it_lay_on_a_day() -> None:
    """Before its move in the old region, from that day on in the new one."""
    assert TERRITORIES.parent_on("KG2", date(2032, 6, 30)) == "KG-O"
    assert TERRITORIES.parent_on("KG2", date(2032, 7, 1)) == "KG-B"
    assert TERRITORIES.parent_on("KG3", date(2000, 1, 1)) == "KG-O"
    assert TERRITORIES.parent_on("nowhere", TODAY) is None


def test_a_subunit_lies_in_its_district() -> None:
    """Its way up and its conditions are those of the district, and it has one name for all."""
    assert [place.code for place in SEATED.path("KG1/1")] == ["KG-B", "KG1", "KG1/1"]
    assert {"KG1/1", "KG1", "KG-B", "KG"} <= SEATED.codes("KG1/1")
    assert SEATED.path("KG1/1")[-1].level == 3
    assert set(SEATED.path("KG1/1")[-1].names.values()) == {"Ак-Суу"}
    assert set(SEATED.path("KG1/1")[-1].names) == set(Language)


def test_a_subunit_follows_its_district_into_a_merger() -> None:
    """Its code stays, what it lies in is the successor."""
    assert [place.code for place in SEATED.path("KG8/2")] == ["KG-B", "KG1", "KG8/2"]
    assert [place.code for place in SEATED.subunits("KG1")] == ["KG1/1", "KG8/2"]
    assert SEATED.subunits("KG8") == SEATED.subunits("KG1")
    assert SEATED.current(district_of("KG8/2")) == "KG1"


def test_lists_of_homes_show_no_subunits() -> None:
    """They are reached by a link; the rest of the tree is as it was."""
    assert list(SEATED.below("KG")) == list(PLAIN.below("KG"))
    assert SEATED.children("KG1") == ()
    assert SEATED.subunits("KG-B") == ()


@pytest.mark.parametrize("code", ["KG1", "KG1/", "KG1/0", "KG1/01", "KG1/x", "KG1/1/2", "/1"])
def test_a_code_of_another_form_is_no_subunit(code: str) -> None:
    """A district and a number are wanted."""
    with pytest.raises(ValueError, match="no code of a sub-unit"):
        with_subunits(TERRITORIES, [Subunit(code, "Ак-Суу")])


def test_a_subunit_of_nowhere_is_left_out() -> None:
    """Nobody could be led to it."""
    assert with_subunits(PLAIN, [Subunit("KG7/1", "Ак-Суу")]) == PLAIN


def test_suggestions_are_names_and_nothing_else() -> None:
    """Communities are told of a district, and are neither homes nor counted."""
    known = _place("KG1-1", "KG1", 3, "Ак-Суу")
    territories = replace(TERRITORIES, communities={"KG1": (known,)})

    assert territories.suggestions("KG1") == territories.suggestions("KG8") == (known,)
    assert territories.suggestions("KG2") == ()
    assert territories.get(known.code) is None
    assert known.code not in territories.homes("KG")
