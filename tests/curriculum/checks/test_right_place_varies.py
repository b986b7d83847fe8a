"""The right option moves about."""

from pathlib import Path

from tests.curriculum import sample_content
from tests.curriculum.proofread import MODULE, found

THIRD = """\
      - key: where
        card: host
        options: [{}]
        right: police
"""


def _with_third(options: str, tmp_path: Path) -> Path:
    text = sample_content.files()[MODULE] + THIRD.format(options)
    return sample_content.write(tmp_path, {MODULE: text})


def test_same_place_for_a_passport_is_told(tmp_path: Path) -> None:
    """For TJ and UZ the second option is right three times; for the others it is not."""
    content = _with_third("home, police", tmp_path)

    assert found(content, "right_place_varies") == [(MODULE, 12, "warning")]


def test_changing_places_are_fine(tmp_path: Path) -> None:
    """One other place is enough."""
    assert found(_with_third("police, home", tmp_path), "right_place_varies") == []
