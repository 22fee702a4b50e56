"""What a GET does to the database: nothing of it is half-written, and PostgreSQL is not asked more than it must be."""

import contextlib

import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from tests import factories as make
from tracker import transactions
from tracker.extensions import db
from tracker.meetings.models import Meeting


@pytest.fixture
def on_postgresql(database):
    if database.name != "postgresql":
        pytest.skip("of PostgreSQL alone: SQLite has no server")


@contextlib.contextmanager
def visit(app, method="GET"):
    """A request, whose connection is given back at its end."""
    with app.test_request_context("/", method=method):
        yield
        db.session.remove()


@pytest.fixture
def meeting_id(app):
    found = make.meeting(guests="0").id
    db.session.commit()
    db.session.remove()
    return found


def test_a_get_that_writes_does_so_whole_or_not_at_all(app, meeting_id):
    with visit(app):
        meeting = db.session.get_one(Meeting, meeting_id)
        meeting.guests = "1"
        db.session.flush()
        db.session.rollback()
        assert db.session.get_one(Meeting, meeting_id).guests == "0"
        meeting.guests = "2"
        db.session.commit()
    with visit(app):
        assert db.session.get_one(Meeting, meeting_id).guests == "2"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_after_a_get_a_transaction_is_one_again(app, meeting_id, method):
    with visit(app):
        db.session.get_one(Meeting, meeting_id)
    with visit(app, method):
        for guests in ("1", "2"):
            db.session.execute(text("UPDATE meeting SET guests = :guests"), {"guests": guests})
        db.session.rollback()
        assert db.session.get_one(Meeting, meeting_id).guests == "0"


def test_a_lock_taken_in_a_get_is_held(app, meeting_id, on_postgresql):
    with visit(app):
        db.session.get_one(Meeting, meeting_id)
        db.session.execute(select(Meeting.id).where(Meeting.id == meeting_id).with_for_update())
        beside = create_engine(db.engine.url, poolclass=NullPool)
        with beside.connect() as other, pytest.raises(OperationalError):
            other.execute(text("SELECT id FROM meeting FOR UPDATE NOWAIT"))


def test_reading_opens_no_transaction_and_keeps_what_is_prepared(app, meeting_id, on_postgresql):
    for _visit in range(8):
        with visit(app):
            db.session.get_one(Meeting, meeting_id)
            assert db.session.connection().connection.dbapi_connection.info.transaction_status.name == "IDLE"
    with visit(app):
        prepared = db.session.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
    assert any("FROM meeting" in statement for statement in prepared)


def test_a_connection_that_has_ended_is_not_lent(app, meeting_id, on_postgresql):
    with visit(app):
        ended = db.session.scalar(text("SELECT pg_backend_pid()"))
    beside = create_engine(db.engine.url, poolclass=NullPool)
    with beside.connect() as other:
        other.execute(text("SELECT pg_terminate_backend(:ended, 5000)"), {"ended": ended})
    with visit(app):
        assert db.session.scalar(text("SELECT pg_backend_pid()")) != ended


def test_one_that_nobody_used_for_a_while_is_asked(app, meeting_id, on_postgresql, monkeypatch):
    with visit(app):
        connection = db.session.connection().connection.dbapi_connection
    asked = []
    monkeypatch.setattr(transactions, "IDLE", -1)
    monkeypatch.setattr(type(connection), "execute", lambda _connection, words: asked.append(words))
    with visit(app):
        db.session.get_one(Meeting, meeting_id)
    assert asked == ["SELECT 1"]
