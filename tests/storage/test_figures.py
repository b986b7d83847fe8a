"""Whatever people do, the counters equal what a recount finds."""

import itertools
from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.figures import ENROLLED, move_home
from learning.learner import LessonRecord
from tests.storage.people import AIDA, days

_ids = itertools.count(800_000_000)
homes = st.sampled_from(["", "KG-GO", "TJ-SU"])
steps = st.one_of(
    st.tuples(st.just("pass"), st.sampled_from([501, 502]), days),
    st.tuples(st.just("move"), homes),
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
        case ("move", home):
            return move_home(learner, home)
        case ("write", may):
            return replace(learner, may_write=may)
        case ("merge", home):
            return replace(learner, home=home)
    raise AssertionError(step)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=walks, home=homes)
async def test_counters_equal_the_audit(store, second, pseudonyms, walk, home):
    """Any walk of three people through passing, moving, forgetting and coming back keeps the books right."""
    before = _total(await second.counters())
    people = [pseudonyms.person(next(_ids)) for _ in range(3)]
    lives = 0
    for update_id, (who, step) in enumerate(walk):
        person = people[who]
        record = await store.load(person)
        if record is None:
            lives += 1
            record = await store.record(person, None, replace(AIDA, home=home), update_id)
        elif step == ("forget",):
            await store.forget(person, record)
        else:
            await store.record(person, record, stepped(record.learner, step), update_id)
        counters = await second.counters()
        assert counters == await second.audit()
        assert all(counters.values())
    assert _total(await second.counters())[ENROLLED] - before[ENROLLED] == lives


def _total(counters):
    total: Counter[str] = Counter()
    for what, n in counters.items():
        total[what.figure] += n
    return total
