"""The secretary plans a meeting, takes its roll, writes its hours – and sees the year."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tracker.base import clock
from tracker.extensions import db

pytestmark = pytest.mark.journey


@pytest.fixture
def cell(app):
    make.guidance()
    cell = make.cell(make.committee("Đảng bộ xã Đồng Mây"), name="Chi bộ thôn Suối Bạc", usual_place="Nhà văn hóa thôn")
    make.account(make.secretary(cell, "Hoàng Văn Thiệp"), "thiep")
    for name in ("Nông Thị Mến", "Vi Văn Tuyển", "Lý Thị Sao"):
        make.member(cell, name)
    yesterday = clock.day_of(clock.now()) - timedelta(days=1)
    meeting = make.meeting(cell, yesterday.year, yesterday.month, yesterday.day)
    made = {"cell": cell.id, "meeting": meeting.id, "year": yesterday.year}
    db.session.commit()
    db.session.remove()
    return made


def test_the_secretary_takes_the_roll(readers, window, cell):
    reader = readers(**window).sign_in("thiep").open(f"/cells/{cell['cell']}/year/{cell['year']}")
    page = reader.check_both_languages().page
    expect(page.get_by_role("heading", level=1)).to_contain_text("Chi bộ thôn Suối Bạc")

    reader.open(f"/meetings/{cell['meeting']}/roll").check_both_languages()
    page.get_by_role("checkbox", name="Vi Văn Tuyển").check()
    line = page.get_by_role("listitem").filter(has_text="Vi Văn Tuyển")
    line.get_by_role("radio", name="Ốm, đi viện").check()
    if reader.javascript:
        expect(page.get_by_role("region", name="Kết quả điểm danh")).to_contain_text("75\u00a0%")
    page.get_by_role("button", name="Lưu điểm danh").click()

    expect(page.get_by_role("status")).to_contain_text("3/4 đồng chí có mặt (75\u00a0%)")
    reader.check()
    page.get_by_label("Kết thúc lúc").fill("15:50")
    page.get_by_label("Chủ trì").select_option(label="Hoàng Văn Thiệp")
    page.get_by_role("button", name="Lưu giờ họp").click()

    expect(page.get_by_role("status")).to_contain_text("110 phút; yêu cầu từ 90 phút")
    reader.check()


def test_the_secretary_plans_the_theme_of_the_quarter(readers, window, cell):
    reader = readers(**window).sign_in("thiep").open(f"/cells/{cell['cell']}/meetings/new")
    page = reader.check_both_languages().page
    page.get_by_label("Sinh hoạt chuyên đề").check()
    page.get_by_role("button", name="Lập kế hoạch").click()

    expect(page.get_by_role("alert")).to_contain_text("Hãy ghi tên chuyên đề")
    page.get_by_label("Tên chuyên đề").fill("Giữ rừng đầu nguồn")
    page.get_by_role("button", name="Lập kế hoạch").click()

    expect(page.get_by_role("status")).to_contain_text("Sinh hoạt chuyên đề tháng")
    reader.check()
