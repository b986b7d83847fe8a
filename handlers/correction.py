"""What has changed in law since somebody learned it: he is told before anything else, once."""

from handlers.desk import Visit
from learning.correction import met, pending
from screens.correction import corrections
from screens.intents import AskQuestion, GiveAnswer, Intent


async def corrected(visit: Visit, then: Intent | None) -> bool:
    """Tell what is pending, with a button that leads on to `then`; whether there was anything to tell."""
    told, after = pending(visit.course, visit.learner), met(visit.course, visit.learner)
    if after != visit.learner:
        visit.keep(after)
    if not told:
        return False
    if isinstance(then, GiveAnswer):  # he must see the question as it stands now before he answers
        then = AskQuestion(then.lesson, then.attempt, route=then.route)
    await visit.show(corrections(visit.reader, told, then))
    return True
