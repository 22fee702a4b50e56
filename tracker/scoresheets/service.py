"""Sheets as the other stages ask for them, and what their acts share. Acts stand by verb: marking, agreeing.

Nothing here commits.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask_babel import gettext as _
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import flag_modified

from tracker.agendas import service as agendas
from tracker.agendas.rules import lead
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.base.transitions import ReasonMissing, WrongState
from tracker.extensions import db
from tracker.guidance import service as guidance
from tracker.guidance.models import GuidanceVersion
from tracker.guidance.rules import ConditionKind, Guidance
from tracker.guidance.sheets import Group, Sheet
from tracker.meetings.models import Meeting
from tracker.meetings.rules import Presence
from tracker.minutes.models import Minutes
from tracker.people import service as people
from tracker.permissions import Actor
from tracker.scoresheets import rules, words
from tracker.scoresheets.models import CriterionRemark, Explanation, Mark, Scoresheet, SheetAct
from tracker.scoresheets.rules import SHEET, Line, Tally
from tracker.scoresheets.slots import AFTER_CHANGE

P = ParamSpec("P")
R = TypeVar("R")
HERE = (Presence.PRESENT, Presence.LATE)
SHOWN = (
    joinedload(Scoresheet.cell),
    joinedload(Scoresheet.superior),
    joinedload(Scoresheet.guidance),
    joinedload(Scoresheet.reviewer),
    joinedload(Scoresheet.changed_by),
    joinedload(Scoresheet.submitted_by),
    joinedload(Scoresheet.meeting),
    selectinload(Scoresheet.marks),
)


# What the meeting itself brings – its cell, guidance and superior – is not joined a second time.
_OF_MEETING = (
    select(Scoresheet)
    .where(Scoresheet.meeting_id == bindparam("meeting_id"))
    .options(
        joinedload(Scoresheet.reviewer),
        joinedload(Scoresheet.changed_by),
        joinedload(Scoresheet.submitted_by),
        selectinload(Scoresheet.marks),
    )
)
_TRAIL = (
    select(SheetAct)
    .where(SheetAct.scoresheet_id == bindparam("scoresheet_id"))
    .options(joinedload(SheetAct.by))
    .order_by(SheetAct.at, SheetAct.id)
)


def get(scoresheet_id: int) -> Scoresheet:
    """The sheet with its marks, cell, meeting and guidance, or ``NoResultFound``."""
    return db.session.get_one(Scoresheet, int(scoresheet_id), options=SHOWN)


def of_meeting(meeting: Meeting) -> Scoresheet | None:
    """The meeting's sheet, ``None`` while nobody began one."""
    return db.session.scalar(_OF_MEETING, {"meeting_id": meeting.id})


def version_of(meeting: Meeting) -> GuidanceVersion | None:
    """The guidance by which the meeting is scored: the one fixed for it, else the one in force on its day."""
    return meeting.guidance or guidance.chosen(meeting.cell, meeting.kind, meeting.day)


def sheet_of(meeting: Meeting) -> Sheet | None:
    """The form on which the meeting would be scored; ``None`` where no guidance scores it."""
    version = version_of(meeting) if meeting.kind.is_scored else None
    return guidance.sheet_of(version, meeting.kind) if version else None


def guidance_of(sheet: Scoresheet) -> Guidance:
    return guidance.read(sheet.guidance)


def form_of(sheet: Scoresheet) -> Sheet:
    """The form the sheet is filled on, as its guidance lays it out."""
    return guidance_of(sheet).sheet(sheet.sheet_code)


# --- adding up ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A criterion as pages show it: its line, and what is stored of it."""

    line: Line
    mark: Mark

    @property
    def recognised(self) -> Decimal | None:
        """The mark as the committee has it: adjusted, or the cell's."""
        return self.mark.recognised if self.mark.recognised is not None else self.line.points


def rows(sheet: Scoresheet) -> list[tuple[Group, list[Row]]]:
    """The sheet's criteria with what is given on them, by group, in the guidance's order."""
    marks = {mark.criterion: mark for mark in sheet.marks}
    return [
        (group, [Row(_line(group, one, marks[one.code]), marks[one.code]) for one in group.criteria])
        for group in form_of(sheet).groups_in(sheet.kind)
    ]


def _line(group: Group, criterion: Any, mark: Mark, recognised: bool = False) -> Line:
    given = mark.recognised if recognised and mark.recognised is not None else mark.given
    return Line(criterion, group.code, mark.applies, given)


