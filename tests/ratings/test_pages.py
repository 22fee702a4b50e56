from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests import factories as make
from tracker.extensions import db
from tracker.guidance.rules import QualityClass
from tracker.meetings.rules import MeetingState, Presence
from tracker.organisations.models import Placement
from tracker.ratings import service as ratings
from tracker.ratings.models import CellYear
from tracker.ratings.rules import YearState
from tracker.scoresheets.models import CriterionRemark

NO_AUGUST = "95 95 95 95 95 95 95 - 95 95 95 95"
STAMP = "Mẫu tham khảo – cần đối chiếu bản gốc"


@pytest.fixture
def committee(app):
    make.guidance()
    return make.committee("Đảng bộ huyện Thử", make.committee("Đảng bộ tỉnh Thử"))


@pytest.fixture
def cell(committee):
    cell = make.cell(committee, "Chi bộ Thử")
    make.year_of_meetings(cell, 2021, NO_AUGUST)
    ratings.store(cell, 2021, date(2022, 1, 5))
    db.session.commit()
    return cell


def url(cell, act="", year=2021):
    return f"/cells/{cell.id}/ratings/{year}" + (f"/{act}" if act else "")


def main(page):
    return " ".join(page.select_one("main").get_text(" ").split())


def stored(cell):
    db.session.expire_all()
    return db.session.scalar(select(CellYear).where(CellYear.cell_id == cell.id, CellYear.year == 2021))


def test_the_page_says_class_reasons_and_what_is_lacking(client, cell):
    page = client.sign_in(make.member(cell)).page(url(cell))
    said = main(page)

    for words in (
        "Sổ tính: xếp loại Khá.",
        "Thiếu tháng 8/2021: sổ không ghi kỳ sinh hoạt thường kỳ nào đã họp.",
        "Điểm trung bình 95; yêu cầu từ 90 trở lên.",
        "Thiếu 1 kỳ sinh hoạt thường kỳ; cho phép nhiều nhất 0.",
        "11 tháng xếp Tốt; yêu cầu từ 10 tháng.",
        "Quý nào cũng có sinh hoạt chuyên đề.",
        "Từng kỳ: từ 95 đến 95 điểm.",
        "Quý III 2 95",
        "6 tháng đầu năm 6 95",
        "Cả năm 2021 11 95",
        STAMP,
    ):
        assert words in said
    assert "tạm tính" not in said
    assert len(page.select("section[aria-labelledby=meetings] tbody tr")) == 16


def test_a_year_with_agreed_scores_is_provisional(client, cell):
    make.year_of_meetings(cell, 2020, "~95 " * 12)

    assert "Tạm tính: xếp loại Tốt." in main(client.sign_in(make.member(cell)).page(url(cell, year=2020)))


def test_a_year_without_scores_has_no_class_and_says_why(client, cell):
    said = main(client.sign_in(make.member(cell)).page(url(cell, year=2019)))

    assert "Chưa đủ để xếp loại" in said
    assert "chưa xếp loại" in said


def test_not_held_and_excused_months_are_told_with_their_reason(client, cell):
    make.year_of_meetings(cell, 2020, "95 x - 95 95 95 95 95 95 95 95 ?")
    said = main(client.sign_in(make.member(cell)).page(url(cell, year=2020)))

    assert "Tháng 2/2020 không họp, cấp trên đã cho phép. Lý do ghi trong sổ: Mưa lũ chia cắt" in said
    assert "Tháng 12/2020 đã họp, chưa có điểm được thông qua." in said


def test_presence_and_minutes_stand_in_the_table(client, cell):
    meeting = make.year_of_meetings(cell, 2020, "95 " + "- " * 11)[0]
    make.roll_entry(meeting, make.member(cell), Presence.LATE)
    make.roll_entry(meeting, make.member(cell), Presence.UNEXCUSED)

    assert "50 % (1/2) 110 phút 95" in main(client.sign_in(make.member(cell)).page(url(cell, year=2020))).replace(
        "\u00a0", " "
    )


