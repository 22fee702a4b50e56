"""How the meeting went: its day and length, its items, the story, the theme."""

from decimal import Decimal

from tracker.agendas.rules import ItemKind
from tracker.duties.rules import DutyKind, DutyState
from tracker.guidance.kinds import MeetingKind
from tracker.guidance.rules import Guidance
from tracker.scoresheets.checks.attendance import share
from tracker.scoresheets.checks.facts import DutyFact, MeetingFacts
from tracker.scoresheets.checks.findings import Finding, Record, RecordKind, Said

OF_THEME = (ItemKind.THEME, ItemKind.DISCUSSION, ItemKind.CONCLUSION)


def _meeting(facts: MeetingFacts) -> Record:
    return Record(RecordKind.MEETING, facts.meeting_id, facts.meeting_id)


def _minutes(facts: MeetingFacts) -> Record:
    return Record(RecordKind.MINUTES, facts.meeting_id, facts.meeting_id)


def _duties(facts: MeetingFacts) -> Record:
    return Record(RecordKind.DUTY, 0, facts.meeting_id)


def required_minutes(facts: MeetingFacts, guidance: Guidance) -> int:
    """The guidance's least length; the figure set for this cell takes its place at an ordinary sitting."""
    if facts.least_minutes and facts.kind is not MeetingKind.COMBINED:
        return facts.least_minutes
    return guidance.minutes_for(facts.kind)


def _on_day(facts: MeetingFacts) -> int:
    return int(facts.held_on == facts.first_planned_on)


def _plan_unknown(facts: MeetingFacts) -> Finding:
    """A meeting entered afterwards was planned by nobody in the book."""
    return Finding(None, Said("entered_afterwards"), need=_meeting(facts))


def held_on_planned_day(facts: MeetingFacts, guidance: Guidance) -> Finding:
    """The day in Việt Nam against the day first planned."""
    if facts.is_backfilled:
        return _plan_unknown(facts)
    days = abs((facts.held_on - facts.first_planned_on).days)
    said = Said("on_day" if not days else "off_day", {"planned": facts.first_planned_on, "held": facts.held_on})
    measures = {"on_planned_day": Decimal(_on_day(facts)), "days_from_plan": Decimal(days)}
    return Finding(measures, said, (_meeting(facts),))


def duration(facts: MeetingFacts, guidance: Guidance) -> Finding:
    """Whole minutes from start to end: 89 minutes and 59 seconds are 89."""
    if facts.minutes_held is None:
        return Finding(None, Said("no_end"), need=_meeting(facts))
    lasted, required = facts.minutes_held, required_minutes(facts, guidance)
    short = max(0, required - lasted)
    said = Said("short" if short else "long_enough", {"lasted": lasted, "required": required, "short": short})
    measures = {
        "minutes": Decimal(lasted),
        "minutes_short": Decimal(short),
        "duration_percent": share(lasted, required),
    }
    if facts.is_backfilled:
        return Finding(measures, said, (_meeting(facts),), unknown={"on_planned_day": _plan_unknown(facts)})
    return Finding(measures | {"on_planned_day": Decimal(_on_day(facts))}, said, (_meeting(facts),))


def agenda_done(facts: MeetingFacts, guidance: Guidance) -> Finding:
    """Items done out of those on the agenda; each must have been said done or not."""
    if not facts.items:
        need = Record(RecordKind.AGENDA, facts.meeting_id, facts.meeting_id)
        return Finding(None, Said("no_items"), need=need)
    unsaid = [one for one in facts.items if one.is_done is None]
    if unsaid:
        return Finding(None, Said("items_unsaid", {"count": len(unsaid)}), need=_minutes(facts))
    left = sorted(one.title for one in facts.items if not one.is_done)
    done = len(facts.items) - len(left)
    said = Said("items_left" if left else "items_done", {"done": done, "items": len(facts.items), "left": left})
    return Finding({"items_done_percent": share(done, len(facts.items))}, said, (_minutes(facts),))


