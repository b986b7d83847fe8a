"""`safar backup`, `restore`, `upgrade` as an operator types them."""

import asyncio
import os
import stat
from pathlib import Path

from sandbox import Sandbox
from tests.bot.test_process import SAFAR, free_port, process, traces
from tests.scene import through_the_door


async def safar(folder: Path, *words: str, **environment: str) -> tuple[int, str]:
    """A command in this folder: exit status and all that it wrote."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("SAFAR_")}
    running = await asyncio.create_subprocess_exec(
        SAFAR,
        *words,
        cwd=folder,
        env={**bare, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    written, _ = await running.communicate()
    return int(running.returncode or 0), written.decode()


async def test_from_backup_to_restore_while_and_after_a_bot_runs(
    tmp_path: Path, small: dict[str, str]
) -> None:
    """A copy is made while the bot runs; restoring waits until it is stopped, and then wants to be meant."""
    (tmp_path / "copies").mkdir()
    async with Sandbox() as sandbox:
        async with process(sandbox, tmp_path, free_port(), **small) as running:
            person = await sandbox.person("ky")
            await person.start()
            await through_the_door(person, "ky", "KG")
            status, written = await safar(tmp_path, "backup", "copies")
            assert status == 0 and "1 learners" in written and "equal the recount" in written
            copy = next((tmp_path / "copies").glob("safar-*.sqlite3"))
            assert stat.S_IMODE(copy.stat().st_mode) == 0o600
            status, written = await safar(tmp_path, "restore", str(copy), "--force")
            assert (status, "Stop it first" in written) == (2, True)
            running.terminate()
            await running.wait()
        status, written = await safar(tmp_path, "restore", str(copy))
        assert (status, "--force" in written) == (2, True)
        status, written = await safar(tmp_path, "upgrade", "--rehearse")
        assert status == 0 and "Rehearsed on a copy" in written
        status, written = await safar(tmp_path, "restore", str(copy), "--force")
        assert status == 0 and "Restored: 1 learners" in written and "is kept as" in written
        async with process(sandbox, tmp_path, free_port(), **small):
            assert "Кыргыз" not in (await person.type("/menu")).text, (
                "he is known, and not asked for a language again"
            )
        assert traces(tmp_path / "copies", person.id) == []


async def test_restoring_without_the_keys_says_so(tmp_path: Path, small: dict[str, str]) -> None:
    """The records stand, but nobody would be found: exit status 2 and what to restore."""
    keys = {"SAFAR_SECRET_KEY": "a" * 64, "SAFAR_CONTACT_KEY": "b" * 64}
    async with Sandbox() as sandbox, process(sandbox, tmp_path, free_port(), **keys, **small):
        person = await sandbox.person("ky")
        await person.start()
        await through_the_door(person, "ky", "KG")
        assert (await safar(tmp_path, "backup", "copy", **keys))[0] == 0
    other = {"SAFAR_DATABASE_URL": "sqlite:///elsewhere/safar.sqlite3"}
    status, written = await safar(tmp_path, "restore", "copy", **other)
    assert (status, "keys" in written) == (2, True)
    made = {path.name for path in (tmp_path / "keys").iterdir()}
    assert made == {"certificate.key"}, "no new keys were made for old records"
    assert (await safar(tmp_path, "restore", "copy", "--force", **other, **keys))[0] == 0
