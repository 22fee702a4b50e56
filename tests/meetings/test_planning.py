from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, NoResultFound

from tests import factories as make
from tracker.audit.models import AuditEntry
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.guidance.kinds import MeetingKind
from tracker.meetings import calling_off, planning
from tracker.meetings import service as meetings
from tracker.meetings.planning import Plan
from tracker.meetings.rules import MeetingState
from tracker.organisations.models import Placement
from tracker.permissions import Actor

AT = clock.moment_of(date(2026, 3, 4), time(9))


@pytest.fixture
def cell(app):
    return make.cell(usual_day=6, usual_time=time(14), usual_place="Nhà văn hóa thôn")


@pytest.fixture
def by(cell):
    who = make.secretary(cell, "Nông Văn Một")
    return Actor(1, who.id, who.full_name, cell.id, ())


def given(**changed):
    usual = {"kind": MeetingKind.REGULAR, "year": 2026, "month": 3, "day": date(2026, 3, 6), "start": time(14)}
    return Plan(**usual | {"place": "Nhà văn hóa"} | changed)


def test_a_plan_stands_in_the_book(cell, by):
    meeting = planning.plan(cell, given(), by, AT)

    assert meeting.state is MeetingState.PLANNED
    assert meeting.planned_at == datetime(2026, 3, 6, 7, tzinfo=UTC)
    assert meeting.superior_id == cell.parent_id
    assert not meeting.is_backfilled
    assert db.session.scalars(select(AuditEntry.act)).all() == ["meeting.plan"]


@pytest.mark.parametrize(("day", "marked"), [(date(2026, 3, 3), True), (date(2026, 3, 4), False)])
def test_a_day_already_past_is_marked_as_entered_afterwards(cell, by, day, marked):
    assert planning.plan(cell, given(day=day), by, AT).is_backfilled is marked


@pytest.mark.parametrize("kind", [MeetingKind.REGULAR, MeetingKind.COMBINED])
def test_a_second_regular_meeting_of_a_month_names_the_first(cell, by, kind):
    make.meeting(make.cell(), 2026, 3)
    planning.plan(cell, given(), by, AT)

    with pytest.raises(RuleBroken, match="“Sinh hoạt thường kỳ tháng 3/2026” .*06/3/2026"):
        planning.plan(cell, given(kind=kind, theme="Thử", day=date(2026, 3, 20)), by, AT)


@pytest.mark.parametrize("kind", [MeetingKind.THEMATIC, MeetingKind.COMMITTEE])
def test_other_kinds_may_be_several_in_a_month(cell, by, kind):
    planning.plan(cell, given(), by, AT)
    planning.plan(cell, given(kind=kind, theme="Giữ rừng"), by, AT)
    planning.plan(cell, given(kind=kind, theme="Giữ nước"), by, AT)

    assert len(meetings.of_year(cell, 2026)) == 3


def test_the_database_too_holds_one_regular_meeting_a_month(cell):
    make.meeting(cell, 2026, 3, 6)
    with pytest.raises(IntegrityError):
        make.meeting(cell, 2026, 3, 20)
    db.session.rollback()


