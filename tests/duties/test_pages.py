import contextlib
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from tests import factories as make
from tracker.agendas import items
from tracker.agendas import service as agendas
from tracker.agendas.rules import ItemKind
from tracker.base import clock
from tracker.duties.models import Duty
from tracker.duties.rules import DutyKind, DutyState
from tracker.extensions import db
from tracker.meetings.models import Meeting
from tracker.meetings.rules import MeetingState, month_after
from tracker.notices import service as notices
from tracker.once import new_key


def today():
    return clock.day_of(clock.now())


@pytest.fixture
def cell(app):
    return make.cell(usual_day=5, usual_place="Nhà văn hóa")


@pytest.fixture
def meeting(cell):
    """Held today."""
    day = today()
    return make.meeting(cell, year=day.year, month=day.month, day=day.day, state=MeetingState.HELD)


@pytest.fixture
def before(cell):
    day = today() - timedelta(days=35)
    return make.meeting(cell, year=day.year, month=day.month, day=day.day, state=MeetingState.MINUTED)


@pytest.fixture
def following(cell, meeting):
    """The next one, planned with its usual agenda."""
    year, month = month_after(meeting.year, meeting.month)
    planned = make.meeting(cell, year=year, month=month, day=5)
    items.add_standard(planned, None, clock.now())
    db.session.commit()
    return planned


@pytest.fixture
def secretary(cell):
    return make.secretary(cell, "Hoàng Thị Thử")


@pytest.fixture
def member(cell):
    return make.member(cell, "Bế Văn An")


def rows():
    return list(db.session.scalars(select(Duty).order_by(Duty.id)))


def story_item(meeting):
    return next(one for one in agendas.items(meeting) if one.kind is ItemKind.STORY)


def test_the_storyteller_is_proposed_named_and_stands_on_the_next_agenda(client, meeting, following, secretary, member):
    url = f"/meetings/{meeting.id}/duties"
    page = client.sign_in(secretary).page(f"{url}/story")
    assert page.select_one("#assignee option[selected]").text == "Bế Văn An"

    page = client.page(f"{url}/story", data={"assignee": member.id, "title": "Đôi dép cao su"})

    assert "Đã có trong chương trình" in page.text
    item = story_item(following)
    assert (item.presenter_id, item.title) == (member.id, "Câu chuyện về Bác: “Đôi dép cao su”")
    assert [notice.kind for notice in notices.unread(member.id)] == ["duty_story"]


def test_a_sent_agenda_is_left_alone_until_the_secretary_says_so(client, meeting, following, secretary, member):
    following.state = MeetingState.CIRCULATED
    db.session.commit()
    page = client.sign_in(secretary).page(f"/meetings/{meeting.id}/duties/story", data={"assignee": member.id})
    assert "Chương trình kỳ tới đã gửi nên chưa đặt vào." in page.text
    assert story_item(following).presenter_id is None

    client.page(f"/duties/{rows()[0].id}/place", data={})

    assert story_item(following).presenter_id == member.id


def test_a_story_told_before_is_pointed_out(client, meeting, before, secretary, member):
    make.story(before, state=DutyState.DONE, title="Đôi dép cao su", result_at=before)

    page = client.sign_in(secretary).page(
        f"/meetings/{meeting.id}/duties/story", data={"assignee": member.id, "title": "đôi dép cao su"}
    )

    assert "Chi bộ đã nghe hoặc đã chọn câu chuyện “Đôi dép cao su”" in page.text
    assert len(rows()) == 2


def test_a_second_storyteller_is_refused_with_what_was_typed(client, meeting, secretary, member):
    make.story(meeting, assignee=member)

    page = client.sign_in(secretary).page(
        f"/meetings/{meeting.id}/duties/story", data={"assignee": member.id, "title": "Bát chè sẻ đôi"}
    )

    assert "Đã phân công đ/c “Bế Văn An”" in page.select_one(".error-summary").text
    assert page.select_one("#title")["value"] == "Bát chè sẻ đôi"


