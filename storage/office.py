"""What officials do, inside one transaction each, in the SQL of one engine; and the methods that both stores share."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import Any, TypeVar

import orjson
from sqlalchemy import (
    Column,
    Dialect,
    Integer,
    Table,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    null,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.base import Executable

from learning.certificate import Band, Certificate
from learning.cohort import Answers, Cohort
from learning.course import Language
from learning.publishing import HEADLINES, Counts, FigureRelease, Numbers
from learning.seat import DAYS_TO_TAKE, Invitation, Role, Seat
from learning.territory import Subunit, district_of
from storage.interface import Entry, Here, Person
from storage.rows import Row
from storage.statements import Statement, compiled
from storage.tables import (
    certificate,
    cohort,
    cohort_paper,
    cohort_shown,
    counter,
    entrance,
    figure_page,
    figure_release,
    here,
    invitation,
    seat,
    seat_log,
    subunit,
)
from storage.work import Work

T = TypeVar("T")


class _Says:
    """Statements of one engine, compiled when they are first asked for: officials' are many, and rare."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._insert: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[dialect.name]
        self._made: dict[str, Statement] = {}

    def __call__(self, clause: Executable) -> Statement:
        name = str(clause)
        if name not in self._made:
            self._made[name] = compiled(clause, self._dialect)  # type: ignore[arg-type]
        return self._made[name]

    def once(self, table: Table) -> Executable:
        """A new row, unless one with its key is there, also one that another worker writes at this moment."""
        new: Any = self._insert(table).values({column.name: bindparam(column.name) for column in table.c})
        made: Executable = new.on_conflict_do_nothing().returning(*table.primary_key)
        return made

    def by_name(self, name: str, make: Callable[[], Executable]) -> Statement:
        """A statement that is asked for often: found by a name, since even to build it takes a millisecond."""
        if name not in self._made:
            self._made[name] = compiled(make(), self._dialect)  # type: ignore[arg-type]
        return self._made[name]


def _new(table: Table) -> Executable:
    return insert(table).values(
        {column.name: bindparam(column.name) for column in table.c if column.name != "id"}
    )


def _of_page(column: Column[Any]) -> Executable:
    return select(column).where(_same(figure_page, "release", "territory"))


def _same(table: Table, *names: str) -> Any:
    return and_(*(table.c[name] == bindparam(f"is_{name}") for name in names))


