from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
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


@pytest.fixture
def cell(app):
    return make.cell(name="Chi bộ thôn Thử")


@pytest.fixture
def secretary(cell):
    return make.secretary(cell, "Nông Văn Ba")


@pytest.fixture
def by(cell, secretary):
    return Actor(1, secretary.id, secretary.full_name, cell.id, ())


@pytest.fixture
def members(cell, secretary):
    """Two official members, one probationary, one exempt, beside the secretary; and noise."""
    make.member(make.cell(), "Vi Văn Ngoài")
    return {
        "đức": make.member(cell, "Hoàng Đức"),
        "anh": make.member(cell, "Chu Anh"),
        "dự bị": make.member(cell, "Lý Dung", rank=Rank.PROBATIONARY),
        "miễn": make.member(cell, "Nông Văn Ích", rank=Rank.EXEMPT),
    }


@pytest.fixture
def meeting(cell, members):
    return make.meeting(cell, state=MeetingState.HELD)


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


# --- the page -------------------------------------------------------------------------------------------------------


def bar(page):
    return " ".join(page.select_one(".action-bar").text.split())


def test_the_secretary_touches_only_who_is_missing(client, meeting, members, secretary):
    address = f"/meetings/{meeting.id}/roll"
    anh, duc = members["anh"].id, members["đức"].id
    page = client.sign_in(secretary).page(address)
    assert not page.select("input[name=absent][checked]")
    assert "4 / 4 có mặt" in bar(page)

    sent = {"version": meeting.version, "absent": [anh, duc], f"reason-{anh}": "sick", f"reason-{duc}": "late"}
    page = client.page(address, data=sent | {"guests": "Đ/c Khách"})

    assert "3/4 đồng chí có mặt (75\u00a0%), trong đó 1 đến muộn" in page.select_one(".notice--success").text
    assert {box["value"] for box in page.select("input[name=absent][checked]")} == {str(anh), str(duc)}
    assert page.select_one(f"input[name=reason-{anh}][checked]")["value"] == "sick"
    assert "Đ/c Khách" in page.select_one("#guests").text


def test_a_reason_of_ones_own_comes_back_as_written(client, meeting, members, secretary):
    anh = members["anh"].id
    client.sign_in(secretary)
    sent = {"version": meeting.version, "absent": [anh], f"reason-{anh}": "other", f"note-{anh}": "Đám cưới cháu"}
    page = client.page(f"/meetings/{meeting.id}/roll", data=sent)

    assert page.select_one(f"#note-{anh}")["value"] == "Đám cưới cháu"
    assert marked(meeting)["Chu Anh"] == (Presence.EXCUSED, "Đám cưới cháu")


@pytest.mark.parametrize(
    ("reason", "said"), [("", "Hãy chọn lý do vắng"), ("other", "Hãy ghi lý do cụ thể"), ("x", "Hãy chọn")]
)
def test_a_touched_line_wants_its_reason_and_loses_nothing(client, meeting, members, secretary, reason, said):
    anh, duc = members["anh"].id, members["đức"].id
    sent = {"version": meeting.version, "absent": [anh, duc], f"reason-{anh}": reason, f"reason-{duc}": "late"}
    page = client.sign_in(secretary).page(f"/meetings/{meeting.id}/roll", data=sent | {"guests": "Đ/c Khách"})

    assert said in page.select_one(".error-summary").text
    assert page.select_one(f"input[name=reason-{duc}][checked]")["value"] == "late"
    assert "Đ/c Khách" in page.select_one("#guests").text
    assert meetings.roll(meeting) == []


def test_those_who_asked_to_be_excused_start_as_away(client, cell, members, secretary):
    meeting = make.meeting(cell, state=MeetingState.CIRCULATED)
    anh = Actor(2, members["anh"].id, "Chu Anh", cell.id, ())
    replies.reply(meeting, anh.person_id, Answer.ABSENT, "Việc gia đình", anh, AT)
    db.session.commit()

    page = client.sign_in(secretary).page(f"/meetings/{meeting.id}/roll")
    assert page.select_one(f"input[name=reason-{anh.person_id}][checked]")["value"] == "family"
    assert "xin vắng: Việc gia đình" in page.select_one(".roll").text


def test_saving_before_the_hours_leads_to_them(client, cell, members, secretary):
    meeting = make.meeting(cell, state=MeetingState.CIRCULATED)
    page = client.sign_in(secretary).page(f"/meetings/{meeting.id}/roll", data={"version": meeting.version})

    assert page.h1.text == "Ghi giờ họp"


def test_sent_twice_the_roll_is_saved_once(client, meeting, secretary):
    sent = {"version": meeting.version, "once": "k" * 32}
    client.sign_in(secretary).page(f"/meetings/{meeting.id}/roll", data=sent)
    client.post(f"/meetings/{meeting.id}/roll", data=sent | {"csrf_token": client.csrf_token()})

    acts = db.session.scalars(select(AuditEntry.act)).all()
    assert acts.count("meeting.take_roll") == 1


