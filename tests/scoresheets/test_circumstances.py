"""Which circumstances the book tells of a meeting: a committee, tasks due, a delegate."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests import factories as make
from tests.guidance.files import shipped
from tracker.duties.rules import DutyState
from tracker.extensions import db
from tracker.guidance.rules import MeetingKind
from tracker.guidance.vocabulary import CIRCUMSTANCES
from tracker.meetings import service as meetings
from tracker.meetings.rules import MeetingState, Presence
from tracker.scoresheets import circumstances
from tracker.scoresheets import service as scoresheets

HELD = {"state": MeetingState.HELD}
HD42 = shipped("hd42")
ASKING = [replace(HD42.sheets[0].criteria(MeetingKind.REGULAR)[0], applies_when=one) for one in CIRCUMSTANCES]


@pytest.fixture
def cell(app):
    make.guidance("HD42")
    return make.cell()


def applying(meeting, criteria=ASKING):
    db.session.expire_all()
    return circumstances.of_meeting(meetings.get(meeting.id), criteria)


def test_a_committee_or_a_secretary_with_a_deputy_meet_ahead_and_a_secretary_alone_does_not(cell):
    meeting = make.meeting(cell, **HELD)
    make.secretary(cell)
    assert "cell_committee" not in applying(meeting)
    make.deputy(cell, until=date(2026, 3, 5))
    assert "cell_committee" not in applying(meeting), "no deputy any more on the day"
    make.deputy(cell)
    assert "cell_committee" in applying(meeting)

    other = make.meeting(make.cell(), **HELD)
    make.committee_member(other.cell)
    assert "cell_committee" in applying(other)


def test_tasks_are_due_where_the_book_has_some(cell):
    before, meeting = make.meeting(cell, month=2, **HELD), make.meeting(cell, month=3, **HELD)
    assert "tasks_due" not in applying(meeting)
    make.task(before, due_on=meeting.day + timedelta(days=1))
    make.task(before, due_on=meeting.day, state=DutyState.DROPPED)
    assert "tasks_due" not in applying(meeting)
    make.task(before, due_on=meeting.day)
    assert "tasks_due" in applying(meeting)


def test_a_delegate_may_have_been_there_if_guests_were_or_who_follows_the_cell_was(cell):
    meeting = make.meeting(cell, guests=" ", **HELD)
    assert "delegate_present" not in applying(meeting)
    meeting.guests = "Đồng chí ủy viên phụ trách"
    db.session.commit()
    assert "delegate_present" in applying(meeting)

    among = make.meeting(cell, month=4, **HELD)
    follower = make.stand(make.reviewer(cell.parent), cell)
    entry = make.roll_entry(among, follower, Presence.EXCUSED)
    assert "delegate_present" not in applying(among)
    entry.presence = Presence.PRESENT
    db.session.commit()
    assert "delegate_present" in applying(among)


@pytest.mark.parametrize(
    ("counts", "days_ahead", "late"),
    [
        ("first", (), False),  # nothing recorded: it may have gone on paper
        ("first", (4, 0.5), False),
        ("latest", (4, 0.5), True),
        ("latest", (4, 1), False),
        ("first", (0.5,), True),
    ],
)
def test_the_version_that_counts_decides_whether_notice_was_late(cell, counts, days_ahead, late):
    found = replace(shipped("hd42", enabled=True), notice_counts=counts)
    meeting = make.meeting(cell)
    sent = [meeting.planned_at - timedelta(days=days) for days in days_ahead]

    assert scoresheets.is_late(sent, meeting, found) is late
    assert "late_notice" not in scoresheets.happened(meeting, found)
