"""Rounds of calibration: the draw, marking blind, the end, and what two branches are told of each other."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.queries import counted
from tracker.audit.models import AuditEntry
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.notices.models import Notice
from tracker.permissions import Office
from tracker.reviews.calibration import opening, rules, severity
from tracker.reviews.calibration import service as calibrations
from tracker.reviews.calibration.models import CalibrationMark, CalibrationRound
from tracker.scoresheets.rules import SheetState

NOW = clock.now()
LATELY = clock.day_of(NOW) - timedelta(days=60)


@pytest.fixture
def committee(app):
    return make.committee("Đảng bộ xã Đồng Mây")


@pytest.fixture
def reviewer(committee):
    return make.reviewer(committee, "Vi Văn Xét")


@pytest.fixture
def colleague(committee, reviewer):
    return make.reviewer(committee, "Lộc Thị Soát")


def decided(committee, name=None, state=SheetState.RECOGNISED, day=LATELY):
    cell = make.cell(committee, name) if name else make.cell(committee)
    return make.decided_sheet(cell, day, state)


def at(of, rest=""):
    return f"/calibrations/{of.id}{rest}"


# --- opening --------------------------------------------------------------------------------------------------------


def test_a_round_draws_decided_sheets_of_one_form_and_tells_the_reviewers(client, committee, reviewer, colleague):
    sheets = [decided(committee) for _number in range(3)]
    decided(committee, state=SheetState.SUBMITTED)
    decided(committee, day=LATELY - timedelta(days=400))
    decided(make.committee())
    client.sign_in(reviewer)

    page = client.page(f"/committees/{committee.id}/calibrations/new")
    assert [one.text.split(", ")[0] for one in page.select("#paper option")] == ["Sinh hoạt thường kỳ"]
    assert "(3 phiếu)" in page.select_one("#paper option").text
    data = {
        "name": "Quý III", "paper": page.select_one("#paper option")["value"], "count": "2",
        "reviewers": [reviewer.id, colleague.id],
    }  # fmt: skip
    client.page(f"/committees/{committee.id}/calibrations/new", data=data)

    of = db.session.scalar(select(CalibrationRound))
    drawn = [one.scoresheet_id for one in of.sheets]
    assert drawn == rules.draw([sheet.id for sheet in sheets], of.seed, 2)
    assert of.asked == {reviewer.id, colleague.id}
    told = db.session.scalars(select(Notice.person_id).where(Notice.kind == "calibration_asked"))
    assert list(told) == [colleague.id]
    assert "Quý III" in client.page(f"/committees/{committee.id}/calibrations").text


def open_with(committee, count, people, by):
    [paper] = opening.papers(committee, NOW)
    return opening.open_round(committee, "Đợt", paper, count, [one.id for one in people], make.actor(by), NOW)


def test_what_keeps_a_round_from_being_opened(committee, reviewer, colleague):
    decided(committee)
    stranger = make.reviewer(make.committee())
    past = make.reviewer(committee, until=clock.day_of(NOW) - timedelta(days=1))

    for people in ([reviewer], [reviewer, stranger], [reviewer, past], []):
        with pytest.raises(RuleBroken, match="ít nhất hai người"):
            open_with(committee, 1, people, reviewer)
    with pytest.raises(RuleBroken, match="Chỉ có 1 phiếu"):
        open_with(committee, 2, [reviewer, colleague], reviewer)
    for count in (0, 21):
        with pytest.raises(RuleBroken, match="từ 1 đến 20"):
            open_with(committee, count, [reviewer, colleague], reviewer)
    below = make.reviewer(make.committee("Đảng bộ bộ phận", committee))
    assert open_with(committee, 1, [reviewer, below], reviewer).asked == {reviewer.id, below.id}


def test_the_page_says_what_is_missing(client, committee, reviewer):
    new = f"/committees/{committee.id}/calibrations/new"
    assert "Cần ít nhất hai người" in client.sign_in(reviewer).page(new).text
    make.reviewer(committee)
    assert "chưa có phiếu nào được công nhận" in client.page(new).text


# --- marking blind --------------------------------------------------------------------------------------------------


@pytest.fixture
def of(committee, reviewer, colleague):
    sheets = [decided(committee, "Chi bộ thôn Nà Lầu"), decided(committee, "Chi bộ thôn Khau Mạ")]
    return make.calibration(committee, sheets, [reviewer, colleague])


def test_the_sheet_is_shown_without_whose_it_is_and_what_it_got(client, of, reviewer, colleague):
    sheet = of.sheets[0].scoresheet
    note = next(mark for mark in sheet.marks if mark.criterion == "1.1")
    note.note = "Chi bộ thôn Nà Lầu họp sớm ở thôn Nà Lầu"
    db.session.commit()
    make.calibration_marks(of, colleague)

    page = client.sign_in(reviewer).page(at(of, "/sheets/1"))

    text = page.find("main").get_text(" ", strip=True)
    assert "chi bộ họp sớm ở …" in text
    for hidden in ("Nà Lầu", sheet.superior_name, "Tốt", "tự chấm 100"):
        assert hidden not in page.select_one("form#marks").get_text(" ")
    assert not page.select("form#marks input[checked]")
    assert {one.get("value", "") for one in page.select("form#marks input[type=text]")} <= {""}
    addresses = [link["href"] for link in page.select("main a")]
    assert not [href for href in addresses if "/meetings/" in href or "/scoresheets/" in href or "/cells/" in href]
    assert str(sheet.id) not in {one.get("value") for one in page.select("form#marks input[type=hidden]")}


def test_what_the_records_suggest_is_shown_without_a_way_to_the_records(client, committee, reviewer, colleague):
    meeting = make.scored_meeting(make.cell(committee, "Chi bộ thôn Nà Lầu"))
    of = make.calibration(committee, [make.scoresheet(meeting, until="recognise")], [reviewer, colleague])

    marked = client.sign_in(reviewer).page(at(of, "/sheets/1")).select_one("form#marks")

    assert marked.select(".because--met") and marked.select(".segmented .is-suggested")
    assert "Họp 110 phút" in marked.get_text(" ")
    assert "Theo ghi chép tay của thư ký" in marked.get_text(" ")
    assert marked.select("a") == []


def full(sheet, **other):
    return {f"mark_{one.code}": str(one.full) for one in calibrations.criteria(sheet)} | other


def test_marks_are_kept_a_sheet_at_a_time_and_the_trail_does_not_tell_them(client, of, reviewer):
    sheet = of.sheets[0].scoresheet
    client.sign_in(reviewer).page(at(of, "/sheets/1"), data={"mark_1.1": "1", "act": "save"})
    assert calibrations.given(of, sheet, reviewer.id) == {"1.1": Decimal(1)}

    page = client.page(at(of, "/sheets/1"), data=full(sheet) | {"act": "next"})
    assert page.h1.text == "Phiếu số 2"
    assert calibrations.left(of, reviewer.id) == {1: 0, 2: len(calibrations.criteria(sheet))}
    marked = select(AuditEntry).where(AuditEntry.act == "calibration.mark").order_by(AuditEntry.id)
    said = [entry.new for entry in db.session.scalars(marked)]
    assert said == [{"number": 1, "marked": 1}, {"number": 1, "marked": len(calibrations.criteria(sheet))}]
    client.page(at(of, "/sheets/1"), data={"mark_1.1": "", "act": "save"})
    assert calibrations.left(of, reviewer.id)[1] in (0, 1)


def test_a_mark_that_may_not_stand_is_told_and_what_was_typed_is_kept(client, of, reviewer):
    criteria = calibrations.criteria(of.sheets[0].scoresheet)
    free = next(one.code for one in criteria if not one.levels)
    page = client.sign_in(reviewer).page(at(of, "/sheets/1"), data={f"mark_{free}": "999"})

    assert page.select_one(".error-summary")
    assert page.select_one(f"[name='mark_{free}']")["value"] == "999"
    with pytest.raises(RuleBroken, match="không hợp lệ"):
        calibrations.record(of, of.sheets[0].scoresheet, {"9.9": Decimal(1)}, make.actor(reviewer), NOW)
    assert db.session.scalar(select(CalibrationMark)) is None


def test_there_is_no_sheet_beyond_the_last(client, of, reviewer):
    client.sign_in(reviewer).page(at(of, "/sheets/3"), status=404)
    client.page(at(of, "/sheets/0"), status=404)


def test_done_is_said_when_all_is_marked_and_then_nothing_changes(client, of, reviewer, colleague):
    client.sign_in(reviewer)
    assert "Báo chấm xong" not in client.page(at(of)).text
    with pytest.raises(RuleBroken, match="chưa chấm đủ: 1, 2"):
        calibrations.finish(of, make.actor(reviewer), NOW)
    db.session.rollback()
    make.calibration_marks(of, reviewer)
    assert [one.round_id for one in calibrations.asked(reviewer.id)] == [of.id]

    client.page(at(of, "/finish"), data={})

    assert calibrations.asked(reviewer.id) == []
    assert [one.sheets for one in calibrations.asked(colleague.id)] == [2]
    page = client.page(at(of, "/sheets/1"))
    assert page.h1.get_text(strip=True) == of.name
    refused = client.page(at(of, "/sheets/1"), data={"mark_1.1": "1"})
    assert "không sửa điểm được nữa" in refused.select_one(".error-summary").text
    assert "Giống hệt" not in page.text


def test_with_the_last_one_done_the_round_closes_and_all_are_told(client, of, reviewer, colleague):
    make.calibration_marks(of, reviewer, less=1)
    make.calibration_marks(of, colleague)
    for who in (reviewer, colleague):
        assert calibrations.result(calibrations.get(of.id)) is None
        client.sign_in(who).page(at(of, "/finish"), data={})

    db.session.expire_all()
    assert (of.closed_at is not None, of.closed_by_id) == (True, None)
    told = db.session.scalars(select(Notice.person_id).where(Notice.kind == "calibration_closed"))
    assert sorted(told) == sorted([reviewer.id, colleague.id])
    text = client.page(at(of)).find("main").get_text(" ", strip=True)
    assert "Đồng chí Vi Văn Xét chấm chặt hơn trung vị 1 điểm mỗi phiếu." in text
    assert "Đồng chí Lộc Thị Soát chấm rộng hơn trung vị 1 điểm mỗi phiếu." in text
    assert "Chi bộ thôn Nà Lầu , tháng" in text


def test_closed_early_it_counts_those_who_are_done(client, of, reviewer, colleague):
    make.calibration_marks(of, reviewer)
    calibrations.finish(of, make.actor(reviewer), NOW)
    make.calibration_marks(of, colleague)

    page = client.sign_in(reviewer).page(at(of, "/close"), data={})

    assert "Chưa đủ hai người chấm xong" in page.text
    db.session.expire_all()
    with pytest.raises(RuleBroken, match="đã kết thúc"):
        calibrations.finish(calibrations.get(of.id), make.actor(colleague), NOW)
    with pytest.raises(RuleBroken, match="đã kết thúc"):
        calibrations.close(calibrations.get(of.id), make.actor(reviewer), NOW)


def test_a_reviewer_of_elsewhere_reads_the_figures_and_not_whose_sheets_they_were(client, committee):
    guest = make.reviewer(make.committee(), "Người Nơi Khác")
    own = make.reviewer(committee)
    of = make.calibration(
        committee, [decided(committee, "Chi bộ thôn Nà Lầu")], [guest, own], done=(guest, own), closed=True
    )
    make.calibration_marks(of, guest)
    make.calibration_marks(of, own)

    page = client.sign_in(guest).page(at(of))
    assert "100 % số cặp điểm giống hệt nhau" in page.text.replace("\u00a0", " ")
    assert "Nà Lầu" not in page.text
    assert "Nà Lầu" in client.sign_in(own).page(at(of)).text


def test_pages_ask_no_more_for_more_sheets_and_reviewers(app, committee):
    counts = []
    for size in (2, 4):
        people = [make.reviewer(committee) for _number in range(size)]
        sheets = [decided(committee) for _number in range(size)]
        of = make.calibration(committee, sheets, people, done=people, closed=True)
        for who in people:
            make.calibration_marks(of, who)
        calibration_id, somebody = of.id, people[0].id
        db.session.expunge_all()
        with counted() as sent:
            found = calibrations.get(calibration_id)
            calibrations.result(found)
            calibrations.left(found, somebody)
            calibrations.named(found)
            calibrations.rounds(found.committee)
        counts.append(len(sent))

    assert counts[0] == counts[1]


def test_the_list_of_rounds_goes_on(client, committee, reviewer):
    sheet = decided(committee)
    for number in range(3):
        make.calibration(committee, [sheet], [reviewer, make.reviewer(committee)], name=f"Đợt {number}")

    first, has_more = calibrations.rounds(committee, most=2)
    rest, no_more = calibrations.rounds(committee, first[-1].id, most=2)

    assert ([one.name for one in first], has_more) == (["Đợt 2", "Đợt 1"], True)
    assert ([one.name for one in rest], no_more) == (["Đợt 0"], False)


# --- two branches ---------------------------------------------------------------------------------------------------


@pytest.fixture
def branches(app):
    province = make.committee("Đảng bộ tỉnh")
    return province, make.committee("Đảng bộ xã A", province), make.committee("Đảng bộ xã B", province)


def round_of(province, a, b, less, done=True, closed=True):
    one, other = make.reviewer(a), make.reviewer(b)
    of = make.calibration(
        province, [decided(a), decided(a)], [one, other], done=(one, other) if done else (one,), closed=closed
    )
    make.calibration_marks(of, one, less=less)
    make.calibration_marks(of, other)
    return of


def test_branches_whose_reviewers_differ_by_more_than_a_point_are_told_so(branches):
    province, a, b = branches
    round_of(province, a, b, less=2)

    said = severity.between(a.id, b.id)
    assert "“Đảng bộ xã A” chấm chặt hơn người thẩm định của “Đảng bộ xã B” 2 điểm mỗi phiếu" in said
    assert severity.between(b.id, a.id) == said
    assert severity.between(a.id, province.id) is None
    assert severity.between(a.id, a.id) is None
    assert severity.between(a.id, 999999) is None


@pytest.mark.parametrize(
    ("less", "done", "closed"), [(1, True, True), (0, True, True), (2, False, True), (2, True, False)]
)
def test_nothing_is_said_of_a_point_or_of_a_round_not_done(branches, less, done, closed):
    province, a, b = branches
    round_of(province, a, b, less=less, done=done, closed=closed)

    assert severity.between(a.id, b.id) is None


def test_the_last_round_of_both_counts(branches):
    province, a, b = branches
    early = round_of(province, a, b, less=2)
    early.closed_at = NOW - timedelta(days=100)
    db.session.commit()
    make.calibration(province, [early.sheets[0].scoresheet], [make.reviewer(a), make.reviewer(a)], closed=True)
    assert severity.between(a.id, b.id)

    round_of(province, a, b, less=0)
    assert severity.between(a.id, b.id) is None


def test_who_reviews_for_both_speaks_for_neither_and_an_earlier_round_counts(branches):
    province, a, b = branches
    early, of = round_of(province, a, b, less=3), round_of(province, a, b, less=2)
    early.closed_at = NOW - timedelta(days=100)
    for one in of.reviewers:
        for place in (a, b):
            make.appoint(one.person, place, Office.REVIEWER)

    assert "3 điểm mỗi phiếu" in severity.between(a.id, b.id)


def test_an_open_round_has_no_figures_whoever_is_done(of, reviewer, colleague):
    for one in of.reviewers:
        one.done_at = NOW
    make.calibration_marks(of, reviewer)
    make.calibration_marks(of, colleague)
    assert calibrations.result(of) is None

    of.closed_at = NOW
    assert calibrations.result(of).agreement == 1


def test_the_desk_of_who_is_asked_leads_to_the_round_of_a_committee_above_too(client, branches):
    province, a, _b = branches
    who = make.reviewer(a)
    of = make.calibration(province, [decided(a)], [who, make.reviewer(province)])

    page = client.sign_in(who).page("/")

    [link] = page.select(f"main a[href='{at(of)}']")
    assert of.name in link.text
    make.calibration_marks(of, who)
    calibrations.finish(of, make.actor(who), NOW)
    db.session.commit()
    assert not client.page("/").select(f"main a[href='{at(of)}']")
