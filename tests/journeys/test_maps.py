"""The map of a branch on a laptop and on a phone: axe has nothing to say, and the keyboard reaches a sheet."""

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tests.journeys.conftest import NARROW, WIDE
from tests.ratings.maps import books
from tracker.extensions import db

pytestmark = pytest.mark.journey


@pytest.fixture
def branch_id(app):
    """Three cells with marks; one of them missed months and was excused one."""
    top = books.district()
    commune = make.committee("Đảng bộ xã Đồng Mây", top)
    for place in range(2):
        books.marked(commune, f"Chi bộ thôn Suối Bạc {place}", months=(1, 2, 3), c3_5="0")
    books.cell(commune, "Chi bộ Trạm Y tế", "- - 60 x - ? 45 - - ~72 - -", 2026)
    make.account(make.reviewer(top, "Vi Văn Xét"), "xet")
    made = top.id
    db.session.remove()
    return made


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_map_is_read_by_everybody(readers, viewport, branch_id):
    reader = readers(viewport).sign_in("xet").open(f"/committees/{branch_id}/map?year=2026&month=10").check_kind()
    reader.reads("72 Khá tự chấm", "không họp", "được phép")
    region = reader.page.get_by_role("region", name="Từng chi bộ theo tháng, năm 2026")
    region.focus()
    reader.page.keyboard.press("Tab")
    expect(reader.page.locator(":focus")).to_have_attribute("href", "/cells/3/ratings/2026")
    reader.follow("Nhiều vấn đề trước")
    expect(reader.page.locator("main tbody th[scope=row]").first).to_contain_text("Chi bộ Trạm Y tế")
    reader.follow("Diễn biến 24 tháng").check()
