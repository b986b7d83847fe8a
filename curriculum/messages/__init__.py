"""What the proof-reader says, in other languages than the English of the code: one PO catalogue each."""

from pathlib import Path

from curriculum.message import Translate

FOLDER = Path(__file__).parent


def translator(language: str) -> Translate:
    """What turns an English template into one of the language; "en" is said as it stands.

    A sentence that the catalogue lacks stays English: better understood by some than left out.
    """
    if language == "en":
        return str
    known = catalogue(language)
    return lambda template: known.get(template, template)


def catalogue(language: str) -> dict[str, str]:
    """Sentences by their English template."""
    from babel.messages.pofile import read_po  # noqa: PLC0415 - only who asks for it waits for it

    with (FOLDER / f"{language}.po").open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id and entry.string}
