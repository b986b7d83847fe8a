"""Puts a report into words: published numbers in, tables out. Everything that is shown of people is made here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from learning.cohort import Cohort
from learning.course import Citizenship, Language, Question, Words
from learning.figures import APART, COHORT, ENROLLED
from learning.floor import FLOOR
from learning.learner import Learner
from learning.milestones import CERTIFICATE, FINISHED, GAIN, WENT_ON, module_figure
from learning.publishing import NOT_NAMED, FigureRelease, Numbers, published_shares, question_figure
from learning.territory import Territories
from screens.markup import plain
from screens.reader import Book, Reader
from screens.report import Cell, Column, Kind, Report, Row, Table

HARDEST = 7
FIGURES = {ENROLLED: "started", WENT_ON: "went-on", FINISHED: "finished", CERTIFICATE: "certificate"}
IN_A_ROW = (ENROLLED, FINISHED, WENT_ON, CERTIFICATE)  # the first two are drawn as bars
NOTHING = Cell("–")


@dataclass(frozen=True, slots=True)
class Source:
    """What a report is made from: published numbers, and what is known of places, course and sessions.

    `now` are the numbers of the release by territory: all of the reported one, the headlines of those below. `before`
    are the same of the release that the period begins after; `trend` the releases up to this one with the
    territory's headlines, the oldest first.
    """

    book: Book
    territories: Territories
    code: str
    language: Language
    today: date
    release: FigureRelease | None
    since: FigureRelease | None = None
    now: Mapping[str, Numbers] = field(default_factory=dict)
    before: Mapping[str, Numbers] = field(default_factory=dict)
    trend: Sequence[tuple[FigureRelease, Numbers]] = ()
    cohorts: Sequence[Cohort] = ()
    example: bool = False


def report(source: Source) -> Report:
    """The report of a territory in an official's language."""
    return _Words(source).report()


def place_name(reader: Reader, territories: Territories, code: str) -> str:
    """A place by its own name, the Russian one beside it if that says something else; a country by its phrase."""
    place = territories.by_code.get(territories.current(code))
    if place is None:
        return reader.phrase(f"country.{code}") if code in territories.countries else code
    own, russian = _own_name(place.names, reader.language), place.names.get(Language.RU, "")
    return f"{own} ({russian})" if russian and russian != own else own


def _own_name(names: Words, language: Language) -> str:
    if language in names:
        return names[language]
    native = (name for known, name in names.items() if known not in (Language.RU, Language.UZ_CYRL))
    return next(native, names.get(Language.RU, ""))


def number(n: int) -> str:
    """A number in groups of three digits.

    >>> number(12340)
    '12 340'
    """
    return f"{n:,}".replace(",", " ")