def test_an_adjustment_is_shown_with_its_reason(client, cell):
    meeting = make.meeting(cell, 2020, 3, state=MeetingState.MINUTED)
    remark = {"act": "adjust", "criterion": "I.1", "old": Decimal(10), "new": Decimal(8), "reason": "Vắng hai đồng chí"}
    sheet = make.score_of(meeting, 95, recognised=93)
    db.session.add(CriterionRemark(scoresheet=sheet, by=make.person(), at=meeting.planned_at, **remark))
    db.session.commit()
    said = main(client.sign_in(make.member(cell)).page(url(cell, year=2020)))

    assert "Tiêu chí I.1 : 10 → 8 điểm. Vắng hai đồng chí" in said


def test_the_page_in_english_has_no_vietnamese_of_its_own(client, cell):
    response = client.sign_in(make.member(cell)).speak("en").get(url(cell))

    assert response.status_code == 200


def test_the_whole_way_of_a_year(client, cell, committee):
    secretary, reviewer = make.secretary(cell, "Lộc Thị Thử"), make.reviewer(committee, "Hứa Văn Thử")
    client.sign_in(secretary)
    version = stored(cell).version
    page = client.page(url(cell, "propose"), data={"proposed": "fair", "version": version})
    assert "chi bộ đã đề nghị" in main(page)

    client.sign_in(reviewer)
    sent = {"recognised": "good", "version": stored(cell).version}
    page = client.page(url(cell, "recognise"), data=sent)
    assert "Hãy ghi lý do công nhận mức khác" in main(page)
    page = client.page(url(cell, "recognise"), data=sent | {"recognised_reason": "Tháng 8 có dịch"})
    assert "Cấp trên công nhận: Tốt." in main(page)
    assert "Tháng 8 có dịch" in main(page)

    page = client.page(url(cell, "close"), data={"version": stored(cell).version})
    assert "đã chốt" in main(page)
    assert stored(cell).closed_by == "Hứa Văn Thử"

    page = client.page(url(cell, "reopen"), data={"version": stored(cell).version})
    assert "Hãy ghi lý do" in main(page)
    page = client.page(url(cell, "reopen"), data={"version": stored(cell).version, "reopen_reason": "Ghi sót"})
    assert "Năm đã được mở lại" in main(page)
    assert stored(cell).state is YearState.OPEN


def test_a_proposal_taken_back(client, cell):
    client.sign_in(make.secretary(cell))
    client.page(url(cell, "propose"), data={"proposed": "fair", "version": stored(cell).version})
    client.page(url(cell, "withdraw"), data={"withdraw_reason": "Nhầm", "version": stored(cell).version})

    assert stored(cell).state is YearState.OPEN


@pytest.mark.parametrize("given", [{}, {"proposed": "excellent"}])
def test_what_was_typed_is_kept_when_it_cannot_be_taken(client, cell, given):
    client.sign_in(make.secretary(cell))
    sent = {"proposed_reason": "Một lý do dài", "version": stored(cell).version}
    page = client.page(url(cell, "propose"), data=sent | given)

    assert "Hãy chọn mức xếp loại." in main(page)
    assert page.select_one("#proposed_reason").text.strip() == "Một lý do dài"


def test_a_year_changed_since_the_form_was_drawn_is_a_conflict(client, cell):
    client.sign_in(make.secretary(cell))
    old = stored(cell).version
    client.page(url(cell, "propose"), data={"proposed": "fair", "version": old})
    client.page(url(cell, "propose"), data={"proposed": "good", "proposed_reason": "Lý do", "version": old}, status=409)

    client.page(url(cell, "propose"), data={"proposed": "good", "proposed_reason": "Lý do"}, status=409)

    assert stored(cell).proposed_class is QualityClass.FAIR


def test_a_closed_year_reads_the_same_under_a_new_name_and_committee(client, cell, committee):
    secretary, reviewer = make.secretary(cell), make.reviewer(committee)
    client.sign_in(secretary).page(url(cell, "propose"), data={"proposed": "fair", "version": stored(cell).version})
    client.sign_in(reviewer)
    client.page(url(cell, "recognise"), data={"recognised": "fair", "version": stored(cell).version})
    client.page(url(cell, "close"), data={"version": stored(cell).version})
    before = main(client.sign_in(secretary).page(url(cell)))

    committee.name = cell.name = "Tên Mới"
    for placement in db.session.scalars(select(Placement)):
        placement.name = "Tên Mới"
    db.session.commit()

    assert main(client.page(url(cell))) == before
    assert "Tên Mới" not in before


