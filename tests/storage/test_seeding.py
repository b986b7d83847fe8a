"""Made-up people: like real ones for the records, and their published figures are those of a plain recount."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bot.made_up import Plan, World
from bot.seed import REGIONS, WEEKS, fill_office, people
from bot.settings import SettingsError
from learning.course import CHECKS, LAST_CHECK, Citizenship, Language
from learning.learner import Learner, Outcome
from learning.milestones import CERTIFICATE, reached
from learning.territory import with_subunits
from office import Office
from office.example import is_example
from storage import StoreError, fill
from tests.scene import our_book
from tests.storage.people import AIDA

SATURDAY = date(2026, 11, 28)
SUNDAY = date(2026, 11, 22)
PLAN = Plan(500, 7, SATURDAY, REGIONS)
KINDS = ([language.value for language in Language], [passport.value for passport in Citizenship])


@cache
def world():
    """The plan's world, whose people are drawn once, below."""
    return World(our_book().course, our_book().territories, PLAN)


_drawn: list = []


@pytest.fixture
def everybody(pseudonyms):
    """The raw list of the plan's people."""
    if not _drawn:
        _drawn.extend(people(world(), pseudonyms))
    return _drawn


@pytest.fixture
async def office(store, url, pseudonyms):
    """An office on the plan's last day, with its people."""
    moment = datetime.combine(SATURDAY, datetime.min.time(), UTC)
    office = Office(store, our_book, lambda: moment, Ed25519PrivateKey.generate())
    await fill_office(office, url, pseudonyms, PLAN, lambda *_: None)
    return office


async def test_what_stands_is_made_of_the_raw_list(office, second, pseudonyms, everybody):
    """Records, counters, sums, sessions and published figures are those of the list; and the books stay right."""
    assert office.example
    assert await is_example(replace(office, store=second, example=False))
    await assert_records(second, pseudonyms, everybody)
    await assert_published(second, everybody)
    await go_on(second, pseudonyms, everybody)
    assert await second.counters() == await second.audit()


async def assert_records(second, pseudonyms, everybody):
    """Counters equal the recount; each record is the one made up; sums and sessions are those of its people."""
    assert await second.counters() == await second.audit()
    assert await second.learners() == len(everybody) == PLAN.learners
    for n, one in enumerate(everybody[:40]):
        assert (await second.load(replace(pseudonyms.person(n), key=one.key))).learner == one.learner
    joined = Counter(one.learner.cohort for one in everybody if one.learner.cohort)
    assert {cohort.code: cohort.joined for cohort in await second.cohorts() if cohort.joined} == joined
    given: Counter[tuple[str, int, str, str]] = Counter()
    asked = 0
    for one in everybody:
        for attempt in one.attempts:
            asked += len(attempt.answers)
            for place in filter(None, (one.learner.home, one.learner.cohort and f"c-{one.learner.cohort}")):
                given.update(
                    (place, attempt.lesson, question, "answered") for question, *_ in attempt.answers
                )
    assert {key: n for key, n in (await second.answers_here()).items() if key[3] == "answered"} == given
    sums, _ = await second.insight()
    assert sum(n for what, n in sums.items() if what.figure == "answered") == asked > 0
    both = [one.learner.checks for one in everybody if len(one.learner.checks) == len(CHECKS)]
    assert (
        sum((await second.gains()).values()) == sum(len(checks[LAST_CHECK].outcomes) for checks in both) > 0
    )


async def go_on(store, pseudonyms, everybody):
    """Some change language and home, and half of them are forgotten."""
    for n, one in enumerate(everybody[:20]):
        person = replace(pseudonyms.person(n), key=one.key)
        record = await store.load(person)
        changed = replace(one.learner, language=Language.RU, home="TJ-SU")
        record = await store.record(person, record, changed, 1)
        if n % 2:
            await store.forget(person, record)


