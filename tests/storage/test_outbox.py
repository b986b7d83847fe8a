"""Messages to many: who gets a row, what takes it away, and that none is handed out twice."""

import asyncio
from dataclasses import replace

import pytest

from learning.broadcast import Audience, Broadcast, Fate, Reach, Stage, Zone
from learning.course import Citizenship, Language
from learning.learner import LessonRecord
from storage import Pseudonyms, open_store
from tests.storage.people import AIDA, MONDAY

WILLING = replace(AIDA, may_write=True)
TEXTS = {language: f"<b>{language.value}</b>" for language in Language}
NOW = "2026-11-23T06:00"
EVERYBODY = tuple(Zone)
CROWD = {
    "ky": WILLING,
    "ru": replace(WILLING, language=Language.RU, home="TJ-SU", citizenship=Citizenship.TJ),
    "cyrillic": replace(WILLING, language=Language.UZ_CYRL, home="UZ-FA-07", citizenship=Citizenship.UZ),
    "homeless": replace(WILLING, home="", citizenship=Citizenship.TJ),
    "nowhere": replace(WILLING, home="", citizenship=None),
    "passed": replace(WILLING, lessons={501: LessonRecord(1, MONDAY, 80)}),
    "passed another": replace(WILLING, lessons={1501: LessonRecord(1, MONDAY, 80)}),
    "silent": AIDA,
    "gone": WILLING,
}


@pytest.fixture
async def crowd(store, pseudonyms):
    """People of all kinds by name; one who didn't agree, and one who has blocked the bot."""
    people = {name: pseudonyms.person(n) for n, name in enumerate(CROWD, start=1)}
    for name, person in people.items():
        await store.record(person, None, CROWD[name], 1)
    await store.set_blocked(people["gone"], True)
    return people


async def fates(store, number=1):
    """How the messages of one broadcast stand."""
    return next(each.fates for each in await store.broadcasts() if each.number == number)


ALL = Audience()


async def begun(store, audience=ALL, not_after=""):
    """A recorded broadcast's number."""
    return await store.begin_broadcast(Broadcast(TEXTS, audience, not_after), MONDAY)


async def taken(store, people, zones=EVERYBODY, at_most=100):
    """Whose messages are handed out, by name."""
    names = {person: name for name, person in people.items()}
    return {names[letter.person] for letter in await store.take(NOW, zones, at_most)}


HEARD = set(CROWD) - {"silent", "gone"}


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (Audience(), HEARD),
        (Audience(languages=frozenset({Language.RU, Language.UZ_CYRL})), {"ru", "cyrillic"}),
        (Audience(languages=frozenset({Language.UZ})), set()),
        (Audience(citizenships=frozenset({Citizenship.TJ})), {"ru", "homeless"}),
        (Audience(citizenships=frozenset({Citizenship.OTHER})), {"nowhere"}),
        (Audience(homes=frozenset({"TJ-SU", "UZ-FA-07"})), {"ru", "cyrillic"}),
        (Audience(homes=frozenset({"UZ-FA"})), set()),
        (Audience(completed=501), {"passed"}),
        (Audience(frozenset({Language.KY}), frozenset({Citizenship.KG}), frozenset({"KG-GO"}), 1501), {"passed another"}),
    ],
)  # fmt: skip
async def test_audience(store, second, crowd, audience, expected):
    """The dry run counts exactly those who then get a message, in their own language."""
    reach = await second.reach(audience)
    assert await second.broadcasts() == (), "a dry run records nothing"
    number = await begun(store, audience)
    assert await taken(second, crowd) == expected
    assert reach.total == len(expected)
    assert await fates(second, number) == ({Fate.SENDING: len(expected)} if expected else {})


