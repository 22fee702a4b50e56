"""Bringing a database to the schema of this release. Loads Alembic; ``tracker.schema`` tells the step without it."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from tracker.extensions import db
from tracker.schema import MIGRATIONS


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