READERS = {
    "member": lambda cell: make.member(cell),
    "secretary": lambda cell: make.secretary(cell),
    "deputy": lambda cell: make.deputy(cell),
    "minute_taker": lambda cell: make.minute_taker(cell),
    "reviewer": lambda cell: make.reviewer(cell.parent),
    "reviewer_above": lambda cell: make.reviewer(cell.parent.parent),
    "reviewer_elsewhere": lambda cell: make.reviewer(make.committee()),
    "secretary_elsewhere": lambda cell: make.secretary(make.cell(cell.parent)),
    "observer": lambda cell: make.observer(cell.parent),
    "administrator": lambda cell: make.administrator(cell.parent),
}
READ = {"member", "secretary", "deputy", "minute_taker", "reviewer", "reviewer_above", "observer"}
LEAD, DECIDE, BRANCH = {"secretary", "deputy"}, {"reviewer"}, {"reviewer", "reviewer_above", "observer"}
ACTS = {"propose": LEAD, "withdraw": LEAD, "recognise": DECIDE, "close": DECIDE, "reopen": DECIDE}


@pytest.mark.parametrize("reader", READERS)
def test_who_may_open_and_do_what(client, cell, reader):
    client.sign_in(READERS[reader](cell))

    assert (client.get(url(cell)).status_code == 200) is (reader in READ)
    assert (client.get(f"/committees/{cell.parent_id}/ratings/2021").status_code == 200) is (reader in BRANCH)
    for act, may in ACTS.items():
        status = client.send(url(cell, act), {"version": "999"}, follow_redirects=False).status_code
        assert (status != 404) is (reader in may), act
        assert status in (200, 404, 409)


@pytest.mark.parametrize("reader", ["member", "secretary", "reviewer", "observer"])
def test_a_form_stands_on_the_page_exactly_when_its_route_would_open(client, cell, reader):
    page = client.sign_in(READERS[reader](cell)).page(url(cell))
    forms = {form.get("action", "").rsplit("/", 1)[-1] for form in page.select("main form")}

    assert forms == ({"propose"} if reader in LEAD else {"propose-for"} if reader == "reviewer" else set())


def test_the_committee_of_the_year_still_reads_it_after_the_cell_moved(client, cell, committee):
    placement = db.session.scalar(select(Placement).where(Placement.organisation_id == cell.id))
    placement.until_date = date(2025, 6, 30)
    commune = make.committee("Đảng bộ xã Thử")
    db.session.add(Placement(organisation=cell, parent=commune, name=cell.name, from_date=date(2025, 7, 1)))
    cell.parent, cell.path = commune, f"{commune.path}{cell.id}/"
    db.session.commit()

    assert "Sổ tính" in main(client.sign_in(make.reviewer(committee)).page(url(cell)))
    assert client.get(url(cell, year=2026)).status_code == 404
    client.sign_in(make.reviewer(commune)).page(url(cell))
    assert client.get(url(cell, "close")).status_code == 405
    assert client.send(url(cell, "close"), {}).status_code == 404


@pytest.mark.parametrize("year", ["1", "9999", "99999999999"])
def test_an_absurd_year_is_not_found(client, cell, year):
    client.sign_in(make.member(cell)).page(f"/cells/{cell.id}/ratings/{year}", status=404)
    client.sign_in(make.reviewer(cell.parent)).page(f"/committees/{cell.parent_id}/ratings/{year}", status=404)


def test_a_committee_has_no_year_of_its_own_and_a_cell_no_committee_page(client, cell):
    client.sign_in(make.reviewer(cell.parent))
    client.page(f"/cells/{cell.parent_id}/ratings/2021", status=404)
    client.page(f"/committees/{cell.id}/ratings/2021", status=404)
