"""What was decided, given to do, written down and filed; and what became of the last meeting's tasks."""

from decimal import Decimal

from tracker.duties.rules import Due, DutyState, done_on_time
from tracker.guidance.rules import Guidance
from tracker.scoresheets.checks.attendance import share
from tracker.scoresheets.checks.facts import DutyFact, MeetingFacts
from tracker.scoresheets.checks.findings import Finding, Record, RecordKind, Said


def _minutes(facts: MeetingFacts) -> Record:
    return Record(RecordKind.MINUTES, facts.meeting_id, facts.meeting_id)


def _tasks(facts: MeetingFacts, tasks: list[DutyFact]) -> tuple[Record, ...]:
    return tuple(sorted(Record(RecordKind.DUTY, one.id, facts.meeting_id, one.title) for one in tasks))


def previous_tasks(facts: MeetingFacts, guidance: Guidance) -> Finding:
    """Tasks due by this meeting and done by their day, that day included. Where none was due the chair decides."""
    due = [one for one in facts.due if one.due_on is not None]
    ratio = done_on_time(
        Due(one.due_on, one.done_on if one.state is DutyState.DONE else None) for one in due if one.due_on
    )
    if ratio is None:
        return Finding(None, Said("no_tasks_due"))
    done, of = ratio
    percent = share(done, of)
    said = Said("tasks_done" if done == of else "tasks_left", {"done": done, "due": of, "percent": percent})
    return Finding({"tasks_done_percent": percent, "tasks_due": Decimal(of)}, said, _tasks(facts, due))


def conclusion_passed(facts: MeetingFacts, guidance: Guidance) -> Finding:
    """A conclusion or resolution put to the vote and carried."""
    if not facts.decisions and not facts.minutes_stand:
        return Finding(None, Said("no_decision_yet"), need=Record(RecordKind.DECISION, 0, facts.meeting_id))
    passed = sorted((one for one in facts.decisions if one.is_passed), key=lambda one: one.id)
    records = sorted(Record(RecordKind.DECISION, one.id, facts.meeting_id, one.title) for one in facts.decisions)
    if not passed:
        said = Said("not_passed" if facts.decisions else "no_decision")
        return Finding({"passed": Decimal(0)}, said, tuple(records) or (_minutes(facts),))
    first = passed[0]
    figures = {"title": first.title, "votes": first.votes_for, "electorate": first.electorate}
    return Finding({"passed": Decimal(1)}, Said("passed", figures), tuple(records))


def tasks_assigned(facts: MeetingFacts, guidance: Guidance) -> Finding:
    """Tasks this meeting gave, and how many of them have a person and a deadline."""
    if not facts.given and not facts.minutes_stand:
        return Finding(None, Said("no_tasks_yet"), need=Record(RecordKind.DUTY, 0, facts.meeting_id))
    given = list(facts.given)
    whole = sum(one.due_on is not None for one in given)
    said = Said("tasks_given" if given else "no_tasks", {"tasks": len(given), "whole": whole})
    measures = {"tasks": Decimal(len(given)), "tasks_complete_percent": share(whole, len(given))}
    return Finding(measures, said, _tasks(facts, given) or (Record(RecordKind.DUTY, 0, facts.meeting_id),))


def minutes_confirmed(facts: MeetingFacts, guidance: Guidance) -> Finding:
    """Minutes that tell of every item, and whether they were passed. Until then they may still be written."""
    if facts.minutes is None:
        return Finding(None, Said("no_minutes"), need=_minutes(facts))
    written = sum(one.is_written for one in facts.items)
    percent = share(written, len(facts.items)) if facts.items else Decimal(100)
    key = "minutes_passed" if facts.minutes.is_confirmed else "minutes_open"
    said = Said(key, {"written": written, "items": len(facts.items)})
    confirmed = {"minutes_confirmed": Decimal(facts.minutes.is_confirmed)}
    if percent < 100 and not facts.minutes_stand:
        still = Finding(None, said, need=_minutes(facts))
        return Finding(confirmed, said, (_minutes(facts),), unknown={"items_concluded_percent": still})
    return Finding(confirmed | {"items_concluded_percent": percent}, said, (_minutes(facts),))


def filed_in_time(facts: MeetingFacts, guidance: Guidance) -> Finding:
    """Days from the day of the meeting to the day of filing, in Việt Nam."""
    if facts.is_backfilled:
        return Finding(None, Said("entered_afterwards"), need=_minutes(facts))
    if facts.minutes is None or facts.minutes.filed_on is None:
        return Finding(None, Said("not_filed", {"most": guidance.filing_days}), need=_minutes(facts))
    days = (facts.minutes.filed_on - facts.held_on).days
    said = Said("filed", {"days": days, "on": facts.minutes.filed_on, "most": guidance.filing_days})
    return Finding({"filing_days_taken": Decimal(days)}, said, (_minutes(facts),))
