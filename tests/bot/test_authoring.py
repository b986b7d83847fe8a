"""The commands that write for authors."""

from pathlib import Path

from typer.testing import CliRunner, Result

from bot.cli import app
from tests.curriculum import sample_content
from tests.curriculum.proofread import MODULE, found


def _run(*arguments: str, content: Path) -> Result:
    return CliRunner().invoke(app, [*arguments, "--content", str(content)])


def test_a_lesson_is_begun(tmp_path: Path) -> None:
    """The place is told as one opens it, and the words are listed by the proof-reader."""
    content = sample_content.write(tmp_path)

    done = _run("new", "lesson", "registration", "moving-house", content=content)

    assert done.exit_code == 0
    file, _, line = done.stdout.splitlines()[0].rpartition(":")
    assert Path(file).read_text("utf-8").splitlines()[int(line) - 1].strip().startswith("- key: moving-house")
    assert len(found(content, "words_written")) > 4 * 4


def test_every_kind_can_be_begun(tmp_path: Path) -> None:
    """Module, question, contact, fact."""
    content = sample_content.write(tmp_path)
    for words in (
        ("module", "patent"),
        ("question", "501", "what-if"),
        ("contact", "hotline", "--number", "9.05", "--topic", "emergency"),
        ("fact", "patent-term", "--number", "3.01"),
    ):
        assert _run("new", *words, content=content).exit_code == 0
    assert _run("schema", "--check", content=content).exit_code == 0


def test_what_cannot_be_begun_is_one_line(tmp_path: Path) -> None:
    """Exit status 2, no traceback."""
    content = sample_content.write(tmp_path)

    done = _run("new", "module", "registration", content=content)

    assert (done.exit_code, done.stderr) == (2, "there is a module `registration` already\n")


def test_outdated_schemas_are_told_and_written(tmp_path: Path) -> None:
    """With --check nothing is written."""
    content = sample_content.write(tmp_path)

    told = _run("schema", "--check", content=content)
    assert told.exit_code == 1
    assert f"{MODULE} is outdated: run `safar schema`" in told.stdout
    assert not (content / "schemas").exists()
    assert _run("schema", content=content).exit_code == 0
    assert _run("schema", content=content).stdout == "nothing to write: all is up to date\n"


def test_no_folder_is_one_line(tmp_path: Path) -> None:
    """Exit status 2."""
    done = _run("schema", content=tmp_path / "nowhere")

    assert (done.exit_code, "is no folder" in done.stderr) == (2, True)