def test_somebody_is_named_for_this_very_meeting(client, following, secretary, member):
    page = client.sign_in(secretary).page(
        f"/meetings/{following.id}/duties/story?for=this", data={"assignee": member.id}
    )

    assert story_item(following).presenter_id == member.id
    assert "Bế Văn An" in page.select_one("section[aria-labelledby=carried]").text


def test_an_author_is_named_for_a_quarter(client, meeting, secretary, member):
    page = client.sign_in(secretary).page(f"/meetings/{meeting.id}/duties/theme")
    quarter = page.select("#quarter option")[1]["value"]
    client.page(
        f"/meetings/{meeting.id}/duties/theme",
        data={"assignee": member.id, "title": "Giữ rừng đầu nguồn", "quarter": quarter},
    )

    [paper] = rows()
    assert (paper.kind, paper.title) == (DutyKind.THEMATIC_PAPER, "Giữ rừng đầu nguồn")
    assert paper.due_on.day in (30, 31)


def test_a_quarter_that_is_none_is_refused(client, meeting, secretary, member):
    page = client.sign_in(secretary).page(
        f"/meetings/{meeting.id}/duties/theme", data={"assignee": member.id, "title": "Rừng", "quarter": "9999-7"}
    )

    assert "Hãy chọn hạn hoàn thành." in page.select_one(".error-summary").text


def test_a_task_from_a_remark(client, meeting, secretary, member):
    remark = make.contribution(meeting, member, "Đề nghị miễn ngày công.")
    due = today() + timedelta(days=10)
    page = client.sign_in(secretary).page(
        f"/meetings/{meeting.id}/duties/task",
        data={"title": "Lập danh sách", "assignee": member.id, "due_on": due.isoformat(), "contribution": remark.id},
    )

    assert "Từ ý kiến của đ/c Bế Văn An" in page.text
    assert "Lập danh sách" in client.sign_in(member).page("/my/contributions").text


def test_a_form_sent_twice_gives_one_task(client, meeting, secretary, member):
    data = {"title": "Một việc", "assignee": member.id, "due_on": today().isoformat(), "once": new_key()}
    client.sign_in(secretary)
    for _again in range(2):
        client.post(f"/meetings/{meeting.id}/duties/task", data=data | {"csrf_token": client.csrf_token()})

    assert len(rows()) == 1


def test_the_assignee_reports_and_the_meeting_hears(client, meeting, before, secretary, member):
    task = make.task(before, assignee=member, due_on=today(), title="Rà soát")
    page = client.sign_in(member).page(
        f"/duties/{task.id}/report?from=mine",
        data={"words": "Xong 34 hộ.", "done_on": today().isoformat(), "version": task.version},
    )
    assert page.h1.text == "Việc của tôi" and "Đã báo, chờ kỳ họp nghe" in page.text

    url = f"/meetings/{meeting.id}/duties/{task.id}/hear"
    page = client.sign_in(secretary).page(url)
    assert "Xong 34 hộ." in page.select_one("#words").text
    version = page.select_one("input[name=version]")["value"]
    page = client.page(url, data={"outcome": "done", "done_on": today().isoformat(), "words": "", "version": version})

    assert "1/1 nhiệm vụ xong đúng hạn" in page.text
    assert rows()[0].result == "Xong 34 hộ."


def test_not_done_says_why_and_carries_on(client, meeting, before, secretary):
    task = make.task(before, due_on=today(), title="Làm đường")
    later = (today() + timedelta(days=20)).isoformat()
    url = f"/meetings/{meeting.id}/duties/{task.id}/hear"
    page = client.sign_in(secretary).page(url, data={"outcome": "not", "version": task.version})
    assert "Hãy ghi lý do." in page.select_one(".error-summary").text

    client.page(url, data={"outcome": "not", "words": "Mưa", "carry_on": later, "version": task.version})

    first, second = rows()
    assert (first.state, second.state, second.carries_on_id) == (DutyState.NOT_DONE, DutyState.OPEN, first.id)


