"""A member's door: the next meeting, three buttons, what was given, what became of what was written."""

from datetime import timedelta

import pytest

from tests import factories as make
from tests.queries import counted
from tracker.agendas.rules import ItemKind
from tracker.base import clock
from tracker.contributions.models import Outcome
from tracker.contributions.rules import Fate, OutcomeKind
from tracker.duties.rules import DutyState
from tracker.extensions import db
from tracker.guidance.rules import MeetingKind
from tracker.meetings import replies
from tracker.meetings.models import Answer
from tracker.notices import service as notices


@pytest.fixture
def meeting(app):
    day = clock.day_of(clock.now()) + timedelta(days=7)
    return make.meeting(None, day.year, day.month, day.day, place="Nhà văn hóa thôn")


@pytest.fixture
def member(meeting):
    who = make.member(meeting.cell)
    make.account(who)
    return who


def big_buttons(page):
    return [" ".join(one.get_text(" ").split()) for one in page.select(".big-button")]


def test_the_next_meeting_stands_large_with_three_buttons(client, meeting, member):
    page = client.sign_in(member).page("/")

    assert page.select_one(".when").get_text().endswith("14:00")
    assert big_buttons(page) == [
        "Đọc chương trình Chi bộ chưa gửi",
        "Báo dự, xin vắng Đồng chí chưa báo",
        "Viết ý kiến Gửi trước để chi bộ trả lời",
    ]


def test_reading_the_agenda_from_the_door_stamps_it_opened(client, meeting, member):
    make.agenda_sent(meeting, make.secretary(meeting.cell), clock.now())
    form = client.sign_in(member).page("/").select_one("form:has(.big-button--primary)")
    assert "Đồng chí chưa mở" in form.get_text()

    agenda = client.page(form["action"], data={})
    assert "Thảo luận việc làm đường" in agenda.get_text()
    assert "Gửi ngày" in big_buttons(client.page("/"))[0]
    assert not client.page("/").select("form:has(.big-button)")


@pytest.mark.parametrize(("answer", "words"), [(Answer.COMING, "Đã báo dự"), (Answer.ABSENT, "Đã xin vắng")])
def test_what_was_answered_stands_on_the_button(client, meeting, member, answer, words):
    replies.reply(meeting, member.id, answer, "Đi viện", make.actor(member), clock.now())
    db.session.commit()

    assert big_buttons(client.sign_in(member).page("/"))[1].startswith(words)


def test_the_cell_committees_meeting_is_not_for_every_member(client, meeting, member):
    sooner = clock.day_of(clock.now()) + timedelta(days=2)
    make.meeting(meeting.cell, sooner.year, sooner.month, sooner.day, MeetingKind.COMMITTEE)

    assert "Họp chi ủy" not in client.sign_in(member).page("/").get_text()
    assert "Họp chi ủy" in client.sign_in(make.committee_member(meeting.cell)).page("/").get_text()


def test_no_meeting_to_come_is_said(client, app):
    page = client.sign_in(make.member(make.cell())).page("/")

    assert "Chưa có kỳ họp nào sắp tới" in page.main.get_text()
    assert big_buttons(page) == []


def test_what_was_given_to_them_soonest_first(client, meeting, member):
    today = clock.day_of(clock.now())
    make.task(meeting, member, title="Lập danh sách", due_on=today + timedelta(days=9))
    make.task(meeting, member, title="Vận động", due_on=today - timedelta(days=1))
    make.task(meeting, member, title="Đã báo rồi", result="Xong")
    make.task(meeting, member, title="Việc cũ", state=DutyState.DONE)
    make.task(meeting, title="Việc của người khác")
    make.story(meeting, member).item = make.item(meeting, "Kể chuyện", ItemKind.STORY)
    make.paper(meeting, member, title="Giữ rừng", due_on=today + timedelta(days=20))
    db.session.commit()
    page = client.sign_in(member).page("/")

    shown = [link.get_text() for link in page.select(".todo a")]
    assert shown == ["Vận động", "Kể câu chuyện về Bác", "Lập danh sách", "Trình bày chuyên đề “Giữ rừng”"]
    assert "Có 4 việc cần làm, việc gần nhất quá hạn" in " ".join(page.main.get_text().split())
    for link in page.select(".todo a"):
        client.page(link["href"])


def test_what_became_of_an_opinion(client, meeting, member):
    one = make.contribution(meeting, member, fate=Fate.ANSWERED, response="Chi bộ đồng ý làm trước mùa mưa.")
    db.session.add(
        Outcome(contribution=one, kind=OutcomeKind.TASK, subject_id=1, words="Vận động", path=f"/meetings/{meeting.id}")
    )
    make.contribution(meeting, text="Ý kiến người khác")
    make.contribution(meeting, member, text="Ý kiến năm ngoái", at=clock.now() - timedelta(days=300))
    db.session.commit()
    text = client.sign_in(member).page("/").main.get_text()

    assert "Chi bộ đồng ý làm trước mùa mưa." in text
    assert "Đã trả lời" in text
    assert "Thành nhiệm vụ: Vận động" in text
    assert "Ý kiến người khác" not in text
    assert "Ý kiến năm ngoái" not in text


def test_unread_notices_are_opened_from_the_door(client, meeting, member):
    for number in range(10):
        details = {"title": f"việc {number}", "due": "01/12/2026"}
        notices.tell([member.id], meeting.cell_id, "duty_task", details, "/my/duties", clock.now())
    db.session.commit()
    page = client.sign_in(member).page("/")
    assert "10 tin chưa đọc" in page.main.get_text()

    client.page(page.select_one("form[action*='/notices/']")["action"], data={})
    assert "9 tin chưa đọc" in client.page("/").main.get_text()


def test_the_door_asks_the_same_of_a_busy_member_as_of_an_idle_one(client, meeting, member):
    def queries():
        with counted() as sent:
            client.page("/")
        return len(sent)

    make.task(meeting, member)
    make.contribution(meeting, member)
    client.sign_in(member).page("/")
    few = queries()
    for _number in range(5):
        make.task(meeting, member)
        make.contribution(meeting, member)

    assert queries() <= few
