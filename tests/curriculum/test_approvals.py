"""Agreement is signed, is given to what stands there, and is lost with exactly what changes."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from curriculum import ApprovalError, Weight, accept, approve, check, load_course, mark
from learning.course import Language
from tests.curriculum import sample_content

TODAY = date(2026, 11, 24)
MODULE = "modules/05-registration"
WRITTEN = (Language.RU, Language.KY, Language.TG, Language.UZ)
BODIES = ("lawyer", "editor-ky", "editor-uz")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The sample with three bodies, every word accepted."""
    folder = sample_content.write(tmp_path / "content")
    with (folder / "course/course.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "bodies: [{key: lawyer}, {key: editor-ky, language: ky}, {key: editor-uz, language: uz}]\n"
        )
    for language, name in zip(WRITTEN, ("юрист", "юрист", "ҳуқуқшинос", "huquqshunos"), strict=True):
        with (folder / f"course/{language}.yaml").open("a", encoding="utf-8") as file:
            file.write(f"bodies: {{{', '.join(f'{body}: {name}' for body in BODIES)}}}\n")
        accept(folder, language)
    return folder


def agree(content: Path, body: str, *paths: str, on: date = TODAY, key: str = "") -> tuple[str, ...]:
    """A body agrees, with its own key."""
    key_file = content.parent / f"{key or body}.pem"
    return approve(content, body, paths or (str(content),), "Somebody", on, TODAY, key_file)


def edit(content: Path, file: str, old: str, new: str) -> None:
    """Change a file of the content."""
    text = (content / file).read_text("utf-8")
    assert old in text
    (content / file).write_text(text.replace(old, new, 1), "utf-8")


def drafts(content: Path) -> dict[str, frozenset[Language]]:
    """In which languages each unit is a draft."""
    return dict(load_course(content).unapproved)


def test_everything_is_a_draft_until_all_have_agreed(content):
    """With the lawyer alone, Kyrgyz and Uzbek (both scripts) still wait for their editors; the others are through."""
    assert set(drafts(content)) == {"course", "module-5", "lesson-501", "trouble-detained", "contacts"}
    agree(content, "lawyer")
    waiting = frozenset({Language.KY, Language.UZ, Language.UZ_CYRL})
    assert set(drafts(content).values()) == {waiting}
    agree(content, "editor-ky")
    agree(content, "editor-uz")
    assert drafts(content) == {}
    approvals = load_course(content).approvals["lesson-501"]
    assert [(a.body, a.on, a.language) for a in approvals] == [
        ("lawyer", TODAY, None),
        ("editor-ky", TODAY, Language.KY),
        ("editor-uz", TODAY, Language.UZ),
    ]


@pytest.mark.parametrize(
    ("path", "units"),
    [
        ("lesson-501", ("lesson-501",)),
        (MODULE, ("module-5", "lesson-501")),
        (f"{MODULE}/ru.yaml", ("module-5", "lesson-501")),
        ("trouble", ("trouble-detained",)),
        ("contacts/contacts.yaml", ("contacts",)),
    ],
)
def test_paths_name_units(content, path, units):
    """A folder, a file of it, or the unit itself."""
    assert agree(content, "lawyer", path) == units


def test_translation_changed_loses_its_editor_only(content):
    """A Kyrgyz word changed: the Kyrgyz editor must read the lesson again; lawyer and Uzbek editor need not."""
    for body in BODIES:
        agree(content, body)
    edit(content, f"{MODULE}/ky.yaml", "Чогуу барыңыз", "Чогуу барыңыз эми")
    assert drafts(content) == {"lesson-501": frozenset({Language.KY})}


def test_russian_changed_loses_all_who_read_it(content):
    """The Russian of one lesson changed: everybody must agree to that lesson again, and to nothing else."""
    for body in BODIES:
        agree(content, body)
    edit(content, f"{MODULE}/ru.yaml", "Идите вместе", "Идите вместе сейчас")
    assert drafts(content) == {"lesson-501": frozenset(Language)}
    warned = [f for f in check(content, TODAY) if f.rule == "approvals_hold" and f.severity == "warning"]
    assert len(warned) == len(BODIES)


