"""Who was there, and who spoke."""

from decimal import Decimal

from tracker.base.names import sort_key
from tracker.guidance.rules import Guidance
from tracker.meetings.rules import Presence
from tracker.scoresheets.checks.facts import MeetingFacts, RollFact
from tracker.scoresheets.checks.findings import Finding, Record, RecordKind, Said

ABSENT = (Presence.EXCUSED, Presence.UNEXCUSED)


def share(part: int, whole: int) -> Decimal:
    """In percent; of nothing, nought."""
    return Decimal(100 * part) / whole if whole else Decimal(0)


def is_obliged(entry: RollFact, guidance: Guidance) -> bool:
    """Exempt members, and those on special duty, are outside the count unless the guidance counts them."""
    of = guidance.attendance
    return (of.exempt_counted or not entry.is_exempt) and (of.special_duty_counted or not entry.on_special_duty)


def obliged(facts: MeetingFacts, guidance: Guidance) -> list[RollFact]:
    """Those counted on, in the order of names."""
    called = (one for one in facts.roll if is_obliged(one, guidance))
    return sorted(called, key=lambda one: (sort_key(one.name), one.person_id))


def _roll(facts: MeetingFacts) -> Record:
    return Record(RecordKind.ROLL, facts.meeting_id, facts.meeting_id)


def no_roll(facts: MeetingFacts) -> Finding:
    return Finding(None, Said("no_roll"), need=_roll(facts))


def attendance(facts: MeetingFacts, guidance: Guidance) -> Finding:
    """Present out of the guidance's denominator; nobody obliged counts as nobody missing."""
    if not facts.roll:
        return no_roll(facts)
    called = obliged(facts, guidance)
    excused = [one for one in called if one.presence is Presence.EXCUSED]
    unexcused = [one for one in called if one.presence is Presence.UNEXCUSED]
    late = [one for one in called if one.presence is Presence.LATE]
    counted = len(called) if guidance.attendance.excused_counted else len(called) - len(excused)
    there = sum(one.is_there for one in called)
    percent = share(there, counted) if counted else Decimal(100)
    figures = {"there": there, "counted": counted, "percent": percent, "late": len(late)}
    absent = {"excused": len(excused), "unexcused": [one.name for one in unexcused]}
    key = "attendance_unexcused" if unexcused else "attendance"
    measures = {
        "present_percent": percent,
        "unexcused": Decimal(len(unexcused)),
        "late": Decimal(len(late)),
    }
    return Finding(measures, Said(key, figures | absent), (_roll(facts),))


def consecutive_absences(facts: MeetingFacts, guidance: Guidance) -> Finding:
    """The longest run of meetings in a row, up to this one, that somebody obliged was absent from in the year."""
    if not facts.roll:
        return no_roll(facts)
    earlier = sorted(facts.past, key=lambda one: (one.held_at, one.meeting_id), reverse=True)
    runs = {
        one: 1 + _run(one.person_id, [past.absent for past in earlier])
        for one in obliged(facts, guidance)
        if one.presence in ABSENT
    }
    longest = max(runs.values(), default=0)
    names = [one.name for one, run in runs.items() if run == longest]
    most = guidance.attendance.consecutive_absences
    key = "absences_none" if not runs else "absences_long" if longest > most else "absences_short"
    said = Said(key, {"longest": longest, "most": most, "names": names})
    rolls = (Record(RecordKind.ROLL, one.meeting_id, one.meeting_id) for one in earlier[: max(longest - 1, 0)])
    return Finding({"longest_absence": Decimal(longest)}, said, tuple(sorted((_roll(facts), *rolls))))


def _run(person_id: int, absent: list[frozenset[int]]) -> int:
    """In how many of the meetings before, the last first, without a break."""
    for place, away in enumerate(absent):
        if person_id not in away:
            return place
    return len(absent)


def speakers(facts: MeetingFacts, guidance: Guidance) -> Finding:
    """Those present who are recorded as having spoken, of all those present, whoever is in the denominator."""
    if not facts.roll:
        return no_roll(facts)
    page = Record(RecordKind.CONTRIBUTION, facts.meeting_id, facts.meeting_id)
    there = {one.person_id for one in facts.roll if one.is_there}
    spoke = {one.person_id for one in facts.spoken} & there
    if not spoke and not facts.minutes_stand:
        return Finding(None, Said("no_speakers_yet"), need=page)
    percent = share(len(spoke), len(there))
    said = Said("speakers", {"spoke": len(spoke), "there": len(there), "percent": percent})
    measures = {"speakers_percent": percent, "speakers": Decimal(len(spoke))}
    return Finding(measures, said, (page, _roll(facts)))
