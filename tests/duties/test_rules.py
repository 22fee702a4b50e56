import itertools
from datetime import date

import pytest

from tracker.base.names import folded
from tracker.base.transitions import ReasonMissing, WrongState
from tracker.duties.rules import (
    DUTY,
    Candidate,
    Due,
    DutyState,
    coming_quarters,
    done_on_time,
    end_of_quarter,
    in_turn,
    is_like,
    next_in_turn,
    quarter_of,
)

OPEN, DONE, NOT, DROPPED = DutyState.OPEN, DutyState.DONE, DutyState.NOT_DONE, DutyState.DROPPED
TABLE = {
    ("change", OPEN): OPEN,
    ("report", OPEN): OPEN,
    ("reassign", OPEN): OPEN,
    ("finish", OPEN): DONE,
    ("fail", OPEN): NOT,
    ("drop", OPEN): DROPPED,
    ("reopen", DONE): OPEN,
    ("reopen", NOT): OPEN,
    ("reopen", DROPPED): OPEN,
}


@pytest.mark.parametrize(("act", "state"), list(itertools.product(DUTY.rows, DutyState)))
def test_every_act_from_every_state(act, state):
    if (act, state) in TABLE:
        assert DUTY.step(act, state, "vì thế") is TABLE[act, state]
    else:
        with pytest.raises(WrongState):
            DUTY.step(act, state, "vì thế")


def test_what_changes_a_hand_or_goes_back_needs_a_reason():
    assert {act for act, row in DUTY.rows.items() if row.needs_reason} == {"reassign", "fail", "drop", "reopen"}
    with pytest.raises(ReasonMissing):
        DUTY.step("fail", OPEN, " ")


JAN, FEB, MAR = date(2026, 1, 9), date(2026, 2, 6), date(2026, 3, 6)
A, B, C = Candidate(1), Candidate(2), Candidate(3)


@pytest.mark.parametrize(
    ("members", "history", "expected"),
    [
        ([], {}, None),
        ([A, B, C], {}, 1),
        ([C, B, A], {}, 3),
        ([A, B, C], {1: JAN}, 2),
        ([A, B, C], {1: MAR, 2: JAN, 3: FEB}, 2),
        ([A, B, C], {1: JAN, 2: JAN, 3: FEB}, 1),
        ([A, B, C], {1: JAN, 9: FEB}, 2),
        ([Candidate(1, is_exempt=True), B], {2: MAR}, 2),
        ([Candidate(1, is_exempt=True, is_willing=True), B], {2: MAR}, 1),
        ([Candidate(1, is_exempt=True)], {}, None),
        ([Candidate(1, is_away=True), B], {2: MAR}, 2),
        ([Candidate(1, is_willing=True, is_away=True), B], {2: MAR}, 2),
    ],
)
def test_whose_turn_it_is(members, history, expected):
    assert next_in_turn(members, history) == expected


def test_the_whole_order_of_turns():
    assert in_turn([A, B, C], {1: MAR, 3: JAN}) == [2, 3, 1]


def test_everybody_tells_once_before_anybody_tells_twice():
    history, told = {}, []
    for month in range(1, 7):
        teller = next_in_turn([A, B, C], history)
        history[teller] = date(2026, month, 6)
        told.append(teller)

    assert told == [1, 2, 3, 1, 2, 3]


@pytest.mark.parametrize(
    ("tasks", "expected"),
    [
        ([], None),
        ([Due(FEB, None)], (0, 1)),
        ([Due(FEB, FEB)], (1, 1)),
        ([Due(FEB, date(2026, 2, 5))], (1, 1)),
        ([Due(FEB, date(2026, 2, 7))], (0, 1)),
        ([Due(FEB, FEB), Due(FEB, None), Due(MAR, JAN)], (2, 3)),
    ],
)
def test_tasks_done_on_their_day_are_on_time(tasks, expected):
    assert done_on_time(tasks) == expected


@pytest.mark.parametrize(
    ("title", "other", "expected"),
    [
        ("Đôi dép cao su", "đôi dép cao su", True),
        ("Đôi dép cao su", "“Đôi dép cao su” của Bác Hồ", True),
        ("Đôi dép của Bác", "Đôi dép cao su", False),
        ("Bác Hồ", "Bác Hồ với nông dân", False),
        ("Bát chè sẻ đôi", "Bát chè, sẻ đôi.", True),
        ("Đôi dép cao", "Đôi dép cao su", True),
        ("Đôi dép cao su", "Đôi dép cao sum", False),
        ("", "", False),
        ("", "Đôi dép cao su", False),
    ],
)
def test_a_story_told_before_is_known_again(title, other, expected):
    assert is_like(folded(title), folded(other)) is expected
    assert is_like(folded(other), folded(title)) is expected


@pytest.mark.parametrize(
    ("day", "quarter", "end"),
    [
        (date(2026, 1, 1), (2026, 1), date(2026, 3, 31)),
        (date(2026, 6, 30), (2026, 2), date(2026, 6, 30)),
        (date(2026, 9, 1), (2026, 3), date(2026, 9, 30)),
        (date(2026, 12, 31), (2026, 4), date(2026, 12, 31)),
    ],
)
def test_quarters(day, quarter, end):
    assert quarter_of(day) == quarter
    assert end_of_quarter(*quarter) == end


def test_coming_quarters_run_over_the_year():
    assert coming_quarters(date(2026, 11, 23), 3) == [(2026, 4), (2027, 1), (2027, 2)]
