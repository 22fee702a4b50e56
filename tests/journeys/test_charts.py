"""A chart draws itself under the page's policy; without scripts its table stands alone, whole."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tracker.extensions import db
from tracker.meetings.rules import MeetingState
from tracker.ratings import service as ratings

pytestmark = pytest.mark.journey
YEAR = 2026
DRAWN = """canvas => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some(part => part)"""


@pytest.fixture
def cell_id(app):
    """A cell that sent its agenda late three times, with two others beside it."""
    make.guidance()
    committee = make.committee("Đảng bộ xã Đồng Mây")
    cells = [make.cell(committee, name) for name in ("Chi bộ thôn Suối Bạc", "Chi bộ Trường học", "Chi bộ Trạm Y tế")]
    make.account(make.secretary(cells[0], "Hoàng Văn Thiệp"), "bt")
    for cell in cells:
        for month in range(1, 6):
            late = {"c3_5": "0"} if cell is cells[0] and month in (1, 3, 5) else {"c4_5": "4"}
            make.marked_sheet(make.meeting(cell, YEAR, month, state=MeetingState.MINUTED), **late)
        ratings.store(cell, YEAR, date(2026, 11, 20))
    make.year_of_meetings(cells[0], 2025, "95 92 93 96 98 90 91 - 95 94 88 90")
    ratings.store(cells[0], 2025, date(2026, 11, 20))
    db.session.commit()
    made = cells[0].id
    db.session.remove()
    return made


def test_where_the_points_went_and_the_years(readers, window, cell_id):
    reader = readers(**window).sign_in("bt").open(f"/cells/{cell_id}/ratings/{YEAR}")
    reader.follow("Điểm mất ở đâu")
    reader.reads("Mất nhiều nhất ở “Gửi tài liệu đúng hạn”: 6 điểm trong 3 kỳ.", "Trung vị tính từ 3 chi bộ")
    expect(reader.page.get_by_role("table", name="Điểm mất theo từng tiêu chí")).to_contain_text("(tháng 1, 3, 5)")
    look_at_charts(reader, 1)

    reader.follow("Về trang xếp loại năm 2026").follow("Diễn biến qua các năm")
    reader.reads("đổi hướng dẫn")
    look_at_charts(reader, 2)


def look_at_charts(reader, number):
    charts = reader.page.get_by_role("img", name="Biểu đồ")
    expect(charts).to_have_count(number if reader.javascript else 0)
    for chart in charts.all():
        assert chart.evaluate(DRAWN)
    reader.check_kind()
