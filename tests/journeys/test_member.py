"""A member reads what is coming, says that he has, asks to be excused, has a say – and learns what came of it."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tracker.base import clock
from tracker.extensions import db

pytestmark = pytest.mark.journey
ITEM = "Bàn cách làm đường vào bản Nà Kẹn"
OPINION = "Đề nghị xã cho mượn máy xúc hai ngày"
ANSWER = "Xã đã đồng ý, đồng chí Tuyển nhận máy ngày mai"


@pytest.fixture
def meeting(app):
    """A meeting five days ahead, its agenda sent yesterday."""
    make.guidance()
    cell = make.cell(make.committee("Đảng bộ xã Đồng Mây"), name="Chi bộ thôn Suối Bạc")
    secretary = make.secretary(cell, "Hoàng Văn Thiệp")
    make.account(secretary, "thiep")
    make.account(make.member(cell, "Nông Văn Mẫn"), "man")
    day = clock.day_of(clock.now()) + timedelta(days=5)
    meeting = make.meeting(cell, day.year, day.month, day.day)
    make.item(meeting, ITEM, questions="Huy động bao nhiêu ngày công?")
    make.item(meeting, "Kết nạp đảng viên")
    make.circulation(meeting, secretary, clock.now() - timedelta(days=1))
    found = meeting.id
    db.session.commit()
    db.session.remove()
    return found


def test_a_member_has_a_say(readers, window, meeting):
    member = readers(**window).sign_in("man").open(f"/meetings/{meeting}")
    page = member.check_kind().page
    member.reads(ITEM, "Huy động bao nhiêu ngày công?")

    page.get_by_role("button", name="Tôi đã đọc chương trình").click()
    expect(page.get_by_role("region", name="Việc của tôi")).to_contain_text("Tôi đã đọc")
    expect(page.get_by_role("button", name="Tôi đã đọc chương trình")).to_be_hidden()
    member.check()

    ask_to_be_excused(member)
    write_an_opinion(member, meeting)
    answer_it(readers(**window).sign_in("thiep"), meeting)

    member.open("/my/contributions").check_kind()
    member.reads(OPINION, "Đã trả lời", "Đ/c Hoàng Văn Thiệp trả lời", ANSWER)


def ask_to_be_excused(member):
    page = member.page
    page.get_by_role("link", name="Tôi xin vắng").click()
    member.check_kind()
    member.press("Xin vắng")
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("Lý do xin vắng")).to_be_focused()
    page.get_by_label("Lý do xin vắng").fill("Đưa mẹ đi viện tỉnh")
    member.press("Xin vắng")
    member.reads("Đồng chí đã xin vắng.").check()


def write_an_opinion(member, meeting):
    page = member.open(f"/meetings/{meeting}/agenda").page
    member.follow(f"Viết ý kiến – {ITEM}").check_kind()
    expect(page.get_by_label("Về nội dung")).to_contain_text(ITEM)
    member.press("Gửi ý kiến")
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("Nội dung", exact=True)).to_be_focused()
    page.get_by_label("Nội dung", exact=True).fill(OPINION)
    member.press("Gửi ý kiến")
    member.reads(OPINION, "Chờ xem xét").check_kind()


def answer_it(secretary, meeting):
    secretary.open(f"/meetings/{meeting}/roll").reads("xin vắng: Đưa mẹ đi viện tỉnh")
    secretary.open(f"/meetings/{meeting}/contributions").check_kind()
    secretary.follow("Trả lời – Nông Văn Mẫn").check_kind()
    secretary.page.get_by_label("Trả lời", exact=True).fill(ANSWER)
    secretary.press("Lưu câu trả lời")
    secretary.reads(ANSWER, "Đã trả lời").check()
