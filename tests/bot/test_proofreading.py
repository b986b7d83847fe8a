"""`safar check`: what is checked, how it is told, in which order and language, and how it ends."""

import json
import os
import signal
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.proofreading import Wish, _property, printed, scope_of, status
from curriculum import Finding, Severity
from tests.curriculum import sample_content

RU = "modules/05-registration/ru.yaml"
SAFAR = Path(sys.executable).parent / "safar"


def run(*words: str | Path) -> Result:
    """The command in this process, as of a day on which nothing of the sample is due."""
    return CliRunner().invoke(app, ["check", "--today", "2026-11-23", "--no-cache", *map(str, words)])


def finding(file: str = "facts.yaml", severity: Severity = Severity.ERROR, line: int = 1) -> Finding:
    return Finding(severity, file, line, 5, "shape", "50% wrong:\nso, look", "Because.", "Mend it.")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A good content folder."""
    return sample_content.write(tmp_path / "content")


def spoil(content: Path, file: str, old: str, new: str) -> None:
    path = content / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_good_content_ends_with_nothing(content: Path) -> None:
    """Nothing wrong: status 0."""
    assert (run(content).exit_code, run(content).stdout) == (0, "0 errors, 0 warnings\n")


def test_errors_and_warnings_have_their_status(content: Path) -> None:
    """Errors: 1. Warnings only: 3, or 0 for whom only errors count."""
    spoil(content, "facts.yaml", "2027-02-01", "2020-01-01")
    assert run(content).exit_code == 3
    assert run(content, "--fail-on", "error").exit_code == 0

    spoil(content, "course/course.yaml", "pass_mark", "pass_mrk")
    assert run(content, "--fail-on", "error").exit_code == 1


def test_notes_never_fail() -> None:
    """A note tells, and no more."""
    assert status([finding(severity=Severity.NOTE)], "warning") == 0


def test_day_is_told(content: Path) -> None:
    """`--today` decides what is past its day, so that a build does not change with the calendar."""
    assert run(content, "--today", "2030-01-01").exit_code == 3


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nowhere"], "no such file"),
        (["/"], "no content folder"),
        (["--format", "html"], "html"),
        (["--messages", "tg"], "tg"),
        (["--today", "soon"], "soon"),
    ],
)
def test_wrong_call_is_one_status(words: list[str], says: str, tmp_path: Path) -> None:
    """What can't be understood ends with 2, and says why."""
    done = run(*words)

    assert done.exit_code == 2
    assert says in done.output and "Traceback" not in done.output


def test_file_outside_of_a_content_folder_is_a_wrong_call(content: Path, tmp_path: Path) -> None:
    """A file that no content folder holds, and files of two contents, are refused in one line."""
    (tmp_path / "note.txt").write_text("x")
    other = sample_content.write(tmp_path / "other")

    for words in ([tmp_path / "note.txt"], [content, other]):
        done = run(*words)
        assert (done.exit_code, done.output.count("\n")) == (2, 1)


def test_only_findings_at_these_paths_are_told(content: Path) -> None:
    """The whole content is read, but only what was asked about is told, and counts."""
    spoil(content, "course/course.yaml", "pass_mark", "pass_mrk")
    spoil(content, RU, "1. Идите", "1. Идите 15")

    only = json.loads(run(content / "modules", "--format", "json").stdout)["findings"]
    one = json.loads(run(content / RU, content / "facts.yaml", "--format", "json").stdout)["findings"]

    assert {found["file"] for found in only} == {found["file"] for found in one} == {RU}
    assert run(content / "trouble").exit_code == 0


def test_rules_about_other_folders_still_know_them(content: Path) -> None:
    """A module alone is checked against the facts, which stand elsewhere."""
    spoil(content, "modules/05-registration/module.yaml", "[host-duty]", "[host-duties]")

    assert "there is no fact `host-duties`" in run(content / "modules" / "05-registration").stdout


def test_json_is_one_object(content: Path) -> None:
    """Every finding with its place, words and severity, how many there are, and how much is written."""
    spoil(content, "course/course.yaml", "pass_mark: 60", "pass_mark: 160")
    told = json.loads(run(content, "--format", "json").stdout)

    [found] = told["findings"]
    assert {kind: told["counts"].pop(kind) for kind in ("errors", "warnings", "notes")} == {
        "errors": 1,
        "warnings": 0,
        "notes": 0,
    }
    assert told["counts"]["course"]["languages"]["ky"] == {"lessons": 1, "cards": 5, "questions": 2}
    assert (found["file"], found["line"], found["rule"], found["severity"]) == (
        "course/course.yaml",
        3,
        "shape",
        "error",
    )
    assert Path(found["path"]) == content / "course" / "course.yaml"
    assert found["column"] == 1 and found["what"] and found["why"] and found["cure"]


def test_findings_are_sorted_as_an_author_reads(content: Path) -> None:
    """The course, the law, the modules, trouble, contacts, the rest; structure before words; ru before ky, tg, uz."""
    for language in ("uz", "tg", "ky", "ru"):
        spoil(content, f"modules/05-registration/{language}.yaml", "title: ", "title: 15 ")
        spoil(content, f"trouble/{language}.yaml", "title: ", "title: 15 ")
    for file, old in {
        "territories/kg.csv": "code,",
        "contacts/contacts.yaml": "status",
        "modules/05-registration/module.yaml": "number: 501",
        "facts.yaml": "confidence",
        "course/course.yaml": "pass_mark",
    }.items():
        spoil(content, file, old, f"x{old}")
    files = [found["file"] for found in json.loads(run(content, "--format", "json").stdout)["findings"]]
    files = list(dict.fromkeys(files))

    words = [f"{folder}/{language}.yaml" for folder in ("trouble",) for language in ("ru", "ky", "tg", "uz")]
    assert files[:3] == ["course/course.yaml", "facts.yaml", "modules/05-registration/module.yaml"]
    assert [file for file in files if file in words] == words
    assert files[-2:] == ["contacts/contacts.yaml", "territories/kg.csv"]


