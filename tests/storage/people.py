"""Learners to record: one plain one, and any at all."""

from datetime import date

from hypothesis import strategies as st

from learning.course import CHECKS, Citizenship, Language
from learning.learner import Asked, Attempt, CheckRecord, Learner, LessonRecord, Outcome, Place, Rating
from learning.milestones import CERTIFICATE, FINISHED, WENT_ON

MONDAY = date(2026, 11, 23)
AIDA = Learner(Language.KY, Citizenship.KG, home="KG-GO", enrolled_on=MONDAY)

days = st.dates(date(2026, 1, 1), date(2031, 12, 31))
numbers = st.integers(1, 9999)
scores = st.integers(0, 100)
slugs = st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True)
answers = st.lists(st.tuples(slugs, slugs, st.booleans()), max_size=5).map(tuple)

learners = st.builds(
    Learner,
    language=st.sampled_from(Language),
    citizenship=st.none() | st.sampled_from(Citizenship),
    home=st.sampled_from(["", "KG-GO", "TJ-SU", "UZ-FA-07"]),
    enrolled_on=days,
    place=st.none() | st.builds(Place, numbers, slugs | st.just("")),
    lessons=st.dictionaries(numbers, st.builds(LessonRecord, numbers, days, scores), max_size=60),
    attempt=st.none() | st.builds(Attempt, numbers, numbers, numbers, scores, answers),
    asked=st.frozensets(st.sampled_from(Asked)),
    typing_home=st.booleans(),
    may_write=st.booleans(),
    tallied=st.frozensets(slugs, max_size=5),
    rated=st.dictionaries(
        st.tuples(numbers, slugs),
        st.builds(Rating, numbers, st.sampled_from(Language), st.booleans()),
        max_size=5,
    ),
    tried=st.frozensets(numbers, max_size=5),
    checks=st.dictionaries(
        st.sampled_from(list(CHECKS)),
        st.builds(
            CheckRecord,
            numbers,
            days,
            st.dictionaries(slugs, st.sampled_from(Outcome), max_size=10),
            scores,
            st.none() | days,
        ),
    ),
    milestones=st.dictionaries(st.sampled_from([WENT_ON, FINISHED, CERTIFICATE, "module-5"]), days),
    cohort=st.sampled_from(["", "ABCD2345"]),
)
