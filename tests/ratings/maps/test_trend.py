"""The months of a branch: what is counted, whose it is, where lines are cut."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.ratings.maps import books
from tracker.base import clock
from tracker.extensions import db
from tracker.guidance.kinds import QualityClass
from tracker.organisations import founding
from tracker.organisations.models import Organisation
from tracker.ratings.maps import charting, tables, trend
from tracker.ratings.maps.branches import View
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import SheetState

TODAY = date(2026, 2, 20)


@pytest.fixture
def district(app):
    """Two communes over the change of guidance of 28/10/2025, and a cell of the district's own."""
    top = books.district()
    low, high = make.committee("Đảng bộ xã Thấp", top), make.committee("Đảng bộ xã Cao", top)
    for committee, line in ((low, "80 70 75"), (low, "60 70 ~77"), (high, "95 96 97"), (top, "90 90 90")):
        cell = make.cell(committee)
        for month, word in zip((9, 10, 11), line.split(), strict=True):
            state = SheetState.SUBMITTED if word.startswith("~") else SheetState.RECOGNISED
            make.score_of(make.meeting(cell, 2025, month, state="minuted"), word.lstrip("~"), state)
    return top


def test_scores_stand_under_their_month_and_guidance(district):
    found = trend.of(View(district, 2026), TODAY)
    old, new = found.versions

    assert found.months == ((2025, 9), (2025, 10), (2025, 11))
    assert [(found.whole.at(month, old).mean, found.whole.at(month, new).mean) for month in found.months] == [
        (Decimal("81.25"), None), (Decimal("81.5"), None), (None, Decimal("84.75")),
    ]  # fmt: skip
    assert found.whole.at((2025, 9), old).median == 85
    assert [found.is_turn(month) for month in found.months] == [False, False, True]
    assert [(course.part.name, course.under(new).mean) for course in found.parts] == [
        (district.name, 90), ("Đảng bộ xã Cao", 97), ("Đảng bộ xã Thấp", 76),
    ]  # fmt: skip
    assert found.whole.classes((2025, 11)).share(QualityClass.GOOD) == Decimal("0.5")


def test_lines_are_cut_where_the_guidance_changes_and_keep_their_name(district):
    found = trend.of(View(district, 2026), TODAY)
    whole, parts = charting.months(found), charting.parts(found)

    assert [list(one.values) for one in whole.series if "Bình quân" in one.label] == [
        [Decimal("81.25"), Decimal("81.5"), None], [None, None, Decimal("84.75")],
    ]  # fmt: skip
    assert [(one.label, one.tone, [value is not None for value in one.values]) for one in parts.series][:2] == [
        ("Đảng bộ xã Thấp", "ink", [True, True, False]), ("Đảng bộ xã Thấp", "ink", [False, False, True]),
    ]  # fmt: skip
    assert "từ 76 điểm (“Đảng bộ xã Thấp”) đến 97 điểm (“Đảng bộ xã Cao”)" in parts.answer


def test_the_guidance_of_most_sheets_answers(district):
    """A version that a single cell follows does not speak for the branch, though it came into force last."""
    found = trend.of(View(district, 2026), TODAY)
    old, new = found.versions
    assert found.main is new
    assert charting.months(found).answer.startswith("Tháng 11/2025: 4 phiếu theo “42-HD/BTCTW”, bình quân 84,75")

    for sheet in db.session.query(Scoresheet).filter_by(month=11).limit(3):
        sheet.guidance_id = old.id
    db.session.commit()
    assert trend.of(View(district, 2026), TODAY).main is old


def test_only_what_was_handed_in_counts(district):
    cell = make.cell(district)
    for state in (SheetState.DRAFT, SheetState.AGREED, SheetState.RETURNED):
        make.score_of(make.meeting(cell, 2025, 3 + len(state.value), state="minuted"), 10, state)

    assert trend.of(View(district, 2026), TODAY).whole.all.meetings == 12


def test_the_last_24_months_of_a_past_year(district):
    cell = make.cell(district)
    for year, month in ((2023, 12), (2024, 1), (2025, 12), (2026, 1)):
        make.score_of(make.meeting(cell, year, month, state="minuted"), 50)
    months = {month for month in trend.of(View(district, 2025), TODAY).months}

    assert (min(months), max(months), len(months)) == ((2024, 1), (2025, 12), 24)


def test_a_sheet_passed_on_stays_with_the_committee_of_its_day(district):
    sheet = db.session.query(Scoresheet).filter_by(month=11, total=Decimal(77)).one()
    low = sheet.superior_id
    sheet.superior_id = district.id
    db.session.commit()
    found = trend.of(View(district, 2026), TODAY)

    assert next(one for one in found.parts if one.part.committee_id == low).all.meetings == 6


def test_the_tables_hold_the_latest_month_first(district):
    by_month, shares, by_part = tables.trend(trend.of(View(district, 2026), TODAY))

    assert [cell.value for cell in shares.rows[0][2:]] == [Decimal("0.5"), Decimal("0.5"), 0, 0]
    assert [row[0] for row in by_month.rows] == ["11/2025", "10/2025", "9/2025"]
    assert [len(row) for row in by_part.rows] == [len(by_part.columns)] * len(by_part.rows)


def test_the_parts_bear_their_names_of_the_end_of_the_year(district):
    high = db.session.scalars(select(Organisation).where(Organisation.name == "Đảng bộ xã Cao")).one()
    founding.rename(None, high, "Đảng bộ phường Cao", date(2025, 12, 15), clock.now())
    found = trend.of(View(district, 2025), TODAY)

    assert "Đảng bộ phường Cao" in [course.part.name for course in found.parts]
