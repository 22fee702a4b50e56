"""A committee ends its year: the exceptions one by one, the quiet cells in batch, then the branch is closed."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tracker.extensions import db
from tracker.permissions import Actor
from tracker.ratings import service as ratings

pytestmark = pytest.mark.journey
YEAR = 2021
AT = datetime(2022, 1, 12, 3, tzinfo=UTC)
BY = Actor(account_id=1, person_id=1, name="Hoàng Văn Thiệp", cell_id=None, posts=())
LINES = {
    "Chi bộ thôn Suối Bạc": "95 " * 12,
    "Chi bộ Trường học": "96 " * 12,
    "Chi bộ Trạm y tế": "95 95 95 95 95 95 95 - 95 95 95 95",
}


@pytest.fixture
def committee(app):
    """Three cells that proposed what the book computes; August is missing in the third."""
    make.guidance()
    committee = make.committee("Đảng bộ xã Đồng Mây")
    make.account(make.reviewer(committee, "Lương Thị Hạnh"), "hanh")
    for name, line in LINES.items():
        cell = make.cell(committee, name=name)
        make.year_of_meetings(cell, YEAR, line)
        quality = ratings.of_year(cell, YEAR, AT.date()).rating.quality
        ratings.propose(ratings.get(cell.id, YEAR, AT.date()), quality, "", BY, AT)
    db.session.commit()
    made = committee.id
    db.session.remove()
    return made


def test_a_year_is_looked_through_recognised_in_batch_and_closed(readers, committee):
    reviewer = readers().sign_in("hanh").open(f"/committees/{committee}/years/{YEAR}").check_both_languages()
    page = reviewer.page
    alone = page.get_by_role("region", name="Cần xem riêng")
    expect(alone).to_contain_text("Thiếu tháng 8/2021.")
    expect(page.get_by_role("checkbox")).to_have_count(2)

    reviewer.press("Công nhận các chi bộ đã chọn").told("Đã công nhận 2 chi bộ.")
    reviewer.press("Chốt năm của đảng bộ").reads("Năm của đảng bộ chưa chốt được").check()
    reviewer.follow("Xem và công nhận – Chi bộ Trạm y tế")
    page.get_by_role("group", name="Mức công nhận").get_by_role("radio", name="Khá", exact=True).check()
    reviewer.press("Công nhận mức này").reads("Cấp trên công nhận: Khá.")

    reviewer.open(f"/committees/{committee}/years/{YEAR}").press("Chốt năm của đảng bộ")
    reviewer.reads("Năm 2021 của đảng bộ đã chốt.", "Lương Thị Hạnh chốt ngày").check()
    reviewer.open(f"/committees/{committee}/commendation?to={YEAR}&years=1").reads("2 chi bộ đủ điều kiện").check()
