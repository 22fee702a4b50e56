"""The sheet's page: what may be typed, what comes back, who may, two people at once."""

from decimal import Decimal

import pytest
from sqlalchemy import func, select

from tests import factories as make
from tests.queries import counted
from tracker.extensions import db
from tracker.guidance.rules import MeetingKind, QualityClass
from tracker.meetings.rules import MeetingState
from tracker.people.models import Appointment, Person
from tracker.permissions import Office
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import SheetState


def holder(organisation, office=Office.SECRETARY):
    return db.session.scalar(
        select(Person)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(Appointment.organisation_id == organisation.id, Appointment.office == office)
    )


def url(sheet, act=""):
    return f"/meetings/{sheet.meeting_id}/scoresheet{act}"


def stored(sheet):
    db.session.expire_all()
    return scoresheets.get(sheet.id)


def mark(sheet, code):
    return next(mark for mark in stored(sheet).marks if mark.criterion == code)


@pytest.fixture
def sheet(app):
    make.scoresheet(until="mark")
    return make.scoresheet()


@pytest.fixture
def secretary(client, sheet):
    return client.sign_in(holder(sheet.cell))


def full(sheet, **changes):
    """What a browser would send for a sheet at full marks."""
    sent = {"version": stored(sheet).version, "strengths": "Chuẩn bị kỹ", "weaknesses": "Ít ý kiến", "remedies": ""}
    for one in scoresheets.form_of(sheet).criteria(sheet.kind):
        sent[f"note_{one.code}"] = "Lưu ở tủ hồ sơ" if one.code == "4.8" else ""
        if one.parts:
            sent |= {f"part_{one.code}_{part.code}": f"{part.full}" for part in one.parts}
        else:
            sent[f"mark_{one.code}"] = f"{one.full}"
    return sent | changes


def test_a_sheet_is_begun_empty_by_a_press(app, client):
    meeting = make.scored_meeting()
    client.sign_in(holder(meeting.cell))
    page = client.page(f"/meetings/{meeting.id}/scoresheet")
    assert [button.text for button in page.select(".empty button")] == ["Chấm theo gợi ý của sổ", "Chấm từ phiếu trống"]

    page = client.page(f"/meetings/{meeting.id}/scoresheet/start", data={})

    sheet = scoresheets.of_meeting(meeting)
    assert all(mark.given is None for mark in sheet.marks)
    assert (sheet.total, sheet.self_class) == (None, None)
    left = len([mark for mark in sheet.marks if mark.applies])
    assert page.select_one("[data-score-left]").text == str(left)
    assert "chưa xếp loại" in page.select_one(".action-bar .grade").text
    assert "Mẫu tham khảo – cần đối chiếu bản gốc" in page.select_one(".provenance").text


@pytest.mark.parametrize("state", [MeetingState.PLANNED, MeetingState.CIRCULATED, MeetingState.NOT_HELD])
def test_a_meeting_not_held_has_no_sheet(app, client, state):
    meeting = make.scored_meeting(state=state, voters=0)
    client.sign_in(holder(meeting.cell))

    page = client.get(f"/meetings/{meeting.id}/scoresheet").text
    assert "scoresheet/start" not in page
    client.post(f"/meetings/{meeting.id}/scoresheet/start", data={"csrf_token": client.csrf_token()})
    assert scoresheets.of_meeting(meeting) is None


def test_opening_the_page_writes_nothing(secretary, sheet):
    before = stored(sheet).version
    secretary.page(url(sheet))
    assert stored(sheet).version == before


def test_marks_are_saved_and_added_up(secretary, sheet):
    page = secretary.page(
        url(sheet), data=full(sheet, **{"mark_1.1": "4", "mark_3.1": "2,5", "note_3.1": "Hơi dàn trải"})
    )

    assert "98,5 điểm, xếp loại Tốt" in page.select_one(".notice--success").text
    assert (stored(sheet).total, stored(sheet).self_class) == (Decimal("98.5"), QualityClass.GOOD)
    assert mark(sheet, "3.1").note == "Hơi dàn trải"
    assert page.select_one("#mark_3\\.1")["value"] == "2,5"
    assert page.select_one("input[name='mark_1.1'][checked]")["value"] == "4"


