"""A report made up for the tests of papers: three languages' letters, hidden cells, and names that mean harm."""

from dataclasses import replace
from datetime import date

from learning.course import Language
from screens.report import Cell, Column, Kind, Report, Row, Table

HARM = (
    '=HYPERLINK("http://x")',
    "@SUM(1)",
    "+7 900",
    "-2+3",
    "\t=1",
    "\r=1",
    '#read("/etc/passwd")',
    "*x* $ _y_ <script>",
    "#panic() @ref \\ `raw`",
    "https://example.org",
    "0123",
)
NAMES = (
    "Ысык-Көл облусу",
    "Жети-Өгүз району, Ак-Шыйрак айыл өкмөтү",
    "Вилояти Хатлон, ноҳияи Қубодиён",
    "Ноҳияи Ҷиликӯл, ҷамоати Ғаравтӣ",
    "Qoraqalpogʻiston, Moʻynoq tumani",
    "Сурхондарё, Қумқўрғон тумани",
)
HIDDEN = Cell("<10")
NOTHING = Cell("–")


def count(n: int) -> Cell:
    """People in tens, kept back below ten."""
    return Cell(str(n // 10 * 10), n // 10 * 10) if n >= 10 else HIDDEN


def share(n: int) -> Cell:
    """Per cent."""
    return Cell(f"{n} %", n)


def people(name: str, started: int, finished: int) -> Row:
    """A row of two counts and a share."""
    shown = share(5 * round(20 * finished / started)) if finished >= 10 else NOTHING
    return Row(name, (count(started), count(finished), shown))


COLUMNS = (
    Column("Начали", Kind.COUNT),
    Column("Закончили", Kind.COUNT),
    Column("Доля закончивших", Kind.SHARE),
)
PLACES = Table(
    "places",
    "По районам",
    "Район",
    COLUMNS,
    (
        *(people(name, 480 - 70 * i, 300 - 60 * i) for i, name in enumerate(NAMES)),
        *(people(name, 60 - 6 * i, 30 - 3 * i) for i, name in enumerate(HARM)),
    ),
    "Меньше десяти человек не показываем.",
)
MODULES = Table(
    "modules",
    "По модулям [все]: до/после?",
    "Модуль",
    COLUMNS[:2],
    tuple(
        Row(name, (count(900 - 90 * i), count(800 - 95 * i)))
        for i, name in enumerate(
            ("Перед дорогой", "Граница", "Учёт", "Патент", "Работа", "Деньги", "Здоровье", "Возвращение")
        )
    ),
)
OVERVIEW = Table(
    "overview",
    "Обзор",
    "Показатель",
    (Column("Всего", Kind.COUNT), Column("За период", Kind.COUNT)),
    (
        Row("Записались", (count(1230), count(140))),
        Row("Начали", (count(980), count(5))),
        Row("Закончили", (count(410), NOTHING)),
    ),
)
TREND = Table(
    "trend",
    "По неделям",
    "Неделя",
    (Column("Записались", Kind.COUNT), Column("Закончили", Kind.COUNT)),
    tuple(
        Row(f"{day} ноября", (count(40 + 13 * i), count(4 + 9 * i)))
        for i, day in enumerate((1, 8, 15, 22, 29))
    ),
)
SESSIONS = Table(
    "sessions",
    "По модулям [все]: до*после?",
    "Занятия",
    (Column("Проведено", Kind.EXACT), Column("Участников", Kind.EXACT)),
    (Row("Очные", (Cell("3", 3), Cell("57", 57))),),
)
GAIN = Table(
    "gain",
    "Знания до и после курса: что изменилось у тех, кто прошёл обе проверки",
    "Тема",
    (Column("Прирост", Kind.SHARE),),
    (Row("Патент", (Cell("−5 %", -5),)), Row("Учёт", (Cell("25 %", 25),))),
)
REPORT = Report(
    id="TJ-KT-12-ru",
    language=Language.RU,
    title="Подготовка к выезду",
    territory="Вилояти Хатлон",
    code="TJ-KT",
    since=date(2026, 10, 31),
    until=date(2026, 11, 29),
    facts=(
        ("Территория", "Вилояти Хатлон"),
        ("Период", "1–29 ноября 2026 года"),
        ("Выпуск курса", "12, черновик"),
        ("Номер отчёта", "TJ-KT-12-ru"),
    ),
    tables=(OVERVIEW, TREND, PLACES, MODULES, SESSIONS, GAIN),
    definitions_title="Что это значит",
    definitions=(
        ("Начали", "Прошли хотя бы один урок."),
        ("Закончили", "Прошли все уроки курса и последнюю проверку."),
        ("<10", "Меньше десяти человек: число не показываем, чтобы никого нельзя было узнать."),
        ("=1+1", "Такое значение не должно стать формулой."),
    ),
    example="Пример: люди в этом отчёте вымышлены",
)
BARE = replace(REPORT, tables=(OVERVIEW, MODULES), example="")  # a district without sub-units
LONG = replace(
    REPORT,
    tables=(
        replace(OVERVIEW, rows=OVERVIEW.rows * 5),
        replace(TREND, rows=TREND.rows * 10),
        replace(PLACES, rows=tuple(replace(row, name=row.name * 4) for row in PLACES.rows * 9)),
        replace(MODULES, rows=MODULES.rows * 3),
    ),
    definitions=REPORT.definitions * 8,
)
EMPTY = replace(REPORT, tables=(), empty="Пока здесь никого нет.", definitions=())
REPORTS = {"whole": REPORT, "bare": BARE, "long": LONG, "empty": EMPTY}


def cells(table: Table) -> list[str]:
    """The texts of all cells, row by row."""
    return [cell.text for row in table.rows for cell in row.cells]
