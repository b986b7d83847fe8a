"""Options differ from one another, and so do their replies.

Wrong: two options of a question with the same words in a language, or with the same value (errors); two worded
options with the same reply (a warning).
Why it matters: of two equal options one would be right and the other wrong; a reply should say why this one is.
Cure: word them apart, or take one of the two away.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from curriculum.finding import Severity
from curriculum.manuscript import Asked, Manuscript, Placed
from curriculum.markdown import visible
from curriculum.message import say
from curriculum.rule import Fault, rule
from curriculum.words import WordsFile

_SIGNS = re.compile(r"[\W_]+")


@rule(why=say("Of two equal options one would be right and the other wrong, and nobody could tell which."))
def options_distinct(manuscript: Manuscript) -> Iterator[Fault]:
    """Options differ from one another, and so do their replies."""
    for question in manuscript.questions():
        yield from _values(question)
        for name, severity in (("text", Severity.ERROR), ("reply", Severity.WARNING)):
            places = question.item.places(name)
            for words in question.item.part.words.values():
                yield from _twice(words, places, name, severity)


def _values(question: Placed[Asked]) -> Iterator[Fault]:
    seen = set()
    for at, option in enumerate(question.item.options):
        if option.value is not None and option.value in seen:
            what = say("the option `{key}` has the same value as another", key=option.key)
            path = (*question.path, "options", at)
            yield Fault(question.source, path, what, say("Give it another value, or take it away."))
        seen.add(option.value)


def _begin_apart(texts: Sequence[str]) -> bool:
    """Whether the first two letters tell all of them apart, as they mostly do."""
    begins = [text[:2] for text in texts]
    return len({begin.casefold()[:2] for begin in begins}) == len(begins) and all(map(str.isalpha, begins))


def _plain(text: str) -> str:
    return _SIGNS.sub(" ", visible(text)).strip().casefold()


def _twice(
    words: WordsFile, places: Mapping[str, tuple[str, ...]], name: str, severity: Severity
) -> Iterator[Fault]:
    leaves = map(words.leaves.get, places.values())
    texts = [leaf if isinstance(leaf, str) else "" for leaf in leaves]
    if _begin_apart(list(filter(None, texts))):
        return
    seen: dict[str, str] = {}
    for (key, place), text in zip(places.items(), texts, strict=True):
        plain = _plain(text)
        if plain and plain in seen:
            what = say("`{key}` has the same {name} as `{other}`", key=key, name=name, other=seen[plain])
            cure = say("Say in what it differs, or take one of the two away.")
            yield Fault(words.source, place, what, cure, severity=severity)
        seen.setdefault(plain, key)
