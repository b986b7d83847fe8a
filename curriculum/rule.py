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

    A `slow` rule looks at the words themselves (language, spelling). It is asked by the proof-reader only, never at
    a start of the bot, and of one folder at a time: of all parts, its manuscript holds that folder's alone. So what
    it found can be kept until that folder changes.
    """

    name: str
    why: Message
    find: Find
    slow: bool = False  # asks a dictionary or a model; proof-reading only, never at a start of the bot

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


def rule(why: str, *, slow: bool = False) -> Callable[[Find], Rule]:
    """Make a rule of a function that finds faults; the rule takes the function's name."""

    def named(find: Find) -> Rule:
        return Rule(find.__name__, why if isinstance(why, Message) else Message(why), find, slow)

    return named
