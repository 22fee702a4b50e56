"""Papers and remarks: reading, writing, recording who spoke; what becomes of them is in ``fates``.

Nothing here commits.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.orm import joinedload

from tracker.agendas import service as agendas
from tracker.agendas.models import AgendaItem
from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.contributions import rules
from tracker.contributions.models import Contribution, Outcome
from tracker.contributions.rules import CONTRIBUTION, ContributionKind, Fate, OutcomeKind, Phase
from tracker.extensions import db
from tracker.meetings import service as meetings
from tracker.meetings.models import Meeting
from tracker.meetings.rules import MeetingState, Presence
from tracker.people import service as people
from tracker.people.models import Person, Standing
from tracker.permissions import Actor

WITH_MEETING = joinedload(Contribution.meeting).joinedload(Meeting.cell)
SHOWN = (
    joinedload(Contribution.person),
    joinedload(Contribution.entered_by),
    joinedload(Contribution.responded_by),
    joinedload(Contribution.item),
    WITH_MEETING,
    joinedload(Contribution.merged_into).joinedload(Contribution.person),
)


def get(contribution_id: int) -> Contribution:
    return db.session.get_one(Contribution, contribution_id, options=SHOWN)


_OF_MEETING = (
    select(Contribution)
    .options(*(option for option in SHOWN if option is not WITH_MEETING))
    .where(Contribution.meeting_id == bindparam("meeting_id"))
    .order_by(Contribution.at, Contribution.id)
)


def everything(meeting: Meeting) -> list[Contribution]:
    """What was written for a meeting or spoken in it, the withdrawn too, in the order it came."""
    return list(db.session.scalars(_OF_MEETING, {"meeting_id": meeting.id}))


def of_meeting(meeting: Meeting, phase: Phase | None = None) -> list[Contribution]:
    """What was written for a meeting or spoken in it, in the order it came. The withdrawn are left out."""
    return [one for one in everything(meeting) if one.fate is not Fate.WITHDRAWN and phase in (None, one.phase)]


def count_by_item(meeting: Meeting) -> dict[int | None, int]:
    """How many stand on each item that has any; ``None`` is the meeting in general."""
    query = (
        select(Contribution.item_id, func.count(Contribution.id))
        .where(Contribution.meeting_id == meeting.id, Contribution.fate != Fate.WITHDRAWN)
        .group_by(Contribution.item_id)
    )
    return {item_id: count for item_id, count in db.session.execute(query)}


@dataclass(frozen=True)
class Group:
    """What concerns one item (``None``: the meeting in general)."""

    item: AgendaItem | None
    before: list[Contribution]
    spoken: list[Contribution]


def by_item(meeting: Meeting, given: list[Contribution]) -> list[Group]:
    """A meeting's input by agenda item, every item listed; last the meeting in general, and items taken off."""
    standing = {item.id: item for item in agendas.items(meeting)}
    off = {one.item_id: one.item for one in given if one.item is not None and one.item_id not in standing}
    return [
        Group(
            item,
            [one for one in given if one.item is item and one.phase is Phase.BEFORE],
            [one for one in given if one.item is item and one.phase is Phase.SPOKEN],
        )
        for item in [*standing.values(), None, *off.values()]
    ]


def of_item(item: AgendaItem, phase: Phase | None = None) -> list[Contribution]:
    return [one for one in of_meeting(item.meeting, phase) if one.item_id == item.id]


def of_person(person_id: int, most: int = 50, before: int | None = None) -> list[Contribution]:
    """A person's own, newest first, the withdrawn too; those older than contribution ``before`` if given."""
    query = select(Contribution).options(*SHOWN).where(Contribution.person_id == person_id)
    if before is not None:
        query = query.where(Contribution.id < before)
    return list(db.session.scalars(query.order_by(Contribution.id.desc()).limit(most)))


