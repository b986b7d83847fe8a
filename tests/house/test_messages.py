"""Every sentence of the proof-reader can be said in Russian, with the same fields."""

import re
from pathlib import Path

import pytest

from curriculum.message import Message, kept, restored, say
from curriculum.messages import catalogue, translator
from curriculum.messages.sentences import mistakes, templates


def test_every_sentence_is_there_in_russian() -> None:
    """No sentence is missing, none is left over, and the fields are the same (`python -m curriculum.messages`)."""
    assert mistakes("ru") == []


def test_russian_is_russian() -> None:
    """What is said in Russian has Russian letters, but for lines that are fields alone."""
    latin = [
        said
        for said in catalogue("ru").values()
        if re.search("[a-z]", re.sub(r"\{[^}]*\}", "", said), re.IGNORECASE)
        and not re.search("[а-я]", said, re.IGNORECASE)
    ]

    assert set(latin) <= {"U+{code}, {name}"}


@pytest.mark.parametrize(
    ("code", "lacks"),
    [
        ('from curriculum.message import say\nsay("never heard of")', "never heard of"),
        ('from curriculum.message import say\nsay(f"made up")', "not written out"),
    ],
)
def test_a_missing_sentence_is_named(code: str, lacks: str, tmp_path: Path) -> None:
    """A sentence without Russian, or one that can't be looked up, is told with its file."""
    (tmp_path / "new_rule.py").write_text(code, "utf-8")

    assert [line for line in mistakes("ru", tmp_path) if line.startswith("new_rule.py") and lacks in line]


def test_another_say_is_no_sentence(tmp_path: Path) -> None:
    """A function of the same name that isn't the proof-reader's is left alone."""
    (tmp_path / "loader.py").write_text('say("title")', "utf-8")

    assert list(templates(tmp_path)) == []


def test_a_sentence_is_said_in_russian_with_its_fields() -> None:
    """Fields are filled in, and a field that is a sentence is said in Russian too."""
    message = say(
        "{wanted} is expected here, not {found}",
        wanted=say("text"),
        found=say("the number {number}", number=5),
    )

    assert message == "text is expected here, not the number 5"
    assert message.said(translator("ru")) == "здесь ожидается текст, а не число 5"


def test_braces_in_a_field_stay() -> None:
    """What an author wrote is never taken for a field."""
    assert say("unknown key `{name}`", name="{x}").said(translator("ru")) == "незнакомый ключ `{x}`"


def test_a_kept_sentence_is_the_same() -> None:
    """A sentence that went through JSON is the same sentence, with its fields."""
    message = say("{wanted} is expected here, not {found}", wanted=say("text"), found="x")
    again = restored(kept(message))

    assert (
        isinstance(again, Message) and again == message and again.said(translator("ru")).startswith("здесь")
    )
