"""Writing, confirming, reopening and filing minutes. Nothing here commits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext as _

from tracker.agendas import service as agendas
from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import Conflict, RuleBroken
from tracker.contributions import service as contributions
from tracker.contributions.rules import OutcomeKind
from tracker.extensions import db
from tracker.meetings import service as meetings
from tracker.meetings import words as meeting_words
from tracker.meetings.models import Meeting
from tracker.meetings.rules import MeetingState
from tracker.minutes import service, words
from tracker.minutes.models import Minutes, Proceeding
from tracker.permissions import Actor

TEXTS = ("opening", "praise", "criticism", "closing")
Rows = Mapping[int | None, Proceeding]


@dataclass(frozen=True)
class Told:
    """What was written of one item: the course of discussion, the conclusion, done or not, input taken up."""

    discussion: str = ""
    conclusion: str = ""
    is_done: bool | None = None
    taken_up: tuple[int, ...] = ()


@dataclass(frozen=True)
class Given:
    """Everything one saving of the minutes writes; ``items`` by agenda item, ``None`` what came up beside it."""

    opening: str = ""
    closing: str = ""
    praise: str = ""
    criticism: str = ""
    items: Mapping[int | None, Told] = field(default_factory=dict)


def check_writable(meeting: Meeting) -> None:
    """Take the meeting's row until the transaction is over; refuse unless it is held and not yet confirmed."""
    agendas.hold_still(meeting)
    if meeting.state is not MeetingState.HELD:
        raise RuleBroken(meeting_words.wrong_state(meeting))


Trail = dict[str, dict[str, object]]


def _written(meeting: Meeting, minutes: Minutes | None, rows: Rows) -> Trail:
    """What stands now, as the trail tells it: texts by name, then discussion, conclusion, done or not by item."""
    told: Trail = {name: {"": getattr(minutes, name)} for name in TEXTS} if minutes else {}
    titles: dict[int | None, str] = {one.id: f"{no}. {one.title}" for no, one in enumerate(agendas.items(meeting), 1)}
    for item_id, row in rows.items():
        for name in ("discussion", "conclusion", "is_done"):
            told.setdefault(name, {})[titles.get(item_id, "…")] = getattr(row, name)
    return told


def _changes(old: Trail, new: Trail) -> tuple[dict[str, object], dict[str, object]]:
    """Old and new values of what differs, nothing counted as the empty text."""
    before: dict[str, dict[str, object]] = {}
    after: dict[str, dict[str, object]] = {}
    for name, values in new.items():
        for key, value in values.items():
            was = old.get(name, {}).get(key)
            if was != value and (was, value) != (None, ""):
                before.setdefault(name, {})[key], after.setdefault(name, {})[key] = was, value
    return _plain(before), _plain(after)


def _plain(told: Trail) -> dict[str, object]:
    return {name: values.get("", values) for name, values in told.items()}


def save(meeting: Meeting, given: Given, version: int | str | None, by: Actor, at: datetime) -> Minutes:
    """Write the minutes over those of ``version`` (empty for the first saving).

    Raises ``Conflict`` when somebody saved since the form was drawn, ``RuleBroken`` when they cannot be written now.
    """
    check_writable(meeting)
    _check_taken_up(given)
    minutes, rows = service.of_meeting(meeting), service.proceedings(meeting)
    old = _written(meeting, minutes, rows)
    if minutes is None:
        minutes = Minutes(meeting_id=meeting.id, meeting=meeting)
        db.session.add(minutes)
    else:
        minutes.expect(version)
    for name in TEXTS:
        setattr(minutes, name, getattr(given, name))
    minutes.saved_at, minutes.saved_by_id = at, by.person_id
    db.session.flush()
    rows = {**rows, **_write_items(minutes, rows, given)}
    _tie(minutes, rows, given)
    before, after = _changes(old, _written(meeting, minutes, rows))
    audit.record(by, "minutes.save", minutes, at=at, old=before, new=after)
    return minutes


