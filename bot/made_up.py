"""A world of made-up learners, for the demo and for measuring: the same number gives the same people.

They live where people live: many in few districts and few in many. Most begin, a good part goes on, some finish. What
stands in a record fits together as if each had come the whole way by himself; a test compares it with the rules.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import TypeVar

from learning.cohort import CODE_LENGTH, Cohort, code_of
from learning.course import FIRST_CHECK, LAST_CHECK, Citizenship, Course, Language, Lesson
from learning.learner import Asked, Attempt, CheckRecord, Learner, LessonRecord, Outcome, Place
from learning.milestones import CERTIFICATE, FINISHED, GAIN, WENT_ON, module_figure
from learning.pairs import asked_of
from learning.quiz import right_option, visible_questions
from learning.seat import OPERATOR
from learning.territory import Subunit, Territories
from learning.walk import own_lessons, visible_cards

WEEKS = 26  # since the first of them came
PATTERNS = 12  # ways in which people answer the questions of a lesson, or of a check
COUNTRIES = {"KG": 25.0, "TJ": 30.0, "UZ": 45.0}
LANGUAGES = {
    "KG": {Language.KY: 62.0, Language.RU: 25.0, Language.UZ: 8.0, Language.UZ_CYRL: 3.0, Language.TG: 2.0},
    "TJ": {Language.TG: 80.0, Language.RU: 12.0, Language.UZ_CYRL: 5.0, Language.UZ: 3.0},
    "UZ": {Language.UZ: 57.0, Language.UZ_CYRL: 20.0, Language.RU: 16.0, Language.TG: 5.0, Language.KY: 2.0},
}
NO_HOME, REGION_ALONE, ANOTHER_PASSPORT, IN_A_SESSION = 0.08, 0.06, 0.03, 0.2
NEVER_WENT_ON, STOPPED = 0.15, 0.68  # the others pass all lessons
FIRST_CHECKED, LAST_CHECKED, TRIED_AGAIN, TOOK_THE_PAPER = 0.6, 0.9, 0.8, 0.7
STEPS, PAUSES = (0, 0, 0, 0, 0, 1, 1, 3), (0, 0, 1)  # days between two lessons, and before the last check
SUBUNITS = 3  # in the largest district of each region that is named

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Plan:
    """How many people, by which number, up to which day; `regions` are where they live: all, if none is named."""

    learners: int
    number: int
    until: date
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Way:
    """What people of one passport meet: lessons in order with where they begin, modules, and ways to answer."""

    lessons: tuple[int, ...]
    places: tuple[Place, ...]
    modules: Mapping[str, int]  # the last lesson of each
    attempts: Mapping[int, tuple[Attempt, ...]]
    before: tuple[Mapping[str, Outcome], ...]
    after: tuple[Mapping[str, Outcome], ...]


class World:
    """The people of a plan, with their sessions and the sub-units that they live in."""

    def __init__(self, course: Course, territories: Territories, plan: Plan) -> None:
        self.course, self.plan = course, plan
        self._chance = Random(plan.number)  # noqa: S311 - it makes people, no secrets
        self._days = tuple(plan.until - timedelta(days=n) for n in range(7 * WEEKS - 1, -1, -1))
        self._homes = {country: dict(self._weights(territories, country)) for country in COUNTRIES}
        self.subunits = tuple(self._name_subunits(territories))
        self._draws = {country: list(accumulate(homes.values())) for country, homes in self._homes.items()}
        self._codes = {country: list(homes) for country, homes in self._homes.items()}
        self.cohorts = tuple(self._hold_sessions())
        self._sessions: dict[str, list[Cohort]] = {}
        for cohort in self.cohorts:
            self._sessions.setdefault(cohort.territory, []).append(cohort)
        self._ways = {passport: self._way(passport) for passport in Citizenship}
        self._records: dict[tuple[date, int], LessonRecord] = {}

    def people(self) -> Iterator[tuple[Learner, tuple[Attempt, ...]]]:
        """Everybody, with his first attempts at lessons. Once: the next time others would come."""
        return (self._somebody() for _ in range(self.plan.learners))

    def _weights(self, territories: Territories, country: str) -> Iterator[tuple[str, float]]:
        """How many live where, compared with one another: a district has half of the people of the one before it."""
        for region in territories.children(country):
            if self.plan.regions and region.code not in self.plan.regions:
                continue
            districts = [place.code for place in territories.children(region.code)]
            self._chance.shuffle(districts)
            size = 0.3 + self._chance.random()
            yield region.code, size * (REGION_ALONE if districts else 1.0)
            shares = [1 / (rank + 1) ** 1.2 for rank in range(len(districts))]
            for code, share in zip(districts, shares, strict=True):
                yield code, size * share / sum(shares)

    def _name_subunits(self, territories: Territories) -> Iterator[Subunit]:
        """Some communities of the largest district in each named region; most of its people live in them."""
        for region in self.plan.regions:
            country = territories.by_code[region].parent
            homes = self._homes[country]
            districts = [place.code for place in territories.children(region)]
            largest = max(districts, key=lambda code: homes[code], default="")
            for n, community in enumerate(territories.suggestions(largest)[:SUBUNITS], start=1):
                name = next(iter(community.names.values()))
                yield Subunit(f"{largest}/{n}", name)
                homes[f"{largest}/{n}"] = homes[largest] / (n + 1)

    def _hold_sessions(self) -> Iterator[Cohort]:
        """Up to four in each district."""
        for codes in self._codes.values():
            for code in codes:
                for _ in range(self._chance.choice((0, 0, 1, 1, 2, 4))):
                    letters = code_of(self._chance.randbytes(2 * CODE_LENGTH))
                    yield Cohort(letters, code, OPERATOR, self._chance.choice(self._days))

    def _way(self, passport: Citizenship) -> _Way:
        lessons = own_lessons(self.course, passport)
        modules = {}
        for module in self.course.modules:
            own = [lesson.number for lesson in module.lessons if lesson.concerns(passport)]
            if own:
                modules[module_figure(module.number)] = own[-1]
        attempts = {lesson.number: tuple(self._attempts(lesson, passport)) for lesson in lessons}
        pairs = [pair.key for pair in asked_of(self.course, passport)]
        known = {pair: 0.25 + 0.4 * self._chance.random() for pair in pairs}
        return _Way(
            lessons=tuple(lesson.number for lesson in lessons),
            places=tuple(Place(lesson.number, visible_cards(lesson, passport)[0].key) for lesson in lessons),
            modules=modules,
            attempts=attempts,
            before=tuple(self._outcomes(known, 0.25) for _ in range(2 * PATTERNS)),
            after=tuple(
                self._outcomes({pair: 0.5 + share / 2 for pair, share in known.items()}, 0.05)
                for _ in range(2 * PATTERNS)
            ),
        )

    def _attempts(self, lesson: Lesson, passport: Citizenship) -> Iterator[Attempt]:
        """Ways to answer a lesson's questions; some questions are harder than others."""
        questions = visible_questions(lesson, passport)
        easy = [0.45 + 0.5 * self._chance.random() for _ in questions]
        for _ in range(PATTERNS if questions else 0):
            answers = []
            for question, share in zip(questions, easy, strict=True):
                right = right_option(self.course, question, passport)
                wrong = [option.key for option in question.options if option.key != right]
                knows = self._chance.random() < share or not wrong
                answers.append((question.key, right if knows else self._chance.choice(wrong), knows))
            yield Attempt(lesson.number, 1, self.course.release, self.course.pass_mark, tuple(answers))

    def _outcomes(self, known: Mapping[str, float], unsure: float) -> dict[str, Outcome]:
        def one(share: float) -> Outcome:
            drawn = self._chance.random()
            if drawn < share:
                return Outcome.RIGHT
            return Outcome.UNSURE if drawn < share + unsure else Outcome.WRONG

        return {pair: one(share) for pair, share in known.items()}

    def _somebody(self) -> tuple[Learner, tuple[Attempt, ...]]:
        chance = self._chance
        country = self._one(tuple(COUNTRIES), list(accumulate(COUNTRIES.values())))
        home = "" if chance.random() < NO_HOME else self._one(self._codes[country], self._draws[country])
        passport = Citizenship(country)
        if chance.random() < ANOTHER_PASSPORT:
            passport = chance.choice(tuple(Citizenship))
        spoken = LANGUAGES[country]
        language = self._one(tuple(spoken), list(accumulate(spoken.values())))
        begun, cohort = self._days[int(len(self._days) * chance.random() ** 0.6)], ""
        sessions = self._sessions.get(home)
        if sessions and chance.random() < IN_A_SESSION:
            session = chance.choice(sessions)
            begun, cohort = session.held_on, session.code
        way = self._ways[passport]
        lessons = self._lessons(way, begun)
        last = max((record.day for record in lessons.values()), default=begun)
        checks = self._checks(way, begun, last, whole=len(lessons) == len(way.lessons))
        learner = Learner(
            language=language,
            citizenship=passport,
            home=home,
            enrolled_on=begun,
            place=way.places[len(lessons)] if len(lessons) < len(way.lessons) else None,
            lessons=lessons,
            asked=frozenset(Asked),
            seen=self.course.release,
            tried=frozenset(lessons),
            checks=checks,
            milestones=self._milestones(way, lessons, checks),
            cohort=cohort,
        )
        return learner, tuple(
            chance.choice(way.attempts[number]) for number in lessons if way.attempts[number]
        )

    def _one(self, things: Sequence[Thing], up_to: Sequence[float]) -> Thing:
        return self._chance.choices(things, cum_weights=up_to)[0]

    def _lessons(self, way: _Way, begun: date) -> dict[int, LessonRecord]:
        """Those that were passed until the world's last day."""
        chance, drawn = self._chance, self._chance.random()
        wanted = len(way.lessons)
        if drawn < NEVER_WENT_ON:
            wanted = 0
        elif drawn < STOPPED:
            wanted = 1 + int((wanted - 1) * chance.random() ** 1.6)
        at, passed = self._days.index(begun), {}
        for number in way.lessons[:wanted]:
            at += chance.choice(STEPS)
            if at >= len(self._days):
                break
            passed[number] = self._record(self._days[at], 60 + 10 * chance.randrange(5))
        return passed

    def _record(self, day: date, score: int) -> LessonRecord:
        """One object for all who passed a lesson on a day with a score."""
        if (day, score) not in self._records:
            self._records[day, score] = LessonRecord(self.course.release, day, score)
        return self._records[day, score]

    def _checks(self, way: _Way, begun: date, last: date, *, whole: bool) -> dict[int, CheckRecord]:
        chance, checks = self._chance, {}
        if not way.before[0]:
            return {}
        if chance.random() < FIRST_CHECKED:
            outcomes = chance.choice(way.before)
            checks[FIRST_CHECK] = CheckRecord(self.course.release, begun, outcomes, _score(outcomes))
        day = last + timedelta(days=chance.choice(PAUSES))
        if whole and day <= self.plan.until and chance.random() < LAST_CHECKED:
            outcomes = chance.choice(way.after)
            best = _score(outcomes)
            if best < self.course.pass_mark and chance.random() < TRIED_AGAIN:
                best = self.course.pass_mark + 5 * chance.randrange(6)
            passed_on = day if best >= self.course.pass_mark else None
            checks[LAST_CHECK] = CheckRecord(self.course.release, day, outcomes, best, passed_on)
        return checks

    def _milestones(
        self, way: _Way, lessons: Mapping[int, LessonRecord], checks: Mapping[int, CheckRecord]
    ) -> dict[str, date]:
        """What `learning.milestones.reached` would have noted on the way; lessons are passed in their order."""
        if not lessons:
            return {}
        found = {WENT_ON: lessons[way.lessons[0]].day}
        found |= {name: lessons[last].day for name, last in way.modules.items() if last in lessons}
        if LAST_CHECK in checks:
            last = checks[LAST_CHECK]
            if FIRST_CHECK in checks:
                found[GAIN] = last.day
            if last.passed_on:
                found[FINISHED] = last.passed_on
                if self._chance.random() < TOOK_THE_PAPER:
                    found[CERTIFICATE] = last.passed_on
        elif not way.before[0] and len(lessons) == len(way.lessons):
            found[FINISHED] = lessons[way.lessons[-1]].day
        return found


def _score(outcomes: Mapping[str, Outcome]) -> int:
    return 100 * sum(outcome is Outcome.RIGHT for outcome in outcomes.values()) // max(len(outcomes), 1)
