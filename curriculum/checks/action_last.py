"""Every lesson ends in one thing to do.

Wrong: a lesson without `action`, or with one that some passport does not see.
Why it matters: who reads and does nothing has only read.
Cure: add `action: {key: ...}` to the lesson, and its words among the cards.
"""

from collections.abc import Iterator

from curriculum.manuscript import Manuscript
from curriculum.rule import Fault, rule
from learning.course import Citizenship


@rule(why="A lesson that ends in nothing to do is only read, and changes nothing.")
def action_last(manuscript: Manuscript) -> Iterator[Fault]:
    """Every lesson ends in one thing to do."""
    for lesson in manuscript.lessons():
        action, cure = lesson.item.action, "Add `action: {key: ...}`, and its words among the cards."
        if action is None:
            yield Fault(lesson.source, lesson.path, f"the lesson `{lesson.item.key}` has no action", cure)
        elif not all(action.when.condition().holds(passport) for passport in Citizenship):
            what = f"the action of `{lesson.item.key}` is not for everybody"
            yield Fault(lesson.source, (*lesson.path, "action"), what, "Take `when` off the action.")
