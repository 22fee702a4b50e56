"""The year's page and the forms that fill it."""

from datetime import date

import pytest
from sqlalchemy import select

from tests import factories as make
from tracker.audit.models import AuditEntry
from tracker.extensions import db
from tracker.guidance.kinds import MeetingKind
from tracker.meetings import service as meetings
from tracker.meetings.rules import MeetingState


@pytest.fixture
def cell(app):
    return make.cell(name="Chi bộ thôn Thử", usual_day=6, usual_place="Nhà văn hóa thôn")


@pytest.fixture
def secretary(cell):
    return make.secretary(cell, "Nông Văn Một")


def words_of(tag):
    return " ".join(tag.text.split())


@pytest.fixture
def year_2021(cell):
    for month in range(1, 13):
        if month != 8:
            make.meeting(cell, 2021, month, state=MeetingState.MINUTED)
    for month in (1, 2, 4, 6, 10, 11, 12):
        make.meeting(cell, 2021, month, 20, kind=MeetingKind.THEMATIC, state=MeetingState.MINUTED, theme=f"Đề {month}")
    make.meeting(cell, 2021, 3, 2, kind=MeetingKind.COMMITTEE, state=MeetingState.MINUTED)
    make.meeting(make.cell(), 2021, 8, state=MeetingState.MINUTED)


def test_the_year_says_what_was_held_and_what_is_missing(client, cell, secretary, year_2021):
    page = client.sign_in(secretary).page(f"/cells/{cell.id}/year/2021")

    shown = words_of(page.select_one("main"))
    assert "Đã họp 11/12 kỳ thường kỳ, 7 kỳ chuyên đề. Thiếu tháng 8. Thiếu chuyên đề quý III." in shown
    missing = page.select(".month--missing")
    assert [month.b.text for month in missing] == ["8"]
    assert "Họp chi ủy tháng 3/2021" in shown


def test_a_missing_month_leads_the_secretary_to_fill_it(client, cell, secretary, year_2021):
    page = client.sign_in(secretary).page(f"/cells/{cell.id}/year/2021")
    client.page(page.select_one(".missing a")["href"])

    page = client.page(page.select_one(".missing a")["href"])
    assert page.select_one("#month option[selected]")["value"] == "8"
    assert page.select_one("#year")["value"] == "2021"


def test_a_member_sees_the_year_and_no_way_to_change_it(client, cell, year_2021):
    page = client.sign_in(make.member(cell, "Chu Anh")).page(f"/cells/{cell.id}/year/2021")

    assert not page.select("a[href*='/meetings/new'], a[href*='not-held']")
    assert not [link for link in page.select("td a") if "Họp chi ủy" in link.text]


def test_the_switch_leads_to_the_year(client, cell, secretary, year_2021):
    page = client.sign_in(secretary).page(f"/cells/{cell.id}/year?year=2021")

    assert "năm 2021" in page.h1.text


def sent(**changed):
    return {
        "kind": "regular", "month": "8", "year": "2021", "day": "2021-08-06", "start": "14:00", "place": "Nhà văn hóa",
        "theme": "", "chair": "", "minute_taker": "", "prepared_by": "",
    } | changed  # fmt: skip


def test_a_past_meeting_is_entered_and_marked(client, cell, secretary, year_2021):
    client.sign_in(secretary)
    client.page(f"/cells/{cell.id}/meetings/new", data=sent())
    meeting = meetings.regular_of_month(cell, 2021, 8)

    assert meeting.is_backfilled
    assert "nhập bổ sung" in client.page(f"/cells/{cell.id}/year/2021").select_one("table").text
    assert "nhập bổ sung" in client.page(f"/meetings/{meeting.id}/about").select_one(".page-head").text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"month": "7"}, "“Sinh hoạt thường kỳ tháng 7/2021”"),
        ({"kind": "thematic"}, "tên chuyên đề"),
        ({"day": ""}, "Hãy chọn ngày họp"),
        ({"day": "2021-01-06"}, "quá xa"),
        ({"place": " "}, "Hãy ghi địa điểm"),
        ({"year": "hai"}, "bằng số"),
        ({"kind": "party"}, "Hãy chọn một trong các mục"),
    ],
)
def test_a_plan_that_cannot_be_keeps_what_was_typed(client, cell, secretary, year_2021, changed, said):
    page = client.sign_in(secretary).page(f"/cells/{cell.id}/meetings/new", data=sent(theme="", **changed))

    assert said in page.select_one(".error-summary").text
    assert page.select_one("#start")["value"] == "14:00"
    assert meetings.regular_of_month(cell, 2021, 8) is None


def test_the_missing_theme_is_said_beside_its_field(client, cell, secretary):
    page = client.sign_in(secretary).page(f"/cells/{cell.id}/meetings/new", data=sent(kind="combined"))

    assert page.select_one(".error-summary a[href='#theme']")
    assert "Hãy ghi tên chuyên đề" in page.select_one("#theme-error").text


def test_sent_twice_one_meeting_stands(client, cell, secretary):
    client.sign_in(secretary)
    data = sent(kind="thematic", theme="Giữ rừng", once="k" * 32)
    client.page(f"/cells/{cell.id}/meetings/new", data=data)
    client.post(f"/cells/{cell.id}/meetings/new", data=data | {"csrf_token": client.csrf_token()})

    assert len(meetings.of_year(cell, 2021)) == 1


