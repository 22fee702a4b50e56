from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests import factories as make
from tracker.audit.models import AuditEntry
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.guidance.kinds import MeetingKind
from tracker.meetings import replies, roll
from tracker.meetings import service as meetings
from tracker.meetings.models import Answer
from tracker.meetings.rules import Mark, MeetingState, Presence
from tracker.organisations.models import CellType
from tracker.people.models import Rank
from tracker.permissions import Actor, Office

AT = clock.moment_of(date(2026, 3, 6), time(15))


def marked(meeting):
    return {entry.person.full_name: (entry.presence, entry.reason) for entry in meetings.roll(meeting)}


def test_everybody_of_that_day_is_expected_in_vietnamese_order(meeting):
    assert [line.person.full_name for line in roll.lines(meeting)] == [
        "Chu Anh", "Nông Văn Ba", "Lý Dung", "Hoàng Đức", "Nông Văn Ích",
    ]  # fmt: skip


def test_each_line_says_standing_and_office(meeting, secretary):
    lines = {line.person.full_name: line for line in roll.lines(meeting)}

    assert lines["Nông Văn Ba"].offices == (Office.SECRETARY,)
    assert lines["Lý Dung"].rank is Rank.PROBATIONARY
    assert [line.is_obliged for line in lines.values()] == [True, True, True, True, False]


def test_the_standing_is_of_the_day_of_the_meeting(cell, meeting):
    make.member(cell, "Về Sau", since=date(2026, 3, 7))
    make.member(cell, "Đi Trước", until=date(2026, 3, 5))
    make.member(cell, "Ngày Cuối", until=date(2026, 3, 6))
    make.member(cell, "Ngày Đầu", since=date(2026, 3, 6))
    names = {line.person.full_name for line in roll.lines(meeting)}

    assert {"Ngày Cuối", "Ngày Đầu"} <= names
    assert not {"Về Sau", "Đi Trước"} & names


def test_half_past_midnight_in_viet_nam_is_that_day(cell, members):
    """00:30 on 1 April in Việt Nam is 17:30 UTC on 31 March: it counts for the month the meeting says."""
    moment = datetime(2026, 3, 31, 17, 30, tzinfo=UTC)
    meeting = make.meeting(cell, month=3, day=31, state=MeetingState.HELD, held_from=moment, held_until=None)
    make.member(cell, "Từ Tháng Tư", since=date(2026, 4, 1))

    assert meeting.day == date(2026, 4, 1)
    assert meetings.regular_of_month(cell, 2026, 3) == meeting
    assert meetings.regular_of_month(cell, 2026, 4) is None
    assert "Từ Tháng Tư" in {line.person.full_name for line in roll.lines(meeting)}


def test_of_the_committees_meeting_the_committee_is_expected(cell, secretary, members):
    deputy, other = make.deputy(cell, "Vi Hai"), make.committee_member(cell, "Mông Tư")
    make.appoint(members["anh"], cell, Office.MINUTE_TAKER)
    make.deputy(cell, "Hứa Cũ", until=date(2026, 1, 1))
    meeting = make.meeting(cell, kind=MeetingKind.COMMITTEE)

    assert {line.person for line in roll.lines(meeting)} == {secretary, deputy, other}


def test_all_are_present_until_touched_and_the_exempt_away(meeting, by):
    roll.take(meeting, [], "", by, AT)

    found = marked(meeting)
    assert found.pop("Nông Văn Ích") == (Presence.EXCUSED, "Miễn sinh hoạt")
    assert set(found.values()) == {(Presence.PRESENT, "")}
    assert meetings.turnout(meeting).share == 1


def test_marks_are_kept_with_standing_and_counted(meeting, members, by):
    roll.take(
        meeting,
        [
            Mark(members["anh"].id, Presence.EXCUSED, "Ốm, đi viện"),
            Mark(members["đức"].id, Presence.LATE, "bỏ qua"),
            Mark(members["miễn"].id, Presence.PRESENT),
        ],
        "Đ/c Đặng Văn Khách",
        by,
        AT,
    )

    assert marked(meeting)["Chu Anh"] == (Presence.EXCUSED, "Ốm, đi viện")
    assert marked(meeting)["Hoàng Đức"] == (Presence.LATE, "")
    found = meetings.turnout(meeting)
    assert (found.obliged, found.present, found.late, found.outside_present) == (4, 3, 1, 1)
    assert found.share == Decimal("0.75")
    assert meeting.guests == "Đ/c Đặng Văn Khách"


