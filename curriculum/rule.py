"""What a rule is: a good state with a name, a reason, and a function that finds where it does not hold."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from curriculum.finding import Finding, Severity
from curriculum.manuscript import Manuscript
from curriculum.message import Message
from curriculum.source import KeyPath, Source


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where a rule does not hold. `snippet` is the very text at fault, if it is but a part of it."""

    source: Source
    path: KeyPath
    what: Message
    cure: Message
    snippet: str = ""
    severity: Severity = Severity.ERROR


Find = Callable[[Manuscript], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the proof-reader; its name is that of the good state.

    A rule `of_words` judges how the words of one folder are written: language, spelling, terms, signs, what is lost in
    translation. It is asked by the proof-reader only, never at a start of the bot, and of one folder at a time: of all
    parts, its manuscript holds that folder's alone. So what it found can be kept until that folder changes. All others
    are of structure: what a learner's way, a placeholder or a limit rests on.
    """

    name: str
    why: Message
    find: Find
    of_words: bool = False

    def findings(self, manuscript: Manuscript) -> Iterator[Finding]:
        """Where the rule does not hold."""
        for fault in self.find(manuscript):
            line, column = fault.source.place(fault.path, fault.snippet)
            yield Finding(
                severity=fault.severity,
                file=fault.source.file,
                line=line,
                column=column,
                rule=self.name,
                what=fault.what,
                why=self.why,
                cure=fault.cure,
            )


def rule(why: str, *, of_words: bool = False) -> Callable[[Find], Rule]:
    """Make a rule of a function that finds faults; the rule takes the function's name."""

    def named(find: Find) -> Rule:
        return Rule(find.__name__, why if isinstance(why, Message) else Message(why), find, of_words)

    return named
