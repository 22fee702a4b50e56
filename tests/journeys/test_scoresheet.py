"""The cell marks its sheet, votes and hands it in; the committee adjusts and recognises; the cell answers."""

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tracker.extensions import db

pytestmark = pytest.mark.journey


@pytest.fixture
def sheet(app):
    make.guidance()
    committee = make.committee("Đảng bộ xã Đồng Mây")
    cell = make.cell(committee, name="Chi bộ thôn Suối Bạc")
    make.account(make.secretary(cell, "Hoàng Văn Thiệp"), "thiep")
    make.account(make.reviewer(committee, "Lương Thị Hạnh"), "hanh")
    made = make.scoresheet(make.scored_meeting(cell), until="mark", c1_1="4", c3_1=None, c4_9=None, c6="27")
    ids = {"meeting": made.meeting_id, "sheet": made.id, "committee": committee.id}
    db.session.commit()
    db.session.remove()
    return ids


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def test_from_the_first_mark_to_the_cells_answer(readers, window, sheet):
    reader = readers(**window).sign_in("thiep").open(f"/meetings/{sheet['meeting']}/scoresheet")
    page = reader.check_both_languages().page
    bar = page.get_by_role("region", name="Tổng điểm")
    expect(bar).to_contain_text("Còn 2 tiêu chí chưa chấm")

    page.get_by_label("Điểm tự chấm tiêu chí 3.1").fill("3,5")
    for part, points in (("linh hoạt", "2"), ("định hướng", "4"), ("gợi mở dân chủ", "2,5"), ("tổng hợp", "1")):
        page.get_by_label(part).fill(points)
    press(page, "Lưu nháp")
    page.get_by_role("alert").get_by_role("link", name="phải từ 0 đến 3").click()
    expect(page.get_by_label("Điểm tự chấm tiêu chí 3.1")).to_be_focused()
    expect(page.get_by_label("gợi mở dân chủ")).to_have_value("2,5")
    reader.check()

    page.get_by_label("Điểm tự chấm tiêu chí 3.1").fill("3")
    if reader.javascript:
        expect(bar).to_contain_text("95,5")
        expect(bar).to_contain_text("Tốt")
    press(page, "Đưa ra biểu quyết")
    expect(page.get_by_role("heading", level=1)).to_have_text("Biểu quyết phiếu đánh giá")
    expect(page.get_by_role("main")).to_contain_text("95,5 / 100")
    reader.check_both_languages()
    page.get_by_label("Tán thành", exact=True).fill("5")
    press(page, "Ghi kết quả biểu quyết")
    press(page, "Nộp cấp ủy cấp trên")
    expect(page.get_by_role("status")).to_contain_text("Đã nộp phiếu")
    reader.check()

    above = readers(**window).sign_in("hanh").open(f"/committees/{sheet['committee']}/reviews?year=2026&month=3")
    desk = above.check_both_languages().page
    desk.get_by_role("link", name="1 Chờ thẩm định").click()
    desk.get_by_role("link", name="Thẩm định – Chi bộ thôn Suối Bạc").click()
    first = desk.locator("[id='criterion-3.1']")
    first.get_by_label("Điểm công nhận").fill("2")
    first.get_by_label("Lý do điều chỉnh").fill("Nội dung còn dàn trải")
    first.get_by_role("button", name="Lưu điều chỉnh").click()
    expect(first).to_contain_text("Cấp trên điều chỉnh 3 → 2.")
    above.check_both_languages()
    press(desk, "Công nhận")
    expect(desk.get_by_role("region", name="Điểm công nhận")).to_contain_text("94,5")
    above.check()

    reader.open(f"/meetings/{sheet['meeting']}/scoresheet")
    expect(page.get_by_role("main")).to_contain_text("Nội dung còn dàn trải")
    page.get_by_label("Nội dung giải trình").fill("Nội dung theo hướng dẫn tháng 3")
    press(page, "Gửi giải trình")
    expect(page.get_by_role("status")).to_contain_text("Đã gửi giải trình")
    reader.check_both_languages()

    above.open(f"/scoresheets/{sheet['sheet']}/review").check_both_languages()
    desk.get_by_label("Lý do", exact=True).fill("Đã đối chiếu biên bản")
    press(desk, "Giữ nguyên kết quả")
    expect(desk.get_by_role("main")).to_contain_text("Đã khóa")