@dataclass(frozen=True, slots=True)
class Office:
    """The pieces of work for officials. Secrets of links come in as what they hash to."""

    say: _Says

    def _ask(self, clause: Executable, named: Mapping[str, Any] | None = None) -> Work[Sequence[Row]]:
        statement = self.say(clause)
        return (yield statement, statement.values(named or {}))

    # --- figures

    def people(self, until: date) -> Work[Counts]:
        """The counters of all days up to and with this one together, by territory and figure."""
        asked = (
            select(counter.c.territory, counter.c.figure, func.sum(counter.c.n))
            .where(counter.c.day <= bindparam("until"), counter.c.territory != literal_column("''"))
            .group_by(counter.c.territory, counter.c.figure)
        )
        found = yield from self._ask(asked, {"until": until.isoformat()})
        return {(territory, figure): int(n) for territory, figure, n in found}

    def publish(self, release: FigureRelease, told: Mapping[str, Numbers]) -> Work[bool]:
        """Write a release once; False if it stands already."""
        named = {"number": release.number, "until": release.until.isoformat(), "course": release.course}
        if not (yield from self._ask(self.say.once(figure_release), named)):
            return False
        for territory, numbers in told.items():
            headlines = {figure: numbers[figure] for figure in HEADLINES if figure in numbers}
            page = {
                "release": release.number,
                "territory": territory,
                "headlines": _packed(headlines),
                "numbers": _packed(numbers),
            }
            yield from self._ask(_new(figure_page), page)
        return True

    def figure_releases(self) -> Work[tuple[FigureRelease, ...]]:
        """All that were published, the oldest first."""
        found = yield from self._ask(select(figure_release).order_by(figure_release.c.number))
        return tuple(
            FigureRelease(number, date.fromisoformat(until), course) for number, until, course in found
        )

    def numbers(self, release: int, territory: str) -> Work[Numbers]:
        """All that was published of a place in a release."""
        asked = self.say.by_name("numbers", lambda: _of_page(figure_page.c.numbers))
        found = yield asked, asked.values({"is_release": release, "is_territory": territory})
        return orjson.loads(found[0][0]) if found else {}

    def headlines(
        self, releases: Collection[int], territories: Collection[str]
    ) -> Work[dict[tuple[int, str], Numbers]]:
        """The headlines that were published of these places in these releases."""
        asked = self.say.by_name("headlines", lambda: _of_page(figure_page.c.headlines))
        found: dict[tuple[int, str], Numbers] = {}
        for release, territory in product(releases, territories):
            named = {"is_release": release, "is_territory": territory}
            for (numbers,) in (yield asked, asked.values(named)):
                found[release, territory] = orjson.loads(numbers)
        return found

    def answers_here(self, place: str = "") -> Work[Here]:
        """How questions were answered, in one place or cohort, or everywhere."""
        asked = select(here).where(_same(here, "place")) if place else select(here)
        found = yield from self._ask(asked, {"is_place": place} if place else None)
        return {(where, lesson, question, figure): n for where, lesson, question, figure, n in found}

    # --- seats

    def invite(self, hashed: bytes, offer: Invitation) -> Work[None]:
        """Keep an offer of a seat."""
        yield from self._ask(_new(invitation), _invited(hashed, offer))
        yield from self._log(
            (offer.expires_on - DAYS_TO_TAKE).isoformat(),
            offer.given_by,
            "invited",
            offer.territory,
            offer.role.value,
        )

    def invitation(self, hashed: bytes) -> Work[Invitation | None]:
        """The offer behind a link, taken or expired ones not."""
        found = yield from self._ask(select(invitation).where(_same(invitation, "hash")), {"is_hash": hashed})
        return _invitation(found[0]) if found else None

    def stand_behind(self, hashed: bytes, giver: str, today: date) -> Work[Invitation | None]:
        """Another giver stands behind an offer; None if it isn't there."""
        offer = yield from self.invitation(hashed)
        if offer is None:
            return None
        offer = replace(offer, givers=tuple(dict.fromkeys((*offer.givers, giver))))
        to = update(invitation).where(_same(invitation, "hash")).values(givers=bindparam("givers"))
        yield from self._ask(to, {"is_hash": hashed, "givers": _packed(list(offer.givers))})
        yield from self._log(today.isoformat(), offer.given_by, "second giver", offer.territory, giver)
        return offer

    def open_offers(self, given_by: int, today: date) -> Work[tuple[Invitation, ...]]:
        """The offers that nobody has taken and that have not expired, the next to expire first."""
        asked = (
            select(invitation)
            .where(_same(invitation, "given_by"), invitation.c.expires_on >= bindparam("today"))
            .order_by(invitation.c.expires_on, invitation.c.territory, invitation.c.hash)
        )
        found = yield from self._ask(asked, {"is_given_by": given_by, "today": today.isoformat()})
        return tuple(map(_invitation, found))

    def withdraw(self, given_by: int, today: date) -> Work[int]:
        """The offers that nobody has taken can't be taken any more; how many they were."""
        gone = delete(invitation).where(_same(invitation, "given_by")).returning(*invitation.c)
        offers = [_invitation(row) for row in (yield from self._ask(gone, {"is_given_by": given_by}))]
        for offer in offers:
            yield from self._log(today.isoformat(), given_by, "withdrawn", offer.territory, offer.role.value)
        return len(offers)

    def take(self, hashed: bytes, person: Person, today: date) -> Work[Seat | None]:
        """The seat that a link offers becomes this person's and the link is used up; None if it was used before."""
        gone = delete(invitation).where(_same(invitation, "hash")).returning(*invitation.c)
        found = yield from self._ask(gone, {"is_hash": hashed})
        if not found:
            return None
        offer = _invitation(found[0])
        if offer.seat:
            return (yield from self._handed_over(offer, person, today))
        taken = yield from self._new_seat(offer, person, today)
        yield from self._log(
            today.isoformat(), taken.number, "taken", taken.territory, ",".join(offer.givers)
        )
        return taken

    def _new_seat(self, offer: Invitation, person: Person, today: date) -> Work[Seat]:
        while True:  # until the number is ours: another worker may take it at this moment
            newest = yield from self._ask(select(func.max(seat.c.number)))
            new = Seat((newest[0][0] or 0) + 1, offer.territory, offer.role, offer.given_by, today)
            if (yield from self._ask(self.say.once(seat), _seat_row(new) | {"holder": person.key})):
                return new

    def _handed_over(self, offer: Invitation, person: Person, today: date) -> Work[Seat | None]:
        to = (
            update(seat)
            .where(_same(seat, "number"), seat.c.holder.is_not(None))
            .values(holder=bindparam("holder"))
            .returning(*seat.c)
        )
        found = yield from self._ask(to, {"is_number": offer.seat, "holder": person.key})
        if not found:
            return None
        yield from self._close_doors(offer.seat)
        others = delete(invitation).where(_same(invitation, "seat"))  # a second link would be a way back
        yield from self._ask(others, {"is_seat": offer.seat})
        yield from self._log(today.isoformat(), offer.seat, "handed over", offer.territory, "")
        return _seat(found[0])

    def seats_of(self, person: Person) -> Work[tuple[Seat, ...]]:
        """The seats that somebody holds, the oldest first."""
        asked = select(seat).where(_same(seat, "holder")).order_by(seat.c.number)
        return tuple(map(_seat, (yield from self._ask(asked, {"is_holder": person.key}))))

    def seats(self) -> Work[tuple[Seat, ...]]:
        """All seats that are held, the oldest first."""
        asked = select(seat).where(seat.c.holder.is_not(None)).order_by(seat.c.number)
        return tuple(map(_seat, (yield from self._ask(asked))))

    def seat(self, number: int) -> Work[Seat | None]:
        """A seat that is held, or None."""
        asked = select(seat).where(_same(seat, "number"), seat.c.holder.is_not(None))
        found = yield from self._ask(asked, {"is_number": number})
        return _seat(found[0]) if found else None

    def revoke(self, number: int, by: int, today: date) -> Work[bool]:
        """Nobody holds the seat any more, and whatever door it had opened is shut; False if nobody held it."""
        to = (
            update(seat)
            .where(_same(seat, "number"), seat.c.holder.is_not(None))
            .values(holder=null())
            .returning(seat.c.territory)
        )
        found = yield from self._ask(to, {"is_number": number})
        if not found:
            return False
        yield from self._close_doors(number)
        yield from self._ask(delete(invitation).where(_same(invitation, "given_by")), {"is_given_by": number})
        yield from self._log(today.isoformat(), number, "revoked", found[0][0], f"by {by}")
        return True

    def _close_doors(self, number: int) -> Work[None]:
        yield from self._ask(delete(entrance).where(_same(entrance, "seat")), {"is_seat": number})

    def note(self, entry: Entry) -> Work[None]:
        """Write into the log of seats."""
        yield from self._log(entry.day.isoformat(), entry.seat, entry.what, entry.territory, entry.detail)

    def _log(self, day: str, number: int, what: str, territory: str, detail: str) -> Work[None]:
        named = {"day": day, "seat": number, "what": what, "territory": territory, "detail": detail}
        yield from self._ask(_new(seat_log), named)

    def log(self, number: int | None = None) -> Work[tuple[Entry, ...]]:
        """What was done by seats, the newest first; of one seat, if it is named."""
        columns = (seat_log.c.day, seat_log.c.seat, seat_log.c.what, seat_log.c.territory, seat_log.c.detail)
        newest = select(*columns).order_by(seat_log.c.id.desc())
        asked = newest.limit(literal_column("1000")).offset(literal_column("0"))
        if number is not None:
            asked = asked.where(_same(seat_log, "seat"))
        found = yield from self._ask(asked, {} if number is None else {"is_seat": number})
        return tuple(Entry(date.fromisoformat(day), *rest) for day, *rest in found)

    # --- the pages' doors

    def open_door(self, hashed: bytes, kind: str, number: int, ends_at: str) -> Work[None]:
        """Keep a link or a cookie of a seat until a moment (ISO, UTC, to the minute)."""
        named = {"hash": hashed, "kind": kind, "seat": number, "ends_at": ends_at}
        yield from self._ask(_new(entrance), named)

    def use_door(self, hashed: bytes, now: str) -> Work[Seat | None]:
        """The seat that a link leads to; the link is gone with it, and so are all that have ended."""
        yield from self._ask(delete(entrance).where(entrance.c.ends_at < bindparam("now")), {"now": now})
        gone = delete(entrance).where(_same(entrance, "hash", "kind")).returning(entrance.c.seat)
        found = yield from self._ask(gone, {"is_hash": hashed, "is_kind": "link"})
        return (yield from self.seat(found[0][0])) if found else None

    def behind_door(self, hashed: bytes, kind: str, now: str) -> Work[Seat | None]:
        """The seat that a cookie, or a link not used yet, belongs to; None when it has ended."""
        asked = select(entrance.c.seat).where(
            _same(entrance, "hash", "kind"), entrance.c.ends_at >= bindparam("now")
        )
        found = yield from self._ask(asked, {"is_hash": hashed, "is_kind": kind, "now": now})
        return (yield from self.seat(found[0][0])) if found else None

    def shut_door(self, hashed: bytes) -> Work[None]:
        """A cookie opens nothing any more."""
        yield from self._ask(delete(entrance).where(_same(entrance, "hash")), {"is_hash": hashed})

    # --- sub-units

    def name_subunit(self, district: str, name: str, number: int, today: date) -> Work[Subunit]:
        """A new sub-unit of a district, with the next number; the same name gives the one that is there."""
        while True:  # until the code is ours: another worker may take it at this moment
            own = [one for one in (yield from self.subunits()) if district_of(one.code) == district]
            for known in own:
                if known.name == name:
                    return known
            code = f"{district}/{1 + max((int(one.code.rpartition('/')[2]) for one in own), default=0)}"
            named = {"code": code, "name": name, "made_on": today.isoformat(), "seat": number}
            if (yield from self._ask(self.say.once(subunit), named)):
                yield from self._log(today.isoformat(), number, "named a sub-unit", code, "")
                return Subunit(code, name)

    def subunits(self) -> Work[tuple[Subunit, ...]]:
        """All sub-units."""
        found = yield from self._ask(select(subunit.c.code, subunit.c.name).order_by(subunit.c.code))
        return tuple(Subunit(code, name) for code, name in found)

    # --- sessions

    def open_cohort(self, new: Cohort) -> Work[None]:
        """Keep a new session."""
        row = _cohort_row(new)
        yield from self._ask(_new(cohort), row)
        yield from self._log(new.held_on.isoformat(), new.seat, "opened a session", new.territory, new.code)

    def cohort(self, code: str) -> Work[Cohort | None]:
        """The session of a code."""
        found = yield from self._ask(select(cohort).where(_same(cohort, "code")), {"is_code": code})
        return _cohort(found[0]) if found else None

    def cohorts(self) -> Work[tuple[Cohort, ...]]:
        """All sessions, the newest first."""
        asked = select(cohort).order_by(cohort.c.held_on.desc(), cohort.c.code)
        return tuple(map(_cohort, (yield from self._ask(asked))))

    def count_heads(self, code: str, heads: int) -> Work[None]:
        """How many were in the room, as the leader typed it; the last word counts."""
        to = update(cohort).where(_same(cohort, "code")).values(heads=bindparam("heads", type_=Integer))
        yield from self._ask(to, {"is_code": code, "heads": heads})

    def close_cohort(self, code: str) -> Work[None]:
        """Nobody joins this session any more."""
        to = update(cohort).where(_same(cohort, "code")).values(closed=bindparam("closed", type_=Integer))
        yield from self._ask(to, {"is_code": code, "closed": 1})

    def count_paper(self, code: str, lesson: int, question: str, answers: Answers) -> Work[None]:
        """What the sheets say to a question; the last word counts, until the room was shown the answers."""
        if (lesson, question) not in (yield from self.shown(code)):
            yield from self._rewrite(cohort_paper, code, lesson, question, answers)

    def paper(self, code: str) -> Work[dict[tuple[int, str], Answers]]:
        """What was typed from the sheets of a session, by lesson and question."""
        return (yield from self._answers(cohort_paper, code))

    def show_answers(self, code: str, lesson: int, question: str, answers: Answers) -> Work[None]:
        """What the room is shown of a question, once and for all; a second time changes nothing."""
        if (lesson, question) not in (yield from self.shown(code)):
            yield from self._rewrite(cohort_shown, code, lesson, question, answers)

    def shown(self, code: str) -> Work[dict[tuple[int, str], Answers]]:
        """What the room was shown, by lesson and question."""
        return (yield from self._answers(cohort_shown, code))

    def _rewrite(self, table: Table, code: str, lesson: int, question: str, answers: Answers) -> Work[None]:
        at = {"is_code": code, "is_lesson": lesson, "is_question": question}
        yield from self._ask(delete(table).where(_same(table, "code", "lesson", "question")), at)
        row = {"code": code, "lesson": lesson, "question": question, "answers": _packed(answers)}
        yield from self._ask(_new(table), row)

    def _answers(self, table: Table, code: str) -> Work[dict[tuple[int, str], Answers]]:
        found = yield from self._ask(select(table).where(_same(table, "code")), {"is_code": code})
        return {(lesson, question): json.loads(answers) for _, lesson, question, answers in found}

    # --- certificates

    def keep_certificate(self, new: Certificate, revoker: bytes) -> Work[None]:
        """Keep what stands on a certificate, and what its holder's own code hashes to."""
        named = {
            "code": new.code,
            "course_release": new.course_release,
            "issued_on": new.issued_on.isoformat(),
            "language": new.language.value,
            "place": new.place,
            "band": new.band.value,
            "revoker": revoker,
            "revoked_on": None,
        }
        yield from self._ask(_new(certificate), named)

    def certificate(self, code: str) -> Work[tuple[Certificate, date | None] | None]:
        """What stands on the certificate of a code, and the day on which it was revoked, if it was."""
        found = yield from self._ask(select(certificate).where(_same(certificate, "code")), {"is_code": code})
        if not found:
            return None
        code, release, issued_on, language, place, band, _, revoked_on = found[0]
        kept = Certificate(
            code, release, date.fromisoformat(issued_on), Language(language), place, Band(band)
        )
        return kept, date.fromisoformat(revoked_on) if revoked_on else None

    def revoke_certificate(self, revoker: bytes, today: date) -> Work[str | None]:
        """The certificate whose holder's code this is doesn't hold any more; its code, or None if there is none."""
        to = (
            update(certificate)
            .where(_same(certificate, "revoker"), certificate.c.revoked_on.is_(None))
            .values(revoked_on=bindparam("revoked_on"))
            .returning(certificate.c.code)
        )
        found = yield from self._ask(to, {"is_revoker": revoker, "revoked_on": today.isoformat()})
        return found[0][0] if found else None