async def assert_published(second, everybody):
    """All that was told of each place in each week, floor and caps included, counted again from who is in the list."""
    releases = await second.figure_releases()
    assert [release.until for release in releases] == [
        SUNDAY - timedelta(weeks=n) for n in reversed(range(WEEKS))
    ]
    territories = with_subunits(our_book().territories, world().subunits)
    assert world().subunits
    codes = [*territories.countries, *territories.by_code]
    codes += [f"{code}/0" for code in codes]
    told: dict = {}
    for release in releases:
        counts = people_by_day(everybody, release.until)
        if release == releases[-1]:
            counts += answers(everybody)
        told = {code: await second.numbers(release.number, code) for code in codes}
        expected = published(counts, territories)
        assert {code: numbers for code, numbers in told.items() if numbers} == expected
        headlines = await second.headlines([release.number], codes)
        assert {code: numbers for (_, code), numbers in headlines.items()} == heads(expected)
    assert len(told["KG-B"]) > 100, "too little was told to compare"


def heads(told):
    """Of each place the four figures that are read of many places at once."""
    few = ("enrolled", "went-on", "finished", "certificate")
    return {code: {name: numbers[name] for name in few if name in numbers} for code, numbers in told.items()}


def people_by_day(everybody, until):
    """How many of the list are counted up to a day: {(home, figure, group): people}; the group "" is everybody."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for one in everybody:
        learner = one.learner
        told = {"enrolled": learner.enrolled_on, **learner.milestones}
        groups = [learner.language.value, learner.citizenship.value]
        groups += [f"c-{learner.cohort}"] if learner.cohort else []
        dated = [(name, group, day) for name, day in told.items() for group in ("", *groups)]
        dated += [(f"lesson-{number}", "", record.day) for number, record in learner.lessons.items()]
        dated += [(CHECKS[number], "", check.day) for number, check in learner.checks.items()]
        dated += [("last-check-passed", "", c.passed_on) for c in learner.checks.values() if c.passed_on]
        if "gain" in told:
            for number, when in ((1, "before"), (2, "after")):
                right = (p for p, how in learner.checks[number].outcomes.items() if how is Outcome.RIGHT)
                dated += [(f"{when}-{pair}", "", told["gain"]) for pair in right]
        if learner.home:
            counts.update((learner.home, name, group) for name, group, day in dated if day <= until)
    return counts


def answers(everybody):
    """How many were asked each question, and answered it rightly, in a first attempt."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for one in everybody:
        for attempt in one.attempts if one.learner.home else ():
            for question, _, right in attempt.answers:
                counts[one.learner.home, f"asked-{attempt.lesson}.{question}", ""] += 1
                counts[one.learner.home, f"right-{attempt.lesson}.{question}", ""] += right
    return counts


def published(counts, territories):
    """What may be told, by the rules of docs/decisions/0011 and nothing else: {place: {figure: number}}."""
    told: dict = defaultdict(dict)
    by_place: dict = defaultdict(lambda: defaultdict(dict))
    for (place, figure, group), n in counts.items():
        by_place[figure][place][group] = n
    for figure, here in by_place.items():
        for country in territories.countries:
            told_of(country, figure, here, territories, told)
    return {place: numbers for place, numbers in told.items() if numbers}


