"""The schema's history, and the way up it. Runs before a store is opened, and is safe to run at any time."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

FOLDER = Path(__file__).parent


class NewerDatabase(Exception):
    """The database was made by a newer release than this one."""


def upgrade(connection: Connection) -> None:
    """Bring the database to the newest revision, inside the caller's transaction.

    The caller holds the engine's lock against a second migration. Raises NewerDatabase if the database
    stands at a revision that this code doesn't know.
    """
    config = _config()
    config.attributes["connection"] = connection
    current = MigrationContext.configure(connection).get_current_revision()
    if current not in {None, *history()}:
        raise NewerDatabase
    if current != history()[0]:
        command.upgrade(config, "head")


def history() -> list[str]:
    """The revisions that this code knows, the newest first."""
    script = ScriptDirectory.from_config(_config())
    return [revision.revision for revision in script.walk_revisions()]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
