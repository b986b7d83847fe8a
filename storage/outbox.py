"""What is done with messages to many, inside one transaction each, in the SQL of one engine."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ClauseElement,
    ColumnElement,
    Dialect,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from learning.broadcast import (
    STEERED,
    Audience,
    Broadcast,
    CorrectionNotice,
    Fate,
    Progress,
    Reach,
    Stage,
    Zone,
    before_all,
    origin_of,
)
from learning.course import Language
from storage.interface import Letter, Person
from storage.pseudonyms import Pseudonyms
from storage.statements import Statement, compiled, untell, untold
from storage.tables import broadcast, learner, outbox
from storage.work import Work

_OPEN = (Fate.WAITING.value, Fate.SENDING.value)
_NOT_GOT = (Fate.REFUSED, Fate.BLOCKED)  # what is unknown may have arrived


@dataclass(frozen=True, slots=True)
class OutboxStatements:
    """All that is asked about messages to many."""

    reach: Statement
    begin: Statement
    newest: Statement
    fill: Statement
    known: Statement
    correct: Statement
    told: Statement
    untold: Statement
    untell: Statement
    origin: Statement
    steer: Statement
    broadcasts: Statement
    fates: Statement
    all_fates: Statement
    recover: Statement
    expire: Statement
    ready: Statement
    waiting: Statement
    mark: Statement
    finish: Statement
    block: Statement
    close_waiting: Statement


def outbox_statements(dialect: Dialect) -> OutboxStatements:
    """The statements, compiled for this engine's driver."""

    def ready(clause: ClauseElement) -> Statement:
        return compiled(clause, dialect)

    number = bindparam("number", type_=Integer)
    this = outbox.c.broadcast == number
    one = and_(outbox.c.learner == bindparam("key"), this)
    return OutboxStatements(
        reach=ready(_reach()),
        begin=ready(_begin()),
        newest=ready(select(func.max(broadcast.c.number))),
        fill=ready(_fill(number)),
        known=ready(select(broadcast.c.origin).where(broadcast.c.origin.like(bindparam("pattern")))),
        correct=ready(_correct(number)),
        told=ready(_told()),
        untold=ready(untold()),
        untell=ready(untell()),
        origin=ready(select(broadcast.c.origin).where(broadcast.c.number == number)),
        steer=ready(
            update(broadcast)
            .where(broadcast.c.number == number, broadcast.c.state == bindparam("was"))
            .values(state=bindparam("new_state"))
            .returning(broadcast.c.number)
        ),
        broadcasts=ready(
            select(
                broadcast.c.number, broadcast.c.state, broadcast.c.made_on, broadcast.c.not_after
            ).order_by(broadcast.c.number)
        ),
        fates=ready(select(outbox.c.state, func.count()).where(this).group_by(outbox.c.state)),
        all_fates=ready(select(outbox.c.state, func.count()).group_by(outbox.c.state)),
        recover=ready(
            update(outbox)
            .where(outbox.c.state == _word(Fate.SENDING))
            .values(state=_word(Fate.UNKNOWN))
            .returning(outbox.c.broadcast)
        ),
        expire=ready(
            update(outbox)
            .where(this, outbox.c.state == _word(Fate.WAITING))
            .values(state=_word(Fate.EXPIRED))
        ),
        ready=ready(
            select(broadcast.c.number, broadcast.c.texts, broadcast.c.not_after)
            .where(broadcast.c.state == _word(Stage.READY))
            .order_by(broadcast.c.number)
        ),
        waiting=ready(_waiting(this)),
        mark=ready(
            update(outbox)
            .where(one, outbox.c.state.in_(map(_word, (*_OPEN, Fate.UNKNOWN))))
            .values(state=bindparam("new_state"))
            .returning(outbox.c.broadcast)
        ),
        finish=ready(_finish()),
        block=ready(
            update(learner)
            .where(learner.c.key == bindparam("key"))
            .values(blocked=bindparam("new_blocked"))
            .returning(learner.c.key)
        ),
        close_waiting=ready(
            update(outbox)
            .where(outbox.c.learner == bindparam("key"), outbox.c.state == _word(Fate.WAITING))
            .values(state=_word(Fate.BLOCKED))
        ),
    )