def told_of(code, figure, here, territories, told):
    """(people, told, told by group) of a place, written down on the way; the parts first."""
    alone = told_of_leaf(here.get(code, {}))
    below = [place.code for place in (*territories.children(code), *territories.subunits(code))]
    if not below:
        note(told, code, figure, alone)
        return alone
    parts = [told_of(part, figure, here, territories, told) for part in below]
    note(told, f"{code}/0", figure, alone)
    if code in territories.countries:
        others = len(parts) - 1
    elif territories.get(code).level == 1:
        others = len(parts)
    else:
        others = sum(known > 0 for _, known, _ in (*parts, alone))
    parts.append(alone)
    people = sum(true for true, _, _ in parts)
    most = sum(known for _, known, _ in parts) + 9 * others // 10 * 10
    groups: Counter[str] = Counter()
    for _, _, by_group in parts:
        groups.update(by_group)
    whole = (people, min(people // 10 * 10, most), groups)
    note(told, code, figure, whole)
    return whole


def told_of_leaf(counts):
    """A place of which nothing smaller is known: in tens, and no more than its groups leave room for."""
    people = counts.get("", 0)
    known = people // 10 * 10
    groups: dict[str, int] = {}
    kinds = [{group: counts[group] for group in kind if group in counts} for kind in KINDS]
    kinds.append({group: n for group, n in counts.items() if group.startswith("c-")})
    for kind, all_of_it in zip(kinds, KINDS, strict=False):
        if kind:
            in_tens = sum(n // 10 * 10 for n in kind.values())
            known = min(known, in_tens + 9 * (len(all_of_it) - 1) // 10 * 10)
    for kind in kinds:
        in_tens = {group: n // 10 * 10 for group, n in kind.items()}
        while sum(in_tens.values()) > known:
            in_tens[max(in_tens, key=lambda group: (in_tens[group], group))] -= 10
        groups |= in_tens
    return people, known, groups


def note(told, code, figure, whole):
    _, known, groups = whole
    numbers = {figure: known, **{f"{figure}@{group}": n for group, n in groups.items()}}
    told[code].update({name: n for name, n in numbers.items() if n})


def test_milestones_are_what_the_rules_would_have_noted(everybody):
    """Each record is played once more, day by day, through the rule that notes milestones in the real bot."""
    for one in everybody[:150]:
        whole = one.learner
        days = sorted(
            {record.day for record in whole.lessons.values()} | {check.day for check in whole.checks.values()}
        )
        played = Learner(whole.language, whole.citizenship, whole.home, whole.enrolled_on)
        for day in days:
            lessons = {number: record for number, record in whole.lessons.items() if record.day <= day}
            checks = {number: check for number, check in whole.checks.items() if check.day <= day}
            played = reached(our_book().course, replace(played, lessons=lessons, checks=checks), day)
        noted = {name: day for name, day in whole.milestones.items() if name != CERTIFICATE}
        assert dict(played.milestones) == noted


def test_the_world_is_uneven_and_the_same_each_time(pseudonyms, everybody):
    """The same number makes the same people; districts differ in size, and all steps of the course are met."""
    again = World(our_book().course, our_book().territories, PLAN)
    assert list(people(again, pseudonyms)) == everybody
    other = World(our_book().course, our_book().territories, replace(PLAN, number=8))
    assert [one.learner for one in people(other, pseudonyms)] != [one.learner for one in everybody]
    sizes = Counter(one.learner.home for one in everybody).values()
    assert max(sizes) > 10 * min(sizes)
    reached_by = Counter(name for one in everybody for name in one.learner.milestones)
    assert (
        reached_by["went-on"] > reached_by["module-6"] > reached_by["finished"] > reached_by[CERTIFICATE] > 10
    )
    assert max(one.learner.enrolled_on for one in everybody) <= SATURDAY


async def test_people_of_a_real_bot_are_no_example(store):
    """A database that nobody has filled."""
    plain = Office(store, our_book, lambda: datetime.now(UTC), Ed25519PrivateKey.generate())
    assert not await is_example(plain)


async def test_a_database_with_learners_is_refused(store, second, url, pseudonyms, everybody):
    """And stays as it is, by both doors."""
    record = await store.record(pseudonyms.person(1), None, AIDA, 1)
    office = Office(store, our_book, lambda: datetime.now(UTC), Ed25519PrivateKey.generate())
    with pytest.raises(SettingsError, match="there are learners"):
        await fill_office(office, url, pseudonyms, PLAN, lambda *_: None)
    with pytest.raises(StoreError, match="holds learners"):
        await fill(url, everybody)
    assert await second.learners() == 1
    assert await second.load(pseudonyms.person(1)) == record
    assert not await is_example(office)


async def test_a_fill_that_breaks_off_leaves_nothing(store, second, url, everybody):
    """One transaction for all: an error in the middle of the list is as if nothing had begun."""

    def broken():
        yield from everybody[:10]
        raise RuntimeError("planted")

    with pytest.raises(RuntimeError, match="planted"):
        await fill(url, broken())
    assert await second.learners() == 0
    assert await second.counters() == {}