def test_two_results_at_once_are_both_shown(client, meeting, before, secretary):
    task = make.task(before, due_on=today())
    old = task.version
    client.sign_in(secretary).page(f"/duties/{task.id}/report", data={"words": "Bản của người làm", "version": old})
    page = client.page(
        f"/meetings/{meeting.id}/duties/{task.id}/hear",
        data={"outcome": "not", "words": "Bản của thư ký", "version": old},
        status=409,
    )

    texts = page.select_one(".two-texts").text
    assert "Bản của người làm" in texts and "Bản của thư ký" in texts


def test_a_story_is_heard_with_its_lesson_and_found_without_accents(client, meeting, before, secretary, member, cell):
    item = items_of_story(meeting)
    story = make.story(before, assignee=member, item=item)
    page = client.sign_in(secretary).page(
        f"/meetings/{meeting.id}/duties/{story.id}/hear",
        data={"outcome": "done", "title": "Đôi dép cao su", "lesson": "Tiết kiệm", "version": story.version},
    )
    assert "Tiết kiệm" in page.text
    make.story(before, state=DutyState.DONE, title="Bát chè sẻ đôi", result_at=before)

    found = client.page(f"/cells/{cell.id}/duties?q=doi+dep").select_one("section[aria-labelledby=archive]").text

    assert "Đôi dép cao su" in found and "Bát chè" not in found
    assert "Không có câu chuyện nào khớp" in client.page(f"/cells/{cell.id}/duties?q=zzz").text


def items_of_story(meeting):
    meeting.state = MeetingState.PLANNED
    item = items.add(meeting, items.Given(ItemKind.STORY, "Câu chuyện về Bác", 10), None, clock.now())
    meeting.state = MeetingState.HELD
    db.session.commit()
    return item


def test_a_replacement_is_named_on_the_agenda_too(client, meeting, following, secretary, member, cell):
    other = make.member(cell, "Bế Văn Bình")
    client.sign_in(secretary).page(f"/meetings/{meeting.id}/duties/story", data={"assignee": member.id})
    [story] = rows()

    client.page(
        f"/duties/{story.id}/reassign", data={"assignee": other.id, "reason": "Báo vắng", "version": story.version}
    )

    assert story_item(following).presenter_id == other.id
    assert notices.unread(other.id)


def test_the_teller_chooses_the_title(client, meeting, following, secretary, member):
    client.sign_in(secretary).page(f"/meetings/{meeting.id}/duties/story", data={"assignee": member.id})
    [story] = rows()

    client.sign_in(member).page(
        f"/duties/{story.id}/change?from=mine", data={"title": "Bát chè sẻ đôi", "version": story.version}
    )

    assert story_item(following).title == "Câu chuyện về Bác: “Bát chè sẻ đôi”"


def test_the_next_month_in_one_press(client, meeting, secretary, member, cell):
    make.story(meeting, assignee=member, title="Đôi dép cao su")
    page = client.sign_in(secretary).page(f"/cells/{cell.id}/plan-next", data={})

    planned = db.session.scalars(select(Meeting).where(Meeting.state == MeetingState.PLANNED)).one()
    assert (planned.year, planned.month) == month_after(meeting.year, meeting.month)
    assert story_item(planned).presenter_id == member.id
    assert "Đôi dép cao su" in page.text


@pytest.mark.parametrize("act", ["drop", "reopen"])
def test_going_back_needs_a_reason_on_the_page(client, meeting, before, secretary, act):
    task = make.task(meeting, state=DutyState.OPEN if act == "drop" else DutyState.DONE)
    page = client.sign_in(secretary).page(f"/duties/{task.id}/{act}", data={"version": task.version})
    assert page.select_one(".error-summary a").text == "Hãy ghi lý do."

    client.page(f"/duties/{task.id}/{act}", data={"version": task.version, "reason": "Vì thế"})
    assert rows()[0].state is (DutyState.DROPPED if act == "drop" else DutyState.OPEN)


