"""The queue: which sheets wait, in what order and why, today and on a past day."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.queries import counted
from tracker.base import clock
from tracker.extensions import db
from tracker.guidance.rules import MeetingKind
from tracker.meetings.rules import MeetingState
from tracker.organisations import founding
from tracker.permissions import Office
from tracker.reviews import acts as reviewing
from tracker.reviews import queue
from tracker.reviews.models import ReviewSettings, Signal
from tracker.reviews.risk import Group, Kind
from tracker.reviews.rules import SignalKind, SignalState
from tracker.reviews.service import Month
from tracker.scoresheets import agreeing, marking
from tracker.scoresheets.models import Scoresheet, SheetAct
from tracker.scoresheets.rules import SheetState, Votes

YEAR, MONTH = 2026, 3


@pytest.fixture
def commune(app):
    """A committee that draws nobody, so that only reasons order its queue."""
    row = make.committee(parent=make.committee())
    db.session.add(ReviewSettings(committee_id=row.id, sample_percent=0, submit_days=60))
    db.session.commit()
    return row


def in_march(commune):
    return Month(commune, YEAR, MONTH)


def handed_in(commune, name, month=MONTH, at=None, reading=True, **such):
    """A sheet waiting, with a reading of these figures."""
    meeting = make.meeting(make.cell(commune, name), YEAR, month, state=MeetingState.MINUTED)
    return make.read_sheet(meeting, at or meeting.planned_at + timedelta(days=1), reading=reading, **such)


def names(lines):
    return [line.cell_name for line in lines]


def test_the_riskiest_first_equals_by_name_then_the_drawn_then_the_quiet(commune):
    db.session.get(ReviewSettings, commune.id).sample_percent = 0
    quiet = [handed_in(commune, name) for name in ("Chi bộ Ể", "Chi bộ A")]
    handed_in(commune, "Chi bộ C", risk=5)
    handed_in(commune, "Chi bộ B", risk=5)
    handed_in(commune, "Chi bộ D", risk=9)
    drawn = handed_in(commune, "Chi bộ Z")
    make.sample(commune, YEAR, MONTH, [drawn.cell_id])
    lines = queue.waiting(in_march(commune))
    assert names(lines) == ["Chi bộ D", "Chi bộ B", "Chi bộ C", "Chi bộ Z", "Chi bộ A", "Chi bộ Ể"]
    assert [line.group for line in lines] == [Group.LOOK] * 3 + [Group.SAMPLE] + [Group.QUIET] * 2
    assert [line.sheet_id for line in lines if line.is_quiet] == [quiet[1].id, quiet[0].id]
    assert [line.is_drawn for line in lines] == [False] * 3 + [True] + [False] * 2


def test_what_was_never_read_is_not_quiet(commune):
    handed_in(commune, "Chi bộ A", reading=False)
    [line] = queue.waiting(in_march(commune))
    assert (line.group, line.is_read, line.is_quiet, line.risk) == (Group.LOOK, False, False, 0)


def test_what_somebody_has_opened_keeps_its_place_but_is_not_quiet(commune):
    sheet = handed_in(commune, "Chi bộ A")
    sheet.state = SheetState.UNDER_REVIEW
    db.session.commit()
    [line] = queue.waiting(in_march(commune))
    assert (line.group, line.is_quiet) == (Group.QUIET, False)


def raise_signal(sheet, state=SignalState.RAISED, at=None, changed=None):
    at = at or sheet.submitted_at
    row = Signal(
        cell_id=sheet.cell_id, committee_id=sheet.superior_id, kind=SignalKind.SAME_TOTAL, state=state, from_year=YEAR,
        from_month=1, to_year=YEAR, to_month=MONTH, figures={"count": 4, "total": "90"},
        raised_at=at, changed_at=changed or at,
        answer="Vì" if state is SignalState.ANSWERED else "",
        settled_at=(changed or at) if state is SignalState.SETTLED else None,
    )  # fmt: skip
    db.session.add(row)
    db.session.commit()
    return row


@pytest.mark.parametrize(
    ("state", "open_now"),
    [(SignalState.RAISED, 1), (SignalState.ANSWERED, 1), (SignalState.SETTLED, 0), (SignalState.CEASED, 0)],
)
def test_an_open_question_makes_a_sheet_worth_a_look(commune, state, open_now):
    handed_in(commune, "Chi bộ B", risk=9)
    raise_signal(handed_in(commune, "Chi bộ A"), state)
    lines = {line.cell_name: line for line in queue.waiting(in_march(commune))}
    assert (lines["Chi bộ A"].signals, lines["Chi bộ A"].is_quiet) == (open_now, not open_now)
    assert lines["Chi bộ A"].risk == 10 * open_now
    assert names(queue.waiting(in_march(commune)))[0] == ("Chi bộ A" if open_now else "Chi bộ B")


def test_only_what_waits_for_this_committee_in_this_month_is_listed(commune):
    below = make.committee("Đảng bộ cơ sở", commune)
    handed_in(below, "Chi bộ cơ sở")
    handed_in(commune, "Chi bộ A")
    handed_in(commune, "Chi bộ tháng khác", month=2)
    handed_in(make.committee(), "Chi bộ nơi khác")
    for state in SheetState:
        if state not in (SheetState.SUBMITTED, SheetState.UNDER_REVIEW):
            meeting = make.meeting(make.cell(commune, f"Chi bộ {state}"), YEAR, MONTH, state=MeetingState.MINUTED)
            make.score_of(meeting, 90, state)
    thematic = make.meeting(make.cell(commune, "T"), YEAR, MONTH, 20, MeetingKind.THEMATIC, MeetingState.MINUTED)
    make.read_sheet(thematic, thematic.planned_at)
    assert names(queue.waiting(in_march(commune))) == ["Chi bộ A", "Chi bộ cơ sở"]
    assert names(queue.waiting(in_march(below))) == ["Chi bộ cơ sở"]
    assert names(queue.waiting(Month(commune, YEAR, MONTH, thematic=True))) == ["T"]
    assert queue.elsewhere(in_march(commune)) == [(YEAR, 2, 1)]


def test_the_sheets_beside_one_are_those_of_the_queue(commune):
    first, second, third = (handed_in(commune, f"Chi bộ {risk}", risk=risk) for risk in (9, 5, 2))
    beside = queue.beside(second)
    assert (beside.previous, beside.next) == ((first.id, "Chi bộ 9"), (third.id, "Chi bộ 2"))
    assert queue.beside(first).previous is None and queue.beside(third).next is None
    second.state, second.recognised_total = SheetState.RECOGNISED, second.total
    db.session.commit()
    assert queue.beside(second).next == (third.id, "Chi bộ 2"), "where it stood before it was recognised"
    assert queue.beside(first).next == (third.id, "Chi bộ 2")


# --- a past day -----------------------------------------------------------------------------------------------------


def day_after(moment, days=0):
    return clock.day_of(moment) + timedelta(days=days)


@pytest.fixture
def lived(app):
    """A month as it was lived: three sheets by their own acts, today."""
    commune = make.committee(parent=make.committee())
    cells = [make.cell(commune, f"Chi bộ {name}") for name in "ABC"]
    sheets = [
        make.scoresheet(make.scored_meeting(cell, year=YEAR, month=MONTH, day=6), until="submit", **less)
        for cell, less in zip(cells, ({}, {"c1_1": "4"}, {"c6": "10"}), strict=True)
    ]
    return commune, sheets


def shown(lines):
    return [(one.sheet_id, one.group, one.risk, one.reasons, one.is_drawn, one.total, one.state) for one in lines]


def test_a_past_day_comes_out_again_after_everything_that_followed(lived):
    commune, sheets = lived
    above = make.actor(make.holder_of(commune, {Office.REVIEWER}, make.reviewer))
    at = clock.now()
    today, month = clock.day_of(at), in_march(commune)
    as_it_was = shown(queue.waiting(month))
    assert len(as_it_was) == 3 and shown(queue.waiting(month, today)) == as_it_was

    later = at + timedelta(days=2)
    first, second, third = sheets
    reviewing.open_sheet(first, above, later)
    reviewing.recognise(first, above, later)
    reviewing.open_sheet(second, above, later)
    reviewing.send_back(second, {"1.1": "Chưa rõ"}, "", None, above, later)
    reviewing.open_sheet(third, above, later + timedelta(days=1))
    raise_signal(third, at=later)
    gone = raise_signal(first, SignalState.SETTLED, at=at - timedelta(minutes=1), changed=later)
    founding.rename(None, third.cell, "Chi bộ 0", day_after(at, 2), later, "Đổi tên")
    db.session.commit()

    again = queue.waiting(month, today)
    assert [one.sheet_id for one in queue.waiting(month)] == [third.id]
    assert {one.sheet_id: one.signals for one in again} == {first.id: 1, second.id: 0, third.id: 0}
    db.session.delete(gone)
    db.session.commit()
    assert shown(queue.waiting(month, today)) == as_it_was
    assert [one.sheet_id for one in queue.waiting(month, day_after(at, 2))] == [third.id]
    assert queue.waiting(month, day_after(at, 2))[0].state is SheetState.SUBMITTED
    assert queue.waiting(month, day_after(at, 3))[0].state is SheetState.UNDER_REVIEW
    assert queue.waiting(month, today - timedelta(days=1)) == []


def test_a_sheet_handed_in_again_stands_on_each_day_as_it_was_then(lived):
    commune, [_first, sheet, _third] = lived
    above = make.actor(make.holder_of(commune, {Office.REVIEWER}, make.reviewer))
    by = make.actor(make.holder_of(sheet.cell, {Office.SECRETARY}, make.secretary))
    at = clock.now()
    [before] = [one for one in queue.waiting(in_march(commune)) if one.sheet_id == sheet.id]
    reviewing.open_sheet(sheet, above, at + timedelta(days=1))
    reviewing.send_back(sheet, {}, "Chưa rõ", None, above, at + timedelta(days=1))
    marking.record(sheet, make.full_marks(sheet), by, at + timedelta(days=3))
    agreeing.agree(sheet, Votes(5, 0, 0), by, at + timedelta(days=3))
    agreeing.submit(sheet, by, at + timedelta(days=3))
    db.session.commit()

    def on(days):
        return [one for one in queue.waiting(in_march(commune), day_after(at, days)) if one.sheet_id == sheet.id]

    assert shown(on(0)) == shown([before]) and on(0)[0].total == Decimal(99)
    assert on(1) == on(2) == []
    assert on(3)[0].total == Decimal(100) and "returned" in [one.kind for one in on(3)[0].reasons]
    assert shown(on(3)) == shown([one for one in queue.waiting(in_march(commune)) if one.sheet_id == sheet.id])


def test_a_sheet_forwarded_since_waited_below_then(lived):
    commune, [sheet, *_others] = lived
    province = commune.parent
    at = clock.now()
    sheet.superior_id = province.id
    db.session.add(SheetAct(scoresheet=sheet, act="forward", at=at + timedelta(days=2)))
    db.session.commit()
    today = clock.day_of(at)
    assert sheet.id in [one.sheet_id for one in queue.waiting(in_march(commune), today)]
    assert sheet.id not in [one.sheet_id for one in queue.waiting(in_march(commune))]
    [there] = [one for one in queue.waiting(in_march(province), today) if one.sheet_id == sheet.id]
    assert there.superior_id == commune.id
    [now] = [one for one in queue.waiting(in_march(province)) if one.sheet_id == sheet.id]
    assert now.superior_id == province.id


def test_a_draw_of_a_later_day_is_not_told_of_an_earlier_one(commune):
    sheet = handed_in(commune, "Chi bộ A")
    act = SheetAct(scoresheet=sheet, act="submit", at=sheet.submitted_at)
    db.session.add(act)
    make.sample(commune, YEAR, MONTH, [sheet.cell_id], at=sheet.submitted_at + timedelta(days=2))
    [line] = queue.waiting(in_march(commune), day_after(sheet.submitted_at))
    assert not line.is_drawn
    [line] = queue.waiting(in_march(commune), day_after(sheet.submitted_at, 2))
    assert line.is_drawn


def test_the_queue_asks_no_more_as_cells_grow(commune):
    def asked():
        with counted() as sent:
            queue.waiting(in_march(commune))
            queue.waiting(in_march(commune), day_after(clock.now()))
        return len(sent)

    def grow(number):
        for place in range(number):
            raise_signal(handed_in(commune, f"Chi bộ {number}-{place}", risk=place))

    grow(1)
    few = asked()
    grow(6)
    assert asked() == few <= 8
    assert len(db.session.scalars(select(Scoresheet)).all()) == 7


# --- the page -------------------------------------------------------------------------------------------------------


def url(commune, **asked):
    asked = {"year": YEAR, "month": MONTH} | asked
    return f"/committees/{commune.id}/queue?" + "&".join(f"{name}={value}" for name, value in asked.items())


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
    assert "Tự chấm cao hơn gợi ý 5 điểm, ở 1 mục" in first.text
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
    rows = [[" ".join(cell.text.split()) for cell in row.select("th, td")] for row in page().select("tbody tr")]
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
