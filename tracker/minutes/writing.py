"""Writing, confirming, reopening and filing minutes. Nothing here commits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete, insert

from tracker.audit import service as audit
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.meetings import service as meetings
from tracker.meetings.models import Meeting
from tracker.meetings.rules import MeetingState
from tracker.minutes import service, words
from tracker.minutes.models import Minutes, Proceeding, TakenUp
from tracker.permissions import Actor

TEXTS = ("opening", "closing", "praise", "criticism")


@dataclass(frozen=True)
class Told:
    """What was written of one item: the course of discussion, the conclusion, done or not, input taken up."""

    discussion: str = ""
    conclusion: str = ""
    is_done: bool | None = None
    taken_up: tuple[int, ...] = ()


@dataclass(frozen=True)
class Given:
    """Everything one saving of the minutes writes; ``items`` by agenda item."""

    opening: str = ""
    closing: str = ""
    praise: str = ""
    criticism: str = ""
    items: Mapping[int, Told] = field(default_factory=dict)


def check_writable(meeting: Meeting) -> None:
    """Minutes are written once the meeting is held and until they are confirmed."""
    if meeting.state is MeetingState.MINUTED:
        raise RuleBroken(_("Biên bản đã thông qua. Muốn sửa, hãy mở lại biên bản và ghi lý do."))
    if meeting.state is not MeetingState.HELD:
        raise RuleBroken(_("Kỳ này chưa họp. Hãy ghi giờ họp trước rồi viết biên bản."))


def _written(minutes: Minutes | None, rows: Mapping[int, Proceeding]) -> dict[str, object]:
    """What stands now, as the trail tells it."""
    told: dict[str, object] = {name: getattr(minutes, name) for name in TEXTS} if minutes else {}
    for item_id, row in rows.items():
        told[f"item {item_id}"] = [row.discussion, row.conclusion, row.is_done]
    return told


def save(meeting: Meeting, given: Given, version: int | str | None, by: Actor, at: datetime) -> Minutes:
    """Write the minutes over those of ``version`` (empty for the first saving).

    Raises ``Conflict`` when somebody saved since the form was drawn, ``RuleBroken`` when they cannot be written now.
    """
    check_writable(meeting)
    minutes, rows = service.of_meeting(meeting), service.proceedings(meeting)
    old = _written(minutes, rows)
    if minutes is None:
        minutes = Minutes(meeting_id=meeting.id, meeting=meeting)
        db.session.add(minutes)
    else:
        minutes.expect(version)
    for name in TEXTS:
        setattr(minutes, name, getattr(given, name))
    minutes.saved_at, minutes.saved_by_id = at, by.person_id
    db.session.flush()
    for item_id, told in given.items.items():
        row = rows.setdefault(item_id, Proceeding(minutes_id=minutes.id, item_id=item_id))
        row.discussion, row.conclusion, row.is_done = told.discussion, told.conclusion, told.is_done
        db.session.add(row)
    db.session.flush()
    _tie(meeting, rows, given)
    new = _written(minutes, rows)
    changed = [name for name in new if new[name] != old.get(name)]
    audit.record(
        by, "minutes.save", minutes, at=at,
        old={name: old.get(name) for name in changed}, new={name: new[name] for name in changed},
    )  # fmt: skip
    return minutes


def _tie(meeting: Meeting, rows: Mapping[int, Proceeding], given: Given) -> None:
    """Tie each contribution to the conclusion that took it up, in place of what was tied before."""
    before: Iterable[int] = service.taken_up(meeting)
    db.session.execute(delete(TakenUp).where(TakenUp.contribution_id.in_(list(before))))
    ties = {
        contribution: {"contribution_id": contribution, "proceeding_id": rows[item_id].id}
        for item_id, told in given.items.items()
        for contribution in told.taken_up
    }
    if ties:
        db.session.execute(insert(TakenUp), list(ties.values()))


def confirm(meeting: Meeting, at_meeting: Meeting, by: Actor, at: datetime) -> Minutes:
    """The cell passes the minutes, at the meeting itself or at a later one of the same cell. They then stand."""
    minutes = service.of_meeting(meeting)
    missing = service.gaps(meeting) if meeting.state is MeetingState.HELD else []
    if missing:
        raise RuleBroken(" ".join(str(words.GAP[gap]) for gap in missing))
    if minutes is None:
        raise RuleBroken(_("Chưa có biên bản. Hãy viết biên bản trước khi thông qua."))
    if at_meeting.cell_id != meeting.cell_id or at_meeting.planned_at < meeting.planned_at:
        raise RuleBroken(_("Biên bản được thông qua tại chính kỳ này hoặc tại một kỳ sau của chi bộ."))
    meetings.step(meeting, "confirm_minutes")
    minutes.confirmed_at, minutes.confirmed_by_id, minutes.confirmed_at_id = at, by.person_id, at_meeting.id
    audit.record(by, "minutes.confirm", minutes, at=at)
    return minutes


def reopen(meeting: Meeting, reason: str, by: Actor, at: datetime) -> Minutes:
    """Take confirmed minutes up again, for a written reason that stays in the trail."""
    minutes = service.of_meeting(meeting)
    if minutes is None:
        raise RuleBroken(_("Chưa có biên bản để mở lại."))
    meetings.step(meeting, "reopen_minutes", reason)
    minutes.confirmed_at = minutes.confirmed_by_id = minutes.confirmed_at_id = minutes.filed_at = None
    _old, new = audit.changes(minutes)
    audit.record(by, "minutes.reopen", minutes, at=at, old=_old, new=new | {"reason": reason})
    return minutes


def file(minutes: Minutes, by: Actor, at: datetime) -> None:
    """Stamp that the finished documents were filed; the first stamp stands."""
    if not minutes.is_confirmed:
        raise RuleBroken(_("Biên bản chưa thông qua. Hãy thông qua rồi lưu hồ sơ."))
    if minutes.filed_at is None:
        minutes.filed_at = at
        audit.record(by, "minutes.file", minutes, at=at)
