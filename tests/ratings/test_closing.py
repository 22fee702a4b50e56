"""What reads otherwise since a committee's year was closed."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.guidance.kinds import QualityClass
from tracker.ratings import closing
from tracker.ratings.closing import Change, Kept, KeptBranch, KeptCell, KeptCount
from tracker.ratings.keeping import frozen, thawed
from tracker.ratings.rules import YearState

GOOD, FAIR, AVERAGE, POOR = QualityClass


def cell(key=1, quality=GOOD, state=YearState.CLOSED, mean="95", name=None):
    return KeptCell(key, name or f"Chi bộ {key}", state, quality, Decimal(mean) if mean else None)


def kept(*cells, below=()):
    return Kept(cells, closing.totals(cells), below)


def test_totals_are_best_first_and_those_of_none_last():
    cells = [cell(1, None), cell(2, POOR), cell(3, GOOD), cell(4, GOOD)]
    assert closing.totals(cells) == (KeptCount(GOOD, 2), KeptCount(POOR, 1), KeptCount(None, 1))


@pytest.mark.parametrize(
    ("then", "now", "found"),
    [
        (cell(), cell(), []),
        (cell(), cell(name="Tên mới"), []),
        (cell(), cell(quality=FAIR), [Change.OTHER]),
        (cell(), cell(state=YearState.OPEN), [Change.OTHER]),
        (cell(), cell(mean="94.99"), [Change.OTHER]),
        (cell(mean=None), cell(mean="0"), [Change.OTHER]),
        (cell(1), cell(2), [Change.NEW, Change.GONE]),
    ],
)
def test_a_cell_that_reads_otherwise(then, now, found):
    assert [one.change for one in closing.differences(kept(then), kept(now)).cells] == found


def test_a_branch_below_whose_counts_are_others():
    one = KeptBranch(7, "Đảng bộ", closing.counts(Counter({GOOD: 2})))
    other = KeptBranch(7, "Đảng bộ", closing.counts(Counter({GOOD: 1, FAIR: 1})))
    assert not closing.differences(kept(below=(one,)), kept(below=(one,)))
    [found] = closing.differences(kept(below=(one,)), kept(below=(other,))).branches
    assert (found.change, found.then, found.now) == (Change.OTHER, one, other)


CELLS = st.lists(
    st.builds(
        KeptCell,
        cell_id=st.integers(1, 9),
        name=st.text(max_size=5),
        state=st.sampled_from(YearState),
        quality=st.none() | st.sampled_from(QualityClass),
        mean=st.none() | st.decimals(0, 100, places=2),
    ),
    unique_by=lambda one: one.cell_id,
    max_size=6,
)


@given(CELLS)
def test_what_is_kept_comes_back_and_differs_in_nothing(cells):
    whole = kept(*cells)
    assert thawed(Kept, frozen(whole)) == whole
    assert not closing.differences(whole, whole)


@given(CELLS, CELLS)
def test_then_and_now_change_places(then, now):
    there = closing.differences(kept(*then), kept(*now)).cells
    back = closing.differences(kept(*now), kept(*then)).cells
    opposite = {Change.NEW: Change.GONE, Change.GONE: Change.NEW, Change.OTHER: Change.OTHER}

    assert Counter(one.change for one in there) == Counter(opposite[one.change] for one in back)
