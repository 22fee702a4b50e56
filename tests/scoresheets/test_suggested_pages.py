"""The sheet that drafts itself, as the cell and the reviewer see it."""

import re
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from sqlalchemy import delete

from tests import factories as make
from tests.queries import counted
from tracker.base import clock
from tracker.extensions import db
from tracker.guidance import service
from tracker.guidance.kinds import MeetingKind
from tracker.meetings.rules import MeetingState
from tracker.minutes import service as minutes
from tracker.scoresheets import accepting, backing, marking
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.backing_models import Suggestion
from tracker.scoresheets.marking import Given
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import SheetState

LINES = {
    "mark_3.1": "3", "mark_4.2": "14", "part_4.9_a": "2+4+2,5+1", "part_5_a": "1 2 1 1",
    "part_4.9_b": "", "part_5_b": "",
}  # fmt: skip


@pytest.fixture
def meeting(app):
    make.guidance()
    return make.recorded_meeting(make.cell(), absent=1, tasks_late=1)


@pytest.fixture
def secretary(client, meeting):
    return client.sign_in(meeting.chair)


@pytest.fixture
def sheet(meeting):
    row = marking.start(meeting, make.actor(meeting.chair), clock.now())
    db.session.commit()
    return row


def url(meeting, act=""):
    return f"/meetings/{meeting.id}/scoresheet{act}"


def stored():
    db.session.expire_all()
    return db.session.query(Scoresheet).one()


def given(code):
    return next(mark.given for mark in stored().marks if mark.criterion == code)


def line(page, code):
    return page.find(id=f"criterion-{code}")


def words(tag):
    return " ".join(tag.get_text(" ").split())


def test_the_sheet_may_begin_with_the_suggestions_taken(secretary, meeting):
    page = secretary.page(url(meeting, "/start"), data={"act": "accept"})

    assert "Đã nhận gợi ý ở 14 tiêu chí" in page.select_one(".notice--success").text
    assert "3.1, 4.2, 4.9, 5" in page.select_one(".notice--success").text
    assert (given("2.1"), given("3.1")) == (1, None)


def test_after_accepting_the_page_leads_to_the_first_that_waits(secretary, sheet, meeting):
    answer = secretary.send(
        url(meeting), {"version": sheet.version, "act": "accept", "mark_4.2": "14"}, follow_redirects=False
    )
    assert answer.location.endswith("/scoresheet#criterion-3.1")
    page = secretary.page(url(meeting))
    assert page.select_one(".action-bar [href='#criterion-3.1']")
    assert given("4.2") == 14


def test_what_was_wrong_in_the_form_is_said_and_nothing_is_taken(secretary, sheet, meeting):
    page = secretary.page(url(meeting), data={"version": sheet.version, "act": "accept", "mark_4.2": "99"})
    assert page.find(id="mark_4.2")["value"] == "99"
    assert given("2.1") is None


def test_each_suggestion_says_why_and_leads_to_its_records(secretary, sheet, meeting):
    page = secretary.page(url(meeting))

    told = line(page, "2.1")
    assert "Chưa đạt đủ, gợi ý 1 điểm." in words(told)
    assert "Có mặt 4/5 đảng viên phải dự" in words(told.select_one("details.grounds"))
    assert told.select_one("details.grounds a")["href"] == f"/meetings/{meeting.id}/roll"
    assert told.select_one("label.is-suggested b").text == "1"
    assert "Đạt, gợi ý 5 điểm." in words(line(page, "1.1"))
    assert "Sổ không gợi ý; chi bộ tự xét." in words(line(page, "3.1"))
    assert len(line(page, "7").select(".reason")) == 3
    for link in page.select("details.grounds a"):
        assert secretary.get(link["href"]).status_code == 200, link["href"]


def test_what_cannot_be_told_asks_for_its_record_and_leads_there(secretary, meeting):
    meeting.held_until = None
    marking.start(meeting, make.actor(meeting.chair), clock.now())
    db.session.commit()
    told = line(secretary.page(url(meeting)), "1.1")
    assert "Chưa rõ. Sổ chưa ghi giờ kết thúc." in words(told)
    assert told.select_one(".because a")["href"] == f"/meetings/{meeting.id}/hold"
    assert not told.select(".is-suggested")


