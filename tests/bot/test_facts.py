"""`safar facts` and `safar impact` as they are typed."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from tests.curriculum import sample_content


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return sample_content.write(tmp_path)


def safar(content: Path, *words: str) -> Result:
    """Type a command."""
    return CliRunner().invoke(app, [*words, "--content", str(content)])


def keys(done: Result) -> list[str]:
    """The facts that were told, from JSON."""
    return [fact["key"] for fact in json.loads(done.stdout)]


@pytest.mark.parametrize(
    ("today", "words", "found"),
    [
        ("2026-11-24", [], ["registration-term", "host-duty"]),
        ("2026-12-02", ["--due"], []),
        ("2026-12-03", ["--due"], ["registration-term", "host-duty"]),
        ("2026-12-02", ["--due", "--within", "61"], ["registration-term", "host-duty"]),
        ("2027-02-01", ["--past"], []),
        ("2027-02-02", ["--past"], ["registration-term", "host-duty"]),
        ("2027-02-02", ["--due"], []),
        ("2026-11-24", ["--law", "статья 22"], ["host-duty"]),
        ("2026-11-24", ["--law", "Уголовный"], []),
    ],
)
def test_facts_are_chosen_by_day_and_law(
    today: str, words: list[str], found: list[str], content: Path
) -> None:
    """The day before, the day, the day after; and by words of the law."""
    done = safar(content, "facts", "--today", today, "--format", "json", *words)

    assert (done.exit_code, keys(done)) == (0, found)


def test_a_fact_is_told_with_values_law_and_days(content: Path) -> None:
    """All that an author has to know, in one place."""
    text = safar(content, "facts", "--today", "2027-02-02").stdout

    for words in (
        "registration-term  [past review]  (facts.yaml:1)",
        "KG 30 days",
        "TJ: Соглашение",
        "medium",
    ):
        assert words in text
    assert "true as of 2023; not checked by a body; review by 2027-02-01" in text
    assert "2 of 2 facts: 0 good, 0 due for review, 2 past review" in text


def test_facts_are_grouped_by_law(content: Path) -> None:
    """Under each law stand the facts that rest on it, with the passports it stands for."""
    lines = safar(content, "facts", "--by-law", "--today", "2026-11-24").stdout.splitlines()

    assert lines[lines.index("109-ФЗ, статья 22") + 1].strip().startswith("host-duty")
    assert lines[lines.index("Соглашение") + 1].strip().startswith("registration-term (UZ 15 days)")


def test_expired_and_withdrawn_facts_are_past(tmp_path: Path) -> None:
    """They are told as what they are, also before their review."""
    content = sample_content.broken(
        tmp_path,
        "facts.yaml",
        "confidence: high",
        "confidence: high\n  expires: 2026-11-24\n  withdraw_by: 2026-11-25",
    )
    states = {
        today: json.loads(safar(content, "facts", "--past", "--today", today, "--format", "json").stdout)
        for today in ("2026-11-23", "2026-11-24", "2026-11-25")
    }

    assert [[fact["state"] for fact in found] for found in states.values()] == [
        [],
        ["expired"],
        ["withdrawn"],
    ]


def test_impact_is_told_in_text_and_as_json(content: Path) -> None:
    """The same places in both."""
    text = safar(content, "impact", "registration-term").stdout
    plain = json.loads(safar(content, "impact", "registration-term", "--format", "json").stdout)

    assert "modules/05-registration/module.yaml:8: card" in text
    assert "papers: none in this version" in text
    assert f"{len(plain['dependants'])} places rest on it" in text
    assert {d["what"] for d in plain["dependants"]} == {"card", "question", "option", "reply"}


def test_an_unknown_key_ends_in_one_line(content: Path) -> None:
    """Exit status 2, and what may be meant."""
    done = safar(content, "impact", "host-dutty")

    assert done.exit_code == 2 and done.stdout == ""
    assert done.stderr.strip() == "there is no fact, contact or term `host-dutty`; did you mean `host-duty`?"
