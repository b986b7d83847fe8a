"""The two checks in the preview: listed, shown question by question, and played to their end."""

import json
from datetime import date
from pathlib import Path

import pytest

from learning.course import FIRST_CHECK, LAST_CHECK, UNSURE, Citizenship, Language
from learning.gain import GainInsight
from learning.insight import Insight
from learning.learner import Learner
from screens import icons
from screens.intents import GiveAnswer, decode
from tests.curriculum import sample_content
from workbench import sheets
from workbench.desk import Desk
from workbench.learned import page
from workbench.play import first_press, pressed

TODAY = date(2026, 11, 24)
GAIN = GainInsight("how-soon", Language.KY, None, 40, 30, 20, 50, 80, None, None, 50, 25, None)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The sample with ten pairs, read, and what people gained."""
    made = Desk(sample_content.write(tmp_path, sample_content.pairs()), TODAY)
    made.learned = Insight((), (), (), (GAIN,))
    made.read()
    assert made.book
    return made


def test_checks_are_listed_and_shown(desk: Desk) -> None:
    """Ten questions each, with what is marked of their words, and what people gained."""
    assert [each["number"] for each in sheets.outline(desk)["checks"]] == [FIRST_CHECK, LAST_CHECK]
    for number in (FIRST_CHECK, LAST_CHECK):
        shown = sheets.row(desk, "check", str(number), Language.KY, Citizenship.KG)
        assert [each["key"] for each in shown][-2:] == ["work-kg", "how-soon"] and len(shown) == 10
        assert {state["state"] for state in shown[0]["states"]} == {"new"}
        assert shown[-1]["learned"][0]["before"] == 30
    found = page(desk.learned, Language.KY)
    assert found and found["gains"][0]["wrongBefore"] == 50
    json.dumps(found)


def test_a_course_without_pairs_lists_no_checks(tmp_path: Path) -> None:
    """Nor shows any."""
    desk = Desk(sample_content.write(tmp_path), TODAY)
    desk.read()
    assert sheets.outline(desk)["checks"] == []
    assert sheets.row(desk, "check", "1", Language.RU, Citizenship.KG) == []


@pytest.mark.parametrize(("number", "end"), [(FIRST_CHECK, "Вы уже знаете"), (LAST_CHECK, "Верных ответов")])
def test_a_check_is_played_to_its_end(desk: Desk, number: int, end: str) -> None:
    """As a guest plays it: the first without replies."""
    assert desk.book
    learner, presses, seen = Learner(Language.RU, Citizenship.KG), 0, ""
    screen = pressed(desk.book, learner, TODAY, first_press("check", str(number)))
    while end not in screen.text and presses < 30:
        data = [button.data for row in screen.rows for button in row]
        unsure = [d for d in data if isinstance(i := decode(d)[0], GiveAnswer) and i.option == UNSURE]
        screen = pressed(desk.book, learner, TODAY, (unsure or data)[0])
        presses, seen = presses + 1, seen + screen.text
    assert end in screen.text
    assert presses == (10 if number == FIRST_CHECK else 20)
    assert (icons.UNSURE in seen) is (number == LAST_CHECK)