@pytest.mark.parametrize(
    ("points", "said"), [("1", "Bằng mức gợi ý"), ("3", "Cao hơn gợi ý 2 điểm"), ("4", "Cao hơn gợi ý 3 điểm")]
)
def test_the_difference_stands_in_words_and_figures(secretary, sheet, meeting, points, said):
    page = secretary.page(url(meeting), data={"version": sheet.version, "mark_2.1": points, "mark_1.1": "4"})
    assert words(line(page, "2.1").select_one(".versus")) == said
    assert words(line(page, "1.1").select_one(".versus")) == "Thấp hơn gợi ý 1 điểm"
    asks = "Cần minh chứng hoặc giải trình" in words(line(page, "2.1"))
    assert asks is (points != "1")
    assert bool(page.select_one(".action-bar [href='#criterion-2.1']")) is asks
    assert "Cần minh chứng" not in words(line(page, "1.1"))


def test_sub_marks_go_on_one_line(secretary, sheet, meeting):
    secretary.page(url(meeting), data={"version": sheet.version} | LINES)
    assert (given("4.9"), given("5")) == (Decimal("9.5"), 5)


@pytest.mark.parametrize(
    ("language", "shown"), [("vi", r"\D2 · \D+ 4 · \D+ 2,5 · "), ("en", r"\D2 · \D+ 4 · \D+ 2\.5 · ")]
)
def test_sub_marks_are_read_as_figures_of_the_language(client, secretary, sheet, meeting, language, shown):
    secretary.page(url(meeting), data={"version": sheet.version, "part_4.9_a": "2,0+4,0+2,50+1"})
    reader = client.sign_in(make.member(meeting.cell))
    reader.speak(language)
    assert re.search(shown, words(line(reader.page(url(meeting)), "4.9")))


@pytest.mark.parametrize("typed", ["2+4+3", "2 4 3", "2+4+3+1+1", "2+x+3+1", "2+4+3+9"])
def test_a_line_that_does_not_fit_its_parts_is_refused(secretary, sheet, meeting, typed):
    page = secretary.page(url(meeting), data={"version": sheet.version, "part_4.9_a": typed})
    assert page.select(".field-error")
    assert given("4.9") is None


def test_the_committees_own_meeting_is_opened_by_those_who_may_read_it(client, secretary, meeting):
    before = make.meeting(
        meeting.cell, kind=MeetingKind.COMMITTEE, state=MeetingState.MINUTED,
        planned_at=meeting.planned_at - timedelta(days=7),
    )  # fmt: skip
    make.committee_member(meeting.cell)
    meeting.prepared_by = before
    marking.start(meeting, make.actor(meeting.chair), clock.now())
    db.session.commit()
    link = f"a[href='/meetings/{before.id}/about']"
    assert line(secretary.page(url(meeting)), "3.3").select_one(link).get_text() == "Họp chi ủy"

    found = line(client.sign_in(make.member(meeting.cell)).page(url(meeting)), "3.3")
    assert "Họp chi ủy" in words(found)
    assert found.select_one(link) is None


def test_a_change_of_the_records_is_pointed_out(secretary, sheet, meeting):
    secretary.page(url(meeting), data={"version": sheet.version, "act": "accept"})
    [decision] = minutes.decisions(meeting)
    decision.is_passed, meeting.held_until = False, None
    make.told(meeting.cell)

    page = secretary.page(url(meeting))
    assert "gợi ý đổi ở tiêu chí: 1.1, 7" in words(page.select_one("main .notice:not(.notice--success)"))
    assert "Gợi ý đã đổi: trước 5 điểm, nay chưa rõ." in words(line(page, "1.1"))
    assert "Gợi ý đã đổi từ 2 xuống 0 điểm." in words(line(page, "7"))
    assert "Cao hơn gợi ý 2 điểm" in words(line(page, "7"))


def above(secretary, sheet, meeting):
    secretary.page(url(meeting), data={"version": sheet.version, "act": "accept", "mark_2.1": "4"} | LINES)


