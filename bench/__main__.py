"""`make bench`: every bot in turn, several rounds; a table with ratios to stock aiogram of the same round."""

import argparse
import asyncio
import gc
import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench import million, proofreading
from bench.bots import RIVALS, ROOT, Rival, running
from bench.presses import Latency
from bench.sink import Sink, listening, most
from bench.table import closed_table, million_table, open_table

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Closed:
    """One bot at full load in one round. `ready` and `ready_cpu`: seconds from start to the first answer."""

    name: str
    round: int
    steps: float
    cpu: float
    latency: Latency
    rss: float
    ready: float
    ready_cpu: float
    import_cpu: float


@dataclass(frozen=True, slots=True)
class Open:
    """One bot at a fixed rate."""

    name: str
    rate: float
    seconds: float
    latency: Latency
    over_100: int


async def closed(rival: Rival, sink: Sink, arguments: argparse.Namespace, number: int) -> Closed:
    """Start, everybody once, warm up, full load."""
    importing = import_cpu()
    async with running(rival, sink, arguments.people) as bot:
        await bot.crowd.all_once()
        await bot.crowd.closed_loop(arguments.seconds / 5)
        before = bot.cpu()
        steps = await bot.crowd.closed_loop(arguments.seconds)
        cpu = (bot.cpu() - before) / bot.crowd.steps * 1e6
        latency = Latency.of(bot.crowd.late)
        return Closed(
            rival.name, number, steps, cpu, latency, bot.rss(), bot.ready_after, bot.started_cpu, importing
        )


async def opened(rival: Rival, sink: Sink, arguments: argparse.Namespace) -> Open:
    """Start, everybody once, then a fixed rate for so long."""
    async with running(rival, sink, arguments.people) as bot:
        await bot.crowd.all_once()
        await bot.crowd.closed_loop(1.0)
        await bot.crowd.open_loop(arguments.rate, arguments.open)
        late = bot.crowd.late
        over = sum(seconds > 0.1 for seconds in late)
        return Open(rival.name, arguments.rate, arguments.open, Latency.of(late), over)


def import_cpu() -> float:
    """Seconds of processor time that `import aiogram` takes now, interpreter included."""
    measure = "import aiogram, time; print(time.process_time())"
    done = subprocess.run([sys.executable, "-c", measure], check=True, capture_output=True, text=True)
    return float(done.stdout)


def read_arguments() -> argparse.Namespace:
    """What to run."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    names = [rival.name for rival in RIVALS]
    parser.add_argument("--only", nargs="*", choices=names, default=names, help="these bots only")
    parser.add_argument("--rounds", type=int, default=3, help="rounds at full load; 0 leaves them out")
    parser.add_argument("--seconds", type=float, default=10.0, help="of full load, a bot and round")
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--rate", type=float, default=150.0, help="updates a second of the open loop")
    parser.add_argument("--open", type=float, default=60.0, help="seconds of the open loop; 0 leaves it out")
    parser.add_argument("--open-bots", nargs="*", choices=names, default=["stock", "sqlite"])
    parser.add_argument(
        "--million", type=int, default=1_000_000, help="learners of the long database; 0: none"
    )
    parser.add_argument(
        "--proofreading", type=int, default=5, help="rounds of `safar check`; 0 leaves it out"
    )
    return parser.parse_args()


async def measure(arguments: argparse.Namespace) -> dict[str, object]:
    """Everything that was asked for, printed as it comes."""
    results: dict[str, object] = {}
    sink_takes = await most(2.0)
    print(f"the sink takes {sink_takes:,.0f} calls a second; a step is two\n", flush=True)
    rivals = [rival for rival in RIVALS if rival.name in arguments.only]
    async with listening() as sink:
        gc.freeze()
        gc.set_threshold(100_000, 50, 100)
        rounds = []
        for number in range(arguments.rounds):
            for rival in rivals:
                rounds.append(await closed(rival, sink, arguments, number))
                print(f"round {number + 1} {rival.name}: {rounds[-1].steps:.0f} steps/s", flush=True)
        if rounds:
            print(f"\nFull load, 32 steps under way\n\n{closed_table(rounds)}\n", flush=True)
        steady = [rival for rival in RIVALS if rival.name in arguments.open_bots and arguments.open]
        loops = [await opened(rival, sink, arguments) for rival in steady]
        if loops:
            print(f"Fixed rate\n\n{open_table(loops)}\n", flush=True)
        if arguments.million:
            long = await million.measure(sink, arguments.million, arguments.seconds)
            print(f"Many learners\n\n{million_table(long)}\n", flush=True)
            results["million"] = [asdict(row) for row in long]
    if arguments.proofreading:
        read = await asyncio.to_thread(proofreading.measure, arguments.proofreading)
        print(f"Proof-reading\n\n{proofreading.proofreading_table(read)}\n", flush=True)
        results["proofreading"] = asdict(read)
    results |= {"sink": sink_takes, "closed": [asdict(r) for r in rounds], "open": [asdict(r) for r in loops]}
    return results


def main() -> None:
    """Measure, print, keep the figures in bench/results."""
    arguments = read_arguments()
    began = time.monotonic()
    results = asyncio.run(measure(arguments))
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{datetime.now(UTC):%Y-%m-%dT%H%M%S}.json"
    path.write_text(json.dumps({"arguments": vars(arguments), **results}, indent=1))
    print(f"{path.relative_to(ROOT)} written, {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