def lines(sheet: Scoresheet, recognised: bool = False) -> list[Line]:
    """The sheet's lines with the cell's marks, or with the committee's where it changed them."""
    marks = {mark.criterion: mark for mark in sheet.marks}
    return [
        _line(group, criterion, marks[criterion.code], recognised)
        for group in form_of(sheet).groups_in(sheet.kind)
        for criterion in group.criteria
    ]


def tally(sheet: Scoresheet, recognised: bool = False) -> Tally:
    """The sheet added up, by the cell's marks or by the committee's."""
    found = guidance_of(sheet)
    return rules.tally(found, sheet.sheet_code, lines(sheet, recognised), happened(sheet.meeting, found))


def happened(meeting: Meeting, found: Guidance) -> set[str]:
    """What the guidance's enabled conditions ask about and was so: ``late_notice``, ``no_minutes``."""
    asked = {condition.kind for condition in found.conditions if condition.enabled}
    facts: set[str] = set()
    sent = [one.at for one in agendas.circulations(meeting)] if ConditionKind.LATE_NOTICE in asked else []
    if is_late(sent, meeting, found):
        facts.add(ConditionKind.LATE_NOTICE.value)
    if ConditionKind.NO_MINUTES in asked:
        written = select(Minutes.id).where(Minutes.meeting_id == meeting.id)
        if db.session.scalar(written) is None:
            facts.add(ConditionKind.NO_MINUTES.value)
    return facts


def is_late(sent: Collection[datetime], meeting: Meeting, found: Guidance) -> bool:
    """Whether the version that counts went out too late. Notice of which nothing is recorded is not called late."""
    counting = max if found.notice_counts == "latest" else min
    return bool(sent) and not lead(counting(sent), meeting.planned_at, found.notice).met


# --- its way --------------------------------------------------------------------------------------------------------


def trail(sheet: Scoresheet) -> list[SheetAct]:
    """What was done with the sheet, first act first."""
    return list(db.session.scalars(_TRAIL, {"scoresheet_id": sheet.id}))


def remarks(sheet: Scoresheet) -> list[CriterionRemark]:
    """The committee's words on single criteria, first first."""
    query = select(CriterionRemark).where(CriterionRemark.scoresheet_id == sheet.id)
    query = query.options(joinedload(CriterionRemark.by)).order_by(CriterionRemark.at, CriterionRemark.id)
    return list(db.session.scalars(query))


def explanation(sheet: Scoresheet) -> Explanation | None:
    """The cell's one answer, if it gave one."""
    return db.session.get(Explanation, sheet.id, options=[joinedload(Explanation.by)])


def one_flush(act: Callable[P, R]) -> Callable[P, R]:
    """An act's changes reach the database together, with its audit record, whatever it reads in between."""

    @wraps(act)
    def flushed_once(*args: P.args, **named: P.kwargs) -> R:
        with db.session.no_autoflush:
            return act(*args, **named)

    return flushed_once


def step(sheet: Scoresheet, act: str, at: datetime, reason: str | None = None) -> None:
    """Move the sheet by its table of transitions, or refuse in a sentence."""
    try:
        sheet.state = SHEET.step(act, sheet.state_at(at), reason)
    except WrongState as wrong:
        raise RuleBroken(words.wrong_state(sheet.state_at(at))) from wrong
    except ReasonMissing as missing:
        raise RuleBroken(_("Hãy ghi lý do.")) from missing


def touch(sheet: Scoresheet, by: Actor | None, at: datetime) -> None:
    """Make this a change of the sheet even where no other column of it changes."""
    sheet.changed_at, sheet.changed_by_id = at, by.person_id if by else None
    flag_modified(sheet, "changed_at")


def remember(sheet: Scoresheet, act: str, by: Actor | None, at: datetime, **facts: Any) -> SheetAct:
    """Add the act to the sheet's way."""
    row = SheetAct(scoresheet=sheet, act=act, by_id=by.person_id if by else None, at=at, **facts)
    db.session.add(row)
    return row


def announce(sheet: Scoresheet, at: datetime) -> None:
    """Let those who keep figures of sheets bring theirs up to date; the end of every act."""
    db.session.flush()
    for keep in AFTER_CHANGE:
        keep(sheet, at)


def holders(organisation: Any, offices: Iterable[str], at: datetime) -> list[int]:
    """The persons who hold one of these offices on the day of that moment."""
    held = people.appointments_on(organisation, clock.day_of(at))
    return [post.person_id for post in held if post.office in offices]
