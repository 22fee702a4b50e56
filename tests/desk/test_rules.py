"""What waits, when it is due, in which order: tables of edges."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from tracker.desk.rules import (
    WEIGHT,
    Ahead,
    Held,
    Kind,
    Nearness,
    Sheet,
    Wait,
    in_order,
    nearness,
    of_ahead,
    of_held,
    of_sheet,
    of_year,
    what_waits_first,
)
from tracker.guidance.kinds import MeetingKind
from tracker.meetings.calendar import Sitting, year_of
from tracker.meetings.rules import MeetingState
from tracker.scoresheets.rules import SheetState

TODAY = date(2026, 3, 4)
MEETING = date(2026, 3, 6)
SEND_BY = date(2026, 3, 5)


def kinds(waits):
    return [wait.kind for wait in waits]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, [Kind.AGENDA]),
        ({"items": 5}, [Kind.SEND]),
        ({"items": 5, "is_sent": True}, []),
        ({"items": 5, "is_sent": True, "is_changed": True}, [Kind.SEND_CHANGES]),
        ({"is_sent": True, "unopened": 3}, [Kind.REMIND]),
        ({"is_sent": True, "on_paper": 1}, [Kind.HAND_OVER]),
        ({"is_sent": True, "unanswered": 2}, [Kind.ANSWER]),
        ({"is_sent": True, "away": ["story"]}, [Kind.REPLACE]),
        (
            {"is_sent": True, "unopened": 3, "unanswered": 2, "away": ["story"]},
            [Kind.REPLACE, Kind.REMIND, Kind.ANSWER],
        ),
    ],
)
def test_what_a_meeting_to_come_asks_for(known, expected):
    assert kinds(of_ahead(Ahead(MEETING, SEND_BY, **known), TODAY)) == expected


def test_an_agenda_is_due_on_the_last_day_it_goes_out_in_time():
    [wait] = of_ahead(Ahead(MEETING, SEND_BY), TODAY)

    assert wait.due == SEND_BY


@pytest.mark.parametrize(("days", "asked"), [(31, True), (32, False)])
def test_a_meeting_far_ahead_does_not_ask_yet(days, asked):
    send_by = TODAY + timedelta(days=days)

    assert bool(of_ahead(Ahead(send_by + timedelta(days=1), send_by), TODAY)) is asked


@pytest.mark.parametrize(("day", "expected"), [(TODAY, []), (TODAY - timedelta(days=1), [Kind.RECORD])])
def test_a_meeting_is_to_be_recorded_once_its_day_has_passed(day, expected):
    assert kinds(of_ahead(Ahead(day, SEND_BY, is_sent=True), TODAY)) == expected


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"has_roll": False, "is_confirmed": False}, [Kind.ROLL, Kind.MINUTES]),
        ({"has_roll": True, "is_confirmed": False}, [Kind.MINUTES, Kind.SCORE]),
        ({"has_roll": True, "is_confirmed": False, "unanswered": 1}, [Kind.MINUTES, Kind.ANSWER, Kind.SCORE]),
        ({"has_roll": True, "is_confirmed": True, "unanswered": 1}, [Kind.SCORE]),
        ({"has_roll": True, "is_confirmed": True, "is_scored": False}, []),
        ({"has_roll": True, "is_confirmed": True, "sheet": Sheet(SheetState.DRAFT)}, [Kind.FINISH_SCORE]),
    ],
)
def test_what_a_meeting_held_still_asks_for(known, expected):
    assert kinds(of_held(Held(MEETING, MEETING, **known), TODAY)) == expected


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        (Sheet(SheetState.DRAFT), [Kind.FINISH_SCORE]),
        (Sheet(SheetState.AGREED), [Kind.SUBMIT]),
        (Sheet(SheetState.SUBMITTED, True), []),
        (Sheet(SheetState.UNDER_REVIEW, True), []),
        (Sheet(SheetState.RETURNED, True), [Kind.RETURNED]),
        (Sheet(SheetState.DRAFT, True), [Kind.RETURNED]),
        (Sheet(SheetState.RECOGNISED, True, answer_until=TODAY), []),
        (Sheet(SheetState.RECOGNISED, True, is_adjusted=True, answer_until=TODAY), [Kind.ADJUSTED]),
        (Sheet(SheetState.RECOGNISED, True, is_adjusted=True, answer_until=TODAY - timedelta(days=1)), []),
        (Sheet(SheetState.RECOGNISED, True, is_adjusted=True, is_explained=True, answer_until=TODAY), []),
        (Sheet(SheetState.LOCKED, True, is_adjusted=True, answer_until=TODAY), []),
    ],
)
def test_what_a_sheet_asks_of_the_cell(sheet, expected):
    assert kinds(of_sheet(sheet, TODAY)) == expected


def test_a_sheet_sent_back_keeps_its_deadline_until_handed_in():
    deadline = date(2026, 3, 10)

    for state in (SheetState.RETURNED, SheetState.DRAFT, SheetState.AGREED):
        [wait] = of_sheet(Sheet(state, True, deadline), TODAY)
        assert wait.due == deadline


def regular(month, state=MeetingState.HELD):
    return Sitting(MeetingKind.REGULAR, month, date(2026, month, 6), state)


def themes(*months):
    return [Sitting(MeetingKind.THEMATIC, month, date(2026, month, 20), MeetingState.PLANNED) for month in months]


@pytest.mark.parametrize(
    ("sittings", "expected"),
    [
        ([regular(1), regular(2), regular(3, MeetingState.PLANNED), *themes(3, 5)], []),
        ([regular(1), regular(3, MeetingState.PLANNED), *themes(3, 5)], [Kind.MONTHS_MISSING]),
        ([regular(1), regular(2), *themes(3, 5)], [Kind.PLAN_MONTH]),
        ([regular(1), regular(2), regular(3, MeetingState.NOT_HELD), *themes(3, 5)], []),
        ([regular(1), regular(2, MeetingState.PLANNED), regular(3), *themes(3, 5)], []),
        ([regular(1), regular(2), regular(3), *themes(5)], [Kind.THEME]),
        ([regular(1), regular(2), regular(3), *themes(3)], [Kind.THEME]),
    ],
)
def test_what_the_year_asks_for(sittings, expected):
    assert kinds(of_year(year_of(2026, sittings, TODAY), TODAY)) == expected


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 5, 15), []),
        (date(2026, 5, 16), [date(2026, 6, 30)]),
        (date(2026, 6, 30), [date(2026, 6, 30), date(2026, 6, 30)]),
    ],
)
def test_a_quarter_without_theme_is_spoken_of_near_its_end_and_the_next_before_it_begins(today, due):
    year = year_of(2026, themes(3), today)

    assert [wait.due for wait in of_year(year, today) if wait.kind is Kind.THEME] == due


def test_months_missing_are_named_together():
    [wait] = [wait for wait in of_year(year_of(2026, themes(3, 5), TODAY), TODAY) if wait.kind is Kind.MONTHS_MISSING]

    assert (wait.count, wait.about) == (2, {"year": 2026, "months": [1, 2]})


def weighed(kind, due=None):
    return SimpleNamespace(kind=kind, due=due, weight=WEIGHT[kind])


def test_what_is_due_comes_first_then_what_weighs_more():
    soon, later = date(2026, 3, 5), date(2026, 3, 31)
    waits = [
        weighed(Kind.SCORE),
        weighed(Kind.THEME, later),
        weighed(Kind.ANSWER, soon),
        weighed(Kind.REPLACE, soon),
        weighed(Kind.RETURNED),
    ]

    assert kinds(in_order(waits)) == [Kind.REPLACE, Kind.ANSWER, Kind.THEME, Kind.RETURNED, Kind.SCORE]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-1, Nearness.OVERDUE),
        (0, Nearness.TODAY),
        (1, Nearness.TOMORROW),
        (2, Nearness.LATER),
        (365, Nearness.LATER),
    ],
)
def test_how_near_a_day_is(days, expected):
    assert nearness(TODAY + timedelta(days=days), TODAY) is expected


def test_the_half_of_the_page_with_something_waiting_goes_before_the_others():
    idle, busy, also = (SimpleNamespace(waits=number) for number in (0, 2, 1))

    assert what_waits_first([idle, busy, also]) == [busy, also, idle]


def test_a_wait_is_of_one_thing_without_a_day_unless_said():
    assert Wait(Kind.SCORE) == Wait(Kind.SCORE, None, None, 1)
