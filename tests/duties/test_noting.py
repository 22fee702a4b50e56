"""The page on which a meeting is noted down at once: all of it is stored, or nothing."""

from datetime import date

import pytest
from sqlalchemy import func, select

from tests import factories as make
from tracker.agendas.rules import ItemKind
from tracker.contributions.models import Contribution
from tracker.duties import noting
from tracker.duties import service as duties
from tracker.duties.models import Duty
from tracker.duties.rules import DutyKind, DutyState
from tracker.extensions import db
from tracker.meetings.rules import MeetingState
from tracker.minutes import drafting


@pytest.fixture
def book(app):
    """A meeting held on 6 March, what it is to hear, and its people."""
    make.guidance()
    cell = make.cell()
    lead, teller, doer = make.secretary(cell, "Hoàng Văn Thiệp"), make.member(cell, "Nông Thị Mến"), make.member(cell)
    before = make.meeting(cell, month=2, state=MeetingState.MINUTED)
    meeting = make.meeting(cell)
    results = make.item(meeting, "Kiểm điểm", ItemKind.RESULTS)
    talk = make.item(meeting, "Thảo luận việc làm đường", ItemKind.DISCUSSION)
    told = make.item(meeting, "Câu chuyện về Bác", ItemKind.STORY)
    given = make.item(meeting, "Phân công", ItemKind.TASKS)
    story = make.story(before, teller, title="Chiếc đồng hồ", item=told)
    task = make.task(before, doer, title="Thu quỹ", due_on=date(2026, 3, 4))
    meeting.state, meeting.held_from = MeetingState.HELD, meeting.planned_at
    make.task(make.meeting(make.cell(), month=2, state=MeetingState.MINUTED), title="Việc chi bộ khác")
    return {
        "meeting": meeting, "lead": lead, "teller": teller, "doer": doer, "story": story, "task": task, "talk": talk,
        "results": results, "told": told, "given": given, "url": f"/meetings/{meeting.id}/duties/note",
    }  # fmt: skip


def whole(book, **changes):
    story, task = book["story"], book["task"]
    return {
        f"seen_{story.id}": story.version, f"outcome_{story.id}": "done", f"words_{story.id}": "Đúng giờ",
        f"seen_{task.id}": task.version, f"outcome_{task.id}": "done", f"words_{task.id}": "Thu đủ",
        f"done_on_{task.id}": "2026-03-03",
        "who_1": book["doer"].id, "about_1": book["talk"].id, "said_1": "Làm trước mùa mưa",
        "teller": book["doer"].id, "task_1": "Lập danh sách hộ", "to_1": book["teller"].id, "due_1": "2026-04-06",
    } | changes  # fmt: skip


def stored(duty):
    db.session.expire_all()
    return db.session.get(Duty, duty.id)


def count(model):
    db.session.expire_all()
    return db.session.scalar(select(func.count()).select_from(model))


def test_one_press_stores_results_speakers_and_what_is_given(client, book):
    page = client.sign_in(book["lead"]).page(book["url"])
    assert page.select_one("#due_1")["value"] == "2026-04-06", "the next usual day"
    assert page.select_one("#about_1 option[selected]")["value"] == str(book["talk"].id)

    page = client.page(book["url"], data=whole(book))

    assert "Đã ghi vào sổ" in page.select_one(".notice--success").text
    story, task = stored(book["story"]), stored(book["task"])
    assert (story.state, story.lesson, story.title) == (DutyState.DONE, "Đúng giờ", "Chiếc đồng hồ")
    assert (task.state, task.result, task.done_on) == (DutyState.DONE, "Thu đủ", date(2026, 3, 3))
    [said] = db.session.scalars(select(Contribution))
    assert (said.person_id, said.item_id, said.text) == (book["doer"].id, book["talk"].id, "Làm trước mùa mưa")
    named = {one.kind: one for one in duties.assigned_at(book["meeting"])}
    assert named[DutyKind.TASK].assignee_id == book["teller"].id
    assert named[DutyKind.STORY].assignee_id == book["doer"].id
    assert not noting.needs_storyteller(book["meeting"])


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"said_1": ""}, "tóm tắt nội dung phát biểu"),
        ({"who_1": ""}, "chọn người phát biểu"),
        ({"task_1": ""}, "ghi việc phải làm"),
        ({"to_1": ""}, "chọn người được giao"),
        ({"due_1": ""}, "chọn hạn hoàn thành"),
        ({"due_1": "mai"}, "ngày/tháng/năm"),
        ({"done_on_": ""}, "ngày hoàn thành"),
    ],
)
def test_half_a_line_is_told_and_nothing_of_the_page_is_stored(client, book, changes, sentence):
    changes = {f"done_on_{book['task'].id}" if name == "done_on_" else name: text for name, text in changes.items()}
    before = count(Duty)
    page = client.sign_in(book["lead"]).page(book["url"], data=whole(book, **changes))

    assert sentence in page.select_one(".error-summary").text
    assert (count(Contribution), count(Duty), stored(book["story"]).state) == (0, before, DutyState.OPEN)
    kept = page.select_one("#task_1")["value"]
    assert kept == whole(book, **changes)["task_1"]


