"""Every lesson ends in one thing to do.

Wrong: a lesson without `action`, or with one that some passport does not see.
Why it matters: who reads and does nothing has only read.
Cure: add `action: {key: ...}` to the lesson, and its words among the cards.
"""

from collections.abc import Iterator

from curriculum.manuscript import Manuscript
from curriculum.message import say
from curriculum.rule import Fault, rule
from learning.course import Citizenship


@rule(why=say("A lesson that ends in nothing to do is only read, and changes nothing."))
def action_last(manuscript: Manuscript) -> Iterator[Fault]:
    """Every lesson ends in one thing to do."""
    for lesson in manuscript.lessons():
        action, cure = lesson.item.action, say("Add `action: {{key: ...}}`, and its words among the cards.")
        if action is None:
            yield Fault(
                lesson.source,
                lesson.path,
                say("the lesson `{lesson}` has no action", lesson=lesson.item.key),
                cure,
            )
        elif not all(action.when.condition().holds(passport) for passport in Citizenship):
            what = say("the action of `{lesson}` is not for everybody", lesson=lesson.item.key)
            yield Fault(lesson.source, (*lesson.path, "action"), what, say("Take `when` off the action."))