async def test_reach_counts_the_silent_and_the_blocked(store, crowd):
    """Who did not agree and who has blocked the bot are counted apart; people live by their home's clock."""
    everybody = await store.reach(Audience())
    assert (everybody.unwilling, everybody.blocked) == (1, 1)
    assert everybody.willing == {
        (Language.KY, Zone.KG): 3,
        (Language.KY, Zone.TJ): 1,
        (Language.KY, Zone.UZ): 1,
        (Language.RU, Zone.TJ): 1,
        (Language.UZ_CYRL, Zone.UZ): 1,
    }
    assert everybody.by_language()[Language.KY] == 5
    assert await store.reach(Audience(completed=9)) == Reach()


async def test_letters_carry_address_and_own_text(store, crowd):
    """The address is unsealed in memory only, the text is that of the person's language."""
    number = await begun(store, Audience(languages=frozenset({Language.UZ_CYRL})))
    (letter,) = await store.take(NOW, EVERYBODY, 100)
    assert (letter.broadcast, letter.text) == (number, "<b>uz_Cyrl</b>")
    assert letter.person == crowd["cyrillic"] and letter.person.address == 3
    assert "address" not in repr(letter)


async def test_a_message_is_handed_out_once(store, second, crowd):
    """Two who take at the same time never get the same message."""
    await begun(store)
    groups = await asyncio.gather(*(each.take(NOW, EVERYBODY, 2) for each in (store, second) * 3))
    handed = [letter.person.key for group in groups for letter in group]
    assert len(handed) == len(set(handed))
    handed += [letter.person.key for letter in await store.take(NOW, EVERYBODY, 100)]
    assert set(handed) == {crowd[name].key for name in HEARD} and len(handed) == len(HEARD)


async def test_sleepers_wait(store, crowd):
    """Only people of the zones asked for are handed out, at most so many."""
    await begun(store)
    assert await taken(store, crowd, ()) == set()
    assert await taken(store, crowd, (Zone.TJ,)) == {"ru", "homeless"}
    assert len(await store.take(NOW, EVERYBODY, 3)) == 3


async def test_endings_are_marked_and_the_broadcast_is_done(store, second, crowd):
    """Each message gets its end; when none is open any more the broadcast is done."""
    number = await begun(store, Audience(citizenships=frozenset({Citizenship.TJ})))
    letters = await store.take(NOW, EVERYBODY, 100)
    assert await store.finish() == 0
    await store.mark([(letters[0], Fate.SENT), (letters[1], Fate.WAITING)])
    assert await store.finish() == 0
    assert await fates(second, number) == {Fate.SENT: 1, Fate.WAITING: 1}
    await store.mark([(letter, Fate.REFUSED) for letter in await store.take(NOW, EVERYBODY, 100)])
    assert await store.finish() == 1
    assert await second.fates() == {Fate.SENT: 1, Fate.REFUSED: 1}
    assert [each.stage for each in await second.broadcasts()] == [Stage.DONE]


async def test_in_flight_at_the_end_is_unknown(store, second, crowd):
    """What was being sent when a sender died is listed as unknown and never handed out again."""
    await begun(store)
    assert len(await store.take(NOW, EVERYBODY, 2)) == 2
    assert await second.recover() == 2
    assert len(await second.take(NOW, EVERYBODY, 100)) == len(HEARD) - 2
    assert (await fates(second))[Fate.UNKNOWN] == 2


async def test_stale_messages_expire(store, crowd):
    """After its time a broadcast sends nothing; until then it does."""
    await begun(store, not_after=NOW)
    assert len(await store.take(NOW, EVERYBODY, 1)) == 1
    assert await store.take("2026-11-23T06:01", EVERYBODY, 100) == []
    assert await fates(store) == {Fate.SENDING: 1, Fate.EXPIRED: len(HEARD) - 1}


async def test_pause_resume_cancel(store, second, crowd):
    """A paused or cancelled broadcast hands out nothing; what is over can't be taken up again."""
    number = await begun(store)
    assert await second.steer(number, Stage.PAUSED) is True
    assert await second.steer(number, Stage.PAUSED) is False
    assert await store.take(NOW, EVERYBODY, 100) == []
    assert await second.steer(number, Stage.READY) is True
    assert len(await store.take(NOW, EVERYBODY, 1)) == 1
    assert await second.steer(number, Stage.CANCELLED) is True
    assert await store.take(NOW, EVERYBODY, 100) == []
    assert await second.steer(number, Stage.READY) is False
    assert await second.steer(99, Stage.PAUSED) is False


