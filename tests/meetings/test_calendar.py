from datetime import date

import pytest

from tracker.guidance.kinds import MeetingKind
from tracker.meetings.calendar import MonthStatus, Sitting, ThemeStatus, month_status, theme_status, year_of
from tracker.meetings.rules import MeetingState

S = MonthStatus


def sitting(month=3, day=date(2026, 3, 6), state=MeetingState.PLANNED, kind=MeetingKind.REGULAR, **more):
    return Sitting(kind=kind, month=month, day=day, state=state, **more)


@pytest.mark.parametrize(
    ("today", "status"),
    [
        (date(2026, 2, 28), S.TO_COME),
        (date(2026, 3, 1), S.TO_COME),
        (date(2026, 3, 31), S.TO_COME),
        (date(2026, 4, 1), S.MISSING),
        (date(2027, 1, 1), S.MISSING),
    ],
)
def test_an_empty_month_is_missing_once_the_next_has_begun(today, status):
    assert month_status(2026, 3, None, today) is status


@pytest.mark.parametrize(
    ("given", "today", "status"),
    [
        (sitting(), date(2026, 3, 6), S.PLANNED),
        (sitting(), date(2026, 3, 7), S.OVERDUE),
        (sitting(), date(2026, 3, 31), S.OVERDUE),
        (sitting(), date(2026, 4, 1), S.MISSING),
        (sitting(day=date(2026, 4, 2)), date(2026, 4, 1), S.PLANNED),
        (sitting(day=date(2026, 4, 2)), date(2026, 4, 3), S.MISSING),
        (sitting(state=MeetingState.CIRCULATED), date(2026, 3, 6), S.CIRCULATED),
        (sitting(state=MeetingState.CIRCULATED), date(2026, 3, 7), S.OVERDUE),
        (sitting(state=MeetingState.HELD), date(2026, 5, 1), S.HELD),
        (sitting(state=MeetingState.MINUTED), date(2026, 5, 1), S.MINUTED),
        (sitting(state=MeetingState.NOT_HELD), date(2026, 3, 1), S.NOT_HELD),
        (sitting(state=MeetingState.NOT_HELD), date(2026, 5, 1), S.NOT_HELD),
        (sitting(state=MeetingState.NOT_HELD, is_excused=True), date(2026, 5, 1), S.EXCUSED),
    ],
)
def test_a_month_with_a_meeting(given, today, status):
    assert month_status(2026, 3, given, today) is status


@pytest.mark.parametrize(
    ("since", "until", "status"),
    [
        (date(2026, 4, 1), None, S.OUTSIDE),
        (date(2026, 3, 31), None, S.MISSING),
        (None, date(2026, 2, 28), S.OUTSIDE),
        (None, date(2026, 3, 1), S.MISSING),
    ],
)
def test_a_cell_owes_nothing_for_months_before_and_after_its_life(since, until, status):
    assert month_status(2026, 3, None, date(2026, 6, 1), since, until) is status


def theme(day, state=MeetingState.PLANNED, kind=MeetingKind.THEMATIC):
    return sitting(month=day.month, day=day, state=state, kind=kind, theme="Giữ rừng")


@pytest.mark.parametrize(
    ("themes", "today", "status"),
    [
        ([], date(2026, 3, 31), ThemeStatus.TO_COME),
        ([], date(2026, 4, 1), ThemeStatus.MISSING),
        ([theme(date(2026, 3, 28))], date(2026, 3, 1), ThemeStatus.PLANNED),
        ([theme(date(2026, 3, 28))], date(2026, 3, 29), ThemeStatus.TO_COME),
        ([theme(date(2026, 3, 28))], date(2026, 4, 1), ThemeStatus.MISSING),
        ([theme(date(2026, 3, 28), MeetingState.NOT_HELD)], date(2026, 3, 1), ThemeStatus.TO_COME),
        ([theme(date(2026, 2, 3), MeetingState.MINUTED)], date(2026, 9, 1), ThemeStatus.HELD),
        ([theme(date(2026, 2, 3), MeetingState.HELD, MeetingKind.COMBINED)], date(2026, 9, 1), ThemeStatus.HELD),
    ],
)
def test_a_quarter_and_its_theme(themes, today, status):
    assert theme_status(2026, 1, themes, today) is status


def test_a_quarter_before_the_cell_owes_no_theme():
    assert theme_status(2026, 1, [], date(2026, 9, 1), since=date(2026, 4, 1)) is ThemeStatus.OUTSIDE


def held(month, kind=MeetingKind.REGULAR, day=6):
    return sitting(month=month, day=date(2021, month, day), state=MeetingState.MINUTED, kind=kind, theme="Thử")


def test_the_year_of_the_article_in_figures():
    """2021: eleven of twelve regular meetings, August missing, seven thematic with one each quarter."""
    regular = [held(month) for month in range(1, 13) if month != 8]
    thematic = [held(month, MeetingKind.THEMATIC, 20) for month in (1, 2, 4, 6, 8, 10, 12)]
    year = year_of(2021, regular + thematic + [held(3, MeetingKind.COMMITTEE, 2)], date(2022, 2, 1))

    assert (year.held_regular, year.required, year.held_thematic, year.missing) == (11, 12, 7, [8])
    assert year.without_theme == []
    assert len(year.committee) == 1


def test_a_combined_sitting_is_both():
    year = year_of(2021, [held(5, MeetingKind.COMBINED)], date(2021, 5, 31))

    assert (year.held_regular, year.held_thematic) == (1, 1)
    assert year.quarters[1].status is ThemeStatus.HELD


def test_an_excused_month_leaves_the_count_and_an_unexcused_one_stays():
    away = [
        sitting(1, date(2021, 1, 6), MeetingState.NOT_HELD, is_excused=True),
        sitting(2, date(2021, 2, 6), MeetingState.NOT_HELD),
    ]
    year = year_of(2021, away, date(2021, 3, 1))

    assert (year.required, year.not_held, year.missing) == (11, [2], [])


def test_a_meeting_that_stands_hides_the_one_called_off():
    called_off = sitting(3, date(2026, 3, 1), MeetingState.NOT_HELD, is_excused=True)
    year = year_of(2026, [called_off, sitting(3, date(2026, 3, 20), MeetingState.HELD)], date(2026, 4, 1))

    assert year.months[2].status is S.HELD


def test_the_month_that_runs_is_marked():
    year = year_of(2026, [], date(2026, 3, 31))

    assert [month.number for month in year.months if month.is_now] == [3]


def test_a_year_ahead_misses_nothing():
    year = year_of(2027, [], date(2026, 12, 31))

    assert (year.missing, year.without_theme) == ([], [])