def office(dialect: Dialect) -> Office:
    """The pieces of work, in the SQL of an engine."""
    return Office(_Says(dialect))


class OfficeStore:
    """The part of a Store that officials use, the same for both engines. Each method: see Store."""

    _office: Office

    async def _alone(self, work: Work[T]) -> T:
        raise NotImplementedError

    async def _beside(self, work: Work[T]) -> T:
        raise NotImplementedError

    async def _glance(self, work: Work[T]) -> T:
        raise NotImplementedError

    async def people(self, until: date) -> Counts:
        """See Store."""
        return await self._beside(self._office.people(until))

    async def publish(self, release: FigureRelease, told: Mapping[str, Numbers]) -> bool:
        """See Store."""
        return await self._alone(self._office.publish(release, told))

    async def figure_releases(self) -> tuple[FigureRelease, ...]:
        """See Store."""
        return await self._glance(self._office.figure_releases())

    async def numbers(self, release: int, territory: str) -> Numbers:
        """See Store."""
        return await self._glance(self._office.numbers(release, territory))

    async def headlines(
        self, releases: Collection[int], territories: Collection[str]
    ) -> dict[tuple[int, str], Numbers]:
        """See Store."""
        return await self._glance(self._office.headlines(releases, territories))

    async def answers_here(self, place: str = "") -> Here:
        """See Store."""
        return await self._glance(self._office.answers_here(place))

    async def invite(self, hashed: bytes, offer: Invitation) -> None:
        """See Store."""
        return await self._alone(self._office.invite(hashed, offer))

    async def invitation(self, hashed: bytes) -> Invitation | None:
        """See Store."""
        return await self._glance(self._office.invitation(hashed))

    async def stand_behind(self, hashed: bytes, giver: str, today: date) -> Invitation | None:
        """See Store."""
        return await self._alone(self._office.stand_behind(hashed, giver, today))

    async def open_offers(self, given_by: int, today: date) -> tuple[Invitation, ...]:
        """See Store."""
        return await self._glance(self._office.open_offers(given_by, today))

    async def withdraw(self, given_by: int, today: date) -> int:
        """See Store."""
        return await self._alone(self._office.withdraw(given_by, today))

    async def take_seat(self, hashed: bytes, person: Person, today: date) -> Seat | None:
        """See Store."""
        return await self._alone(self._office.take(hashed, person, today))

    async def seats_of(self, person: Person) -> tuple[Seat, ...]:
        """See Store."""
        return await self._glance(self._office.seats_of(person))

    async def seats(self) -> tuple[Seat, ...]:
        """See Store."""
        return await self._glance(self._office.seats())

    async def seat(self, number: int) -> Seat | None:
        """See Store."""
        return await self._glance(self._office.seat(number))

    async def revoke(self, number: int, by: int, today: date) -> bool:
        """See Store."""
        return await self._alone(self._office.revoke(number, by, today))

    async def note(self, entry: Entry) -> None:
        """See Store."""
        return await self._alone(self._office.note(entry))

    async def log(self, number: int | None = None) -> tuple[Entry, ...]:
        """See Store."""
        return await self._glance(self._office.log(number))

    async def open_door(self, hashed: bytes, kind: str, number: int, ends_at: str) -> None:
        """See Store."""
        return await self._alone(self._office.open_door(hashed, kind, number, ends_at))

    async def use_door(self, hashed: bytes, now: str) -> Seat | None:
        """See Store."""
        return await self._alone(self._office.use_door(hashed, now))

    async def behind_door(self, hashed: bytes, kind: str, now: str) -> Seat | None:
        """See Store."""
        return await self._glance(self._office.behind_door(hashed, kind, now))

    async def shut_door(self, hashed: bytes) -> None:
        """See Store."""
        return await self._alone(self._office.shut_door(hashed))

    async def name_subunit(self, district: str, name: str, number: int, today: date) -> Subunit:
        """See Store."""
        return await self._alone(self._office.name_subunit(district, name, number, today))

    async def subunits(self) -> tuple[Subunit, ...]:
        """See Store."""
        return await self._glance(self._office.subunits())

    async def open_cohort(self, new: Cohort) -> None:
        """See Store."""
        return await self._alone(self._office.open_cohort(new))

    async def cohort(self, code: str) -> Cohort | None:
        """See Store."""
        return await self._glance(self._office.cohort(code))

    async def cohorts(self) -> tuple[Cohort, ...]:
        """See Store."""
        return await self._glance(self._office.cohorts())

    async def count_heads(self, code: str, heads: int) -> None:
        """See Store."""
        return await self._alone(self._office.count_heads(code, heads))

    async def close_cohort(self, code: str) -> None:
        """See Store."""
        return await self._alone(self._office.close_cohort(code))

    async def count_paper(self, code: str, lesson: int, question: str, answers: Answers) -> None:
        """See Store."""
        return await self._alone(self._office.count_paper(code, lesson, question, answers))

    async def paper(self, code: str) -> dict[tuple[int, str], Answers]:
        """See Store."""
        return await self._glance(self._office.paper(code))

    async def show_answers(self, code: str, lesson: int, question: str, answers: Answers) -> None:
        """See Store."""
        return await self._alone(self._office.show_answers(code, lesson, question, answers))

    async def shown(self, code: str) -> dict[tuple[int, str], Answers]:
        """See Store."""
        return await self._glance(self._office.shown(code))

    async def keep_certificate(self, new: Certificate, revoker: bytes) -> None:
        """See Store."""
        return await self._alone(self._office.keep_certificate(new, revoker))

    async def certificate(self, code: str) -> tuple[Certificate, date | None] | None:
        """See Store."""
        return await self._glance(self._office.certificate(code))

    async def revoke_certificate(self, revoker: bytes, today: date) -> str | None:
        """See Store."""
        return await self._alone(self._office.revoke_certificate(revoker, today))


