"""A cell moves: its meetings of before stay under the old committee, those of that day and after follow."""

from datetime import date

import pytest

from tests import factories as make
from tracker.base import clock
from tracker.extensions import db
from tracker.meetings.models import Meeting
from tracker.meetings.rules import MeetingState
from tracker.organisations import founding

MOVED = date(2025, 7, 1)


@pytest.fixture
def committees(app):
    return make.committee("Huyện ủy thử"), make.committee("Đảng ủy xã thử")


@pytest.mark.parametrize(
    ("month", "day", "state", "moves"),
    [
        (6, 30, MeetingState.HELD, False),
        (7, 1, MeetingState.HELD, True),
        (8, 5, MeetingState.PLANNED, True),
        (5, 5, MeetingState.NOT_HELD, False),
    ],
)
def test_a_meeting_stands_under_the_committee_of_its_day(committees, month, day, state, moves):
    district, commune = committees
    cell, other = make.cell(district), make.cell(district)
    meeting_id = make.meeting(cell, year=2025, month=month, day=day, state=state).id
    untouched_id = make.meeting(other, year=2025, month=month, day=day, state=state).id

    founding.move(None, cell, commune, MOVED, clock.now())
    db.session.commit()

    expected = commune if moves else district
    assert db.session.get_one(Meeting, meeting_id).superior_id == expected.id
    assert db.session.get_one(Meeting, untouched_id).superior_id == district.id


def test_moving_a_committee_leaves_the_cells_meetings_under_it(committees):
    district, province = committees
    cell = make.cell(district)
    meeting_id = make.meeting(cell, year=2025, month=8, day=5).id

    founding.move(None, district, province, MOVED, clock.now())
    db.session.commit()

    assert db.session.get_one(Meeting, meeting_id).superior_id == district.id
