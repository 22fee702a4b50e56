"""What came of a duty: reported by its assignee, heard by a meeting, given to another. Nothing here commits."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.base.names import folded
from tracker.contributions import service as contributions
from tracker.contributions.rules import OutcomeKind
from tracker.duties import giving, placing, words
from tracker.duties import service as duties
from tracker.duties.models import Duty
from tracker.duties.rules import DUTY, DutyKind
from tracker.meetings.models import Meeting
from tracker.permissions import Actor


@dataclass(frozen=True)
class Result:
    """What a meeting heard. ``done_on``: the day a task was finished. ``carry_on``: a new day for one not done."""

    done: bool
    words: str = ""
    done_on: date | None = None
    lesson: str = ""
    title: str = ""
    carry_on: date | None = None


def possible(duty: Duty) -> set[str]:
    """The acts that would not be refused now, whoever asks."""
    fitting = {act for act in DUTY.rows if DUTY.may(act, duty.state)}
    if duty.kind is not DutyKind.TASK:
        fitting.discard("report")
    if duty.result_at is not None and contributions.stands(duty.result_at):
        fitting.discard("reopen")
    return fitting


def report(
    duty: Duty, version: str | int | None, result: str, done_on: date | None, *, by: Actor | None, at: datetime
) -> None:
    """How it went, in the assignee's words; the meeting hears it later, and until then the duty stays open."""
    duty.expect(version)
    if not result.strip():
        raise RuleBroken(_("Hãy ghi việc đã làm đến đâu."))
    _check_day(done_on, at)
    duty.state = duties.stepped("report", duty)
    duty.result, duty.done_on = result, done_on
    audit.record(by, "duty.report", duty, at=at)


def hear(
    duty: Duty, meeting: Meeting, version: str | int | None, result: Result, *, by: Actor | None, at: datetime
) -> Duty | None:
    """Write what a meeting heard of a duty. Gives back the task that carries on one not done, if any."""
    duty.expect(version)
    duties.check_open(meeting)
    if not contributions.may_speak(meeting, at):
        raise RuleBroken(_("Chỉ ghi kết quả từ ngày họp trở đi."))
    _check_day(result.done_on, at)
    if result.done:
        _finish(duty, meeting, result)
    else:
        duty.state = duties.stepped("fail", duty, result.words)
        duty.result, duty.done_on = result.words, None
    duty.result_at = meeting
    audit.record(by, "duty.finish" if result.done else "duty.fail", duty, at=at)
    if result.carry_on is None or result.done or duty.kind is not DutyKind.TASK:
        return None
    return _carry_on(duty, meeting, result.carry_on, by, at)


def reassign(
    duty: Duty, version: str | int | None, person_id: int, reason: str, *, by: Actor | None, at: datetime
) -> None:
    """Name a replacement, with the reason; the agenda item names them too while its meeting is not held."""
    duty.expect(version)
    if person_id == duty.assignee_id:
        raise RuleBroken(_("Việc này đang giao cho chính đồng chí ấy. Hãy chọn người khác."))
    standing = next((one for one in duties.members_today(duty.cell, at) if one.person_id == person_id), None)
    if standing is None:
        raise RuleBroken(_("Người được chọn không sinh hoạt tại chi bộ. Hãy chọn đảng viên của chi bộ."))
    old = {"assignee_id": duty.assignee_id}
    duty.state = duties.stepped("reassign", duty, reason)
    duty.assignee = standing.person
    audit.record(by, "duty.reassign", duty, at=at, old=old, new={"assignee_id": person_id, "reason": reason})
    placing.renew_item(duty, by=by, at=at)
    giving.tell_assignee(duty, by=by, at=at)


def drop(duty: Duty, version: str | int | None, reason: str, *, by: Actor | None, at: datetime) -> None:
    """Give up a duty, with the reason. It leaves the figures of tasks due."""
    duty.expect(version)
    old = {"state": duty.state, "result": duty.result}
    duty.state = duties.stepped("drop", duty, reason)
    duty.result, duty.done_on, duty.item = reason, None, None
    audit.record(by, "duty.drop", duty, at=at, old=old, new={"state": duty.state, "reason": reason})
    contributions.untie(OutcomeKind.TASK, duty.id)


def reopen(duty: Duty, version: str | int | None, reason: str, *, by: Actor | None, at: datetime) -> None:
    """Take back a result written by mistake, with the reason, while the minutes that rest on it are not confirmed."""
    duty.expect(version)
    if duty.result_at is not None:
        duties.check_open(duty.result_at)
    old = {"state": duty.state, "result": duty.result, "done_on": duty.done_on, "result_at_id": duty.result_at_id}
    duty.state = duties.stepped("reopen", duty, reason)
    duty.result, duty.done_on, duty.result_at = "", None, None
    audit.record(by, "duty.reopen", duty, at=at, old=old, new={"state": duty.state, "reason": reason})
    giving.tie(duty)


def _finish(duty: Duty, meeting: Meeting, result: Result) -> None:
    state, is_task = duties.stepped("finish", duty), duty.kind is DutyKind.TASK
    title = result.title or duty.title
    if is_task and result.done_on is None:
        raise RuleBroken(_("Hãy ghi ngày hoàn thành."))
    if not title:
        raise RuleBroken(_("Hãy ghi tên câu chuyện đã kể, để lần sau không kể trùng."))
    duty.state, duty.title, duty.lesson = state, title, result.lesson
    duty.done_on = result.done_on if is_task else meeting.day
    duty.result = result.words or duty.result or (words.DONE_RESULT if is_task else words.GIVEN_RESULT)
    duty.folded = folded(f"{duty.title} {duty.lesson}")


def _carry_on(duty: Duty, meeting: Meeting, due_on: date, by: Actor | None, at: datetime) -> Duty:
    given = giving.Assignment(duty.kind, duty.assignee_id, duty.title, duty.detail, due_on, contribution_id=None)
    following = giving.assign(meeting, given, by=by, at=at)
    following.carries_on_id = duty.id
    audit.record(by, "duty.carry_on", following, at=at)
    return following


def _check_day(done_on: date | None, at: datetime) -> None:
    if done_on is not None and done_on > clock.day_of(at):
        raise RuleBroken(_("Ngày hoàn thành không thể sau hôm nay."))
