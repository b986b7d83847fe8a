"""Who may look where, who may give and take seats, and what an offer needs."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from learning.course import Language
from learning.seat import (
    DAYS_TO_TAKE,
    OPERATOR,
    Invitation,
    Role,
    Seat,
    givers_needed,
    hand_over,
    in_scope,
    invite,
    may_revoke,
)
from learning.territory import COUNTRIES, History, Subunit, Territories, Territory, with_subunits
from tests.sample import TODAY, words

PLACES = Territories(
    {
        code: Territory(code, parent, level, words(code))
        for code, parent, level in (
            ("KG-B", "KG", 1),
            ("KG-O", "KG", 1),
            ("KG1", "KG-B", 2),
            ("KG2", "KG-B", 2),
            ("KG3", "KG-O", 2),
            ("TJ-SU", "TJ", 1),
            ("TJ1", "TJ-SU", 2),
        )
    },
    history=History(successors={"KG8": "KG9", "KG9": "KG1", "KG-X": "KG-B"}),
)
ALL = with_subunits(
    PLACES, [Subunit("KG1/1", "Ак-Суу"), Subunit("KG8/1", "Кара-Суу"), Subunit("KG2/1", "Көк")]
)
# What lies in what, written out by hand: the codes of living and of merged places
INSIDE = {
    "KG": {"KG", "KG-B", "KG-O", "KG1", "KG2", "KG3", "KG8", "KG9", "KG-X", "KG1/1", "KG8/1", "KG2/1"},
    "TJ": {"TJ", "TJ-SU", "TJ1"},
    "UZ": {"UZ"},
    "KG-B": {"KG-B", "KG-X", "KG1", "KG2", "KG8", "KG9", "KG1/1", "KG8/1", "KG2/1"},
    "KG-O": {"KG-O", "KG3"},
    "TJ-SU": {"TJ-SU", "TJ1"},
    "KG1": {"KG1", "KG8", "KG9", "KG1/1", "KG8/1"},
    "KG2": {"KG2", "KG2/1"},
    "KG3": {"KG3"},
    "TJ1": {"TJ1"},
    "KG1/1": {"KG1/1"},
    "KG8/1": {"KG8/1"},
    "KG2/1": {"KG2/1"},
}
EVERYWHERE = sorted(INSIDE["KG"] | INSIDE["TJ"] | INSIDE["UZ"])
STRANGE = ["", "/", "KG1/2", "KG1/", "/1", "RU", "K", "KG1/1/1", "'; --", "KG2/0", "kg1"]


def seat(territory: str, role: Role = Role.LEAD, number: int = 1) -> Seat:
    """A seat for a territory, given by an operator."""
    return Seat(number, territory, role, OPERATOR, TODAY)


@pytest.mark.parametrize("own", sorted(INSIDE))
def test_a_seat_sees_its_territory_and_all_below_it(own: str) -> None:
    """Countries, regions, districts, sub-units and what was merged into any of them; nothing beside or above."""
    assert {code for code in EVERYWHERE if in_scope(seat(own), code, ALL)} == INSIDE[own]


@pytest.mark.parametrize("role", Role)
def test_scope_is_the_same_for_both_roles(role: Role) -> None:
    """Who only reads sees as far as who leads."""
    assert {code for code in EVERYWHERE if in_scope(seat("KG-B", role), code, ALL)} == INSIDE["KG-B"]


@given(own=some.sampled_from(EVERYWHERE), asked=some.sampled_from(STRANGE) | some.text(max_size=8))
def test_what_is_no_place_is_in_nobodys_scope(own: str, asked: str) -> None:
    """A code that is made up, of another country, or of a sub-unit that nobody has named."""
    assert not in_scope(seat(own), asked, ALL) or asked in EVERYWHERE


@pytest.mark.parametrize("own", [*STRANGE, "KG7"])
def test_a_seat_for_no_place_sees_nothing(own: str) -> None:
    """Not even the place that it names."""
    assert not [code for code in (*EVERYWHERE, own) if in_scope(seat(own), code, ALL)]


def test_a_seat_follows_its_place_through_a_merger() -> None:
    """The seat of a district that was merged sees what its place lives on in, and all of that."""
    assert {code for code in EVERYWHERE if in_scope(seat("KG8"), code, ALL)} == INSIDE["KG1"]
    assert {code for code in EVERYWHERE if in_scope(seat("KG-X"), code, ALL)} == INSIDE["KG-B"]


def test_only_who_leads_gives_and_only_below_himself() -> None:
    """Never the own territory by whatever code, never one beside or above, never for who only reads."""
    given_by = seat("KG-B", number=7)
    offer = invite(given_by, "KG1", Role.READ, ALL, TODAY)
    assert offer == Invitation("KG1", Role.READ, 7, TODAY + DAYS_TO_TAKE, ("seat-7",))
    for territory in ("KG-B", "KG-X", "KG", "KG-O", "KG3", "TJ1", "KG1/2", "nowhere", ""):
        assert invite(given_by, territory, Role.READ, ALL, TODAY) is None, territory
    assert invite(replace(given_by, role=Role.READ), "KG1", Role.READ, ALL, TODAY) is None


def test_an_offer_can_be_taken_for_a_week() -> None:
    """Also on its last day; not on the day after."""
    offer = invite(seat("KG-B"), "KG1", Role.READ, ALL, TODAY)
    assert offer is not None
    assert offer.stands(COUNTRIES, TODAY + DAYS_TO_TAKE)
    assert not offer.stands(COUNTRIES, TODAY + DAYS_TO_TAKE + timedelta(days=1))


def test_a_whole_country_needs_two_givers() -> None:
    """Two different ones: the same one twice is one. Anything smaller needs one."""
    offer = Invitation("KG", Role.READ, OPERATOR, TODAY, ("operator-anna",))
    assert givers_needed(offer, COUNTRIES) == 2
    assert not offer.stands(COUNTRIES, TODAY)
    assert not replace(offer, givers=("operator-anna", "operator-anna")).stands(COUNTRIES, TODAY)
    assert replace(offer, givers=("operator-anna", "operator-boris")).stands(COUNTRIES, TODAY)
    assert not replace(offer, givers=()).stands(COUNTRIES, TODAY)
    assert replace(offer, territory="KG-B").stands(COUNTRIES, TODAY)


def test_handing_over_offers_the_same_seat() -> None:
    """One giver is enough, for a country too: who gave it is not asked again."""
    own = seat("KG", number=4)
    offer = hand_over(own, TODAY)
    assert (offer.seat, offer.territory, offer.role) == (4, "KG", Role.LEAD)
    assert givers_needed(offer, COUNTRIES) == 1
    assert offer.stands(COUNTRIES, TODAY)


@pytest.mark.parametrize("own", sorted(INSIDE))
def test_a_seat_takes_back_what_lies_below_it_and_nothing_else(own: str) -> None:
    """Not itself, not one of the same place, not one above; and who only reads takes nothing back."""
    others = [seat(code, number=2) for code in EVERYWHERE]
    below = {code for code in INSIDE[own] if ALL.current(code) != ALL.current(own)}
    assert {other.territory for other in others if may_revoke(seat(own), other, ALL)} == below
    assert not [other for other in others if may_revoke(seat(own, Role.READ), other, ALL)]


def test_names_of_places_decide_nothing() -> None:
    """A region that bears the code of another as its name is still only itself."""
    twin = Territory("KG-T", "KG", 1, dict.fromkeys(Language, "KG-B"))
    places = replace(PLACES, by_code={**PLACES.by_code, "KG-T": twin})
    assert not in_scope(seat("KG-T"), "KG1", places)