def test_one_not_held_leaves_room_for_another(cell, by):
    make.meeting(cell, 2026, 3, 2, state=MeetingState.NOT_HELD)

    assert planning.plan(cell, given(), by, AT).id


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"kind": MeetingKind.THEMATIC}, "tên chuyên đề"),
        ({"kind": MeetingKind.COMBINED, "theme": " "}, "tên chuyên đề"),
        ({"day": date(2026, 5, 1)}, "quá xa"),
        ({"chair_id": 0}, "phải là đảng viên"),
        ({"prepared_by_id": 99999}, "họp chi ủy của chính chi bộ"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_in_words(cell, by, changed, said):
    if "chair_id" in changed:
        changed = {"chair_id": make.member(make.cell()).id}
    with pytest.raises(RuleBroken, match=said):
        planning.plan(cell, given(**changed), by, AT)


def test_the_committee_meeting_of_another_cell_prepares_nothing(cell, by):
    foreign = make.meeting(make.cell(), kind=MeetingKind.COMMITTEE)
    with pytest.raises(RuleBroken, match="chính chi bộ"):
        planning.plan(cell, given(prepared_by_id=foreign.id), by, AT)


def test_the_next_is_made_from_the_last_in_one_press(cell, by):
    chair = make.member(cell, "Vi Văn Hai")
    last = make.meeting(cell, 2026, 3, 5, place="Nhà ông Ba", chair_id=chair.id)

    meeting = planning.plan_next(cell, by, AT)

    assert (meeting.year, meeting.month, meeting.day) == (2026, 4, date(2026, 4, 6))
    assert (meeting.place, meeting.chair_id) == ("Nhà ông Ba", chair.id)
    assert clock.local(meeting.planned_at).time() == clock.local(last.planned_at).time()


def test_pressing_twice_makes_one(cell, by):
    make.meeting(cell, 2026, 3)

    assert planning.plan_next(cell, by, AT) is planning.plan_next(cell, by, AT)
    assert len(meetings.of_year(cell, 2026)) == 2


def test_a_cell_with_no_meeting_yet_starts_from_its_own_habits(cell, by):
    meeting = planning.plan_next(cell, by, AT)

    assert (meeting.day, meeting.place, meeting.chair_id) == (date(2026, 3, 6), "Nhà văn hóa thôn", by.person_id)


def test_a_chair_who_left_is_not_taken_over(cell, by):
    gone = make.member(cell, "Vi Văn Hai", until=date(2026, 3, 10))
    make.meeting(cell, 2026, 3, chair_id=gone.id)

    assert planning.plan_next(cell, by, AT).chair_id == by.person_id


def test_planning_this_month_never_goes_back_in_time(cell, by):
    meeting = planning.plan_next(cell, by, clock.moment_of(date(2026, 3, 20), time(9)))

    assert meeting.day == date(2026, 3, 20)
    assert not meeting.is_backfilled


def test_a_month_said_to_have_none_is_not_planned_again_by_a_press(cell, by):
    make.meeting(cell, 2026, 3, state=MeetingState.NOT_HELD)

    assert planning.plan_next(cell, by, AT).month == 4


def test_at_the_turn_of_the_month_in_viet_nam(cell, by):
    """17:30 UTC on 31 March is 00:30 on 1 April in Việt Nam."""
    meeting = planning.plan_next(cell, by, datetime(2026, 3, 31, 17, 30, tzinfo=UTC))

    assert meeting.month == 4


def test_changing_keeps_the_first_plan_and_finds_the_committee_of_the_new_day(cell, by):
    meeting = planning.plan(cell, given(), by, AT)
    old, new = cell.parent, make.committee("Đảng bộ xã mới")
    placement = db.session.scalars(select(Placement).where(Placement.organisation_id == cell.id)).one()
    placement.until_date = date(2026, 3, 9)
    db.session.add(Placement(organisation=cell, parent=new, name=cell.name, from_date=date(2026, 3, 10)))
    db.session.commit()
    assert meeting.superior == old

    planning.change(meeting, given(day=date(2026, 3, 10), place="Trường học"), by, AT)
    db.session.commit()

    assert meeting.first_planned_at == datetime(2026, 3, 6, 7, tzinfo=UTC)
    assert (meeting.day, meeting.place, meeting.superior) == (date(2026, 3, 10), "Trường học", new)
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
    assert (entry.act, entry.old["place"], entry.new["place"]) == (
        "meeting.change_plan", "Nhà văn hóa", "Trường học",
    )  # fmt: skip


@pytest.mark.parametrize("state", [MeetingState.HELD, MeetingState.MINUTED, MeetingState.NOT_HELD])
def test_what_is_over_is_not_planned_otherwise(cell, by, state):
    with pytest.raises(RuleBroken):
        planning.change(make.meeting(cell, state=state), given(), by, AT)


def test_a_circulated_meeting_stays_circulated_when_moved(cell, by):
    meeting = planning.change(make.meeting(cell, state=MeetingState.CIRCULATED), given(day=date(2026, 3, 9)), by, AT)

    assert (meeting.state, meeting.day) == (MeetingState.CIRCULATED, date(2026, 3, 9))


def test_a_meeting_cannot_move_into_a_month_that_is_taken(cell, by):
    meeting = make.meeting(cell, 2026, 3)
    make.meeting(cell, 2026, 4)
    with pytest.raises(RuleBroken, match="tháng 4/2026"):
        planning.change(meeting, given(month=4, day=date(2026, 4, 6)), by, AT)


def test_not_held_with_its_reason_then_excused_then_planned_again(cell, by):
    meeting = make.meeting(cell)
    calling_off.mark_not_held(meeting, " Mưa lũ ", by, AT)
    assert (meeting.state, meeting.not_held_reason) == (MeetingState.NOT_HELD, "Mưa lũ")

    calling_off.excuse(meeting, "Đúng là lũ", by, AT)
    assert (meeting.excused_at, meeting.excused_reason) == (AT, "Đúng là lũ")
    with pytest.raises(RuleBroken, match="đã được cấp trên đồng ý"):
        calling_off.excuse(meeting, "Lần nữa", by, AT)

    calling_off.plan_again(meeting, "Nước rút", by, AT)
    assert (meeting.state, meeting.excused_at, meeting.not_held_reason) == (MeetingState.PLANNED, None, "")
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
    assert entry.new["reason"] == "Nước rút"


@pytest.mark.parametrize("reason", ["", "   "])
@pytest.mark.parametrize(
    ("act", "state"),
    [
        (calling_off.mark_not_held, MeetingState.PLANNED),
        (calling_off.excuse, MeetingState.NOT_HELD),
        (calling_off.plan_again, MeetingState.NOT_HELD),
    ],
)
def test_each_of_these_needs_its_reason(cell, by, act, state, reason):
    with pytest.raises(RuleBroken, match="lý do"):
        act(make.meeting(cell, state=state), reason, by, AT)


def test_a_meeting_that_was_held_is_not_called_off(cell, by):
    with pytest.raises(RuleBroken, match="đã họp"):
        calling_off.mark_not_held(make.meeting(cell, state=MeetingState.HELD), "Mưa", by, AT)


def test_it_is_not_planned_again_where_another_took_its_month(cell, by):
    away = make.meeting(cell, 2026, 3, 2, state=MeetingState.NOT_HELD)
    make.meeting(cell, 2026, 3, 20)
    with pytest.raises(RuleBroken, match="20/3/2026"):
        calling_off.plan_again(away, "Họp lại", by, AT)


def test_a_month_without_a_plan_can_be_said_to_have_had_none(cell, by):
    meeting = calling_off.record_not_held(cell, 2026, 2, "Tết", by, AT)

    assert (meeting.state, meeting.day, meeting.is_backfilled) == (MeetingState.NOT_HELD, date(2026, 2, 6), True)


def test_but_not_twice_nor_over_a_plan_nor_ahead(cell, by):
    make.meeting(cell, 2026, 1)
    calling_off.record_not_held(cell, 2026, 2, "Tết", by, AT)
    for month, said in ((1, "mở kỳ đó"), (2, "mở kỳ đó"), (4, "chưa đến")):
        with pytest.raises(RuleBroken, match=said):
            calling_off.record_not_held(cell, 2026, month, "Tết", by, AT)


def test_neighbours_by_month_skip_what_was_not_held_and_other_cells(cell):
    january = make.meeting(cell, 2026, 1, state=MeetingState.HELD)
    make.meeting(cell, 2026, 2, state=MeetingState.NOT_HELD)
    march = make.meeting(cell, 2026, 3)
    make.meeting(cell, 2026, 2, 20, kind=MeetingKind.THEMATIC)
    make.meeting(make.cell(), 2026, 2)
    december = make.meeting(cell, 2025, 12, state=MeetingState.HELD)

    assert meetings.previous_regular(march) == january
    assert meetings.next_regular(january) == march
    assert meetings.previous_regular(january) == december
    assert meetings.previous_regular(december) is None
    assert meetings.next_regular(march) is None
    assert meetings.last_regular(cell) == march


def test_the_year_takes_a_bounded_number_of_queries(cell, statements):
    for month in range(1, 13):
        make.meeting(cell, 2025, month, state=MeetingState.MINUTED)
        make.meeting(make.cell(), 2025, month)
    cell_id = cell.id
    db.session.expire_all()
    cell = db.session.get_one(type(cell), cell_id)

    with statements() as seen:
        page = meetings.year_page(cell, 2025, date(2026, 3, 4))

    assert page.held_regular == 12
    assert len(seen) == 1


def test_meeting_is_found_or_not_at_all(app):
    with pytest.raises(NoResultFound):
        meetings.get(404)
