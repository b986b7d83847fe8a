"""The right option does not stand out by its length.

Wrong: a right option half as long again as the longest wrong one, or less than a third of the shortest; any option
three and a half times as long as another. Differences of a few letters don't count. A warning.
Why it matters: the longest answer is known to be the right one; who guesses so has learnt nothing.
Cure: word all options about equally long; put explanations into the reply.
"""

from collections.abc import Iterator, Mapping

from curriculum.finding import Severity
from curriculum.manuscript import Asked, Manuscript
from curriculum.markdown import visible
from curriculum.message import say
from curriculum.rule import Fault, rule
from curriculum.words import WordsFile

# Measured on the first module: the right one is at most 1.42 times the longest wrong one, and at least 0.4 of the
# shortest; all differ by at most 3.1 times.
LONGEST, SHORTEST, APART = 1.5, 1 / 3, 3.5
NO_MATTER = 10  # characters; below that nobody sees a difference


@rule(why=say("Who guesses that the longest answer is the right one has learnt nothing."), of_words=True)
def options_alike(manuscript: Manuscript) -> Iterator[Fault]:
    """The right option does not stand out by its length."""
    for question in manuscript.questions():
        yield from _question(question.item)


def _question(question: Asked) -> Iterator[Fault]:
    places = question.places("text")
    for words in question.part.words.values():
        lengths = _lengths(words, places)
        odd = _odd(lengths, question.right.key)
        if odd:
            what = say(
                "the option `{key}` has {length} characters, the others {others}: it stands out",
                key=odd,
                length=lengths[odd],
                others=", ".join(str(length) for key, length in lengths.items() if key != odd),
            )
            cure = say("Word the options about equally long; explanations belong into the reply.")
            yield Fault(words.source, places[odd], what, cure, severity=Severity.WARNING)


def _lengths(words: WordsFile, places: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    texts = zip(places, map(words.leaves.get, places.values()), strict=True)
    return {key: len(visible(text)) for key, text in texts if isinstance(text, str) and text.strip()}


def _odd(lengths: Mapping[str, int], right: str | None) -> str:
    """The option that stands out, if one does."""
    if len(lengths) < 2:
        return ""
    others = [length for key, length in lengths.items() if key != right]
    if right is not None and right in lengths and others:
        length = lengths[right]
        if length - max(others) >= NO_MATTER and length > LONGEST * max(others):
            return right
        if min(others) - length >= NO_MATTER and length < SHORTEST * min(others):
            return right
    longest = max(lengths, key=lambda key: lengths[key])
    shortest = min(lengths.values())
    apart = lengths[longest] - shortest >= NO_MATTER and lengths[longest] > APART * shortest
    return longest if apart else ""
