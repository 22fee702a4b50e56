"""The checks a guidance may name, each with its version: raise it whenever the same facts would read otherwise."""

from collections.abc import Callable
from dataclasses import dataclass

from tracker.guidance.rules import Guidance
from tracker.scoresheets.checks import attendance, closing, conduct, preparation
from tracker.scoresheets.checks.facts import MeetingFacts
from tracker.scoresheets.checks.findings import Finding


@dataclass(frozen=True)
class Check:
    """A pure function from recorded facts to a finding, under the settings of one guidance."""

    name: str
    version: int
    find: Callable[[MeetingFacts, Guidance], Finding]


REGISTRY: dict[str, Check] = {
    find.__name__: Check(find.__name__, 1, find)
    for find in (
        conduct.held_on_planned_day,
        conduct.duration,
        attendance.attendance,
        attendance.consecutive_absences,
        preparation.notice_to_all,
        preparation.lead_time,
        preparation.draft_resolution,
        preparation.committee_met_first,
        conduct.agenda_done,
        attendance.speakers,
        conduct.story_told,
        conduct.thematic_sequence,
        preparation.theme_planned,
        closing.previous_tasks,
        closing.conclusion_passed,
        closing.tasks_assigned,
        closing.minutes_confirmed,
        closing.filed_in_time,
        conduct.praise_and_criticism,
        preparation.documents_kept,
    )
}
