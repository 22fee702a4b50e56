"""The smallest bench book: sound by every measure the product has, and open to the people it names."""

import pytest
from sqlalchemy import inspect, select, text

from tests.bench.making import SIZES, Landmarks, make
from tracker.audit import service as audit
from tracker.base import clock
from tracker.extensions import db
from tracker.meetings.models import Meeting, RollEntry
from tracker.people.models import Account
from tracker.ratings import recompute
from tracker.scoresheets import drawing, suggesting
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import SheetState

TINY = SIZES["TINY"]


@pytest.fixture
def book(app, monkeypatch) -> Landmarks:
    """Loaded as a large one is: indexes made after the rows."""
    monkeypatch.setattr("tests.bench.making.book.INDEXED_AFTER", 0)
    return make(app, TINY)


def test_the_book_is_sound(book):
    assert book.cells == TINY.cells == 4
    today = clock.day_of(clock.now())
    assert [fault for pair in recompute.years(today) for fault in recompute.faults(*pair, today)] == []
    assert [fault for chain in audit.chains() for fault in audit.faults(chain)] == []
    assert _orphans() == []
    assert len({*db.session.scalars(select(Account.user_name))}) == len(db.session.scalars(select(Account)).all())
    for sheet in db.session.scalars(select(Scoresheet)):
        own, recognised = scoresheets.tally(sheet), scoresheets.tally(sheet, recognised=True)
        assert (sheet.total, sheet.self_class) == (own.total, own.quality)
        if sheet.recognised_at:
            assert (sheet.recognised_total, sheet.recognised_class) == (recognised.total, recognised.quality)
    assert _indexes() == {
        table.name: {index.name: [column.name for column in index.columns] for index in table.indexes}
        for table in db.metadata.sorted_tables
    }


def _orphans():
    """References to rows that are not there, table by table, as the load looked at none."""
    found = []
    for table in db.metadata.sorted_tables:
        for key in table.foreign_keys:
            column, other = key.parent.name, key.column
            number = db.session.scalar(
                text(
                    f'SELECT count(*) FROM "{table.name}" t LEFT JOIN "{other.table.name}" o'
                    f' ON o."{other.name}" = t."{column}" WHERE t."{column}" IS NOT NULL AND o."{other.name}" IS NULL'
                )
            )
            if number:
                found.append((table.name, column, number))
    return found


def _indexes():
    """Columns by index, of every table."""
    seen = inspect(db.session.connection())
    return {
        table.name: {
            one["name"]: one["column_names"]
            for one in seen.get_indexes(table.name)
            if not one.get("duplicates_constraint")
        }
        for table in db.metadata.sorted_tables
    }


def test_copies_differ_and_are_furnished(book):
    sheets = db.session.scalars(select(Scoresheet).where(Scoresheet.year == book.year)).all()
    assert len(sheets) == 4 * 4
    assert len({sheet.total for sheet in sheets}) > 6
    assert len(book.waiting_sheet_ids) == 1
    for meeting_id in book.meeting_ids:
        held = db.session.get_one(Meeting, meeting_id)
        assert len(db.session.scalars(select(RollEntry).where(RollEntry.meeting_id == held.id)).all()) == TINY.members
    assert len(book.draft_sheet_ids) == TINY.drafts
    for sheet_id in book.draft_sheet_ids:
        sheet = db.session.get_one(Scoresheet, sheet_id)
        assert sheet.state is SheetState.DRAFT
        assert drawing.ends(sheet.meeting).are_as_drawn
        assert suggesting.kept(sheet) == suggesting.fresh(sheet)


def test_a_copy_is_judged_as_its_own_records_are(book):
    copied = select(Scoresheet).where(Scoresheet.cell_id != book.cell_id, Scoresheet.state != SheetState.DRAFT)
    for sheet in db.session.scalars(copied):
        assert suggesting.kept(sheet) == suggesting.fresh(sheet), sheet.month


def test_pages_open(book, app):
    sheet = book.waiting_sheet_ids[0]
    pages = [
        (book.secretary_token, ["/", f"/organisations/{book.cell_id}", f"/cells/{book.cell_id}/year/{book.year}"]),
        (book.secretary_token, [f"/cells/{book.cell_id}/ratings/{book.year}", f"/organisations/{book.cell_id}/audit"]),
        (book.member_token, ["/", f"/cells/{book.cell_id}/members"]),
        (book.queue_reviewer_token, ["/", f"/scoresheets/{sheet}/review"]),
        (book.queue_reviewer_token, [f"/committees/{book.queue_committee_id}/queue"]),
        (book.reviewer_token, [f"/committees/{book.district_id}/ratings/{book.year}"]),
        (book.province_token, ["/", f"/committees/{book.province_id}/ratings/{book.year}"]),
        (book.administrator_token, [f"/organisations/{book.province_id}"]),
    ]  # fmt: skip
    for meeting, token in zip(book.draft_meeting_ids, book.draft_tokens, strict=True):
        pages.append((token, [f"/meetings/{meeting}/scoresheet"]))
    for meeting, token in [*zip(book.meeting_ids, book.meeting_tokens, strict=True)][::8]:
        inside = ("agenda", "contributions", "minutes", "roll", "scoresheet")
        pages.append((token, [f"/meetings/{meeting}/{page}" for page in inside]))
    for token, urls in pages:
        client = app.test_client()
        with client.session_transaction() as session:
            session["token"] = token
        for url in urls:
            client.page(url)
