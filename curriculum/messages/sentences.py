"""Every sentence that the proof-reader can say, read from its code; and what a catalogue lacks."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from curriculum.messages import catalogue

ROOM = Path(__file__).parent.parent


def templates(room: Path = ROOM) -> Iterator[tuple[str, str | None]]:
    """File and template of each `say(...)` and `@rule(why=...)`; None for one that is not written out in the code."""
    for path in sorted(room.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        for first in (*_said(tree, calls), *_reasons(tree, calls)):
            written = (
                first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
            )
            yield path.relative_to(room).as_posix(), written


def _said(tree: ast.Module, calls: list[ast.Call]) -> Iterator[ast.expr | None]:
    """The first word of each call of the proof-reader's `say`."""
    if _imports(tree, "curriculum.message", "say"):
        yield from (call.args[0] if call.args else None for call in calls if _name(call) == "say")


def _reasons(tree: ast.Module, calls: list[ast.Call]) -> Iterator[ast.expr]:
    """The reason of each rule that gives it as plain text."""
    if _imports(tree, "curriculum.rule", "rule"):
        reasons = (
            word.value
            for call in calls
            if _name(call) == "rule"
            for word in call.keywords
            if word.arg == "why"
        )
        yield from (reason for reason in reasons if not isinstance(reason, ast.Call))


def _imports(tree: ast.Module, module: str, name: str) -> bool:
    imports = (node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == module)
    return any(alias.name == name for node in imports for alias in node.names)


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


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
