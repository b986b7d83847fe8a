"""The command that grows the lists of words."""

from pathlib import Path

from typer.testing import CliRunner, Result

from bot.cli import app
from tests.curriculum import sample_content
from tests.curriculum.proofread import found, words


def _run(*arguments: str, content: Path) -> Result:
    return CliRunner().invoke(app, ["words", *arguments, "--content", str(content)])


def _content(tmp_path: Path) -> Path:
    return sample_content.broken(tmp_path, words("ky"), "1. Чогуу", "1. Эртең чогуу")


def test_new_words_are_listed(tmp_path: Path) -> None:
    """By language, and nothing is written."""
    done = _run(content=_content(tmp_path))

    assert "ky: 1 new words\n  эртең\n" in done.stdout
    assert "tg: 0 new words" in done.stdout
    assert len(found(tmp_path, "spelling_known")) == 1


def test_accepted_words_are_known(tmp_path: Path) -> None:
    """They go into the list of their language, sorted, and are not told again."""
    content = _content(tmp_path)

    done = _run("accept", "ky", content=content)

    assert done.exit_code == 0
    listed = (content / "spelling" / "words.ky.txt").read_text("utf-8").split()
    assert listed == sorted(["барыңыз", "жолго", "чогуу", "чыгаарда", "эртең"])
    assert found(content, "spelling_known") == []


def test_other_languages_are_left_alone(tmp_path: Path) -> None:
    """Only the languages that are named."""
    content = _content(tmp_path)

    _run("accept", "tg", content=content)

    assert len(found(content, "spelling_known")) == 1


def test_list_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    """No traceback, and exit status 2."""
    content = _content(tmp_path)
    (content / "spelling" / "words.ky.half").mkdir()

    done = _run("accept", content=content)

    assert done.exit_code == 2
    assert "can't be written" in done.stderr
    assert "Traceback" not in done.output


def test_a_list_that_cannot_be_read_is_told_and_not_overwritten(tmp_path: Path) -> None:
    """What somebody has looked at word by word is not lost to a wrong encoding."""
    content = _content(tmp_path)
    path = content / "spelling" / "words.ky.txt"
    path.write_bytes("чогуу\n".encode("cp1251"))
    before = path.read_bytes()

    assert found(content, "spelling_known") == [("spelling/words.ky.txt", 1, "error")]
    done = _run("accept", "ky", content=content)

    assert (done.exit_code, path.read_bytes()) == (2, before)
    assert "not UTF-8" in done.stderr
