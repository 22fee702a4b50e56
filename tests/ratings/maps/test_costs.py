"""Points lost by a branch: the database's sums against the marks themselves."""

from datetime import date
from decimal import Decimal

import pytest

from tests import factories as make
from tests.ratings.maps import books
from tracker.extensions import db
from tracker.guidance.kinds import MeetingKind
from tracker.ratings.maps import branches, compare, costs
from tracker.ratings.maps.branches import View
from tracker.scoresheets import lost
from tracker.scoresheets.models import Mark, Scoresheet
from tracker.scoresheets.rules import SheetState


@pytest.fixture
def commune(app):
    """Three cells: one lost on notice and on 6, one was adjusted, one held a shared sitting and handed nothing in."""
    made = make.committee("Đảng bộ xã Thử", books.district())
    books.marked(made, "Chi bộ Một", months=(1, 2), c3_5="0", c6="27")
    two = make.cell(made, "Chi bộ Hai")
    make.marked_sheet(make.meeting(two, 2026, 1, state="minuted"), recognised={"4.2": "11.5"}, void=("2.2",))
    make.marked_sheet(make.meeting(two, 2026, 2, state="minuted"), SheetState.SUBMITTED, c4_2="14")
    three = make.cell(made, "Chi bộ Ba")
    make.marked_sheet(make.meeting(three, 2026, 1, kind=MeetingKind.COMBINED, state="minuted"), c4_2="9")
    make.marked_sheet(make.meeting(three, 2026, 2, state="minuted"), SheetState.AGREED, c1_1="0")
    return made


def test_the_sums_are_those_of_the_marks(commune):
    [found] = costs.of(commune, 2026)
    marks = lost.given(Scoresheet.year == 2026, Scoresheet.state.in_(lost.HANDED_IN))
    expected = {one.criterion.code: one for one in lost.by_criterion(found.form, marks)}

    assert (found.meetings, found.cells) == (5, 3)
    assert {line.criterion.code: (line.points, line.lost_meetings, line.meetings) for line in found.lines} == {
        code: (one.points, len(one.at), one.meetings) for code, one in expected.items()
    }
    dear = {line.criterion.code: (line.points, line.possible, line.lost_cells, line.cells) for line in found.shown}
    assert dear == {
        "6": (6, 150, 1, 3), "4.2": (Decimal("5.5"), 70, 2, 3), "3.5": (4, 10, 1, 3),
    }  # fmt: skip
    assert [line.criterion.code for line in found.shown] == ["6", "4.2", "3.5"]


def test_a_criterion_without_object_loses_nothing_whatever_was_typed(commune):
    for mark in db.session.query(Mark).filter_by(criterion="4.8"):
        mark.applies, mark.given = False, Decimal(0)
    db.session.commit()
    [found] = costs.of(commune, 2026)

    assert "4.8" not in {line.criterion.code for line in found.lines}


def test_a_criterion_marked_by_too_few_cells_is_not_told(commune):
    [found] = costs.of(commune, 2026)

    assert [line.criterion.code for line in found.hidden] == ["4.3"]
    assert not set(found.hidden) & {*found.shown, *found.untouched}


def test_fewer_than_three_cells_are_not_told(commune):
    for sheet in db.session.query(Scoresheet).filter(Scoresheet.kind == MeetingKind.COMBINED):
        sheet.state = SheetState.RETURNED
    db.session.commit()
    [found] = costs.of(commune, 2026)

    assert (found.is_withheld, found.lines, found.cells) == (True, (), 2)


def test_a_cell_that_moved_on_counts_where_it_stood(commune):
    other = make.committee("Đảng bộ xã khác")
    for cell in db.session.query(type(commune)).filter_by(parent_id=commune.id):
        cell.parent, cell.path = other, f"{other.path}{cell.id}/"
    db.session.commit()

    assert [costs.of(one, 2026) == [] for one in (commune, other)] == [False, True]


def test_beside_another_branch_the_dearest_of_both_stand(commune):
    other = make.committee("Đảng bộ xã Kia", commune.parent)
    for place in range(3):
        books.marked(other, f"Chi bộ {place}", months=(1,), c1_1="0")
    found = compare.of(View(commune, 2026), other, date(2026, 3, 20))
    [form] = found.forms

    assert [(one.criterion.code, one.shares) for one in form.lines] == [
        ("1.1", (0, 1)), ("3.5", (Decimal("0.4"), 0)), ("4.2", (Decimal("5.5") / 70, 0)), ("6", (Decimal("0.04"), 0)),
    ]  # fmt: skip
    assert [side.rates.met for side in found.sides] == [6, 3]
    assert [(side.rates.asked, side.rates.in_time) for side in found.sides] == [(6, 6), (3, 3)]


def test_the_sentence_on_severity_is_asked_of_the_two_branches(commune, monkeypatch):
    asked = []
    monkeypatch.setattr(compare.severity, "between", lambda *ids: asked.append(ids) or "Một bên chấm chặt hơn.")
    other = make.committee("Đảng bộ xã Kia")

    assert compare.of(View(commune, 2026), other, date(2026, 3, 20)).severity == "Một bên chấm chặt hơn."
    assert asked == [(commune.id, other.id)]


def test_the_parts_of_a_branch(commune):
    district = commune.parent
    deep = make.committee("Đảng bộ cơ sở", commune)
    found = branches.of(district, date(2026, 3, 1))

    assert [(part.name, part.is_direct) for part in found.parts] == [(district.name, True), (commune.name, False)]
    assert found.part_of[deep.id].committee_id == commune.id
