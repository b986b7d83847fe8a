"""The two checks as authors write them: read, proof-read, locked, agreed to and released as all else is."""

from datetime import date
from pathlib import Path

import pytest

from curriculum import (
    ContentError,
    Weight,
    accept,
    approve,
    check,
    impact,
    load_course,
    load_release,
    manifest,
    mark,
    places,
    release,
)
from learning import quiz
from learning.course import FIRST_CHECK, LAST_CHECK, UNSURE, Citizenship, Language
from learning.gain import gained
from learning.learner import Attempt, Learner
from learning.pairs import asked_of, enter
from tests.curriculum import sample_content
from tests.curriculum.proofread import COURSE, found

TODAY = date(2026, 11, 24)
PAIRS = "pairs/pairs.yaml"
RU, KY = "pairs/ru.yaml", "pairs/ky.yaml"
WRITTEN = (Language.RU, Language.KY, Language.TG, Language.UZ)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The sample with ten pairs, every word accepted."""
    folder = sample_content.write(tmp_path / "content", sample_content.pairs())
    for language in WRITTEN:
        accept(folder, language)
    return folder


def edit(content: Path, file: str, old: str, new: str) -> None:
    """Change a file of the content."""
    text = (content / file).read_text("utf-8")
    assert old in text
    (content / file).write_text(text.replace(old, new, 1), "utf-8")


def test_ten_pairs_are_in_order(content):
    """No rule finds anything in them but that no language has such words for keys."""
    told = [f for f in check(content, TODAY) if f.file.startswith("pairs/")]

    assert {f.rule for f in told} <= {"spelling_known", "language_right", "approvals_hold"}


def test_pairs_are_asked_before_and_after(content):
    """Both checks are lessons that only ask; "I don't know" comes last, and only the last check replies."""
    course = load_course(content)
    first, last = course.lesson(FIRST_CHECK), course.lesson(LAST_CHECK)

    assert first and last and [lesson.number for lesson in course.lessons()] == [501]
    assert [q.key for q in first.questions] == [q.key for q in last.questions]
    assert all(question.options[-1].key == UNSURE for question in (*first.questions, *last.questions))
    assert not any(o.when_right or o.when_wrong for q in first.questions for o in q.options)
    assert all(o.when_right or o.when_wrong for q in last.questions for o in q.options[:-1])
    assert {p: len(asked_of(course, p)) for p in Citizenship} == dict.fromkeys(Citizenship, 10)
    term = next(q for q in first.questions if q.key == sample_content.TERM)
    assert quiz.right_option(course, term, Citizenship.TJ) == "d15"


def test_a_course_need_not_have_pairs(tmp_path):
    """Without the folder there are no checks, and nothing is missing."""
    folder = sample_content.write(tmp_path)

    assert load_course(folder).lesson(FIRST_CHECK) is None
    assert found(folder, "ideas_paired") == []


BITES = [
    ("one_right_option", PAIRS, "right: a}, last", "right: z}, last", 2),
    ("one_right_option", PAIRS, "value: {days: 30}}], right: {fact", "value: {days: 31}}], right: {fact", 12),
    ("options_distinct", RU, "c: {text: полиция забрал}", "c: {text: Идите вместе}", 3),
    ("options_alike", RU, "a: {text: Перед дорогой}", "a: {text: Перед дорогой и ещё много слов о том же}", 3),
    ("keys_unique", PAIRS, "key: idea-b", "key: idea-a", 3),
    ("button_fits", PAIRS, "key: idea-b", "key: idea-two-of-a-long-name", 3),
    ("every_reply_present", KY, ", reply: Чогуу барыңыз}", "}", 4),
    ("words_complete", KY, "text: Жолго чыгаарда, ", "", 3),
    ("words_complete", KY, "a: {text: Жолго чыгаарда}", "a: {text: Жолго чыгаарда, reply: Чогуу}", 3),
    ("numbers_from_facts", RU, "text: Перед дорогой,", "text: Перед дорогой 30 дней,", 3),
    ("facts_named", RU, "text: Перед дорогой,", 'text: "Перед {host-duty}",', 3),
    ("card_fits", RU, "text: Перед дорогой,", f"text: {'слово ' * 60},", 3),
    ("card_fits", RU, "reply: Идите вместе", f"reply: {'слово ' * 40}", 4),
    ("met_by_somebody", PAIRS, "[KG]", "[KG, KG]", 10),
    ("reachable", PAIRS, "{citizenship: [KG]}", "{territory: [XX-1]}", 10),
    ("shape", PAIRS, "[a, b, c]", "[a, b, c, d, e, f]", 2),
    ("shape", PAIRS, "lesson: 501", "lesson: 1", 2),
    ("unknown_keys", PAIRS, "first:", "card: why, first:", 2),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "file", "old", "new", "line"), BITES)
def test_every_rule_looks_at_pairs(rule, file, old, new, line, tmp_path):
    """Broken in one place, a pair is told of by the rule that tells of questions of lessons, with file and line."""
    folder = sample_content.write(tmp_path, sample_content.pairs())
    edit(folder, file, old, new)

    assert (file, line) in {place[:2] for place in found(folder, rule)}


def test_the_right_option_moves_about_in_a_check(tmp_path):
    """In each of the two by itself."""
    files = sample_content.pairs()
    for letter in "bc":
        files[PAIRS] = files[PAIRS].replace(f"right: {letter}}}, last", "right: a}, last")
    files[PAIRS] = files[PAIRS][: files[PAIRS].index(f"  - {{key: {sample_content.TERM}")]

    assert found(sample_content.write(tmp_path, files), "right_place_varies") == [(PAIRS, 1, "warning")]


def test_lessons_have_numbers_from_a_hundred_on(tmp_path):
    """Those below are the house's own."""
    module = "modules/05-registration/module.yaml"
    folder = sample_content.broken(tmp_path, module, "number: 501", "number: 2")

    with pytest.raises(ContentError) as error:
        load_course(folder)
    assert {(f.file, f.rule) for f in error.value.findings} == {(module, "shape")}


