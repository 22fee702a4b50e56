"""The hottest statements are served by their index on both databases.

The book is small, so the databases are kept from finding that reading a table whole is cheap: SQLite by having no
statistics, when it takes every table to be large; PostgreSQL by being told to read whole only what has no index
that serves. What is tested is that each statement *can* use its index, and which; the plans that a district's book
gets with its statistics stand in ``tests/bench/explain``.
"""

import pytest
from sqlalchemy import inspect, text

from tests.bench.explain import HOT, caught, plan, read_whole
from tests.bench.making import SIZES, make
from tracker.extensions import db


@pytest.fixture
def book(app):
    made = make(app, SIZES["TINY"])
    db.session.commit()
    return made


def forget_sizes():
    if db.session.connection().dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
    elif inspect(db.session.connection()).has_table("sqlite_stat1"):
        db.session.execute(text("DELETE FROM sqlite_stat1"))
        db.session.execute(text("ANALYZE sqlite_schema"))


def test_each_uses_its_index_and_reads_no_big_table_whole(app, database, book):
    found = {}
    for hot in HOT:
        sent = caught(app, book, hot)
        forget_sizes()
        steps = plan(sent)
        db.session.rollback()
        if getattr(hot, database.name) not in "\n".join(steps) or read_whole(steps):
            found[hot.name] = steps
    assert found == {}


def test_a_statement_without_its_index_is_noticed(app, database, book):
    [queue] = [hot for hot in HOT if hot.name == "queue"]
    sent = caught(app, book, queue)
    for index in ("ix_scoresheet_superior", "ix_scoresheet_year", "ix_scoresheet_cell_year"):
        db.session.execute(text(f"DROP INDEX {index}"))
    forget_sizes()
    steps = plan(sent)
    assert getattr(queue, database.name) not in "\n".join(steps)
    assert database.name == "postgresql" or read_whole(steps), "PostgreSQL walks the key's index from end to end"
    db.session.rollback()