def story_told(facts: MeetingFacts, guidance: Guidance) -> Finding:
    """A story heard at this meeting, its lesson written down, told by who was named before it."""
    stories = sorted((one for one in facts.heard if one.kind is DutyKind.STORY), key=lambda one: one.id)
    told = [one for one in stories if one.state is DutyState.DONE]
    if not told and not facts.minutes_stand:
        return Finding(None, Said("no_story_yet"), need=_duties(facts))
    with_lesson = [one for one in told if one.lesson.strip()]
    by_named = [one for one in told if one.named_before]
    measures = {"story_told": Decimal(bool(told)), "lesson_drawn": Decimal(bool(with_lesson))}
    unknown = {}
    if told and facts.is_backfilled:
        unknown["told_by_named"] = Finding(None, Said("entered_afterwards"), need=_duties(facts))
    else:
        measures["told_by_named"] = Decimal(bool(by_named))
    key = "no_story" if not told else "story" if with_lesson else "story_no_lesson"
    shown = next(iter(with_lesson or told), None)
    figures = {"title": shown.title, "name": shown.assignee} if shown else {}
    return Finding(measures, Said(key, figures), _duty_records(facts, told) or (_duties(facts),), unknown=unknown)


def _duty_records(facts: MeetingFacts, duties: list[DutyFact]) -> tuple[Record, ...]:
    return tuple(sorted(Record(RecordKind.DUTY, one.id, facts.meeting_id, one.title) for one in duties))


def thematic_sequence(facts: MeetingFacts, guidance: Guidance) -> Finding:
    """Summary, comments, response, conclusion. The steps are read from the paper, who spoke, and the minutes.

    The writer's own speaking is the response; anybody else's the comments. A conclusion is one written on an item
    of the theme or its discussion, or passed by vote. A step not recorded is open until the minutes are confirmed.
    """
    if facts.minutes is None:
        return Finding(None, Said("no_minutes"), need=_minutes(facts))
    papers = [one for one in facts.heard if one.kind is DutyKind.THEMATIC_PAPER]
    writers = {one.assignee_id for one in papers}
    themes = [one for one in facts.items if one.kind is ItemKind.THEME]
    speakers = {one.person_id for one in facts.spoken if one.item_id not in _elsewhere(facts)}
    steps = {
        "summarised": any(one.state is DutyState.DONE for one in papers) or any(one.is_done for one in themes),
        "commented": bool(speakers - writers),
        "responded": bool(speakers & writers),
        "concluded": _is_concluded(facts),
    }
    missing = [name for name, is_so in steps.items() if not is_so]
    records = (*_duty_records(facts, papers), _minutes(facts))
    if missing and not facts.minutes_stand:
        said = Said("steps_open", {"steps": missing})
        told = {name: Decimal(1) for name in steps if name not in missing}
        return Finding(told, said, records, unknown=dict.fromkeys(missing, Finding(None, said, need=_minutes(facts))))
    said = Said("steps_missing" if missing else "steps", {"steps": missing})
    return Finding({name: Decimal(is_so) for name, is_so in steps.items()}, said, records)


def _elsewhere(facts: MeetingFacts) -> set[int]:
    """Items of a shared sitting that are not about the theme; what is said on no item may be."""
    return {one.id for one in facts.items if one.kind not in (*OF_THEME, ItemKind.OTHER)}


def _is_concluded(facts: MeetingFacts) -> bool:
    return any(one.is_passed for one in facts.decisions) or any(
        one.has_conclusion and one.kind in OF_THEME for one in facts.items
    )


def praise_and_criticism(facts: MeetingFacts, guidance: Guidance) -> Finding:
    if facts.minutes is None:
        return Finding(None, Said("no_minutes"), need=_minutes(facts))
    kept = int(facts.minutes.has_praise) + int(facts.minutes.has_criticism)
    if not kept and not facts.minutes_stand:
        return Finding(None, Said("no_remarks_yet"), need=_minutes(facts))
    key = {0: "no_remarks", 1: "criticism" if facts.minutes.has_criticism else "praise", 2: "both_remarks"}[kept]
    return Finding({"remarks_recorded": Decimal(kept)}, Said(key), (_minutes(facts),))
