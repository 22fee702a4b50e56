"""Bringing the database to the schema of this release."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from tracker.extensions import db

MIGRATIONS = Path(__file__).parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def upgrade() -> None:
    """Run every migration not yet run, each in a transaction. Needs an application context."""
    with db.engine.connect() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
