"""Votes, gaps, acts by state, filing: tables of edges."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tracker.meetings.rules import MeetingState
from tracker.minutes import rules
from tracker.minutes.rules import Act, Gap, Record, Told


@pytest.mark.parametrize(
    ("votes_for", "electorate", "carried"),
    [
        (0, 0, False),
        (1, 0, False),
        (1, 1, True),
        (1, 2, False),
        (2, 2, True),
        (2, 3, True),
        (5, 10, False),
        (6, 10, True),
        (5, 11, False),
        (6, 11, True),
        (0, 7, False),
    ],
)
def test_more_than_half_of_those_obliged_carries(votes_for, electorate, carried):
    assert rules.is_carried(votes_for, electorate) is carried


@pytest.mark.parametrize(
    ("is_done", "says_something", "told"),
    [
        (True, True, True),
        (True, False, False),
        (False, False, True),
        (False, True, True),
        (None, True, False),
        (None, False, False),
    ],
)
def test_an_item_is_told(is_done, says_something, told):
    assert rules.is_told(Told(is_done, says_something)) is told


WHOLE = Record(items=(Told(True, True), Told(False, False)))


@pytest.mark.parametrize(
    ("change", "gap"),
    [
        ({"has_end": False}, Gap.END),
        ({"has_chair": False}, Gap.CHAIR),
        ({"has_minute_taker": False}, Gap.MINUTE_TAKER),
        ({"has_roll": False}, Gap.ROLL),
        ({"has_minutes": False}, Gap.MINUTES),
        ({"items": (Told(True, True), Told(None, True))}, Gap.ITEMS),
        ({"items": ()}, Gap.GENERAL),
        ({"votes_match": False}, Gap.VOTES),
    ],
)
def test_each_thing_missing_is_one_gap(change, gap):
    assert rules.gaps(WHOLE) == []
    assert rules.gaps(replace(WHOLE, **change)) == [gap]


def test_without_an_agenda_the_course_told_in_general_is_enough():
    assert rules.gaps(Record(items=(), general=Told(None, True))) == []


def test_gaps_come_in_the_order_of_the_page_and_unwritten_minutes_hide_their_items():
    nothing = Record(False, False, False, False, False, (Told(None, False),), votes_match=False)

    assert rules.gaps(nothing) == [Gap.END, Gap.CHAIR, Gap.MINUTE_TAKER, Gap.ROLL, Gap.MINUTES, Gap.VOTES]


@pytest.mark.parametrize(
    ("state", "missing", "is_filed", "acts"),
    [
        (MeetingState.PLANNED, [], False, set()),
        (MeetingState.CIRCULATED, [], False, set()),
        (MeetingState.NOT_HELD, [], False, set()),
        (MeetingState.HELD, [], False, {Act.WRITE, Act.DECIDE, Act.CONFIRM, Act.PRINT}),
        (MeetingState.HELD, [Gap.END], False, {Act.WRITE, Act.DECIDE, Act.PRINT}),
        (MeetingState.HELD, [Gap.ROLL], False, {Act.WRITE, Act.PRINT}),
        (MeetingState.MINUTED, [], False, {Act.REOPEN, Act.FILE, Act.PRINT}),
        (MeetingState.MINUTED, [], True, {Act.REOPEN, Act.PRINT}),
    ],
)
def test_what_can_be_done_when(state, missing, is_filed, acts):
    assert rules.acts(state, missing, is_filed) == acts


@pytest.mark.parametrize(
    ("filed", "allowed", "days", "met"),
    [
        (date(2026, 3, 6), Decimal(2), 0, True),
        (date(2026, 3, 8), Decimal(2), 2, True),
        (date(2026, 3, 9), Decimal(2), 3, False),
        (date(2026, 3, 9), None, 3, None),
    ],
)
def test_filing_on_the_last_day_allowed_is_in_time(filed, allowed, days, met):
    assert rules.filing(date(2026, 3, 6), filed, allowed) == rules.Filing(days, met)