def test_a_draft_may_be_partial(secretary, sheet):
    page = secretary.page(url(sheet), data={"version": sheet.version, "mark_1.1": "5", "part_4.9_a": "2"})

    assert mark(sheet, "1.1").given == 5
    assert (mark(sheet, "4.9").given, mark(sheet, "4.9").parts) == (None, {"a": "2"})
    assert stored(sheet).total is None, "5, and 2 given by rule; the parts of 4.9 are not whole"
    assert "7 điểm. Còn 17 tiêu chí" in page.select_one(".notice--success").text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("mark_3.1", "-1", "phải từ 0 đến 3"),
        ("mark_3.1", "3,5", "phải từ 0 đến 3"),
        ("mark_3.1", "1e999", "phải từ 0 đến 3"),
        ("mark_3.1", "2,25", "lẻ đến 0,5"),
        ("mark_3.1", "abc", "bằng số"),
        ("mark_3.1", "NaN", "bằng số"),
        ("mark_1.1", "2,5", "một trong các mức"),
        ("part_4.9_b", "4,5", "phải từ 0 đến 4"),
        ("part_4.9_b", "1,3", "lẻ đến 0,5"),
        ("part_4.9_b", "hai", "bằng số"),
    ],
)
def test_a_mark_that_may_not_stand_is_said_beside_it_and_all_that_was_typed_stays(
    secretary, sheet, field, typed, sentence
):
    page = secretary.page(url(sheet), data=full(sheet, **{field: typed, "note_3.2": "Giữ lại nhé"}))

    errors = [error.text for error in page.select(".field-error")]
    assert len(errors) == 1 and sentence in errors[0]
    assert page.select_one(".error-summary a")["href"] == f"#{field}"
    assert "Giữ lại nhé" in page.select_one("#note_3\\.2").text
    assert page.select_one("#strengths").text.strip() == "Chuẩn bị kỹ"
    if not field.startswith("mark_1"):
        assert page.find(id=field)["value"] == typed
    assert all(mark.given is None for mark in stored(sheet).marks)


@pytest.mark.parametrize("typed", ["0", "3", "1,5", "1.5", " 2 "])
def test_marks_on_the_edges_stand(secretary, sheet, typed):
    secretary.page(url(sheet), data={"version": sheet.version, "mark_3.1": typed})
    assert mark(sheet, "3.1").given == Decimal(typed.strip().replace(",", "."))


def test_sent_twice_saves_once(secretary, sheet):
    sent = full(sheet) | {"once": "k" * 32}
    secretary.page(url(sheet), data=sent)
    version = stored(sheet).version
    token = {"csrf_token": secretary.csrf_token()}
    again = secretary.post(url(sheet), data=sent | token)

    assert again.status_code == 302
    assert stored(sheet).version == version


def test_two_people_on_one_sheet_lose_nothing(secretary, sheet):
    drawn = stored(sheet).version
    secretary.page(url(sheet), data={"version": drawn, "mark_1.1": "5", "mark_3.1": "3", "weaknesses": "Bản thứ nhất"})
    page = secretary.page(
        url(sheet), status=409,
        data={"version": drawn, "mark_1.1": "4", "mark_3.2": "2", "note_3.2": "Có đủ", "weaknesses": "Bản thứ hai"},
    )  # fmt: skip

    shown = {
        section.h2.text: [text.text for text in section.select(".user-text--lines")]
        for section in page.select("section:has(.two-texts)")
    }
    assert shown["Điểm tiêu chí 1.1"] == ["5", "4"]
    assert shown["Hạn chế"] == ["Bản thứ nhất", "Bản thứ hai"]
    assert mark(sheet, "1.1").given == 5

    form = page.select_one("#scoresheet")
    assert form.select_one("[name=version]")["value"] == str(stored(sheet).version)
    assert form.select_one("input[name='mark_1.1'][checked]")["value"] == "4"
    assert form.select_one("#mark_3\\.1")["value"] == "3", "what the form left empty is taken from the book"
    assert "Bản thứ hai" in form.select_one("#weaknesses").text


def test_a_bad_mark_in_a_clash_stays_too(secretary, sheet):
    drawn = stored(sheet).version
    secretary.page(url(sheet), data={"version": drawn, "mark_3.1": "3"})
    page = secretary.page(url(sheet), status=409, data={"version": drawn, "mark_3.1": "ba điểm"})
    assert page.select_one("#mark_3\\.1")["value"] == "ba điểm"


