"""What the proof-reader keeps: told again only while everything that it rests on is the same."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from curriculum import Finding, Severity, check, kept
from curriculum import checker as proof_reader
from curriculum.manuscript import Manuscript, Part, read_manuscript
from curriculum.message import say
from tests.curriculum import sample_content

TODAY = date(2026, 11, 23)
FOUND = [
    Finding(Severity.NOTE, "a.yaml", 1, 2, "r", say("`{key}` is not a key", key="Ё"), say("text"), "plain")
]


def test_findings_come_back_as_they_were(tmp_path: Path) -> None:
    """Sentences keep their fields, so that they can be said in another language."""
    kept.keep(tmp_path, "key", FOUND)

    [again] = kept.recall(tmp_path, "key") or []
    assert again == FOUND[0]
    assert again.said(lambda template: f"{template}!").what == "`Ё` is not a key!"


@pytest.mark.parametrize(
    "change", [lambda raw: raw[:-3], lambda raw: raw.replace("Ё", "Е"), lambda _: "", lambda _: "[]"]
)
def test_broken_kept_list_is_none(change, tmp_path: Path) -> None:
    """A list that was cut or changed is as good as none."""
    kept.keep(tmp_path, "key", FOUND)
    path = tmp_path / "key.json"
    path.write_text(change(path.read_text("utf-8")), "utf-8")

    assert kept.recall(tmp_path, "key") is None


def test_kept_list_of_another_key_is_none(tmp_path: Path) -> None:
    """A list under a name that is not its own is not believed."""
    kept.keep(tmp_path, "key", FOUND)
    (tmp_path / "key.json").rename(tmp_path / "other.json")

    assert kept.recall(tmp_path, "other") is None


def test_folder_that_can_not_be_written_is_left_alone(tmp_path: Path) -> None:
    """Without a place to keep anything the findings are told all the same."""
    (tmp_path / "file").write_text("")
    content = sample_content.broken(tmp_path / "c", "course/course.yaml", "pass_mark: 60", "pass_mark: 160")

    assert check(content, TODAY, tmp_path / "file" / "cache") == check(content, TODAY)


def test_warm_check_reads_no_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When nothing has changed, no file is read as YAML; another day or another file is another matter."""
    content, cache, read = sample_content.write(tmp_path / "c"), tmp_path / "cache", []

    def reading(content: Path, today: date) -> Manuscript:
        read.append(today)
        return read_manuscript(content, today)

    monkeypatch.setattr(proof_reader, "read_manuscript", reading)
    check(content, TODAY, cache)
    check(content, TODAY, cache)
    assert len(read) == 1
    check(content, date(2026, 11, 24), cache)
    (content / "modules" / "06-patent").mkdir()
    check(content, TODAY, cache)
    assert len(read) == 3


def test_rules_of_words_are_asked_of_changed_folders_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A save in one folder asks the rules of words of that folder; a save of the facts asks them of all."""
    content, cache, asked = sample_content.write(tmp_path / "c"), tmp_path / "cache", []
    real = proof_reader._only

    def only(whole: Manuscript, part: Part[Any]) -> Manuscript:
        asked.append(part.folder)
        return real(whole, part)

    monkeypatch.setattr(proof_reader, "_only", only)
    check(content, TODAY, cache)
    assert len(asked) == 4
    asked.clear()

    for file in ("trouble/uz.yaml", "facts.yaml"):
        path = content / file
        path.write_text(path.read_text("utf-8") + "\n", "utf-8")
        check(content, TODAY, cache)
    assert asked == ["trouble", "course", "modules/05-registration", "trouble", "contacts"]


def test_rules_of_words_find_the_same_folder_by_folder(tmp_path: Path) -> None:
    """So that keeping what they found in a folder loses nothing, and they only look at words of that folder."""
    content = sample_content.write(tmp_path)
    for file in sorted(content.rglob("uz.yaml")):
        text = file.read_text("utf-8").replace("Birga maʼqul boring", "Birga maʼqul boring!! «хай")
        file.write_text(text, "utf-8")
    manuscript = read_manuscript(content, TODAY)
    parts = [proof_reader._only(manuscript, part) for part in manuscript.parts()]

    whole = set(proof_reader._found(proof_reader.WORDS, manuscript))
    by_folder = {finding for part in parts for finding in proof_reader._found(proof_reader.WORDS, part)}

    assert whole == by_folder
    assert {"signs_plain", "pairs_closed"} <= {finding.rule for finding in whole}
    assert len({finding.file for finding in whole}) >= 3


def test_cache_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest lists go."""
    monkeypatch.setattr(kept, "MOST", 2)
    for key in "abc":
        kept.keep(tmp_path, key, FOUND)
    kept.tidy(tmp_path)

    assert len(list(tmp_path.iterdir())) == 2


def test_link_in_a_circle_is_followed_once(tmp_path: Path) -> None:
    """A folder that links to itself does not hold the check up."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").symlink_to(tmp_path)

    assert set(kept.digests(tmp_path)) == {"./", "a/"}
