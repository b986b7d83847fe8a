"""A release is made whole or not at all, is never touched again, and tells exactly whom it concerns what has changed."""

from datetime import date
from pathlib import Path

import pytest

from curriculum import (
    ContentError,
    Released,
    ReleaseRefused,
    Weight,
    accept,
    approve,
    current,
    load_release,
    manifest,
    mark,
    numbers,
    release,
    rollback,
)
from learning.course import Citizenship, Course, Language
from tests.curriculum import sample_content

TODAY = date(2026, 11, 24)
MODULE = "modules/05-registration"
STRUCTURE = f"{MODULE}/module.yaml"
WRITTEN = (Language.RU, Language.KY, Language.TG, Language.UZ)
ALL = frozenset(Citizenship)
TITLES = [sample_content.WORDS[language.value]["title"] for language in WRITTEN]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The sample, every word accepted."""
    folder = sample_content.write(tmp_path / "content")
    accept_all(folder)
    return folder


def accept_all(content: Path) -> None:
    """Every translation is accepted as it stands."""
    for language in WRITTEN:
        accept(content, language)


def edit(content: Path, file: str, old: str, new: str) -> None:
    """Change a file of the content."""
    text = (content / file).read_text("utf-8")
    assert old in text
    (content / file).write_text(text.replace(old, new, 1), "utf-8")


def make(content: Path, *, draft: bool = True, name: str = "", dry_run: bool = False) -> Released:
    """Release the content beside it."""
    return release(content, content.parent / "releases", draft=draft, name=name, today=TODAY, dry_run=dry_run)


def course(content: Path) -> Course:
    """The course that is current."""
    releases = content.parent / "releases"
    number = current(releases)
    assert number
    return load_release(releases, number)


def test_draft_is_taught_as_a_draft(content):
    """A draft needs nobody's agreement; learners are told in each unit and language that it is one."""
    made = make(content, name="Autumn")
    assert (made.manifest.number, made.manifest.name, made.corrections) == (1, "Autumn", ())
    taught = course(content)
    assert (taught.release, taught.draft) == (1, True)
    assert set(taught.unapproved["lesson-501"]) == set(Language)
    assert {card.since for card in taught.modules[0].lessons[0].cards} == {0}


def test_final_release_names_all_that_is_missing(tmp_path):
    """Unaccepted words, a doubtful fact, bodies that were never asked: one list, and nothing is made."""
    folder = sample_content.write(tmp_path / "content")
    with pytest.raises(ReleaseRefused) as refused:
        make(folder, draft=False)
    told = "\n".join(map(str, refused.value.reasons))
    assert f"{MODULE}:lessons.first-days.cards.term is new in ky" in told
    assert "the fact host-duty is of medium confidence" in told
    assert "names no bodies" in told
    assert not (tmp_path / "releases").exists()


def test_final_release_of_what_all_have_agreed_to(content):
    """With every word accepted and every body agreed, the release is none that calls itself a draft."""
    edit(content, "course/course.yaml", "terms: [country]", "terms: [country]\nbodies: [{key: lawyer}]")
    for language, name in zip(WRITTEN, TITLES, strict=True):
        with (content / f"course/{language}.yaml").open("a", encoding="utf-8") as file:
            file.write(f"bodies: {{lawyer: {name}}}\n")
    edit(content, "facts.yaml", "confidence: medium", "confidence: high")
    accept_all(content)
    with pytest.raises(ReleaseRefused, match="lawyer has not agreed to lesson-501"):
        make(content, draft=False)
    approve(content, "lawyer", [str(content)], "L.", TODAY, TODAY, content.parent / "lawyer.pem")
    make(content, draft=False)
    taught = course(content)
    assert not taught.draft
    assert taught.unapproved == {}
    assert [a.body for a in taught.approvals["lesson-501"]] == ["lawyer"]


def test_broken_content_never_replaces_a_good_release(content):
    """An error is told with its place; the release that was current stays so."""
    make(content)
    edit(content, STRUCTURE, "right: talk-again", "right: talk-agian")
    with pytest.raises(ReleaseRefused, match=r"module\.yaml:\d+: .*talk-agian"):
        make(content)
    assert (numbers(content.parent / "releases"), current(content.parent / "releases")) == ([1], 1)
    assert [p.name for p in (content.parent / "releases").iterdir() if p.name.startswith(".")] == []


def test_same_content_is_not_released_twice(content):
    """Nothing has changed: there is nothing to tell anybody."""
    make(content)
    with pytest.raises(ReleaseRefused, match="nothing has changed since release 1"):
        make(content)


def test_trying_out_makes_nothing(content):
    """What a release would bring can be read before it is made."""
    assert make(content, dry_run=True).manifest.changes == ("the first release: 1 lessons",)
    assert not (content.parent / "releases").exists()


def test_touched_release_is_not_taught(content):
    """Each file is held to its hash: a release that somebody edited is refused at that file."""
    make(content)
    file = content.parent / "releases/0001/content/facts.yaml"
    assert file.stat().st_mode & 0o222 == 0
    file.chmod(0o644)
    file.write_text(file.read_text("utf-8").replace("days: 15", "days: 16"), "utf-8")
    with pytest.raises(ContentError, match=r"0001/content/facts\.yaml"):
        course(content)


