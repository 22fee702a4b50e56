"""Why a year is rated so: from the year's page to the reasons, and on paper on three sheets at most."""

import re

import pytest

from tests import factories as make
from tests.ratings import books
from tracker.extensions import db

pytestmark = pytest.mark.journey
PAGE = re.compile(rb"/Type\s*/Page\b")
WORDS = "Nội dung gửi sớm 5 giờ; yêu cầu trước ít nhất 1 ngày; chương trình có sửa sau khi gửi, tính từ bản 2."
CODES = ("1.1", "2.1", "3.1", "3.2", "3.5", "4.1", "4.2", "4.5", "4.9", "6")
POOR = {
    "c1_1": "2",
    "c2_1": "1",
    "c3_1": "1",
    "c3_2": "0",
    "c3_5": "0",
    "c4_1": "3",
    "c4_2": "8",
    "c4_5": "2",
    "c4_9": "6",
}


@pytest.fixture
def cell(app):
    """A year that lost points everywhere, with what the records had suggested beside each criterion."""
    books.version()
    cell = make.cell(make.committee("Đảng bộ xã Đồng Mây"), "Chi bộ thôn Suối Bạc")
    make.account(make.secretary(cell, "Hoàng Văn Thiệp"), "bt")
    for month in range(1, 13):
        books.marked(cell, month, year=2026, suggested=[(code, WORDS, WORDS) for code in CODES], c6="20", **POOR)
    make.year_of_meetings(cell, 2026, "- " * 12)
    found = cell.id
    db.session.remove()
    return found


def test_the_reasons_are_one_step_from_the_year_and_print_on_three_pages(readers, window, cell):
    reader = readers(**window).sign_in("bt").open(f"/cells/{cell}/ratings/2026").check()
    reader.follow("Vì sao xếp loại này: từng kỳ, từng tiêu chí")
    reader.reads("Từng điều kiện", "Điều gì đã có thể khác", "Tháng 12: ").check_kind()

    printed = reader.page.pdf(format="A4")
    assert 1 <= len(PAGE.findall(printed)) <= 3