@dataclass(frozen=True)
class _Words:
    source: Source

    @property
    def reader(self) -> Reader:
        return Reader(self.source.book, Learner(self.source.language), self.source.today)

    def phrase(self, key: str, **fields: object) -> str:
        return self.reader.phrase(f"report.{key}", **fields)

    def report(self) -> Report:
        source, release = self.source, self.source.release
        until = release.until if release else source.today
        told = ENROLLED in self.numbers()
        tables = (
            tuple(table for table in self._tables() if table.rows)
            if told
            else tuple(self._if_any(self._sessions()))
        )
        name = place_name(self.reader, source.territories, source.code)
        facts = [
            ("territory", self._path()),
            ("period", self._period(until)),
            ("course", self._course()),
            ("id", self._id()),
        ]
        return Report(
            id=self._id(),
            language=source.language,
            title=self.phrase("title"),
            territory=name,
            code=source.code,
            since=source.since.until if source.since else None,
            until=until,
            facts=tuple((self.phrase(f"fact.{key}"), words) for key, words in facts),
            tables=tables,
            definitions_title=self.phrase("definitions"),
            definitions=tuple(self._definitions()),
            example=self.phrase("example") if source.example else "",
            empty="" if told else self.phrase("empty"),
        )

    def numbers(self, code: str = "") -> Numbers:
        return self.source.now.get(code or self.source.code, {})

    def _path(self) -> str:
        path = self.source.territories.path(self.source.code)
        if not path:
            return place_name(self.reader, self.source.territories, self.source.code)
        names = [place_name(self.reader, self.source.territories, place.code) for place in reversed(path)]
        return ", ".join([*names, self.reader.phrase(f"country.{path[0].parent}")])

    def _period(self, until: date) -> str:
        last = self.reader.on(until)
        if self.source.since:
            return self.phrase("period.since", since=self.reader.on(self.source.since.until), until=last)
        return self.phrase("period.all", until=last)

    def _course(self) -> str:
        release = self.source.release
        return self.phrase("course", n=release.course if release else self.reader.course.release)

    def _id(self) -> str:
        release, since = self.source.release, self.source.since
        parts = [self.source.code.replace("/", "."), str(release.number) if release else "0"]
        return "-".join([*parts, *([str(since.number)] if since else []), self.source.language.value])

    # --- cells

    def count(self, n: int | None) -> Cell:
        """People in tens; what is kept back says so."""
        return Cell(number(n), n) if n else Cell(f"<{FLOOR}")

    def growth(self, code: str, figure: str) -> Cell:
        """What was added in the period, from what is published at its two ends."""
        before = self.source.before.get(code, {}).get(figure, 0)
        return self.count(max(0, self.numbers(code).get(figure, 0) - before))

    def share(self, part: int | None, whole: int | None) -> Cell:
        """A share of two published numbers; a dash where they allow none."""
        found = published_shares(part, whole)
        return NOTHING if found is None else Cell(f"{found} %", found)

    def exact(self, n: int | None) -> Cell:
        """A number that needs no floor."""
        return NOTHING if n is None else Cell(number(n), n)

    def column(self, key: str, kind: Kind = Kind.COUNT) -> Column:
        return Column(self.phrase(f"column.{key}"), kind)

    def table(self, key: str, columns: Iterable[Column], rows: Iterable[Row], note: str = "") -> Table:
        title, names = self.phrase(f"table.{key}"), self.phrase(f"names.{key}")
        return Table(key, title, names, tuple(columns), tuple(rows), note)

    # --- tables

    def _tables(self) -> Iterator[Table]:
        yield self._overview()
        yield self._places()
        yield self._modules()
        yield self._groups("languages", self._languages())
        yield self._groups("passports", self._passports())
        yield self._modules_by_group()
        yield self._gain()
        yield self._hardest()
        yield self._sessions()
        yield self._trend()

    @staticmethod
    def _if_any(table: Table) -> Iterator[Table]:
        if table.rows:
            yield table

    def _overview(self) -> Table:
        numbers, code, period = self.numbers(), self.source.code, self.source.since is not None
        rows = []
        for figure, key in FIGURES.items():
            cells = [self.count(numbers.get(figure)), *([self.growth(code, figure)] if period else [])]
            of_all = NOTHING if figure == ENROLLED else self.share(numbers.get(figure), numbers.get(ENROLLED))
            rows.append(Row(self.phrase(f"column.{key}"), (*cells, of_all)))
        columns = [self.column("people"), *([self.column("in-period")] if period else [])]
        return self.table("overview", [*columns, self.column("of-started", Kind.SHARE)], rows)

    def _places(self) -> Table:
        territories, code = self.source.territories, self.source.code
        below = [place.code for place in (*territories.children(code), *territories.subunits(code))]
        below.sort(
            key=lambda each: (
                -self.numbers(each).get(ENROLLED, 0),
                place_name(self.reader, territories, each),
            )
        )
        rows = [self._place(each, place_name(self.reader, territories, each), each) for each in below]
        if below and ENROLLED in self.numbers(f"{code}{NOT_NAMED}"):
            rows.append(self._place(f"{code}{NOT_NAMED}", self.phrase("not-named"), ""))
        return self.table("places", self._four(), rows, self.phrase("note.places"))

    def _four(self) -> list[Column]:
        columns = [self.column(FIGURES[figure]) for figure in IN_A_ROW]
        return [*columns, self.column("started-in-period")] if self.source.since else columns

    def _place(self, code: str, name: str, link: str) -> Row:
        numbers = self.numbers(code)
        return Row(
            name,
            (*(self.count(numbers.get(figure)) for figure in IN_A_ROW), *self._grown(code, ENROLLED)),
            link,
        )

    def _grown(self, code: str, figure: str) -> tuple[Cell, ...]:
        """What was added in the period, if the report has one."""
        return (self.growth(code, figure),) if self.source.since else ()

    def _modules(self) -> Table:
        numbers, code = self.numbers(), self.source.code
        rows = []
        for module in self.reader.course.modules:
            figure = module_figure(module.number)
            done = numbers.get(figure)
            share = self.share(done, numbers.get(ENROLLED))
            rows.append(
                Row(self.reader.name(module.title), (self.count(done), *self._grown(code, figure), share))
            )
        columns = [self.column("completed"), *([self.column("in-period")] if self.source.since else [])]
        return self.table("modules", [*columns, self.column("of-started", Kind.SHARE)], rows)

    def _languages(self) -> dict[str, str]:
        """The languages in which somebody is told, each named in itself; by group."""
        named = {each.value: self.reader.book.phrases.text(each, "language.name") for each in Language}
        return {group: name for group, name in named.items() if self._of_group(ENROLLED, group)}

    def _passports(self) -> dict[str, str]:
        """The passports with which somebody is told; by group."""
        named = {each.value: self.reader.phrase(f"passport.{each}") for each in Citizenship}
        return {group: name for group, name in named.items() if self._of_group(ENROLLED, group)}

    def _of_group(self, figure: str, group: str) -> int:
        return self.numbers().get(f"{figure}{APART}{group}", 0)

    def _groups(self, key: str, groups: Mapping[str, str]) -> Table:
        """The main figures by group; a last row holds people of groups too small to tell apart."""
        rows = []
        for group, name in groups.items():
            told = (self.count(self._of_group(figure, group)) for figure in IN_A_ROW)
            rows.append(Row(name, (*told, *self._grown(self.source.code, f"{ENROLLED}{APART}{group}"))))
        rest = [
            self.numbers().get(figure, 0) - sum(self._of_group(figure, group) for group in groups)
            for figure in IN_A_ROW
        ]
        if rows and any(n >= FLOOR for n in rest):
            nothing = (NOTHING,) if self.source.since else ()
            rows.append(Row(self.phrase("not-apart"), (*(self.count(max(0, n)) for n in rest), *nothing)))
        return self.table(key, self._four(), rows, self.phrase("note.groups"))

    def _modules_by_group(self) -> Table:
        """Who completed which module, by language and by passport."""
        groups = self._languages() | self._passports()
        rows = []
        for module in self.reader.course.modules:
            told = (self.count(self._of_group(module_figure(module.number), group)) for group in groups)
            rows.append(Row(self.reader.name(module.title), tuple(told)))
        columns = [Column(name, Kind.COUNT) for name in groups.values()]
        return self.table("module-groups", columns, rows if groups else [], self.phrase("note.groups"))

    def _gain(self) -> Table:
        numbers, both = self.numbers(), self.numbers().get(GAIN)
        rows = []
        for pair in self.reader.course.pairs:
            before, after = (
                self.share(numbers.get(f"{when}-{pair.key}"), both) for when in ("before", "after")
            )
            if (before, after) != (NOTHING, NOTHING):
                rows.append(Row(self._asked(pair.last), (before, after)))
        columns = [self.column("before", Kind.SHARE), self.column("after", Kind.SHARE)]
        return self.table(
            "gain", columns, rows, self.phrase("note.gain", people=number(both)) if both else ""
        )

    def _hardest(self) -> Table:
        numbers = self.numbers()
        found = []
        for lesson in self.reader.course.lessons():
            for question in lesson.questions:
                asked, right = (
                    numbers.get(question_figure(name, lesson.number, question.key))
                    for name in ("asked", "right")
                )
                share = published_shares(right, asked)
                if share is not None:
                    found.append(
                        (
                            share,
                            lesson.number,
                            Row(self._asked(question), (self.share(right, asked), self.count(asked))),
                        )
                    )
        found.sort(key=lambda each: each[:2])
        columns = [self.column("right", Kind.SHARE), self.column("answered")]
        return self.table(
            "hardest", columns, [row for *_, row in found[:HARDEST]], self.phrase("note.hardest")
        )

    def _asked(self, question: Question) -> str:
        return plain(self.reader.resolved(question.text))

    def _sessions(self) -> Table:
        rows = []
        for cohort in self.source.cohorts:
            place = place_name(self.reader, self.source.territories, cohort.territory)
            group = f"{COHORT}{cohort.code}"
            published = self.source.release is not None and cohort.held_on <= self.source.release.until
            told = [self.numbers().get(f"{figure}{APART}{group}") for figure in (ENROLLED, FINISHED)]
            cells = tuple(self.count(n) if published else NOTHING for n in told)
            rows.append(Row(f"{self.reader.on(cohort.held_on)}, {place}", (self.exact(cohort.heads), *cells)))
        columns = [self.column("heads", Kind.EXACT), self.column("joined"), self.column("finished")]
        held = self.phrase("note.sessions", n=len(rows)) if rows else ""
        return self.table("sessions", columns, rows, held)

    def _trend(self) -> Table:
        rows = [
            Row(
                self.reader.on(release.until),
                tuple(self.count(told.get(figure)) for figure in (ENROLLED, FINISHED)),
            )
            for release, told in self.source.trend
        ]
        return self.table(
            "trend", [self.column("started"), self.column("finished")], rows if len(rows) > 1 else []
        )

    def _definitions(self) -> Iterator[tuple[str, str]]:
        for key in ("started", "went-on", "finished", "certificate", "completed", "joined", "heads"):
            yield self.phrase(f"column.{key}"), self.phrase(f"means.{key}")
        yield f"<{FLOOR}", self.phrase("means.floor")
        for key in ("tens", "growth", "gain", "right"):
            yield self.phrase(f"term.{key}"), self.phrase(f"means.{key}")
