from contextlib import contextmanager

import pytest
from sqlalchemy import event

from tracker.extensions import db


@pytest.fixture
def statements(app):
    """Count the statements sent to the database: ``with statements() as seen: …``."""

    @contextmanager
    def watch():
        seen = []

        def note(_connection, _cursor, statement, *_rest):
            seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return watch
