"""A sheet passed on to the committee above: who decides it then, what stays of the first reader's word."""

from decimal import Decimal

import pytest

from tests import factories as make
from tracker.base import clock
from tracker.base.errors import Conflict, RuleBroken
from tracker.extensions import db
from tracker.notices.models import Notice
from tracker.permissions import LEADING, Action, allows
from tracker.reviews import acts as reviewing
from tracker.reviews import forwarding
from tracker.reviews.models import ReviewSettings
from tracker.scoresheets import agreeing
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.rules import SheetState, Votes


@pytest.fixture
def tree(app):
    """Province over a commune that forwards, over a base committee that does too."""
    province = make.committee("Đảng bộ tỉnh")
    commune = make.committee("Đảng bộ xã", province)
    base = make.committee("Đảng bộ cơ sở", commune)
    for one in (commune, base):
        db.session.add(ReviewSettings(committee_id=one.id, forwards=True))
    db.session.commit()
    cell = make.cell(base, "Chi bộ Thử")
    people = {one.name: make.reviewer(one) for one in (base, commune, province)}
    return {"cell": cell, "base": base, "commune": commune, "province": province, "people": people}


def by(tree, name):
    return make.actor(tree["people"][name])


def handed_in(tree, until="submit"):
    return make.scoresheet(make.scored_meeting(tree["cell"]), until=until)


def test_the_committee_above_decides_and_the_one_below_only_reads(tree):
    sheet = handed_in(tree)
    below, higher = by(tree, "Đảng bộ cơ sở"), by(tree, "Đảng bộ xã")
    assert allows(below, Action.REVIEW_SCORESHEET, sheet) and not allows(higher, Action.REVIEW_SCORESHEET, sheet)

    forwarding.forward(sheet, "Nhất trí với chi bộ", below, clock.now())

    assert (sheet.state, sheet.superior_id, sheet.superior_name) == (
        SheetState.SUBMITTED, tree["commune"].id, "Đảng bộ xã",
    )  # fmt: skip
    assert allows(higher, Action.REVIEW_SCORESHEET, sheet) and not allows(below, Action.REVIEW_SCORESHEET, sheet)
    assert allows(below, Action.READ_SCORESHEET, sheet)


def test_it_goes_level_by_level_and_keeps_each_word(tree):
    sheet = handed_in(tree)
    for name in ("Đảng bộ cơ sở", "Đảng bộ xã"):
        forwarding.forward(sheet, f"Ý kiến {name}", by(tree, name), clock.now())
    told = forwarding.passed(sheet, scoresheets.trail(sheet))

    assert sheet.superior_id == tree["province"].id
    assert [(one.committee, one.opinion) for one in told] == [
        ("Đảng bộ cơ sở", "Ý kiến Đảng bộ cơ sở"),
        ("Đảng bộ xã", "Ý kiến Đảng bộ xã"),
    ]
    with pytest.raises(RuleBroken, match="tự quyết định"):
        forwarding.forward(sheet, "Nữa", by(tree, "Đảng bộ tỉnh"), clock.now())


def test_a_sheet_handed_in_anew_begins_below_again(tree):
    sheet = handed_in(tree)
    forwarding.forward(sheet, "Nhất trí", by(tree, "Đảng bộ cơ sở"), clock.now())
    higher = by(tree, "Đảng bộ xã")
    reviewing.open_sheet(sheet, higher, clock.now())
    reviewing.send_back(sheet, {}, "Thiếu", None, higher, clock.now())
    cell = make.actor(make.holder_of(tree["cell"], LEADING, make.secretary))
    agreeing.agree(sheet, Votes(5, 0, 0), cell, clock.now())
    agreeing.submit(sheet, cell, clock.now())

    assert sheet.superior_id == tree["base"].id
    assert forwarding.passed(sheet, scoresheets.trail(sheet)) == []


def test_adjustments_made_below_stay_as_remarks_and_the_sheet_goes_as_the_cell_gave_it(tree):
    below = by(tree, "Đảng bộ cơ sở")
    sheet = handed_in(tree, "open")
    reviewing.adjust(sheet, "3.1", Decimal(1), "Chưa đủ", below, clock.now())
    forwarding.forward(sheet, "Đề nghị hạ 3.1", below, clock.now())

    assert all(mark.recognised is None for mark in sheet.marks)
    assert [remark.reason for remark in scoresheets.remarks(sheet)] == ["Chưa đủ"]
    assert sheet.reviewer_id is None


