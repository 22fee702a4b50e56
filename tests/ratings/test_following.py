"""The stored year follows meetings and sheets in their own transaction."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.ratings.test_service import BY
from tracker import following
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.guidance.rules import QualityClass
from tracker.meetings import calling_off
from tracker.meetings import service as meetings
from tracker.meetings.rules import MeetingState
from tracker.ratings import service as ratings
from tracker.ratings.models import CellYear
from tracker.ratings.rules import YearState
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.rules import SheetState

AT = datetime(2022, 2, 10, 3, tzinfo=UTC)


@pytest.fixture
def cell(app):
    make.guidance()
    return make.cell(make.committee("Đảng bộ huyện Thử"), "Chi bộ Thử")


def stored(cell):
    db.session.expire_all()
    return db.session.scalar(select(CellYear).where(CellYear.cell_id == cell.id))


def test_following_is_asked_for_once():
    following.follow()

    assert [*meetings.AFTER_CHANGE].count(ratings.keep) == [*scoresheets.AFTER_CHANGE].count(ratings.keep) == 1


def test_a_month_marked_not_held_is_missing_at_once(cell):
    meeting = make.meeting(cell, 2021, 8)
    make.year_of_meetings(cell, 2021, "95 95 95 95 95 95 95 - 95 95 95 95")
    calling_off.mark_not_held(meeting, "Mưa lũ", None, AT)
    db.session.commit()

    assert (stored(cell).missing, stored(cell).computed_class) == ([8], QualityClass.FAIR)


def test_a_sheet_that_changed_is_counted_at_once(cell):
    sheet = make.score_of(make.meeting(cell, 2021, 3, state=MeetingState.MINUTED), 95, SheetState.AGREED)
    scoresheets.announce(sheet, AT)
    db.session.commit()

    assert (stored(cell).scored, stored(cell).recognised, stored(cell).good) == (1, 0, 1)


@pytest.fixture
def closed(cell):
    make.year_of_meetings(cell, 2021, "95 95 95 95 95 95 95 - 95 95 95 95")
    year = ratings.propose(ratings.get(cell.id, 2021, date(2022, 2, 10)), QualityClass.FAIR, "", BY, AT)
    year = ratings.recognise(year, QualityClass.FAIR, "", BY, AT)
    ratings.close(year, BY, AT)
    db.session.commit()
    return cell


def test_a_closed_year_refuses_a_sheet_that_would_change_it(closed):
    with pytest.raises(RuleBroken, match="mở lại năm"):
        scoresheets.announce(make.score_of(make.meeting(closed, 2021, 8, state=MeetingState.MINUTED), 95), AT)


def test_a_closed_year_lets_pass_what_changes_no_figure(closed):
    meeting = next(one for one in meetings.of_year(closed, 2021) if one.kind == "regular")
    sheet = scoresheets.of_meeting(meeting)
    sheet.state = SheetState.LOCKED
    scoresheets.announce(sheet, AT)

    assert stored(closed).state is YearState.CLOSED