async def test_forgetting_takes_every_row(store, second, crowd):
    """Whoever is forgotten leaves no row behind, sent or not; a send under way brings none back."""
    person = crowd["ru"]
    only = Audience(languages=frozenset({Language.RU}))
    await begun(store, only)
    letters = await store.take(NOW, EVERYBODY, 100)
    await store.mark([(letters[0], Fate.SENT)])
    await begun(store, only)
    letters = await store.take(NOW, EVERYBODY, 100)
    await begun(store, only)
    await second.forget(person, await second.load(person))
    await store.mark([(letters[0], Fate.SENT)])
    assert [each.fates for each in await store.broadcasts()] == [{}, {}, {}]
    assert await store.counters() == await second.audit()


async def test_withdrawing_takes_what_is_not_sent(store, crowd):
    """Who no longer wants to be written to gets nothing that was waiting; what was sent stays counted."""
    person = crowd["ru"]
    only = Audience(languages=frozenset({Language.RU}))
    await begun(store, only)
    letters = await store.take(NOW, EVERYBODY, 100)
    await store.mark([(letters[0], Fate.SENT)])
    await begun(store, only)
    before = await store.load(person)
    await store.record(person, before, replace(before.learner, may_write=False), 2)
    assert [each.fates for each in await store.broadcasts()] == [{Fate.SENT: 1}, {}]
    assert await store.take(NOW, EVERYBODY, 100) == []


async def test_forgetting_while_a_broadcast_begins(store, second, crowd):
    """Of people who are forgotten at the very moment no row remains."""

    async def forget(person):
        await second.forget(person, await second.load(person))

    await asyncio.gather(begun(store), *(forget(crowd[name]) for name in HEARD - {"ky"}))
    left = (await fates(store)).get(Fate.WAITING)
    assert (left, await taken(store, crowd)) == (1, {"ky"})


async def test_blocked_and_back(store, second, crowd):
    """Who blocked the bot is marked, what waited for him is closed, and his steps don't undo or do it."""
    person = crowd["ru"]
    await begun(store, Audience(languages=frozenset({Language.RU})))
    await begun(store, Audience(languages=frozenset({Language.RU})))
    (letter,) = await store.take(NOW, EVERYBODY, 1)
    await store.mark([(letter, Fate.BLOCKED)])
    assert [each.fates for each in await second.broadcasts()] == [{Fate.BLOCKED: 1}] * 2
    record = await second.load(person)
    assert record.blocked
    record = await store.record(person, record, replace(record.learner, typing_home=True), 2)
    assert record.blocked and await second.load(person) == record
    await store.set_blocked(person, False)
    assert await second.load(person) == replace(record, blocked=False)
    assert await store.take(NOW, EVERYBODY, 100) == []
    assert (await store.reach(Audience())).blocked == 1


async def test_blocked_guest_leaves_nothing(store, pseudonyms):
    """Of somebody without a record nothing is noted."""
    await store.set_blocked(pseudonyms.person(77), True)
    assert await store.learners() == 0


async def test_other_contact_key(store, url, pseudonyms, crowd):
    """An address sealed with another key is refused, and the rest goes on."""
    await begun(store, Audience(languages=frozenset({Language.RU})))
    other = await open_store(url, Pseudonyms(b"a test's secret key, 32 bytes...", b"x" * 32))
    assert await other.take(NOW, EVERYBODY, 100) == []
    assert await fates(store) == {Fate.REFUSED: 1}
    await other.close()


async def test_one_leads(store, second, url):
    """On PostgreSQL one of several workers sends, until it ends; a SQLite file has one bot."""
    assert await store.lead() and await store.lead()
    assert await second.lead() is url.startswith("sqlite")
    await store.close()
    for _ in range(100):  # the server notices a moment later that the session is gone
        if await second.lead():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("nobody took the lead")
