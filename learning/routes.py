"""Routes through the course: some lessons in an order of their own, for who has little time or stays at home."""

from learning.course import Citizenship, Course, Lesson, Route
from learning.learner import Learner
from learning.progress import Progress


def lessons_of(course: Course, route: Route, citizenship: Citizenship) -> tuple[Lesson, ...]:
    """The lessons of a route that are in the course and concern this passport, in the route's order."""
    found = (course.lesson(number) for number in route.lessons)
    return tuple(lesson for lesson in found if lesson and lesson.concerns(citizenship))


def of_route(course: Course, route: Route, learner: Learner) -> Progress:
    """Progress on a route."""
    lessons = lessons_of(course, route, learner.passport)
    return Progress(sum(lesson.number in learner.lessons for lesson in lessons), len(lessons))


def unfinished(course: Course, learner: Learner) -> tuple[Route, ...]:
    """The routes on which this learner has a lesson to pass still."""
    standing = ((route, of_route(course, route, learner)) for route in course.routes)
    return tuple(route for route, progress in standing if progress.passed < progress.total)


def next_on(course: Course, route: Route, learner: Learner, after: int = 0) -> Lesson | None:
    """The lesson to take up on a route: the first not passed after this one, else the first not passed.

    None once all are passed. Of a guest nothing is kept: after his last lesson the route has ended.
    """
    lessons = lessons_of(course, route, learner.passport)
    numbers = [lesson.number for lesson in lessons]
    at = numbers.index(after) + 1 if after in numbers else 0
    ahead = lessons[at:] if learner.guest else (*lessons[at:], *lessons[:at])
    return next((one for one in ahead if one.number not in learner.lessons and one.number != after), None)
