from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import event, func, select

from tests import factories as make
from tracker.audit.models import AuditEntry
from tracker.base.errors import Conflict, RuleBroken
from tracker.base.names import folded
from tracker.extensions import db
from tracker.guidance.rules import MeetingKind, QualityClass
from tracker.meetings.rules import MeetingState, Presence
from tracker.organisations.models import Placement
from tracker.permissions import Actor
from tracker.ratings import forwarding, gathering
from tracker.ratings import service as ratings
from tracker.ratings.models import CellYear
from tracker.ratings.rules import YEAR, Unrated, YearState
from tracker.reviews.models import ReviewSettings
from tracker.scoresheets.models import CriterionRemark
from tracker.scoresheets.rules import SheetState

GOOD, FAIR, AVERAGE, POOR = QualityClass
AT = datetime(2022, 2, 10, 3, tzinfo=UTC)
TODAY = date(2022, 2, 10)
ALL_95 = "95 " * 12
NO_AUGUST = "95 95 95 95 95 95 95 - 95 95 95 95"
BY = Actor(account_id=1, person_id=1, name="Vi Văn Thử", cell_id=None, posts=())

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def cell():
    make.guidance()
    noise = make.cell()
    make.year_of_meetings(noise, 2021, "40 - - - - - - - - - - -", (0, 0, 0, 0))
    district = make.committee("Đảng bộ huyện Thử", make.committee("Đảng bộ tỉnh Thử"))
    db.session.add(ReviewSettings(committee_id=district.id, forwards=True))
    db.session.commit()
    return make.cell(district, "Chi bộ Thử")


class Queries:
    def __enter__(self):
        self.number = 0
        event.listen(db.engine, "before_cursor_execute", self._count)
        return self

    def _count(self, *_):
        self.number += 1

    def __exit__(self, *_):
        event.remove(db.engine, "before_cursor_execute", self._count)


def stored(cell, year=2021):
    db.session.expire_all()
    return db.session.scalar(select(CellYear).where(CellYear.cell_id == cell.id, CellYear.year == year))


def test_a_year_is_read_from_its_own_meetings(cell):
    make.year_of_meetings(cell, 2021, NO_AUGUST, (1, 2, 3, 1))
    make.year_of_meetings(cell, 2020, "50 " * 12)
    book = ratings.of_year(cell, 2021, TODAY)

    assert (book.rating.held, sum(book.rating.themes), book.rating.missing) == (11, 7, (8,))
    assert (book.rating.quality, book.rating.mean) == (FAIR, Decimal(95))
    assert (book.superior_name, book.guidance.number, book.guidance.is_reconstructed) == (
        "Đảng bộ huyện Thử",
        ratings.gathering.guidance.read(make.guidance("HD09-2019")).number,
        True,
    )


def test_recognised_scores_go_before_agreed_ones_and_drafts_are_no_score(cell):
    meeting = make.meeting(cell, 2021, 1, state=MeetingState.MINUTED)
    make.score_of(meeting, 95, recognised=88)
    make.score_of(make.meeting(cell, 2021, 2, state=MeetingState.MINUTED), 92, SheetState.AGREED)
    make.score_of(make.meeting(cell, 2021, 3, state=MeetingState.MINUTED), 50, SheetState.RETURNED)
    make.score_of(make.meeting(cell, 2021, 4, state=MeetingState.MINUTED), 50, SheetState.DRAFT)
    book = ratings.of_year(cell, 2021, TODAY)

    assert (book.rating.scored, book.rating.recognised, book.rating.unscored) == (2, 1, (3, 4))
    assert (book.rating.lowest, book.rating.highest) == (Decimal(88), Decimal(92))
    assert [(line.total, line.recognised_total) for line in book.meetings] == [(95, 88), (92, None)] + [
        (None, None)
    ] * 2


def test_the_lines_say_who_came_how_long_and_what_was_adjusted(cell):
    meeting = make.meeting(cell, 2021, 1, state=MeetingState.MINUTED)
    for presence in (Presence.PRESENT, Presence.LATE, Presence.EXCUSED, Presence.UNEXCUSED):
        make.roll_entry(meeting, make.member(cell), presence)
    sheet = make.score_of(meeting, 95, recognised=93)
    by = make.person()
    for old, new in ((10, 9), (9, 8)):
        words = {"act": "adjust", "criterion": "I.1", "reason": f"Còn {new}", "by": by, "at": AT}
        db.session.add(CriterionRemark(scoresheet=sheet, old=Decimal(old), new=Decimal(new), **words))
    db.session.commit()
    (line,) = ratings.of_year(cell, 2021, TODAY).meetings

    assert (line.present, line.counted, line.presence, line.minutes) == (2, 4, Decimal("0.5"), 110)
    assert [(one.old, one.new, one.reason) for one in line.adjustments] == [(10, 8, "Còn 8")]


