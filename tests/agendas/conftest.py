from contextlib import contextmanager

import pytest
from sqlalchemy import event

from tracker.extensions import db


@pytest.fixture
def queries(app):
    """The statements sent to the database while its block runs."""

    @contextmanager
    def counted():
        seen = []

        def see(_connection, _cursor, statement, *_rest):
            if statement.startswith("SELECT"):
                seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", see)
        try:
            yield seen
        finally:
            event.remove(db.engine, "before_cursor_execute", see)

    return counted