def test_a_plan_is_changed_from_its_own_page(client, cell, secretary):
    meeting = make.meeting(cell, 2026, 3)
    client.sign_in(secretary)
    page = client.page(f"/meetings/{meeting.id}/plan")
    assert page.select_one("#day")["value"] == "2026-03-06"

    changed = sent(month="3", year="2026", day="2026-03-09", version=meeting.version)
    client.page(f"/meetings/{meeting.id}/plan", data=changed)
    assert meetings.get(meeting.id).day == date(2026, 3, 9)
    assert "06/3/2026" in words_of(client.page(f"/meetings/{meeting.id}/about").select_one("main"))


def test_a_plan_changed_meanwhile_is_not_overwritten(client, cell, secretary):
    meeting = make.meeting(cell, 2026, 3)
    changed = sent(month="3", year="2026", day="2026-03-09", version=meeting.version)
    client.sign_in(secretary).page(f"/meetings/{meeting.id}/plan", data=changed)

    page = client.page(f"/meetings/{meeting.id}/plan", status=409, data=changed | {"place": "Trường học thôn"})
    assert "Trường học thôn" in page.text
    assert meetings.get(meeting.id).place == "Nhà văn hóa"


def test_not_held_excused_and_planned_again_on_the_pages(client, cell, secretary):
    meeting = make.meeting(cell, 2026, 3)
    reviewer = make.reviewer(cell.parent, "Đặng Văn Sáu")
    address = f"/meetings/{meeting.id}"

    client.sign_in(secretary).page(f"{address}/not-held", data={"reason": "Mưa lũ", "version": meeting.version})
    assert meetings.get(meeting.id).state is MeetingState.NOT_HELD

    page = client.sign_in(reviewer).page(f"{address}/about")
    assert "Mưa lũ" in page.text
    assert page.select_one(f"a[href='{address}/excuse']")
    page = client.page(f"{address}/excuse", data={"reason": "Đúng là lũ", "version": meetings.get(meeting.id).version})
    assert "Cấp trên đã đồng ý" in page.text
    assert not page.select(f"a[href='{address}/excuse']")
    assert meetings.year_page(cell, 2026, date(2026, 5, 1)).required == 11

    version = meetings.get(meeting.id).version
    client.sign_in(secretary).page(f"{address}/plan-again", data={"reason": "Nước rút", "version": version})
    assert meetings.get(meeting.id).state is MeetingState.PLANNED
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.sequence)).all()
    assert acts == ["meeting.mark_not_held", "meeting.excuse", "meeting.plan_again"]


@pytest.mark.parametrize("act", ["not-held", "plan-again", "excuse"])
def test_why_is_asked(client, cell, secretary, act):
    state = MeetingState.PLANNED if act == "not-held" else MeetingState.NOT_HELD
    meeting = make.meeting(cell, state=state)
    who = make.reviewer(cell.parent) if act == "excuse" else secretary
    page = client.sign_in(who).page(f"/meetings/{meeting.id}/{act}", data={"reason": " ", "version": meeting.version})

    assert "Hãy ghi lý do" in page.select_one(".error-summary").text


def test_an_empty_month_is_said_to_have_had_none(client, cell, secretary):
    page = client.sign_in(secretary).page(f"/cells/{cell.id}/months/2026/2/not-held", data={"reason": "Tết"})

    assert "tháng 2/2026 không họp" in page.select_one(".notice--success").text
    page = client.page(f"/cells/{cell.id}/months/2026/2/not-held", data={"reason": "Tết"})
    assert "mở kỳ đó" in page.select_one(".error-summary").text


@pytest.mark.parametrize("state", MeetingState)
@pytest.mark.parametrize("office", ["secretary", "member", "reviewer"])
def test_the_meeting_opens_at_a_page_whatever_its_state(client, cell, secretary, state, office):
    who = {
        "secretary": lambda: secretary,
        "member": lambda: make.member(cell, "Chu Anh"),
        "reviewer": lambda: make.reviewer(cell.parent, "Đặng Văn Sáu"),
    }[office]()
    meeting = make.meeting(cell, state=state)

    assert client.sign_in(who).page(f"/meetings/{meeting.id}")


def test_the_frame_names_the_meeting_and_its_steps(client, cell, secretary):
    meeting = make.meeting(cell, place="Nhà văn hóa thôn", chair_id=secretary.id, state=MeetingState.HELD)
    page = client.sign_in(secretary).page(f"/meetings/{meeting.id}/about")

    assert page.h1.text == "Sinh hoạt thường kỳ tháng 3/2026"
    lead = "thứ Sáu, 06/3/2026, 14:00 – 15:50, Nhà văn hóa thôn. Chủ trì: đ/c Nông Văn Một."
    assert words_of(page.select_one(".page-head__lead")) == lead
    assert page.select_one(".steps [aria-current=step]").text.split() == ["Biên", "bản"]
    assert "Điểm danh" in page.select_one(".tabs").text


def test_a_committee_meeting_has_no_sheet(client, cell, secretary):
    meeting = make.meeting(cell, kind=MeetingKind.COMMITTEE, state=MeetingState.HELD)
    page = client.sign_in(secretary).page(f"/meetings/{meeting.id}/about")

    assert page.h1.text == "Họp chi ủy tháng 3/2026"
    assert "Chấm điểm" not in page.select_one(".tabs").text + page.select_one(".steps").text
