"""The demo as a book: sound, made once, marked on every page, with something to do for each of its people."""

import pytest
from sqlalchemy import func, select

from tracker.audit import service as audit
from tracker.audit.models import AuditEntry, AuditHead
from tracker.base import clock
from tracker.demo import building, current
from tracker.demo.cast import PASSWORD
from tracker.demo.commands import demo as command
from tracker.demo.neighbours import CELLS
from tracker.extensions import db
from tracker.meetings import service as meetings
from tracker.meetings.models import Meeting
from tracker.meetings.rules import MeetingState
from tracker.organisations import service as organisations
from tracker.people import sessions
from tracker.people.models import Account
from tracker.ratings import recompute
from tracker.ratings import service as ratings
from tracker.reviews import catching_up, queue
from tracker.reviews.models import Sample
from tracker.reviews.service import Month
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import SheetState

USERS = [user_name for user_name, _who in building.PEOPLE]


def person(user_name):
    return db.session.scalar(select(Account).where(Account.user_name == user_name)).person


def counts():
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) for table in db.metadata.sorted_tables
    }


def heads():
    return {row.organisation_id: (row.sequence, row.digest) for row in db.session.scalars(select(AuditHead))}


def test_every_chain_of_the_trail_holds(app):
    chains = audit.chains()

    assert len(chains) == 7 + len(CELLS)
    assert {chain: list(audit.faults(chain)) for chain in chains} == {chain: [] for chain in chains}


def test_nothing_in_the_trail_lies_after_the_demo_was_made(app, today):
    assert clock.day_of(db.session.scalar(select(func.max(AuditEntry.at)))) < today


def test_stored_years_equal_their_recomputation(app, today):
    pairs = recompute.years(today)

    assert len(pairs) >= 12
    assert [fault for cell_id, year in pairs for fault in recompute.faults(cell_id, year, today)] == []


def test_years_are_kept_in_step_again_afterwards(app):
    assert [*meetings.AFTER_CHANGE].count(ratings.keep) == [*scoresheets.AFTER_CHANGE].count(ratings.keep) == 1


def test_a_second_run_changes_nothing(app):
    rows, ends = counts(), heads()
    db.session.commit()

    result = app.test_cli_runner().invoke(command, [])

    assert result.exit_code == 0, result.output
    assert "giữ nguyên" in result.output
    assert (counts(), heads()) == (rows, ends)


def test_the_command_says_how_each_of_the_five_signs_in(app):
    said = app.test_cli_runner().invoke(command, []).output

    assert PASSWORD in said
    assert all(user_name in said for user_name in USERS)


@pytest.mark.parametrize("user_name", USERS)
def test_each_of_the_five_signs_in_and_finds_something_to_do(client, user_name):
    account = person(user_name)
    held = db.session.scalar(select(Account).where(Account.person_id == account.id))
    assert sessions.check_password(held.password_hash, PASSWORD)

    page = client.sign_in(account).page("/")

    assert page.select_one(".demo-strip")
    leading_on = {link["href"] for link in page.select("main a[href^='/']")}
    assert leading_on
    for url in sorted(leading_on)[:12]:
        client.page(url)


def test_a_sheet_stands_in_every_state(app, cell):
    states = set(db.session.scalars(select(Scoresheet.state).where(Scoresheet.cell_id == cell.id)))

    assert states == set(SheetState)


def test_the_next_meeting_is_sent_and_the_last_waits_for_its_minutes(app, cell, today):
    held = set(db.session.scalars(select(Meeting.state).where(Meeting.cell_id == cell.id)))
    assert {MeetingState.CIRCULATED, MeetingState.HELD} <= held
    (coming,) = db.session.scalars(
        select(Meeting).where(Meeting.cell_id == cell.id, Meeting.state == MeetingState.CIRCULATED)
    )
    assert today < coming.day == current.next_day(today)


def test_twelve_cells_stand_in_three_branches_below_the_commune(app):
    commune = organisations.find(building.COMMITTEE)

    assert len(organisations.cells_below(commune)) == 12
    assert len(organisations.committees_below(commune)) == 3


def test_the_strip_stands_on_the_sign_in_page_too(client):
    assert client.page("/sign-in").select_one(".demo-strip")


def test_every_sheet_was_read_when_it_was_handed_in(app):
    assert catching_up.unread() == []
    drawn = {(one.committee_id, one.year, one.month) for one in db.session.scalars(select(Sample))}
    sheets = db.session.scalars(select(Scoresheet).where(Scoresheet.submitted_at.is_not(None)))
    assert {(one.superior_id, one.year, one.month) for one in sheets} == drawn


def test_todays_queue_is_that_of_the_end_of_today_made_again(app, today):
    commune = organisations.find(building.COMMITTEE)
    months = {(one.year, one.month) for one in db.session.scalars(select(Scoresheet))}
    for year, month in months:
        of_month = Month(commune, year, month)
        now, again = queue.waiting(of_month), queue.waiting(of_month, today)
        assert [line.seat for line in now] == [line.seat for line in again]
        assert [(line.state, line.total) for line in now] == [(line.state, line.total) for line in again]
    assert any(queue.waiting(Month(commune, year, month)) for year, month in months)