@contextlib.contextmanager
def counted():
    """The statements sent to the database meanwhile."""
    sent = []

    def note(_connection, _cursor, statement, *_rest):
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("url", ["/cells/{cell}/duties", "/meetings/{meeting}/duties", "/my/duties"])
def test_a_list_asks_as_often_for_many_as_for_few(client, meeting, before, secretary, cell, url):
    def fill(times):
        for _time in range(times):
            make.task(before, due_on=today())
            make.task(meeting, assignee=secretary)
            make.story(before, state=DutyState.DONE, title="Chuyện", result_at=before)
            make.story(meeting)

    url = url.format(cell=cell.id, meeting=meeting.id)
    fill(1)
    client.sign_in(secretary).page(url)
    with counted() as few:
        client.get(url)
    fill(5)
    with counted() as many:
        client.get(url)

    assert len(many) == len(few)


ROUTES = {
    "/meetings/{meeting}/duties": {"secretary", "member", "assignee", "reviewer", "observer"},
    "/meetings/{meeting}/duties/story": {"secretary"},
    "/meetings/{meeting}/duties/theme": {"secretary"},
    "/meetings/{meeting}/duties/task": {"secretary"},
    "/meetings/{meeting}/duties/{task}/hear": {"secretary"},
    "/cells/{cell}/duties": {"secretary", "member", "assignee", "reviewer", "observer"},
    "/duties/{task}/report": {"secretary", "assignee"},
    "/duties/{task}/change": {"secretary"},
    "/duties/{story}/change": {"secretary", "assignee"},
    "/duties/{task}/reassign": {"secretary"},
    "/duties/{task}/drop": {"secretary"},
    "/duties/{task}/reopen": {"secretary"},
}


@pytest.fixture
def offices(cell, member, secretary):
    other = make.cell()
    return {
        "secretary": secretary,
        "assignee": member,
        "member": make.member(cell),
        "reviewer": make.reviewer(cell.parent),
        "observer": make.observer(cell.parent),
        "administrator": make.administrator(cell.parent),
        "stranger": make.member(other),
        "foreign_secretary": make.secretary(other),
        "foreign_reviewer": make.reviewer(other.parent),
    }


@pytest.mark.parametrize(("route", "may"), ROUTES.items())
def test_who_opens_each_page(client, meeting, before, member, offices, cell, route, may):
    task = make.task(before, assignee=member, due_on=today())
    story = make.story(before, assignee=member)
    url = route.format(meeting=meeting.id, task=task.id, story=story.id, cell=cell.id)
    for office, person in offices.items():
        client.sign_in(person).page(url, status=200 if office in may else 404)


@pytest.mark.parametrize("office", ["assignee", "member", "reviewer", "observer", "stranger", "foreign_secretary"])
def test_only_the_book_keepers_plan_and_place(client, meeting, following, member, offices, cell, office):
    story = make.story(meeting, assignee=member)
    client.sign_in(offices[office])

    client.page(f"/cells/{cell.id}/plan-next", data={}, status=404)
    client.page(f"/duties/{story.id}/place", data={}, status=404)


def test_a_duty_of_another_cell_is_not_heard_here(client, meeting, secretary):
    task = make.task(make.meeting(month=2, day=6))

    client.sign_in(secretary).page(f"/meetings/{meeting.id}/duties/{task.id}/hear", status=404)


def test_everybody_has_a_list_of_their_own(client, meeting, member, offices):
    make.task(meeting, assignee=member, title="Việc của An")
    make.task(meeting, title="Việc của người khác")
    for person in offices.values():
        client.sign_in(person).page("/my/duties")
    page = client.sign_in(member).page("/my/duties")

    assert "Việc của An" in page.text and "người khác" not in page.text