def test_the_whole_way_of_the_cell(secretary, sheet):
    page = secretary.page(url(sheet), data=full(sheet, **{"act": "agree", "mark_1.1": "4"}))
    assert page.h1.text == "Biểu quyết phiếu đánh giá"

    version = stored(sheet).version
    page = secretary.page(url(sheet, "/agree"), data={"votes_for": "6", "version": version})
    assert "chỉ có 5 đảng viên chính thức có mặt" in page.select_one(".error-summary").text
    page = secretary.page(
        url(sheet, "/agree"), data={"votes_for": "2", "votes_against": "3", "version": stored(sheet).version}
    )
    assert "chưa quá nửa" in page.select_one(".error-summary").text
    secretary.page(url(sheet, "/agree"), data={"votes_for": "4", "votes_other": "1", "version": stored(sheet).version})
    assert stored(sheet).state is SheetState.AGREED

    page = secretary.page(url(sheet, "/reconsider"), data={"reason": "", "version": stored(sheet).version})
    assert "Hãy ghi lý do" in page.select_one(".error-summary").text
    secretary.page(url(sheet, "/reconsider"), data={"reason": "Chấm lại mục 3", "version": stored(sheet).version})
    assert (stored(sheet).state, stored(sheet).votes_for) == (SheetState.DRAFT, None)

    secretary.page(url(sheet, "/agree"), data={"votes_for": "5", "version": stored(sheet).version})
    page = secretary.page(url(sheet, "/submit"), data={"version": stored(sheet).version})
    now = stored(sheet)
    assert (now.state, now.superior_id) == (SheetState.SUBMITTED, now.cell.parent_id)
    assert (now.superior_name, now.cell_name) == (now.cell.parent.name, now.cell.name)
    assert [act.act for act in scoresheets.trail(now)] == ["agree", "reconsider", "agree", "submit"]
    assert "Chấm lại mục 3" in page.select_one(".trail").text
    assert not page.select_one("#scoresheet")


@pytest.mark.parametrize("step", ["/agree", "/submit"])
def test_a_step_sent_without_the_version_it_was_drawn_with_is_a_conflict(secretary, sheet, step):
    secretary.page(url(sheet), data=full(sheet))
    if step == "/submit":
        secretary.page(url(sheet, "/agree"), data={"votes_for": "5", "version": stored(sheet).version})
    before = stored(sheet).state
    secretary.page(url(sheet, step), data={"votes_for": "5"}, status=409)
    assert stored(sheet).state is before


def test_a_vote_needs_every_mark(secretary, sheet):
    secretary.page(url(sheet), data=full(sheet, **{"mark_3.1": ""}))
    page = secretary.page(url(sheet, "/agree"), data={"votes_for": "5", "version": stored(sheet).version})
    assert "Còn 1 tiêu chí chưa chấm: 3.1" in page.select_one(".error-summary").text


@pytest.mark.parametrize(
    ("texts", "less", "sentence"),
    [
        ({"strengths": "", "weaknesses": ""}, {}, "Hãy ghi ưu điểm hoặc hạn chế"),
        ({"strengths": "Tốt", "weaknesses": ""}, {"mark_6": "15"}, "Hãy ghi hạn chế cần khắc phục"),
        ({"strengths": "Tốt", "weaknesses": ""}, {}, None),
    ],
)
def test_a_vote_needs_a_word_on_the_meeting(secretary, sheet, texts, less, sentence):
    secretary.page(url(sheet), data=full(sheet, **texts, **less))
    page = secretary.page(url(sheet, "/agree"), data={"votes_for": "5", "version": stored(sheet).version})
    summary = page.select_one(".error-summary")
    assert (sentence in summary.text) if sentence else summary is None


def test_without_a_roll_no_vote(app, client):
    meeting = make.scored_meeting(voters=0)
    sheet = make.scoresheet(meeting, until="mark")
    client.sign_in(holder(sheet.cell))
    page = client.page(url(sheet, "/agree"), data={"votes_for": "5", "version": stored(sheet).version})
    assert "chưa điểm danh" in page.select_one(".error-summary").text


def test_where_there_is_no_cell_committee_its_criterion_is_given_in_full(app, client):
    """3.3 asks for the cell committee's meeting; a cell with a secretary alone has none."""
    sheet = make.scoresheet()
    client.sign_in(holder(sheet.cell))
    page = client.page(url(sheet))
    line = page.find(id="criterion-3.3")
    assert "Kỳ này không áp dụng" in line.text and not line.select("input:not([type=hidden])")
    assert line.select_one("input[data-criterion]")["value"] == "2"