def _word(value: str) -> ColumnElement[str]:
    """A word of ours that stands in the SQL itself."""
    return literal_column(f"'{value}'", Text)


def _named(condition: str, value: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a JSON list, given as text, names the value; an empty list names everything."""
    quoted = _word('%"').concat(value).concat(_word('"%'))
    listed = bindparam(condition, type_=Text)
    return or_(listed == _word("[]"), listed.like(quoted))


def _meant() -> ColumnElement[bool]:
    """Whether a learner belongs to the audience. The dry run and the recording share it."""
    return and_(
        _named("languages", learner.c.language),
        _named("citizenships", func.coalesce(learner.c.citizenship, _word("other"))),
        _named("homes", learner.c.home),
        learner.c.lessons.like(bindparam("lesson")),
    )


def _willing() -> ColumnElement[bool]:
    return and_(learner.c.may_write, learner.c.sealed_address.is_not(None))


def _zone() -> ColumnElement[str]:
    """By whose clock a learner lives: that of his home's country, else that of his passport."""
    country = case(
        (learner.c.home == _word(""), func.coalesce(learner.c.citizenship, _word(""))),
        else_=func.substr(learner.c.home, literal_column("1"), literal_column("2")),
    )
    return case(
        (country == _word("KG"), _word("KG")),
        (country == _word("TJ"), _word("TJ")),
        else_=_word("UZ"),
    )


def _reach() -> Select[Any]:
    groups = (
        learner.c.language.label("spoken"),
        _zone().label("clock"),
        _willing().label("willing"),
        learner.c.blocked.label("shut"),
    )
    people = select(*groups).where(_meant()).subquery()
    return select(*people.c, func.count()).group_by(*people.c)


def _begin() -> ClauseElement:
    return insert(broadcast).values({c.name: bindparam(c.name) for c in broadcast.c})


def _fill(number: ColumnElement[int]) -> ClauseElement:
    # FOR SHARE (PostgreSQL): who is being forgotten meanwhile is waited for, and can't come back by this.
    chosen = (
        select(learner.c.key, number, _word(Fate.WAITING), _zone())
        .where(_meant(), _willing(), learner.c.blocked.is_(False))
        .with_for_update(read=True, of=learner)
    )
    return insert(outbox).from_select(["learner", "broadcast", "state", "zone"], chosen)


def _correct(number: ColumnElement[int]) -> ClauseElement:
    """A message for each who has met a changed rule in one lesson, if he has none of this correction yet."""
    stands = and_(
        learner.c.place_lesson == bindparam("number_of_lesson", type_=Integer),
        bindparam("cards", type_=Text).like(_word('%"').concat(learner.c.place_card).concat(_word('"%'))),
    )
    already = exists().where(outbox.c.learner == learner.c.key, outbox.c.broadcast == number)
    chosen = (
        select(learner.c.key, number, _word(Fate.WAITING), _zone())
        .where(
            _named("citizenships", func.coalesce(learner.c.citizenship, _word("other"))),
            or_(learner.c.lessons.like(bindparam("lesson")), stands),
            learner.c.seen < bindparam("release", type_=Integer),
            _willing(),
            learner.c.blocked.is_(False),
            ~already,
        )
        .with_for_update(read=True, of=learner)
    )
    return (
        insert(outbox)
        .from_select(["learner", "broadcast", "state", "zone"], chosen)
        .returning(outbox.c.broadcast)
    )


def _told() -> ClauseElement:
    """All who get a correction of a release have met it; their next step must be decided on what stands there then."""
    gets = (
        exists()
        .where(outbox.c.learner == learner.c.key)
        .where(broadcast.c.number == outbox.c.broadcast, broadcast.c.origin.like(bindparam("pattern")))
    )
    release = bindparam("release", type_=Integer)
    return (
        update(learner)
        .where(learner.c.seen < release, gets)
        .values(seen=release, version=learner.c.version + literal_column("1"))
    )


def _waiting(this: ColumnElement[bool]) -> ClauseElement:
    here = and_(this, outbox.c.state == _word(Fate.WAITING), outbox.c.zone == bindparam("zone"))
    return (
        select(outbox.c.learner, learner.c.sealed_address, learner.c.language)
        .join_from(outbox, learner, learner.c.key == outbox.c.learner)
        .where(here)
        .limit(bindparam("at_most", type_=Integer))
        .offset(literal_column("0"))
        .with_for_update(of=outbox, skip_locked=True)
    )


def _finish() -> ClauseElement:
    left = exists().where(outbox.c.broadcast == broadcast.c.number, outbox.c.state.in_(map(_word, _OPEN)))
    return (
        update(broadcast)
        .where(broadcast.c.state == _word(Stage.READY), ~left)
        .values(state=_word(Stage.DONE))
        .returning(broadcast.c.number)
    )


@dataclass(frozen=True, slots=True)
class Outbox:
    """The pieces of work about messages to many."""

    say: OutboxStatements
    pseudonyms: Pseudonyms

    def reach(self, audience: Audience) -> Work[Reach]:
        """Count whom an audience holds."""
        found = yield self.say.reach, self.say.reach.values(_condition(audience))
        willing: dict[tuple[Language, Zone], int] = {}
        unwilling = blocked = 0
        for language, zone, agreed, shut, n in found:
            if shut:
                blocked += n
            elif agreed:
                willing[Language(language), Zone(zone)] = n
            else:
                unwilling += n
        return Reach(willing, unwilling, blocked)

    def begin(self, new: Broadcast, day: date) -> Work[int]:
        """Record a broadcast with a row for each of its people; its number."""
        number = yield from self._begun(new, day, None)
        yield self.say.fill, self.say.fill.values({"number": number, **_condition(new.audience)})
        return number

    def _begun(self, new: Broadcast, day: date, origin: str | None) -> Work[int]:
        newest = yield self.say.newest, ()
        number = (newest[0][0] or 0) + 1
        named = {
            "number": number,
            "texts": json.dumps({language.value: text for language, text in new.texts.items()}),
            "audience": json.dumps(_plain(new.audience)),
            "not_after": new.not_after,
            "state": Stage.READY.value,
            "made_on": day.isoformat(),
            "origin": origin,
        }
        yield self.say.begin, self.say.begin.values(named)
        return number

    def correct(self, release: int, notices: Sequence[CorrectionNotice], day: date) -> Work[int]:
        """Record the corrections of a release that are not recorded yet; how many messages that made."""
        pattern, made = f"{origin_of(release)}%", 0
        known = {origin for (origin,) in (yield self.say.known, (pattern,))}
        for notice in notices:
            if notice.origin not in known:
                made += yield from self._correct(notice, day)
        if made:
            yield self.say.told, self.say.told.values({"release": release, "pattern": pattern})
        return made

    def _correct(self, notice: CorrectionNotice, day: date) -> Work[int]:
        audience = Audience(citizenships=notice.passports)
        number = yield from self._begun(Broadcast(notice.texts, audience), day, notice.origin)
        made = 0
        for lesson, cards in sorted(notice.cards.items()):
            named = {
                "number": number,
                "citizenships": json.dumps(sorted(notice.passports)),
                "lesson": f'%"{lesson}":%',
                "number_of_lesson": lesson,
                "cards": json.dumps(sorted(cards)),
                "release": notice.release,
            }
            made += len((yield self.say.correct, self.say.correct.values(named)))
        return made

    def untell(self, key: bytes) -> Work[None]:
        """Corrections that wait for somebody will not be sent: he is told at his next press."""
        origins = [origin for (origin,) in (yield self.say.untold, (key,))]
        yield from self._untell(key, origins)

    def _untell(self, key: bytes, origins: Collection[str]) -> Work[None]:
        if origins:
            named = {"key": key, "before": before_all(origins)}
            yield self.say.untell, self.say.untell.values(named)

    def steer(self, number: int, stage: Stage) -> Work[bool]:
        """Pause, resume or cancel; False if it stands at no stage that leads there."""
        for was in STEERED[stage]:
            named = {"number": number, "was": was.value, "new_state": stage.value}
            if (yield self.say.steer, self.say.steer.values(named)):
                return True
        return False

    def progress(self) -> Work[tuple[Progress, ...]]:
        """All broadcasts, the oldest first."""
        found = yield self.say.broadcasts, ()
        told = []
        for number, stage, made_on, not_after in found:
            fates = yield self.say.fates, (number,)
            told.append(Progress(number, Stage(stage), made_on, not_after, _fates(fates)))
        return tuple(told)

    def fates(self) -> Work[dict[Fate, int]]:
        """How many messages stand where, over all broadcasts."""
        return _fates((yield self.say.all_fates, ()))

    def recover(self) -> Work[int]:
        """What was in flight when a sender ended has an unknown outcome."""
        return len((yield self.say.recover, ()))

    def take(self, now: str, zones: Collection[Zone], at_most: int) -> Work[list[Letter]]:
        """Mark the next messages as in flight and hand them out; what came too late expires."""
        letters: list[Letter] = []
        for number, texts, not_after in (yield self.say.ready, ()):
            if not_after and not_after < now:
                yield self.say.expire, (number,)
                continue
            for zone in zones:
                if len(letters) < at_most:
                    left = at_most - len(letters)
                    letters += yield from self._take(number, json.loads(texts), zone, left)
        return letters

    def _take(self, number: int, texts: Mapping[str, str], zone: Zone, at_most: int) -> Work[list[Letter]]:
        named = {"number": number, "zone": zone.value, "at_most": at_most}
        found = yield self.say.waiting, self.say.waiting.values(named)
        letters = []
        for key, sealed, language in found:
            person = self._person(bytes(key), sealed)
            yield from self._mark(number, bytes(key), Fate.SENDING if person else Fate.REFUSED)
            if person:
                letters.append(Letter(number, person, texts[language]))
        return letters

    def _person(self, key: bytes, sealed: bytes | None) -> Person | None:
        try:
            return Person(key, self.pseudonyms.unseal(key, bytes(sealed or b"")))
        except ValueError:  # sealed with another contact key: nobody can be written to
            return None

    def mark(self, fates: Iterable[tuple[Letter, Fate]]) -> Work[None]:
        """Note how messages ended; who has blocked the bot is marked so."""
        for letter, fate in sorted(fates, key=lambda each: each[0].person.key):
            yield from self._mark(letter.broadcast, letter.person.key, fate)
            if fate in _NOT_GOT:
                found = yield self.say.origin, (letter.broadcast,)
                yield from self._untell(letter.person.key, [origin for (origin,) in found if origin])
            if fate is Fate.BLOCKED:
                yield from self.block(letter.person.key, blocked=True)

    def _mark(self, number: int, key: bytes, fate: Fate) -> Work[None]:
        named = {"number": number, "key": key, "new_state": fate.value}
        yield self.say.mark, self.say.mark.values(named)

    def finish(self) -> Work[int]:
        """Broadcasts with nothing left to send are done; how many became so."""
        return len((yield self.say.finish, ()))

    def block(self, key: bytes, *, blocked: bool) -> Work[None]:
        """Note that somebody has blocked the bot, or is back; what waited for one who blocked is closed."""
        yield self.say.block, self.say.block.values({"key": key, "new_blocked": blocked})
        if blocked:
            yield from self.untell(key)
            yield self.say.close_waiting, (key,)


def _plain(audience: Audience) -> dict[str, Any]:
    return {name: value if name == "completed" else sorted(value) for name, value in asdict(audience).items()}


def _condition(audience: Audience) -> dict[str, str]:
    named = {name: json.dumps(value) for name, value in _plain(audience).items() if name != "completed"}
    return {**named, "lesson": "%" if audience.completed is None else f'%"{audience.completed}":%'}


def _fates(found: Iterable[Any]) -> dict[Fate, int]:
    return {Fate(state): n for state, n in found}
