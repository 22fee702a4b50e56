"""Where a cell's points of the year went, criterion by criterion, beside its committee. Bounded queries, plain figures.

Sheets of different guidance stand apart. The comparison is a median over the cells whose year stands under the same
committee, on the same guidance and form; it is withheld where fewer than three cells make it, so that no single
cell's figure can be read from it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from sqlalchemy import and_, func, select

from tracker.extensions import db
from tracker.guidance import service as guidance
from tracker.guidance.models import GuidanceVersion
from tracker.guidance.sheets import Sheet
from tracker.ratings.models import CellYear
from tracker.scoresheets import lost
from tracker.scoresheets.lost import MARK, Lost
from tracker.scoresheets.models import Mark, Scoresheet
from tracker.scoresheets.rules import NOUGHT

FEWEST = 3
CHEAPEST = 3

Key = tuple[int, str]  # a guidance version and the code of its form
Tally = tuple[Decimal, int]  # points lost, meetings marked
Medians = dict[str, tuple[int, Decimal]]


@dataclass(frozen=True)
class Line:
    """One criterion: the cell's loss, and the ``median`` per meeting of ``cells`` cells, ``None`` where too few."""

    lost: Lost
    cells: int
    median: Decimal | None

    @property
    def is_dearer(self) -> bool:
        return self.median is not None and self.lost.each > self.median

    @property
    def says_something(self) -> bool:
        """The cell lost on it, or half of the committee's cells did."""
        return bool(self.lost.points or self.median)


@dataclass(frozen=True)
class SheetLosses:
    """The year on one form of one guidance, the dearest criterion first. ``cells``: how many made the medians."""

    version: GuidanceVersion
    form: Sheet
    meetings: int
    cells: int
    lines: tuple[Line, ...]

    @property
    def points(self) -> Decimal:
        return sum((line.lost.points for line in self.lines), NOUGHT)

    @property
    def shown(self) -> list[Line]:
        return [line for line in self.lines if line.says_something]

    @property
    def untouched(self) -> list[Line]:
        """Criteria on which neither the cell nor half of the others lost anything."""
        return [line for line in self.lines if not line.says_something]

    @property
    def is_compared(self) -> bool:
        return any(line.median is not None for line in self.lines)

    @property
    def cheapest(self) -> list[Lost]:
        """The improvements that would bring back the most points, the fewest meetings first where points are equal."""
        return lost.dearest(line.lost for line in self.lines)[:CHEAPEST]


def of_year(cell_year: CellYear, inside: bool) -> list[SheetLosses]:
    """The year's sheets, form by form. ``inside``: the reader may see what the cell agreed and has not handed in."""
    marks = lost.given(
        Scoresheet.cell_id == cell_year.cell_id,
        Scoresheet.year == cell_year.year,
        Scoresheet.state.in_(lost.AGREED if inside else lost.HANDED_IN),
    )
    apart: dict[Key, list[lost.Given]] = defaultdict(list)
    for one in marks:
        apart[one.guidance_id, one.sheet_code].append(one)
    versions = _versions({guidance_id for guidance_id, _code in apart})
    forms = {key: guidance.read(versions[key[0]]).sheet(key[1]) for key in apart}
    medians = _medians(cell_year, forms)
    return [_losses(versions[key[0]], forms[key], apart[key], medians[key]) for key in apart]


def _losses(version: GuidanceVersion, form: Sheet, marks: list[lost.Given], medians: Medians) -> SheetLosses:
    found = lost.by_criterion(form, marks)
    in_order = [*lost.dearest(found), *(one for one in found if not one.points)]
    lines = tuple(_line(one, medians) for one in in_order)
    return SheetLosses(
        version=version,
        form=form,
        meetings=len({one.sheet_id for one in marks}),
        cells=max((line.cells for line in lines), default=0),
        lines=lines,
    )


def _line(one: Lost, medians: Medians) -> Line:
    cells, middle = medians.get(one.criterion.code, (0, NOUGHT))
    return Line(one, cells, middle if cells >= FEWEST else None)


def _versions(ids: set[int]) -> dict[int, GuidanceVersion]:
    query = select(GuidanceVersion).where(GuidanceVersion.id.in_(ids)).order_by(GuidanceVersion.id)
    return {version.id: version for version in db.session.scalars(query)}


def _medians(cell_year: CellYear, forms: dict[Key, Sheet]) -> dict[Key, Medians]:
    """By form and criterion: how many cells, and the median of what each lost per meeting. Added up by the database."""
    full = {key: lost.full_marks(form) for key, form in forms.items()}
    cells: dict[tuple[Key, str], dict[int, Tally]] = defaultdict(dict)
    for cell_id, guidance_id, code, kind, criterion, number, points in _branch(cell_year, forms):
        key = (guidance_id, code)
        if key in forms:
            short, meetings = cells[key, criterion].get(cell_id, (NOUGHT, 0))
            cells[key, criterion][cell_id] = (short + number * full[key][kind, criterion] - points, meetings + number)
    found: dict[Key, Medians] = defaultdict(dict)
    for (key, criterion), tallies in cells.items():
        each = [short / meetings for short, meetings in tallies.values()]
        found[key][criterion] = (len(each), median(each))
    return found


def _branch(cell_year: CellYear, forms: dict[Key, Sheet]) -> Sequence[Any]:
    """What each cell under the same committee was given in the year, from sheets that were handed in."""
    if cell_year.superior_id is None or not forms:
        return []
    query = (
        select(
            Scoresheet.cell_id, Scoresheet.guidance_id, Scoresheet.sheet_code, Scoresheet.kind, Mark.criterion,
            func.count(), func.sum(MARK),
        )
        .join(Mark, Mark.scoresheet_id == Scoresheet.id)
        .join(CellYear, and_(CellYear.cell_id == Scoresheet.cell_id, CellYear.year == Scoresheet.year))
        .where(CellYear.superior_id == cell_year.superior_id, CellYear.year == cell_year.year)
        .where(Scoresheet.state.in_(lost.HANDED_IN), Mark.applies, MARK.is_not(None))
        .where(Scoresheet.guidance_id.in_({guidance_id for guidance_id, _code in forms}))
        .group_by(
            Scoresheet.cell_id, Scoresheet.guidance_id, Scoresheet.sheet_code, Scoresheet.kind, Mark.criterion
        )
    )  # fmt: skip
    return db.session.execute(query).all()
