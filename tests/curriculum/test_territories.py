"""What authors keep of places beside the lists: what became of them, and the communities in districts."""

import re
from datetime import date
from pathlib import Path

import pytest

from curriculum import CONTENT, ContentError, check, load_territories
from learning.course import Language
from learning.search import rank
from learning.territory import COUNTRIES, Territories
from tests.curriculum import sample_content

TODAY = date(2026, 11, 23)
HISTORY = "territories/history.yaml"
PAGE = Path(__file__).parents[2] / "docs" / "territories.md"
CHANGES = """\
changes:
  - {date: 2031-01-01, kind: merge, code: KG-B-8, into: KG-B-9, was: {ky: Сегизинчи, ru: Восьмой}}
  - {date: 2033-01-01, kind: merge, code: KG-B-9, into: KG-B-1, was: {ky: Тогузунчу}}
  - {date: 2032-01-01, kind: rename, code: KG-B-1, was: {ky: Эски}}
  - {date: 2030-01-01, kind: move, code: KG-B-1, out_of: KG-O, into: KG-B}
"""
# A second region, so that there is somewhere to move from
KG = "territories/kg.csv"
ROWS = sample_content.files()[KG] + "KG-O,1,oblast,KG,Ош облусу,,,,Ошская область\n"


def _written(folder: Path, changes: str = CHANGES, extra: dict[str, str] | None = None) -> Path:
    return sample_content.write(folder, {KG: ROWS, HISTORY: changes} | (extra or {}))


def _told(content: Path) -> list[tuple[str, int, str]]:
    return [(finding.file, finding.line, finding.rule) for finding in check(content, TODAY)]


def test_a_history_is_loaded(tmp_path: Path) -> None:
    """Mergers lead on, over several hops; names are found; a move is known by its day. The proof-reader is silent."""
    content = _written(tmp_path)
    territories = load_territories(content)

    assert _told(content) == []
    assert territories.current("KG-B-8") == "KG-B-1"
    assert territories.get("KG-B-8") == territories.by_code["KG-B-1"]
    assert rank("восьмой", {"KG-B-1": territories.spellings("KG-B-1")}, 3) == ("KG-B-1",)
    assert [(name.names[Language.TG], name.until.year) for name in territories.former_names("KG-B-1")] == [
        ("Сегизинчи", 2031),
        ("Эски", 2032),
        ("Тогузунчу", 2033),
    ]
    assert territories.parent_on("KG-B-1", date(2029, 12, 31)) == "KG-O"


def test_no_history_is_no_mistake(tmp_path: Path) -> None:
    """Where nothing was changed there need not be a file."""
    content = sample_content.write(tmp_path)

    assert _told(content) == []
    assert load_territories(content).history.successors == {}


BREAKS = {
    "merged into nowhere": ("into: KG-B-1,", "into: KG-B-7,", 3),
    "merged into itself": ("into: KG-B-9", "into: KG-B-8", 2),
    "merged in a circle": ("into: KG-B-1,", "into: KG-B-8,", 2),
    "merged abroad": ("into: KG-B-1,", "into: TJ-DU,", 3),
    "merged, and still in the list": ("code: KG-B-8", "code: KG-O", 2),
    "merged twice": ("code: KG-B-9", "code: KG-B-8", 2),
    "merged under no code": ("code: KG-B-8", "code: KG/8", 2),
    "merged without its name": ("was: {ky: Тогузунчу}", "was: {ru: Девятый}", 3),
    "renamed nowhere": ("rename, code: KG-B-1", "rename, code: KG-B-7", 4),
    "renamed to the same": ("{ky: Эски}", "{ky: Баткен}", 4),
    "renamed from a foreign name": ("{ky: Эски}", "{tg: Эски}", 4),
    "moved nowhere": ("move, code: KG-B-1", "move, code: KG-B-7", 5),
    "moved to where it lies": ("out_of: KG-O", "out_of: KG-B", 5),
    "moved against the list": ("out_of: KG-O, into: KG-B", "out_of: KG-B, into: KG-O", 5),
    "moved from an unknown region": ("out_of: KG-O", "out_of: KG-X", 5),
    "moved from another country": ("out_of: KG-O", "out_of: TJ-DU", 5),
}


@pytest.mark.parametrize(("old", "new", "line"), BREAKS.values(), ids=BREAKS)
def test_a_change_that_cannot_be_is_told(old: str, new: str, line: int, tmp_path: Path) -> None:
    """By file and line, with the cure; and nothing is loaded."""
    assert old in CHANGES
    content = _written(tmp_path, CHANGES.replace(old, new, 1))

    assert (HISTORY, line, "territories") in _told(content)
    assert all(finding.why and finding.cure for finding in check(content, TODAY))
    with pytest.raises(ContentError, match=rf"{HISTORY}:\d+:\d+: error territories"):
        load_territories(content)


