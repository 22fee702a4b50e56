"""The sheets that wait for a committee, in the order in which they are worth reading; today's, or a past day's.

The order is made of ``seats``; what a line says is read for the lines wanted. A reading taken long after
(``tracker readings``) stands as if of its day. Reading only.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select

from tracker.extensions import db
from tracker.guidance.kinds import MeetingKind, QualityClass
from tracker.organisations.models import Organisation
from tracker.people.models import Person
from tracker.reviews import risk, seats
from tracker.reviews.context import Place
from tracker.reviews.models import Reading
from tracker.reviews.risk import Group, Reason
from tracker.reviews.seats import Seat
from tracker.reviews.service import Month, Neighbours, fetched
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import WITH_SUPERIOR, SheetState

OF_SHEET = (
    Scoresheet.id, Scoresheet.meeting_id, Scoresheet.kind, Scoresheet.year, Scoresheet.month, Scoresheet.version,
    Scoresheet.submitted_at, Scoresheet.total, Scoresheet.self_class,
)  # fmt: skip
OF_READING = (
    Reading.submitted_at.label("read_at"), Reading.total.label("read_total"), Reading.gap, Reading.reasons,
    Reading.suggested, Reading.covered, Reading.days_taken, Reading.present, Reading.spoke,
)  # fmt: skip


@dataclass(frozen=True)
class Brief:
    """What is said of a sheet in one line; the names are those of ``Reading``."""

    suggested: Decimal
    covered: Decimal
    days_taken: int
    present: int
    spoke: int


@dataclass(frozen=True)
class QueueLine:
    """One waiting sheet, at its ``seat``. ``gap`` and ``reasons`` are those of its reading."""

    seat: Seat
    meeting_id: int
    kind: MeetingKind
    year: int
    month: int
    version: int
    submitted_at: datetime
    total: Decimal
    self_class: QualityClass | None
    reviewer: str
    gap: Decimal
    reasons: tuple[Reason, ...]
    brief: Brief | None

    @property
    def sheet_id(self) -> int:
        return self.seat.sheet_id

    @property
    def cell_id(self) -> int:
        return self.seat.cell_id

    @property
    def cell_name(self) -> str:
        return self.seat.name

    @property
    def superior_id(self) -> int:
        return self.seat.superior_id

    @property
    def state(self) -> SheetState:
        return self.seat.state

    @property
    def is_read(self) -> bool:
        """Its records were read when it was handed in."""
        return self.seat.reading_id is not None

    @property
    def risk(self) -> Decimal:
        return self.seat.risk

    @property
    def signals(self) -> int:
        return self.seat.signals

    @property
    def is_drawn(self) -> bool:
        return self.seat.is_drawn

    @property
    def group(self) -> Group:
        return self.seat.group

    @property
    def is_quiet(self) -> bool:
        return self.seat.is_quiet


def waiting(asked: Place | Month, on: date | None = None, named: int | None = None) -> list[QueueLine]:
    """Everything that waits, the most worth reading first, each with what its line says; three queries.

    ``on``: what waited at the end of that day. ``named``: this sheet is told among them even if it waits no more.
    """
    return lines(seated(asked, on, named), on)


def seated(asked: Place | Month, on: date | None = None, named: int | None = None) -> list[Seat]:
    """The same without what the lines say; two queries."""
    return seats.in_order(asked if isinstance(asked, Month) else asked.month_view, seats.moment_after(on), named)


def lines(shown: Sequence[Seat], on: date | None = None) -> list[QueueLine]:
    """What is said of these, in their order; one query."""
    given = {
        "sheets": [seat.sheet_id for seat in shown],
        "readings": [seat.reading_id for seat in shown if seat.reading_id is not None],
    }
    rows = {row.id: row for row in fetched(_said(), given)} if shown else {}
    return [_line(seat, rows[seat.sheet_id], on is None) for seat in shown]


@cache
def _said() -> Select[*tuple[Any, ...]]:
    read = Reading.id.in_(bindparam("readings", expanding=True))
    return (
        select(*OF_SHEET, *OF_READING, Person.full_name.label("reviewer"))
        .outerjoin(Reading, and_(Reading.scoresheet_id == Scoresheet.id, read))
        .outerjoin(Person, Person.id == Scoresheet.reviewer_id)
        .where(Scoresheet.id.in_(bindparam("sheets", expanding=True)))
    )


def _line(seat: Seat, row: Any, is_today: bool) -> QueueLine:
    is_read = seat.reading_id is not None
    is_present = not is_read or row.read_at == row.submitted_at
    return QueueLine(
        seat=seat, meeting_id=row.meeting_id, kind=row.kind, year=row.year, month=row.month, version=row.version,
        submitted_at=row.read_at if is_read else row.submitted_at,
        total=row.read_total if is_read else row.total or risk.NOUGHT,
        self_class=row.self_class if is_present else None, reviewer=(row.reviewer or "") if is_today else "",
        gap=row.gap if is_read else risk.NOUGHT,
        reasons=tuple(risk.reason(one) for one in row.reasons) if is_read else (),
        brief=Brief(row.suggested, row.covered, row.days_taken, row.present, row.spoke) if is_read else None,
    )  # fmt: skip


def beside(sheet: Scoresheet, place: Place | None = None) -> Neighbours:
    """The waiting sheets before and after this one in the queue of ``place``, or of the sheet's own committee.

    Only those that the same committee decides: whoever reads this one may open them.
    """
    asked = place or _own(sheet)
    found = [seat for seat in seated(asked, named=sheet.id) if seat.superior_id == sheet.superior_id] if asked else []
    here = next((number for number, seat in enumerate(found) if seat.sheet_id == sheet.id), None)
    if here is None:
        return Neighbours(None, None)
    before, after = found[:here][-1:], found[here + 1 :][:1]
    return Neighbours(*((one[0].sheet_id, one[0].name) if one else None for one in (before, after)))


def _own(sheet: Scoresheet) -> Month | None:
    thematic = sheet.kind is MeetingKind.THEMATIC
    return Month(sheet.superior, sheet.year, sheet.month, thematic) if sheet.superior else None


def elsewhere(month: Month) -> list[tuple[int, int, int]]:
    """In which other months sheets wait too: year, month, how many; the latest first."""
    given = {"inside": month.deciders, "kinds": seats.of_month(month)}
    found: Counter[tuple[int, int]] = Counter()
    for year, number, count in fetched(_by_month(), given):
        found[year, number] += count
    found.pop((month.year, month.month), None)
    return [(*key, found[key]) for key in sorted(found, reverse=True)[:24]]


@cache
def _by_month() -> Select[int, int, int]:
    by_index = (Scoresheet.superior_id, Scoresheet.state, Scoresheet.year, Scoresheet.month, Scoresheet.kind)
    return (
        select(Scoresheet.year, Scoresheet.month, func.count())
        .where(seats.INSIDE, Scoresheet.state.in_(WITH_SUPERIOR), seats.OF_KIND)
        .group_by(*by_index)
    )


def committees(ids: Collection[int], known: Iterable[Organisation] = ()) -> list[Organisation]:
    """The committees that sheets wait for, in the order of their names; a query only for those not ``known``."""
    here = {one.id: one for one in known}
    others = [key for key in ids if key not in here]
    found = db.session.scalars(select(Organisation).where(Organisation.id.in_(others))) if others else ()
    wanted = [*found, *(here[key] for key in ids if key in here)]
    return sorted(wanted, key=lambda one: (one.sort_key, one.id))
