"""The rules of messages to many."""

import pytest

from learning.broadcast import STEERED, Reach, Stage, Zone, awake, missing
from learning.course import Language


@pytest.mark.parametrize(
    ("hour", "may"), [(0, False), (7, False), (8, True), (20, True), (21, False), (23, False)]
)
def test_quiet_hours(hour: int, may: bool) -> None:
    """Nobody is disturbed from nine in the evening to eight in the morning."""
    assert awake(hour) is may


def test_missing_languages() -> None:
    """A text in every language, and one that says something."""
    texts = dict.fromkeys(Language, "x")
    assert missing(texts) == ()
    assert missing({**texts, Language.TG: " \n"}) == (Language.TG,)
    assert missing({}) == tuple(Language)


def test_reach_adds_up() -> None:
    """Clocks are added for a language; who doesn't get the message is no part of the total."""
    reach = Reach({(Language.KY, Zone.KG): 3, (Language.KY, Zone.UZ): 1, (Language.RU, Zone.KG): 2}, 5, 7)
    assert reach.total == 6
    assert reach.by_language() == {**dict.fromkeys(Language, 0), Language.KY: 4, Language.RU: 2}


def test_what_is_over_stays_over() -> None:
    """No way leads from done or cancelled."""
    assert {Stage.DONE, Stage.CANCELLED}.isdisjoint(was for froms in STEERED.values() for was in froms)
