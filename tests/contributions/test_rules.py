import itertools
from datetime import date

import pytest

from tracker.base.transitions import ReasonMissing, WrongState
from tracker.contributions.rules import CONTRIBUTION, Fate, Input, answered, may_speak, may_write
from tracker.meetings.rules import MeetingState

W, R, M, A, X = Fate.WAITING, Fate.RAISED, Fate.MERGED, Fate.ANSWERED, Fate.WITHDRAWN
TABLE = {
    ("raise", W): R,
    ("merge", W): M,
    ("merge", R): M,
    ("answer", W): A,
    ("answer", R): A,
    ("answer", A): A,
    ("withdraw", W): X,
    ("wait", R): W,
    ("wait", M): W,
    ("strike", R): X,
}


@pytest.mark.parametrize(("act", "fate"), list(itertools.product(CONTRIBUTION.rows, Fate)))
def test_every_act_from_every_fate(act, fate):
    if (act, fate) in TABLE:
        assert CONTRIBUTION.step(act, fate, "vì thế") is TABLE[act, fate]
    else:
        with pytest.raises(WrongState):
            CONTRIBUTION.step(act, fate, "vì thế")


@pytest.mark.parametrize(("act", "fate"), [("wait", R), ("wait", M), ("strike", R)])
@pytest.mark.parametrize("reason", [None, "", "  "])
def test_going_back_needs_a_reason(act, fate, reason):
    with pytest.raises(ReasonMissing):
        CONTRIBUTION.step(act, fate, reason)


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ([], None),
        ([Input(1, X)], None),
        ([Input(1, W)], (0, 1)),
        ([Input(1, R)], (0, 1)),
        ([Input(1, A)], (1, 1)),
        ([Input(1, A), Input(2, X), Input(3, W)], (1, 2)),
        ([Input(1, A), Input(2, M, 1)], (2, 2)),
        ([Input(1, W), Input(2, M, 1)], (0, 2)),
        ([Input(3, M, 2), Input(2, M, 1), Input(1, A)], (3, 3)),
        ([Input(2, M, 99)], (0, 1)),
        ([Input(1, M, 2), Input(2, M, 1)], (0, 2)),
    ],
)
def test_answered_counts_the_merged_with_what_they_were_merged_into(inputs, expected):
    assert answered(inputs) == expected


@pytest.mark.parametrize(
    ("state", "alone", "afterwards"),
    [
        (MeetingState.PLANNED, True, True),
        (MeetingState.CIRCULATED, True, True),
        (MeetingState.HELD, False, True),
        (MeetingState.MINUTED, False, False),
        (MeetingState.NOT_HELD, False, False),
    ],
)
def test_written_input_is_taken_until_the_meeting(state, alone, afterwards):
    assert may_write(state) is alone
    assert may_write(state, backfilled_by_keeper=True) is afterwards


@pytest.mark.parametrize(
    ("state", "day_before", "on_the_day"),
    [
        (MeetingState.PLANNED, False, True),
        (MeetingState.CIRCULATED, False, True),
        (MeetingState.HELD, True, True),
        (MeetingState.MINUTED, False, False),
        (MeetingState.NOT_HELD, False, False),
    ],
)
def test_speakers_are_recorded_from_the_day_until_the_minutes_stand(state, day_before, on_the_day):
    assert may_speak(state, date(2026, 3, 6), date(2026, 3, 5)) is day_before
    assert may_speak(state, date(2026, 3, 6), date(2026, 3, 6)) is on_the_day