def test_what_another_reviewer_opened_is_not_passed_on_over_their_head(tree):
    sheet = handed_in(tree, "open")
    other = make.actor(make.reviewer(tree["base"]))
    with pytest.raises(RuleBroken, match="đang do đồng chí"):
        forwarding.forward(sheet, "Nhất trí", other, clock.now())


def test_an_opinion_a_setting_a_committee_above_and_the_version_are_asked_for(tree):
    sheet, below = handed_in(tree), by(tree, "Đảng bộ cơ sở")
    with pytest.raises(RuleBroken, match="lý do"):
        forwarding.forward(sheet, " ", below, clock.now())
    db.session.rollback()
    with pytest.raises(Conflict):
        forwarding.forward(sheet, "Nhất trí", below, clock.now(), version=sheet.version - 1)
    db.session.get(ReviewSettings, tree["base"].id).forwards = False
    with pytest.raises(RuleBroken, match="tự quyết định"):
        forwarding.forward(sheet, "Nhất trí", below, clock.now())


def test_a_committee_with_none_above_decides(app):
    top = make.committee("Đảng bộ huyện")
    db.session.add(ReviewSettings(committee_id=top.id, forwards=True))
    sheet = make.scoresheet(make.scored_meeting(make.cell(top)), until="submit")
    with pytest.raises(RuleBroken, match="nơi quyết định"):
        forwarding.forward(sheet, "Nhất trí", make.actor(make.reviewer(top)), clock.now())


def test_both_sides_are_told(tree):
    sheet = handed_in(tree)
    forwarding.forward(sheet, "Nhất trí", by(tree, "Đảng bộ cơ sở"), clock.now())
    db.session.commit()
    told = {notice.kind: notice.person_id for notice in db.session.query(Notice)}

    assert told["scoresheet_forwarded"] == tree["people"]["Đảng bộ xã"].id
    assert "scoresheet_passed_on" in told


def test_the_page_asks_for_the_opinion_and_says_who_decides(client, tree):
    sheet = handed_in(tree)
    client.sign_in(tree["people"]["Đảng bộ cơ sở"])
    url = f"/scoresheets/{sheet.id}/review/forward"
    assert client.page(f"/scoresheets/{sheet.id}/review").select_one(f'a[href="{url}"]')
    page = client.page(url)
    assert "Đảng bộ xã sẽ quyết định phiếu này" in " ".join(page.select_one("main").text.split())
    page = client.page(url, data={"opinion": "", "version": sheet.version})
    assert "Hãy ghi ý kiến" in page.text
    page = client.page(url, data={"opinion": "Nhất trí với chi bộ", "version": sheet.version})

    assert "Đã chuyển phiếu lên" in page.text
    assert "Chuyển cấp ủy cấp trên quyết định" in page.text
    assert "Cấp ủy thẩm định: Đảng bộ xã" in " ".join(page.select_one("p.chips").text.split())
    client.page(url, status=404)
    page = client.sign_in(tree["people"]["Đảng bộ xã"]).page(f"/scoresheets/{sheet.id}/review")
    panel = " ".join(page.select_one("section[aria-labelledby=passed-on]").text.split())
    assert "Đảng bộ cơ sở" in panel and "Nhất trí với chi bộ" in panel
    client.sign_in(tree["people"]["Đảng bộ tỉnh"]).page(f"/meetings/{sheet.meeting_id}/scoresheet")


def test_who_decides_finds_no_form_to_pass_on(client, app):
    sheet = make.scoresheet(make.scored_meeting(make.cell(make.committee())), until="submit")
    reviewer = make.reviewer(sheet.superior)
    page = client.sign_in(reviewer).page(f"/scoresheets/{sheet.id}/review/forward")
    assert "Cấp ủy này tự quyết định phiếu" in page.text
    client.speak("en").page(f"/scoresheets/{sheet.id}/review/forward")
