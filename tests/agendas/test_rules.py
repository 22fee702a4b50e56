from datetime import UTC, datetime, timedelta

import pytest

from tracker.agendas.rules import Lead, lead, moved, rearranged, shared_out, usual_agenda
from tracker.guidance.rules import MeetingKind

MEETING = datetime(2026, 3, 6, 7, 0, tzinfo=UTC)
THREE_DAYS = timedelta(days=3)


@pytest.mark.parametrize(
    ("before", "notice", "met"),
    [
        (timedelta(hours=72), THREE_DAYS, True),
        (timedelta(hours=71, minutes=59), THREE_DAYS, False),
        (timedelta(hours=71, minutes=59, seconds=30), THREE_DAYS, True),  # 14:00:30 reads 14:00
        (timedelta(hours=72, minutes=1), THREE_DAYS, True),
        (timedelta(days=4, hours=5), THREE_DAYS, True),
        (timedelta(hours=24), timedelta(days=1), True),
        (timedelta(hours=23, minutes=59), timedelta(days=1), False),
        (timedelta(minutes=1), timedelta(0), True),
        (timedelta(0), timedelta(0), True),
        (timedelta(minutes=-1), timedelta(0), False),
    ],
)
def test_notice_is_met_to_the_minute(before, notice, met):
    assert lead(MEETING - before, MEETING, notice).met is met


def test_lead_after_the_hour_is_negative():
    assert lead(MEETING + timedelta(hours=2), MEETING, THREE_DAYS) == Lead(timedelta(hours=-2), False)


@pytest.mark.parametrize("kind", list(MeetingKind))
@pytest.mark.parametrize("minutes", [45, 60, 90, 97, 120, 150])
def test_the_usual_agenda_adds_up_to_what_is_required(kind, minutes):
    given = [item.minutes for item in usual_agenda(kind, minutes)]

    assert sum(given) == minutes
    assert min(given) >= 1


@pytest.mark.parametrize(
    ("kind", "own"), [(MeetingKind.REGULAR, 90), (MeetingKind.THEMATIC, 90), (MeetingKind.COMMITTEE, 60)]
)
def test_the_usual_agenda_has_a_length_of_its_own(kind, own):
    assert sum(item.minutes for item in usual_agenda(kind, None)) == own


def test_a_shared_sitting_has_both_parts_and_one_close():
    kinds = [item.kind.value for item in usual_agenda(MeetingKind.COMBINED, 120)]

    assert kinds == [
        "results", "news", "story", "discussion", "tasks", "criticism",
        "other", "theme", "discussion", "discussion", "conclusion",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("shares", "total", "expected"),
    [
        ([1, 1], 20, [10, 10]),
        ([3, 1], 20, [15, 5]),
        ([1, 1, 1], 10, [4, 3, 3]),
        ([10, 1], 11, [9, 2]),
        ([5, 5, 5], 2, [1, 1, 1]),
    ],
)
def test_minutes_are_shared_out_whole(shares, total, expected):
    assert shared_out(shares, total) == expected


@pytest.mark.parametrize(
    ("which", "to", "expected"),
    [(3, 2, [1, 3, 2, 4]), (1, 0, [1, 2, 3, 4]), (4, 9, [1, 2, 3, 4]), (1, 4, [2, 3, 4, 1]), (2, -5, [2, 1, 3, 4])],
)
def test_an_item_moves_to_its_place(which, to, expected):
    assert moved([1, 2, 3, 4], which, to) == expected


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, [10, 20, 30, 40]),
        ({40: 2}, [10, 40, 20, 30]),
        ({10: 4}, [20, 30, 40, 10]),
        ({10: 2, 20: 1}, [20, 10, 30, 40]),
        ({10: 4, 20: 3, 30: 2, 40: 1}, [40, 30, 20, 10]),
        ({30: 99}, [10, 20, 40, 30]),
        ({30: 0}, [30, 10, 20, 40]),
    ],
)
def test_items_take_the_places_typed(wanted, expected):
    assert rearranged([10, 20, 30, 40], wanted) == expected
