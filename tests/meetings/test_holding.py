from datetime import UTC, date, datetime, time

import pytest

from tests import factories as make
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.guidance.kinds import MeetingKind
from tracker.meetings import holding
from tracker.meetings import service as meetings
from tracker.meetings.holding import Held
from tracker.meetings.rules import MeetingState
from tracker.organisations.models import Placement
from tracker.permissions import Actor

AT = clock.moment_of(date(2026, 3, 7), time(9))


@pytest.fixture
def cell(app):
    return make.cell(name="Chi bộ thôn Thử")


@pytest.fixture
def secretary(cell):
    return make.secretary(cell, "Nông Văn Một")


@pytest.fixture
def by(cell, secretary):
    return Actor(1, secretary.id, secretary.full_name, cell.id, ())


def given(**changed):
    return Held(**{"day": date(2026, 3, 6), "start": time(14), "end": time(15, 50)} | changed)


def test_it_was_held_so(cell, secretary, by):
    taker = make.member(cell, "Lý Thị Sao")
    meeting = make.meeting(cell, state=MeetingState.CIRCULATED)
    holding.hold(meeting, given(chair_id=secretary.id, minute_taker_id=taker.id, guests="Đ/c Khách"), by, AT)

    assert meeting.state is MeetingState.HELD
    assert meeting.held_from == datetime(2026, 3, 6, 7, tzinfo=UTC)
    assert holding.duration(meeting) == "110 phút"
    assert (meeting.chair_id, meeting.minute_taker_id, meeting.guests) == (secretary.id, taker.id, "Đ/c Khách")


@pytest.mark.parametrize(
    ("changed", "at", "said"),
    [
        ({"end": time(14)}, AT, "sau giờ bắt đầu"),
        ({"end": time(13, 59)}, AT, "sau giờ bắt đầu"),
        ({}, clock.moment_of(date(2026, 3, 6), time(13, 59)), "chưa đến"),
        ({"chair_id": 99999}, AT, "phải là đảng viên"),
    ],
)
def test_hours_and_people_that_cannot_be(cell, by, changed, at, said):
    meeting = make.meeting(cell)
    with pytest.raises(RuleBroken, match=said):
        holding.hold(meeting, given(**changed), by, at)
    assert meeting.state is MeetingState.PLANNED


@pytest.mark.parametrize("state", [MeetingState.MINUTED, MeetingState.NOT_HELD])
def test_what_is_closed_stays(cell, by, state):
    with pytest.raises(RuleBroken):
        holding.hold(make.meeting(cell, state=state), given(), by, AT)


def test_the_end_may_come_later(cell, by):
    meeting = holding.hold(make.meeting(cell), given(end=None), by, AT)
    assert holding.duration(meeting) == ""

    holding.hold(meeting, given(end=time(15, 30)), by, AT)
    assert holding.duration(meeting) == "90 phút"


@pytest.mark.parametrize(
    ("kind", "least", "words"),
    [
        (MeetingKind.REGULAR, None, "110 phút; yêu cầu từ 90 phút"),
        (MeetingKind.COMBINED, None, "110 phút; yêu cầu từ 120 phút"),
        (MeetingKind.REGULAR, 60, "110 phút; yêu cầu từ 60 phút"),
        (MeetingKind.COMBINED, 60, "110 phút; yêu cầu từ 120 phút"),
        (MeetingKind.COMMITTEE, None, "110 phút"),
    ],
)
def test_the_duration_beside_what_is_asked(cell, by, kind, least, words):
    make.guidance()
    cell.least_minutes = least
    meeting = holding.hold(make.meeting(cell, kind=kind), given(), by, AT)

    assert holding.duration(meeting) == words


@pytest.mark.parametrize(
    ("day", "code"), [(date(2026, 3, 6), "HD42"), (date(2025, 10, 27), "HD09-2019"), (date(2019, 5, 28), None)]
)
def test_the_guidance_is_that_of_the_day_it_was_held(cell, by, day, code):
    make.guidance()
    meeting = make.meeting(cell, day.year, day.month, day.day)
    holding.hold(meeting, given(day=day), by, AT)

    assert (meeting.guidance.code if meeting.guidance else None) == code


