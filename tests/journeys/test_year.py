"""The year is proposed, recognised in another class, closed; opened again, filled in, and the difference is shown."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tracker.extensions import db
from tracker.ratings import service as ratings

pytestmark = pytest.mark.journey
YEAR = 2021
NO_AUGUST = "95 95 95 95 95 95 95 - 95 95 95 95"
GOOD = "95 " * 12


@pytest.fixture
def book(app):
    """Two cells of a district, the one with August missing."""
    make.guidance()
    committee = make.committee("Đảng bộ huyện Đồng Mây")
    make.account(make.reviewer(committee, "Lương Thị Hạnh"), "hanh")
    made = {"committee": committee.id}
    for key, name, line in (("lacking", "Chi bộ thôn Suối Bạc", NO_AUGUST), ("full", "Chi bộ Trường học", GOOD)):
        cell = make.cell(committee, name=name, usual_place="Nhà văn hóa")
        make.account(make.secretary(cell, "Hoàng Văn Thiệp"), f"bt.{key}")
        make.year_of_meetings(cell, YEAR, line)
        ratings.store(cell, YEAR, date(2022, 1, 5))
        made[key] = cell.id
    db.session.commit()
    db.session.remove()
    return made


def year_of(book, key):
    return f"/cells/{book[key]}/ratings/{YEAR}"


def test_the_year_goes_its_way_and_back(readers, window, book):
    secretary = readers(**window).sign_in("bt.lacking").open(year_of(book, "lacking")).check_kind()
    reviewer = readers(**window).sign_in("hanh")
    propose(secretary, "Khá")
    recognise_lower(reviewer, book)
    close(reviewer)
    reopen(reviewer)
    fill_in_august(secretary, book)

    reviewer.open(year_of(book, "lacking"))
    reviewer.reads("Năm đã được mở lại", "Bổ sung kỳ tháng 8 tìm thấy trong sổ giấy")
    changed = reviewer.page.get_by_role("table", name="Khác với lúc chốt")
    expect(changed).to_contain_text("Lúc chốt")
    expect(changed.get_by_role("row").filter(has_text="Kỳ thường kỳ đã họp")).to_contain_text("12")
    reviewer.check_kind()


def test_a_year_recognised_as_proposed(readers, window, book):
    propose(readers(**window).sign_in("bt.full").open(year_of(book, "full")), "Tốt")

    reviewer = readers(**window).sign_in("hanh").open(f"/committees/{book['committee']}/ratings/{YEAR}").check_kind()
    reviewer.page.get_by_role("link", name="Chi bộ Trường học").click()
    choose(reviewer, "Mức công nhận", "Tốt")
    reviewer.press("Công nhận mức này").reads("Cấp trên công nhận: Tốt.").check()


def choose(reader, group, quality):
    reader.page.get_by_role("group", name=group).get_by_role("radio", name=quality, exact=True).check()


def propose(secretary, quality):
    choose(secretary, "Mức chi bộ đề nghị", quality)
    secretary.press("Gửi đề nghị").reads(f"Chi bộ đề nghị: {quality}.").check()


def recognise_lower(reviewer, book):
    """Without a reason the other class is refused beside its field, and what was chosen stands."""
    reviewer.open(year_of(book, "lacking")).check_kind()
    choose(reviewer, "Mức công nhận", "Trung bình")
    reviewer.press("Công nhận mức này")
    expect(reviewer.page.get_by_role("alert")).to_contain_text("lý do")
    expect(reviewer.page.get_by_role("radio", name="Trung bình", exact=True)).to_be_checked()
    reviewer.check()
    reviewer.page.get_by_label("Lý do", exact=False).fill("Còn việc phải kiểm điểm trong quý IV")
    reviewer.press("Công nhận mức này")
    reviewer.reads("Cấp trên công nhận: Trung bình.", "Còn việc phải kiểm điểm trong quý IV").check()


def close(reviewer):
    reviewer.press("Chốt năm").reads("Mở lại năm").check()


def reopen(reviewer):
    reviewer.press("Mở lại năm")
    expect(reviewer.page.get_by_role("alert")).to_contain_text("Hãy ghi lý do")
    reviewer.page.get_by_label("Lý do mở lại năm").fill("Bổ sung kỳ tháng 8 tìm thấy trong sổ giấy")
    reviewer.press("Mở lại năm").reads("Chưa có số liệu nào khác với lúc chốt.").check()


def fill_in_august(secretary, book):
    page = secretary.open(f"/cells/{book['lacking']}/year/{YEAR}").page
    secretary.follow("Nhập bổ sung kỳ tháng 8")
    page.get_by_label("Ngày họp").fill(f"{YEAR}-08-05")
    page.get_by_label("Giờ bắt đầu").fill("14:00")
    secretary.press("Lập kế hoạch").check()
    secretary.follow("Kế hoạch kỳ họp").follow("Ghi giờ họp")
    page.get_by_label("Kết thúc lúc").fill("15:40")
    page.get_by_label("Chủ trì").select_option(label="Hoàng Văn Thiệp")
    secretary.press("Lưu giờ họp").told("100 phút").check()
