"""The answer sheet of a session: for people without Telegram, and behind it the leader's own pages.

On the sheet an answer is a shape, the same on paper, on the leader's pages and on the room's screen: first a circle,
then a triangle, then a square, then a diamond. Nobody writes a name on it.
"""

from dataclasses import asdict
from datetime import date
from typing import Any

from papers.names import one_line
from papers.poster import LONGEST_PLACE, tongue
from papers.press import compiled
from screens.room import Sheets


def answer_sheet(words: Sheets, day: date) -> bytes:
    """A tagged PDF: one page to copy for the people, then the leader's pages with answers, tally and plan."""
    data = {
        "heads": [{**asdict(head), **tongue(head.language)} for head in words.heads],
        "code": words.code,
        "leader": {**_leader(words), **tongue(words.language)},
        "lessons": [asdict(lesson) for lesson in words.lessons],
    }
    return compiled("answer_sheet", data, "pdf", day)


def _leader(words: Sheets) -> dict[str, Any]:
    return {
        "title": words.leader,
        "where": one_line(words.where, LONGEST_PLACE),
        "day": words.day,
        "tally": words.tally,
        "right": words.right,
        "plan-title": words.plan_title,
        "plan": [{"when": step.when, "what": step.what} for step in words.plan],
        "draft": words.draft,
        "unsure": words.unsure,
    }
