"""The schema's history, and the way up it. Runs before a store is opened, and is safe to run at any time."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent


class NewerDatabase(Exception):
    """The database was made by a newer release than this one."""


def upgrade(connection: Connection) -> None:
    """Bring the database to the newest revision, inside the caller's transaction.

    The caller holds the engine's lock against a second migration. Raises NewerDatabase if the database
    stands at a revision that this code doesn't know.
    """
    if _current(connection) == newest():
        return  # nearly every start: half a second and 18 MB sooner than Alembic can say so

    from alembic import command  # noqa: PLC0415 - see above
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415 - see above

    config = _config()
    config.attributes["connection"] = connection
    current = MigrationContext.configure(connection).get_current_revision()
    if current not in {None, *history()}:
        raise NewerDatabase
    if current != history()[0]:
        command.upgrade(config, "head")


def history() -> list[str]:
    """The revisions that this code knows, the newest first."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - see above

    script = ScriptDirectory.from_config(_config())
    return [revision.revision for revision in script.walk_revisions()]


def _config() -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def newest() -> str:
    """The newest revision: files of revisions begin with their number."""
    return max(path.name.partition("_")[0] for path in (FOLDER / "versions").glob("[0-9]*_*.py"))


def _current(connection: Connection) -> str | None:
    """The revision that the database stands at; None for one without tables."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if found is None else str(found)
