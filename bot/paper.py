"""A page to print: plain HTML in one file, black on white, A4."""

from collections.abc import Iterable
from html import escape

STYLE = """
@page { size: A4 landscape; margin: 12mm; }
body { font: 10.5pt/1.35 "Noto Sans", "Segoe UI", Arial, sans-serif; color: #111; margin: 0 auto; max-width: 270mm; }
h1 { font-size: 16pt; margin: 0 0 2mm; } h2 { font-size: 12.5pt; margin: 7mm 0 2mm; break-after: avoid; }
h3 { font-size: 11pt; margin: 4mm 0 1mm; break-after: avoid; }
p { margin: 0 0 2mm; } .quiet { color: #555; font-size: 9pt; }
table { width: 100%; border-collapse: collapse; } thead { display: table-header-group; }
th, td { border: 0.3mm solid #888; padding: 1.2mm 1.6mm; text-align: left; vertical-align: top; }
th { background: #eee; font-size: 9pt; } tr { break-inside: avoid; }
td.fill { background: #fffbe9; } td.box { white-space: nowrap; }
.box::before { content: "\\2610\\00a0"; font-size: 12pt; }
.sign { margin-top: 8mm; break-inside: avoid; } .sign td { height: 11mm; }
"""


def page(title: str, body: str) -> str:
    """A whole page."""
    return (
        f'<!doctype html>\n<html lang="ru"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head>\n'
        f"<body>\n<h1>{escape(title)}</h1>\n{body}\n</body></html>\n"
    )


def table(heads: Iterable[str], rows: Iterable[str], widths: Iterable[str] = ()) -> str:
    """A table; a row is its cells already written."""
    columns = "".join(f'<col style="width:{width}">' for width in widths)
    head = "".join(f"<th>{escape(words)}</th>" for words in heads)
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>"


def cell(words: str, kind: str = "") -> str:
    """A cell with words; lines are kept."""
    written = "<br>".join(escape(line, quote=False) for line in words.split("\n"))
    return f'<td class="{kind}">{written}</td>' if kind else f"<td>{written}</td>"
