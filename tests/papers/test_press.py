"""The press uses its own fonts, holds every letter of the course's languages, and lets nothing pass unseen."""

from datetime import UTC, date, datetime

import pytest
from typst import Compiler, Fonts

from papers import press
from papers.names import one_line
from papers.press import BOX, FONTS, HELD, LACKING, Misprint, compiled
from tests.papers.sample_report import REPORT

DAY = date(2026, 11, 29)
LETTERS = "ӣӯҷҳқғ ӢӮҶҲҚҒ ңөү ҢӨҮ ўқғҳ ЎҚҒҲ oʻ gʻ ʼ ё Ё ъ Ъ → ← – — • … № ✓ ≥ − <10 %"


def test_every_sign_that_we_let_through_is_in_a_font() -> None:
    """PDF/UA refuses a sign without a shape; so our list of signs and our fonts agree, and the letters are there."""
    held = "".join(chr(sign) for sign in range(0x20, 0x3000) if not LACKING.match(chr(sign)))
    fonts = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    source = """#set document(title: "letters")
        #set text(font: ("Noto Sans", "Noto Sans Math", "Noto Sans Symbols2"), fallback: false, lang: "tg")
        #for weight in ("regular", "bold") { for sign in sys.inputs.signs { text(weight: weight, sign) } }"""
    compiler = Compiler(source.encode(), font_paths=fonts, sys_inputs={"signs": held})

    made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=datetime(2026, 1, 1, tzinfo=UTC))
    assert made
    assert len(held) > 1000
    assert not LACKING.findall(LETTERS)


def test_no_font_but_ours() -> None:
    """Neither the machine's fonts nor those inside typst are used, or a paper would differ from place to place."""
    fonts = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])

    assert sorted(fonts.families()) == ["Noto Sans", "Noto Sans Math", "Noto Sans Symbols2"]
    assert (FONTS / "OFL.txt").read_text().count("SIL OPEN FONT LICENSE") == 1


def test_a_sign_that_fonts_lack_becomes_a_box() -> None:
    """An emoji in a name prints as a box and stops nothing; letters written in two parts come together."""
    assert LACKING.sub(BOX, "🏠 汉 ع \u202e") == "□ □ □ □"
    assert compiled("chart", _data(territory="🏠 й"), "png", DAY) == compiled(
        "chart", _data(territory="□ й"), "png", DAY
    )


def test_a_warning_is_an_error(monkeypatch, tmp_path) -> None:
    """A font that is missing is only a warning to typst; here it stops the paper."""
    (tmp_path / "bad.typ").write_text('#set document(title: "x")\n#set text(font: "Nowhere Sans")\nx')
    monkeypatch.setattr(press, "SOURCES", tmp_path)

    with pytest.raises(Misprint, match="nowhere sans"):
        compiled("bad", {}, "pdf", DAY)


def test_a_picture_is_one_page(monkeypatch, tmp_path) -> None:
    """A picture that runs on to a second page is refused, not cut."""
    (tmp_path / "two.typ").write_text("#pagebreak()")
    monkeypatch.setattr(press, "SOURCES", tmp_path)

    with pytest.raises(Misprint, match="not 2"):
        compiled("two", {}, "png", DAY)


def test_the_press_reads_no_file_of_the_machine(monkeypatch, tmp_path) -> None:
    """Even a source of ours can't reach above its folder."""
    room = tmp_path / "room"
    room.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (room / "nosy.typ").write_text('#read("../secret.txt")')
    monkeypatch.setattr(press, "SOURCES", room)

    with pytest.raises(RuntimeError, match=r"outside of project root|would escape"):
        compiled("nosy", {}, "pdf", DAY)


def test_names_become_one_line() -> None:
    """A name holds no breaks and no unseen signs, is cut at its length, and an endless word may break."""
    assert one_line(" a\r\n\tb\u202ec\x00 ", 80) == "a bc"
    assert one_line("x" * 50, 20) == "x" * 16 + "\u200b" + "xxx…"
    assert one_line("Ноҳияи Ҷиликӯл", 80) == "Ноҳияи Ҷиликӯл"
    assert "\u200b" in HELD


def _data(**changes: str) -> dict:
    return {
        "title": REPORT.title,
        "territory": "",
        "until": "",
        "example": "",
        "empty": "",
        "lang": "ru",
        "chart": None,
    } | changes