def test_saving_again_replaces_and_leaves_both_in_the_trail(meeting, members, by):
    roll.take(meeting, [Mark(members["anh"].id, Presence.UNEXCUSED)], "", by, AT)
    first = meeting.version
    roll.take(meeting, [Mark(members["đức"].id, Presence.UNEXCUSED)], "", by, AT)

    assert marked(meeting)["Chu Anh"] == (Presence.PRESENT, "")
    assert meeting.version > first
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
    assert str(members["anh"].id) in entry.old["roll"]
    assert str(members["đức"].id) in entry.new["roll"]


def test_people_of_elsewhere_are_not_put_on_the_roll(meeting, by):
    stranger = make.person("Vi Văn Lạ")
    roll.take(meeting, [Mark(stranger.id, Presence.LATE)], "", by, AT)

    assert "Vi Văn Lạ" not in marked(meeting)


def test_an_excused_absence_needs_its_reason(meeting, members, by):
    with pytest.raises(RuleBroken, match="“Chu Anh”"):
        roll.take(meeting, [Mark(members["anh"].id, Presence.EXCUSED, " ")], "", by, AT)


@pytest.mark.parametrize("state", [MeetingState.MINUTED, MeetingState.NOT_HELD])
def test_a_roll_that_is_closed_stays(cell, by, state):
    with pytest.raises(RuleBroken):
        roll.take(make.meeting(cell, state=state), [], "", by, AT)


def test_nobody_is_marked_before_the_day(cell, by):
    with pytest.raises(RuleBroken, match="07/3/2026"):
        roll.take(make.meeting(cell, day=7), [], "", by, AT)


def test_special_duty_leaves_the_denominator(cell, meeting, members, by):
    cell.cell_type = CellType.ARMED_FORCES
    roll.take(meeting, [Mark(members["anh"].id, Presence.EXCUSED, roll.SPECIAL_DUTY)], "", by, AT)

    assert meetings.turnout(meeting).obliged == 3


def test_absence_without_reason_is_counted_by_month_of_the_year(cell, members):
    anh = members["anh"]
    for month, kind in ((1, MeetingKind.REGULAR), (2, MeetingKind.COMBINED), (2, MeetingKind.THEMATIC)):
        away = make.meeting(cell, month=month, kind=kind, state=MeetingState.MINUTED)
        make.roll_entry(away, anh, Presence.UNEXCUSED)
        make.roll_entry(away, members["đức"], Presence.EXCUSED)
    make.roll_entry(make.meeting(cell, 2025, 12, state=MeetingState.MINUTED), anh, Presence.UNEXCUSED)
    make.roll_entry(make.meeting(cell, 2026, 5, state=MeetingState.MINUTED), anh, Presence.UNEXCUSED)
    meeting = make.meeting(cell, month=3)

    line = next(line for line in roll.lines(meeting) if line.person == anh)
    assert (line.absent_months, line.warned_of) == (2, 2)
    assert meetings.absent_months(cell, 2026) == {anh.id: 3}


def test_the_page_takes_the_same_queries_for_many_as_for_few(cell, meeting, statements):
    for extra in range(30):
        make.member(cell, f"Thêm Thứ {extra}")
    db.session.expire_all()
    meeting = meetings.get(meeting.id)

    with statements() as seen:
        lines = roll.lines(meeting)
        assert all(line.person.full_name for line in lines)

    assert len(lines) == 35
    assert len(seen) <= 8


def test_a_member_says_who_comes_and_may_change_their_mind(cell, members):
    meeting = make.meeting(cell, state=MeetingState.CIRCULATED)
    anh = Actor(2, members["anh"].id, "Chu Anh", cell.id, ())
    replies.reply(meeting, anh.person_id, Answer.ABSENT, "Đi viện", anh, AT)
    replies.reply(meeting, anh.person_id, Answer.COMING, "thừa", anh, AT)

    found = meetings.replies(meeting)[anh.person_id]
    assert (found.answer, found.reason) == (Answer.COMING, "")


@pytest.mark.parametrize(
    ("state", "answer", "reason", "said"),
    [
        (MeetingState.PLANNED, Answer.ABSENT, " ", "lý do"),
        (MeetingState.HELD, Answer.COMING, "", "không còn nhận"),
        (MeetingState.NOT_HELD, Answer.COMING, "", "không còn nhận"),
    ],
)
def test_a_reply_that_cannot_be(cell, members, by, state, answer, reason, said):
    with pytest.raises(RuleBroken, match=said):
        replies.reply(make.meeting(cell, state=state), members["anh"].id, answer, reason, by, AT)


def test_nobody_answers_for_a_stranger(cell, by):
    with pytest.raises(RuleBroken, match="thành phần"):
        replies.reply(make.meeting(cell), make.person().id, Answer.COMING, "", by, AT)
