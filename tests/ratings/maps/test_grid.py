"""Which cells stand on the map, in which order, with which squares; and how many questions it takes."""

from datetime import date, timedelta

import pytest

from tests import factories as make
from tests.queries import counted
from tests.ratings.maps import books
from tests.ratings.maps.books import TODAY, YEAR
from tracker.base import clock
from tracker.extensions import db
from tracker.guidance.kinds import MeetingKind, QualityClass
from tracker.organisations.models import Placement
from tracker.ratings import service as ratings
from tracker.ratings.maps import grid
from tracker.ratings.maps.branches import View
from tracker.ratings.maps.rules import Order, SquareState, Trouble
from tracker.ratings.rules import YearState
from tracker.reviews.models import ReviewSettings, Signal
from tracker.reviews.rules import SignalKind, SignalState
from tracker.scoresheets.models import SheetAct
from tracker.scoresheets.rules import SheetState


@pytest.fixture
def district(app):
    return books.district()


def names(shown):
    return [line.name for line in shown.lines]


def signal(cell, year=YEAR, state=SignalState.RAISED):
    now = clock.now()
    row = Signal(
        cell_id=cell.id, committee_id=cell.parent_id, kind=SignalKind.SAME_TOTAL, state=state, from_year=year,
        from_month=1, to_year=year, to_month=4, figures={}, raised_at=now, changed_at=now,
        settled_at=now if state is SignalState.SETTLED else None,
    )  # fmt: skip
    db.session.add(row)
    db.session.commit()


def test_each_month_is_a_square(district):
    books.cell(district, "Chi bộ Thử", "95 ~72 60 - x ? 95 95 95 95 95 95")
    [line] = grid.page(View(district, YEAR), TODAY, Order.NAME).lines

    assert [square.state for square in line.squares[:7]] == [
        SquareState.RECOGNISED, SquareState.SELF_SCORED, SquareState.RECOGNISED, SquareState.NOT_MET,
        SquareState.EXCUSED, SquareState.UNSCORED, SquareState.RECOGNISED,
    ]  # fmt: skip
    assert [square.quality for square in line.squares[:3]] == [
        QualityClass.GOOD, QualityClass.FAIR, QualityClass.AVERAGE,
    ]  # fmt: skip
    assert line.squares[5].is_late
    assert line.trouble == Trouble(missing=1, late=1, low=1)


def test_the_first_handing_in_says_whether_it_was_late(district):
    cell = make.cell(district, "Chi bộ Thử")
    sheets = []
    for month in (1, 2, 3):
        meeting = make.meeting(cell, YEAR, month, state="minuted")
        sheets.append(make.score_of(meeting, 95, SheetState.SUBMITTED))
        sheets[-1].submitted_at = meeting.planned_at + timedelta(days=9)
    db.session.add(SheetAct(scoresheet=sheets[1], act="submit", at=sheets[1].meeting.planned_at + timedelta(days=3)))
    db.session.add(SheetAct(scoresheet=sheets[2], act="submit", at=sheets[2].submitted_at))
    db.session.add(SheetAct(scoresheet=sheets[2], act="agree", at=sheets[2].meeting.planned_at))
    db.session.commit()

    def late():
        [line] = grid.page(View(district, YEAR), TODAY, Order.NAME).lines
        return [square.is_late for square in line.squares[:3]]

    assert late() == [True, False, True]
    db.session.add(ReviewSettings(committee_id=district.id, submit_days=9))
    db.session.commit()
    assert late() == [False, False, False]


def test_a_cell_that_moved_stands_in_each_branch_for_its_months_under_the_name_of_its_day(district):
    old, new = make.committee("Đảng bộ xã Cũ", district), make.committee("Đảng bộ xã Mới", district)
    cell = make.cell(old, "Chi bộ Tên Cũ")
    make.year_of_meetings(cell, YEAR, "95 95 95 95 95 - - - - - - -", (0, 0, 0, 0))
    placement = db.session.query(Placement).filter_by(organisation_id=cell.id).one()
    placement.until_date = date(YEAR, 6, 30)
    db.session.add(Placement(organisation=cell, parent=new, name="Chi bộ Tên Mới", from_date=date(YEAR, 7, 1)))
    cell.parent, cell.path, cell.name = new, f"{new.path}{cell.id}/", "Chi bộ Tên Mới"
    old.name = "Đảng bộ phường Cũ"
    db.session.commit()
    make.score_of(make.meeting(cell, YEAR, 8, state="minuted"), 91)

    [before], [after], [both] = (
        grid.page(View(committee, YEAR), TODAY, Order.NAME).lines for committee in (old, new, district)
    )

    assert (before.name, before.committee) == ("Chi bộ Tên Cũ", "Đảng bộ xã Cũ")
    assert (after.name, after.committee) == ("Chi bộ Tên Mới", "Đảng bộ xã Mới")
    states = [[square.state for square in line.squares] for line in (before, after)]
    assert states[0][4:8] == [SquareState.RECOGNISED, SquareState.NOT_MET, *[SquareState.ELSEWHERE] * 2]
    assert states[1][4:8] == [*[SquareState.ELSEWHERE] * 2, SquareState.NOT_MET, SquareState.RECOGNISED]
    assert [square.state for square in both.squares[4:8]] == [
        SquareState.RECOGNISED, SquareState.NOT_MET, SquareState.NOT_MET, SquareState.RECOGNISED,
    ]  # fmt: skip
    assert before.asked(before.squares[0]).superior_id == old.id
    assert before.asked(before.squares[0]).organisation.path == cell.path


