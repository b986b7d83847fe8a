"""Confirmations that are signed."""

import json
from datetime import date
from pathlib import Path

import curriculum
from curriculum import FactRow
from curriculum.confirmations import to_sign
from tests.curriculum import sample_content


def test_what_is_signed_names_fact_words_body_and_day(tmp_path: Path) -> None:
    """Whoever signs is handed exactly that, and the signature is kept beside it."""
    content = sample_content.write(tmp_path)
    digest = curriculum.facts(content, date(2026, 11, 24))[0].digest
    signed: list[bytes] = []

    def sign(words: bytes) -> str:
        signed.append(words)
        return "signature"

    row = FactRow("registration-term", digest, "row 1")
    taken, refused = curriculum.confirm_facts(content, [row], "A body", date(2026, 11, 20), sign)

    assert (taken, refused) == (["registration-term"], [])
    assert signed == [to_sign("registration-term", "A body", date(2026, 11, 20), digest)]
    for part in ("registration-term", digest, "A body", "2026-11-20"):
        assert part.encode() in signed[0]
    kept = json.loads((content / "locks/confirmations.json").read_text("utf-8"))
    assert kept["registration-term"]["signature"] == "signature"


def test_a_later_confirmation_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    """And other facts keep theirs."""
    content = sample_content.write(tmp_path)
    rows = [FactRow(f.key, f.digest, "row") for f in curriculum.facts(content, date(2026, 11, 24))]
    curriculum.confirm_facts(content, rows, "First", date(2026, 11, 1))
    curriculum.confirm_facts(content, rows[:1], "Second", date(2026, 11, 2))

    facts = curriculum.facts(content, date(2026, 11, 24))
    assert [(f.checked_by, f.checked_on) for f in facts] == [
        ("Second", date(2026, 11, 2)),
        ("First", date(2026, 11, 1)),
    ]
