"""Figures as Markdown tables, ready for docs/performance.md."""

from collections.abc import Callable, Sequence
from statistics import median
from typing import TYPE_CHECKING

from bench.bots import RIVALS

if TYPE_CHECKING:
    from bench.__main__ import Closed, Open
    from bench.million import Long

BASE = "stock"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def span(values: Sequence[float], form: str = ".2f") -> str:
    """Median, and lowest to highest."""
    return f"{median(values):{form}} ({min(values):{form}}-{max(values):{form}})"


def closed_table(rounds: "Sequence[Closed]") -> str:
    """Full load, a row a bot; ratios to the base of the same round."""
    heads = [
        "bot",
        "steps/s",
        "ratio",
        "CPU µs",
        "p50 / p95 / p99 / max ms",
        "p99/p50",
        "RSS MB",
        "RSS ratio",
    ]
    heads += ["first answer s", "CPU of it / of `import aiogram`"]
    names = [rival for rival in RIVALS if any(row.name == rival.name for row in rounds)]
    return table(heads, [_closed_row(rival.what, rival.name, rounds) for rival in names])


def _closed_row(what: str, name: str, rounds: "Sequence[Closed]") -> list[str]:
    own = [row for row in rounds if row.name == name]
    latency = [
        f"{median(getattr(row.latency, share) for row in own):.0f}" for share in ("p50", "p95", "p99", "most")
    ]
    return [
        what,
        span([row.steps for row in own], ".0f"),
        _ratio(own, rounds, lambda row: row.steps),
        span([row.cpu for row in own], ".0f"),
        " / ".join(latency),
        f"{median(row.latency.p99 / row.latency.p50 for row in own):.1f}",
        f"{median(row.rss for row in own):.0f}",
        _ratio(own, rounds, lambda row: row.rss),
        f"{median(row.ready for row in own):.1f}",
        span([row.ready_cpu / row.import_cpu for row in own]),
    ]


def _ratio(own: "Sequence[Closed]", rounds: "Sequence[Closed]", figure: "Callable[[Closed], float]") -> str:
    base = {row.round: figure(row) for row in rounds if row.name == BASE}
    ratios = [figure(row) / base[row.round] for row in own if row.round in base]
    return span(ratios) if ratios else "-"


def open_table(loops: "Sequence[Open]") -> str:
    """Fixed rate, a row a bot."""
    what = {rival.name: rival.what for rival in RIVALS}
    rows = [
        [
            what[loop.name],
            f"{loop.rate:.0f}/s, {loop.seconds:.0f} s",
            f"{loop.latency.p50:.1f} / {loop.latency.p95:.1f} / {loop.latency.p99:.1f} / {loop.latency.most:.1f}",
            str(loop.over_100),
        ]
        for loop in loops
    ]
    return table(["bot", "rate", "p50 / p95 / p99 / max ms", "steps over 100 ms"], rows)


def million_table(rows: "Sequence[Long]") -> str:
    """What a step and the figures cost, by how many learners the database holds."""
    heads = [
        "learners",
        "file MB",
        "built in s",
        "steps/s",
        "CPU µs a step",
        "p99 ms",
        "a report's numbers ms",
    ]
    heads += ["weekly release s", "counters", "audit equals counters"]
    return table(
        heads,
        [
            [
                f"{row.learners:,}",
                f"{row.megabytes:.0f}",
                f"{row.built:.0f}",
                f"{row.steps:.0f}",
                f"{row.cpu:.0f}",
                f"{row.latency.p99:.0f}",
                f"{row.figures:.2f}",
                f"{row.release:.0f}",
                f"{row.counters:,}",
                f"{'yes' if row.audited else 'NO'}, {row.audit:.0f} s",
            ]
            for row in rows
        ],
    )
