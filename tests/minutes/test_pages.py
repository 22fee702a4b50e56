"""The pages of minutes: what is drawn, what comes back, two people at once."""

import pytest

from tests import factories as make
from tracker.extensions import db
from tracker.meetings import service as meetings
from tracker.meetings.rules import MeetingState
from tracker.minutes import service


@pytest.fixture
def cell(app):
    return make.cell(make.committee("Đảng bộ xã Thử"), "Chi bộ thôn Thử", locality="Suối Bạc")


@pytest.fixture
def meeting(cell):
    return make.meeting_to_minute(cell, titles=("Kiểm điểm nghị quyết", "Thảo luận việc làm đường"))


@pytest.fixture
def secretary(client, cell):
    return client.sign_in(make.secretary(cell, "Hoàng Thị Thử"))


def url(meeting, rest=""):
    return f"/meetings/{meeting.id}/minutes{rest}"


def items_of(meeting):
    return service.agendas.items(meeting)


def whole(meeting, **changes):
    """What a browser would send for minutes that want nothing."""
    sent = {"opening": "Tuyên bố lý do.", "praise": "Biểu dương tổ 3.", "criticism": "", "closing": "Cảm ơn."}
    for item in items_of(meeting):
        sent |= {f"discussion_{item.id}": "Bàn kỹ.", f"conclusion_{item.id}": "Nhất trí.", f"done_{item.id}": "yes"}
    return sent | {"version": ""} | changes


def stored(meeting):
    db.session.expire_all()
    return service.of_meeting(meeting)


def test_the_whole_way_of_minutes(secretary, meeting):
    page = secretary.page(url(meeting))
    assert "Chưa viết biên bản." in page.select_one("#gaps").parent.text
    assert "Viết biên bản" in page.select_one(".page-head").text

    page = secretary.page(url(meeting, "/edit"), data=whole(meeting))
    assert "Đã lưu biên bản." in page.text
    assert not page.select("#gaps")
    secretary.page(
        url(meeting, "/decisions/new"),
        data={"kind": "resolution", "title": "Làm đường", "text": "Xong trước 20/3.",
              "votes_for": "4", "votes_against": "1", "votes_other": "0"},
    )  # fmt: skip
    version = stored(meeting).version
    page = secretary.page(url(meeting, "/confirm"), data={"at_meeting": meeting.id, "version": version})
    assert "Biên bản đã được thông qua." in page.text
    assert meetings.get(meeting.id).state is MeetingState.MINUTED

    page = secretary.page(url(meeting, "/file"), data={})
    assert "Đã lưu hồ sơ" in page.select_one("#confirmed").parent.text
    page = secretary.page(url(meeting, "/reopen"), data={"reason": "Ghi nhầm tên"})
    assert "Đã mở lại biên bản." in page.text
    assert meetings.get(meeting.id).state is MeetingState.HELD
    secretary.page(url(meeting, "/print"))
    secretary.page(f"/organisations/{meeting.cell_id}/audit")
