"""Recomputing looks one by one only at the years that do not already stand as all records at once come to."""

import random
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.ratings.test_many import a_rule_of_its_own, random_cell
from tracker.base import clock
from tracker.extensions import db
from tracker.guidance.rules import QualityClass
from tracker.organisations import founding
from tracker.ratings import recompute as recomputing
from tracker.ratings import service as ratings
from tracker.ratings.commands import recompute
from tracker.ratings.models import CellYear
from tracker.ratings.rules import Unrated

TODAY = date(2026, 7, 1)
YEARS = (2023, 2024, 2025, 2026)


@pytest.fixture
def cells(app):
    make.guidance("HD42")
    make.guidance("HD09-2019")
    province = make.committee("Đảng bộ tỉnh Thử")
    communes = [make.committee(f"Đảng bộ xã {number}", province, code=f"XA{number}") for number in range(2)]
    a_rule_of_its_own(communes[0], "RIENG", "2025-11-01")
    pick = random.Random(7)
    found = [random_cell(pick, communes[number % 2], number) for number in range(6)]
    db.session.commit()
    founding.rename(None, communes[1], "Đảng bộ xã Mới", date(2025, 2, 1), clock.now())
    return found


def stored(cells, today):
    for cell in cells:
        for year in YEARS:
            ratings.store(cell, year, today)
    db.session.commit()
    return [(cell.id, year) for cell in cells for year in YEARS]


def test_years_just_stored_are_all_settled(cells):
    pairs = stored(cells, TODAY)

    assert recomputing.unsettled(pairs, TODAY) == []
    assert recomputing.renew(pairs, TODAY) == ([], 0)


@pytest.mark.parametrize(
    "column, other",
    [
        ("superior_name", "Khác"), ("cell_name", "Khác"), ("regular_held", 30), ("thematic_held", 30), ("scored", 30),
        ("recognised", 30), ("mean", Decimal("1.25")), ("lowest", Decimal("1.25")), ("highest", Decimal("1.25")),
        ("missing", [0]), ("empty_quarters", [0]), ("why", Unrated.NO_RULE), ("is_provisional", None),
        ("computed_class", None), ("good", 30), ("fair", 30), ("average", 30), ("poor", 30), ("superior_id", None),
    ],
)  # fmt: skip
def test_a_year_stored_otherwise_in_anything_is_not_settled_and_is_mended(app, cells, column, other):
    pairs = stored(cells, TODAY)
    row = db.session.scalars(select(CellYear).where(CellYear.year == 2025).order_by(CellYear.cell_id)).first()
    if column == "is_provisional":
        other = not row.is_provisional
    if column == "computed_class":
        other = QualityClass.GOOD if row.computed_class is not QualityClass.GOOD else None
    setattr(row, column, other)
    db.session.commit()

    assert recomputing.unsettled(pairs, TODAY) == [(row.cell_id, 2025)]
    assert [fault.name for fault in recomputing.faults(row.cell_id, 2025, TODAY)] == [column]
    left, _renewed = recomputing.renew(pairs, TODAY)
    assert [recomputing.mend(*pair, TODAY) for pair in left] == [True]
    assert recomputing.unsettled(pairs, TODAY) == []


def test_figures_of_an_earlier_month_are_made_todays_where_nothing_changed(cells):
    pairs = stored(cells, date(2026, 5, 3))
    left, renewed = recomputing.renew(pairs, TODAY)
    db.session.commit()
    rows = db.session.scalars(select(CellYear)).all()

    assert sorted({year for _cell, year in left}) == [2026]
    assert renewed == len(pairs) - len(left)
    assert {row.computed_on for row in rows if row.year < 2026} == {TODAY}


def test_the_command_looks_at_nothing_one_by_one_that_is_settled(app, cells, monkeypatch):
    run = app.test_cli_runner().invoke
    run(recompute)
    asked = []
    monkeypatch.setattr(recomputing, "faults", lambda *pair: asked.append(pair) or ())
    monkeypatch.setattr(recomputing, "mend", lambda *pair: asked.append(pair) or False)

    assert run(recompute, ["--check"]).exit_code == 0
    assert run(recompute).exit_code == 0
    assert asked == []
