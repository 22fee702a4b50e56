"""Bringing a database to the schema of this release."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from tracker.extensions import db

MIGRATIONS = Path(__file__).parent / "migrations"


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def upgrade_over(connection: Connection) -> None:
    """Run every migration not yet run, in the connection's own transaction; the caller commits."""
    command.upgrade(_config(connection), "head")


def upgrade() -> None:
    """Run every migration not yet run on the app's database. Needs an application context."""
    with db.engine.begin() as connection:
        upgrade_over(connection)


def revision_of(connection: Connection) -> str | None:
    """The step a database is at; ``None`` for one that was never set up."""
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


def is_known(revision: str | None) -> bool:
    """Whether this release knows the step; a database of a newer release is not known."""
    steps = {step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions()}
    return revision is None or revision in steps


def is_current() -> bool:
    with db.engine.connect() as connection:
        return revision_of(connection) == newest()