def test_an_empty_page_stores_nothing_and_says_so(client, book):
    page = client.sign_in(book["lead"]).page(book["url"], data={"due_1": "2026-04-06", "about_1": book["talk"].id})

    assert "Chưa có gì để lưu" in page.select_one(".error-summary").text


def test_what_another_heard_meanwhile_is_not_written_over(client, book):
    sent = whole(book)
    book["task"].result = "Người khác vừa ghi"
    db.session.commit()

    page = client.sign_in(book["lead"]).page(book["url"], data=sent, status=409)

    assert page.select_one("h1")
    assert stored(book["task"]).result == "Người khác vừa ghi"
    assert count(Contribution) == 0


def test_the_page_is_open_from_the_day_until_the_minutes_stand(client, book):
    ahead = make.meeting(book["meeting"].cell, 2199, 1)
    minuted = make.meeting(book["meeting"].cell, 2026, 1, state=MeetingState.MINUTED)
    client.sign_in(book["lead"])

    for meeting in (ahead, minuted):
        page = client.page(f"/meetings/{meeting.id}/duties/note")
        assert "Ghi tại cuộc họp" not in page.select_one("h1").text
    assert "Ghi tại cuộc họp" in client.page(f"/meetings/{book['meeting'].id}/duties").select_one("main").text


def test_minutes_begin_from_what_the_records_tell(client, book):
    client.sign_in(book["lead"]).page(book["url"], data=whole(book))
    meeting = book["meeting"]
    items = [book[name] for name in ("results", "talk", "told", "given")]

    drafts = drafting.drafts(meeting, items, db.session.scalars(select(Contribution)))

    doer = book["doer"].full_name
    assert drafts[book["results"].id] == f"Thu quỹ (đ/c {doer}): đã hoàn thành. Thu đủ"
    assert drafts[book["told"].id] == "Đ/c Nông Thị Mến kể câu chuyện “Chiếc đồng hồ”. Bài học rút ra: Đúng giờ"
    assert drafts[book["talk"].id] == f"Đã có ý kiến: đ/c {doer}."
    assert "Đ/c Nông Thị Mến: Lập danh sách hộ, hạn 06/4/2026." in drafts[book["given"].id]
    page = client.page(f"/meetings/{meeting.id}/minutes/edit")
    assert page.select_one(f"#discussion_{book['told'].id}").text.strip() == drafts[book["told"].id]


def test_an_item_of_which_nothing_is_known_is_left_to_the_minute_taker(app, book):
    assert drafting.drafts(book["meeting"], [book["results"], book["talk"]], []) == {}


def test_items_not_chosen_are_done_at_one_tick_and_those_chosen_stay(client, book):
    meeting, talk, told = book["meeting"], book["talk"], book["told"]
    sent = {"all_done": "y", f"discussion_{talk.id}": "Bàn xong", f"done_{told.id}": "no"}
    page = client.sign_in(book["lead"]).page(f"/meetings/{meeting.id}/minutes/edit", data=sent)

    chips = [chip.get_text(strip=True) for chip in page.select("ol.agenda .agenda__top .chip")]
    assert chips == ["Đã làm", "Đã làm", "Không làm", "Đã làm"]


def test_a_vote_is_proposed_with_no_votes_for_it(client, book):
    page = client.sign_in(book["lead"]).page(f"/meetings/{book['meeting'].id}/minutes/decisions/new")

    assert page.select_one("#title")["value"] == "về nhiệm vụ tháng 4"
    assert [page.select_one(f"#votes_{name}")["value"] for name in ("for", "against", "other")] == ["", "0", "0"]
