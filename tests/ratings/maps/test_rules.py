"""One square, and a year of them: the edges."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tracker.guidance.kinds import QualityClass
from tracker.meetings.rules import MeetingState
from tracker.ratings.facts import Life
from tracker.ratings.maps import rules
from tracker.ratings.maps.rules import Sitting, Square, SquareState, Stay, Trouble
from tracker.scoresheets.rules import SheetState

TODAY = date(2026, 6, 15)
ALWAYS = Stay(date(2010, 1, 1), None, Life())


def sitting(month=3, state=MeetingState.MINUTED, **given):
    usual = {
        "meeting_id": 7, "is_excused": False, "is_here": True, "held_on": date(2026, month, 3), "sheet_id": 8,
        "sheet_state": SheetState.RECOGNISED, "handed_in_on": date(2026, month, 5), "term": 5,
        "total": Decimal(95), "quality": QualityClass.GOOD,
    }  # fmt: skip
    if state is not MeetingState.MINUTED:
        usual |= {"held_on": None, "sheet_id": None, "sheet_state": None, "handed_in_on": None, "quality": None}
    return Sitting(month=month, state=state, **usual | given)


def square(*sittings, month=3, stay=ALWAYS, today=TODAY, kept=None):
    return rules.squares(sittings, stay, 2026, today, kept)[month - 1]


@pytest.mark.parametrize(
    ("sheet_state", "handed_in_on", "expected"),
    [
        (SheetState.RECOGNISED, date(2026, 3, 5), SquareState.RECOGNISED),
        (SheetState.LOCKED, date(2026, 3, 5), SquareState.RECOGNISED),
        (SheetState.SUBMITTED, date(2026, 3, 5), SquareState.SELF_SCORED),
        (SheetState.UNDER_REVIEW, date(2026, 3, 5), SquareState.SELF_SCORED),
        (SheetState.RETURNED, date(2026, 3, 5), SquareState.RETURNED),
        (SheetState.DRAFT, date(2026, 3, 5), SquareState.RETURNED),
        (SheetState.AGREED, date(2026, 3, 5), SquareState.RETURNED),
        (SheetState.AGREED, None, SquareState.UNSCORED),
        (SheetState.DRAFT, None, SquareState.UNSCORED),
        (None, None, SquareState.UNSCORED),
    ],
)
def test_what_a_held_meeting_shows(sheet_state, handed_in_on, expected):
    found = square(sitting(sheet_state=sheet_state, handed_in_on=handed_in_on))

    assert found.state is expected
    assert (found.total, found.quality) == (
        (Decimal(95), QualityClass.GOOD) if expected in rules.SCORED else (None, None)
    )


@pytest.mark.parametrize(
    ("month", "today", "expected"),
    [
        (5, TODAY, SquareState.NOT_MET),
        (6, TODAY, SquareState.COMING),
        (6, date(2026, 6, 30), SquareState.COMING),
        (6, date(2026, 7, 1), SquareState.NOT_MET),
        (12, date(2026, 12, 31), SquareState.COMING),
        (12, date(2027, 1, 1), SquareState.NOT_MET),
    ],
)
def test_a_month_is_missed_once_it_is_over(month, today, expected):
    assert square(month=month, today=today).state is expected
    planned = square(sitting(month, MeetingState.CIRCULATED), month=month, today=today)
    assert (planned.state, planned.meeting_id) == (expected, 7)


def test_an_excused_month_is_not_missed_and_one_called_off_is():
    called_off = sitting(3, MeetingState.NOT_HELD)
    assert square(called_off).state is SquareState.NOT_MET
    assert square(sitting(3, MeetingState.NOT_HELD, is_excused=True)).state is SquareState.EXCUSED
    assert square(called_off, sitting(3, meeting_id=9)).state is SquareState.RECOGNISED
    assert square(called_off, sitting(3, meeting_id=9)).meeting_id == 9


@pytest.mark.parametrize(
    ("stay", "month", "expected"),
    [
        (Stay(date(2026, 3, 31), None, Life()), 3, SquareState.NOT_MET),
        (Stay(date(2026, 4, 1), None, Life()), 3, SquareState.ELSEWHERE),
        (Stay(date(2010, 1, 1), date(2026, 3, 30), Life()), 3, SquareState.ELSEWHERE),
        (Stay(date(2010, 1, 1), date(2026, 3, 31), Life()), 3, SquareState.NOT_MET),
        (Stay(date(2026, 3, 20), None, Life(founded_on=date(2026, 3, 20))), 3, SquareState.NOT_MET),
        (Stay(date(2026, 3, 20), None, Life(founded_on=date(2026, 3, 20))), 2, SquareState.ELSEWHERE),
        (Stay(date(2010, 1, 1), date(2026, 3, 2), Life(ended_on=date(2026, 3, 2))), 3, SquareState.NOT_MET),
        (Stay(date(2010, 1, 1), date(2026, 3, 2), Life(ended_on=date(2026, 3, 2))), 4, SquareState.ELSEWHERE),
    ],
)
def test_a_month_is_asked_of_the_branch_where_the_cell_stood_at_its_end(stay, month, expected):
    assert square(month=month, stay=stay).state is expected


def test_a_meeting_under_another_committee_is_not_shown():
    found = square(sitting(is_here=False))

    assert found == Square(3, SquareState.ELSEWHERE)
    assert square(sitting(3, MeetingState.NOT_HELD, is_excused=True, is_here=False)).meeting_id is None


def test_a_closed_year_misses_what_it_was_closed_with():
    assert square(month=3, kept={3}).state is SquareState.NOT_MET
    assert square(month=3, kept=set()).state is SquareState.ELSEWHERE


@pytest.mark.parametrize(
    ("held_on", "handed_in_on", "today", "late"),
    [
        (date(2026, 3, 3), date(2026, 3, 8), TODAY, False),
        (date(2026, 3, 3), date(2026, 3, 9), TODAY, True),
        (date(2026, 3, 3), None, date(2026, 3, 8), False),
        (date(2026, 3, 3), None, date(2026, 3, 9), True),
    ],
)
def test_the_last_day_of_the_term_is_in_time(held_on, handed_in_on, today, late):
    sheet = SheetState.SUBMITTED if handed_in_on else None
    found = square(sitting(held_on=held_on, handed_in_on=handed_in_on, sheet_state=sheet), today=today)

    assert found.is_late is late


def test_trouble_counts_each_thing_once():
    found = rules.trouble(
        [
            Square(1, SquareState.NOT_MET),
            Square(2, SquareState.EXCUSED),
            Square(3, SquareState.UNSCORED, is_late=True),
            Square(4, SquareState.RECOGNISED, is_late=True, quality=QualityClass.POOR),
            Square(5, SquareState.SELF_SCORED, quality=QualityClass.AVERAGE),
            Square(6, SquareState.RECOGNISED, quality=QualityClass.FAIR),
            Square(7, SquareState.RETURNED, is_late=True),
            Square(8, SquareState.ELSEWHERE),
        ],
        signals=1,
    )

    assert found == Trouble(missing=1, late=3, low=2, signals=1)
    assert found.weight == 7


figures = some.builds(Trouble, *(some.integers(0, 12) for _ in range(4)))


@given(figures, figures)
def test_more_trouble_always_comes_first(one, other):
    assert (one.weight > other.weight) <= (one.rank < other.rank)
    assert (one.rank == other.rank) == (one == other)


@given(some.lists(some.sampled_from(list(MeetingState)), max_size=12), some.dates(date(2025, 12, 1), date(2027, 2, 1)))
def test_a_year_has_twelve_squares_and_trouble_is_what_they_show(states, today):
    sittings = [sitting(month, state) for month, state in enumerate(states, start=1)]
    found = rules.squares(sittings, ALWAYS, 2026, today)

    assert [one.month for one in found] == list(range(1, 13))
    weighed = rules.trouble(found)
    assert weighed.missing == sum(one.state is SquareState.NOT_MET for one in found)
    assert weighed.missing + weighed.low <= 12
