"""Every text is in the language and script of its file.

Wrong: a text of another language, told by its letters and by two language models; a short one only together with
its neighbours; a word with a letter that the language never writes. Warnings, since models decide.
Left out: placeholders, what stands in brackets or in « », addresses, and what `languages.yaml` lists.
Why it matters: the wrong paste is seen by readers first, since authors don't read all languages.
Cure: put the text of this language there; a name or a Russian phrase kept on purpose goes into `languages.yaml`.
"""

from collections.abc import Iterator

from curriculum.finding import Severity
from curriculum.manuscript import Manuscript
from curriculum.message import Message, say
from curriculum.rule import Fault, rule
from curriculum.tongue import ENOUGH, alien_words, core, is_foreign, letters
from curriculum.words import Text

BUNDLE = 60  # letters; five titles or so, which the models tell apart surely


@rule(
    why=say("Authors don't read all the languages: a wrong paste would be found by learners."), of_words=True
)
def language_right(manuscript: Manuscript) -> Iterator[Fault]:
    """Every text is in the language and script of its file."""
    listed = manuscript.languages.shape.words
    bundle: list[Text] = []
    for text in _by_file(manuscript):
        words = core(text.words, listed)
        if bundle and bundle[0].source is not text.source:
            bundle = []
        yield from _aliens(text, words)
        if letters(words) >= ENOUGH:
            if is_foreign(text.language, words):
                what = say("`{name}` is not in {language}", name=text.slot.name, language=text.language)
                yield Fault(text.source, text.slot.path, what, _cure(), severity=Severity.WARNING)
        elif words:
            bundle.append(text)
            together = ". ".join(core(short.words, listed) for short in bundle)
            if letters(together) >= BUNDLE:
                yield from _bundled(bundle, together)
                bundle = []


def _by_file(manuscript: Manuscript) -> Iterator[Text]:
    """The texts to be judged, file by file."""
    left_out = manuscript.languages.shape.texts
    judged = [text for text in manuscript.written() if not _key(text).startswith(left_out)]
    yield from sorted(judged, key=lambda text: text.source.file)


def _key(text: Text) -> str:
    return f"{text.source.file.rpartition('/')[0]}:{text.slot.name}"


def _aliens(text: Text, words: str) -> Iterator[Fault]:
    aliens = list(dict.fromkeys(alien_words(text.language, words)))
    if aliens:
        what = say(
            "`{word}` has a letter that {language} does not write", word=aliens[0], language=text.language
        )
        yield Fault(text.source, text.slot.path, what, _cure(), aliens[0], Severity.WARNING)


def _bundled(bundle: list[Text], together: str) -> Iterator[Fault]:
    first = bundle[0]
    if is_foreign(first.language, together):
        what = say(
            "the short texts from `{first}` to `{last}` are not in {language}",
            first=first.slot.name,
            last=bundle[-1].slot.name,
            language=first.language,
        )
        yield Fault(first.source, first.slot.path, what, _cure(), severity=Severity.WARNING)


def _cure() -> Message:
    return say(
        "Put the text of this language here; what stays in another language on purpose goes into languages.yaml."
    )
