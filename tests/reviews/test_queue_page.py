"""The queue as a page."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests import factories as make
from tests.queries import counted
from tests.reviews import waiting
from tests.reviews.waiting import MONTH, YEAR, day_after, handed_in, in_march, raise_signal
from tracker.extensions import db
from tracker.guidance.rules import MeetingKind
from tracker.meetings.rules import MeetingState
from tracker.permissions import Office
from tracker.reviews import queue
from tracker.reviews.models import ReviewSettings
from tracker.reviews.risk import Kind
from tracker.scoresheets.models import SheetAct
from tracker.scoresheets.rules import SheetState


@pytest.fixture
def commune(app):
    return waiting.commune()


def url(commune, below="", **asked):
    asked = {"year": YEAR, "month": MONTH} | asked
    return f"/committees/{commune.id}/queue{below}?" + "&".join(f"{name}={value}" for name, value in asked.items())


@pytest.fixture
def page(client, commune):
    client.sign_in(make.reviewer(commune, "Vi Văn Xét"))

    def opened(at=None, **asked):
        return client.page(url(at or commune, **asked))

    return opened


def listed(page):
    return [" ".join(one.text.split()) for one in page.select(".queue__sheet h3")]


def test_the_page_tells_each_reason_in_words(page, commune):
    sheet = handed_in(commune, "Chi bộ A", risk=5)
    raise_signal(sheet)
    make.sample(commune, YEAR, MONTH, [sheet.cell_id])
    handed_in(commune, "Chi bộ B")
    handed_in(commune, "Chi bộ C", reading=False)
    opened = page()
    assert listed(opened) == ["Chi bộ A", "Chi bộ C", "Chi bộ B"]
    first, second, third = opened.select(".queue__sheet")
    assert "Tự chấm cao hơn gợi ý 5 điểm, ở 1 tiêu chí" in first.text
    assert "4 kỳ liền" in first.text and "Rút ngẫu nhiên" in first.text
    assert first.select_one(".queue__why a")["href"].startswith("/signals/")
    assert "chưa được đối chiếu" in second.text
    assert "Bản ghi gợi ý 50 trên 50 điểm; 3 trên 5 đồng chí có mặt phát biểu" in third.text
    assert first.h3.a["href"] == f"/scoresheets/{sheet.id}/review"
    assert [h.text for h in opened.select("h2")][:2] == ["Cần xem kỹ (2)", "Không có gì khác thường (1)"]


def test_whoever_may_not_review_reads_the_sheet_itself(client, commune):
    sheet = handed_in(commune, "Chi bộ A")
    client.sign_in(make.observer(commune))
    assert client.page(url(commune)).select_one(".queue__sheet a")["href"] == f"/meetings/{sheet.meeting_id}/scoresheet"


def test_a_past_day_can_be_asked_for(page, commune):
    sheet = handed_in(commune, "Chi bộ A")
    db.session.add(SheetAct(scoresheet=sheet, act="submit", at=sheet.submitted_at))
    raise_signal(sheet)
    sheet.state, sheet.recognised_total = SheetState.RECOGNISED, sheet.total
    db.session.commit()
    assert "Không có phiếu nào chờ thẩm định" in page().text
    day = day_after(sheet.submitted_at)
    opened = page(on=day)
    assert listed(opened) == ["Chi bộ A"] and "dựng lại từ bản ghi" in opened.text
    assert "1 câu hỏi đang mở" in opened.text
    assert "không có phiếu nào chờ" in page(on=day - timedelta(days=1)).text
    assert "theo ngày/tháng/năm" in page(on="hom-qua").find(id="on-error").text
    assert page(on="").find(id="on-error") is None


def test_a_long_queue_is_read_page_by_page(page, commune, monkeypatch):
    monkeypatch.setattr("tracker.reviews.queue_routes.PAGE", 3)
    for risk in range(9, 2, -1):
        handed_in(commune, f"Chi bộ {risk}", risk=risk)
    first = page()
    assert listed(first) == ["Chi bộ 9", "Chi bộ 8", "Chi bộ 7"]
    assert "7 phiếu đang chờ" in first.text and "Cần xem kỹ (7)" in first.text
    [onward] = first.select("a[rel=next]")
    assert "from=3" in onward["href"]
    second = page(**{"from": 3})
    assert listed(second) == ["Chi bộ 6", "Chi bộ 5", "Chi bộ 4"] and second.select_one("ol.queue")["start"] == "4"
    assert listed(page(**{"from": 6})) == listed(page(**{"from": 99})) == ["Chi bộ 3"]


def test_sheets_of_other_months_are_not_forgotten(page, commune):
    handed_in(commune, "Chi bộ A", month=1)
    opened = page()
    assert f"Tháng 1/{YEAR} (1)" in opened.text and "Không có phiếu nào chờ" in opened.text


def test_the_page_asks_no_more_as_cells_grow(page, commune):
    def grow(number):
        for place in range(number):
            for month in (1, 2, 3):
                raise_signal(handed_in(commune, f"Chi bộ {number}-{place}-{month}", month, risk=place % 3))

    def asked():
        with counted() as sent:
            page()
        return len(sent)

    grow(1)
    page()
    few = asked()
    grow(4)
    assert asked() == few


def test_the_ranking_is_checked_against_what_became_of_the_sheets(page, commune):
    def answered(name, month, altered=False, **such):
        sheet = handed_in(commune, name, month, **such)
        sheet.state, sheet.recognised_total = SheetState.RECOGNISED, sheet.total
        if altered:
            sheet.marks.append(make.mark("1.1", recognised=Decimal(3)))
        db.session.commit()
        return sheet

    answered("Chi bộ A", 3, altered=True, risk=5)
    answered("Chi bộ B", 2, risk=5)
    drawn = [answered("Chi bộ C", 1, altered=True), answered("Chi bộ D", 1)]
    make.sample(commune, YEAR, 1, [one.cell_id for one in drawn])
    make.sample(commune, YEAR, 2, [])
    for place in range(3):
        answered(f"Chi bộ E{place}", 2)
    returned = handed_in(commune, "Chi bộ F", 3)
    db.session.add(SheetAct(scoresheet=returned, act="return", at=returned.submitted_at + timedelta(days=1)))
    returned.state = SheetState.RETURNED
    handed_in(commune, "Chi bộ chờ", 3, risk=9)
    db.session.commit()
    rows = [
        [" ".join(cell.text.split()) for cell in row.select("th, td")]
        for row in page(below="/checked").select("tbody tr")
    ]
    assert rows == [
        ["Cần xem kỹ", "2", "1", "50 %"], ["Rút ngẫu nhiên", "2", "1", "50 %"],
        ["Không có gì khác thường", "4", "1", "25 %"],
    ]  # fmt: skip


REASONS = [
    {"kind": "returned", "times": 1}, {"kind": "gap", "points": "1.5", "marks": 2}, {"kind": "unbacked", "marks": 1},
    {"kind": "late_notice", "total": "98"}, {"kind": "streak", "months": 5, "total": "98"},
    {"kind": "altered", "sheets": 2, "among": 6}, {"kind": "late", "days": 3}, {"kind": "new_secretary", "days": 12},
    {"kind": "backfilled"},
]  # fmt: skip


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_reason_is_said_in_both_languages(client, commune, language):
    handed_in(commune, "Chi bộ A", risk=9, reasons=REASONS)
    client.sign_in(make.reviewer(commune)).speak(language)
    said = [" ".join(one.text.split()) for one in client.page(url(commune)).select(".queue__why li")]
    assert len(said) == len(set(said)) == len(REASONS) == len(Kind)
    figures = [("1",), ("1,5", "2"), ("1",), ("98",), ("5", "98"), ("2", "6"), ("3",), ("12",), ()]
    if language == "en":
        figures[1] = ("1.5", "2")
    for sentence, wanted in zip(said, figures, strict=True):
        assert all(figure in sentence for figure in wanted), sentence


def test_the_cell_is_not_told_of_the_draw_before_the_decision(client, commune):
    db.session.get(ReviewSettings, commune.id).sample_percent = 100
    sheet = make.scoresheet(make.scored_meeting(make.cell(commune), year=YEAR, month=MONTH), until="submit")
    [line] = queue.waiting(in_march(commune))
    assert line.is_drawn
    client.sign_in(make.holder_of(sheet.cell, {Office.SECRETARY}, make.secretary))
    client.page(url(commune), status=404)
    for address in (f"/meetings/{sheet.meeting_id}/scoresheet", "/", f"/cells/{sheet.cell_id}/year/{YEAR}"):
        assert "ngẫu nhiên" not in client.page(address).text


def test_a_branch_or_the_thematic_meetings_alone(page, commune):
    below = make.committee("Đảng bộ cơ sở", commune)
    handed_in(commune, "Chi bộ A")
    handed_in(below, "Chi bộ B")
    thematic = make.meeting(make.cell(commune, "Chi bộ T"), YEAR, MONTH, 20, MeetingKind.THEMATIC, MeetingState.MINUTED)
    make.read_sheet(thematic, thematic.planned_at)
    assert listed(page()) == ["Chi bộ A", "Chi bộ B"]
    assert listed(page(branch=below.id)) == ["Chi bộ B"]
    assert listed(page(kind="thematic")) == ["Chi bộ T"]


def test_quiet_sheets_lead_to_the_page_of_each_committee_that_the_reader_reviews_for(client, commune):
    below, other = make.committee("Đảng bộ cơ sở", commune), make.committee("Đảng bộ khác", commune)
    for committee in (commune, below, below, other):
        handed_in(committee, f"Chi bộ của {committee.name}")
    handed_in(below, "Chi bộ có lý do", risk=3)
    who = make.reviewer(commune)
    make.appoint(who, below, Office.REVIEWER)
    page = client.sign_in(who).page(url(commune))
    ways = {one["href"].split("?")[0]: one.text for one in page.select("a[href*='/queue/batch']")}
    assert sorted(ways) == sorted(f"/committees/{one.id}/queue/batch" for one in (commune, below))
    assert "2 phiếu" in ways[f"/committees/{below.id}/queue/batch"]
    client.sign_in(make.observer(commune))
    assert not client.page(url(commune)).select("a[href*='/queue/batch']")


def test_the_same_thing_is_not_asked_twice(page, commune):
    told = [{"kind": "streak", "months": 5, "total": "98"}, {"kind": "late", "days": 2}]
    raise_signal(handed_in(commune, "Chi bộ A", risk=9, reasons=told))
    handed_in(commune, "Chi bộ B", risk=9, reasons=told)
    asked, unasked = page().select(".queue__sheet")
    assert len(asked.select("li")) == len(unasked.select("li")) == 2
    assert "Đề nghị xem" in asked.text and "5 kỳ liền" not in asked.text and "5 kỳ liền" in unasked.text


def test_committees_stand_in_order_of_their_names_whether_known_before_or_not(commune):
    other, last = make.committee("Đảng bộ A", commune), make.committee("Đảng bộ Ý", commune)
    in_order = [one.name for one in sorted([commune, other, last], key=lambda one: one.sort_key)]
    for known in ([], [last], [commune, other], [commune, other, last]):
        with counted() as sent:
            found = queue.committees([last.id, other.id, commune.id], known)
        assert [one.name for one in found] == in_order
        assert len(sent) == (len(known) < 3)
    assert queue.committees([other.id], [commune]) == [other]