def test_a_file_or_a_record_of_the_meeting_is_evidence(secretary, sheet, meeting):
    above(secretary, sheet, meeting)
    page = secretary.page(url(meeting, "/evidence/2.1"))
    choices = [option["value"] for option in page.select("#record option")]
    assert f"roll-{meeting.id}" in choices

    page = secretary.page(url(meeting, "/evidence/2.1"), data={"record": f"roll-{meeting.id}"})
    assert "Cần minh chứng" not in words(line(page, "2.1"))
    page = secretary.page(
        url(meeting, "/evidence/2.1"),
        data={"file": (BytesIO(make.PDF), "giay-xac-nhan.pdf")}, content_type="multipart/form-data",
    )  # fmt: skip
    names = [words(link) for link in line(page, "2.1").select("ul.bullets a")]
    assert names == ["Điểm danh", "giay-xac-nhan.pdf"]
    for link in line(page, "2.1").select("ul.bullets a"):
        assert secretary.get(link["href"]).status_code == 200

    page = secretary.page(url(meeting, "/evidence/2.1"))
    for form in page.select("main form.act"):
        secretary.page(
            url(meeting, "/evidence/2.1/remove"), data={"evidence": form.select_one("[name=evidence]")["value"]}
        )
    assert backing.evidence_of(stored()) == {}


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Hãy chọn một tệp hoặc một hồ sơ"),
        ({"record": "minutes-999"}, "Hãy chọn trong danh sách"),
        ({"file": (BytesIO(b"MZ\x90"), "x.pdf")}, "Chỉ nhận tệp"),
        ({"file": (BytesIO(make.PDF), "x.docx")}, "Đuôi tệp không khớp"),
    ],
)
def test_evidence_that_will_not_do_is_refused(secretary, sheet, meeting, sent, said):
    page = secretary.page(url(meeting, "/evidence/2.1"), data=sent, content_type="multipart/form-data")
    assert said in page.select_one(".error-summary").text
    assert backing.evidence_of(stored()) == {}


def test_no_such_criterion_no_such_page(secretary, sheet, meeting):
    assert secretary.get(url(meeting, "/evidence/9.9")).status_code == 404


def test_the_vote_is_refused_until_it_is_explained_and_may_hand_in_at_once(secretary, sheet, meeting):
    above(secretary, sheet, meeting)
    page = secretary.page(url(meeting, "/agree"))
    assert "chưa có minh chứng hoặc giải trình: 2.1" in words(page.select_one("main .notice"))
    assert page.find(id="votes_for")["value"] == "4", "the number present, to be confirmed by a person"

    page = secretary.page(url(meeting, "/agree"), data={"votes_for": "4", "version": stored().version, "act": "submit"})
    assert "cao hơn gợi ý ở tiêu chí: 2.1" in page.select_one(".error-summary").text
    assert stored().state is SheetState.DRAFT

    secretary.page(url(meeting), data={"version": stored().version, "note_2.1": "Đồng chí ấy trực bão"})
    page = secretary.page(url(meeting, "/agree"), data={"votes_for": "4", "version": stored().version, "act": "submit"})
    assert (stored().state, stored().votes_for) == (SheetState.SUBMITTED, 4)
    assert [act.act for act in scoresheets.trail(stored())] == ["agree", "submit"]
    told = line(page, "2.1")
    assert "Giải trình điểm cao hơn gợi ý" in words(told) and "Đồng chí ấy trực bão" in words(told)
    assert "Cao hơn gợi ý 3 điểm" in words(told)


def test_who_may_not_hand_in_only_records_the_vote(client, sheet, meeting):
    accepting.accept(sheet, Given(), make.actor(meeting.chair), clock.now())
    db.session.commit()
    client.sign_in(make.minute_taker(meeting.cell))
    page = client.page(url(meeting), data={"version": sheet.version, "act": "agree"} | LINES)
    assert page.h1.text == "Biểu quyết phiếu đánh giá"
    assert [button.text for button in page.select("main form .buttons button")] == ["Ghi kết quả biểu quyết"]

    client.page(url(meeting, "/agree"), data={"votes_for": "4", "version": stored().version, "act": "submit"})
    assert stored().state is SheetState.AGREED


