"""Votes, passing, reopening and filing on their pages: what is refused, what is told."""

import pytest
from sqlalchemy import func, select

from tests import factories as make
from tests.minutes.sent import items_of, stored, url, whole
from tracker.extensions import db
from tracker.meetings import service as meetings
from tracker.meetings.rules import MeetingState
from tracker.minutes import service
from tracker.minutes.models import Decision
from tracker.once import new_key

# --- votes --------------------------------------------------------------------------------------------------------

VOTE = {"kind": "resolution", "title": "Làm đường", "text": "Xong trước 20/3.", "votes_for": "3",
        "votes_against": "1", "votes_other": "1"}  # fmt: skip


def test_a_vote_is_told_in_words(secretary, meeting):
    page = secretary.page(url(meeting, "/decisions/new"), data=VOTE)

    panel = page.select_one("#decisions + .panel").text
    assert "Nghị quyết 01-NQ/CB" in panel and "Được thông qua" in panel
    assert "Tán thành 3, không tán thành 1, ý kiến khác 1; trên 5 đảng viên chính thức phải dự." in panel


def test_the_conclusions_are_the_first_draft_of_what_is_voted_on(secretary, meeting):
    first, second = items_of(meeting)
    secretary.page(
        url(meeting, "/edit"),
        data=whole(meeting, **{f"conclusion_{first.id}": "Một.", f"conclusion_{second.id}": "Hai."}),
    )

    assert secretary.page(url(meeting, "/decisions/new")).select_one("#text").text.strip() == "Một.\nHai."


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"votes_for": "5"}, "Tổng số phiếu là 7, nhiều hơn 5 đảng viên chính thức có mặt. Hãy kiểm lại."),
        ({"votes_for": ""}, "Hãy ghi số phiếu, không có thì ghi 0."),
        ({"votes_for": "-1"}, "Số phiếu từ 0 trở lên."),
        ({"votes_for": "ba"}, "Hãy ghi “Tán thành” bằng số."),
        ({"votes_for": "1,5"}, "Hãy ghi “Tán thành” bằng số nguyên."),
        ({"votes_for": "0", "votes_against": "0", "votes_other": "0"}, "Chưa có phiếu nào. Hãy ghi số phiếu."),
        ({"title": " "}, "Hãy ghi trích yếu."),
        ({"text": ""}, "Hãy ghi nội dung đưa ra biểu quyết."),
        ({"kind": "decree"}, "Hãy chọn một trong các mục có sẵn."),
    ],
)
def test_what_is_wrong_with_a_vote_is_said_and_the_rest_kept(secretary, meeting, change, sentence):
    page = secretary.page(url(meeting, "/decisions/new"), data=VOTE | change)

    assert sentence in page.select_one(".error-summary").text
    if "title" not in change:
        assert page.select_one("#title")["value"] == "Làm đường"
    assert service.decisions(meeting) == []


def test_a_vote_sent_twice_is_one(secretary, meeting):
    data = VOTE | {"once": new_key()}
    for _again in range(2):
        secretary.post(url(meeting, "/decisions/new"), data=data | {"csrf_token": secretary.csrf_token()})

    assert db.session.scalar(select(func.count()).select_from(Decision)) == 1


def test_a_vote_is_corrected_and_two_who_correct_see_both(secretary, meeting):
    row = make.decision(meeting)
    old = row.version
    path = f"/decisions/{row.id}/edit"
    assert secretary.page(path).select_one("#votes_for")["value"] == "5"

    secretary.page(path, data=VOTE | {"version": old, "title": "Bản một"})
    page = secretary.page(path, data=VOTE | {"version": old, "title": "Bản hai", "votes_for": "2"}, status=409)

    texts = page.select_one("#main, main").text
    assert "Bản một" in texts and page.select_one("#title")["value"] == "Bản hai"
    assert len(page.select(".two-texts")) == 2
    [stored_row] = service.decisions(meeting)
    assert (stored_row.title, stored_row.votes_for) == ("Bản một", 3)


# --- passing, filing ------------------------------------------------------------------------------------------------


def test_minutes_changed_since_they_were_read_are_not_passed(secretary, meeting):
    old = make.minutes(meeting).version
    make.minutes(meeting, opening="Sửa sau khi đọc")

    page = secretary.page(url(meeting, "/confirm"), data={"at_meeting": meeting.id, "version": old})

    assert "Biên bản vừa được sửa." in page.select_one(".error-summary").text
    assert "Sửa sau khi đọc" in page.text
    assert page.select_one("input[name=version]")["value"] == str(stored(meeting).version)
    assert meetings.get(meeting.id).state is MeetingState.HELD


def test_they_are_passed_at_the_next_meeting(secretary, cell, meeting):
    following = make.meeting_to_minute(cell, month=4)
    version = make.minutes(meeting).version
    options = secretary.page(url(meeting)).select("#at_meeting option")
    assert [one["value"] for one in options] == [str(meeting.id), str(following.id)]

    page = secretary.page(url(meeting, "/confirm"), data={"at_meeting": following.id, "version": version})

    assert "Sinh hoạt thường kỳ tháng 4/2026" in page.select_one("#confirmed").parent.text


@pytest.mark.parametrize("place", ["", "abc", "999999"])
def test_a_place_that_was_not_offered_is_refused(secretary, meeting, place):
    make.minutes(meeting)
    page = secretary.page(url(meeting, "/confirm"), data={"at_meeting": place, "version": stored(meeting).version})

    assert page.select_one(".error-summary")
    assert meetings.get(meeting.id).state is MeetingState.HELD


def test_minutes_with_gaps_are_not_passed(secretary, meeting):
    page = secretary.page(url(meeting, "/confirm"), data={"at_meeting": meeting.id, "version": ""})

    assert "Chưa viết biên bản." in page.select_one(".error-summary").text


def test_reopening_without_a_reason_is_refused(secretary, meeting):
    make.confirmed_minutes(meeting)
    page = secretary.page(url(meeting, "/reopen"), data={"reason": " "})

    assert page.select_one(".error-summary a").text == "Hãy ghi lý do mở lại biên bản."
    assert stored(meeting).is_confirmed


@pytest.mark.parametrize(("days", "verdict"), [(1, "Đạt."), (5, "Chưa đạt.")])
def test_filing_is_told_against_the_guidance(secretary, cell, days, verdict):
    make.guidance()
    meeting = make.meeting_to_minute(cell)
    row = make.confirmed_minutes(meeting)
    row.filed_at = meeting.held_until.replace(day=meeting.held_until.day + days)
    db.session.commit()

    said = " ".join(secretary.page(url(meeting)).select_one("#confirmed").parent.text.split())

    assert f"{verdict} Đã lưu hồ sơ sau {days} ngày. Yêu cầu: trong 2 ngày." in said


def test_filing_twice_is_refused_in_a_sentence(secretary, meeting):
    make.confirmed_minutes(meeting)
    secretary.page(url(meeting, "/file"), data={})

    assert "đã được ghi là đã lưu" in secretary.page(url(meeting, "/file"), data={}).select_one(".error-summary").text


def test_minutes_typed_in_afterwards_are_marked(secretary, cell):
    assert (
        "nhập bổ sung"
        in secretary.page(url(make.meeting_to_minute(cell, is_backfilled=True))).select_one(".chips").text
    )
