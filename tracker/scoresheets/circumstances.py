"""Which of the circumstances that a guidance may name were so at a meeting: by them criteria apply or not."""

from collections.abc import Callable, Iterable

from tracker.duties import service as duties
from tracker.guidance.kinds import circumstances_of
from tracker.guidance.sheets import Criterion
from tracker.meetings import service as meetings
from tracker.meetings.models import Meeting
from tracker.people import service as people
from tracker.people.models import Rank
from tracker.permissions import Office
from tracker.scoresheets.service import HERE


def of_meeting(meeting: Meeting, criteria: Iterable[Criterion]) -> set[str]:
    """What decides which of these criteria apply, by the kind of meeting and by what was recorded of it.

    Only what they ask about is looked up.
    """
    asked = {one.applies_when for one in criteria}
    recorded = {name for name, is_so in RECORDED.items() if name in asked and is_so(meeting)}
    return set(circumstances_of(meeting.kind)) | recorded


def _meets_ahead(meeting: Meeting) -> bool:
    """There is somebody to meet before the cell does: a committee, or a secretary and a deputy."""
    offices = {post.office for post in people.appointments_on(meeting.cell, meeting.day)}
    return Office.COMMITTEE_MEMBER in offices or {Office.SECRETARY, Office.DEPUTY} <= offices


def _had_tasks_due(meeting: Meeting) -> bool:
    return bool(duties.due_at(meeting))


def _had_delegate(meeting: Meeting) -> bool:
    """Guests were written down, or who follows the cell for the committee above sat among its members.

    Guests are free text, so any guest may have been the delegate: the criterion then stands to be marked.
    """
    if meeting.guests.strip():
        return True
    if meeting.superior is None:
        return False
    above = people.appointments_on(meeting.superior, meeting.day)
    followers = {post.person_id for post in above if post.office is Office.REVIEWER}
    return any(entry.person_id in followers and entry.presence in HERE for entry in meetings.roll(meeting))


def _had_probationary(meeting: Meeting) -> bool:
    return any(entry.rank is Rank.PROBATIONARY and entry.presence in HERE for entry in meetings.roll(meeting))


RECORDED: dict[str, Callable[[Meeting], bool]] = {
    "cell_committee": _meets_ahead,
    "tasks_due": _had_tasks_due,
    "delegate_present": _had_delegate,
    "probationary_present": _had_probationary,
}
