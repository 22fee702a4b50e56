"""The queue: which sheets wait, in what order and why, today and on a past day."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.queries import counted
from tests.reviews import waiting
from tests.reviews.waiting import MONTH, YEAR, day_after, handed_in, in_march, raise_signal
from tracker.base import clock
from tracker.extensions import db
from tracker.guidance.rules import MeetingKind
from tracker.meetings.rules import MeetingState
from tracker.organisations import founding
from tracker.permissions import Office
from tracker.reviews import acts as reviewing
from tracker.reviews import queue
from tracker.reviews.models import ReviewSettings
from tracker.reviews.risk import Group
from tracker.reviews.rules import SignalState
from tracker.reviews.service import Month
from tracker.scoresheets import agreeing, marking
from tracker.scoresheets.models import Scoresheet, SheetAct
from tracker.scoresheets.rules import SheetState, Votes


@pytest.fixture
def commune(app):
    return waiting.commune()


def names(lines):
    return [line.cell_name for line in lines]


def test_the_riskiest_first_equals_by_name_then_the_drawn_then_the_quiet(commune):
    db.session.get(ReviewSettings, commune.id).sample_percent = 0
    quiet = [handed_in(commune, name) for name in ("Chi bộ Ể", "Chi bộ A")]
    handed_in(commune, "Chi bộ C", risk=5)
    handed_in(commune, "Chi bộ B", risk=5)
    handed_in(commune, "Chi bộ D", risk=9)
    drawn = handed_in(commune, "Chi bộ Z")
    make.sample(commune, YEAR, MONTH, [drawn.cell_id])
    lines = queue.waiting(in_march(commune))
    assert names(lines) == ["Chi bộ D", "Chi bộ B", "Chi bộ C", "Chi bộ Z", "Chi bộ A", "Chi bộ Ể"]
    assert [line.group for line in lines] == [Group.LOOK] * 3 + [Group.SAMPLE] + [Group.QUIET] * 2
    assert [line.sheet_id for line in lines if line.is_quiet] == [quiet[1].id, quiet[0].id]
    assert [line.is_drawn for line in lines] == [False] * 3 + [True] + [False] * 2


def test_what_was_never_read_is_not_quiet(commune):
    handed_in(commune, "Chi bộ A", reading=False)
    [line] = queue.waiting(in_march(commune))
    assert (line.group, line.is_read, line.is_quiet, line.risk) == (Group.LOOK, False, False, 0)


def test_what_somebody_has_opened_keeps_its_place_but_is_not_quiet(commune):
    sheet = handed_in(commune, "Chi bộ A")
    sheet.state = SheetState.UNDER_REVIEW
    db.session.commit()
    [line] = queue.waiting(in_march(commune))
    assert (line.group, line.is_quiet) == (Group.QUIET, False)


@pytest.mark.parametrize(
    ("state", "open_now"),
    [(SignalState.RAISED, 1), (SignalState.ANSWERED, 1), (SignalState.SETTLED, 0), (SignalState.CEASED, 0)],
)
def test_an_open_question_makes_a_sheet_worth_a_look(commune, state, open_now):
    handed_in(commune, "Chi bộ B", risk=9)
    raise_signal(handed_in(commune, "Chi bộ A"), state)
    lines = {line.cell_name: line for line in queue.waiting(in_march(commune))}
    assert (lines["Chi bộ A"].signals, lines["Chi bộ A"].is_quiet) == (open_now, not open_now)
    assert lines["Chi bộ A"].risk == 10 * open_now
    assert names(queue.waiting(in_march(commune)))[0] == ("Chi bộ A" if open_now else "Chi bộ B")


def test_only_what_waits_for_this_committee_in_this_month_is_listed(commune):
    below = make.committee("Đảng bộ cơ sở", commune)
    handed_in(below, "Chi bộ cơ sở")
    handed_in(commune, "Chi bộ A")
    handed_in(commune, "Chi bộ tháng khác", month=2)
    handed_in(make.committee(), "Chi bộ nơi khác")
    for state in SheetState:
        if state not in (SheetState.SUBMITTED, SheetState.UNDER_REVIEW):
            meeting = make.meeting(make.cell(commune, f"Chi bộ {state}"), YEAR, MONTH, state=MeetingState.MINUTED)
            make.score_of(meeting, 90, state)
    thematic = make.meeting(make.cell(commune, "T"), YEAR, MONTH, 20, MeetingKind.THEMATIC, MeetingState.MINUTED)
    make.read_sheet(thematic, thematic.planned_at)
    assert names(queue.waiting(in_march(commune))) == ["Chi bộ A", "Chi bộ cơ sở"]
    assert names(queue.waiting(in_march(below))) == ["Chi bộ cơ sở"]
    assert names(queue.waiting(Month(commune, YEAR, MONTH, thematic=True))) == ["T"]
    assert queue.elsewhere(in_march(commune)) == [(YEAR, 2, 1)]


def test_the_sheets_beside_one_are_those_of_the_queue(commune):
    first, second, third = (handed_in(commune, f"Chi bộ {risk}", risk=risk) for risk in (9, 5, 2))
    beside = queue.beside(second)
    assert (beside.previous, beside.next) == ((first.id, "Chi bộ 9"), (third.id, "Chi bộ 2"))
    assert queue.beside(first).previous is None and queue.beside(third).next is None
    second.state, second.recognised_total = SheetState.RECOGNISED, second.total
    db.session.commit()
    assert queue.beside(second).next == (third.id, "Chi bộ 2"), "where it stood before it was recognised"
    assert queue.beside(first).next == (third.id, "Chi bộ 2")


# --- a past day -----------------------------------------------------------------------------------------------------


@pytest.fixture
def lived(app):
    """A month as it was lived: three sheets by their own acts, today."""
    commune = make.committee(parent=make.committee())
    cells = [make.cell(commune, f"Chi bộ {name}") for name in "ABC"]
    sheets = [
        make.scoresheet(make.scored_meeting(cell, year=YEAR, month=MONTH, day=6), until="submit", **less)
        for cell, less in zip(cells, ({}, {"c1_1": "4"}, {"c6": "10"}), strict=True)
    ]
    return commune, sheets


def shown(lines):
    return [(one.sheet_id, one.group, one.risk, one.reasons, one.is_drawn, one.total, one.state) for one in lines]


def test_a_past_day_comes_out_again_after_everything_that_followed(lived):
    commune, sheets = lived
    above = make.actor(make.holder_of(commune, {Office.REVIEWER}, make.reviewer))
    at = clock.now()
    today, month = clock.day_of(at), in_march(commune)
    as_it_was = shown(queue.waiting(month))
    assert len(as_it_was) == 3 and shown(queue.waiting(month, today)) == as_it_was

    later = at + timedelta(days=2)
    first, second, third = sheets
    reviewing.open_sheet(first, above, later)
    reviewing.recognise(first, above, later)
    reviewing.open_sheet(second, above, later)
    reviewing.send_back(second, {"1.1": "Chưa rõ"}, "", None, above, later)
    reviewing.open_sheet(third, above, later + timedelta(days=1))
    raise_signal(third, at=later)
    gone = raise_signal(first, SignalState.SETTLED, at=at - timedelta(minutes=1), changed=later)
    founding.rename(None, third.cell, "Chi bộ 0", day_after(at, 2), later, "Đổi tên")
    db.session.commit()

    again = queue.waiting(month, today)
    assert [one.sheet_id for one in queue.waiting(month)] == [third.id]
    assert {one.sheet_id: one.signals for one in again} == {first.id: 1, second.id: 0, third.id: 0}
    db.session.delete(gone)
    db.session.commit()
    assert shown(queue.waiting(month, today)) == as_it_was
    assert [one.sheet_id for one in queue.waiting(month, day_after(at, 2))] == [third.id]
    assert queue.waiting(month, day_after(at, 2))[0].state is SheetState.SUBMITTED
    assert queue.waiting(month, day_after(at, 3))[0].state is SheetState.UNDER_REVIEW
    assert queue.waiting(month, today - timedelta(days=1)) == []


def test_a_sheet_handed_in_again_stands_on_each_day_as_it_was_then(lived):
    commune, [_first, sheet, _third] = lived
    above = make.actor(make.holder_of(commune, {Office.REVIEWER}, make.reviewer))
    by = make.actor(make.holder_of(sheet.cell, {Office.SECRETARY}, make.secretary))
    at = clock.now()
    [before] = [one for one in queue.waiting(in_march(commune)) if one.sheet_id == sheet.id]
    reviewing.open_sheet(sheet, above, at + timedelta(days=1))
    reviewing.send_back(sheet, {}, "Chưa rõ", None, above, at + timedelta(days=1))
    marking.record(sheet, make.full_marks(sheet), by, at + timedelta(days=3))
    agreeing.agree(sheet, Votes(5, 0, 0), by, at + timedelta(days=3))
    agreeing.submit(sheet, by, at + timedelta(days=3))
    db.session.commit()

    def on(days):
        return [one for one in queue.waiting(in_march(commune), day_after(at, days)) if one.sheet_id == sheet.id]

    assert shown(on(0)) == shown([before]) and on(0)[0].total == Decimal(99)
    assert on(1) == on(2) == []
    assert on(3)[0].total == Decimal(100) and "returned" in [one.kind for one in on(3)[0].reasons]
    assert shown(on(3)) == shown([one for one in queue.waiting(in_march(commune)) if one.sheet_id == sheet.id])


def test_a_sheet_forwarded_since_waited_below_then(lived):
    commune, [sheet, *_others] = lived
    province = commune.parent
    at = clock.now()
    sheet.superior_id = province.id
    db.session.add(SheetAct(scoresheet=sheet, act="forward", at=at + timedelta(days=2)))
    db.session.commit()
    today = clock.day_of(at)
    assert sheet.id in [one.sheet_id for one in queue.waiting(in_march(commune), today)]
    assert sheet.id not in [one.sheet_id for one in queue.waiting(in_march(commune))]
    [there] = [one for one in queue.waiting(in_march(province), today) if one.sheet_id == sheet.id]
    assert there.superior_id == commune.id
    [now] = [one for one in queue.waiting(in_march(province)) if one.sheet_id == sheet.id]
    assert now.superior_id == province.id


def test_a_draw_of_a_later_day_is_not_told_of_an_earlier_one(commune):
    sheet = handed_in(commune, "Chi bộ A")
    act = SheetAct(scoresheet=sheet, act="submit", at=sheet.submitted_at)
    db.session.add(act)
    make.sample(commune, YEAR, MONTH, [sheet.cell_id], at=sheet.submitted_at + timedelta(days=2))
    [line] = queue.waiting(in_march(commune), day_after(sheet.submitted_at))
    assert not line.is_drawn
    [line] = queue.waiting(in_march(commune), day_after(sheet.submitted_at, 2))
    assert line.is_drawn


def test_the_queue_asks_no_more_as_cells_grow(commune):
    def asked():
        with counted() as sent:
            queue.waiting(in_march(commune))
            queue.waiting(in_march(commune), day_after(clock.now()))
        return len(sent)

    def grow(number):
        for place in range(number):
            raise_signal(handed_in(commune, f"Chi bộ {number}-{place}", risk=place))

    grow(1)
    few = asked()
    grow(6)
    assert asked() == few <= 9
    assert len(db.session.scalars(select(Scoresheet)).all()) == 7
