"""`make docs`: the entries about the rules in docs/authoring, written from their docstrings and the catalogue.

They stand between two marks; all else on the page is written by hand.
"""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from curriculum.checks import RULES
from curriculum.message import said
from curriculum.messages import translator
from curriculum.rule import Rule
from curriculum.sayings import WHY

BEGIN, END = "<!-- rules: written by `make docs` -->", "<!-- end of rules -->"
PAGES = {"docs/authoring.md": "en", "docs/authoring.ru.md": "ru"}
_PLACE = re.compile(f"(?s){re.escape(BEGIN)}.*{re.escape(END)}")


class NoPlaceError(Exception):
    """A page has no place for the rules; one line that says what to put there."""


def with_rules(page: str, language: str) -> str:
    """The page with its entries made anew.

    Raises:
        NoPlaceError: the marks are missing.
    """
    if not _PLACE.search(page):
        raise NoPlaceError(f"put two lines on the page: {BEGIN} and {END}")
    entries = "\n".join(_english() if language == "en" else _short(language))
    return _PLACE.sub(lambda _: f"{BEGIN}\n\n{entries}\n{END}", page)


def _english() -> Iterator[str]:
    for name, why in WHY.items():
        yield f"#### `{name}`\n\n{_of_form(name)}\n\nWhy it matters: {why}\n"
    for rule in sorted(RULES, key=lambda rule: rule.name):
        good, _, rest = docstring(rule).partition("\n\n")
        yield f"#### `{rule.name}`\n\n{good}\n\n{_lines(rest)}\n"


def _short(language: str) -> Iterator[str]:
    """Names and reasons: what is wrong and the cure are said by each finding, `--messages ru`."""
    translate = translator(language)
    reasons = {**WHY, **{rule.name: rule.why for rule in sorted(RULES, key=lambda rule: rule.name)}}
    for name, why in reasons.items():
        yield f"- `{name}`: {said(why, translate)}"


def docstring(rule: Rule) -> str:
    """What the file of a rule says of it."""
    return (import_module(f"curriculum.checks.{rule.name}").__doc__ or "").strip()


def _lines(text: str) -> str:
    """Each of "Wrong", "Why it matters" and "Cure" as a paragraph of its own."""
    joined = re.sub(r"\n(?!Wrong:|Why it matters:|Cure:|Left out:)", " ", text)
    return joined.replace("\n", "\n\n")


def _of_form(name: str) -> str:
    return {
        "files_present": "Every file that the course needs is there.",
        "yaml": "Every file can be read, and each key stands once.",
        "shape": "Every value has the form that is described above.",
        "unknown_keys": "Every key is known; a slip is told with the key that may be meant.",
    }.get(name, "")


def main() -> None:
    """Write the pages below the present folder."""
    for page, language in PAGES.items():
        path = Path(page)
        old = path.read_text("utf-8")
        new = with_rules(old, language)
        if new != old:
            path.write_text(new, "utf-8")


if __name__ == "__main__":
    main()
