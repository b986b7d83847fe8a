"""Every lesson ends in one thing to do.

Wrong: a lesson without `action`, or with one that some passport does not see which sees its other cards.
Why it matters: who reads and does nothing has only read.
Cure: add `action: {key: ...}` to the lesson, and its words among the cards.
"""

from collections.abc import Iterator

from curriculum.manuscript import Manuscript
from curriculum.message import say
from curriculum.rule import Fault, rule
from curriculum.schema import CardShape, LessonShape
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
        elif missed := _missed(lesson.item, action):
            what = say(
                "the action of `{lesson}` is not for {passports}, who read its cards",
                lesson=lesson.item.key,
                passports=", ".join(missed),
            )
            yield Fault(
                lesson.source, (*lesson.path, "action"), what, say("Take `when` off the action, or widen it.")
            )


def _missed(lesson: LessonShape, action: CardShape) -> list[Citizenship]:
    """The passports that see a card of the lesson, but not its action."""
    return [
        passport
        for passport in Citizenship
        if not action.when.condition().holds(passport)
        and any(card.when.condition().holds(passport) for card in lesson.cards)
    ]
