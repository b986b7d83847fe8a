"""A process that is killed in mid-load loses nothing that it acknowledged."""

import asyncio
import subprocess
import sys
from pathlib import Path

from tests.storage.busy import person_number, step_number

ACKNOWLEDGED = 400
ROOT = Path(__file__).parents[2]


def killed_in_mid_load(url):
    """What a busy process printed before it was killed."""
    command = [sys.executable, "-m", "tests.storage.busy", url]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        lines = [child.stdout.readline() for _ in range(ACKNOWLEDGED)]
        child.kill()
        return lines + child.stdout.readlines()


async def test_killed_process_loses_nothing(url, store, second, pseudonyms):
    """Each step whose end was printed before kill -9 stands afterwards, and so do its counters."""
    lines = await asyncio.to_thread(killed_in_mid_load, url)
    promised: dict[int, int] = {}
    for line in lines:
        if line.endswith("\n"):
            who, step = person_number(line), step_number(line)
            promised[who] = max(step, promised.get(who, 0))
    assert sum(promised.values()) >= ACKNOWLEDGED
    for who, step in promised.items():
        record = await second.load(pseudonyms.person(who))
        assert record is not None
        assert set(range(1, step + 1)) <= set(record.learner.lessons)
    assert await store.counters() == await second.audit()
