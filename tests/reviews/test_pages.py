"""The committee's month, and its work on one sheet, as pages."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, update

from tests import factories as make
from tests.queries import counted
from tracker.base import clock
from tracker.extensions import db
from tracker.guidance.rules import MeetingKind, QualityClass
from tracker.meetings.rules import MeetingState
from tracker.notices.models import Notice
from tracker.organisations.models import Placement
from tracker.people.models import Appointment, Person
from tracker.permissions import Office
from tracker.reviews import queue
from tracker.reviews.service import Month
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.rules import SheetState


def holder(organisation, office):
    return db.session.scalar(
        select(Person)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(Appointment.organisation_id == organisation.id, Appointment.office == office)
        .order_by(Person.id)
    )


def stored(sheet):
    db.session.expire_all()
    return scoresheets.get(sheet.id)


def url(sheet, act=""):
    return f"/scoresheets/{sheet.id}/review{act}"


@pytest.fixture
def sheet(app):
    make.scoresheet(until="submit")
    return make.scoresheet(until="submit", c1_1="4")


@pytest.fixture
def reviewer(client, sheet):
    return client.sign_in(holder(sheet.cell.parent, Office.REVIEWER))


def press(client, sheet, act, **fields):
    return client.page(url(sheet, act), data={"version": stored(sheet).version, **fields})


def told(kind):
    return list(db.session.scalars(select(Notice.person_id).where(Notice.kind == kind)))


def test_a_sheet_is_frozen_adjusted_and_recognised(reviewer, sheet):
    page = reviewer.page(url(sheet))
    assert page.select_one("form[action$='/criteria/3.1'] input[name=points]")["value"] == "3"
    page = press(reviewer, sheet, "/criteria/3.1", points="1,5", reason="Nội dung còn dàn trải")
    assert stored(sheet).reviewer.full_name in page.text
    assert "Cấp trên điều chỉnh 3 → 1,5." in page.find(id="criterion-3.1").text
    assert page.select_one(".total").text.split()[0] == "97,5"

    page = press(reviewer, sheet, "/recognise")

    now = stored(sheet)
    assert (now.state, now.total, now.recognised_total) == (SheetState.RECOGNISED, Decimal(99), Decimal("97.5"))
    assert now.recognised_class is QualityClass.GOOD
    assert now.answer_until - now.recognised_at == timedelta(days=10)
    assert told("scoresheet_adjusted") == [holder(sheet.cell, Office.SECRETARY).id]
    assert "Công nhận" in page.select_one(".trail").text


def test_an_adjustment_may_lower_the_class(reviewer, sheet):
    press(reviewer, sheet, "/open")
    press(reviewer, sheet, "/criteria/6", points="10", reason="Một nửa nhiệm vụ chưa xong")
    press(reviewer, sheet, "/recognise")
    assert (stored(sheet).self_class, stored(sheet).recognised_class) == (QualityClass.GOOD, QualityClass.FAIR)


@pytest.mark.parametrize(
    ("code", "points", "reason", "sentence"),
    [
        ("3.1", "", "Vì", "Hãy ghi điểm công nhận"),
        ("3.1", "2", "", "Hãy ghi lý do điều chỉnh"),
        ("3.1", "4", "Vì", "phải từ 0 đến 3"),
        ("3.1", "-1", "Vì", "phải từ 0 đến 3"),
        ("3.1", "2,25", "Vì", "lẻ đến 0,5"),
        ("3.1", "hai", "Vì", "bằng số"),
        ("1.1", "4,5", "Vì", "một trong các mức"),
        ("3.1", "3", "Vì", "đang có đúng số điểm này"),
    ],
)
def test_an_adjustment_that_may_not_stand_comes_back_as_typed(reviewer, sheet, code, points, reason, sentence):
    press(reviewer, sheet, "/open")
    page = press(reviewer, sheet, f"/criteria/{code}", points=points, reason=reason)
    assert sentence in page.select_one(".error-summary").text
    assert page.select_one("#points")["value"] == points
    assert page.select_one("#reason").text.strip() == reason
    assert all(mark.recognised is None for mark in stored(sheet).marks)


def test_an_adjustment_is_undone_and_both_stay_on_record(reviewer, sheet):
    press(reviewer, sheet, "/open")
    press(reviewer, sheet, "/criteria/3.1", points="1", reason="Nhầm")
    press(reviewer, sheet, "/criteria/3.1/undo")
    now = stored(sheet)
    assert all(mark.recognised is None for mark in now.marks)
    assert [(one.act, one.old, one.new) for one in scoresheets.remarks(now)] == [("adjust", 3, 1), ("undo", 1, 3)]


def test_a_criterion_that_does_not_exist_is_not_found(reviewer, sheet):
    press(reviewer, sheet, "/open")
    assert reviewer.get(url(sheet, "/criteria/99.9")).status_code == 404


def test_a_returned_sheet_says_why_and_comes_back_with_its_history(client, reviewer, sheet):
    press(reviewer, sheet, "/open")
    press(reviewer, sheet, "/criteria/3.1", points="1", reason="Chưa nói với chi bộ")
    deadline = (clock.day_of(clock.now()) + timedelta(days=3)).isoformat()
    page = press(reviewer, sheet, "/return", deadline=deadline)
    assert "Hãy ghi lý do trả lại" in page.select_one(".error-summary").text
    press(reviewer, sheet, "/return", deadline=deadline, summary="Cần làm rõ", **{"reason_1.1": "Giờ họp chưa khớp"})

    now = stored(sheet)
    assert (now.state, now.agreed_at, now.votes_for) == (SheetState.RETURNED, None, None)
    assert all(mark.recognised is None for mark in now.marks)
    assert told("scoresheet_returned")

    client.sign_in(holder(sheet.cell, Office.SECRETARY))
    page = client.page(f"/meetings/{sheet.meeting_id}/scoresheet")
    assert "Giờ họp chưa khớp" in page.find(id="criterion-1.1").text
    assert "nộp lại trước" in page.text and "Cần làm rõ" in page.text
    client.page(f"/meetings/{sheet.meeting_id}/scoresheet", data={"version": now.version, "mark_1.1": "3"})
    page = client.page(f"/meetings/{sheet.meeting_id}/scoresheet")
    assert "Giờ họp chưa khớp" in page.find(id="criterion-1.1").text
    client.page(
        f"/meetings/{sheet.meeting_id}/scoresheet/agree", data={"votes_for": "5", "version": stored(sheet).version}
    )
    client.page(f"/meetings/{sheet.meeting_id}/scoresheet/submit", data={"version": stored(sheet).version})

    assert [act.act for act in scoresheets.trail(stored(sheet))] == [
        "agree", "submit", "open", "return", "agree", "submit",
    ]  # fmt: skip
    assert stored(sheet).reviewer_id is None


def test_the_cell_does_not_read_what_is_still_being_weighed(client, reviewer, sheet):
    press(reviewer, sheet, "/open")
    press(reviewer, sheet, "/criteria/3.1", points="1", reason="Đang cân nhắc")
    client.sign_in(holder(sheet.cell, Office.SECRETARY))
    text = client.page(f"/meetings/{sheet.meeting_id}/scoresheet").text
    assert "Đang cân nhắc" not in text and "Cấp trên: 1" not in text


def test_the_deadline_is_not_past(reviewer, sheet):
    press(reviewer, sheet, "/open")
    page = press(reviewer, sheet, "/return", deadline="2020-01-01", summary="Xem lại nhé")
    assert "từ hôm nay trở đi" in page.select_one(".error-summary").text
    assert "Xem lại nhé" in page.select_one("#summary").text


def test_another_reviewer_takes_over_before_acting(client, reviewer, sheet):
    press(reviewer, sheet, "/open")
    other = make.reviewer(sheet.cell.parent, "Lý Thử Hai")
    client.sign_in(other)
    page = press(client, sheet, "/recognise")
    assert "Nhận thẩm định" in page.select_one(".error-summary").text
    press(client, sheet, "/open")
    press(client, sheet, "/recognise")
    assert stored(sheet).state is SheetState.RECOGNISED


def test_after_the_explanation_the_committee_changes_its_mind_or_not(client, sheet):
    other = make.scoresheet(until="explain")
    client.sign_in(holder(other.cell.parent, Office.REVIEWER))
    page = press(client, other, "/take-up", reason="")
    assert "Hãy ghi lý do" in page.select_one(".error-summary").text
    press(client, other, "/take-up", reason="Giải trình có cơ sở")
    assert (stored(other).state, stored(other).recognised_total) == (SheetState.UNDER_REVIEW, None)
    press(client, other, "/recognise")
    assert stored(other).state_at(clock.now()) is SheetState.LOCKED, "the cell answered once"


def test_the_result_is_upheld_with_a_reason(client, sheet):
    other = make.scoresheet(until="explain")
    client.sign_in(holder(other.cell.parent, Office.REVIEWER))
    press(client, other, "/uphold", reason="Đã đối chiếu biên bản")
    assert stored(other).state is SheetState.LOCKED
    assert told("scoresheet_upheld")


def test_a_page_drawn_before_somebody_acted_changes_nothing(reviewer, sheet):
    old = stored(sheet).version
    press(reviewer, sheet, "/open")
    page = reviewer.page(url(sheet, "/recognise"), data={"version": old}, status=409)
    assert page.h1
    assert stored(sheet).state is SheetState.UNDER_REVIEW


def test_the_sheet_belongs_to_the_committee_of_the_day_it_was_handed_in(client, sheet):
    old = sheet.cell.parent
    new = make.committee()
    cell = sheet.cell
    cell.parent, cell.path = new, f"{new.path}{cell.id}/"
    db.session.commit()
    client.sign_in(holder(old, Office.REVIEWER))
    client.page(url(sheet))
    client.sign_in(make.reviewer(new))
    assert client.get(url(sheet)).status_code == 404


ACTS = ["/open", "/criteria/3.1", "/criteria/3.1/undo", "/return", "/recognise", "/take-up", "/uphold"]


@pytest.mark.parametrize(
    "who",
    ["secretary", "member", "reviewer", "above", "other_reviewer", "observer", "administrator"],
)
def test_who_may_review(client, sheet, who):
    committee = sheet.cell.parent
    above = make.committee()
    committee.parent, committee.path = above, f"{above.path}{committee.id}/"
    db.session.commit()
    signed = {
        "secretary": lambda: holder(sheet.cell, Office.SECRETARY), "member": lambda: make.member(sheet.cell),
        "reviewer": lambda: holder(committee, Office.REVIEWER), "above": lambda: make.reviewer(above),
        "other_reviewer": lambda: make.reviewer(make.committee()), "observer": lambda: make.observer(committee),
        "administrator": lambda: make.administrator(committee),
    }  # fmt: skip
    client.sign_in(signed[who]())
    may = who == "reviewer"
    assert (client.get(url(sheet)).status_code == 200) is may
    for act in ACTS:
        token = client.csrf_token()
        assert (client.post(url(sheet, act), data={"version": "0", "csrf_token": token}).status_code != 404) is may, act
    listing = client.get(f"/committees/{committee.id}/reviews").status_code
    assert (listing == 200) is (who in ("reviewer", "above", "observer"))


def test_a_draft_is_not_on_the_committees_desk(client, app):
    sheet = make.scoresheet(until="agree")
    client.sign_in(make.reviewer(sheet.cell.parent))
    assert client.get(url(sheet)).status_code == 404


@pytest.fixture
def month(app):
    """One cell at every state, in March 2026, and noise: another month, another committee."""
    committee = make.committee()
    make.reviewer(committee)
    names = {}
    for until in ("submit", "open", "return", "recognise", "agree"):
        cell = make.cell(committee, f"Chi bộ {until}")
        make.scoresheet(make.scored_meeting(cell), until=until)
        names[until] = cell
    make.meeting(make.cell(committee, "Chi bộ đã họp"), state=MeetingState.HELD)
    make.meeting(make.cell(committee, "Chi bộ mới lập kế hoạch"))
    make.cell(committee, "Chi bộ Ất")
    make.cell(committee, "Chi bộ Ấp")
    make.meeting(
        make.cell(committee, "Chi bộ mưa lũ"), state=MeetingState.NOT_HELD, excused_at=clock.now(), excused_reason="Lũ"
    )
    make.scoresheet(make.scored_meeting(names["submit"], month=4), until="submit")
    make.scoresheet(until="submit")
    return committee


def tallies(page):
    return {item.span.text: int(item.b.text) for item in page.select(".tally a")}


def test_the_month_says_who_handed_in_who_met_who_did_not(client, month):
    client.sign_in(holder(month, Office.REVIEWER))
    page = client.page(f"/committees/{month.id}/reviews?year=2026&month=3")
    assert tallies(page) == {
        "Chờ thẩm định": 1, "Đang thẩm định": 1, "Đã trả lại, chờ nộp lại": 1, "Đã họp, chưa nộp phiếu": 2,
        "Chưa họp": 3, "Không họp, được chấp nhận": 1, "Đã công nhận": 1,
    }  # fmt: skip
    cells = [row.td.text for row in page.select("tbody tr")]
    assert len(cells) == 10
    assert cells.index("Chi bộ Ấp") < cells.index("Chi bộ Ất") < cells.index("Chi bộ đã họp")

    page = client.page(f"/committees/{month.id}/reviews?year=2026&month=3&show=not_met")
    assert {row.td.text for row in page.select("tbody tr")} == {"Chi bộ mới lập kế hoạch", "Chi bộ Ất", "Chi bộ Ấp"}
    page = client.page(f"/committees/{month.id}/reviews?year=2026&month=3&show=waiting")
    [row] = page.select("tbody tr")
    assert "/review" in row.a["href"]


def test_thematic_sheets_have_a_list_of_their_own(client, month):
    cell = make.cell(month, "Chi bộ chuyên đề")
    for day in (10, 20):
        make.scoresheet(make.scored_meeting(cell, day=day, kind=MeetingKind.THEMATIC), until="submit")
    client.sign_in(holder(month, Office.REVIEWER))
    page = client.page(f"/committees/{month.id}/reviews?year=2026&month=3&kind=thematic")
    assert [row.td.text for row in page.select("tbody tr")] == ["Chi bộ chuyên đề"] * 2
    assert tallies(page)["Chờ thẩm định"] == 2 and "Chưa họp" not in tallies(page)
    assert "kind=thematic" in page.select_one(".tally a")["href"]


@pytest.mark.parametrize("query", ["year=2026&month=13", "year=1&month=3"])
def test_a_month_that_is_none_is_not_found(client, month, query):
    client.sign_in(holder(month, Office.REVIEWER))
    assert client.get(f"/committees/{month.id}/reviews?{query}").status_code == 404


def test_a_moved_cell_stays_in_the_months_of_its_old_committee(client, month):
    new = make.committee()
    make.reviewer(new)
    cell = scoresheets.get(1).cell
    db.session.execute(
        update(Placement)
        .where(Placement.organisation_id == cell.id)
        .values(until_date=clock.day_of(clock.now()).replace(2026, 3, 31))
    )
    db.session.add(
        Placement(
            organisation=cell, parent=new, name=cell.name, from_date=clock.day_of(clock.now()).replace(2026, 4, 1)
        )
    )
    cell.parent, cell.path = new, f"{new.path}{cell.id}/"
    db.session.commit()

    client.sign_in(holder(month, Office.REVIEWER))
    assert sum(tallies(client.page(f"/committees/{month.id}/reviews?year=2026&month=3")).values()) == 10
    assert sum(tallies(client.page(f"/committees/{month.id}/reviews?year=2026&month=4")).values()) == 9


def test_the_list_pages_by_key_without_loss(client, month, monkeypatch):
    monkeypatch.setattr("tracker.reviews.service.lines.__defaults__", (None, "", 3))
    client.sign_in(holder(month, Office.REVIEWER))
    found, address = [], f"/committees/{month.id}/reviews?year=2026&month=3"
    while address:
        page = client.page(address)
        found += [row.td.text for row in page.select("tbody tr")]
        following = page.select_one("a[rel=next]")
        address = following["href"] if following else None
    assert len(found) == 10 and len(set(found)) == 10


def test_the_list_asks_as_much_for_many_cells_as_for_few(client, app):
    committee = make.committee()
    client.sign_in(make.reviewer(committee))
    address = f"/committees/{committee.id}/reviews?year=2026&month=3"

    def asked():
        client.get(address)
        with counted() as sent:
            assert client.get(address).status_code == 200
        return len(sent)

    def handed_in():
        for until in ("submit", "agree", "recognise", "return", "start", "submit"):
            make.scoresheet(make.scored_meeting(make.cell(committee)), until=until)

    handed_in()  # one at least of each: a list known to be empty is not asked for
    make.cell(committee)
    few = asked()
    handed_in()
    assert asked() == few


def test_the_sheet_before_and_after_are_a_press_away(client, month):
    client.sign_in(holder(month, Office.REVIEWER))
    waiting = [line.sheet_id for line in queue.waiting(Month(month, 2026, 3))]
    assert len(waiting) == 2
    address, seen = f"/scoresheets/{waiting[0]}/review", []
    while address:
        page = client.page(address)
        seen.append(address)
        following = page.select_one(".pager a[rel=next]")
        address = following["href"] if following else None
    assert seen == [f"/scoresheets/{one}/review" for one in waiting]


def test_the_next_sheet_is_never_one_that_another_committee_decides(client, month):
    below = make.committee(parent=month)
    make.scoresheet(make.scored_meeting(make.cell(below)), until="submit")
    assert len(queue.waiting(Month(month, 2026, 3))) == 3
    own = [line for line in queue.waiting(Month(month, 2026, 3)) if line.superior_id == month.id]
    ways = [queue.beside(scoresheets.get(line.sheet_id)) for line in own]
    assert {way.next and way.next[0] for way in ways} == {None, own[1].sheet_id}


def test_both_pages_in_english(client, month):
    client.sign_in(holder(month, Office.REVIEWER)).speak("en")
    assert client.get(f"/committees/{month.id}/reviews").status_code == 200
