from contextlib import contextmanager

import pytest
from sqlalchemy import event

from tests import factories as make
from tracker.extensions import db
from tracker.meetings.rules import MeetingState
from tracker.people.models import Rank
from tracker.permissions import Actor


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


@pytest.fixture
def cell(app):
    return make.cell(name="Chi bộ thôn Thử")


@pytest.fixture
def secretary(cell):
    return make.secretary(cell, "Nông Văn Ba")


@pytest.fixture
def by(cell, secretary):
    return Actor(1, secretary.id, secretary.full_name, cell.id, ())


@pytest.fixture
def members(cell, secretary):
    """Two official members, one probationary, one exempt, beside the secretary; and noise."""
    make.member(make.cell(), "Vi Văn Ngoài")
    return {
        "đức": make.member(cell, "Hoàng Đức"),
        "anh": make.member(cell, "Chu Anh"),
        "dự bị": make.member(cell, "Lý Dung", rank=Rank.PROBATIONARY),
        "miễn": make.member(cell, "Nông Văn Ích", rank=Rank.EXEMPT),
    }


@pytest.fixture
def meeting(cell, members):
    return make.meeting(cell, state=MeetingState.HELD)