def answered(everything: Iterable[Contribution]) -> tuple[int, int] | None:
    """Of what was written before the meeting: how many were answered, of how many; ``None`` when none was written."""
    written = sorted((one for one in everything if one.phase is Phase.BEFORE), key=lambda one: one.id)
    return rules.answered(rules.Input(one.id, one.fate, one.merged_into_id) for one in written)


def speakers(everything: Iterable[Contribution]) -> set[int]:
    """The persons recorded as having spoken."""
    return {one.person_id for one in everything if one.phase is Phase.SPOKEN and one.fate is not Fate.WITHDRAWN}


def members(meeting: Meeting) -> list[Standing]:
    """Those who may be named as an author or speaker: members on the day of the meeting, in name order."""
    return people.members_on(meeting.cell, meeting.day)


def may_write(meeting: Meeting, is_keeper: bool = False) -> bool:
    return rules.may_write(meeting.state, is_keeper and meeting.is_backfilled)


def may_speak(meeting: Meeting, at: datetime) -> bool:
    return rules.may_speak(meeting.state, clock.day_of(meeting.planned_at), clock.day_of(at))


def stands(meeting: Meeting) -> bool:
    """The minutes are confirmed, so that what they rest on no longer moves."""
    return meeting.state is MeetingState.MINUTED


def write(
    meeting: Meeting,
    person_id: int,
    kind: ContributionKind,
    text: str,
    item_id: int | None,
    *,
    by: Actor | None,
    at: datetime,
) -> Contribution:
    """A paper or remark before the meeting; ``person_id`` other than ``by``'s is typed on their behalf."""
    on_behalf = _typist(by, person_id) != person_id
    if not may_write(meeting, on_behalf):
        raise RuleBroken(
            _("Kỳ họp đã họp hoặc không họp nên không nhận ý kiến gửi trước. Hãy phát biểu tại kỳ họp sau.")
        )
    _member(meeting, person_id)
    act = "contribution.enter" if on_behalf else "contribution.write"
    return _add(meeting, person_id, kind, Phase.BEFORE, text, item_id, act, by, at)


def speak(
    meeting: Meeting, person_id: int, text: str, item_id: int | None, *, by: Actor | None, at: datetime
) -> Contribution:
    """Record who spoke in the meeting, and the substance."""
    if not may_speak(meeting, at):
        raise RuleBroken(
            _("Chỉ ghi người phát biểu từ ngày họp đến khi biên bản được thông qua. Cần sửa thì mở lại biên bản.")
        )
    person = _member(meeting, person_id)
    if any(entry.person_id == person_id and _is_absent(entry.presence) for entry in meetings.roll(meeting)):
        raise RuleBroken(
            _("Sổ điểm danh ghi đ/c “%(name)s” vắng. Hãy sửa điểm danh hoặc chọn người khác.", name=person.full_name)
        )
    return _add(meeting, person_id, ContributionKind.REMARK, Phase.SPOKEN, text, item_id, "contribution.speak", by, at)


def edit(
    contribution: Contribution,
    version: str | int | None,
    kind: ContributionKind,
    text: str,
    item_id: int | None,
    *,
    by: Actor | None,
    at: datetime,
) -> None:
    """Change one's own words while nothing became of them, or what was recorded as spoken until the minutes stand."""
    contribution.expect(version)
    if not may_edit(contribution, at):
        raise RuleBroken(_("Ý kiến này đã được xem xét hoặc kỳ họp đã họp nên không sửa được nữa."))
    contribution.kind, contribution.text = kind, text
    contribution.item_id = _item_of(contribution.meeting, item_id)
    audit.record(by, "contribution.edit", contribution, at=at)


def may_edit(contribution: Contribution, at: datetime) -> bool:
    if contribution.phase is Phase.SPOKEN:
        return may_speak(contribution.meeting, at) and contribution.fate is not Fate.WITHDRAWN
    return may_write(contribution.meeting, contribution.is_on_behalf) and CONTRIBUTION.may(
        "withdraw", contribution.fate
    )


