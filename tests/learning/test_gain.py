"""What people gain is counted by idea, of who took both checks, and told of nobody in particular."""

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from learning.course import FIRST_CHECK, LAST_CHECK, Citizenship, Language
from learning.floor import FLOOR, shares
from learning.gain import PairSum, gain_of, gained
from learning.learner import CheckRecord, Learner, Outcome
from tests.sample import TODAY

RIGHT, UNSURE, WRONG = Outcome.RIGHT, Outcome.UNSURE, Outcome.WRONG
NEW = Learner(Language.KY, Citizenship.KG, enrolled_on=TODAY)


def before(**outcomes: Outcome) -> Learner:
    """Who has taken the first check."""
    return replace(NEW, checks={FIRST_CHECK: CheckRecord(3, TODAY, outcomes, 0)})


def after(learner: Learner, **outcomes: Outcome) -> Learner:
    """Who has taken the last one too."""
    return replace(learner, checks={**learner.checks, LAST_CHECK: CheckRecord(4, TODAY, outcomes, 0)})


def sums(*crowds: tuple[int, Outcome, Outcome]) -> Counter[PairSum]:
    """So many people of each kind, at one idea."""
    total: Counter[PairSum] = Counter()
    for n, first, last in crowds:
        total[PairSum(Language.KY, Citizenship.KG, 4, "term", first, last)] += n
    return total


def test_both_checks_are_paired_by_key():
    """Each idea that was asked both times counts once, at the end of the last check."""
    first = before(term=WRONG, host=UNSURE, gone=RIGHT)
    last = after(first, term=RIGHT, host=UNSURE, new=RIGHT)
    name = (Language.KY, Citizenship.KG, 4)
    assert gained(first, last) == {
        PairSum(*name, "term", WRONG, RIGHT): 1,
        PairSum(*name, "host", UNSURE, UNSURE): 1,
    }


def test_only_both_count_and_only_once():
    """Neither one of the two alone, nor a second try of the last."""
    first = before(term=WRONG)
    assert gained(None, first) == {}
    assert gained(NEW, after(NEW, term=RIGHT)) == {}
    last = after(first, term=RIGHT)
    better = replace(last, checks={**last.checks, LAST_CHECK: replace(last.checks[LAST_CHECK], best=90)})
    assert gained(last, better) == {}


def test_gain_by_hand():
    """Eighty people: 20 right before, 60 after; 40 have learned, none of the four kinds is of few."""
    found = sums(
        (10, RIGHT, RIGHT), (10, RIGHT, WRONG), (30, UNSURE, RIGHT), (20, WRONG, RIGHT), (10, WRONG, WRONG)
    )
    [whole] = [each for each in gain_of(found) if each.language is None and each.citizenship is None]
    assert (whole.people, whole.right_before, whole.unsure_before, whole.wrong_before) == (80, 25, 40, 40)
    assert (whole.right_after, whole.unsure_after, whole.wrong_after) == (75, None, 25)
    assert (whole.learned, whole.kept, whole.lost) == (60, 10, 10)


def test_nothing_is_told_of_nine():
    """Of ten it is; a share is not, where few were so or few were not so; nor the four kinds, if one is of few."""
    assert gain_of(sums((9, WRONG, RIGHT))) == ()
    ten = gain_of(sums((10, WRONG, RIGHT)))
    assert {each.people for each in ten} == {10}
    assert {each.right_after for each in ten} == {None}
    some = gain_of(sums((30, WRONG, RIGHT), (20, RIGHT, RIGHT), (9, RIGHT, WRONG), (30, WRONG, WRONG)))[0]
    assert (some.right_before, some.learned, some.kept, some.lost) == (35, None, None, None)


def test_by_language_and_passport_and_since_a_release():
    """Each, all together, and only what came since."""
    found = sums((20, WRONG, RIGHT), (20, WRONG, WRONG))
    found |= {
        replace(name, language=Language.TG, citizenship=Citizenship.TJ, release=9): n
        for name, n in found.items()
    }
    told = {(each.language, each.citizenship): each.people for each in gain_of(found)}
    assert told == {
        (None, None): 80,
        (Language.KY, None): 40, (None, Citizenship.KG): 40, (Language.KY, Citizenship.KG): 40,
        (Language.TG, None): 40, (None, Citizenship.TJ): 40, (Language.TG, Citizenship.TJ): 40,
    }  # fmt: skip
    assert {each.language for each in gain_of(found, since=5)} == {None, Language.TG}


def test_the_smallest_gain_comes_first():
    """What the course teaches worst is what its authors look for."""
    good, bad = sums((40, WRONG, RIGHT), (20, RIGHT, WRONG)), sums((40, RIGHT, WRONG), (20, WRONG, RIGHT))
    found = good + Counter({replace(name, pair="worse"): n for name, n in bad.items()})
    assert [each.pair for each in gain_of(found) if not each.language and not each.citizenship] == [
        "worse",
        "term",
    ]


@given(st.lists(st.integers(0, 60), min_size=3, max_size=3))
def test_no_share_of_few_is_told_or_left_over(counts):
    """What is told is of ten people at least, and so is what is left when all that is told is taken away."""
    found = shares(dict(enumerate(counts)))
    for name, n in enumerate(counts):
        if found[name] is not None:
            assert n >= FLOOR and sum(counts) - n >= FLOOR
    kept_back = [n for name, n in enumerate(counts) if found[name] is None and n]
    assert len(kept_back) != 1 or sum(counts) == kept_back[0]
