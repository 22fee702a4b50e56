"""The committee's month: which cells met, which handed in their sheet, what waits. Reading only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache, cached_property
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Select, and_, bindparam, case, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from tracker.extensions import db
from tracker.guidance.kinds import MeetingKind, QualityClass
from tracker.meetings.models import Meeting
from tracker.meetings.rules import AFTER, REGULAR, MeetingState
from tracker.organisations.models import Organisation, OrganisationKind, Placement, past, under
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import DECIDED, SheetState

PAGE = 50

ABOVE = aliased(Organisation, name="committee_above")
CALLED_OFF = aliased(Meeting, name="called_off")
"""Made once: each new alias takes its model's columns anew."""


class Status(StrEnum):
    """Where a cell's month stands, as the committee sees it, in the order of what asks for it."""

    WAITING = "waiting"
    UNDER_REVIEW = "under_review"
    RETURNED = "returned"
    NOT_SUBMITTED = "not_submitted"
    NOT_MET = "not_met"
    EXCUSED = "excused"
    RECOGNISED = "recognised"


@dataclass(frozen=True)
class Month:
    """What is looked at: a committee's cells in a month, by their regular or by their own thematic meetings."""

    committee: Organisation
    year: int
    month: int
    thematic: bool = False

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        return date.fromordinal(date(self.year + self.month // 12, self.month % 12 + 1, 1).toordinal() - 1)

    @cached_property
    def deciders(self) -> list[int]:
        """The committee and those below it: few, so they are named to the index of sheets and not joined."""
        given = {"here": self.committee.path, "past": past(self.committee.path)}
        return [key for (key,) in fetched(_committees_below(), given)]

    @property
    def below(self) -> Select[int]:
        return select(Organisation.id).where(under(Organisation, self.committee.path))

    def given(self, suffix: str = "") -> dict[str, Any]:
        """What ``AnyMonth`` of that suffix stands for."""
        named = {"year": self.year, "month": self.month, "first": self.first, "last": self.last}
        path = self.committee.path
        return {name + suffix: value for name, value in named.items()} | {"here": path, "past": past(path)}


@cache
def _committees_below() -> Select[int]:
    return AnyMonth().below.where(Organisation.kind != OrganisationKind.CELL)


class AnyMonth:
    """In a ``Month``'s place where a statement is made once, to be sent with what its month has ``given``."""

    def __init__(self, thematic: bool = False, suffix: str = "") -> None:
        self.thematic = thematic
        self.year, self.month = (bindparam(name + suffix, type_=Integer()) for name in ("year", "month"))
        self.first, self.last = (bindparam(name + suffix, type_=Date()) for name in ("first", "last"))

    @property
    def below(self) -> Select[int]:
        inside = (Organisation.path >= bindparam("here"), Organisation.path < bindparam("past"))
        return select(Organisation.id).where(*inside)


@dataclass(frozen=True)
class Line:
    """One cell in the list, with its meeting and sheet where there are any."""

    cell_id: int
    name: str
    status: Status
    meeting_id: int | None
    meeting_kind: MeetingKind | None
    held_from: datetime | None
    sheet_id: int | None
    superior_id: int | None
    submitted_at: datetime | None
    total: Decimal | None
    self_class: QualityClass | None
    recognised_total: Decimal | None
    recognised_class: QualityClass | None

    @property
    def key(self) -> str:
        """After which the next page begins."""
        return f"{self.cell_id}-{self.meeting_id or 0}"


def fetched(query: Select[*tuple[Any, ...]], given: dict[str, Any]) -> Sequence[Any]:
    """Rows of columns straight from the connection: a session looks for its own objects in each of them first."""
    db.session.flush()
    return db.session.connection().execute(query, given).all()


def tallies(month: Month) -> dict[Status, int]:
    """How many cells (or thematic meetings) stand where; one query."""
    return added_up(tallies_by_parent(month).values())


def tallies_by_parent(month: Month) -> dict[str, dict[Status, int]]:
    """The same by the path of the committee directly above the cells; one query."""
    found: dict[str, dict[Status, int]] = {}
    for path, status, number in fetched(_tallied(month.thematic), month.given()):
        found.setdefault(path, {})[Status(status)] = number
    return found


@cache
def _tallied(thematic: bool) -> Select[str, str, int]:
    found = listed(AnyMonth(thematic)).add_columns(ABOVE.path.label("above"))
    cells = found.join(ABOVE, ABOVE.id == Placement.parent_id).subquery()
    return select(cells.c.above, cells.c.status, func.count()).group_by(cells.c.above, cells.c.status)


def added_up(tallies: Iterable[dict[Status, int]]) -> dict[Status, int]:
    """Every status, in its order, over all of them."""
    parts = list(tallies)
    return {status: sum(part.get(status, 0) for part in parts) for status in Status}


def has_met(month: Month) -> bool:
    """Whether any of its cells has held a meeting of that month."""
    return bool(fetched(_held(month.thematic), month.given()))


@cache
def _held(thematic: bool) -> Select[int]:
    month = AnyMonth(thematic)
    return (
        select(Meeting.id)
        .select_from(Organisation)
        .join(Placement, Placement.organisation_id == Organisation.id)
        .join(Meeting, sits(month))
        .where(Organisation.kind == OrganisationKind.CELL, *placed(month), Meeting.state.in_(AFTER))
        .limit(1)
    )


def lines(month: Month, only: Status | None = None, after: str = "", most: int = PAGE) -> tuple[list[Line], bool]:
    """One page of the list in Vietnamese order, and whether more follows. ``after`` is the key of the line before."""
    query = listed(month)
    if only is not None:
        query = query.where(status_of(month) == only.value)
    cell_id, _sign, meeting_id = after.partition("-")
    if cell_id.isdecimal() and meeting_id.isdecimal() and len(after) < 24:
        before = select(Organisation.sort_key).where(Organisation.id == int(cell_id)).scalar_subquery()
        here = tuple_(Organisation.sort_key, Organisation.id, func.coalesce(Meeting.id, 0))
        query = query.where(here > tuple_(before, int(cell_id), int(meeting_id)))
    query = query.order_by(Organisation.sort_key, Organisation.id, func.coalesce(Meeting.id, 0)).limit(most + 1)
    found = [_line(row) for row in db.session.execute(query).mappings()]
    return found[:most], len(found) > most


def _line(row: Any) -> Line:
    return Line(**{**row, "status": Status(row["status"])})


def listed(month: Month | AnyMonth) -> Any:
    """The committee's cells of that month, each with the meeting and the sheet of that month."""
    query = (
        select(
            Organisation.id.label("cell_id"), Placement.name.label("name"), status_of(month).label("status"),
            Meeting.id.label("meeting_id"), Meeting.kind.label("meeting_kind"), Meeting.held_from,
            Scoresheet.id.label("sheet_id"), Scoresheet.superior_id, Scoresheet.submitted_at, Scoresheet.total,
            Scoresheet.self_class, Scoresheet.recognised_total, Scoresheet.recognised_class,
        )
        .join(Placement, Placement.organisation_id == Organisation.id)
        .join(Meeting, sits(month), isouter=not month.thematic)
        .join(Scoresheet, Scoresheet.meeting_id == Meeting.id, isouter=not month.thematic)
        .where(Organisation.kind == OrganisationKind.CELL, *placed(month))
    )  # fmt: skip
    return query


def sits(month: Month | AnyMonth) -> ColumnElement[bool]:
    """A meeting of the cell that counts for the month, planned or held."""
    return and_(
        Meeting.cell_id == Organisation.id, Meeting.year == month.year, Meeting.month == month.month,
        Meeting.kind.in_([MeetingKind.THEMATIC] if month.thematic else REGULAR),
        Meeting.state != MeetingState.NOT_HELD,
    )  # fmt: skip


def placed(month: Month | AnyMonth) -> tuple[ColumnElement[bool], ...]:
    """Under the committee, or under one below it, on the last day of the month."""
    return (
        Placement.parent_id.in_(month.below.scalar_subquery()),
        Placement.from_date <= month.last,
        or_(Placement.until_date.is_(None), Placement.until_date >= month.last),
        or_(Organisation.founded_on.is_(None), Organisation.founded_on <= month.last),
        or_(Organisation.ended_on.is_(None), Organisation.ended_on >= month.first),
    )


def is_excused(month: Month | AnyMonth) -> ColumnElement[bool]:
    """The committee took the cell's reason for not meeting that month."""
    return (
        select(CALLED_OFF.id)
        .where(
            CALLED_OFF.cell_id == Organisation.id, CALLED_OFF.year == month.year, CALLED_OFF.month == month.month,
            CALLED_OFF.kind.in_(REGULAR), CALLED_OFF.excused_at.is_not(None),
        )
        .exists()
    )  # fmt: skip


def status_of(month: Month | AnyMonth) -> ColumnElement[str]:
    return case(
        (Scoresheet.state == SheetState.SUBMITTED, Status.WAITING.value),
        (Scoresheet.state == SheetState.UNDER_REVIEW, Status.UNDER_REVIEW.value),
        (Scoresheet.state.in_(DECIDED), Status.RECOGNISED.value),
        (Scoresheet.submitted_at.is_not(None), Status.RETURNED.value),
        (Meeting.state.in_(AFTER), Status.NOT_SUBMITTED.value),
        (is_excused(month), Status.EXCUSED.value),
        else_=Status.NOT_MET.value,
    )


@dataclass(frozen=True)
class Neighbours:
    """The sheets before and after this one in the committee's month, each ``(id, cell)`` or ``None``."""

    previous: tuple[int, str] | None
    next: tuple[int, str] | None
