"""How Alembic runs a migration here: on the connection, and in the transaction, that it is given."""

from alembic import context

from storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite too: the caller began the transaction by hand
)
context.run_migrations()
