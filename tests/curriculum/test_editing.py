"""Words are put into YAML, and nothing else in the file changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.editing import EditError, with_words
from curriculum.source import parse

FILE = """\
# the words of a lesson
title: Старое   # a remark
lessons:
  first-days:
    title: "В кавычках"
    cards:
      # before a card
      why: |
        Первая строка.

        Вторая строка.

      term: простое слово
      act: |-
        Сделайте.
    questions:
      how: {text: 'один', options: {a: {text: да, reply: "нет: так"}}}
  second: {title: Другое}
"""
PLACES = [
    ("title",),
    ("lessons", "first-days", "title"),
    ("lessons", "first-days", "cards", "why"),
    ("lessons", "first-days", "cards", "term"),
    ("lessons", "first-days", "cards", "act"),
    ("lessons", "first-days", "questions", "how", "text"),
    ("lessons", "first-days", "questions", "how", "options", "a", "reply"),
    ("lessons", "second", "title"),
]
ORDER = [
    *PLACES[:4],
    ("lessons", "first-days", "cards", "new"),
    *PLACES[4:6],
    ("lessons", "first-days", "questions", "how", "options", "b", "text"),
]
LETTERS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=60
)
WORDS = st.one_of(
    LETTERS,
    st.lists(LETTERS, min_size=1, max_size=4).map("\n".join),
    st.sampled_from(
        [
            "- a",
            "* b",
            "{c}",
            "a: b",
            "a #b",
            "'",
            '"',
            "|",
            "> x",
            "yes",
            "12",
            "~",
            "&a",
            "%x",
            "@x",
            "`x`",
            "\\n",
        ]
    ),
).filter(
    lambda words: (
        bool(words.strip()) and parse("", "a: |\n  " + words.strip().replace("\n", "\n  ")).data is not None
    )
)


def at(data, path):
    """What stands under a key path."""
    for step in path:
        data = data[step]
    return data


@given(st.sampled_from(PLACES), WORDS)
def test_words_are_read_back_and_all_else_stays(path, words):
    """Whatever is written, it reads back as it is; every other line of the file is the same, byte for byte."""
    try:
        after = with_words(FILE, path, words)
    except EditError:
        return
    read = parse("", after).data
    assert at(read, path).strip() == words.strip()
    for other in PLACES:
        if other != path:
            assert at(read, other) == at(parse("", FILE).data, other)
    before_lines, after_lines = FILE.splitlines(), after.splitlines()
    kept = [line for line in before_lines if line in after_lines]
    assert len(before_lines) - len(kept) <= 3
    assert "# the words of a lesson" in after
    assert "      # before a card" in after


@given(
    st.sampled_from(PLACES[:5]),
    st.sampled_from(["Слово.", "Две строки.\n\nИ ещё: одна.", "a #b", "- a", "{c} и [d]"]),
)
def test_usual_words_can_always_be_written(path, words):
    """An edit is refused only for what no author writes."""
    assert at(parse("", with_words(FILE, path, words)).data, path).strip() == words


@pytest.mark.parametrize(
    ("path", "words", "line"),
    [
        (PLACES[0], "Новое", "title: Новое   # a remark"),
        (PLACES[1], "Новое", '    title: "Новое"'),
        (PLACES[3], "новое: так", '      term: "новое: так"'),
        (PLACES[5], "два", "      how: {text: 'два', options: {a: {text: да, reply: \"нет: так\"}}}"),
    ],
)
def test_style_is_kept_where_it_can_be(path, words, line):
    """Plain stays plain, quoted stays quoted, a remark stays."""
    assert line in with_words(FILE, path, words).splitlines()


def test_missing_key_comes_in_its_place():
    """After the card before it, with the same indentation."""
    after = with_words(FILE, ("lessons", "first-days", "cards", "new"), "Слово", ORDER)
    lines = after.splitlines()
    assert lines.index("      new: |") == lines.index("      term: простое слово") + 1
    in_flow = with_words(
        FILE, ("lessons", "first-days", "questions", "how", "options", "b", "text"), "Слово", ORDER
    )
    assert at(parse("", in_flow).data, ("lessons", "first-days", "questions", "how", "options", "b")) == {
        "text": "Слово"
    }


def test_file_that_cannot_be_read_is_refused():
    """Nothing is written into a broken file."""
    with pytest.raises(EditError, match="mend it first"):
        with_words("a: [", ("a",), "x")