def test_two_editors_see_both_rolls_and_lose_neither(client, meeting, members, secretary):
    anh, duc = members["anh"].id, members["đức"].id
    drawn = meeting.version
    address = f"/meetings/{meeting.id}/roll"
    client.sign_in(secretary).page(address, data={"version": drawn, "absent": [anh], f"reason-{anh}": "sick"})

    response = client.send(address, {"version": drawn, "absent": [duc], f"reason-{duc}": "late"})
    page = BeautifulSoup(response.text, "html.parser")
    assert response.status_code == 409
    assert marked(meeting)["Chu Anh"] == (Presence.EXCUSED, "Ốm, đi viện")
    shown = " ".join(page.select_one("main").text.split())
    assert "Nông Văn Ba đã lưu bản khác" in shown
    assert "vắng có lý do: Ốm, đi viện" in shown

    again = page.select_one("form#roll input[name=version]")["value"]
    client.page(address, data={"version": again, "absent": [duc], f"reason-{duc}": "late"})
    assert marked(meeting)["Hoàng Đức"] == (Presence.LATE, "")


def test_the_conflict_page_is_sound(client, meeting, members, secretary):
    anh = members["anh"].id
    address, drawn = f"/meetings/{meeting.id}/roll", meeting.version
    client.sign_in(secretary).page(address, data={"version": drawn, "absent": [anh], f"reason-{anh}": "sick"})

    client.page(address, status=409, data={"version": drawn, "guests": "Đ/c Khách"})


def test_the_same_roll_from_two_hands_is_no_conflict(client, meeting, members, secretary):
    anh, drawn = members["anh"].id, meeting.version
    sent = {"version": drawn, "absent": [anh], f"reason-{anh}": "sick"}
    client.sign_in(secretary).page(f"/meetings/{meeting.id}/roll", data=sent)

    assert client.page(f"/meetings/{meeting.id}/roll", data=sent)


def test_too_few_are_warned_of_and_never_stopped(client, meeting, members, secretary):
    anh, duc = members["anh"].id, members["đức"].id
    sent = {"version": meeting.version, "absent": [anh, duc], f"reason-{anh}": "unexcused", f"reason-{duc}": "sick"}
    page = client.sign_in(secretary).page(f"/meetings/{meeting.id}/roll", data=sent)

    assert "Có mặt 2/4, chưa đủ 2/3 số đảng viên phải dự." in page.text
    assert meetings.turnout(meeting).present == 2


def test_a_member_reads_the_roll_and_cannot_mark_it(client, meeting, members, by):
    roll.take(meeting, [Mark(members["đức"].id, Presence.UNEXCUSED)], "", by, AT)
    db.session.commit()
    page = client.sign_in(members["anh"]).page(f"/meetings/{meeting.id}/roll")

    assert not page.select("form#roll")
    assert "vắng không lý do" in page.select_one("table").text


@pytest.fixture
def ahead(cell, members):
    return make.meeting(cell, 2199, 3, 6)


def test_a_member_says_in_one_tap_that_they_come(client, ahead, members):
    page = client.sign_in(members["anh"]).page(f"/meetings/{ahead.id}/reply", data={"answer": "coming"})

    assert "đồng chí sẽ dự" in page.select_one(".notice--success").text
    assert meetings.replies(ahead)[members["anh"].id].answer is Answer.COMING


@pytest.mark.parametrize(
    ("sent", "said"),
    [({"answer": "absent"}, "lý do xin vắng"), ({}, "lý do xin vắng"), ({"answer": "x"}, "Hãy chọn dự hay")],
)
def test_an_answer_that_lacks_something(client, ahead, members, sent, said):
    page = client.sign_in(members["anh"]).page(f"/meetings/{ahead.id}/reply", data=sent)

    assert said in page.select_one(".error-summary").text
    assert meetings.replies(ahead) == {}


def test_the_secretary_answers_for_a_member_and_is_named(client, ahead, members, secretary):
    sent = {"their_answer": "absent", "their_reason": "Ốm", "person": members["anh"].id}
    page = client.sign_in(secretary).page(f"/meetings/{ahead.id}/reply-for-other", data=sent)

    found = meetings.replies(ahead)[members["anh"].id]
    assert (found.reason, found.entered_by) == ("Ốm", secretary)
    shown = " ".join(page.select_one("main").text.split())
    assert "xin vắng: Ốm (đ/c Nông Văn Ba ghi thay)" in shown
    assert "0 đồng chí báo dự, 1 xin vắng, 3 chưa báo." in shown


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"their_answer": "absent", "person": "anh"}, "lý do xin vắng"),
        ({"their_answer": "coming"}, "Hãy chọn đồng chí"),
        ({"person": "anh"}, "Hãy chọn dự hay xin vắng"),
        ({"their_answer": "x", "person": "anh"}, "Hãy chọn một trong"),
        ({"their_answer": "coming", "person": "0"}, "Hãy chọn một trong"),
    ],
)
def test_an_answer_for_another_that_lacks_something(client, ahead, members, secretary, sent, said):
    if sent.get("person") == "anh":
        sent = sent | {"person": members["anh"].id}
    page = client.sign_in(secretary).page(f"/meetings/{ahead.id}/reply-for-other", data=sent)

    assert said in page.select_one(".error-summary").text
    assert meetings.replies(ahead) == {}


def test_a_member_does_not_answer_for_another(client, ahead, members):
    sent = {"their_answer": "coming", "person": members["đức"].id}
    client.sign_in(members["anh"]).page(f"/meetings/{ahead.id}/reply-for-other", status=404, data=sent)

    assert meetings.replies(ahead) == {}
