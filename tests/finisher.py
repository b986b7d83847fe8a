"""Somebody who has finished the whole course, put into the records as if he had walked it."""

from dataclasses import replace
from datetime import date

from bot.pretend import Pretence
from learning.course import LAST_CHECK, Course
from learning.figures import move_home
from learning.learner import CheckRecord, Learner, LessonRecord
from learning.walk import own_lessons
from sandbox import Person as Somebody
from storage import Person, Store
from tests.scene import enrolled


def finished(course: Course, learner: Learner, today: date, best: int = 95) -> Learner:
    """The learner with every lesson for his passport, and the last check, passed today."""
    lessons = {
        one.number: LessonRecord(course.release, today, 100) for one in own_lessons(course, learner.passport)
    }
    return replace(
        learner, lessons=lessons, checks={LAST_CHECK: CheckRecord(course.release, today, {}, best, today)}
    )


async def finish(store: Store, person: Person, course: Course, today: date, home: str = "") -> None:
    """Let somebody who is enrolled have finished; `home` is a territory's code, or not told."""
    record = await store.load(person)
    assert record is not None
    after = finished(course, record.learner, today)
    await store.record(person, record, move_home(after, home) if home else after, 0)


async def finisher(
    pretend: Pretence, language: str = "ru", citizenship: str = "KG", home: str = ""
) -> Somebody:
    """A person at his phone who has finished the course."""
    somebody = await enrolled(pretend, language, citizenship)
    desk = pretend.service.desk
    person = desk.pseudonyms.person(somebody.id)
    await finish(desk.store, person, desk.book.on(desk.today()), desk.today(), home)
    return somebody


async def kept(pretend: Pretence, somebody: Somebody) -> Learner:
    """What the records hold of this person."""
    desk = pretend.service.desk
    record = await desk.store.load(desk.pseudonyms.person(somebody.id))
    assert record is not None
    return record.learner
