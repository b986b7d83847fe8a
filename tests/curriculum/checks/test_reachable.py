"""A lesson may be for some passports only, but then wholly."""

from pathlib import Path

import pytest

from tests.curriculum import sample_content
from tests.curriculum.proofread import MODULE, found

CARDS = ("why}", "term, facts: [registration-term]}", "host, facts: [host-duty]}", "agree}")
KG = "when: {citizenship: [KG]}"


def for_kyrgyzstan(*, questions: bool = True, action: bool = True) -> str:
    """The lesson for one passport: each card, and if wished its questions and its action."""
    text = sample_content.files()[MODULE].replace("[other, KG]", "[KG]")
    for card in CARDS[: 3 + action]:
        text = text.replace(f"key: {card}", f"key: {card[:-1]}, {KG}}}")
    for key in ("how-many-days", "host-refuses") if questions else ():
        text = text.replace(f"      - key: {key}\n", f"      - key: {key}\n        {KG}\n")
    return text


def test_a_lesson_for_some_passports_is_noted(tmp_path: Path) -> None:
    """It is no mistake: it is not listed for the others."""
    content = sample_content.write(tmp_path, {MODULE: for_kyrgyzstan()})

    assert found(content, "reachable") == [(MODULE, 4, "note")]
    assert found(content, "action_last") == []


@pytest.mark.parametrize(
    ("lesson", "rule"),
    [
        (for_kyrgyzstan(questions=False), "reachable"),
        (for_kyrgyzstan(action=False), "reachable"),
        (for_kyrgyzstan().replace(f"agree, {KG}", "agree, when: {citizenship: [TJ]}"), "action_last"),
    ],
)
def test_a_lesson_that_is_for_somebody_by_half_is_a_mistake(lesson: str, rule: str, tmp_path: Path) -> None:
    """Questions without cards, cards without questions, an action that its readers do not see."""
    content = sample_content.write(tmp_path, {MODULE: lesson})

    assert "error" in {severity for _, _, severity in found(content, rule)}


def test_a_lesson_for_nobody_is_a_mistake(tmp_path: Path) -> None:
    """Such as one whose every card asks for a home in a district: nobody is asked before he reads."""
    nowhere = (
        for_kyrgyzstan()
        .replace(KG, "when: {territory: [KG-B]}")
        .replace("{citizenship: [KG]}", "{territory: [KG-B]}")
    )
    content = sample_content.write(tmp_path, {MODULE: nowhere})

    assert (MODULE, 4, "error") in found(content, "reachable")
