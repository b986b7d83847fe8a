"""People in a room: made-up learners who join a session and answer a question, through the real records."""

from learning import quiz
from learning.cohort import Cohort
from learning.course import Citizenship, Language
from learning.learner import Learner
from learning.milestones import reached
from office import Office
from storage import Pseudonyms

LESSON, QUESTION = 501, "how-long"
RIGHT, WRONG = "d30", "w7"


class Crowd:
    """People with phones who join a session and take its lesson's questions."""

    def __init__(self, office: Office, keys: Pseudonyms) -> None:
        self.office, self.keys = office, keys
        self.update, self.address = 0, 500_000

    async def join(self, cohort: Cohort, people: int, option: str = RIGHT) -> None:
        """So many people agree, join, and answer the question so; to the others they all answer alike."""
        office, today = self.office, self.office.today
        course = office.book().on(today)
        for _ in range(people):
            self.address += 1
            person = self.keys.person(self.address)
            learner = Learner(
                Language.KY,
                Citizenship.KG,
                enrolled_on=today,
                cohort=cohort.code,
                home=cohort.territory,
            )
            record = await office.store.record(person, None, learner, self.next_update())
            lesson = course.lesson(LESSON)
            assert lesson
            attempt = quiz.begin(course, lesson, 1)
            while asked := quiz.next_question(lesson, Citizenship.KG, attempt):
                key = option if asked.question.key == QUESTION else asked.question.options[0].key
                step = quiz.answer(course, Citizenship.KG, asked, key)
                assert step
                attempt = step.attempt
                learner = reached(course, quiz.after_answer(course, learner, step, today), today)
                record = await office.store.record(person, record, learner, self.next_update())

    def next_update(self) -> int:
        self.update += 1
        return self.update