def may_lead_on(contribution: Contribution) -> bool:
    """A task may still be given for it at its meeting."""
    closed = (MeetingState.MINUTED, MeetingState.NOT_HELD)
    return contribution.fate is not Fate.WITHDRAWN and contribution.meeting.state not in closed


def tie(contribution_id: int, kind: OutcomeKind, subject_id: int, words: str, path: str) -> None:
    """Note on a contribution what came of it, or renew the words of what was noted. For later stages.

    The audit entry is that of the act that made it.
    """
    row = _outcome(contribution_id, kind, subject_id)
    row.words, row.path = words[:300], path
    db.session.add(row)
    db.session.flush()


def untie(kind: OutcomeKind, subject_id: int) -> None:
    """Forget what a later stage's row came of."""
    db.session.execute(delete(Outcome).where(Outcome.kind == kind, Outcome.subject_id == subject_id))


def outcomes(contributions: Iterable[Contribution]) -> dict[int, list[Outcome]]:
    """What came of each, by contribution id; one that led to nothing (yet) is not in it."""
    ids = [one.id for one in contributions]
    found: dict[int, list[Outcome]] = {}
    query = select(Outcome).where(Outcome.contribution_id.in_(ids)).order_by(Outcome.id)
    for row in db.session.scalars(query):
        found.setdefault(row.contribution_id, []).append(row)
    return found


def _add(
    meeting: Meeting,
    person_id: int,
    kind: ContributionKind,
    phase: Phase,
    text: str,
    item_id: int | None,
    act: str,
    by: Actor | None,
    at: datetime,
) -> Contribution:
    """A new row, or the standing one that says just that: the way back and a second press add nothing."""
    item_id = _item_of(meeting, item_id)
    said = _standing(meeting, person_id, kind, phase, text, item_id)
    if said:
        return said
    row = Contribution(
        meeting=meeting, person_id=person_id, entered_by_id=_typist(by, person_id), kind=kind, phase=phase,
        text=text, fate=Fate.RAISED if phase is Phase.SPOKEN else Fate.WAITING, item_id=item_id, at=at,
    )  # fmt: skip
    audit.record(by, act, row, at=at)
    return row


def _standing(
    meeting: Meeting, person_id: int, kind: ContributionKind, phase: Phase, text: str, item_id: int | None
) -> Contribution | None:
    query = select(Contribution).filter_by(
        meeting_id=meeting.id, person_id=person_id, kind=kind, phase=phase, text=text, item_id=item_id
    )
    return db.session.scalar(query.where(Contribution.fate != Fate.WITHDRAWN))


def _typist(by: Actor | None, person_id: int) -> int:
    """Who typed it; without an actor (a command) the author themselves."""
    return by.person_id if by else person_id


def _outcome(contribution_id: int, kind: OutcomeKind, subject_id: int) -> Outcome:
    query = select(Outcome).where(
        Outcome.contribution_id == contribution_id, Outcome.kind == kind, Outcome.subject_id == subject_id
    )
    return db.session.scalar(query) or Outcome(contribution_id=contribution_id, kind=kind, subject_id=subject_id)


def _item_of(meeting: Meeting, item_id: int | None) -> int | None:
    """The item's id if it stands on this meeting's agenda; ``None`` is the meeting in general."""
    if item_id is None:
        return None
    if item_id not in {item.id for item in agendas.items(meeting)}:
        raise RuleBroken(_("Nội dung này không còn trong chương trình. Hãy chọn nội dung khác."))
    return item_id


def _member(meeting: Meeting, person_id: int) -> Person:
    for standing in members(meeting):
        if standing.person_id == person_id:
            return standing.person
    raise RuleBroken(_("Người được chọn không sinh hoạt tại chi bộ vào ngày họp. Hãy chọn đảng viên của chi bộ."))


def _is_absent(presence: Presence) -> bool:
    return presence in (Presence.EXCUSED, Presence.UNEXCUSED)
