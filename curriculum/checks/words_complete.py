"""Every place for words is filled in every language, and there are no words without a place.

Wrong: a key of the structure that a words file lacks or leaves empty; a key that the structure does not know.
Why it matters: a reader of that language would see an empty card; words without a place are never shown.
Cure: translate what is missing; correct or take away what is too much.
"""

from collections.abc import Iterator

from curriculum import sayings
from curriculum.manuscript import Manuscript
from curriculum.message import say
from curriculum.rule import Fault, rule
from curriculum.slots import Kind
from curriculum.words import WordsFile


@rule(why=say("A reader of that language would see an empty place; words without a place are never shown."))
def words_complete(manuscript: Manuscript) -> Iterator[Fault]:
    """Every place for words is filled in every language, and there are no words without a place."""
    for slot, words in manuscript.gaps:
        if slot.kind is not Kind.REPLY:
            what = say("`{name}` has no words in {language}", name=slot.name, language=words.language)
            yield Fault(words.source, slot.path, what, say("Write `{key}: ...`.", key=slot.path[-1]))
    for part in manuscript.parts():
        known = {slot.path for slot in part.slots}
        for words in part.words.values():
            yield from _too_much(known, words)


def _too_much(known: set[tuple[str, ...]], words: WordsFile) -> Iterator[Fault]:
    for path in words.leaves.keys() - known:
        if words.leaves[path] == "" and _leads_on(path, known):
            continue
        if _leads_on(path, known):
            what = say("`{name}` holds text, where keys with text are expected", name=".".join(path))
            yield Fault(words.source, path, what, say("Write the keys of the structure under it."))
            continue
        # The first key that leads nowhere is the one to name.
        wrong = next(at for at in range(len(path) + 1) if not _leads_on(path[:at], known))
        siblings = [
            slot[wrong - 1] for slot in known if len(slot) >= wrong and slot[: wrong - 1] == path[: wrong - 1]
        ]
        what, cure = sayings.unknown(path[wrong - 1], siblings)
        if words.leaves[path] == "" and wrong == len(path):
            cure = say(
                "{cure} If it is text: a comma cuts text in {{ }}, and text can't begin with {{; use quotes.",
                cure=cure,
            )
        yield Fault(words.source, path[:wrong], what, cure)


def _leads_on(path: tuple[str, ...], known: set[tuple[str, ...]]) -> bool:
    return any(slot[: len(path)] == path for slot in known)
