"""Translations are held to their source by hashes: every state, and what keeps a translation from being shown."""

import json
from datetime import date
from pathlib import Path

import pytest

from curriculum import AcceptError, State, Weight, accept, check, load_course, mark, translations, unmarked
from curriculum.manuscript import read_manuscript
from curriculum.states import standings, unsettled
from learning.course import Citizenship, Language
from tests.curriculum import sample_content

ON = date(2026, 11, 24)
MODULE = "modules/05-registration"
CARD = "lessons.first-days.cards.term"
KEY = f"{MODULE}:{CARD}"
WRITTEN = (Language.RU, Language.KY, Language.TG, Language.UZ)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The sample, with every word accepted."""
    folder = sample_content.write(tmp_path)
    for language in WRITTEN:
        accept(folder, language)
    return folder


def edit(content: Path, file: str, old: str, new: str) -> None:
    """Change a file of the content as an author would."""
    path = content / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def states(content: Path) -> dict[tuple[str, str], State]:
    """The states that are not "current", by segment and language."""
    return {
        (f"{s.folder}:{s.name}", s.language.value): s.state
        for s in translations(content)
        if s.state is not State.CURRENT
    }


def change_russian(content: Path) -> None:
    """A word more in the Russian card."""
    russian = next(s.text for s in translations(content) if s.name == CARD and s.language is Language.RU)
    edit(content, f"{MODULE}/ru.yaml", russian.splitlines()[0], f"{russian.splitlines()[0]} Это важно.")


def test_accepted_words_are_current(content):
    """Once all is accepted, nothing waits, and accepting again changes nothing."""
    assert states(content) == {}
    assert all(accept(content, language) == 0 for language in WRITTEN)


def test_what_is_left_out_as_settled_is_current(content):
    """Whatever is changed: only words that stand as they were accepted, or are missing, are passed over."""
    for name in (f"{MODULE}/ru.yaml", f"{MODULE}/tg.yaml", "facts.yaml"):
        text = (content / name).read_text("utf-8")
        (content / name).write_text(
            text.replace("Идите", "Ступайте").replace("равед", "биёед").replace("days: 30", "days: 31"),
            "utf-8",
        )
        manuscript = read_manuscript(content, date.min)
        told = {(s.folder, s.path, s.language): s for s in unsettled(manuscript)}
        everything = {(s.folder, s.path, s.language): s for s in standings(manuscript)}

        assert told == {key: s for key, s in everything.items() if key in told}
        assert {s.state for key, s in everything.items() if key not in told} <= {State.CURRENT, State.MISSING}


def test_never_accepted_words_are_new(tmp_path):
    """Without locks all is new; nothing is withheld for that."""
    folder = sample_content.write(tmp_path)
    assert set(states(folder).values()) == {State.NEW}
    assert load_course(folder).title.keys() == set(Language)


def test_change_that_nobody_weighed_is_withheld_and_told(content):
    """Until somebody says how much a change matters, it is treated as the worst, and the check asks for it."""
    change_russian(content)
    assert states(content) == {(KEY, language.value): State.UNMARKED for language in WRITTEN}
    assert [change.key for change in unmarked(content)] == [KEY]
    told = [f for f in check(content, ON) if f.rule == "translations_current"]
    assert [(f.file, f.severity.value) for f in told] == [(f"{MODULE}/ru.yaml", "warning")]
    assert KEY in str(told[0].cure)


@pytest.mark.parametrize("weight", list(Weight))
def test_marked_change_makes_exactly_its_translations_stale(content, weight):
    """Each translation of the segment is stale by the weight given, in each language; nothing else is."""
    change_russian(content)
    assert mark(content, weight, [KEY], ON) == 1
    wanted = {
        (KEY, language.value): State(weight.value) for language in WRITTEN if language is not Language.RU
    }
    assert states(content) == wanted
    accept(content, Language.KY, [KEY])
    assert states(content) == {key: state for key, state in wanted.items() if key[1] != "ky"}


def test_old_source_is_kept_until_nobody_rests_on_it(content):
    """The translator is shown the words that he translated; accepted, they are let go."""
    old = next(s.source for s in translations(content) if s.name == CARD)
    change_russian(content)
    mark(content, Weight.MEANING, None, ON)
    standing = {s.language: s for s in translations(content) if s.name == CARD}
    assert standing[Language.TG].old_source == old
    assert standing[Language.TG].source != old
    for language in WRITTEN:
        accept(content, language)
    assert old not in json.loads((content / MODULE / "locks/ru.json").read_text("utf-8"))["words"].values()


def test_heaviest_of_several_changes_counts(content):
    """A change of law is not forgotten because a slip was mended after it."""
    change_russian(content)
    mark(content, Weight.LEGAL, None, ON)
    change_russian(content)
    mark(content, Weight.WORDING, None, ON)
    assert set(states(content).values()) == {State.LEGAL}


def test_change_taken_back_leaves_nothing_stale(content):
    """The same text again is the same text."""
    before = (content / MODULE / "ru.yaml").read_text("utf-8")
    change_russian(content)
    mark(content, Weight.LEGAL, None, ON)
    (content / MODULE / "ru.yaml").write_text(before, "utf-8")
    mark(content, Weight.WORDING, None, ON)
    assert states(content) == {}


def test_legal_change_withholds_the_translation_only(content):
    """Who reads Kyrgyz gets the Russian card; the other cards stay Kyrgyz; Russian is served in any case."""
    change_russian(content)
    mark(content, Weight.LEGAL, None, ON)
    accept(content, Language.TG, [KEY])
    cards = {card.key: card.text for card in load_course(content).modules[0].lessons[0].cards}
    assert cards["term"].keys() == {Language.RU, Language.TG}
    assert all(text.keys() == set(Language) for key, text in cards.items() if key != "term")


@pytest.mark.parametrize("weight", [Weight.WORDING, Weight.MEANING])
def test_lighter_changes_withhold_nothing(content, weight):
    """A slip of the pen must not take a card away from anybody."""
    change_russian(content)
    mark(content, weight, None, ON)
    cards = {card.key: card.text for card in load_course(content).modules[0].lessons[0].cards}
    assert cards["term"].keys() == set(Language)


def test_new_amount_is_for_review_and_withholds_nothing(content):
    """An amount changes in every language at once; each text that rests on it is marked, none is withheld."""
    edit(content, "facts.yaml", "TJ: {days: 15}", "TJ: {days: 10}")
    edit(content, f"{MODULE}/module.yaml", "{key: d15, value: {days: 15}}", "{key: d15, value: {days: 10}}")
    edit(content, "facts.yaml", "UZ: {days: 15}", "UZ: {days: 10}")
    found = states(content)
    assert set(found.values()) == {State.REVIEW}
    assert {key for key, _ in found} >= {KEY}
    assert unmarked(content) == []
    course = load_course(content)
    assert course.facts["registration-term"].values[Citizenship.TJ].low == 10
    assert course.modules[0].lessons[0].cards[1].text.keys() == set(Language)


def test_new_meaning_of_a_fact_must_be_weighed(content):
    """A new law behind a fact makes stale what rests on the fact, and nothing else."""
    resting = {f"{s.folder}:{s.name}" for s in translations(content)}
    edit(content, "facts.yaml", "days: 30", "working-days: 30")
    edit(content, f"{MODULE}/module.yaml", "value: {days: 30}", "value: {working-days: 30}")
    assert [change.key for change in unmarked(content)] == ["facts:registration-term"]
    mark(content, Weight.LEGAL, ["facts:registration-term"], ON)
    stale = {key for (key, _), state in states(content).items() if state is State.LEGAL}
    assert KEY in stale
    assert stale < resting
    assert "title" not in {key.partition(":")[2] for key in stale}


def test_edited_translation_waits_to_be_accepted(content):
    """A translation changed after it was accepted is served, and listed."""
    kyrgyz = next(s.text for s in translations(content) if s.name == CARD and s.language is Language.KY)
    first = kyrgyz.splitlines()[0]
    edit(content, f"{MODULE}/ky.yaml", first, f"{first} Ооба.")
    assert states(content) == {(KEY, "ky"): State.EDITED}


def test_nothing_is_accepted_over_a_change_that_nobody_weighed(content):
    """Else the change of law would be gone before anybody was told."""
    change_russian(content)
    before = (content / MODULE / "locks/ky.json").read_bytes()
    with pytest.raises(AcceptError, match=f"mark.*{CARD}"):
        accept(content, Language.KY)
    assert (content / MODULE / "locks/ky.json").read_bytes() == before


@pytest.mark.parametrize("name", ["no-such-folder", f"{MODULE}:lessons.nope"])
def test_unknown_name_is_refused(content, name):
    """A slip in a name changes nothing and says so."""
    with pytest.raises(AcceptError, match="there is no segment"):
        accept(content, Language.KY, [name])
    with pytest.raises(AcceptError, match="has not changed"):
        mark(content, Weight.WORDING, [name], ON)


def test_broken_lock_is_told_in_its_file(content):
    """A lock that a merge has broken is a mistake with a place, not a traceback."""
    (content / MODULE / "locks/ky.json").write_text("<<<<<<< HEAD", "utf-8")
    assert (f"{MODULE}/locks/ky.json", "yaml") in {(f.file, f.rule) for f in check(content, ON)}
