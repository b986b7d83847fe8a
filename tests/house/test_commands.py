"""What the papers of the house tell people to type can be typed."""

import re
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app

ROOT = Path(__file__).parent.parent.parent
PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])

CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
COMMENT = re.compile(r"(?:^|\s)#.*")
MAKE = re.compile(r"(?:^|[`$&|])\s*make\s+([a-z][a-z-]*)", re.MULTILINE)
COMMAND = re.compile(r"(?<![\w@=:-])(?<!-u )safar +([a-z][a-z-]*)([^`\n|&;]*)")
OPTION = re.compile(r"--[a-z][a-z-]*")


def _code(paper: Path) -> str:
    """The paper's code, without comments."""
    code = "\n".join(CODE.findall(paper.read_text(encoding="utf-8")))
    return "\n".join(COMMENT.sub("", line) for line in code.splitlines())


def _commands() -> dict[str, set[str]]:
    """Each safar command that a paper names, with the word after it, and the options that it names."""
    named: dict[str, set[str]] = {}
    for paper in PAPERS:
        for name, rest in COMMAND.findall(_code(paper)):
            word = re.match(r"[a-z][a-z-]*(?= |$)", rest.strip())
            whole = f"{name} {word[0]}" if word else name
            named.setdefault(whole, set()).update(OPTION.findall(rest))
    return named


@cache
def _help(name: str) -> Result:
    """What `--help` says; in this process, for sixty of another take a minute."""
    plain = {"COLUMNS": "200", "TERM": "dumb", "NO_COLOR": "1"}
    return CliRunner(env=plain).invoke(app, [*name.split(), "--help"])


def test_readme_leads_in() -> None:
    """The README stands there and names the two commands that a stranger types first."""
    code = _code(ROOT / "README.md")

    assert {"demo", "test"} <= set(MAKE.findall(code))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
def test_make_words_exist(paper: Path) -> None:
    """Each `make X` is a word of the Makefile."""
    words = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert set() == set(MAKE.findall(_code(paper))) - words


def test_make_lists_every_word() -> None:
    """`make` alone shows each word, one line each."""
    text = (ROOT / "Makefile").read_text()
    words = re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    shown = re.findall(r"^([a-z-]+):.*?## \S", text, re.MULTILINE)

    assert words is not None
    assert sorted(words[1].split()) == sorted(shown)


@pytest.mark.parametrize(("name", "options"), sorted(_commands().items()))
def test_safar_commands_exist(name: str, options: set[str]) -> None:
    """Each `safar X --option` is a command with that option, and so is each `safar X Y --option`."""
    group, _, word = name.partition(" ")
    below = word and re.search(rf"^\W*{word} ", _help(group).stdout, re.MULTILINE)
    done = _help(name if below else group)

    assert done.exit_code == 0, done.output
    assert set() == options - set(OPTION.findall(done.stdout))
