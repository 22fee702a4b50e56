"""Two reviewers mark the same sheets without knowing whose they are; then both read who is stricter."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tests.journeys.conftest import WIDE
from tracker.base import clock
from tracker.extensions import db

pytestmark = pytest.mark.journey


@pytest.fixture
def committee(app):
    make.guidance()
    committee = make.committee("Đảng bộ xã Đồng Mây")
    for user_name, full_name in (("xet", "Vi Văn Xét"), ("soat", "Lộc Thị Soát")):
        make.account(make.reviewer(committee, full_name), user_name)
    day = clock.day_of(clock.now()) - timedelta(days=40)
    for name in ("Chi bộ thôn Nà Lầu", "Chi bộ thôn Khau Mạ"):
        meeting = make.scored_meeting(make.cell(committee, name), year=day.year, month=day.month, day=day.day)
        make.scoresheet(meeting, until="recognise")
        db.session.commit()
    found = committee.id
    db.session.commit()
    db.session.remove()
    return found


def mark(reader, first):
    """Every criterion at its highest, but for 1.1 as given."""
    page = reader.page
    expect(page.get_by_role("main")).not_to_contain_text("Nà Lầu")
    expect(page.get_by_role("main")).not_to_contain_text("Khau Mạ")
    page.evaluate(
        """first => {
            for (const group of document.querySelectorAll('#marks fieldset')) group.querySelector('input').click()
            for (const box of document.querySelectorAll('#marks input[type=text]'))
                box.value = box.parentElement.querySelector('span').textContent.match(/[0-9]+(,[0-9]+)?/)[0]
            document.querySelector(`#marks input[name="mark_1.1"][value^="${first}"]`).click()
        }""",
        first,
    )


def test_two_mark_blind_and_read_who_is_stricter(readers, committee):
    opener = readers(WIDE).sign_in("xet").open(f"/committees/{committee}/calibrations").check()
    opener.follow("Mở đợt chấm thử").fill("Tên đợt", "Quý III").fill("Số phiếu chấm thử", "2").check()
    opener.press("Mở đợt").told("Đã mở đợt chấm thử").check()
    other = readers(WIDE).sign_in("soat").follow("Chấm các phiếu của đợt “Quý III”")
    for reader, first in ((opener, "4"), (other, "5")):
        reader.follow("Chấm phiếu số 1")
        mark(reader, first)
        if reader is opener:
            reader.check_kind()
            mark(reader, first)
        reader.press("Lưu và sang phiếu sau").told("Phiếu này đã chấm đủ.")
        mark(reader, first)
        reader.press("Lưu").told("Phiếu này đã chấm đủ.")
        reader.press("Báo chấm xong").told("Đã báo chấm xong.")

    other.reads("Đồng chí Vi Văn Xét chấm chặt hơn trung vị 1 điểm mỗi phiếu.").check_kind()
    opener.open(other.page.url.removeprefix(opener.site)).reads("Đồng chí Lộc Thị Soát chấm rộng hơn trung vị")
