"""Every key is short enough for a button.

Wrong: a key of more than 20 characters, of more than 14 for an option, or of more than 10 for a route.
Why it matters: Telegram gives a button 64 bytes, and ours carry lesson, attempt, question, option and more.
Cure: a shorter key, unless it has been released.
"""

from collections.abc import Iterator

from curriculum.manuscript import Manuscript
from curriculum.message import say
from curriculum.rule import Fault, rule
from curriculum.source import KeyPath, Source

KEY, OPTION, ROUTE = 20, 14, 10


@rule(why=say("Telegram gives a button 64 bytes, and ours carry lesson, attempt, question, option and more."))
def button_fits(manuscript: Manuscript) -> Iterator[Fault]:
    """Every key is short enough for a button."""
    for source, path, key, limit in _keys(manuscript):
        if len(key) > limit:
            what = say(
                "the key `{key}` has {length} characters; {limit} is the most",
                key=key,
                length=len(key),
                limit=limit,
            )
            yield Fault(source, path, what, say("Shorten it, in the structure and in the words."))


def _keys(manuscript: Manuscript) -> Iterator[tuple[Source, KeyPath, str, int]]:
    for card in manuscript.cards():
        yield card.source, card.path, card.item.key, KEY
    for question in manuscript.questions():
        yield question.source, question.path, question.item.key, KEY
        for at, option in enumerate(question.item.options):
            yield question.source, (*question.path, "options", at), option.key, OPTION
    for page in manuscript.pages():
        yield page.source, page.path, page.item.key, KEY
    for phrases in manuscript.phrase_pages():
        yield phrases.source, phrases.path, phrases.item.key, KEY
    for route in manuscript.routes():
        yield route.source, (*route.path, "key"), route.item.key, ROUTE
    if manuscript.contacts:
        source = manuscript.contacts.source
        for name in ("cities", "topics"):
            for at, key in enumerate(getattr(manuscript.contacts.shape, name)):
                yield source, (name, at), key, KEY
