"""What the two databases make of the hottest statements: the very ones that pages send, caught on their way.

``python -m tests.bench.explain`` writes the plans beside this file, on the book of a district with the statistics
that its database keeps of itself. ``tests/bench/test_plans.py`` asks the same of a small book at every run.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import event

from tests.bench.making import Landmarks
from tracker.extensions import db
from tracker.ratings import many

BIG = ("audit_entry", "mark", "meeting", "reading", "roll_entry", "scoresheet", "user_session")
"""Tables that grow with years and cells: none of these statements may read one from end to end."""

Sent = tuple[str, Any]


@dataclass(frozen=True)
class Hot:
    """A statement known by ``holds``, sent by opening a page or by ``act``, and the index that must serve it."""

    name: str
    holds: str
    sqlite: str
    postgresql: str
    page: Callable[[Landmarks], tuple[str, str]] | None = None
    act: Callable[[Landmarks], Any] | None = None


def _year_of_all(book: Landmarks) -> None:
    many.of_year(book.year, date(book.year + 1, 1, 10))


HOT = (
    Hot(
        "session", "FROM user_session", "sqlite_autoindex_user_session_1 (token_hash=?)", "uq_user_session_token_hash",
        lambda book: (book.secretary_token, f"/organisations/{book.cell_id}"),
    ),
    Hot(
        "cell_year", "FROM meeting", "ix_meeting_cell_year (cell_id=? AND year=?)", "ix_meeting_cell_year",
        lambda book: (book.secretary_token, f"/cells/{book.cell_id}/year/{book.year}"),
    ),
    Hot(
        "queue", "FROM scoresheet LEFT OUTER JOIN organisation",
        "ix_scoresheet_superior (superior_id=? AND state=? AND year=? AND month=? AND kind=?)",
        "ix_scoresheet_superior",
        lambda book: (
            book.queue_reviewer_token,
            f"/committees/{book.queue_committee_id}/queue?year={book.year}&month=12",
        ),
    ),
    Hot(
        "trail", "FROM audit_entry", "sqlite_autoindex_audit_entry_1 (organisation_id=?",
        "uq_audit_entry_organisation_id_sequence",
        lambda book: (book.secretary_token, f"/organisations/{book.cell_id}/audit"),
    ),
    Hot(
        "province_year", "organisation_year", "sqlite_autoindex_organisation_year_1 (committee_id=? AND year=?)",
        "pk_organisation_year",
        lambda book: (book.province_token, f"/committees/{book.province_id}/ratings/{book.year}"),
    ),
    Hot(
        "all_cells_year", "FROM scoresheet", "COVERING INDEX ix_scoresheet_year (year=?)", "ix_scoresheet_year",
        act=_year_of_all,
    ),
)  # fmt: skip


def caught(app: Flask, book: Landmarks, hot: Hot) -> Sent:
    """The statement and its values as the driver was given them."""
    sent: list[Sent] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if hot.holds in " ".join(statement.split()) and statement.lstrip().startswith(("SELECT", "WITH")):
            sent.append((statement, values))

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            _do(app, book, hot)
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
    if not sent:
        raise LookupError(f"nothing sent holds {hot.holds!r}")
    return sent[0]


def _do(app: Flask, book: Landmarks, hot: Hot) -> None:
    if hot.act:
        hot.act(book)
    if hot.page:
        token, address = hot.page(book)
        client = app.test_client()
        with client.session_transaction() as session:
            session["token"] = token
        answer = client.get(address)
        if answer.status_code != 200:
            raise LookupError(f"{address}: {answer.status_code}")


def plan(sent: Sent) -> list[str]:
    """How the database would find it, a step a line."""
    statement, values = sent
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    return [row[0] for row in connection.exec_driver_sql(f"EXPLAIN (COSTS OFF) {statement}", values)]


def read_whole(steps: list[str]) -> list[str]:
    """The steps that read one of the big tables from end to end."""
    on_sqlite = [step for step in steps if step.startswith("SCAN") and step.split()[1] in BIG]
    return on_sqlite + [step for step in steps if "Seq Scan on" in step and step.split(" on ")[1].split()[0] in BIG]
