"""Extensions, made bare here and configured in ``create_app``."""

from typing import TYPE_CHECKING, Any

from flask import has_request_context, request
from flask_babel import Babel
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from tracker.base.models import Base

db = SQLAlchemy(model_class=Base)
csrf = CSRFProtect()
login_manager = LoginManager()
babel = Babel()

if TYPE_CHECKING:

    class Model(Base):
        __abstract__ = True
else:
    Model = db.Model

READING = {"GET", "HEAD", "OPTIONS"}


@event.listens_for(Engine, "connect")
def prepare_sqlite(connection: Any, _record: Any) -> None:
    """Take transactions out of the driver's hands, and make SQLite careful."""
    if not type(connection).__module__.startswith("sqlite3"):
        return
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=15000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def begin_sqlite(connection: Connection) -> None:
    """A transaction that may write takes the lock at its start, so that what it read still holds when it writes.

    A GET request, or a connection with the execution option ``reading``, takes none. The driver's own set-up
    upgrades a reader to a writer half-way and silently loses updates.
    """
    if connection.dialect.name == "sqlite":
        reading = has_request_context() and request.method in READING
        reading = reading or connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
