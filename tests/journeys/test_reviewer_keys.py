"""The reviewer's keys: from sheet to sheet, adjusting and returning, without a mouse; half-typed words are kept."""

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tests.journeys.conftest import NARROW, WIDE
from tracker.extensions import db
from tracker.reviews.models import ReviewSettings

pytestmark = pytest.mark.journey
PHRASE = "Chưa có minh chứng kèm theo."


@pytest.fixture
def branch(app):
    """Three sheets that wait, the riskiest first, and one phrase in the bank; two quiet ones."""
    committee = make.committee("Đảng bộ xã Đồng Mây")
    make.account(make.reviewer(committee, "Lương Thị Hạnh"), "hanh")
    db.session.add(ReviewSettings(committee_id=committee.id, sample_percent=0))
    make.phrase(committee, PHRASE)
    risks = {"A": 9, "B": 5, "C": 3}
    sheets = [make.quiet_sheet(make.cell(committee, f"Chi bộ {name}"), risk) for name, risk in risks.items()]
    quiet = [make.quiet_sheet(make.cell(committee, f"Chi bộ {name}")) for name in "DE"]
    made = {"committee": committee.id, "sheets": [one.id for one in sheets], "quiet": [one.id for one in quiet]}
    db.session.commit()
    db.session.remove()
    return made


def test_a_row_of_sheets_by_the_keyboard_alone(readers, branch):
    first, second, _third = branch["sheets"]
    reader = readers(WIDE).sign_in("hanh").open(f"/scoresheets/{first}/review").check_kind()
    page, press = reader.page, reader.page.keyboard.press
    mark, reason = (page.get_by_label(f"{what} tiêu chí 1.1") for what in ("Điểm công nhận", "Lý do điều chỉnh"))
    expect(page.get_by_text("Phím:")).to_be_visible()
    expect(reason).to_be_hidden()

    press("ArrowRight")
    page.wait_for_url(f"**/scoresheets/{second}/review")
    press("ArrowLeft")
    page.wait_for_url(f"**/scoresheets/{first}/review")

    press("a")
    expect(mark).to_be_focused()
    page.keyboard.type("3")
    press("Tab")
    press("Tab")
    page.keyboard.type("Ra về trước giờ")
    expect(reason).to_have_value("Ra về trước giờ")
    press("Tab")
    press("ArrowRight")
    page.wait_for_url(f"**/scoresheets/{second}/review")
    press("ArrowLeft")
    page.wait_for_url(f"**/scoresheets/{first}/review")
    expect(reason).to_have_value("Ra về trước giờ")
    expect(mark).to_have_value("3")
    expect(page.get_by_text("Còn điều chỉnh chưa lưu ở tiêu chí: 1.1.")).to_be_visible()
    reader.check()

    press("a")
    page.keyboard.type("4")
    press("Tab")
    page.keyboard.press("ArrowDown")
    expect(reason).to_have_value(f"Ra về trước giờ\n{PHRASE}")
    press("Tab")
    press("Tab")
    press("Enter")
    reader.told("Đã điều chỉnh tiêu chí 1.1 thành 4 điểm.")
    expect(page.locator("[id='criterion-1.1']")).to_be_focused()
    expect(reason).to_be_hidden()

    press("r")
    page.wait_for_url("**/return?criterion=1.1")
    expect(page.get_by_label("Lý do ở tiêu chí 1.1")).to_be_focused()
    page.keyboard.type("Chưa rõ giờ")
    reader.check()
    press("Enter")
    reader.press("Trả lại chi bộ").told("Đã trả lại phiếu cho chi bộ.")
    onward = page.get_by_role("link", name="Phiếu tiếp theo")
    expect(onward).to_be_focused()
    press("Enter")
    page.wait_for_url(f"**/scoresheets/{second}/review")
    reader.press("Công nhận").told("Đã công nhận phiếu.")
    expect(onward).to_be_focused()


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_button_wakes_when_every_line_has_been_seen(readers, branch, viewport):
    reader = readers(viewport).sign_in("hanh")
    reader.open(f"/committees/{branch['committee']}/queue/batch?year=2026&month=3").check_kind()
    button = reader.page.get_by_role("button", name="Công nhận các phiếu đã chọn")
    if viewport == NARROW:
        reader.page.set_viewport_size({"width": 360, "height": 300})
        reader.page.reload()
        expect(button).to_be_disabled()
        reader.page.locator(".batch__line").last.scroll_into_view_if_needed()
    expect(button).to_be_enabled()
    reader.press("Công nhận các phiếu đã chọn").told("Đã công nhận 2 phiếu theo lô.")
    reader.check()
