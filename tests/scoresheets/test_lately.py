"""The one line back after a sheet is handed in."""

from decimal import Decimal

import pytest

from tests import factories as make
from tests.queries import counted
from tracker.guidance.rules import MeetingKind
from tracker.meetings.rules import MeetingState
from tracker.scoresheets import lately
from tracker.scoresheets.rules import SheetState


@pytest.fixture
def cell(app):
    make.guidance()
    return make.cell()


def sheet(cell, month, state=SheetState.RECOGNISED, kind=MeetingKind.REGULAR, year=2026, **marks):
    return make.marked_sheet(make.meeting(cell, year, month, kind=kind, state=MeetingState.MINUTED), state, **marks)


def test_what_cost_the_most_and_what_would_recover_it(cell):
    for month in (3, 5):
        sheet(cell, month, c4_5="3", c3_5="0")
    late = lately.line(sheet(cell, 6, SheetState.SUBMITTED, c4_5="3"))

    assert (late.criterion.code, late.points, late.at, late.meetings) == (
        "4.5", Decimal(6), ((2026, 3), (2026, 5), (2026, 6)), 3,
    )  # fmt: skip
    assert lately.sentence(late) == (
        "Trong 3 kỳ gần đây, mất nhiều điểm nhất là tiêu chí 4.5 “Số đảng viên phát biểu so với số có mặt”: 6 điểm "
        "ở 3 kỳ (tháng 3/2026, 5/2026, 6/2026). Kỳ nào cũng đạt mức “từ 50 %” thì mỗi kỳ bình quân thêm 2 điểm."
    )


def test_only_the_last_six_of_the_same_cell_and_form_that_were_handed_in(cell):
    sheet(cell, 11, year=2025, c1_1="0")
    for month in range(1, 6):
        sheet(cell, month, c3_5="0")
    sheet(cell, 4, kind=MeetingKind.THEMATIC, c4_2="0")
    sheet(make.cell(cell.parent), 5, c6="10")
    sheet(cell, 7, SheetState.RETURNED, c6="10")
    here = sheet(cell, 6, SheetState.SUBMITTED, c3_5="0")
    sheet(cell, 8, c6="10")
    late = lately.line(here)

    assert (late.criterion.code, late.points, late.meetings) == ("3.5", Decimal(12), 6)


def test_another_guidance_is_another_sheet(cell):
    sheet(cell, 9, year=2025, c1_1="0")

    assert lately.line(sheet(cell, 11, year=2025)) is None


def test_what_is_no_level_is_simply_done(cell):
    said = lately.sentence(lately.line(sheet(cell, 3, c3_5="0")))

    assert said.endswith("Kỳ nào cũng làm đủ thì mỗi kỳ bình quân thêm 2 điểm.")


def test_it_takes_two_questions(cell):
    here = sheet(cell, 3, c3_5="0")
    assert lately.line(here)
    with counted() as sent:
        lately.line(here)

    assert len(sent) <= 2
