"""Every word is spelt as somebody has agreed.

Wrong: a word that neither the project's list of that language nor, for Russian, the dictionary knows. A warning,
one a text; a list that can't be read is an error. Uzbek Cyrillic is derived, and not read again.
Why it matters: a slip of the pen costs the trust that the rest of the course needs.
Cure: correct the word; if it is right, `safar words accept` puts it into the list, to be looked at once.
"""

from collections.abc import Iterator

from curriculum.finding import Severity
from curriculum.manuscript import WRITTEN, Manuscript
from curriculum.message import Message, say
from curriculum.rule import Fault, rule
from curriculum.source import Source
from curriculum.spelling import near, new_words, read_words, unreadable_lists
from curriculum.tongue import from_word
from curriculum.words import Text


@rule(why=say("A slip of the pen costs the trust that the rest of the course needs."), of_words=True)
def spelling_known(manuscript: Manuscript) -> Iterator[Fault]:
    """Every word is spelt as somebody has agreed."""
    unreadable = unreadable_lists(manuscript.content)
    for file in unreadable:
        cure = say("Save it as UTF-8, one word a line, or take it back from history.")
        yield Fault(Source(file, "", None), (), say("the list of words can't be read"), cure)
    known = {language: read_words(manuscript.content, language) for language in WRITTEN}
    for text in manuscript.written():
        if text.language in known and f"spelling/words.{text.language}.txt" not in unreadable:
            new = new_words(text, known[text.language])
            if new:
                yield _fault(text, new, near(new[0], known[text.language]))


def _fault(text: Text, new: tuple[str, ...], meant: str) -> Fault:
    what = say("new words in {language}: {words}", language=text.language, words=", ".join(new))
    return Fault(text.source, text.slot.path, what, _cure(meant), _place(text, new[0]), Severity.WARNING)


def _place(text: Text, word: str) -> str:
    line = from_word(text.words, word)
    return line if line in text.source.text else word


def _cure(meant: str) -> Message:
    if meant:
        return say("Did you mean `{meant}`? If it is right as it stands: `safar words accept`.", meant=meant)
    return say("Correct it. If it is right as it stands: `safar words accept`.")
