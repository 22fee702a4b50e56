"""Where the year's points went: which marks count, what is compared with whom, and who may read it."""

from datetime import date
from decimal import Decimal

import pytest

from tests import factories as make
from tests.queries import counted
from tracker.extensions import db
from tracker.guidance.rules import MeetingKind
from tracker.meetings.rules import MeetingState
from tracker.ratings import losses, losses_words
from tracker.ratings import service as ratings
from tracker.scoresheets.rules import SheetState

TODAY = date(2026, 11, 20)


@pytest.fixture
def committee(app):
    make.guidance()
    return make.committee("Đảng bộ xã Thử", make.committee("Đảng bộ tỉnh Thử"))


@pytest.fixture
def cell(committee):
    return make.cell(committee, "Chi bộ Thử")


def sheet(cell, month, state=SheetState.RECOGNISED, kind=MeetingKind.REGULAR, year=2026, **marks):
    row = make.marked_sheet(make.meeting(cell, year, month, kind=kind, state=MeetingState.MINUTED), state, **marks)
    ratings.store(cell, year, TODAY)
    db.session.commit()
    return row


def of_year(cell, inside=True, year=2026):
    return losses.of_year(ratings.get(cell.id, year, TODAY), inside)


def line(found, code):
    return next(one for one in found.lines if one.lost.criterion.code == code)


def main(page):
    return " ".join(page.select_one("main").get_text(" ").split())


def url(cell, year=2026):
    return f"/cells/{cell.id}/ratings/{year}/losses"


def test_points_months_and_order(cell, app):
    for month in (3, 5, 9):
        sheet(cell, month, c3_5="0")
    sheet(cell, 1, c4_5="3", c4_2="14")
    sheet(cell, 2, c4_5="4", c6="24")
    [found] = of_year(cell)

    assert [(one.criterion.code, one.points, one.at) for one in found.cheapest] == [
        ("6", Decimal(6), ((2026, 2),)),
        ("3.5", Decimal(6), ((2026, 3), (2026, 5), (2026, 9))),
        ("4.5", Decimal(3), ((2026, 1), (2026, 2))),
    ]
    assert (found.meetings, found.points) == (5, Decimal(16))
    assert line(found, "3.5").lost.each == Decimal("1.2")
    assert losses_words.improvement(line(found, "3.5").lost) == "mất 6 điểm trong 3 kỳ (tháng 3, 5, 9)."
    assert "1.1" in {one.lost.criterion.code for one in found.untouched}


@pytest.mark.parametrize(
    ("state", "points"),
    [(SheetState.RECOGNISED, 3), (SheetState.LOCKED, 3), (SheetState.UNDER_REVIEW, 1), (SheetState.SUBMITTED, 1)],
)
def test_the_committees_mark_counts_once_it_has_decided(cell, state, points):
    sheet(cell, 4, state, c4_5="4", recognised={"4.5": "2"})

    assert line(of_year(cell)[0], "4.5").lost.points == points


@pytest.mark.parametrize(
    ("state", "inside", "seen"),
    [
        (SheetState.AGREED, True, 1),
        (SheetState.AGREED, False, 0),
        (SheetState.SUBMITTED, False, 1),
        (SheetState.DRAFT, True, 0),
        (SheetState.RETURNED, True, 0),
    ],
)
def test_a_sheet_not_handed_in_is_the_cells_own(cell, state, inside, seen):
    sheet(cell, 4, state, c4_5="4")

    assert len(of_year(cell, inside)) == seen


def test_a_criterion_without_object_loses_nothing(cell):
    row = sheet(cell, 4, void=("3.3",), c4_5="4")
    next(mark for mark in row.marks if mark.criterion == "3.3").given = Decimal(0)
    db.session.commit()
    [found] = of_year(cell)

    assert "3.3" not in {one.lost.criterion.code for one in found.lines}
    assert found.points == 1


def test_a_shared_sitting_is_measured_by_its_own_full_marks(cell):
    sheet(cell, 4, c4_2="14")
    sheet(cell, 5, kind=MeetingKind.COMBINED, c4_2="9")
    [found] = of_year(cell)

    assert line(found, "4.2").lost.points == 2
    assert line(found, "4.3").lost.meetings == 1


def test_sheets_of_different_guidance_and_form_stand_apart(cell):
    sheet(cell, 9, year=2025, c1_1="0")
    sheet(cell, 11, year=2025, c4_5="4")
    sheet(cell, 12, kind=MeetingKind.THEMATIC, year=2025, c4_2="8")
    found = of_year(cell, year=2025)

    assert [(one.version.code, one.form.code, one.meetings) for one in found] == [
        ("HD09-2019", "TK-2019", 1),
        ("HD42", "TK-HD42", 1),
        ("HD42", "CD-HD42", 1),
    ]


