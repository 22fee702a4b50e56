"""The roll on its page: marking, answering ahead, two people at once."""

from datetime import date, time

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from tests import factories as make
from tracker.audit.models import AuditEntry
from tracker.base import clock
from tracker.extensions import db
from tracker.meetings import replies, roll
from tracker.meetings import service as meetings
from tracker.meetings.models import Answer
from tracker.meetings.rules import Mark, MeetingState, Presence
from tracker.permissions import Actor

AT = clock.moment_of(date(2026, 3, 6), time(15))


def marked(meeting):
    return {entry.person.full_name: (entry.presence, entry.reason) for entry in meetings.roll(meeting)}


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

    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
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
