"""Years side by side: what is joined, what is kept apart, what the charts say."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from tests import factories as make
from tests.queries import counted
from tracker.extensions import db
from tracker.ratings import service as ratings
from tracker.ratings import trends, trends_words
from tracker.scoresheets.rules import SheetState

TODAY = date(2026, 11, 20)
YEARS = {
    2021: "95 92.5 93 96 98 90 91 - 95 ~94 95 95",
    2022: "90 90 90 90 90 90 90 90 90 90 90 90",
    2024: "91 91 91 91 91 91 91 91 91 91 91 91",
    2025: "92 92 92 92 92 92 92 92 92 92 80 82",
    2026: "90 84 - - - - - - - - - -",
}


@pytest.fixture
def cell(app):
    make.guidance()
    return make.cell(make.committee("Đảng bộ xã Thử"), "Chi bộ Thử")


@pytest.fixture
def years(cell):
    for year, line in YEARS.items():
        make.year_of_meetings(cell, year, line)
        ratings.store(cell, year, TODAY)
    db.session.commit()
    return cell


def main(page):
    return " ".join(page.select_one("main").get_text(" ").split())


def test_a_year_of_two_guidances_has_a_mean_for_each(years):
    trend = trends.of_cell(years, 2026)

    assert [(one.year, one.version.code, len(one.scores), one.mean) for one in trend.stretches] == [
        (2021, "HD09-2019", 11, Decimal("94.05")),
        (2022, "HD09-2019", 12, Decimal(90)),
        (2024, "HD09-2019", 12, Decimal(91)),
        (2025, "HD09-2019", 10, Decimal(92)),
        (2025, "HD42", 2, Decimal(81)),
        (2026, "HD42", 2, Decimal(87)),
    ]
    assert [(line.year, line.is_turn) for line in trend.years] == [
        (2021, False), (2022, False), (2024, False), (2025, True), (2026, False),
    ]  # fmt: skip
    assert [line.is_turn for line in trends.of_cell(years, 2025 + trends.YEARS - 1).years] == [True, False]
    assert trend.years[3].mean == ratings.find(years, 2025).mean


def test_scores_of_different_guidance_are_not_of_one_line(years):
    trend = trends.of_cell(years, 2026)
    yearly = trends_words.year_chart(trend)
    monthly = trends_words.month_chart(trend)

    assert [label.long for label in yearly.labels] == ["2021", "2022", "2023", "2024", "2025", "2026"]
    assert [list(one.values) for one in yearly.series] == [
        [Decimal("94.05"), 90, None, 91, 92, None],
        [None, None, None, None, 81, 87],
    ]
    for months in zip(*(one.values for one in monthly.series), strict=True):
        assert sum(value is not None for value in months) <= 1
    old, new = (one.values for one in monthly.series)
    assert old[7] is None and set(old[24:36]) == {None}
    assert [value for value in new if value is not None] == [80, 82, 90, 84]
    assert (monthly.labels[0].long, monthly.labels[-1].long) == ("1/2021", "2/2026")
    assert (monthly.least, monthly.most) == (70, 100)


@pytest.mark.parametrize(
    ("last", "says"),
    [
        (2026, "Năm 2026 (2 kỳ) bình quân 87 điểm, hơn năm 2025 (2 kỳ cùng hướng dẫn) 6 điểm."),
        (2025, "Năm 2025 (2 kỳ) bình quân 81 điểm theo “42-HD/BTCTW”; trước đó theo hướng dẫn khác nên không so."),
        (2022, "Năm 2022 (12 kỳ) bình quân 90 điểm, kém năm 2021 (11 kỳ cùng hướng dẫn) 4,05 điểm."),
        (2021, "Năm 2021 (11 kỳ) bình quân 94,05 điểm."),
    ],
)
def test_a_mean_is_compared_only_with_one_of_the_same_guidance(years, last, says):
    assert trends_words.year_answer(trends.of_cell(years, last)) == says


def test_the_last_months_of_the_same_guidance(years):
    assert trends_words.month_answer(trends.of_cell(years, 2026)) == (
        "4 kỳ gần nhất cùng hướng dẫn: từ 80 đến 90 điểm; kỳ tháng 2/2026 được 84."
    )


def test_a_draft_and_a_thematic_meeting_are_no_points_of_the_line(cell):
    make.year_of_meetings(cell, 2021, "95 ? - - - - - - - - - -")
    make.score_of(make.meeting(cell, 2021, 5, state="minuted"), 70, SheetState.DRAFT)
    make.score_of(make.meeting(cell, 2021, 6, 20, "thematic", "minuted"), 60)
    other = make.cell(cell.parent)
    make.year_of_meetings(other, 2021, "50 " * 12)

    assert [(one.month, one.total) for one in trends.of_cell(cell, 2021).scores] == [(1, 95)]


def test_the_page_has_two_charts_with_their_tables(client, years):
    with time_machine.travel(date(2026, 11, 20)):
        page = client.sign_in(make.member(years)).page(f"/cells/{years.id}/trends")
        english = client.speak("en").page(f"/cells/{years.id}/trends")

    assert len(page.select("figure canvas[data-chart]")) == len(page.select("figure table")) == 2
    assert "đổi hướng dẫn" in main(page)
    assert "42-HD/BTCTW : 2 kỳ, bình quân 81" in main(page).replace("BTCTW:", "BTCTW :")
    assert english.select_one("figcaption")


def test_a_cell_without_years_says_so(client, cell):
    page = client.sign_in(make.member(cell)).page(f"/cells/{cell.id}/trends")

    assert "chưa có năm nào" in main(page)
    assert not page.select("figure")


def test_a_year_held_but_not_scored_has_a_table_and_no_chart(client, cell):
    make.year_of_meetings(cell, 2026, "? ? - - - - - - - - - -")
    ratings.store(cell, 2026, TODAY)
    db.session.commit()
    with time_machine.travel(date(2026, 11, 20)):
        page = client.sign_in(make.member(cell)).page(f"/cells/{cell.id}/trends")

    assert page.select("main table") and not page.select("canvas")


def test_more_years_take_no_more_questions(years):
    with counted() as sent:
        trends.of_cell(years, 2026)

    assert len(sent) <= 5  # one begins, one reads the cell anew
