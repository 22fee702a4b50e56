"""Votes within their bounds, numbers through the term."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from tests import factories as make
from tracker.base.errors import Conflict, RuleBroken
from tracker.extensions import db
from tracker.meetings import service as meetings
from tracker.meetings.rules import MeetingState, Presence
from tracker.minutes import deciding, service, words
from tracker.minutes.models import Decision, DecisionKind
from tracker.people.models import Rank


@pytest.fixture
def cell(app):
    return make.cell()


@pytest.fixture
def meeting(cell):
    """Four official members obliged: three there (one late), one away; others who do not count stand beside them."""
    row = make.meeting_to_minute(cell, voters=2)
    make.roll_entry(row, make.member(cell), Presence.LATE)
    make.roll_entry(row, make.member(cell), Presence.EXCUSED)
    make.roll_entry(row, make.member(cell, rank=Rank.PROBATIONARY), rank=Rank.PROBATIONARY)
    make.roll_entry(row, make.member(cell, rank=Rank.EXEMPT), rank=Rank.EXEMPT)
    return row


def test_only_official_members_are_counted(meeting):
    assert service.count_votes(meeting) == (4, 3)
    assert (service.electorate(meeting), service.voters(meeting)) == (4, 3)


def test_one_on_special_duty_who_came_votes_and_is_not_obliged(cell, meeting):
    make.roll_entry(meeting, make.member(cell), is_obliged=False)
    assert service.count_votes(meeting) == (4, 4)


@pytest.mark.parametrize(
    ("votes", "passed"), [((3, 0, 0), True), ((2, 1, 0), False), ((2, 0, 0), False), ((0, 3, 0), False)]
)
def test_it_carries_with_more_than_half_of_those_obliged(meeting, votes, passed):
    row = make.decision(meeting, votes)

    assert (row.is_passed, row.electorate, row.voters) == (passed, 4, 3)


@pytest.mark.parametrize("votes", [(4, 0, 0), (2, 1, 1), (0, 0, 4)])
def test_more_votes_than_official_members_there_are_refused(meeting, votes):
    with pytest.raises(RuleBroken, match="nhiều hơn 3 đảng viên chính thức có mặt"):
        make.decision(meeting, votes)
    db.session.rollback()
    assert service.decisions(meeting) == []


def test_no_vote_at_all_is_refused(meeting):
    with pytest.raises(RuleBroken, match="Chưa có phiếu nào"):
        make.decision(meeting, (0, 0, 0))


def test_without_a_roll_or_an_electorate_nobody_can_vote(cell):
    meeting = make.meeting_to_minute(cell, voters=2)
    for entry in meetings.roll(meeting):
        db.session.delete(entry)
    db.session.commit()
    with pytest.raises(RuleBroken, match="Chưa lưu điểm danh"):
        make.decision(meeting, (1, 0, 0))
    db.session.rollback()

    make.roll_entry(meeting, make.member(cell, rank=Rank.PROBATIONARY), rank=Rank.PROBATIONARY)
    with pytest.raises(RuleBroken, match="không có đảng viên chính thức nào phải dự"):
        make.decision(meeting, (1, 0, 0))


def test_the_database_holds_the_bound_too(meeting):
    row = make.decision(meeting, (3, 0, 0))
    row.votes_against = 1
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize("state", [MeetingState.PLANNED, MeetingState.CIRCULATED, MeetingState.MINUTED])
def test_votes_are_recorded_while_the_minutes_are_open(meeting, state):
    meeting.state = state
    db.session.commit()
    with pytest.raises(RuleBroken):
        make.decision(meeting, (3, 0, 0))


def numbers(*rows):
    return [(row.term, words.number_of(row)) for row in rows]


def test_numbers_run_by_kind_through_the_term(cell):
    cell.term_from = date(2025, 6, 1)
    other = make.meeting_to_minute(make.cell())
    make.decision(other)
    before = make.meeting_to_minute(cell, year=2025, month=3)
    first = make.meeting_to_minute(cell, year=2025, month=12)
    second = make.meeting_to_minute(cell, year=2026, month=1)

    made = [
        make.decision(before),
        make.decision(first),
        make.decision(first, (1, 0, 0)),
        make.decision(second, kind=DecisionKind.CONCLUSION),
        make.decision(second),
    ]

    assert numbers(*made) == [
        (2025, "01-NQ/CB"), (2025, "02-NQ/CB"), (2025, "03-NQ/CB"), (2025, "01-KL/CB"), (2025, "04-NQ/CB"),
    ]  # fmt: skip
    assert made[2].is_passed is False, "one that did not carry keeps its number"


def test_a_new_term_begins_again_at_01(cell):
    old = make.meeting_to_minute(cell, year=2026, month=3)
    assert numbers(make.decision(old)) == [(2026, "01-NQ/CB")]
    cell.term_from = date(2027, 1, 1)
    db.session.commit()

    assert numbers(make.decision(make.meeting_to_minute(cell, year=2027, month=2))) == [(2027, "01-NQ/CB")]
    assert numbers(make.decision(old, title="Nhiệm vụ quý II")) == [(2026, "02-NQ/CB")]


def test_a_correction_counts_anew_and_keeps_kind_and_number(cell, meeting):
    row = make.decision(meeting, (2, 1, 0))
    entry = next(one for one in meetings.roll(meeting) if one.presence is Presence.EXCUSED)
    entry.presence, entry.reason = Presence.PRESENT, ""
    db.session.commit()
    by = make.actor(meeting.chair)
    put = deciding.Put(DecisionKind.CONCLUSION, "Sửa", "Nội dung sửa", 3, 1, 0)

    deciding.correct(row, put, row.version, by, meeting.held_until)
    db.session.commit()

    assert (row.kind, row.number, row.title, row.voters, row.is_passed) == (DecisionKind.RESOLUTION, 1, "Sửa", 4, True)
    with pytest.raises(Conflict):
        deciding.correct(row, put, 1, by, meeting.held_until)


def test_a_correction_leaves_old_and_new_in_the_trail(meeting):
    row = make.decision(meeting, (2, 1, 0))
    put = deciding.Put(row.kind, row.title, row.text, 3, 0, 0)

    deciding.correct(row, put, row.version, make.actor(meeting.chair), meeting.held_until)

    entry = last_entry()
    assert (entry.old["votes_for"], entry.new["votes_for"]) == (2, 3)
    assert (entry.old["is_passed"], entry.new["is_passed"]) == (False, True)
    assert "electorate" not in entry.new


def last_entry():
    return deciding.audit.last_of(db.session.query(Decision).one())


def test_a_vote_recorded_just_so_takes_no_second_number(meeting):
    first = make.decision(meeting, (3, 0, 0))

    assert make.decision(meeting, (3, 0, 0)) is first
    assert make.decision(meeting, (2, 0, 1)) is not first
