"""Every lesson of a route is in the course, and stands there once.

Wrong: a route that names a lesson which is not in the course, or one lesson twice.
Why it matters: the route would end before its end, or lead back to what is passed.
Cure: correct the number; take the second one out.
"""

from collections.abc import Iterator

from curriculum.manuscript import Manuscript
from curriculum.message import say
from curriculum.rule import Fault, rule


@rule(why=say("The route would end before its end, or lead back to what is passed."))
def routes_lead(manuscript: Manuscript) -> Iterator[Fault]:
    """Every lesson of a route is in the course, and stands there once."""
    known = {lesson.item.number for lesson in manuscript.lessons()}
    listed = manuscript.course.shape.modules if manuscript.course else ()
    readable = len(manuscript.modules) == len(set(listed))  # else nobody knows which lessons there are
    for route in manuscript.routes():
        numbers = route.item.lessons
        for at, number in enumerate(numbers):
            path = (*route.path, "lessons", at)
            if number in numbers[:at]:
                what = say(
                    "the lesson {number} stands twice in the route `{key}`", number=number, key=route.item.key
                )
                yield Fault(route.source, path, what, say("Take the second one out."))
            elif readable and number not in known:
                what = say("there is no lesson {number}", number=number)
                yield Fault(route.source, path, what, say("Name a lesson by its `number` in module.yaml."))
