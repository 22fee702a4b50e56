"""What the book knew of a sheet's cell at a moment: its way, earlier sheets, secretary, who spoke. Reading only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import takewhile

from sqlalchemy import ColumnElement, and_, func, or_, select

from tracker.contributions.models import Contribution
from tracker.contributions.rules import Fate, Phase
from tracker.extensions import db
from tracker.guidance.kinds import MeetingKind
from tracker.meetings.models import Meeting, RollEntry
from tracker.meetings.rules import REGULAR
from tracker.people.models import Appointment
from tracker.permissions import Office
from tracker.scoresheets.models import CriterionRemark, Mark, Scoresheet, SheetAct
from tracker.scoresheets.service import HERE

FARTHEST = 24  # sheets looked back at [R]


@dataclass(frozen=True)
class Way:
    """How often the sheet had been returned, and until when it was wanted back the last time."""

    returned: int
    deadline: date | None


def way(sheet: Scoresheet, at: datetime) -> Way:
    query = select(SheetAct.deadline).where(
        SheetAct.scoresheet_id == sheet.id, SheetAct.act == "return", SheetAct.at <= at
    )
    deadlines = list(db.session.scalars(query.order_by(SheetAct.at, SheetAct.id)))
    return Way(len(deadlines), deadlines[-1] if deadlines else None)


@dataclass(frozen=True)
class Before:
    """An earlier sheet of the cell, and whether the committee had adjusted or returned it by then."""

    total: Decimal | None
    is_altered: bool


def before(sheet: Scoresheet, at: datetime) -> list[Before]:
    """The cell's sheets of the same part of the earlier months that were handed in by then, the latest first."""
    kinds = REGULAR if sheet.kind in REGULAR else {MeetingKind.THEMATIC}
    month, here = Scoresheet.year * 12 + Scoresheet.month, sheet.year * 12 + sheet.month
    query = (
        select(Scoresheet.total, altered(at).label("is_altered"))
        .where(
            Scoresheet.cell_id == sheet.cell_id, Scoresheet.kind.in_(kinds), Scoresheet.submitted_at <= at,
            Scoresheet.total.is_not(None),
            or_(month < here, and_(month == here, Scoresheet.id < sheet.id)),
        )
        .order_by(month.desc(), Scoresheet.id.desc())
        .limit(FARTHEST)
    )  # fmt: skip
    return [Before(total, bool(is_altered)) for total, is_altered in db.session.execute(query)]


def altered(at: datetime) -> ColumnElement[bool]:
    """True of sheets that by then were returned, or of which a mark was adjusted and stayed so."""
    returned = select(SheetAct.id).where(
        SheetAct.scoresheet_id == Scoresheet.id, SheetAct.act == "return", SheetAct.at <= at
    )
    adjusted = (
        select(Mark.criterion)
        .join(
            CriterionRemark,
            and_(
                CriterionRemark.scoresheet_id == Mark.scoresheet_id, CriterionRemark.criterion == Mark.criterion,
                CriterionRemark.act == "adjust", CriterionRemark.at <= at,
            ),
        )
        .where(Mark.scoresheet_id == Scoresheet.id, Mark.recognised.is_not(None))
    )  # fmt: skip
    return or_(returned.exists(), adjusted.exists())


def streak(earlier: Sequence[Before], total: Decimal | None) -> int:
    """How many sheets in a row before this one had its very total."""
    return sum(1 for _one in takewhile(lambda one: one.total == total, earlier))


@dataclass(frozen=True)
class Secretary:
    """For how many days whoever was secretary at the meeting had been so, and whether after somebody else.

    A book begun in the middle of a cell's life cannot tell who was secretary before, and does not guess.
    """

    days: int | None
    followed_another: bool


def secretary(meeting: Meeting) -> Secretary:
    query = (
        select(Appointment.person_id, Appointment.from_date, Appointment.until_date)
        .where(
            Appointment.organisation_id == meeting.cell_id, Appointment.office == Office.SECRETARY,
            Appointment.from_date <= meeting.day,
        )
        .order_by(Appointment.from_date, Appointment.id)
    )  # fmt: skip
    held = list(db.session.execute(query))
    present = [one for one in held if one.until_date is None or one.until_date >= meeting.day]
    if not present:
        return Secretary(None, False)
    who = present[-1].person_id
    own = list(takewhile(lambda one: one.person_id == who, reversed(held[: held.index(present[-1]) + 1])))
    return Secretary((meeting.day - own[-1].from_date).days, len(own) < held.index(present[-1]) + 1)


def voices(meeting: Meeting) -> tuple[int, int]:
    """How many were present, and how many of those spoke."""
    here = select(RollEntry.person_id).where(RollEntry.meeting_id == meeting.id, RollEntry.presence.in_(HERE))
    spoke = select(func.count(Contribution.person_id.distinct())).where(
        Contribution.meeting_id == meeting.id, Contribution.phase == Phase.SPOKEN,
        Contribution.fate != Fate.WITHDRAWN, Contribution.person_id.in_(here),
    )  # fmt: skip
    counted = select(select(func.count()).select_from(here.subquery()).scalar_subquery(), spoke.scalar_subquery())
    present, spoken = db.session.execute(counted).one()
    return present, spoken
