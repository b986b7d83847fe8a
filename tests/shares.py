"""How the suite is shared among its workers: file by file, the long ones first.

A long file that is begun last leaves the other cores idle, and pytest-xdist begins with the files of most tests, which
are the quick ones. The walks are handed out language by language, for nothing else takes as long.
"""

from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]  # it carries no types

WALKS = "tests/walks/test_walks.py"
# The files that take more than half a minute, longest first; one that is forgotten here only comes later.
LONG = (
    "tests/faults/test_kill.py",
    WALKS,
    "tests/reports/test_browser.py",
    "tests/bench/test_rig.py",
    "tests/bot/test_log.py",
    "tests/faults/test_stop.py",
    "tests/faults/test_updates.py",
    "tests/fuzz/test_fuzz.py",
    "tests/bot/test_step_by_step.py",
    "tests/bot/test_doctor.py",
    "tests/bot/test_proofreading.py",
    "tests/bot/test_outbox.py",
    "tests/bot/test_backup.py",
    "tests/bot/test_lazy_aiogram.py",
    "tests/bot/test_process.py",
    "tests/curriculum/test_broken_forty.py",
    "tests/curriculum/test_impact.py",
    "tests/curriculum/checks/test_language_right.py",
    "tests/curriculum/test_editor_schemas.py",
    "tests/curriculum/test_fuzz.py",
    "tests/sandbox/test_schema.py",
    "tests/storage/test_backup.py",
    "tests/faults/test_telegram.py",
    "tests/workbench/test_preview.py",
    "tests/walks/test_anything.py",
    "tests/handlers/test_seat.py",
    "tests/handlers/test_session.py",
    "tests/handlers/test_certificate.py",
    "tests/office/test_golden.py",
    "tests/office/test_attacker.py",
    "tests/reports/test_room.py",
    "tests/storage/test_office.py",
    "tests/storage/test_seeding.py",
)
_PLACE = {file: place for place, file in enumerate(LONG)}


def place(nodeid: str) -> int:
    """The place of a test's file in the order in which files are begun."""
    return _PLACE.get(nodeid.partition("::")[0], len(LONG))


def share(nodeid: str) -> str:
    """What is handed to one worker with this test: its file, or of the walks one language."""
    file = nodeid.partition("::")[0]
    return nodeid.partition("-")[0] if file == WALKS else file


class Shares(LoadFileScheduling):  # type: ignore[misc]  # as above
    """Hands out shares in the order of the tests."""

    def _split_scope(self, nodeid: str) -> str:
        return share(nodeid)
