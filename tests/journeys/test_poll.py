"""The cell asks those who were present; each marks on a slide rule, or types; the means stand beside the proposal."""

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tracker.extensions import db
from tracker.meetings import service as meetings

pytestmark = pytest.mark.journey
MARKS = {"1": "5", "2": "4,5", "3": "9", "4": "36", "6": "27", "7": "5"}


@pytest.fixture
def meeting(app):
    make.guidance()
    cell = make.cell(make.committee("Đảng bộ xã Đồng Mây"), name="Chi bộ thôn Suối Bạc")
    make.account(make.secretary(cell, "Hoàng Văn Thiệp"), "thiep")
    made = make.scoresheet(make.scored_meeting(cell), until="mark", c1_1="4", c6="24")
    for number, entry in enumerate(meetings.roll(made.meeting)[:3], start=1):
        make.account(entry.person, f"vien{number}")
    found = made.meeting_id
    db.session.commit()
    db.session.remove()
    return found


def test_from_asking_to_the_means(readers, window, meeting):
    keeper = readers(**window).sign_in("thiep").open(f"/meetings/{meeting}/scoresheet")
    keeper.press("Hỏi ý kiến đảng viên").reads("Đã hỏi 3 đồng chí có mặt; 0 đồng chí đã trả lời.").check_kind()

    for number in (1, 2, 3):
        answer(readers(**window).sign_in(f"vien{number}"), last=number == 3)

    poll = keeper.open(f"/meetings/{meeting}/scoresheet").page.get_by_role("region", name="Ý kiến đảng viên")
    expect(poll).to_contain_text("3 đồng chí đã trả lời")
    expect(poll.get_by_role("table")).to_have_count(0)
    keeper.press("Đóng hỏi ý kiến")
    expect(poll.get_by_role("row", name="Kết quả")).to_contain_text("24 / 30")
    expect(poll.get_by_role("row", name="Kết quả")).to_contain_text("27")
    keeper.check_kind()


def answer(reader, last):
    page = reader.follow("Chấm ý kiến về kỳ họp ngày 06/3").page
    if last:
        reader.check_kind()
    for code, points in MARKS.items():
        page.get_by_label(f"{code}. ", exact=False).first.fill(points)
    rule = page.get_by_role("slider", name="nhóm 1")
    if reader.javascript:
        expect(page.get_by_role("slider", name="nhóm 5")).to_have_attribute("aria-valuetext", "chưa chấm")
        rule.press("ArrowLeft")
        expect(page.get_by_label("1. ").first).to_have_value("4,5")
    else:
        expect(rule).to_have_count(0)
    page.get_by_text("Chấm từng tiêu chí nhóm 2").click()
    reader.check().press("Gửi điểm").told("Đã nhận điểm của đồng chí.")
    expect(page.get_by_label("4. ").first).to_have_value("36")