def test_a_condition_that_bites_is_a_line_of_its_own(client):
    text = (service.SHIPPED / "hd42.yaml").read_text(encoding="utf-8").replace("enabled: no", "enabled: yes")
    service.import_document(text, "hd42.yaml", None, clock.now())
    meeting = make.recorded_meeting(make.cell(), tasks_late=0, absent=1)
    client.sign_in(meeting.chair)
    client.page(url(meeting, "/start"), data={"act": "accept"})
    sheet = stored()
    page = client.page(url(meeting), data={"version": sheet.version, "act": "agree"} | LINES)
    said = re.compile(r"95,5 điểm, nhưng Khá vì:.*Tiêu chí 2\.1 mới được 1/4 điểm")
    assert said.search(words(page.select_one(".lowered")))
    assert said.search(words(client.page(url(meeting)).select_one(".action-bar .lowered")))
    client.page(url(meeting, "/agree"), data={"votes_for": "4", "version": stored().version, "act": "submit"})
    assert said.search(words(client.page(url(meeting)).select_one("main .lowered"))), "and so on paper"

    client.sign_in(make.reviewer(meeting.cell.parent))
    assert said.search(words(client.page(f"/scoresheets/{stored().id}/review").select_one(".lowered")))


def test_the_reviewer_sees_mark_suggestion_sentence_and_evidence_together(client, secretary, sheet, meeting):
    above(secretary, sheet, meeting)
    secretary.page(url(meeting, "/evidence/2.1"), data={"record": f"roll-{meeting.id}"})
    secretary.page(url(meeting), data={"version": stored().version, "note_2.1": "Đồng chí ấy trực bão"})
    secretary.page(url(meeting, "/agree"), data={"votes_for": "4", "version": stored().version, "act": "submit"})
    meeting.held_until = None
    db.session.commit()

    page = client.sign_in(make.reviewer(meeting.cell.parent)).page(f"/scoresheets/{sheet.id}/review")
    told = words(line(page, "2.1"))
    for said in (
        "4 / 4", "gợi ý 1 điểm", "Có mặt 4/5", "Cao hơn gợi ý 3 điểm", "Đồng chí ấy trực bão", "Minh chứng Điểm danh",
    ):  # fmt: skip
        assert said in told
    assert "Đạt, gợi ý 5 điểm. Vì sao – tiêu chí 1.1 Họp 110 phút" in words(line(page, "1.1")), "as it was voted on"


def test_the_page_takes_as_many_queries_for_many_records_as_for_few(client, app):
    make.guidance()
    few, many = (make.recorded_meeting(make.cell(), members=number, speakers=number - 1) for number in (4, 12))
    counts = []
    for meeting in (few, many):
        client.sign_in(meeting.chair)
        client.page(url(meeting, "/start"), data={"act": "accept"})
        with counted() as sent:
            assert client.get(url(meeting)).status_code == 200
        counts.append(len(sent))
    assert counts[1] <= counts[0]
    assert counts[0] <= 60, counts


def test_a_sheet_voted_on_before_there_were_suggestions_says_so(secretary, sheet, meeting):
    above(secretary, sheet, meeting)
    secretary.page(url(meeting), data={"version": stored().version, "note_2.1": "Đồng chí ấy trực bão"})
    secretary.page(url(meeting, "/agree"), data={"votes_for": "4", "version": stored().version})
    db.session.execute(delete(Suggestion))
    db.session.commit()
    page = secretary.page(url(meeting))
    assert "khi sổ chưa gợi ý điểm" in words(line(page, "2.1"))
    assert "Sổ không gợi ý; chi bộ tự xét." in words(line(page, "3.1"))


def test_starting_anew_on_a_sheet_already_voted_on_changes_nothing(secretary, sheet, meeting):
    above(secretary, sheet, meeting)
    secretary.page(url(meeting), data={"version": stored().version, "note_2.1": "Đồng chí ấy trực bão"})
    secretary.page(url(meeting, "/agree"), data={"votes_for": "4", "version": stored().version})
    version = stored().version
    token = {"csrf_token": secretary.csrf_token()}
    assert secretary.post(url(meeting, "/start"), data={"act": "accept"} | token).status_code == 302
    assert stored().version == version
