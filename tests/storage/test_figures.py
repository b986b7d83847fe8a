"""Whatever people do, the counters equal what a recount finds."""

import itertools
from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.cohort import Cohort
from learning.course import FIRST_CHECK, LAST_CHECK, Citizenship, Language
from learning.figures import ENROLLED, move_home
from learning.learner import CheckRecord, LessonRecord, Outcome
from learning.milestones import CERTIFICATE, FINISHED, GAIN, WENT_ON
from tests.storage.people import AIDA, MONDAY, days

_ids = itertools.count(800_000_000)
COHORTS = ("ABCD2345", "WXYZ6789")
homes = st.sampled_from(["", "KG-GO", "TJ-SU"])
outcomes = st.dictionaries(st.sampled_from(["how-soon", "who"]), st.sampled_from(Outcome))
steps = st.one_of(
    st.tuples(st.just("pass"), st.sampled_from([501, 502]), days),
    st.tuples(st.just("reach"), st.sampled_from([WENT_ON, FINISHED, CERTIFICATE, "module-5"]), days),
    st.tuples(st.just("check"), outcomes, days),
    st.tuples(st.just("move"), homes),
    st.tuples(st.just("speak"), st.sampled_from(Language)),
    st.tuples(st.just("travel"), st.none() | st.sampled_from(Citizenship)),
    st.tuples(st.just("join"), st.sampled_from(COHORTS)),
    st.tuples(st.just("write"), st.booleans()),
    st.tuples(st.just("forget")),
    st.tuples(st.just("merge"), homes),
)
walks = st.lists(st.tuples(st.integers(0, 2), steps), max_size=12)


def stepped(learner, step):
    """The learner after one step of a walk."""
    match step:
        case ("pass", number, day):
            return replace(learner, lessons={**learner.lessons, number: LessonRecord(1, day, 90)})
        case ("reach", name, day):
            return replace(learner, milestones={name: day, **learner.milestones})
        case ("check", found, day):
            return checked(learner, CheckRecord(1, day, found, 60, day), day)
        case ("move", home):
            return move_home(learner, home)
        case ("speak", language):
            return replace(learner, language=language)
        case ("travel", passport):
            return replace(learner, citizenship=passport)
        case ("join", code):
            return replace(learner, cohort=code)
        case ("write", may):
            return replace(learner, may_write=may)
        case ("merge", home):
            return replace(learner, home=home)
    raise AssertionError(step)


def checked(learner, check, day):
    """The first check, then the last, and what is known of ideas from then on; a third try changes nothing."""
    if FIRST_CHECK not in learner.checks:
        return replace(learner, checks={FIRST_CHECK: check})
    both = {LAST_CHECK: check, **learner.checks}
    return replace(learner, checks=both, milestones={GAIN: day, **learner.milestones})


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=walks, home=homes)
async def test_counters_equal_the_audit(store, second, pseudonyms, walk, home):
    """Any walk of three people keeps the books right, whatever they pass, reach, change, join or take back.

    A session counts everybody who comes in once for each time that he comes in; a redelivered step counts nothing.
    """
    for code in COHORTS:
        if await store.cohort(code) is None:
            await store.open_cohort(Cohort(code, "KG-GO", 1, MONDAY))
    before, sat_in = _total(await second.counters()), {c: (await second.cohort(c)).joined for c in COHORTS}
    people = [pseudonyms.person(next(_ids)) for _ in range(3)]
    lives = 0
    joins: Counter[str] = Counter()
    for update_id, (who, step) in enumerate(walk):
        person = people[who]
        record = await store.load(person)
        if record is None:
            lives += 1
            record = await store.record(person, None, replace(AIDA, home=home), update_id)
        elif step == ("forget",):
            await store.forget(person, record)
        else:
            after = stepped(record.learner, step)
            joins[after.cohort] += after.cohort != record.learner.cohort
            again = [await store.record(person, record, after, update_id) for _ in range(2)]
            assert again[0] == again[1]
        counters = await second.counters()
        assert counters == await second.audit()
        assert all(counters.values())
    assert _total(await second.counters())[ENROLLED] - before[ENROLLED] == lives
    assert {c: (await second.cohort(c)).joined - sat_in[c] for c in COHORTS} == {c: joins[c] for c in COHORTS}


def _total(counters):
    total: Counter[str] = Counter()
    for what, n in counters.items():
        total[what.figure] += n
    return total