def test_a_year_begun_under_one_guidance_is_rated_by_the_one_at_its_end(cell):
    make.year_of_meetings(cell, 2025, ALL_95)

    assert ratings.of_year(cell, 2025, date(2026, 1, 5)).guidance.version_id == make.guidance("HD42").id


def test_without_guidance_in_force_there_is_no_class(cell):
    make.meeting(cell, 2018, 3, state=MeetingState.MINUTED)
    make.score_of(make.meeting(cell, 2018, 4, state=MeetingState.MINUTED), 95)

    assert ratings.of_year(cell, 2018, TODAY).rating.why is Unrated.NO_RULE


def test_a_year_takes_the_same_few_queries_whatever_its_length(cell):
    make.year_of_meetings(cell, 2021, "95 " + "- " * 11, (0, 0, 0, 0))
    make.year_of_meetings(cell, 2020, ALL_95, (3, 3, 3, 3))
    numbers = []
    for year in (2021, 2020):
        db.session.commit()
        assert cell.parent.name
        with Queries() as queries:
            ratings.of_year(cell, year, TODAY)
        numbers.append(queries.number)

    assert numbers[0] == numbers[1] <= 10


def test_the_stored_figures_equal_the_recomputation(cell):
    make.year_of_meetings(cell, 2021, "95 80 - x ? ~92 60 95 95 95 95 40", (1, 0, 1, 1))
    ratings.store(cell, 2021, TODAY)
    db.session.commit()
    row = stored(cell)
    figures = ratings.figures(gathering.comes_to(ratings.of_year(cell, 2021, TODAY)))

    assert {name: getattr(row, name) for name in figures} == figures
    assert (row.regular_held, row.scored, row.recognised, row.good, row.poor) == (10, 9, 8, 6, 1)
    assert (row.missing, row.empty_quarters, row.computed_class, row.is_provisional) == ([3], [2], AVERAGE, True)


def test_storing_again_changes_nothing(cell):
    make.year_of_meetings(cell, 2021, ALL_95)
    ratings.store(cell, 2021, TODAY)
    db.session.commit()
    version = stored(cell).version
    ratings.store(cell, 2021, TODAY)
    db.session.commit()

    assert stored(cell).version == version


def carried(cell, state):
    """The cell's year brought to a state."""
    year = ratings.get(cell.id, 2021, TODAY)
    if state is not YearState.OPEN:
        year = ratings.propose(year, ratings.of_year(cell, 2021, TODAY).rating.quality, "", BY, AT)
    if state in (YearState.RECOGNISED, YearState.CLOSED):
        year = ratings.recognise(year, year.proposed_class, "", BY, AT)
    if state is YearState.CLOSED:
        year = ratings.close(year, BY, AT)
    db.session.commit()
    return year


