"""No file names a package registry or a folder of somebody's machine: the project is installed from anywhere."""

import codecs
import re
import subprocess
from pathlib import Path

import pytest

# Written so that this file names none of them either: each letter is the thirteenth after its own
_HOSTS = tuple(codecs.decode(word, "rot13") for word in ("clcv.bet", "clgubaubfgrq.bet", "ertvfgel.aczwf"))
_OPTIONS = tuple(
    "--" + codecs.decode(word, "rot13") for word in ("vaqrk-hey", "rkgen-vaqrk-hey", "svaq-yvaxf")
)
REGISTRY = re.compile("|".join([*map(re.escape, _HOSTS), *(rf"(?<![\w-]){word}" for word in _OPTIONS)]))
MACHINE = re.compile(r"(?<![\w.~<>-])/(?:work|home|root|Users|mnt)/\w")


def test_no_registry_and_no_machine_is_named(root: Path) -> None:
    """Addresses of registries and paths of a machine stay out of the project."""
    found = [
        f"{path.relative_to(root)}:{number}: {line.strip()[:100]}"
        for path in _files(root)
        for number, line in enumerate(_lines(path), 1)
        if REGISTRY.search(line) or MACHINE.search(line)
    ]

    assert found == []


@pytest.mark.parametrize("named", [*_HOSTS, *_OPTIONS])
def test_each_of_them_would_be_found(named: str) -> None:
    """The pattern bites: a test that finds nothing has looked."""
    assert REGISTRY.search(f"pip install {named} safar")
    assert MACHINE.search("/".join(["see ", "home", "me"]))


def test_locked_requirements_are_hashed(root: Path) -> None:
    """Each locked requirement is one release, known by its hashes."""
    for name in ("requirements.txt", "requirements-test.txt"):
        text = (root / name).read_text().replace("\\\n", " ")
        lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]

        assert lines
        assert [line for line in lines if "==" not in line or "--hash=sha256:" not in line] == []


def _files(root: Path) -> list[Path]:
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [root / name for name in listed.split("\0") if name and (root / name).is_file()]


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:  # a picture
        return []