def _packed(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _invited(hashed: bytes, offer: Invitation) -> dict[str, Any]:
    return {
        "hash": hashed,
        "territory": offer.territory,
        "role": offer.role.value,
        "given_by": offer.given_by,
        "expires_on": offer.expires_on.isoformat(),
        "givers": _packed(offer.givers),
        "seat": offer.seat,
    }


def _invitation(row: Row) -> Invitation:
    _, territory, role, given_by, expires_on, givers, number = row
    expires = date.fromisoformat(expires_on)
    return Invitation(territory, Role(role), given_by, expires, tuple(json.loads(givers)), number)


def _seat_row(taken: Seat) -> dict[str, Any]:
    return {
        "number": taken.number,
        "territory": taken.territory,
        "role": taken.role.value,
        "given_by": taken.given_by,
        "given_on": taken.given_on.isoformat(),
    }


def _seat(row: Row) -> Seat:
    number, territory, role, given_by, given_on, _ = row
    return Seat(number, territory, Role(role), given_by, date.fromisoformat(given_on))


def _cohort_row(new: Cohort) -> dict[str, Any]:
    return {
        "code": new.code,
        "territory": new.territory,
        "seat": new.seat,
        "held_on": new.held_on.isoformat(),
        "heads": new.heads,
        "joined": new.joined,
        "closed": int(new.closed),
    }


def _cohort(row: Row) -> Cohort:
    code, territory, number, held_on, heads, joined, closed = row
    return Cohort(code, territory, number, date.fromisoformat(held_on), heads, joined, bool(closed))
