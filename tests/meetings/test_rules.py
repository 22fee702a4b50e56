from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from tracker.base.transitions import ReasonMissing, WrongState
from tracker.meetings.rules import (
    MEETING,
    Counting,
    MeetingState,
    Presence,
    Step,
    is_near,
    last_day,
    month_after,
    month_before,
    month_to_plan,
    steps,
    turnout,
    usual_date,
    warned_of,
)

P, C, H, M, N = MeetingState

# What each act makes of each state; a state that is not named refuses it.
TABLE = {
    "change_plan": {P: P},
    "change_sent_plan": {C: C},
    "circulate": {P: C, C: C},
    "hold": {P: H, C: H, H: H},
    "confirm_minutes": {H: M},
    "reopen_minutes": {M: H},
    "mark_not_held": {P: N, C: N},
    "excuse": {N: N},
    "plan_again": {N: P},
}
BACKWARDS = {"reopen_minutes", "mark_not_held", "excuse", "plan_again"}


def test_the_table_names_every_act():
    assert set(MEETING.rows) == set(TABLE)


@pytest.mark.parametrize("state", MeetingState)
@pytest.mark.parametrize("act", TABLE)
def test_every_act_from_every_state(act, state):
    if state in TABLE[act]:
        assert MEETING.step(act, state, "vì mưa lũ") is TABLE[act][state]
        assert MEETING.may(act, state)
    else:
        with pytest.raises(WrongState):
            MEETING.step(act, state, "vì mưa lũ")
        assert not MEETING.may(act, state)


@pytest.mark.parametrize("act", TABLE)
@pytest.mark.parametrize("reason", [None, "", "  \n"])
def test_going_backwards_needs_a_reason(act, reason):
    state = next(iter(TABLE[act]))
    if act in BACKWARDS:
        with pytest.raises(ReasonMissing):
            MEETING.step(act, state, reason)
    else:
        assert MEETING.step(act, state, reason) is TABLE[act][state]


def marks(present=0, late=0, excused=0, unexcused=0, outside=0, outside_present=0):
    return (
        [(True, Presence.PRESENT)] * present
        + [(True, Presence.LATE)] * late
        + [(True, Presence.EXCUSED)] * excused
        + [(True, Presence.UNEXCUSED)] * unexcused
        + [(False, Presence.EXCUSED)] * outside
        + [(False, Presence.PRESENT)] * outside_present
    )


EXCUSED_OUT = Counting(excused_counted=False)


@pytest.mark.parametrize(
    ("given", "counting", "share"),
    [
        (marks(present=17, excused=3), Counting(), "0.85"),
        (marks(present=16, late=1, excused=2, unexcused=1), Counting(), "0.85"),
        (marks(present=17, excused=3), EXCUSED_OUT, "1"),
        (marks(present=17, excused=2, unexcused=1), EXCUSED_OUT, str(Decimal(17) / 18)),
        (marks(present=9, unexcused=1, outside=5), Counting(), "0.9"),
        (marks(present=9, unexcused=1, outside_present=5), Counting(), "0.9"),
        (marks(excused=4), Counting(), "0"),
    ],
)
def test_the_share_is_of_those_whom_the_guidance_counts(given, counting, share):
    assert turnout(given, counting).share == Decimal(share)


@pytest.mark.parametrize(
    ("given", "counting"),
    [([], Counting()), (marks(outside=3, outside_present=1), Counting()), (marks(excused=4), EXCUSED_OUT)],
)
def test_where_nobody_counts_there_is_no_share(given, counting):
    assert turnout(given, counting).share is None


def test_a_turnout_counts_each_once():
    found = turnout(marks(5, 2, 3, 1, 4, 1), Counting())

    assert (found.obliged, found.present, found.late, found.excused, found.unexcused) == (11, 7, 2, 3, 1)
    assert (found.outside, found.outside_present) == (5, 1)


@pytest.mark.parametrize(
    ("present", "absent", "below"), [(6, 3, False), (5, 3, True), (2, 1, False), (0, 1, True), (0, 0, False)]
)
def test_the_quorum_is_two_thirds_and_no_more(present, absent, below):
    assert turnout(marks(present, unexcused=absent), Counting()).is_below_quorum is below


def test_the_guidance_may_set_another_quorum():
    assert turnout(marks(2, excused=1), Counting(quorum=Fraction(3, 4))).is_below_quorum


def test_the_quorum_is_of_all_obliged_even_where_the_excused_leave_the_share():
    assert turnout(marks(3, excused=3), EXCUSED_OUT).is_below_quorum


@pytest.mark.parametrize(("months", "warned"), [(0, 0), (1, 0), (2, 2), (3, 3), (7, 3)])
def test_repeated_absence_is_said_after_two_and_after_three(months, warned):
    assert warned_of(months) == warned


@pytest.mark.parametrize(
    ("year", "month", "after", "before", "last"),
    [
        (2026, 12, (2027, 1), (2026, 11), 31),
        (2026, 1, (2026, 2), (2025, 12), 31),
        (2024, 2, (2024, 3), (2024, 1), 29),
        (2026, 2, (2026, 3), (2026, 1), 28),
    ],
)
def test_months_follow_one_another(year, month, after, before, last):
    assert month_after(year, month) == after
    assert month_before(year, month) == before
    assert last_day(year, month).day == last


@pytest.mark.parametrize(("month", "usual", "day"), [(2, 31, 28), (4, 31, 30), (3, 3, 3), (2, 1, 1)])
def test_the_usual_day_stays_in_its_month(month, usual, day):
    assert usual_date(2026, month, usual) == date(2026, month, day)


@pytest.mark.parametrize(
    ("day", "near"),
    [
        (date(2026, 1, 31), False),
        (date(2026, 2, 1), True),
        (date(2026, 4, 30), True),
        (date(2026, 5, 1), False),
    ],
)
def test_a_meeting_is_at_most_a_month_away_from_its_month(day, near):
    assert is_near(day, 2026, 3) is near


@pytest.mark.parametrize(
    ("today", "taken", "month"),
    [
        (date(2026, 3, 4), [], (2026, 3)),
        (date(2026, 3, 4), [(2026, 3)], (2026, 4)),
        (date(2026, 3, 4), [(2026, 3), (2026, 4)], (2026, 4)),
        (date(2026, 12, 31), [(2026, 12)], (2027, 1)),
        (date(2026, 3, 4), [(2025, 3)], (2026, 3)),
    ],
)
def test_one_press_means_this_month_or_the_next(today, taken, month):
    assert month_to_plan(today, taken) == month


@pytest.mark.parametrize(
    ("state", "given", "line"),
    [
        (P, {}, ["now", "", "", "", "", ""]),
        (P, {"prepared": True}, ["done", "now", "", "", "", ""]),
        (C, {}, ["done", "done", "now", "", "", ""]),
        (H, {}, ["done", "done", "done", "done", "now", ""]),
        (H, {"sent": False}, ["done", "stopped", "done", "done", "now", ""]),
        (M, {}, ["done", "done", "done", "done", "done", "now"]),
        (M, {"scored": True}, ["done"] * 6),
        (M, {"is_scored": False}, ["done"] * 5),
        (N, {}, ["", "", "", "stopped", "", ""]),
    ],
)
def test_the_six_steps(state, given, line):
    found = steps(state, **given)

    assert [mark for _step, mark in found] == line
    assert [step for step, _mark in found] == list(Step)[: len(line)]