def test_the_median_is_of_what_each_cell_lost_per_meeting(committee, cell):
    elsewhere = make.cell(make.committee("Đảng bộ xã Khác", committee.parent))
    sheet(elsewhere, 1, c4_5="0")
    sheet(cell, 1, c4_5="2")
    for kept, months in (("4", (1, 2, 3, 4)), ("3", (1,))):
        other = make.cell(committee)
        for month in months:
            sheet(other, month, c4_5=kept)
        sheet(other, 6, SheetState.AGREED, c4_5="0")
    [found] = of_year(cell)

    assert (line(found, "4.5").cells, line(found, "4.5").median) == (3, Decimal(2))
    assert line(found, "4.5").is_dearer
    assert line(found, "1.1").median == 0
    assert "3 chi bộ" in losses_words.comparison(found)


def test_two_cells_are_not_compared_for_one_could_read_the_other(client, committee, cell):
    sheet(cell, 1, c4_5="4")
    sheet(make.cell(committee), 1, c4_5="0")
    [found] = of_year(cell)

    assert [one.median for one in found.lines if one.median is not None] == []
    page = client.sign_in(make.member(cell)).page(url(cell))
    assert "Chưa đủ 3 chi bộ cùng cấp trên" in main(page)
    assert "Trung vị" not in main(page)


def test_an_agreed_sheet_of_another_cell_is_nobodys_but_its_own(committee, cell):
    sheet(cell, 1, c4_5="4")
    for _number in range(2):
        sheet(make.cell(committee), 1, SheetState.AGREED, c4_5="0")

    assert line(of_year(cell)[0], "4.5").cells == 1


def test_a_cell_under_nobody_is_compared_with_nobody(app):
    make.guidance()
    alone, other, third = (make.cell(make.committee()) for _number in range(3))
    for one in (alone, other, third):
        one.parent_id = None
        row = sheet(one, 1, c4_5="4")
        stored = ratings.find(one, row.year)
        stored.superior_id = None
    db.session.commit()

    assert losses.of_year(ratings.find(alone, 2026), True)[0].lines[0].cells == 0


def test_the_page_shows_the_answer_the_chart_and_its_table(client, committee, cell):
    for month in (3, 5, 9):
        sheet(cell, month, c3_5="0")
    for _number in range(2):
        sheet(make.cell(committee), 3)
    page = client.sign_in(make.secretary(cell)).page(url(cell))

    assert (
        page.select_one("figcaption")
        .get_text()
        .startswith("Mất nhiều nhất ở “Gửi tài liệu đúng hạn”: 6 điểm trong 3 kỳ.")
    )
    assert "Gửi tài liệu đúng hạn : mất 6 điểm trong 3 kỳ (tháng 3, 5, 9)." in main(page).replace("hạn:", "hạn :")
    assert page.select_one("figure canvas[data-chart]")
    assert page.select_one("figure canvas").parent.has_attr("hidden")
    assert "Trung vị tính từ 3 chi bộ" in main(page)
    client.speak("en").page(url(cell))


def test_a_year_without_loss_and_a_year_without_sheets(client, cell):
    reader = client.sign_in(make.member(cell))
    assert "chưa có phiếu nào" in main(reader.page(url(cell)))

    sheet(cell, 3)
    page = reader.page(url(cell))
    assert "1 kỳ, không mất điểm nào." in main(page)
    assert not page.select("canvas")


def test_the_reviewer_does_not_see_what_is_not_handed_in(client, cell):
    sheet(cell, 3, SheetState.AGREED, c3_5="0")

    assert "chưa có phiếu nào" in main(client.sign_in(make.reviewer(cell.parent)).page(url(cell)))
    assert "mất 2 điểm" in main(client.sign_in(make.minute_taker(cell)).page(url(cell)))


def test_the_page_takes_as_many_questions_for_a_large_committee(app, committee, cell):
    def asked():
        db.session.expire_all()
        cell_year = ratings.get(cell.id, 2026, TODAY)
        with counted() as sent:
            losses.of_year(cell_year, True)
        return len(sent)

    sheet(cell, 1, c4_5="4")
    few = asked()
    for number in range(6):
        other = make.cell(committee)
        for month in range(1, 4):
            sheet(other, month, c4_5=str(number % 3 + 2))
    for month in range(2, 8):
        sheet(cell, month, c4_5="4")

    assert asked() == few <= 6