def test_stale_words_are_withheld(content):
    """Words of a check whose Russian changed by law are shown in Russian until they are made anew."""
    edit(content, RU, "last: {text: Идите вместе", "last: {text: Идите всегда вместе")
    mark(content, Weight.LEGAL, ["pairs:pairs.idea-a.last.text"], TODAY)

    pair = load_course(content).pairs[0]

    assert set(pair.last.text) == {Language.RU}
    assert set(pair.first.text) == set(Language)


def test_a_changed_fact_touches_the_questions_that_it_decides(content):
    """Impact names both questions and the options of its value."""
    told = impact(content, "registration-term")
    names = {each.name for each in told.dependants if each.name.startswith("pairs:")}

    for half in ("first", "last"):
        here = f"pairs:pairs.{sample_content.TERM}.{half}"
        assert {f"{here}.text", f"{here}.options.d30"} <= names


def test_a_body_agrees_to_the_pairs_as_a_whole(content, tmp_path):
    """Its agreement is lost when a word of them changes."""
    edit(content, COURSE, "terms:", "bodies: [{key: lawyer}]\nterms:")
    for language, name in zip(WRITTEN, ("юрист", "юрист", "ҳуқуқшинос", "huquqshunos"), strict=True):
        with (content / f"course/{language}.yaml").open("a", encoding="utf-8") as file:
            file.write(f"bodies: {{lawyer: {name}}}\n")
        accept(content, language)
    assert approve(content, "lawyer", ["pairs"], "A. B.", TODAY, TODAY, tmp_path / "key") == ("pairs",)
    assert "pairs" not in load_course(content).unapproved

    edit(content, RU, "last: {text: Идите вместе", "last: {text: Идите туда вместе")

    assert load_course(content).unapproved["pairs"] == frozenset(Language)


def test_places_of_pairs_are_known(content):
    """So the preview can tell what is wrong with a question of a check beside it."""
    known = {span.path for span in places(content) if span.folder == "pairs" and span.language is None}

    assert {("pairs", "idea-a", "first"), ("pairs", "idea-a", "last")} <= known


def taken(course, learner, number, right):
    """A learner who has answered so many pairs right in a check, and the others wrong."""
    keys = [pair.key for pair in asked_of(course, learner.passport)]
    answers = tuple((key, "a", at < right) for at, key in enumerate(keys))
    return enter(learner, Attempt(number, 1, course.release, 60, answers), TODAY)


def test_a_release_that_words_a_pair_anew_keeps_it_paired(content):
    """What was answered in one release stands beside what is answered in the next, by the pair's key."""
    releases = content.parent / "releases"
    release(content, releases, draft=True, name="", today=TODAY)
    before = load_release(releases, 1)
    edit(content, RU, "last: {text: Идите вместе", "last: {text: Идите туда вместе")
    mark(content, Weight.MEANING, ["pairs:pairs.idea-a.last.text"], TODAY)
    edit(content, PAIRS, "key: idea-h", "key: idea-i")
    for language in WRITTEN:
        edit(content, f"pairs/{language}.yaml", "  idea-h:", "  idea-i:")
        accept(content, language)
    release(content, releases, draft=True, name="", today=TODAY)
    after = load_release(releases, 2)

    learner = Learner(Language.RU, Citizenship.KG, enrolled_on=TODAY)
    first = taken(before, learner, FIRST_CHECK, 0)
    both = gained(first, taken(after, first, LAST_CHECK, 10))

    assert {name.pair for name in both} == {
        *(f"idea-{letter}" for letter in "abcdefg"),
        "work-kg",
        "how-soon",
    }
    assert {(name.release, name.first.value, name.last.value) for name in both} == {(2, "wrong", "right")}
    told = manifest(releases, 2).changes
    assert "the pair idea-i is new" in told and "the pair idea-h is taken out" in told
    assert after.corrections == ()