def test_fact_changed_loses_the_lawyer(content):
    """An amount changed: the lawyer must agree again to what rests on it; the words did not change."""
    for body in BODIES:
        agree(content, body)
    edit(content, "facts.yaml", "UZ: {days: 15}", "UZ: {days: 30}")
    assert set(drafts(content)) == {"lesson-501"}
    assert [a.body for a in load_course(content).approvals["lesson-501"]] == ["editor-ky", "editor-uz"]


def test_phone_changed_loses_the_lawyer_where_it_is_named(content):
    """A phone changed: the directory and the card that shows it must be agreed to again, not the trouble page."""
    agree(content, "lawyer")
    edit(content, "contacts/contacts.yaml", '"112"', '"113"')
    holding = {unit for unit, given in load_course(content).approvals.items() if given}
    assert holding & {"lesson-501", "contacts"} == set()
    assert holding >= {"course", "module-5"}


def test_nobody_agrees_in_anothers_name(content):
    """A second key for the same body is refused, and nothing is written."""
    agree(content, "lawyer", "trouble")
    before = (content / "approvals/lawyer.json").read_bytes()
    agree(content, "editor-ky", "trouble")
    with pytest.raises(ApprovalError, match="not the key that lawyer has signed with"):
        agree(content, "lawyer", MODULE, key="editor-ky")
    assert (content / "approvals/lawyer.json").read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new"), [('"by": "Somebody"', '"by": "Anybody"'), ("2026-11-24", "2026-11-23")]
)
def test_forged_agreement_counts_for_nothing(content, old, new):
    """Whatever is changed in a signed entry by hand, it is an error, and the unit is a draft again."""
    agree(content, "lawyer")
    edit(content, "approvals/lawyer.json", old, new)
    found = [f for f in check(content, TODAY) if f.rule == "approvals_hold" and f.severity == "error"]
    assert [f.file for f in found] == ["approvals/lawyer.json"]


def test_key_is_private(content):
    """The key is the body's alone: readable by its owner only, and nowhere in the content."""
    agree(content, "lawyer")
    key = content.parent / "lawyer.pem"
    assert key.stat().st_mode & 0o077 == 0
    secret = key.read_text().splitlines()[1]
    assert all(secret not in file.read_text("utf-8") for file in content.rglob("*.json"))


def test_refusals_write_nothing(content):
    """Unknown body or path, an empty name, a day to come, and words that are not settled: one line each."""
    cases: list[tuple[tuple[str, ...], dict[str, Any], str]] = [
        (("nobody",), {}, "there is no body nobody; there are: lawyer"),
        (("lawyer", "nowhere"), {}, "nowhere is no unit"),
        (("lawyer",), {"on": TODAY + timedelta(1)}, "is in the future"),
    ]
    for arguments, options, said in cases:
        with pytest.raises(ApprovalError, match=said):
            agree(content, *arguments, **options)
    edit(content, f"{MODULE}/ru.yaml", "Идите вместе", "Идите вместе сейчас")
    with pytest.raises(ApprovalError, match="unmarked"):
        agree(content, "lawyer")
    mark(content, Weight.WORDING, None, TODAY)
    with pytest.raises(ApprovalError, match="is wording in ky"):
        agree(content, "editor-ky", MODULE)
    agree(content, "lawyer", MODULE)
    assert [file.name for file in (content / "approvals").iterdir()] == ["lawyer.json"]


def test_agreeing_again_replaces(content):
    """What was agreed to before and is agreed to again is kept once."""
    agree(content, "lawyer", on=TODAY - timedelta(3))
    agree(content, "lawyer")
    kept = json.loads((content / "approvals/lawyer.json").read_text("utf-8"))
    assert len(kept["given"]) == 1
    assert load_course(content).approvals["contacts"][0].on == TODAY
