"""The commendation list: the rule by cases, then read from the book, shown and taken away."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests import factories as make
from tests.queries import counted
from tracker.extensions import db
from tracker.guidance.kinds import QualityClass
from tracker.organisations import founding
from tracker.ratings import branch_year_routes, commending
from tracker.ratings.commendation import Place, Recognised, candidate, span
from tracker.ratings.models import CellYear
from tracker.ratings.rules import YearState

GOOD, FAIR, AVERAGE, POOR = QualityClass
TODAY = date(2024, 3, 1)


@pytest.mark.parametrize(
    ("classes", "place", "lacking"),
    [
        ([GOOD, GOOD, GOOD], Place.LISTED, ()),
        ([GOOD], Place.LISTED, ()),
        ([FAIR], Place.OFF, (2023,)),
        ([None], Place.OFF, (2023,)),
        ([GOOD, FAIR, GOOD], Place.MISSES_BY_ONE, (2022,)),
        ([GOOD, GOOD, None], Place.MISSES_BY_ONE, (2023,)),
        ([None, GOOD], Place.MISSES_BY_ONE, (2022,)),
        ([GOOD, POOR, AVERAGE], Place.OFF, (2022, 2023)),
        ([None, None, GOOD], Place.OFF, (2021, 2022)),
    ],
)
def test_every_year_recognised_good_and_no_other_counts(classes, place, lacking):
    years = span(2023, len(classes))
    known = {year: Recognised(year, quality) for year, quality in zip(years, classes, strict=True)}
    found = candidate(1, "Chi bộ", known, years)

    assert (found.place, tuple(one.year for one in found.lacking)) == (place, lacking)


@given(st.lists(st.none() | st.sampled_from(QualityClass), min_size=1, max_size=10))
def test_a_longer_look_back_never_adds_to_the_list(classes):
    years = span(2023, len(classes))
    known = {year: Recognised(year, quality) for year, quality in zip(years, classes, strict=True) if quality}
    listed = [candidate(1, "", known, span(2023, count)).place is Place.LISTED for count in range(1, len(classes) + 1)]

    assert listed == sorted(listed, reverse=True)
    assert all(one is (set(classes[-count:]) == {GOOD}) for count, one in enumerate(listed, start=1))


@pytest.fixture
def commune(app):
    return make.committee("Đảng bộ xã", make.committee("Đảng bộ tỉnh"))


def rated(committee, name, **classes):
    """A cell with years by name (``y2023=GOOD``; a class in a list is computed only)."""
    cell = make.cell(committee, name)
    for key, quality in classes.items():
        is_open = isinstance(quality, list)
        row = CellYear(
            cell=cell, year=int(key[1:]), superior_id=committee.id, superior_name=committee.name, cell_name=name,
            state=YearState.OPEN if is_open else YearState.RECOGNISED, mean=Decimal("93.5"),
            computed_class=quality[0] if is_open else quality, proposed_class=None if is_open else quality,
            recognised_class=None if is_open else quality,
        )  # fmt: skip
        db.session.add(row)
    db.session.commit()
    return cell


def lists(committee, to=2023, count=3):
    found = commending.of_committee(committee, to, count, TODAY)
    return [one.name for one in found.of(Place.LISTED)], [one.name for one in found.of(Place.MISSES_BY_ONE)]


def test_the_list_of_a_branch_and_of_those_that_just_miss_it(commune):
    raised = rated(commune, "Chi bộ C", y2021=GOOD, y2022=GOOD, y2023=GOOD)
    for row in db.session.query(CellYear).filter_by(cell_id=raised.id):
        row.computed_class = FAIR  # recognised higher than computed, with a reason
    rated(commune, "Chi bộ A", y2020=POOR, y2021=GOOD, y2022=GOOD, y2023=GOOD)
    rated(commune, "Chi bộ B", y2021=GOOD, y2022=GOOD, y2023=[GOOD])
    rated(commune, "Chi bộ D", y2021=GOOD, y2022=FAIR, y2023=GOOD)
    rated(commune, "Chi bộ E", y2021=GOOD, y2022=FAIR, y2023=FAIR)
    rated(make.committee("Đảng bộ khác", commune.parent), "Chi bộ F", y2021=GOOD, y2022=GOOD, y2023=GOOD)
    make.cell(commune, "Chi bộ G")

    assert lists(commune) == (["Chi bộ A", "Chi bộ C"], ["Chi bộ B", "Chi bộ D"])
    assert lists(commune, count=4) == ([], ["Chi bộ A", "Chi bộ C"])
    assert lists(commune, to=2021, count=1) == (["Chi bộ A", "Chi bộ B", "Chi bộ C", "Chi bộ D", "Chi bộ E"], [])
    assert lists(commune.parent)[0] == ["Chi bộ A", "Chi bộ C", "Chi bộ F"]


def test_a_cell_that_moved_stands_with_its_committee_of_the_last_year_and_keeps_those_of_before(commune):
    district = make.committee("Đảng bộ huyện", commune.parent)
    cell = rated(district, "Chi bộ chuyển", y2021=GOOD, y2022=GOOD)
    at = datetime(2023, 7, 3, 3, tzinfo=UTC)
    founding.move(None, cell, commune, date(2023, 7, 1), at)
    founding.rename(None, cell, "Chi bộ tên mới", date(2023, 7, 2), at)
    row = db.session.query(CellYear).filter_by(year=2022).one()
    new = {"superior_id": commune.id, "superior_name": commune.name, "recognised_class": GOOD, "proposed_class": GOOD}
    db.session.add(CellYear(cell_id=cell.id, year=2023, state=YearState.RECOGNISED, mean=row.mean, **new))
    db.session.commit()

    assert lists(commune) == (["Chi bộ tên mới"], [])
    assert lists(district) == ([], [])
    assert lists(district, to=2022, count=2) == (["Chi bộ chuyển"], [])
    [line] = commending.of_committee(commune, 2023, 3, TODAY).lines
    assert [one.committee for one in line.years] == ["Đảng bộ huyện", "Đảng bộ huyện", "Đảng bộ xã"]


def test_the_list_goes_page_by_page_and_its_queries_do_not_grow(commune):
    numbers, seen, after = [], [], None
    for size in (2, 7):
        for number in range(size):
            rated(commune, f"Chi bộ {size}{number}", y2021=GOOD, y2022=GOOD, y2023=GOOD if number % 2 else FAIR)
        assert commune.path
        with counted() as sent:
            commending.of_committee(commune, 2023, 3, TODAY)
        numbers.append(len(sent))
    while True:
        page = commending.of_committee(commune, 2023, 3, TODAY, after, most=4)
        seen += [line.name for line in page.lines]
        after = page.after
        if after is None:
            break

    assert numbers[0] == numbers[1] <= 4
    assert seen == [f"Chi bộ {one}" for one in ("21", "71", "73", "75", "20", "70", "72", "74", "76")]


def test_the_page_and_the_workbook_say_the_same(client, commune, monkeypatch):
    monkeypatch.setattr(branch_year_routes.book, "is_demo", lambda: True)
    rated(commune, "=Chi bộ A", y2021=GOOD, y2022=GOOD, y2023=GOOD)
    rated(commune, "Chi bộ B", y2021=GOOD, y2022=GOOD, y2023=[GOOD])
    client.sign_in(make.observer(commune))
    url = f"/committees/{commune.id}/commendation"
    page = client.page(f"{url}?to=2023&years=3")
    said = " ".join(page.select_one("main").text.split())
    assert "1 chi bộ đủ điều kiện" in said and "1 chi bộ chỉ thiếu một năm" in said and "chưa công nhận" in said
    book = CalamineWorkbook.from_filelike(BytesIO(client.get(f"{url}.xlsx?to=2023&years=3").data))
    rows = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]

    assert rows[0][0][0].endswith("Đảng bộ xã – Dữ liệu minh hoạ")
    assert rows[0][4][:4] == ["=Chi bộ A", "Tốt", 93.5, "Đảng bộ xã"]
    assert rows[1][4][0] == "Chi bộ B" and rows[1][4][7] == "chưa công nhận"
    client.page(f"{url}?to=2023&years=11", status=404)
    client.page(f"{url}?to=99", status=404)
    client.speak("en").page(url)
