"""Each passport meets ten ideas in the first check, and the same ten in the last, in other words.

Wrong: a pair whose `lesson` is not in the course; a pair whose two questions have the same words in a language; an
option called `unsure`, which is the house's own "I don't know" (errors). A passport that meets more or fewer than ten
pairs is a warning.
Why it matters: what somebody has gained is told by the same ideas before and after; who is asked the same question twice
shows that he remembers it.
Cure: name a lesson that teaches the idea; ask the last question by another story; add a pair, or narrow a `when`.
"""

import re
from collections.abc import Iterator

from curriculum.finding import Severity
from curriculum.manuscript import Manuscript, Placed
from curriculum.markdown import visible
from curriculum.message import say
from curriculum.rule import Fault, rule
from curriculum.schema import PairShape
from learning.course import UNSURE, Citizenship

PAIRS = 10
_SIGNS = re.compile(r"[\W_]+")


@rule(why=say("What somebody has gained is told by the same ideas, asked before and after in other words."))
def ideas_paired(manuscript: Manuscript) -> Iterator[Fault]:
    """Each passport meets ten ideas in the first check, and the same ten in the last, in other words."""
    if manuscript.pairs is None:
        return
    yield from _counted(manuscript)
    numbers = {lesson.item.number for lesson in manuscript.lessons()}
    for pair in manuscript.paired():
        if pair.item.lesson not in numbers:
            what = say("there is no lesson {number}", number=pair.item.lesson)
            cure = say("Name the number of a lesson that teaches it.")
            yield Fault(pair.source, (*pair.path, "lesson"), what, cure)
        yield from _unsure(pair)
        yield from _alike(manuscript, pair.item)


def _counted(manuscript: Manuscript) -> Iterator[Fault]:
    for passport in Citizenship:
        pairs = sum(pair.item.when.condition().holds(passport) for pair in manuscript.paired())
        if pairs != PAIRS and manuscript.pairs:
            what = say(
                "{passport} meets {count} pairs; {wanted} are wanted",
                passport=passport,
                count=pairs,
                wanted=PAIRS,
            )
            cure = say("Add a pair, or narrow a `when`.")
            yield Fault(manuscript.pairs.source, ("pairs",), what, cure, severity=Severity.WARNING)


def _unsure(pair: Placed[PairShape]) -> Iterator[Fault]:
    for name, half in pair.item.halves().items():
        for at, option in enumerate(half.options):
            if option.key == UNSURE:
                what = say('the option `{key}` is "I don\'t know", which is added by itself', key=UNSURE)
                path = (*pair.path, name, "options", at)
                yield Fault(pair.source, path, what, say("Take it away, or give it another key."))


def _alike(manuscript: Manuscript, pair: PairShape) -> Iterator[Fault]:
    for words in manuscript.pairs.words.values() if manuscript.pairs else ():
        first, last = (words.leaves.get(("pairs", pair.key, name, "text")) for name in pair.halves())
        if isinstance(first, str) and isinstance(last, str) and _plain(first) == _plain(last) != "":
            what = say("both questions of `{key}` have the same words", key=pair.key)
            cure = say("Ask for the same idea by another story.")
            yield Fault(words.source, ("pairs", pair.key, "last", "text"), what, cure)


def _plain(text: str) -> str:
    return _SIGNS.sub(" ", visible(text)).strip().casefold()