def change_amount(content: Path) -> None:
    """The term for Tajik citizens becomes 30 days; the questions still have an option for each passport."""
    edit(content, "facts.yaml", "TJ: {days: 15}", "TJ: {days: 30}")


def test_changed_amount_corrects_exactly_those_whom_it_concerns(content):
    """One number changed: one correction, for that passport, at the cards that rest on the fact, old and new."""
    make(content)
    change_amount(content)
    made = make(content)
    assert [(c.release, c.passports, c.cards) for c in made.corrections] == [
        (2, frozenset({Citizenship.TJ}), {501: frozenset({"term"})})
    ]
    correction = made.corrections[0]
    assert "15 дней" in correction.old[Language.RU]
    assert "30 дней" in correction.new[Language.RU]
    assert "15 күн" in correction.old[Language.KY]
    assert correction.new.keys() == set(Language)
    assert "the fact registration-term for TJ: 15 days → 30 days" in made.manifest.changes
    assert course(content).corrections == made.corrections


def reword(content: Path, weight: Weight) -> None:
    """The Russian of one card is changed, and its change weighed."""
    edit(content, f"{MODULE}/ru.yaml", "host: Идите вместе", "host: Идите вместе сразу")
    mark(content, weight, None, TODAY)


def test_legal_change_of_words_corrects_and_withholds(content):
    """Everybody who saw the card is corrected; languages not made anew get the Russian words."""
    make(content)
    reword(content, Weight.LEGAL)
    accept(content, Language.TG, [MODULE])
    made = make(content)
    assert [(c.passports, c.cards) for c in made.corrections] == [(ALL, {501: frozenset({"host"})})]
    assert made.corrections[0].new.keys() == {Language.RU, Language.TG}
    assert made.corrections[0].old.keys() == set(Language)
    host = next(card for card in course(content).modules[0].lessons[0].cards if card.key == "host")
    assert host.text.keys() == {Language.RU, Language.TG}


@pytest.mark.parametrize("weight", [Weight.WORDING, Weight.MEANING])
def test_lighter_change_corrects_nobody(content, weight):
    """People are written to about law, not about style."""
    make(content)
    reword(content, weight)
    assert make(content).corrections == ()


def test_unweighed_change_is_not_released_even_as_a_draft(content):
    """Nobody knows yet whether people must be told."""
    make(content)
    edit(content, f"{MODULE}/ru.yaml", "host: Идите вместе", "host: Идите вместе сразу")
    with pytest.raises(ReleaseRefused, match="say how much that matters"):
        make(content)


def test_legal_change_of_a_question_concerns_who_passed_the_lesson(content):
    """A reply that taught the old law: the question and its right reply are told, old and new."""
    make(content)
    edit(content, f"{MODULE}/ru.yaml", "talk-again: {text: Перед дорогой, reply: Идите вместе}",
         "talk-again: {text: Перед дорогой, reply: Идите вместе всегда}")  # fmt: skip
    mark(content, Weight.LEGAL, None, TODAY)
    made = make(content)
    assert [(c.passports, c.cards) for c in made.corrections] == [(ALL, {501: frozenset()})]
    assert made.corrections[0].new[Language.RU].endswith("Идите вместе всегда")


def test_removed_and_new_cards(content):
    """A card taken out leads to the one after it; a new one knows in which release it came; others stay old."""
    make(content)
    edit(content, STRUCTURE, "- {key: host, facts: [host-duty]}", "- {key: home, facts: [host-duty]}")
    edit(content, STRUCTURE, "card: host", "card: home")
    for language in WRITTEN:
        edit(content, f"{MODULE}/{language}.yaml", "host: ", "home: ")
    made = make(content)
    taught = course(content)
    assert taught.successors == {(501, "host"): "ask"}
    assert {card.key: card.since for card in taught.modules[0].lessons[0].cards if card.since} == {"home": 2}
    assert "lesson 501: the card host is taken out, for KG, TJ, UZ, other" in made.manifest.changes
    assert "lesson 501: the card home is new, for KG, TJ, UZ, other" in made.manifest.changes
    change_amount(content)
    make(content)
    assert course(content).successors == {(501, "host"): "ask"}
    assert next(c.since for c in course(content).modules[0].lessons[0].cards if c.key == "home") == 2


def test_rollback_teaches_the_old_again_and_tells_so(content):
    """A new release with the old content: whoever was told of the change is told that it is taken back."""
    make(content, name="Autumn")
    change_amount(content)
    make(content)
    made = rollback(content.parent / "releases", None, TODAY)
    told = manifest(content.parent / "releases", 3)
    assert (made.manifest.number, told.copy_of, told.name) == (3, 1, "Autumn (again)")
    assert course(content).facts["registration-term"].values[Citizenship.TJ].low == 15
    assert [c.release for c in course(content).corrections] == [2, 3]
    assert "30 дней" in made.corrections[0].old[Language.RU]
    assert "15 дней" in made.corrections[0].new[Language.RU]


def test_rollback_to_nothing_is_refused(content):
    """There is no older release, or it is the one already taught."""
    make(content)
    for number, said in (
        (None, "no release before this one"),
        (7, "no release 7"),
        (1, "is the current one"),
    ):
        with pytest.raises(ReleaseRefused, match=said):
            rollback(content.parent / "releases", number, TODAY)
