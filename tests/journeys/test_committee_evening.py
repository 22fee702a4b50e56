"""Forty sheets in one evening: the quiet ones in batch, the drawn and the risky one by one, every act counted."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tests.journeys.conftest import WIDE
from tracker.base import clock
from tracker.extensions import db
from tracker.permissions import LEADING
from tracker.scoresheets import agreeing, marking, suggesting
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.rules import Votes

pytestmark = pytest.mark.journey
CELLS, GENEROUS = 40, 6
TO_ADJUST, TO_RETURN, TO_GO_ON = 3, 2, 1


@pytest.fixture
def queue(app):
    """Forty cells met two days ago and handed in; six of them gave themselves more than their records suggest."""
    make.guidance()
    committee = make.committee("Đảng bộ xã Đồng Mây")
    make.account(make.reviewer(committee, "Lương Thị Hạnh"), "hanh")
    day = clock.day_of(clock.now()) - timedelta(days=2)
    cells = [make.cell(committee, name=f"Chi bộ thôn {number:02}") for number in range(1, CELLS + 1)]
    for number, cell in enumerate(cells):
        hand_in(cell, day, generous=number < GENEROUS)
    made = f"/committees/{committee.id}/queue?year={day.year}&month={day.month}"
    db.session.commit()
    db.session.remove()
    return made


def hand_in(cell, day, generous):
    """Full marks; the notice was short, so that the records suggest less for it: a quiet cell takes that mark."""
    meeting = make.scored_meeting(cell, voters=3, year=day.year, month=day.month, day=day.day)
    by, at = make.actor(make.holder_of(cell, LEADING, make.secretary)), clock.now()
    sheet = marking.start(meeting, by, at)
    given = make.full_marks(sheet, **({} if generous else as_suggested(sheet)))
    marking.record(sheet, given, by, at)
    agreeing.agree(sheet, Votes(3, 0, 0), by, at)
    agreeing.submit(sheet, by, at)


def as_suggested(sheet):
    """What the records suggest, where they suggest less than the full mark."""
    full = {one.code: one.full for one in scoresheets.form_of(sheet).criteria(sheet.kind)}
    found = suggesting.stored(sheet)
    less = {code: one.points for (code, part), one in found.items() if not part and one.points is not None}
    return {"c" + code.replace(".", "_"): points for code, points in less.items() if points < full[code]}


def test_forty_sheets_are_cleared_by_reading_what_deserves_it(readers, queue, ledger):
    reader = readers(viewport=WIDE).sign_in("hanh").open(queue).check_kind()
    risky, drawn = sheets_in(reader, "Cần xem kỹ"), sheets_in(reader, "Rút ngẫu nhiên")
    assert len(risky) == GENEROUS
    assert len(drawn) + ticked_random(reader) == CELLS // 10

    in_batch = recognise_quiet_ones(reader)
    assert in_batch == CELLS - len(risky) - len(drawn)

    reader.open(queue)
    assert sheets_in(reader, "Cần xem kỹ") + sheets_in(reader, "Rút ngẫu nhiên") == risky + drawn
    reader.page.get_by_role("link", name=risky[0], exact=True).click()
    reader.check_kind()
    for place in range(len(risky) + len(drawn)):
        ledger.clear()
        decide(reader, ledger, place)

    reader.open(queue).reads("Không có phiếu nào chờ thẩm định")


def sheets_in(reader, group):
    """The cells of one group of the queue, in its order; those of a group that is not there are none."""
    region = reader.page.get_by_role("region", name=group)
    return region.get_by_role("heading", level=3).all_inner_texts() if region.count() else []


def ticked_random(reader):
    """How many of those worth a look were drawn too."""
    return reader.page.get_by_role("region", name="Cần xem kỹ").get_by_text("Rút ngẫu nhiên", exact=True).count()


def recognise_quiet_ones(reader):
    """Page after page; how many in all. The button sleeps until the last summary has been on the screen."""
    page, done = reader.page, 0
    page.get_by_role("link", name="Đọc tóm tắt và công nhận theo lô").click()
    reader.check_kind()
    while page.locator("[data-batch]").count():
        button = page.get_by_role("button", name="Công nhận các phiếu đã chọn")
        rows = page.locator("[data-batch] li")
        expect(button).to_be_disabled()
        for row in rows.all():
            row.scroll_into_view_if_needed()
        expect(button).to_be_enabled()
        done += rows.count()
        button.click()
        expect(page.get_by_role("status").first).to_contain_text("theo lô")
    return done


def decide(reader, ledger, place):
    """The first is adjusted, the second returned, the others recognised as they stand; then on to the next."""
    page = reader.page
    if place == 0:
        spent = ledger.total()
        page.get_by_label("Điểm công nhận tiêu chí 3.5").fill("0")
        page.get_by_label("Lý do điều chỉnh tiêu chí 3.5").fill("Chương trình gửi sát ngày họp")
        page.get_by_role("button", name="Lưu điều chỉnh – 3.5").click()
        reader.reads("Cấp trên điều chỉnh")
        assert ledger.total() - spent == TO_ADJUST
    if place == 1:
        page.get_by_role("link", name="Trả lại – tiêu chí 3.5").click()
        page.get_by_label("Lý do ở tiêu chí 3.5").fill("Đề nghị ghi rõ giờ gửi")
        page.get_by_role("button", name="Trả lại chi bộ").click()
        assert ledger.total() == TO_RETURN + 1
    else:
        page.get_by_role("button", name="Công nhận", exact=True).click()
    onward = page.get_by_role("link", name="Phiếu tiếp theo").or_(page.get_by_role("link", name="Về hàng chờ"))
    spent = ledger.total()
    onward.click()
    assert ledger.total() - spent == TO_GO_ON
