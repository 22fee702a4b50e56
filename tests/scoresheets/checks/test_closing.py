"""What became of the last tasks, what was decided, given, written down and filed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.scoresheets.checks.recorded import DAY, decision, found, guided, item, meeting, minutes, task, tasks
from tracker.duties.rules import DutyState
from tracker.scoresheets.checks.findings import RecordKind

OPEN = minutes(is_confirmed=False)
NEXT = DAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("due", "percent", "done"),
    [
        ((task(DAY, DAY),), 100, 1),
        ((task(DAY, NEXT),), 0, 0),
        ((task(DAY, DAY - timedelta(days=9)),), 100, 1),
        ((task(DAY),), 0, 0),
        ((task(DAY, DAY, state=DutyState.NOT_DONE),), 0, 0),
        ((task(DAY, DAY, state=DutyState.OPEN),), 0, 0),  # reported by its doer, not yet heard
        (tasks(9, 1), 90, 9),
        (tasks(2, 1), Decimal(200) / 3, 2),
    ],
)
def test_tasks_done_by_their_day_that_day_included(due, percent, done):
    finding = found("previous_tasks", meeting(due=due))

    assert finding.measures == {"tasks_done_percent": percent, "tasks_due": len(due)}
    assert finding.said.key == ("tasks_done" if percent == 100 else "tasks_left")
    assert (finding.said.figures["done"], finding.said.figures["due"]) == (done, len(due))
    assert len(finding.records) == len(due)


def test_where_none_was_due_the_chair_decides_and_no_record_is_asked_for():
    finding = found("previous_tasks", meeting(due=()))

    assert (finding.measures, finding.said.key, finding.need) == (None, "no_tasks_due", None)


@pytest.mark.parametrize(
    ("decisions", "written", "passed", "key"),
    [
        ((decision(),), minutes(), 1, "passed"),
        ((decision(False), decision(number=2)), OPEN, 1, "passed"),
        ((decision(False),), OPEN, 0, "not_passed"),
        ((), minutes(), 0, "no_decision"),
        ((), OPEN, None, "no_decision_yet"),
        ((), None, None, "no_decision_yet"),
    ],
)
def test_a_conclusion_or_resolution_carried(decisions, written, passed, key):
    finding = found("conclusion_passed", meeting(decisions=decisions, minutes=written))

    assert (finding.measures, finding.said.key) == (None if passed is None else {"passed": passed}, key)
    if passed is None:
        assert finding.need.kind is RecordKind.DECISION
    else:
        assert finding.records


@pytest.mark.parametrize(
    ("given", "written", "measures", "key"),
    [
        ((task(NEXT),), OPEN, {"tasks": 1, "tasks_complete_percent": 100}, "tasks_given"),
        ((task(NEXT), task(None, number=2)), OPEN, {"tasks": 2, "tasks_complete_percent": 50}, "tasks_given"),
        ((), minutes(), {"tasks": 0, "tasks_complete_percent": 0}, "no_tasks"),
        ((), OPEN, None, "no_tasks_yet"),
        ((), None, None, "no_tasks_yet"),
    ],
)
def test_tasks_given_with_a_person_and_a_day(given, written, measures, key):
    finding = found("tasks_assigned", meeting(given=given, minutes=written))

    assert (finding.measures, finding.said.key) == (measures, key)
    assert (finding.need is None) is (measures is not None)


# --- the minutes ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "is_confirmed", "measures"),
    [
        ([True, True], True, {"minutes_confirmed": 1, "items_concluded_percent": 100}),
        ([True, False], True, {"minutes_confirmed": 1, "items_concluded_percent": 50}),
        ([True, True], False, {"minutes_confirmed": 0, "items_concluded_percent": 100}),
        ([True, False], False, {"minutes_confirmed": 0}),  # may still be written
        ([], False, {"minutes_confirmed": 0, "items_concluded_percent": 100}),
    ],
)
def test_minutes_that_tell_of_every_item(written, is_confirmed, measures):
    items = tuple(item(number, is_written=so) for number, so in enumerate(written, start=1))
    finding = found("minutes_confirmed", meeting(items=items, minutes=minutes(is_confirmed)))

    assert finding.measures == measures
    assert finding.said.key == ("minutes_passed" if is_confirmed else "minutes_open")
    assert finding.said.figures == {"written": sum(written), "items": len(written)}
    if "items_concluded_percent" not in measures:
        assert finding.unknown["items_concluded_percent"].need.kind is RecordKind.MINUTES


def test_no_minutes_is_not_minutes_badly_kept():
    finding = found("minutes_confirmed", meeting(minutes=None))

    assert (finding.measures, finding.said.key, finding.need.kind) == (None, "no_minutes", RecordKind.MINUTES)


# --- filed ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("held_on", "filed_on", "days"),
    [
        (DAY, DAY, 0),
        (DAY, DAY + timedelta(days=2), 2),
        (DAY, DAY + timedelta(days=3), 3),
        (date(2026, 2, 28), date(2026, 3, 2), 2),
        (date(2028, 2, 28), date(2028, 3, 1), 2),  # a leap year
        (date(2026, 12, 31), date(2027, 1, 3), 3),
    ],
)
def test_days_from_the_meeting_to_filing(held_on, filed_on, days):
    finding = found("filed_in_time", meeting(held_on=held_on, minutes=minutes(filed_on=filed_on)), guided())

    assert (finding.measures, finding.said.key) == ({"filing_days_taken": days}, "filed")
    assert finding.said.figures == {"days": days, "on": filed_on, "most": 2}


@pytest.mark.parametrize(
    ("differs", "key"),
    [
        ({"minutes": None}, "not_filed"),
        ({"minutes": minutes(filed_on=None)}, "not_filed"),
        ({"is_backfilled": True}, "entered_afterwards"),
    ],
)
def test_what_is_not_filed_may_still_be(differs, key):
    finding = found("filed_in_time", meeting(**differs))

    assert (finding.measures, finding.said.key, finding.need.kind) == (None, key, RecordKind.MINUTES)
