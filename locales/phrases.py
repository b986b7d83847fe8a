"""Reading the catalogues and looking phrases up, with GNU gettext's own plural rules."""

import gettext
import io
from collections.abc import Callable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

FOLDER = Path(__file__).parent
LANGUAGES = ("ky", "tg", "uz", "ru")
DERIVED = {"uz_Cyrl": "uz"}


class PhrasesError(Exception):
    """A catalogue can't be read, or lacks a phrase: which file, what, and the cure."""


class Phrases:
    """Phrases of the interface in every language."""

    def __init__(self, catalogues: dict[str, gettext.GNUTranslations]) -> None:
        self._catalogues = catalogues

    def text(self, language: str, key: str, **fields: object) -> str:
        """The phrase of this key with its `{fields}` filled in.

        Raises:
            KeyError: no such language, phrase or field (a test holds the catalogues complete).
        """
        return self._found(key, self._catalogues[language].gettext(key)).format(**fields)

    def count(self, language: str, key: str, n: int, **fields: object) -> str:
        """The phrase of this key in the grammatical number that `n` asks for, with `{n}` filled in."""
        found = self._catalogues[language].ngettext(key, key, n)
        return self._found(key, found).format(n=f"{n:,}".replace(",", " "), **fields)

    @staticmethod
    def _found(key: str, found: str) -> str:
        if found == key:
            raise KeyError(key)
        return found


def catalogue(language: str) -> Catalog:
    """One language's catalogue as its translators wrote it.

    Raises:
        PhrasesError: the file is missing or is not a PO file.
    """
    path = FOLDER / language / "LC_MESSAGES" / "bot.po"
    try:
        with path.open("rb") as file:
            return read_po(file, abort_invalid=True)
    except (OSError, PoFileError, UnicodeDecodeError) as error:
        raise PhrasesError(f"{path}: can't read the catalogue ({error}); restore the file") from error


def load(derive: Callable[[str], str]) -> Phrases:
    """All catalogues; `derive` turns Uzbek Latin into Uzbek Cyrillic and leaves `{fields}` alone."""
    catalogues = {language: catalogue(language) for language in LANGUAGES}
    for language, origin in DERIVED.items():
        catalogues[language] = _derived(catalogues[origin], derive)
    return Phrases({language: _compiled(found) for language, found in catalogues.items()})


def _derived(origin: Catalog, derive: Callable[[str], str]) -> Catalog:
    derived = Catalog(locale=origin.locale)
    for message in origin:
        if message.id:
            words = message.string or ""
            derived.add(message.id, derive(words) if isinstance(words, str) else tuple(map(derive, words)))
    return derived


def _compiled(found: Catalog) -> gettext.GNUTranslations:
    file = io.BytesIO()
    write_mo(file, found)
    file.seek(0)
    return gettext.GNUTranslations(file)
