"""On which criteria a branch lost points in a year. Added up by the database, form by form; no sheet is loaded."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, distinct, func, select, type_coerce

from tracker.extensions import db
from tracker.guidance import service as guidance
from tracker.guidance.models import GuidanceVersion
from tracker.guidance.sheets import Criterion, Sheet
from tracker.meetings.models import Meeting
from tracker.organisations.models import Organisation
from tracker.ratings.maps import branches
from tracker.ratings.maps.tallies import FEWEST, share
from tracker.scoresheets import lost
from tracker.scoresheets.lost import MARK
from tracker.scoresheets.models import Mark, Scoresheet

NOUGHT = Decimal(0)


@dataclass(frozen=True)
class Cost:
    """What one criterion did not get: ``points`` of the ``possible``, in so many meetings of so many cells, out of
    those on whose sheets it was marked (``meetings``, ``cells``)."""

    criterion: Criterion
    points: Decimal
    possible: Decimal
    lost_meetings: int
    lost_cells: int
    meetings: int
    cells: int

    @property
    def share(self) -> Decimal | None:
        return share(self.points, self.possible)


@dataclass(frozen=True)
class FormCosts:
    """One form of one guidance, the dearest criterion first. Of fewer than three cells ``lines`` is empty."""

    version: GuidanceVersion
    form: Sheet
    meetings: int
    cells: int
    lines: tuple[Cost, ...]

    @property
    def is_withheld(self) -> bool:
        return self.cells < FEWEST

    @property
    def points(self) -> Decimal:
        return sum((line.points for line in self.lines), NOUGHT)

    @property
    def shown(self) -> list[Cost]:
        return [line for line in self.lines if line.points and line.cells >= FEWEST]

    @property
    def untouched(self) -> list[Cost]:
        return [line for line in self.lines if not line.points and line.cells >= FEWEST]

    @property
    def hidden(self) -> list[Cost]:
        """Criteria marked on the sheets of too few cells to be shown."""
        return [line for line in self.lines if line.cells < FEWEST]


def of(committee: Organisation, year: int) -> list[FormCosts]:
    """The forms used in the branch in the year, the guidance first in force first; two queries, and one for each."""
    return [_costs(committee, year, *row) for row in _forms(committee, year)]


def _used(committee: Organisation, year: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Meeting.superior_id.in_(branches.ids(committee)), Meeting.year == year, Scoresheet.state.in_(lost.HANDED_IN),
    )  # fmt: skip


def _forms(committee: Organisation, year: int) -> Iterable[tuple[GuidanceVersion, Sheet, int, int]]:
    """Each form with how many meetings and cells handed in a sheet of it."""
    query = (
        select(GuidanceVersion, Scoresheet.sheet_code, func.count(), func.count(distinct(Scoresheet.cell_id)))
        .join(Scoresheet, Scoresheet.guidance_id == GuidanceVersion.id)
        .join(Meeting, Meeting.id == Scoresheet.meeting_id)
        .where(*_used(committee, year))
        .group_by(GuidanceVersion.id, Scoresheet.sheet_code)
        .order_by(GuidanceVersion.valid_from, GuidanceVersion.id, Scoresheet.sheet_code)
    )
    for version, code, meetings, cells in db.session.execute(query).all():
        yield version, guidance.read(version).sheet(code), meetings, cells


def _costs(
    committee: Organisation, year: int, version: GuidanceVersion, form: Sheet, meetings: int, cells: int
) -> FormCosts:
    criteria = {one.code: one for group in form.groups for one in group.criteria}
    rows = _sums(committee, year, version, form) if cells >= FEWEST else []
    lines = [_cost(criteria[row.criterion], row) for row in rows if row.criterion in criteria]
    lines.sort(key=lambda line: (-line.points, list(criteria).index(line.criterion.code)))
    return FormCosts(version, form, meetings, cells, tuple(lines))


def _cost(criterion: Criterion, row: Any) -> Cost:
    given, possible = Decimal(int(row.given)) / 100, Decimal(int(row.possible)) / 100
    return Cost(criterion, possible - given, possible, int(row.lost_meetings), row.lost_cells, row.meetings, row.cells)


def _sums(committee: Organisation, year: int, version: GuidanceVersion, form: Sheet) -> Iterable[Any]:
    """By criterion, in hundredths of a point; the full mark is the form's, which a shared sitting may give another."""
    full = case(*(
        (and_(Scoresheet.kind == kind, Mark.criterion == code), int(points * 100))
        for (kind, code), points in lost.full_marks(form).items()
    ), else_=0)  # fmt: skip
    given = type_coerce(MARK, Integer)
    short = given < full
    query = (
        select(
            Mark.criterion, func.sum(given).label("given"), func.sum(full).label("possible"),
            func.count().label("meetings"), func.count(distinct(Scoresheet.cell_id)).label("cells"),
            func.sum(case((short, 1), else_=0)).label("lost_meetings"),
            func.count(distinct(case((short, Scoresheet.cell_id)))).label("lost_cells"),
        )
        .join(Scoresheet, Scoresheet.id == Mark.scoresheet_id)
        .join(Meeting, Meeting.id == Scoresheet.meeting_id)
        .where(*_used(committee, year), Scoresheet.guidance_id == version.id, Scoresheet.sheet_code == form.code)
        .where(Mark.applies, MARK.is_not(None))
        .group_by(Mark.criterion)
    )  # fmt: skip
    return db.session.execute(query).all()
