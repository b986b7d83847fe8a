"""The interface's words: PO catalogues, one a language, and the small door that looks a phrase up.

Keys are stable ids (`menu.title`), Russian is a catalogue like the others. Uzbek Cyrillic has no catalogue:
it is derived from Uzbek Latin by the function that the caller hands in. Words are small Markdown.
"""

from locales.dates import day, moment
from locales.phrases import LANGUAGES, Phrases, PhrasesError, load

__all__ = ["LANGUAGES", "Phrases", "PhrasesError", "day", "load", "moment"]
