"""Uzbek Cyrillic, derived from the Latin, holds no Latin words.

Wrong: a word that the converter left in Latin: foreign, misspelt, or mixed of two scripts; a Latin word in
`uz_Cyrl.yaml`. Warnings.
Why it matters: a reader of Cyrillic stumbles over it.
Cure: correct the Latin word; or put the whole text, right, into uz_Cyrl.yaml; or, for a name that stays as it is,
add it to the exceptions of the converter.
"""

from collections.abc import Iterator

from curriculum.cyrillic import leftover_latin
from curriculum.derived import uzbek_cyrillic
from curriculum.finding import Severity
from curriculum.manuscript import Manuscript
from curriculum.message import say
from curriculum.rule import Fault, rule
from curriculum.words import WordsFile
from learning.course import Language


@rule(why=say("A reader of Uzbek Cyrillic stumbles over a word in Latin."), of_words=True)
def derived_cyrillic_clean(manuscript: Manuscript) -> Iterator[Fault]:
    """Uzbek Cyrillic, derived from the Latin, holds no Latin words."""
    for part in manuscript.parts():
        latin, override = part.words.get(Language.UZ), part.words.get(Language.UZ_CYRL)
        for slot in part.slots if latin else ():
            words = latin.leaves.get(slot.path) if latin else None
            if latin and isinstance(words, str) and not (override and slot.path in override.leaves):
                for word in dict.fromkeys(leftover_latin(uzbek_cyrillic(words))):
                    what = say("`{word}` stays in Latin in the derived Cyrillic", word=word)
                    cure = say(
                        "Correct it, or put this text in Cyrillic into uz_Cyrl.yaml under the same key."
                    )
                    yield Fault(latin.source, slot.path, what, cure, word, Severity.WARNING)
        if override:
            yield from _overridden(override)


def _overridden(override: WordsFile) -> Iterator[Fault]:
    for path, words in override.leaves.items():
        for word in dict.fromkeys(leftover_latin(words)) if isinstance(words, str) else ():
            what = say("`{word}` is in Latin, in the file of Uzbek Cyrillic", word=word)
            yield Fault(override.source, path, what, say("Write it in Cyrillic."), word, Severity.WARNING)
