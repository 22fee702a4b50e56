"""With the records in place the sheet drafts itself: from opening it to handing it in, in at most eight acts."""

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tracker.extensions import db

pytestmark = pytest.mark.journey
MOST = 8


@pytest.fixture
def meeting(app):
    make.guidance()
    cell = make.cell(make.committee("Đảng bộ xã Đồng Mây"), name="Chi bộ thôn Suối Bạc")
    make.account(make.secretary(cell, "Hoàng Văn Thiệp"), "thiep")
    make.account(make.reviewer(cell.parent, "Lương Thị Hạnh"), "hanh")
    found = make.recorded_meeting(cell, members=6, tasks_late=1).id
    db.session.commit()
    db.session.remove()
    return found


def marks(page, code):
    return page.get_by_role("group", name=f"Điểm tự chấm tiêu chí {code}", exact=True)


def test_a_prepared_secretary_hands_the_sheet_in_within_eight_acts(readers, window, meeting):
    reader = readers(**window).sign_in("thiep")
    page = reader.page
    reader.open(f"/meetings/{meeting}/scoresheet").press("Chấm theo gợi ý của sổ")
    reader.told("Đã nhận gợi ý ở 14 tiêu chí").told("3.1, 4.2, 4.9, 5")
    reader.fill("Điểm tự chấm tiêu chí 3.1", "3").fill("Điểm tự chấm tiêu chí 4.2", "13,5")
    reader.fill("linh hoạt", "2+3,5+2,5+1", marks(page, "4.9")).fill("tập trung dân chủ", "1+2+1+1", marks(page, "5"))
    reader.press("Đưa ra biểu quyết")
    expect(page.get_by_label("Tán thành", exact=True)).to_have_value("6")
    reader.reads("91,5 / 100", "Tiêu chí 6: Nhiệm vụ đến hạn: 4, hoàn thành đúng hạn 3")
    reader.press("Ghi biểu quyết và nộp").told("Đã nộp phiếu cho “Đảng bộ xã Đồng Mây”.")

    assert reader.acts <= MOST, reader.acts
    reader.check_both_languages()


def test_a_mark_above_its_suggestion_is_explained_and_the_reviewer_reads_it(readers, window, meeting):
    reader = readers(**window).sign_in("thiep")
    page = reader.page
    reader.open(f"/meetings/{meeting}/scoresheet").check_both_languages()
    reader.press("Chấm theo gợi ý của sổ").check_both_languages()
    six = page.locator("[id='criterion-6']")
    expect(six).to_contain_text("Bằng mức gợi ý")
    marks(page, "6").get_by_role("radio", name="30").check(force=True)
    if reader.javascript:
        expect(six).to_contain_text("Cao hơn gợi ý 6 điểm")
    reader.press("Lưu nháp").told("Đã lưu phiếu")
    expect(six).to_contain_text("Cần minh chứng hoặc giải trình trước khi biểu quyết.")
    reader.follow("Thêm minh chứng – tiêu chí 6").check_both_languages()
    page.get_by_label("Tệp").set_input_files({"name": "anh.pdf", "mimeType": "application/pdf", "buffer": make.PDF})
    reader.press("Thêm minh chứng").told("Đã thêm minh chứng cho tiêu chí 6.")
    expect(six).to_contain_text("anh.pdf")
    expect(six).not_to_contain_text("Cần minh chứng")
    reader.fill("Điểm tự chấm tiêu chí 3.1", "3").fill("Điểm tự chấm tiêu chí 4.2", "14")
    reader.fill("linh hoạt", "2+4+3+1", marks(page, "4.9")).fill("tập trung dân chủ", "1+2+1+1", marks(page, "5"))
    page.get_by_label("tổng hợp và kết luận").focus()
    if reader.javascript:
        expect(page.get_by_label("định hướng")).to_have_value("4")
    reader.press("Đưa ra biểu quyết").check_both_languages()
    reader.press("Ghi biểu quyết và nộp").told("Đã nộp phiếu")

    above = readers(**window).sign_in("hanh")
    sheet = above.open(f"/committees/{committee(meeting)}/reviews?year=2026&month=3").page
    sheet.get_by_role("link", name="Thẩm định – Chi bộ thôn Suối Bạc").click()
    line = sheet.locator("[id='criterion-6']")
    for said in ("30 / 30", "gợi ý 24 điểm", "hoàn thành đúng hạn 3", "Cao hơn gợi ý 6 điểm", "anh.pdf"):
        expect(line).to_contain_text(said)
    above.check_both_languages()


def committee(meeting):
    db.session.remove()
    found = db.session.get(make.Meeting, meeting).superior_id
    db.session.remove()
    return found
