"""Every sentence that the proof-reader can say, read from its code; and what a catalogue lacks."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from curriculum.messages import catalogue

ROOM = Path(__file__).parent.parent


def templates(room: Path = ROOM) -> Iterator[tuple[str, str | None]]:
    """File and template of each `say(...)`; None for a template that is not written out in the code."""
    for path in sorted(room.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        if _says(tree):
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                    yield path.relative_to(room).as_posix(), _written(node.args)


def _says(tree: ast.Module) -> bool:
    """Whether `say` is the proof-reader's here."""
    imports = (node for node in tree.body if isinstance(node, ast.ImportFrom))
    named = {alias.name for node in imports if node.module == "curriculum.message" for alias in node.names}
    return "say" in named


def _written(args: list[ast.expr]) -> str | None:
    first = args[0] if args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def fields(template: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def mistakes(language: str, room: Path = ROOM) -> list[str]:
    """What is wrong with a catalogue, one line each: missing, left over, or with other fields."""
    said, known = {template: file for file, template in templates(room)}, catalogue(language)
    wrong = [f"{file}: the sentence is not written out in `say`" for t, file in said.items() if t is None]
    wanted = {template: file for template, file in said.items() if template is not None}
    wrong += [f"{file}: not in {language}.po: {t!r}" for t, file in wanted.items() if t not in known]
    wrong += [f"{language}.po: nobody says this: {t!r}" for t in known if t not in wanted]
    both = [template for template in known if template in wanted]
    return wrong + [f"{language}.po: other fields: {t!r}" for t in both if fields(t) != fields(known[t])]