def test_modules_come_in_the_order_of_the_course() -> None:
    """Not in that of their names."""
    from curriculum.checker import sorted_as_read

    found = [finding(f"modules/{folder}/ru.yaml") for folder in ("01-a", "02-b", "03-c")]

    assert [f.file[8:12] for f in sorted_as_read(found, ["03-c", "01-a"])] == ["03-c", "01-a", "02-b"]


def test_github_notes_are_escaped(content: Path) -> None:
    """Signs that GitHub takes for its own are written as it wants."""
    wish = Wish([content], "github", "en", date(2026, 11, 23), "warning", None)
    [line, _] = printed([finding("a,b.yaml", line=7)], scope_of([content]), wish).splitlines()
    place = f"file={_property(str(content))}/a%2Cb.yaml,line=7,col=5,title=shape"

    assert line == f"::error {place}::50%25 wrong:%0Aso, look%0ABecause.%0AMend it."
    assert _property("a:b,c\r") == "a%3Ab%2Cc%0D"


def test_findings_are_said_in_russian(content: Path) -> None:
    """What, why and cure are Russian; rule names and places are not."""
    spoil(content, "course/course.yaml", "pass_mark: 60", "pass_mark: yes")
    told = run(content, "--messages", "ru").stdout

    assert "course.yaml:3:1: error shape: здесь ожидается целое число, а не да или нет" in told


def test_findings_of_the_shape_are_russian_to_the_last_word(content: Path) -> None:
    """Refusals of our own validators are said in Russian too."""
    spoil(content, "facts.yaml", "{days: 30}", "{days: [30, 20]}")
    spoil(content, "facts.yaml", "confidence: high", "confidence: sure")
    told = json.loads(run(content, "--messages", "ru", "--format", "json").stdout)["findings"]

    assert {
        "промежуток пишут от меньшего к большему" in found["what"] for found in told if found["line"] == 3
    } == {True}
    assert any("ожидается одно из" in found["what"] for found in told)


def test_what_was_found_is_kept(content: Path, tmp_path: Path) -> None:
    """With a cache the findings are the same, before and after it is filled, and after each change."""
    kept = tmp_path / "cache"
    words = ["check", "--today", "2026-11-23", "--cache", str(kept), str(content)]
    told = []
    for old, new in (("60", "160"), ("160", "x"), ("x", "60")):
        spoil(content, "course/course.yaml", f"pass_mark: {old}", f"pass_mark: {new}")
        cold, warm = CliRunner().invoke(app, words).stdout, CliRunner().invoke(app, words).stdout
        assert cold == warm == run(content).stdout
        told.append(cold)

    assert len(set(told)) == 3 and list(kept.glob("*.json"))


def test_check_asks_for_little() -> None:
    """Proof-reading in a fresh process imports neither the bot's library, nor the database's, nor the page's."""
    code = (
        "import sys\nfrom typer.testing import CliRunner\nfrom bot.cli import app\n"
        "done = CliRunner().invoke(app, ['check', '--no-cache', '--today', '2026-11-23'])\n"
        "print(done.exit_code, sorted({'aiogram', 'jinja2', 'sqlalchemy', 'babel'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.endswith("[]\n")


def test_watch_checks_on_each_save(content: Path) -> None:
    """A save is answered with what it broke, the next with what it mended; Ctrl-C ends it with 0."""
    words = ["check", str(content), "--watch", "--no-cache", "--today", "2026-11-23"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    heard = signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # a suite in the background is deaf to Ctrl-C
    running = subprocess.Popen([SAFAR, *words], stdout=subprocess.PIPE, text=True, env=environment)
    signal.signal(signal.SIGINT, heard)
    assert running.stdout is not None
    too_long = threading.Timer(60, running.kill)
    too_long.start()
    try:
        assert running.stdout.readline() == "0 errors, 0 warnings\n"
        spoil(content, "course/course.yaml", "pass_mark: 60", "pass_mark: 160")
        assert "course.yaml:3:1: error shape" in running.stdout.readline()
        assert [running.stdout.readline() for _ in range(3)][-1] == "1 errors, 0 warnings\n"
        spoil(content, "course/course.yaml", "pass_mark: 160", "pass_mark: 60")
        assert running.stdout.readline().startswith("mended: ")
        assert running.stdout.readline() == "0 errors, 0 warnings\n"
        running.send_signal(signal.SIGINT)
        assert running.wait(20) == 0
    finally:
        too_long.cancel()
        running.kill()
        running.wait()
        running.stdout.close()


def test_default_day_is_today(content: Path) -> None:
    """Without `--today` the day is the operator's own."""
    spoil(content, "facts.yaml", "2027-02-01", date(2000, 1, 1).isoformat())

    assert CliRunner().invoke(app, ["check", "--no-cache", str(content)]).exit_code == 3
