"""Every translation was made from the Russian that stands there now, and from the facts as they are now.

Wrong: a Russian text or a fact that has changed since its translations were made; a change of the Russian of which
nobody has said how much it matters. Words added since the others were accepted are only noted, and so is an amount of a fact
that is another one now, since every language shows the new one by itself.
Why it matters: one language would go on teaching the old rule. Where the law has changed, the translation is withheld.
Cure: `safar translations mark wording|meaning|legal` for the change; then translate anew and `safar translations accept`.
"""

from collections.abc import Iterator

from curriculum.finding import Severity
from curriculum.manuscript import Manuscript
from curriculum.message import Message, say
from curriculum.rule import Fault, rule
from curriculum.source import Source
from curriculum.states import Standing, State, unsettled
from learning.course import Language

_STALE = (State.WORDING, State.MEANING, State.LEGAL)
_NOTED = (State.REVIEW, State.EDITED, State.NEW)


@rule(why=say("One language would go on teaching what the others teach no more."))
def translations_current(manuscript: Manuscript) -> Iterator[Fault]:
    """Every translation was made from the Russian that stands there now, and from the facts as they are now."""
    sources = {
        (part.folder, language): words.source
        for part in manuscript.parts()
        for language, words in part.words.items()
    }
    new: dict[tuple[str, Language], int] = {}
    for standing in unsettled(manuscript):
        source = sources[standing.folder, standing.language]
        if standing.state is State.NEW:
            new[standing.folder, standing.language] = new.get((standing.folder, standing.language), 0) + 1
        else:
            yield from _judge(standing, source)
    for (folder, language), count in new.items():
        yield _never_accepted(sources[folder, language], folder, language, count)


def _judge(standing: Standing, source: Source) -> Iterator[Fault]:
    what = _what(standing)
    if what is None:
        return
    key = f"{standing.folder}:{standing.name}"
    if standing.state is State.UNMARKED:
        names = [f"facts:{fact}" for fact in standing.facts] or [key]
        cure = say("Say how: safar translations mark wording|meaning|legal {names}", names=" ".join(names))
    else:
        cure = say(
            "Read it against the Russian, mend it, then: safar translations accept {language} {key}",
            language=standing.language,
            key=key,
        )
    severity = Severity.NOTE if standing.state in _NOTED else Severity.WARNING
    yield Fault(source, standing.path, what, cure, severity=severity)


def _what(standing: Standing) -> Message | None:
    facts = ", ".join(standing.facts)
    if (
        standing.state is State.UNMARKED and standing.language is Language.RU
    ):  # said once, not for each language
        if standing.facts:
            return say(
                "the meaning of {facts} has changed, and nobody has said how much that matters", facts=facts
            )
        return say("`{name}` has changed, and nobody has said how much that matters", name=standing.name)
    if standing.state in _STALE and standing.facts:
        return say(
            "`{name}` rests on {facts}, changed since ({weight})",
            name=standing.name,
            facts=facts,
            weight=standing.state,
        )
    if standing.state in _STALE:
        return say(
            "`{name}` was made from an older Russian text ({weight})",
            name=standing.name,
            weight=standing.state,
        )
    if standing.state is State.REVIEW:
        return say("`{name}` shows {facts}, whose amount is another one now", name=standing.name, facts=facts)
    if standing.state is State.EDITED:
        return say("`{name}` has been changed since it was accepted", name=standing.name)
    return None


def _never_accepted(source: Source, folder: str, language: Language, count: int) -> Fault:
    return Fault(
        source,
        (),
        say("{count} texts were never accepted", count=count),
        say(
            "Read them against the Russian, then: safar translations accept {language} {folder}",
            language=language,
            folder=folder,
        ),
        severity=Severity.NOTE,
    )
