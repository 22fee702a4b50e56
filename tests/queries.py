"""Counting what a page asks of the database."""

import contextlib

from sqlalchemy import event

from tracker.extensions import db


@contextlib.contextmanager
def counted():
    """The statements sent meanwhile, as a list that grows."""
    sent = []

    def note(_connection, _cursor, statement, *_rest):
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
