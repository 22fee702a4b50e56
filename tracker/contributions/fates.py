"""What becomes of a contribution: raised, merged, answered, withdrawn. Nothing here commits."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select

from tracker.audit import service as audit
from tracker.base.errors import RuleBroken
from tracker.base.filters import short_day
from tracker.base.transitions import ReasonMissing, WrongState
from tracker.contributions import service as contributions
from tracker.contributions.models import Contribution
from tracker.contributions.rules import CONTRIBUTION, Fate, Phase
from tracker.extensions import db
from tracker.meetings.rules import MeetingState
from tracker.notices import service as notices
from tracker.permissions import Actor

WRONG_STATE = {
    "raise": _l("Ý kiến này không còn chờ xem xét. Hãy tải lại trang để xem tình trạng mới."),
    "merge": _l("Ý kiến này đã được gộp, trả lời hoặc rút. Hãy tải lại trang để xem tình trạng mới."),
    "answer": _l("Ý kiến này đã được gộp hoặc rút nên không trả lời riêng được."),
    "withdraw": _l("Ý kiến này đã được xem xét nên không rút được nữa."),
    "wait": _l("Chỉ đưa về chờ xem xét ý kiến đã nêu hoặc đã gộp."),
    "strike": _l("Chỉ gạch bỏ được phát biểu chưa trả lời."),
}


def possible(contribution: Contribution) -> set[str]:
    """The acts that would not be refused now, whoever asks."""
    fitting = {act for act in CONTRIBUTION.rows if CONTRIBUTION.may(act, contribution.fate)}
    return {act for act in fitting if refusal(act, contribution) is None}


def refusal(act: str, contribution: Contribution) -> str | None:
    """Why the meeting, or the way the words were given, forbids an act that the fate allows."""
    meeting, spoken = contribution.meeting, contribution.phase is Phase.SPOKEN
    if meeting.state is MeetingState.NOT_HELD and act != "answer":
        return _("Kỳ họp không tổ chức nên chỉ có thể trả lời ý kiến này.")
    if contributions.stands(meeting) and act != "answer":
        return _("Biên bản đã thông qua. Muốn sửa phải mở lại biên bản.")
    if act == "withdraw" and not contributions.may_write(meeting, contribution.is_on_behalf):
        return _("Kỳ họp đã họp nên không rút ý kiến được nữa.")
    if act == "strike" and not spoken:
        return _("Chỉ gạch bỏ phát biểu ghi nhầm; ý kiến gửi trước thì người gửi tự rút.")
    if act == "wait" and spoken and contribution.fate is Fate.RAISED:
        return _("Phát biểu tại kỳ họp không đưa về chờ được; ghi nhầm thì gạch bỏ.")
    return None


def stepped(act: str, contribution: Contribution, reason: str | None = None) -> Fate:
    """The fate after the act, or ``RuleBroken`` with what to do."""
    refused = refusal(act, contribution)
    if refused is not None:
        raise RuleBroken(refused)
    try:
        return CONTRIBUTION.step(act, contribution.fate, reason)
    except WrongState as wrong:
        raise RuleBroken(str(WRONG_STATE[act])) from wrong
    except ReasonMissing as missing:
        raise RuleBroken(_("Hãy ghi lý do.")) from missing


def put_forward(contribution: Contribution, *, by: Actor | None, at: datetime) -> None:
    """Raised at the meeting."""
    contribution.fate = stepped("raise", contribution)
    audit.record(by, "contribution.raise", contribution, at=at)


def merge(contribution: Contribution, into_id: int, *, by: Actor | None, at: datetime) -> None:
    fate = stepped("merge", contribution)
    target = next((one for one in targets(contribution) if one.id == into_id), None)
    if target is None:
        raise RuleBroken(_("Hãy chọn một ý kiến khác của kỳ họp này, chưa gộp vào đâu."))
    contribution.fate, contribution.merged_into = fate, target
    contribution.merged_into_id = target.id
    audit.record(by, "contribution.merge", contribution, at=at)


def targets(contribution: Contribution) -> list[Contribution]:
    """Those of the meeting that this one may be merged into: others, not merged themselves. Same item first."""
    others = contributions.of_meeting(contribution.meeting)
    free = [one for one in others if one.id != contribution.id and one.fate is not Fate.MERGED]
    return sorted(free, key=lambda one: one.item_id != contribution.item_id)


def answer(
    contribution: Contribution, version: str | int | None, response: str, *, by: Actor | None, at: datetime
) -> None:
    """The response in words, over any given before. Possible after the minutes too: a late answer is one."""
    contribution.expect(version)
    if not response.strip():
        raise RuleBroken(_("Hãy ghi nội dung trả lời."))
    contribution.fate = stepped("answer", contribution)
    contribution.response, contribution.responded_by_id, contribution.responded_at = (
        response,
        by.person_id if by else None,
        at,
    )
    audit.record(by, "contribution.answer", contribution, at=at)
    meeting = contribution.meeting
    if by is not None and by.person_id != contribution.person_id:
        details = {"title": contribution.item.title if contribution.item else "", "day": short_day(meeting.day)}
        path = f"/meetings/{meeting.id}/contributions"
        notices.tell([contribution.person_id], meeting.cell_id, "contribution_answered", details, path, at)


def withdraw(contribution: Contribution, *, by: Actor | None, at: datetime) -> None:
    _check_nothing_merged(contribution)
    contribution.fate = stepped("withdraw", contribution)
    audit.record(by, "contribution.withdraw", contribution, at=at)


def return_to_waiting(contribution: Contribution, reason: str, *, by: Actor | None, at: datetime) -> None:
    old = {"fate": contribution.fate, "merged_into_id": contribution.merged_into_id}
    # A spoken one was raised by being spoken: out of a merge it stands as raised again.
    stepped_back = stepped("wait", contribution, reason)
    contribution.fate = Fate.RAISED if contribution.phase is Phase.SPOKEN else stepped_back
    contribution.merged_into, contribution.merged_into_id = None, None
    new = {"fate": contribution.fate, "merged_into_id": None, "reason": reason}
    audit.record(by, "contribution.wait", contribution, at=at, old=old, new=new)


def strike(contribution: Contribution, reason: str, *, by: Actor | None, at: datetime) -> None:
    """Take out what was recorded as spoken by mistake."""
    _check_nothing_merged(contribution)
    old, new = {"fate": contribution.fate}, {"fate": Fate.WITHDRAWN, "reason": reason}
    contribution.fate = stepped("strike", contribution, reason)
    audit.record(by, "contribution.strike", contribution, at=at, old=old, new=new)


def _check_nothing_merged(contribution: Contribution) -> None:
    if db.session.scalar(select(exists().where(Contribution.merged_into_id == contribution.id))):
        raise RuleBroken(_("Có ý kiến khác đã gộp vào ý kiến này. Hãy tách các ý kiến đó trước."))
