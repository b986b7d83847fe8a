"""The vocabulary of the buttons."""

import dataclasses
from dataclasses import replace
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.certificate import Level
from learning.course import Citizenship, Language
from learning.seat import Role
from screens.intents import (
    CODES,
    LIMIT,
    AskQuestion,
    GiveAnswer,
    Intent,
    NameSubunit,
    OpenMenu,
    SetLanguage,
    ShowCard,
    ShowOffer,
    StaleButton,
    Voice,
    decode,
    encode,
    follow,
    on_route,
)

KEYS = st.from_regex(r"[a-z][a-z0-9-]{0,19}", fullmatch=True)
VALUES = {
    int: st.integers(0, 9999),
    str: KEYS,
    Language: st.sampled_from(Language),
    Citizenship: st.sampled_from(Citizenship),
    Level: st.sampled_from(Level),
    Role: st.sampled_from(Role),
}
SHORTER = {
    "option": KEYS.map(lambda key: key[:14].strip("-")),
    "route": KEYS.map(lambda key: key[:10].strip("-")),
}


def intents() -> st.SearchStrategy[Intent]:
    """Any intent with any keys; `then` is left out, it is another intent."""

    def built(kind: type[Intent]) -> st.SearchStrategy[Intent]:
        hints = get_type_hints(kind)
        names = [field.name for field in dataclasses.fields(kind) if field.name not in ("then", "so_far")]
        return st.builds(kind, **{name: SHORTER.get(name, VALUES[hints[name]]) for name in names})

    return st.sampled_from(list(CODES.values())).flatmap(built)


@given(
    intents(), st.none() | st.builds(Voice, st.sampled_from(Language), st.sampled_from([None, *Citizenship]))
)
def test_what_is_written_is_read_back(intent: Intent, voice: Voice | None) -> None:
    assert decode(encode(intent, voice)) == (intent, voice)


@given(st.text(max_size=80))
def test_forged_data_is_refused_and_nothing_else(data: str) -> None:
    try:
        decode(data)
    except StaleButton:
        return


@pytest.mark.parametrize(
    "data",
    [
        "",
        "zz",
        "c",
        "c.x.y",
        "sl.fr",
        "sp.DE",
        "c.1.a.b",
        "m~c.1",
        "c.1!xx",
        "c.1!k",
        "j.\ud8004D2345",
        "j.AB\0D2345",
    ],
)
def test_old_or_forged_buttons_are_stale(data: str) -> None:
    with pytest.raises(StaleButton):
        decode(data)


def test_the_longest_buttons_fit_sixty_four_bytes() -> None:
    key = "k" * 20
    voice = Voice(Language.UZ_CYRL, Citizenship.OTHER)
    answer = GiveAnswer(9999, 99, key, "o" * 14, "abcdef")
    back = encode(AskQuestion(9999, 99, "abcdef"))
    longest = [
        encode(answer, voice),
        encode(SetLanguage(Language.UZ_CYRL, encode(ShowCard(9999, key))), voice),
    ]
    longest.append(encode(CODES["tp"](key, encode(ShowCard(9999, key))), voice))  # type: ignore[call-arg]
    longest.append(encode(CODES["tp"](key, back), voice))  # type: ignore[call-arg]
    longest.append(encode(SetLanguage(Language.UZ_CYRL, encode(ShowOffer("s" * 22))), voice))
    longest.append(encode(NameSubunit(9999, "KG05214000000", "KG05214805010"), voice))
    assert max(len(data.encode()) for data in longest) <= LIMIT


def test_a_route_travels_with_the_steps_of_a_lesson_and_with_nothing_else() -> None:
    """Where there is no room for it the step goes without."""
    step = GiveAnswer(501, 1, "term", "d30", "ab")
    assert decode("a.501.1.term.d30.ab^leaving!kK")[0] == on_route(step, "leaving")
    assert on_route(OpenMenu(), "leaving") == OpenMenu()
    full = GiveAnswer(9999, 1, "k" * 20, "o" * 14, "abcde")
    voice = Voice(Language.UZ_CYRL, Citizenship.OTHER)
    assert len(encode(on_route(full, "r" * 10, voice), voice)) == LIMIT
    assert on_route(replace(full, so_far="abcdef"), "r" * 10, voice) == replace(full, so_far="abcdef")


@pytest.mark.parametrize("data", ["m^leaving", "c.501.term^" + "r" * 11, "rt.leaving^leaving"])
def test_a_forged_route_is_stale(data: str) -> None:
    with pytest.raises(StaleButton):
        decode(data)


def test_data_that_would_not_fit_is_refused_when_written() -> None:
    with pytest.raises(ValueError, match="bytes"):
        encode(ShowCard(1, "k" * 70))


def test_a_stale_way_back_leads_nowhere() -> None:
    assert follow("") is None
    assert follow("zz.1") is None
    assert follow("c.501.term") == ShowCard(501, "term")