def test_explaining_once_within_the_window(app, client):
    sheet = make.scoresheet(until="recognise")
    client.sign_in(holder(sheet.cell))
    page = client.page(url(sheet, "/explain"), data={"text": "Tài liệu gửi bằng giấy"})
    assert "Tài liệu gửi bằng giấy" in page.text
    page = client.page(url(sheet, "/explain"), data={"text": "Lần nữa"})
    assert "chỉ giải trình một lần" in page.select_one(".error-summary").text


SIGNED = {"secretary", "deputy", "committee_member", "minute_taker", "member", "other_secretary", "reviewer", "above",
          "other_reviewer", "observer", "administrator"}  # fmt: skip
KEEPING = {"secretary", "deputy", "committee_member", "minute_taker"}
LEADING = {"secretary", "deputy"}
READING = KEEPING | {"member", "reviewer", "above", "observer"}
MAY = {
    "": KEEPING,
    "/start": KEEPING,
    "/agree": KEEPING,
    "/reconsider": LEADING,
    "/submit": LEADING,
    "/explain": LEADING,
}


@pytest.fixture
def people(app):
    top = make.committee()
    committee = make.committee(parent=top)
    cell = make.cell(committee)
    meeting = make.scored_meeting(cell)
    return meeting, {
        "secretary": holder(cell), "deputy": make.deputy(cell), "committee_member": make.committee_member(cell),
        "minute_taker": make.minute_taker(cell), "member": make.member(cell),
        "other_secretary": make.secretary(make.cell(committee)), "reviewer": make.reviewer(committee),
        "above": make.reviewer(top), "other_reviewer": make.reviewer(make.committee(parent=top)),
        "observer": make.observer(committee), "administrator": make.administrator(committee),
    }  # fmt: skip


@pytest.mark.parametrize("who", sorted(SIGNED))
def test_who_may_do_what(client, people, who):
    meeting, signed = people
    sheet = make.scoresheet(meeting)
    client.sign_in(signed[who])
    assert (client.get(url(sheet)).status_code == 200) is (who in READING)
    for act, allowed in MAY.items():
        status = client.post(url(sheet, act), data={"version": "0", "csrf_token": client.csrf_token()}).status_code
        assert (status != 404) is (who in allowed), act
    token = client.csrf_token()
    assert (client.post(url(sheet, "/start"), data={"csrf_token": token}).status_code == 302) is (who in KEEPING)


@pytest.mark.parametrize("who", ["reviewer", "above", "observer"])
def test_a_sheet_is_the_cells_until_it_is_handed_in(client, people, who):
    meeting, signed = people
    make.scoresheet(meeting, until="agree")
    client.sign_in(signed[who])
    page = client.page(f"/meetings/{meeting.id}/scoresheet")
    assert "đang chấm phiếu này" in page.select_one(".empty").text and not page.select(".criterion")
    make.scoresheet(make.scored_meeting(meeting.cell, month=4), until="submit")
    page = client.page(f"/meetings/{scoresheets.get(2).meeting_id}/scoresheet")
    assert page.select(".criterion")


def test_nobody_signed_out_sees_it(client, sheet):
    assert client.get(url(sheet)).status_code in (302, 401)


def test_a_thematic_meeting_is_scored_if_the_cell_chooses(app, client):
    meeting = make.scored_meeting(kind=MeetingKind.THEMATIC)
    client.sign_in(holder(meeting.cell))
    client.page(f"/meetings/{meeting.id}/scoresheet/start", data={})
    assert scoresheets.of_meeting(meeting).sheet_code == "CD-HD42"


def test_a_sheet_is_begun_once(app, client):
    meeting = make.scored_meeting()
    make.scoresheet(meeting)
    make.scoresheet(meeting)
    assert db.session.scalar(select(func.count(Scoresheet.id))) == 1


def test_the_english_page(secretary, sheet):
    secretary.speak("en")
    assert secretary.get(url(sheet)).status_code == 200


def test_the_page_and_its_saving_take_few_queries(secretary, sheet):
    """As many for a sheet of twenty marks as for one of none."""
    url_ = url(sheet)
    with counted() as empty:
        secretary.get(url_)
    sent = full(sheet) | {"csrf_token": secretary.csrf_token()}
    with counted() as saving:
        assert secretary.post(url_, data=sent).status_code == 302
    with counted() as whole:
        secretary.get(url_)
    assert len(whole) <= len(empty)
    assert len(saving) <= 56, saving
