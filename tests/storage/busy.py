"""A process that records as fast as it can and prints what was acknowledged, until somebody kills it."""

import asyncio
import sys
from dataclasses import replace

from learning.learner import LessonRecord
from storage import Pseudonyms, open_store
from tests.storage.people import AIDA, MONDAY

PEOPLE = 8


def person_number(line):
    """Whose step a printed line acknowledges."""
    return int(line.split()[0])


def step_number(line):
    """Which step a printed line acknowledges."""
    return int(line.split()[1])


async def study(store, pseudonyms, who):
    """Pass one lesson after another."""
    person = pseudonyms.person(who)
    record = await store.record(person, None, AIDA, 0)
    for step in range(1, 100_000):
        lessons = {**record.learner.lessons, step: LessonRecord(1, MONDAY, 80)}
        record = await store.record(person, record, replace(AIDA, lessons=lessons), step)
        print(who, step, flush=True)


async def main(url):
    """Let all study at once."""
    pseudonyms = Pseudonyms(b"a test's secret key, 32 bytes...", b"a test's contact key, 32 bytes..")
    store = await open_store(url, pseudonyms)
    await asyncio.gather(*(study(store, pseudonyms, who) for who in range(PEOPLE)))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
