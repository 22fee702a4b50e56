"""How a transaction begins and a connection is lent, on SQLite and on PostgreSQL."""

import select
import time
from typing import Any

from flask import has_request_context, request
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import Pool

READING = {"GET", "HEAD", "OPTIONS"}
PREPARED = 250
"""Statements that a connection to PostgreSQL keeps prepared; the book has a few hundred, most of them rare."""

IDLE = 30
"""Seconds after which a connection to PostgreSQL is asked whether it still answers."""

LENT, READS = "lent_at", "reads_alone"


def _is_reading_request() -> bool:
    return has_request_context() and request.method in READING


def _is_sqlite(connection: Any) -> bool:
    return type(connection).__module__.startswith("sqlite3")


def prepare(connection: Any, _record: Any) -> None:
    """Take transactions out of SQLite's driver's hands, and make SQLite careful."""
    if not _is_sqlite(connection):
        connection.prepared_max = PREPARED
        return
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=15000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def begin(connection: Connection) -> None:
    """On SQLite, take the lock at the start of what may write; on PostgreSQL, open nothing for a GET that only reads.

    What a transaction read must still hold when it writes: SQLite's own set-up upgrades a reader to a writer half-way
    and silently loses updates. A GET, or a connection with the execution option ``reading``, takes no lock.

    On PostgreSQL each statement sees what is committed when it begins, within a transaction or not. So the reading
    statements of a GET need none, which spares its opening and its rollback – and psycopg, whose prepared statements
    end with a rollback, keeps them. The first statement that may write opens the transaction (``open_for_writing``).
    """
    if connection.dialect.name == "sqlite":
        reading = _is_reading_request() or connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
    elif _is_reading_request():
        _commit_each(connection, True)
    elif READS in connection.info:
        _commit_each(connection, False)


def _commit_each(connection: Connection, each: bool) -> None:
    connection.connection.dbapi_connection.autocommit = each  # type: ignore[union-attr]  # psycopg's
    if each:
        connection.info[READS] = True
    else:
        connection.info.pop(READS, None)


def open_for_writing(
    connection: Connection, _cursor: Any, statement: str, _parameters: Any, context: Any, _many: bool
) -> None:
    """Let a GET that writes after all (a receipt, say) do so in a transaction: it takes effect whole or not at all."""
    if READS in connection.info and not _only_reads(statement, context):
        _commit_each(connection, False)


def _only_reads(statement: str, context: Any) -> bool:
    """Whether it changes and locks nothing; a locking SELECT belongs to what is written after it."""
    changes = context is None or context.isinsert or context.isupdate or context.isdelete
    return statement.startswith(("SELECT", "WITH")) and not changes and " FOR UPDATE" not in statement


def note_return(_connection: Any, record: Any) -> None:
    record.info[LENT] = time.monotonic()


def look_before_lending(connection: Any, record: Any, _lent: Any) -> None:
    """Lend no connection to PostgreSQL that has ended, so that people notice nothing of a server started again.

    One that has ended shows at its socket, at no cost. Only one that nobody used for a while, which something between
    the two may have forgotten, is asked.
    """
    if LENT in record.info and not _is_sqlite(connection) and _is_doubtful(connection, record.info[LENT]):
        try:
            connection.execute("SELECT 1")
            connection.rollback()
        except connection.Error as error:
            raise DisconnectionError from error


def _is_doubtful(connection: Any, returned_at: float) -> bool:
    if connection.closed or time.monotonic() - returned_at > IDLE:
        return True
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return bool(waiting.poll(0))


def listen() -> None:
    """Attach these to every engine of the process."""
    event.listen(Engine, "connect", prepare)
    event.listen(Engine, "begin", begin)
    event.listen(Engine, "before_cursor_execute", open_for_writing)
    event.listen(Pool, "checkin", note_return)
    event.listen(Pool, "checkout", look_before_lending)