def test_so_is_the_committee_above(cell, by):
    new = make.committee("Đảng bộ xã mới")
    db.session.query(Placement).filter_by(organisation_id=cell.id).one().until_date = date(2026, 3, 6)
    db.session.add(Placement(organisation=cell, parent=new, name=cell.name, from_date=date(2026, 3, 7)))
    db.session.commit()
    meeting = make.meeting(cell)

    holding.hold(meeting, given(day=date(2026, 3, 7), start=time(8), end=None), by, AT)
    assert meeting.superior == new


def test_held_just_after_midnight_it_counts_for_the_month_it_says(cell, by):
    meeting = make.meeting(cell, 2026, 2, 28)
    holding.hold(meeting, given(day=date(2026, 3, 1), start=time(0, 30), end=time(2)), by, AT)

    assert meeting.held_from == datetime(2026, 2, 28, 17, 30, tzinfo=UTC)
    assert (meeting.day, meeting.month) == (date(2026, 3, 1), 2)
    assert meetings.regular_of_month(cell, 2026, 2) is meeting


@pytest.mark.parametrize("foreign", [False, True])
def test_only_the_cells_own_committee_prepared_it(cell, by, foreign):
    meeting = make.meeting(cell)
    other = (
        make.meeting(make.cell(name="Chi bộ khác"), kind=MeetingKind.COMMITTEE)
        if foreign
        else make.meeting(cell, month=1)
    )

    with pytest.raises(RuleBroken, match="họp chi ủy của chính chi bộ"):
        holding.hold(meeting, given(prepared_by_id=other.id, names_preparation=True), by, AT)


def test_hours_alone_leave_what_prepared_it(cell, by):
    before = make.meeting(cell, kind=MeetingKind.COMMITTEE)
    meeting = make.meeting(cell, prepared_by=before)

    assert holding.hold(meeting, given(), by, AT).prepared_by is before


# --- the pages ------------------------------------------------------------------------------------------------------


def sent(meeting, secretary, **changed):
    return {
        "version": meeting.version, "day": "2026-03-06", "start": "14:00", "end": "15:50", "chair": secretary.id,
    } | changed  # fmt: skip


def test_the_secretary_writes_the_hours_and_goes_on_to_the_roll(client, cell, secretary):
    meeting = make.meeting(cell, state=MeetingState.CIRCULATED)
    client.sign_in(secretary)
    page = client.page(f"/meetings/{meeting.id}/hold")
    assert page.select_one("#start")["value"] == "14:00"

    page = client.page(f"/meetings/{meeting.id}/hold", data=sent(meeting, secretary))
    assert page.h1.text == "Điểm danh"
    assert "110 phút" in page.select_one(".notice--success").text


def test_the_committee_meeting_before_it_can_be_named_afterwards(client, cell, secretary):
    before = make.meeting(cell, kind=MeetingKind.COMMITTEE, month=2)
    meeting = make.meeting(cell, state=MeetingState.CIRCULATED)
    page = client.sign_in(secretary).page(f"/meetings/{meeting.id}/hold")
    assert [one["value"] for one in page.select("#prepared_by option")] == ["", str(before.id)]

    client.page(f"/meetings/{meeting.id}/hold", data=sent(meeting, secretary, prepared_by=before.id))
    assert meetings.get(meeting.id).prepared_by_id == before.id


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"chair": ""}, "Hãy chọn người chủ trì"),
        ({"start": "25:00"}, "giờ:phút"),
        ({"day": "hôm qua"}, "ngày/tháng/năm"),
        ({"end": "13:00"}, "sau giờ bắt đầu"),
        ({"day": "2199-03-06"}, "chưa đến"),
        ({"chair": "99999"}, "Hãy chọn một trong các mục"),
    ],
)
def test_what_was_typed_stays_beside_what_is_wrong(client, cell, secretary, changed, said):
    meeting = make.meeting(cell)
    given = sent(meeting, secretary, guests="Đ/c Khách") | changed
    page = client.sign_in(secretary).page(f"/meetings/{meeting.id}/hold", data=given)

    assert said in page.select_one(".error-summary").text
    assert "Đ/c Khách" in page.select_one("#guests").text
    assert meetings.get(meeting.id).state is MeetingState.PLANNED


def test_hours_drawn_before_somebody_elses_change_are_not_saved(client, cell, secretary):
    meeting = make.meeting(cell)
    stale = sent(meeting, secretary)
    client.sign_in(secretary).page(f"/meetings/{meeting.id}/hold", data=stale)

    client.page(f"/meetings/{meeting.id}/hold", status=409, data=stale | {"start": "13:00"})
    assert clock.local(meetings.get(meeting.id).held_from).hour == 14