ACTS = {
    "propose": lambda year: ratings.propose(year, GOOD, "vì", BY, AT),
    "propose_for": lambda year: forwarding.propose_for(year, GOOD, "vì", BY, AT),
    "forward": lambda year: forwarding.forward(year, "vì", BY, AT),
    "withdraw": lambda year: ratings.withdraw(year, "vì", BY, AT),
    "recognise": lambda year: ratings.recognise(year, GOOD, "vì", BY, AT),
    "recognise_in_batch": lambda year: ratings.recognise_in_batch(year, BY, AT),
    "close": lambda year: ratings.close(year, BY, AT),
    "reopen": lambda year: ratings.reopen(year, "vì", BY, AT),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", YearState)
def test_each_act_from_each_state(cell, state, act):
    make.year_of_meetings(cell, 2021, ALL_95)
    year = carried(cell, state)
    if YEAR.may(act, state):
        assert ACTS[act](year).state is YEAR.rows[act].target
    else:
        with pytest.raises(RuleBroken):
            ACTS[act](year)
        db.session.rollback()
        assert (stored(cell).state if stored(cell) else YearState.OPEN) is state


def test_the_table_of_acts_is_whole():
    assert set(ACTS) == set(YEAR.rows)


def test_going_back_needs_a_reason(cell):
    make.year_of_meetings(cell, 2021, ALL_95)
    year = carried(cell, YearState.CLOSED)
    with pytest.raises(RuleBroken, match="lý do"):
        ratings.reopen(year, "  ", BY, AT)


def test_another_class_than_the_computed_or_the_proposed_needs_a_reason(cell):
    make.year_of_meetings(cell, 2021, NO_AUGUST)
    year = ratings.get(cell.id, 2021, TODAY)
    with pytest.raises(RuleBroken, match="lý do"):
        ratings.propose(year, GOOD, "", BY, AT)
    db.session.rollback()
    year = ratings.propose(year, GOOD, "Tháng 8 phong toả", BY, AT)
    with pytest.raises(RuleBroken, match="lý do"):
        ratings.recognise(year, FAIR, " ", BY, AT)
    db.session.rollback()
    year = ratings.propose(ratings.get(cell.id, 2021, TODAY), FAIR, "", BY, AT)
    year = ratings.recognise(year, AVERAGE, "Vì", BY, AT)

    assert (year.proposed_class, year.recognised_class, year.recognised_by) == (FAIR, AVERAGE, BY.name)


def test_a_year_without_meetings_cannot_be_proposed(cell):
    with pytest.raises(RuleBroken, match="chưa có kỳ sinh hoạt"):
        ratings.propose(ratings.get(cell.id, 2021, TODAY), GOOD, "Vì", BY, AT)


def test_a_year_is_closed_only_when_over_and_with_no_sheet_at_the_superior(cell):
    make.year_of_meetings(cell, 2022, "95 " + "- " * 11)
    year = ratings.propose(ratings.get(cell.id, 2022, TODAY), GOOD, "vì", BY, AT)
    year = ratings.recognise(year, GOOD, "", BY, AT)
    with pytest.raises(RuleBroken, match="chưa kết thúc"):
        ratings.close(year, BY, AT)
    db.session.rollback()

    make.year_of_meetings(cell, 2021, "~" + ALL_95)
    year = carried(cell, YearState.RECOGNISED)
    with pytest.raises(RuleBroken, match="chưa thẩm định xong"):
        ratings.close(year, BY, AT)


def test_an_act_drawn_from_an_older_year_is_a_conflict(cell):
    make.year_of_meetings(cell, 2021, ALL_95)
    year = ratings.get(cell.id, 2021, TODAY)
    ratings.propose(year, GOOD, "", BY, AT, version=0)
    db.session.commit()
    with pytest.raises(Conflict):
        ratings.propose(year, FAIR, "vì", BY, AT, version=0)


def test_a_closed_year_reads_the_same_after_everything_changed(cell):
    make.year_of_meetings(cell, 2021, NO_AUGUST)
    year = carried(cell, YearState.CLOSED)
    before = ratings.shown(year, TODAY)
    cell.name, cell.folded = "Chi bộ Tên Mới", folded("Chi bộ Tên Mới")
    placement = db.session.scalar(select(Placement).where(Placement.organisation_id == cell.id))
    placement.name = "Chi bộ Tên Mới"
    make.meeting(cell, 2021, 8, state=MeetingState.MINUTED)
    ratings.store(cell, 2021, date(2026, 1, 1))
    db.session.commit()

    assert ratings.of_year(cell, 2021, date(2026, 1, 1)) == before
    assert before.cell_name == "Chi bộ Thử"
    assert stored(cell).regular_held == 11


def test_a_reopened_year_is_computed_again_and_keeps_what_it_was(cell):
    make.year_of_meetings(cell, 2021, NO_AUGUST)
    year = carried(cell, YearState.CLOSED)
    ratings.reopen(year, "Ghi sót tháng 8", BY, AT)
    make.score_of(make.meeting(cell, 2021, 8, state=MeetingState.MINUTED), 95)
    year = ratings.store(cell, 2021, TODAY)

    assert (ratings.before(year).rating.quality, ratings.shown(year, TODAY).rating.quality) == (FAIR, GOOD)
    assert (year.state, year.recognised_class, year.reopened_reason) == (YearState.OPEN, None, "Ghi sót tháng 8")


def test_every_act_leaves_a_trace(cell):
    make.year_of_meetings(cell, 2021, ALL_95)
    year = carried(cell, YearState.CLOSED)
    ratings.reopen(year, "Vì", BY, AT)
    acts = list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.sequence)))

    assert acts == ["rating.propose", "rating.recognise", "rating.close", "rating.reopen"]
    assert db.session.scalar(select(func.count()).where(AuditEntry.organisation_id == cell.id)) == 4


def test_the_superior_is_the_one_of_the_years_last_day(cell):
    district, commune = cell.parent, make.committee("Đảng bộ xã Thử")
    placement = db.session.scalar(select(Placement).where(Placement.organisation_id == cell.id))
    placement.until_date = date(2025, 6, 30)
    db.session.add(Placement(organisation=cell, parent=commune, name="Chi bộ xã", from_date=date(2025, 7, 1)))
    cell.parent = commune
    db.session.commit()

    assert ratings.get(cell.id, 2021, date(2026, 3, 1)).superior_id == district.id
    assert ratings.get(cell.id, 2025, date(2025, 3, 1)).superior_id == district.id
    assert ratings.get(cell.id, 2025, date(2026, 3, 1)).superior_id == commune.id
    assert ratings.of_year(cell, 2025, date(2026, 3, 1)).cell_name == "Chi bộ xã"


def test_committee_meetings_are_left_out(cell):
    make.meeting(cell, 2021, 3, kind=MeetingKind.COMMITTEE, state=MeetingState.MINUTED)

    assert ratings.of_year(cell, 2021, TODAY).meetings == ()