def _check_taken_up(given: Given) -> None:
    if any(told.taken_up and not told.conclusion for told in given.items.values()):
        raise RuleBroken(_("Có ý kiến được tiếp thu ở nội dung chưa ghi kết luận. Hãy ghi kết luận hoặc bỏ đánh dấu."))


def _write_items(minutes: Minutes, rows: Rows, given: Given) -> Rows:
    written = {}
    for item_id, told in given.items.items():
        row = rows.get(item_id) or Proceeding(minutes_id=minutes.id, item_id=item_id)
        row.discussion, row.conclusion, row.is_done = told.discussion, told.conclusion, told.is_done
        db.session.add(row)
        written[item_id] = row
    db.session.flush()
    return written


def _tie(minutes: Minutes, rows: Rows, given: Given) -> None:
    """Tie each contribution to the conclusion that took it up, in place of what was tied before."""
    for item_id, told in given.items.items():
        row = rows[item_id]
        contributions.untie(OutcomeKind.CONCLUSION, row.id)
        for contribution_id in told.taken_up:
            path = f"/meetings/{minutes.meeting_id}/minutes"
            contributions.tie(contribution_id, OutcomeKind.CONCLUSION, row.id, told.conclusion, path)


def confirm(
    meeting: Meeting, at_meeting: Meeting, by: Actor, at: datetime, version: int | str | None = None
) -> Minutes:
    """The cell passes the minutes, at the meeting itself or at the next one. They then stand.

    ``version`` is the one that was read out, where the caller knows it.
    """
    agendas.hold_still(meeting)
    minutes = service.of_meeting(meeting)
    missing = service.gaps(meeting) if meeting.state is MeetingState.HELD else []
    if missing:
        raise RuleBroken(" ".join(str(words.GAP[gap]) for gap in missing))
    if minutes is None:
        raise RuleBroken(meeting_words.wrong_state(meeting))
    if version and str(minutes.version) != str(version):
        raise Conflict(minutes)
    if at_meeting not in service.passing_places(meeting, clock.day_of(at)):
        raise RuleBroken(_("Biên bản được thông qua tại chính kỳ này hoặc tại kỳ liền sau, khi kỳ đó đã đến ngày họp."))
    meetings.step(meeting, "confirm_minutes")
    minutes.confirmed_at, minutes.confirmed_by_id, minutes.confirmed_at_id = at, by.person_id, at_meeting.id
    audit.record(by, "minutes.confirm", minutes, at=at)
    meetings.announce(meeting, at)
    return minutes


def reopen(meeting: Meeting, reason: str, by: Actor, at: datetime) -> Minutes:
    """Take confirmed minutes up again, for a written reason that stays in the trail."""
    agendas.hold_still(meeting)
    minutes = service.of_meeting(meeting)
    meetings.step(meeting, "reopen_minutes", reason)
    if minutes is None:
        raise RuleBroken(_("Chưa có biên bản để mở lại."))
    minutes.confirmed_at = minutes.confirmed_by_id = minutes.confirmed_at_id = minutes.filed_at = None
    old, new = audit.changes(minutes)
    audit.record(by, "minutes.reopen", minutes, at=at, old=old, new=new | {"reason": reason.strip()})
    meetings.announce(meeting, at)
    return minutes


def file(meeting: Meeting, by: Actor, at: datetime) -> Minutes:
    """Stamp that the finished documents were filed; once only."""
    agendas.hold_still(meeting)
    minutes = service.of_meeting(meeting)
    if minutes is None or not minutes.is_confirmed:
        raise RuleBroken(_("Biên bản chưa thông qua. Hãy thông qua rồi lưu hồ sơ."))
    if minutes.filed_at is not None:
        raise RuleBroken(_("Hồ sơ kỳ này đã được ghi là đã lưu."))
    minutes.filed_at = at
    audit.record(by, "minutes.file", minutes, at=at)
    return minutes
