"""Every file is one that somebody reads."""

from pathlib import Path

import pytest

from tests.curriculum import sample_content
from tests.curriculum.proofread import found


@pytest.mark.parametrize(
    "name", ["modules/05-registration/kg.yaml", "trouble/ky.yml", "course/contacts.yaml"]
)
def test_unknown_file_is_told(name: str, tmp_path: Path) -> None:
    """Its words would never be seen."""
    sample_content.write(tmp_path, {name: "title: x\n"})

    assert found(tmp_path, "files_known") == [(name, 1, "warning")]


def test_folder_that_is_no_module_is_told(tmp_path: Path) -> None:
    """It would not even be missed."""
    (sample_content.write(tmp_path) / "modules" / "6-patent").mkdir()

    assert found(tmp_path, "files_known") == [("modules/6-patent", 1, "warning")]


def test_known_files_are_fine(tmp_path: Path) -> None:
    """Derived Cyrillic may be overridden, and other kinds of files may lie about."""
    sample_content.write(
        tmp_path, {"trouble/uz_Cyrl.yaml": "pages: {}\n", "trouble/notes.md": "x", "modules/.keep": ""}
    )

    assert found(tmp_path, "files_known") == []
