"""The committee's reviewer adjusts one sheet, returns one, recognises one; the cells answer; the reviewer decides."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tracker.base import clock
from tracker.extensions import db

pytestmark = pytest.mark.journey
CELLS = {"bac": "Chi bộ thôn Suối Bạc", "tung": "Chi bộ thôn Tùng Lâm", "truong": "Chi bộ Trường Tiểu học"}
BACK_BY = timedelta(days=7)


@pytest.fixture
def branch(app):
    """Three cells of a commune, each with its sheet of 3/2026 handed in at full marks."""
    make.guidance()
    committee = make.committee("Đảng bộ xã Đồng Mây")
    make.account(make.reviewer(committee, "Lương Thị Hạnh"), "hanh")
    made = {"committee": committee.id}
    for key, name in CELLS.items():
        cell = make.cell(committee, name=name)
        make.account(make.secretary(cell), f"bt.{key}")
        made[key] = make.scoresheet(make.scored_meeting(cell), until="submit").meeting_id
    db.session.commit()
    db.session.remove()
    return made


@pytest.fixture
def month(branch):
    return f"/committees/{branch['committee']}/reviews?year=2026&month=3"


def test_one_adjusted_one_returned_one_recognised(readers, window, branch, month):
    reviewer = readers(**window).sign_in("hanh").open(month)
    reviewer.check_kind()
    take_up(reviewer, CELLS["bac"])
    reviewer.check_kind()
    adjust(reviewer, "2.1", "3", "Chương trình gửi sát ngày họp")
    reviewer.press("Công nhận").reads("Cấp trên điều chỉnh").check()

    take_up(reviewer.open(month), CELLS["tung"])
    send_back(reviewer)

    take_up(reviewer.open(month), CELLS["truong"])
    reviewer.press("Công nhận").reads("Đã công nhận")

    reviewer.open(month)
    for told in ("0 Chờ thẩm định", "1 Đã trả lại, chờ nộp lại", "2 Đã công nhận"):
        expect(reviewer.page.get_by_role("link", name=told)).to_be_visible()
    reviewer.check()


def test_the_cell_answers_once_and_the_reviewer_decides(readers, window, branch, month):
    reviewer = readers(**window).sign_in("hanh").open(month)
    take_up(reviewer, CELLS["bac"])
    adjust(reviewer, "2.1", "3", "Chương trình gửi sát ngày họp")
    reviewer.press("Công nhận").reads("Chi bộ được giải trình đến")

    secretary = readers(**window).sign_in("bt.bac").open(f"/meetings/{branch['bac']}/scoresheet").check_kind()
    secretary.reads("Chương trình gửi sát ngày họp")
    secretary.page.get_by_label("Nội dung giải trình").fill("Đã gửi trước bốn ngày, có biên nhận")
    secretary.press("Gửi giải trình").told("Đã gửi giải trình")
    expect(secretary.page.get_by_role("button", name="Gửi giải trình")).to_be_hidden()
    secretary.check()

    reviewer.page.reload()
    reviewer.reads("Đã gửi trước bốn ngày, có biên nhận").check_kind()
    reviewer.page.get_by_label("Lý do", exact=True).fill("Đã đối chiếu biên nhận")
    reviewer.press("Thẩm định lại")
    reviewer.page.get_by_role("button", name="Bỏ điều chỉnh").click()
    reviewer.reads("Cấp trên bỏ điều chỉnh")
    reviewer.press("Công nhận")
    expect(reviewer.page.get_by_role("region", name="Điểm công nhận")).to_contain_text("100 / 100")
    reviewer.check()


def test_the_cell_mends_what_was_returned(readers, window, branch, month):
    reviewer = readers(**window).sign_in("hanh").open(month)
    take_up(reviewer, CELLS["tung"])
    send_back(reviewer)

    secretary = readers(**window).sign_in("bt.tung").open(f"/meetings/{branch['tung']}/scoresheet")
    secretary.reads("Đảng bộ xã Đồng Mây trả lại phiếu này.", "Biên bản chưa ghi giờ kết thúc", "Chưa rõ giờ").check()
    secretary.page.get_by_label("Hạn chế", exact=True).fill("Ghi giờ họp chưa kịp thời")
    secretary.press("Đưa ra biểu quyết")
    secretary.page.get_by_label("Tán thành", exact=True).fill("5")
    secretary.press("Ghi kết quả biểu quyết").press("Nộp cấp ủy cấp trên").told("Đã nộp phiếu")

    reviewer.open(month)
    take_up(reviewer, CELLS["tung"])
    reviewer.reads("Ghi giờ họp chưa kịp thời")


def take_up(reviewer, cell):
    reviewer.follow(f"Thẩm định – {cell}")
    expect(reviewer.page.get_by_role("button", name="Công nhận", exact=True)).to_be_visible()


def adjust(reviewer, code, points, reason):
    before = reviewer.acts
    reviewer.fill(f"Điểm công nhận tiêu chí {code}", points)
    reviewer.fill(f"Lý do điều chỉnh tiêu chí {code}", reason)
    reviewer.press(f"Lưu điều chỉnh – {code}")
    assert reviewer.acts - before == 3
    reviewer.reads("Cấp trên điều chỉnh")


def send_back(reviewer):
    page = reviewer.page
    reviewer.follow("Trả lại").check_kind()
    reviewer.press("Trả lại chi bộ")
    expect(page.get_by_role("alert")).to_contain_text("Hãy ghi lý do trả lại, ở từng tiêu chí hoặc chung cho cả phiếu.")
    page.get_by_label("Lý do chung").fill("Biên bản chưa ghi giờ kết thúc")
    page.get_by_label("Nộp lại trước ngày").fill((clock.day_of(clock.now()) + BACK_BY).isoformat())
    page.get_by_text("1.1 ·").click()
    page.get_by_label("Lý do ở tiêu chí 1.1").fill("Chưa rõ giờ")
    reviewer.press("Trả lại chi bộ")
    reviewer.reads("Phiếu đang ở chi bộ.").check()
