from datetime import date

import pytest

from tests import factories as make
from tests.ratings.test_service import Queries
from tracker.base.names import text_key
from tracker.extensions import db
from tracker.guidance.rules import QualityClass
from tracker.organisations.models import Placement
from tracker.ratings import branch
from tracker.ratings import service as ratings
from tracker.ratings.rules import Unrated, YearState

GOOD, FAIR, AVERAGE, POOR = QualityClass
TODAY = date(2022, 2, 10)


@pytest.fixture
def province(app):
    make.guidance()
    return make.committee("Đảng bộ tỉnh Thử")


def rated(committee, name, line="95 " * 12, year=2021, **stored):
    cell = make.cell(committee, name)
    make.year_of_meetings(cell, year, line)
    row = ratings.store(cell, year, TODAY)
    for column, value in stored.items():
        setattr(row, column, value)
    db.session.commit()
    return cell


def test_a_row_a_cell_in_the_order_of_names(province):
    commune = make.committee("Đảng bộ xã", province)
    for name in ("Chi bộ Đồng Mây", "Chi bộ Ấp Bắc", "Chi bộ Dốc Lim"):
        rated(commune, name)
    rated(make.committee("Đảng bộ xã khác", province), "Chi bộ Bên Kia")
    page = branch.of_committee(commune, 2021, TODAY)

    assert [line.name for line in page.lines] == ["Chi bộ Ấp Bắc", "Chi bộ Dốc Lim", "Chi bộ Đồng Mây"]
    assert page.lines[0].quality is GOOD
    assert page.after is None


def test_pages_follow_each_other_by_key_even_among_equal_names(province):
    commune = make.committee("Đảng bộ xã", province)
    cells = [make.cell(commune, "Chi bộ Cùng Tên") for _ in range(5)]
    seen, after = [], None
    while True:
        page = branch.of_committee(commune, 2021, TODAY, after, most=2)
        seen += [line.cell_id for line in page.lines]
        after = page.after
        if after is None:
            break

    assert seen == [cell.id for cell in cells]


def test_totals_count_each_class_and_those_without(province):
    commune = make.committee("Đảng bộ xã", province)
    rated(commune, "Một")
    rated(commune, "Hai", "95 95 95 95 95 95 95 - 95 95 95 95")
    rated(commune, "Ba", state=YearState.RECOGNISED, proposed_class=GOOD, recognised_class=AVERAGE)
    rated(commune, "Bốn", "? " * 12)
    make.cell(commune, "Năm")
    totals = branch.totals(commune, 2021, TODAY)

    assert [totals[quality] for quality in (*QualityClass, None)] == [1, 1, 1, 0, 2]
    assert totals.cells == 5


def test_those_without_a_class_say_why(province):
    commune = make.committee("Đảng bộ xã", province)
    rated(commune, "A", "? " * 12)
    make.cell(commune, "B")

    assert [line.why for line in branch.of_committee(commune, 2021, TODAY).lines] == [
        Unrated.NO_SCORE,
        Unrated.NO_MEETING,
    ]


def test_branches_roll_up_all_that_stood_below(province):
    one, two = make.committee("Đảng bộ Một", province), make.committee("Đảng bộ Hai", province)
    rated(one, "A")
    rated(make.committee("Cơ sở", one), "B", "95 95 95 95 95 95 95 - 95 95 95 95")
    make.cell(two, "C")
    rated(one, "D", year=2020)
    lines = {line.name: line.totals for line in branch.branches(province, 2021, TODAY)}

    assert {name: [totals[quality] for quality in (GOOD, FAIR, None)] for name, totals in lines.items()} == {
        "Đảng bộ Một": [1, 1, 1],
        "Đảng bộ Hai": [0, 0, 1],
    }


def test_a_cell_that_moved_stands_under_the_committee_of_each_year(province):
    old, new = make.committee("Đảng bộ huyện", province), make.committee("Đảng bộ xã", province)
    cell = rated(old, "Chi bộ Thử")
    placement = db.session.query(Placement).filter_by(organisation_id=cell.id).one()
    placement.until_date = date(2025, 6, 30)
    db.session.add(Placement(organisation=cell, parent=new, name="Chi bộ Thử", from_date=date(2025, 7, 1)))
    cell.parent, cell.path = new, f"{new.path}{cell.id}/"
    db.session.commit()
    today = date(2026, 2, 1)

    assert [len(branch.of_committee(one, 2021, today).lines) for one in (old, new)] == [1, 0]
    assert [len(branch.of_committee(one, 2026, today).lines) for one in (old, new)] == [0, 1]
    assert [line.totals[GOOD] for line in branch.branches(province, 2021, today)] == [1, 0]


def test_branches_come_by_pages_with_the_same_queries_at_any_depth(province):
    for name in ("Đảng bộ B", "Đảng bộ A", "Đảng bộ C"):
        below = make.committee(name, province)
        for _level in range(4):
            below = make.committee("Cơ sở", below)
            rated(below, "Chi bộ")
            make.cell(below, "Chi bộ trống")
    assert province.name
    seen, after, numbers = [], None, []
    while True:
        with Queries() as queries:
            page = branch.branch_page(province, 2021, TODAY, after, most=2)
        numbers.append(queries.number)
        seen += [(line.name, line.totals[GOOD], line.totals[None]) for line in page.lines]
        after = page.after
        if after is None:
            break

    assert seen == [(f"Đảng bộ {letter}", 4, 4) for letter in "ABC"]
    assert numbers == [2, 2]


