"""What docs/content-review.md says of the second reading is what its files hold."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from curriculum import CONTENT

LANGUAGES = ("ky", "tg", "uz")
KINDS = ("meaning", "grammar", "tone", "spelling")
RUSSIAN = {"meaning": "смысл", "grammar": "грамматика", "tone": "тон", "spelling": "написание"}


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    """Where the back-translations and what was found are kept."""
    return root / "docs" / "back-translations"


def findings(folder: Path, language: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = yaml.safe_load((folder / f"findings-{language}.yaml").read_text("utf-8"))
    return found


def leaves(node: object, path: tuple[str, ...] = ()) -> dict[str, str]:
    if not isinstance(node, dict):
        return {".".join(path): str(node)}
    return {key: text for name, below in node.items() for key, text in leaves(below, (*path, name)).items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_of_every_module_was_read_back(folder: Path, language: str) -> None:
    """Card by card, in a file a module; each reading says something."""
    for module in sorted((CONTENT / "modules").iterdir()):
        words = leaves(yaml.safe_load((module / f"{language}.yaml").read_text("utf-8")))
        cards = {key for key in words if ".cards." in key}
        read = yaml.safe_load((folder / language / f"{module.name}.yaml").read_text("utf-8"))
        assert cards - {key for key, text in read.items() if str(text).strip()} == set(), module.name


@pytest.mark.parametrize("name", ["pairs", "phrasebook", "contacts", "course", "trouble"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_beside_the_modules_was_read_back(folder: Path, language: str, name: str) -> None:
    """Every text but what is read aloud or searched by: a check's questions, phrases, contacts, pages of trouble."""
    words = leaves(yaml.safe_load((CONTENT / name / f"{language}.yaml").read_text("utf-8")))
    texts = {key for key in words if not key.endswith((".said", ".phrases"))}
    read = yaml.safe_load((folder / language / f"{name}.yaml").read_text("utf-8"))
    assert texts - {key for key, text in read.items() if str(text).strip()} == set(), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_finding_says_where_and_what(folder: Path, language: str) -> None:
    for finding in findings(folder, language):
        assert finding["kind"] in KINDS
        assert (CONTENT / str(finding["folder"])).is_dir()
        assert str(finding["key"]) and str(finding["found"]).strip() and finding["mended"] in (True, False)


def test_the_table_counts_what_was_found(root: Path, folder: Path) -> None:
    """Nobody types these numbers: they are those of the files."""
    page = (root / "docs" / "content-review.md").read_text("utf-8")
    for language in LANGUAGES:
        found = findings(folder, language)
        kinds = Counter(str(finding["kind"]) for finding in found)
        mended = sum(bool(finding["mended"]) for finding in found)
        cells = [language, *(str(kinds[kind]) for kind in KINDS), str(len(found)), str(mended)]
        assert f"| {' | '.join(cells)} |" in page