SLIPS = {
    "a key too many": ("code: KG-B-8", "kode: x, code: KG-B-8", 2, "unknown_keys"),
    "a key too few": (", into: KG-B-9", "", 2, "shape"),
    "no day": ("2033-01-01", "2033-02-31", 3, "shape"),
    "no kind": ("kind: move, ", "", 5, "shape"),
    "another kind": ("kind: move", "kind: split", 5, "shape"),
    "no language": ("{ky: Эски}", "{xx: Эски}", 4, "shape"),
    "no YAML": ("changes:", "changes: [", 2, "yaml"),
}


@pytest.mark.parametrize(("old", "new", "line", "rule"), SLIPS.values(), ids=SLIPS)
def test_a_slip_of_form_is_told(old: str, new: str, line: int, rule: str, tmp_path: Path) -> None:
    """As in other files: where, what, and the cure, in an author's words."""
    content = _written(tmp_path, CHANGES.replace(old, new, 1))

    assert (HISTORY, line, rule) in _told(content)
    assert not any("union" in finding.what for finding in check(content, TODAY))


def test_moves_follow_one_another(tmp_path: Path) -> None:
    """What a place moves into is what it moves out of next."""
    later = "  - {date: 2034-01-01, kind: move, code: KG-B-1, out_of: KG-O, into: KG-B}\n"

    assert _told(_written(tmp_path, CHANGES + later)) == [(HISTORY, 5, "territories")]


def test_a_broken_list_does_not_blame_the_history(tmp_path: Path) -> None:
    """Only the list is told, not each code that could not be read."""
    content = _written(tmp_path, extra={KG: ROWS.replace("code,", "kode,", 1)})

    assert {file for file, _, _ in _told(content)} == {KG}


COMMUNITIES = "territories/kg-communities.csv"
HEAD = "code,parent,name_ky\n"


def test_communities_are_suggestions(tmp_path: Path) -> None:
    """They are told of their district, or of what it was merged into, and are no homes."""
    content = _written(tmp_path, extra={COMMUNITIES: f"{HEAD}KG-1,KG-B-1,Ак-Суу\nKG-2,KG-B-8,Кара-Суу\n"})
    territories = load_territories(content)

    assert [place.names[Language.KY] for place in territories.suggestions("KG-B-1")] == ["Ак-Суу", "Кара-Суу"]
    assert territories.get("KG-1") is None
    assert "KG-1" not in {place.code for place in territories.below("KG")}


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (f"{HEAD}KG-1,KG-B-7,Ак-Суу\n", 2),
        (f"{HEAD}KG-1,TJ-DU,Ак-Суу\n", 2),
        (f"{HEAD}KG-1,KG-B-1,\n", 2),
        (f"{HEAD}KG-1,KG-B-1,Ак-Суу\nKG-1,KG-B-1,Кара-Суу\n", 3),
        (f"{HEAD}KG-B,KG-B-1,Ак-Суу\n", 2),
        ("code,name_ky\nKG-1,Ак-Суу\n", 1),
    ],
)
def test_a_broken_community_is_told(rows: str, line: int, tmp_path: Path) -> None:
    """By file and line; each lies in a district of its country, under a name and a code of its own."""
    assert _told(_written(tmp_path, extra={COMMUNITIES: rows})) == [(COMMUNITIES, line, "territories")]


@pytest.fixture(scope="module")
def ours() -> Territories:
    """The places of the project itself."""
    return load_territories(CONTENT)


def test_our_communities_lie_in_our_districts(ours: Territories) -> None:
    """Each is suggested in one district, under a name."""
    districts = [place for place in ours.below("KG") if place.level == 2]
    suggested = [place for district in districts for place in ours.suggestions(district.code)]

    assert len({place.code for place in suggested}) == len(suggested) == 460
    assert all(place.names[Language.KY] for place in suggested)


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_page_tells_the_counts(ours: Territories, country: str) -> None:
    """docs/territories.md counts what is in the data: regions, districts, communities."""
    levels = [place.level for place in ours.below(country)]
    communities = sum(len(ours.suggestions(place.code)) for place in ours.below(country))
    row = re.search(rf"^\| [^|]+ \| {country} \| (\d+) \| (\d+) \| (\d+) \|", PAGE.read_text("utf-8"), re.M)

    assert row is not None
    assert tuple(map(int, row.groups())) == (levels.count(1), levels.count(2), communities)


def test_the_page_shows_changes_that_are_understood(tmp_path: Path) -> None:
    """The examples of the page are read as they stand there, on the sample's places."""
    [example] = re.findall(r"```yaml\n(changes:\n.*?)```", PAGE.read_text("utf-8"), re.S)
    listed = "".join(
        f"{code},2,raion,{parent},{name},,,,\n"
        for code, parent, name in (("KG00000000001", "KG-B", "Жаңы-Ат"), ("KG00000000003", "KG-B", "Көчкөн"))
    )

    assert _told(_written(tmp_path, example, {KG: ROWS + listed})) == []