def test_the_whole_counts_the_cells_directly_below_and_those_of_every_branch_on_any_page(province):
    rated(province, "Trực thuộc")
    for name in ("Đảng bộ B", "Đảng bộ A", "Đảng bộ C"):
        below = make.committee(name, province)
        rated(below, "Chi bộ", "95 95 95 95 95 95 95 - 95 95 95 95")
        make.cell(make.committee("Cơ sở", below), "Chi bộ trống")
    own = branch.totals(province, 2021, TODAY)
    found = []
    for most, after in ((3, None), (2, None), (3, branch.branches(province, 2021, TODAY)[0].committee_id)):
        page = branch.branch_page(province, 2021, TODAY, after, most)
        found.append((page.is_all, branch.whole(province, 2021, TODAY, own, page).counts))
    counts = {GOOD: 1, FAIR: 3, AVERAGE: 0, POOR: 0, None: 3}

    assert found == [(True, counts), (False, counts), (False, counts)]


def test_committees_typed_in_a_circle_are_counted_once(province):
    one = make.committee("Đảng bộ Một", province)
    two = make.committee("Đảng bộ Hai", one)
    rated(two, "Chi bộ")
    db.session.add(Placement(organisation=one, parent=two, name="Đảng bộ Một", from_date=date(2021, 2, 1)))
    db.session.commit()

    assert [line.totals[GOOD] for line in branch.branches(province, 2021, TODAY)] == [1]


def test_the_top_of_the_tree_counts_as_any_other_committee(province):
    """Whichever of the two statements is sent, over cells kept, empty, ended, moved and typed in a circle."""
    one, two = make.committee("Đảng bộ Một", province), make.committee("Đảng bộ Hai", province)
    deep = make.committee("Cơ sở", one)
    rated(deep, "A")
    rated(two, "B", "95 95 95 95 95 95 95 - 95 95 95 95")
    _empty, moved, ended, over = (make.cell(deep, f"Trống {number}") for number in range(4))
    ended.ended_on, over.ended_on = date(2021, 8, 1), date(2020, 8, 1)
    db.session.query(Placement).filter_by(organisation_id=moved.id).one().until_date = date(2021, 6, 30)
    db.session.add(Placement(organisation=moved, parent=two, name="Trống", from_date=date(2021, 7, 1)))
    db.session.add(Placement(organisation=one, parent=deep, name="Đảng bộ Một", from_date=date(2021, 2, 1)))
    db.session.commit()
    by_way = [branch._everywhere_below([one.id, two.id], 2021, TODAY, at_once=at_once) for at_once in (True, False)]

    assert by_way[0] == by_way[1]
    assert [by_way[0][committee.id][None] for committee in (one, two)] == [2, 1]
    assert [by_way[0][one.id][GOOD], by_way[0][two.id][FAIR]] == [1, 1]


@pytest.mark.parametrize("page", ["table", "totals", "branches", "whole"])
def test_the_number_of_queries_does_not_grow(client, province, page):
    ask = {
        "table": lambda commune: branch.of_committee(commune, 2021, TODAY),
        "totals": lambda commune: branch.totals(commune, 2021, TODAY),
        "branches": lambda commune: branch.branches(commune, 2021, TODAY),
        "whole": lambda commune: client.page(f"/committees/{commune.id}/ratings/2021"),
    }[page]
    client.sign_in(make.reviewer(province))
    numbers = []
    for size in (2, 9):
        commune = make.committee(f"Đảng bộ {size}", province)
        for place in range(size):
            rated(commune, f"Chi bộ {place}", "95 " + "- " * 11)
            make.committee(f"Cơ sở {place}", commune)
        assert commune.name
        with Queries() as queries:
            ask(commune)
        numbers.append(queries.number)

    assert numbers[0] == numbers[1]


def test_the_page_shows_totals_rows_and_branches(client, province):
    commune = make.committee("Đảng bộ xã Thử", province)
    rated(commune, "Chi bộ Thiếu", "95 95 95 95 95 95 95 - 95 95 95 95")
    make.cell(commune, "Chi bộ Trống")
    said = (
        client.sign_in(make.reviewer(province)).page(f"/committees/{commune.id}/ratings/2021").select_one("main").text
    )
    said = " ".join(said.split())

    assert "Thiếu tháng 8/2021" in said
    assert "Chưa đủ để xếp loại: sổ chưa ghi kỳ sinh hoạt thường kỳ nào" in said
    page = client.page(f"/committees/{province.id}/ratings/2021")
    assert page.select_one("#totals").text == "Toàn đảng bộ: 2 chi bộ"
    assert [one.text for one in page.select(".tally b")] == ["0", "1", "0", "0", "1"]
    row = page.select_one("section[aria-labelledby=branches] tbody tr")
    assert [one.text.strip() for one in row.select("th, td")] == ["Đảng bộ xã Thử", "2", "0", "1", "0", "0", "1"]


def test_figures_from_before_this_month_are_said_to_be_old(client, province):
    commune = make.committee("Đảng bộ xã Thử", province)
    cell = rated(commune, "Chi bộ Thử")
    cell.sort_key = text_key(cell.name)
    row = ratings.find(cell, 2021)
    row.computed_on = date(2021, 10, 3)
    db.session.commit()

    page = client.sign_in(make.reviewer(commune)).page(f"/committees/{commune.id}/ratings/2021")
    assert "tính từ tháng trước" in page.text