def test_a_closed_year_keeps_its_name_and_its_missing_months(district):
    cell = books.cell(district, "Chi bộ Thử", "95 95 - 95 - 95 95 95 95 95 95 95")
    row = ratings.find(cell, YEAR)
    row.state, row.cell_name, row.missing = YearState.CLOSED, "Chi bộ khi chốt", [3]
    row.proposed_class = row.recognised_class = QualityClass.FAIR
    row.closed_with = {}
    db.session.commit()
    [line] = grid.page(View(district, YEAR), TODAY, Order.NAME).lines

    assert line.name == "Chi bộ khi chốt"
    assert [line.squares[2].state, line.squares[4].state] == [SquareState.NOT_MET, SquareState.ELSEWHERE]
    assert (line.quality, line.is_recognised) == (QualityClass.FAIR, True)


def test_thematic_meetings_are_owed_in_no_month(district):
    books.cell(district, "Chi bộ Thử", themes=(1, 0, 0, 0))
    [line] = grid.page(View(district, YEAR, thematic=True), TODAY, Order.NAME).lines

    assert line.squares[1].state is SquareState.UNSCORED
    assert {square.state for square in line.squares} == {SquareState.UNSCORED, SquareState.ELSEWHERE}
    assert line.trouble == Trouble(late=1)


@pytest.fixture
def three(district):
    """Two communes: in the second of them by name the cell with the most trouble."""
    a, b = make.committee("Đảng bộ xã An", district), make.committee("Đảng bộ xã Bình", district)
    books.cell(b, "Chi bộ Ấp")
    books.cell(a, "Chi bộ Đồi", "95 95 95 60 95 95 95 95 95 95 95 95")
    books.cell(b, "Chi bộ Bến", "- - 95 95 95 95 95 95 95 95 95 95")
    books.cell(district, "Chi bộ Cơ quan")
    return district


def test_the_three_orders(three):
    shown = {order: names(grid.page(View(three, YEAR), TODAY, order)) for order in Order}

    assert shown[Order.NAME] == ["Chi bộ Ấp", "Chi bộ Bến", "Chi bộ Cơ quan", "Chi bộ Đồi"]
    assert shown[Order.BRANCH] == ["Chi bộ Cơ quan", "Chi bộ Đồi", "Chi bộ Ấp", "Chi bộ Bến"]
    assert shown[Order.TROUBLE] == ["Chi bộ Bến", "Chi bộ Đồi", "Chi bộ Ấp", "Chi bộ Cơ quan"]
    groups = grid.page(View(three, YEAR), TODAY, Order.BRANCH).groups
    assert [(name, len(lines)) for name, lines in groups] == [
        ("Đảng bộ huyện Thử", 1), ("Đảng bộ xã An", 1), ("Đảng bộ xã Bình", 2),
    ]  # fmt: skip


@pytest.mark.parametrize("order", list(Order))
def test_pages_follow_each_other(three, order):
    for place in range(3):
        make.cell(three, "Chi bộ Cùng Tên", code=f"CT{place}")
    whole = [line.cell_id for line in grid.whole(View(three, YEAR), TODAY, order).lines]
    seen, after = [], None
    while True:
        page = grid.page(View(three, YEAR), TODAY, order, after, most=2)
        seen += [line.cell_id for line in page.lines]
        after = page.after
        if after is None:
            break

    assert seen == whole and len(whole) == 7


def test_open_questions_of_the_year_weigh(three):
    cell = db.session.get(type(three), grid.page(View(three, YEAR), TODAY, Order.NAME).lines[0].cell_id)
    for year, state in ((YEAR, SignalState.RAISED), (YEAR, SignalState.SETTLED), (YEAR - 1, SignalState.RAISED)):
        signal(cell, year, state)
    line = grid.page(View(three, YEAR), TODAY, Order.NAME).lines[0]

    assert line.trouble == Trouble(signals=1)


def test_the_committees_own_meetings_are_no_squares(district):
    cell = make.cell(district, "Chi bộ Thử")
    make.meeting(cell, YEAR, 3, kind=MeetingKind.COMMITTEE, state="held")
    [line] = grid.page(View(district, YEAR), TODAY, Order.NAME).lines

    assert line.squares[2].state is SquareState.NOT_MET


@pytest.mark.parametrize("order", list(Order))
def test_more_cells_take_no_more_questions(district, order):
    numbers = []
    for size in (2, 9):
        commune = make.committee(f"Đảng bộ {size}", district)
        for place in range(size):
            books.cell(commune, f"Chi bộ {place}", "95 ~60 ? " + "- " * 9)
        view = View(commune, YEAR)
        assert commune.path
        with counted() as sent:
            shown = grid.page(view, TODAY, order)
        assert len(shown.lines) == size
        numbers.append(len(sent))

    assert numbers[0] == numbers[1] <= 7
