"""The years of many cells at once: one committee's page, from the stored figures alone.

A cell stands under the committee that was directly above it on 31 December (today, while the year runs).
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Subquery, and_, func, or_, select, union
from sqlalchemy.orm import aliased

from tracker.extensions import db
from tracker.guidance.rules import QualityClass
from tracker.organisations.models import Organisation, OrganisationKind, Placement
from tracker.ratings import lineage
from tracker.ratings.models import CellYear
from tracker.ratings.rules import Unrated, YearState

PAGE = 40
SHOWN = (
    CellYear.cell_name, CellYear.state, CellYear.recognised_class, CellYear.computed_class, CellYear.is_provisional,
    CellYear.why, CellYear.regular_held, CellYear.thematic_held, CellYear.scored, CellYear.mean, CellYear.missing,
    CellYear.empty_quarters,
)  # fmt: skip
CLASS = func.coalesce(CellYear.recognised_class, CellYear.computed_class)


@dataclass(frozen=True)
class CellLine:
    """One cell in the committee's table. ``quality``: recognised where it is, else computed."""

    cell_id: int
    name: str
    state: YearState
    quality: QualityClass | None
    is_recognised: bool
    is_provisional: bool
    why: Unrated
    regular_held: int
    thematic_held: int
    scored: int
    mean: Decimal | None
    missing: list[int]
    empty_quarters: list[int]


@dataclass(frozen=True)
class Totals:
    """How many cells of each class, and how many of none."""

    counts: dict[QualityClass | None, int]

    def __getitem__(self, quality: QualityClass | None) -> int:
        return self.counts.get(quality, 0)

    @property
    def cells(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class BranchLine:
    committee_id: int
    name: str
    totals: Totals


@dataclass(frozen=True)
class Page:
    lines: list[CellLine]
    after: int | None


def stood(year: int, today: date) -> ColumnElement[bool]:
    day = min(today, date(year, 12, 31))
    return and_(Placement.from_date <= day, or_(Placement.until_date.is_(None), Placement.until_date >= day))


def _nothing_kept(cell_id: Any, year: int) -> ColumnElement[bool]:
    return ~select(CellYear.id).where(CellYear.cell_id == cell_id, CellYear.year == year).exists()


def _cells(committee: Organisation, year: int, today: date) -> Subquery:
    """The ids of the cells directly below: by their stored year, or else by where they stood."""
    kept = select(CellYear.cell_id).where(CellYear.superior_id == committee.id, CellYear.year == year)
    return union(kept, placed(committee, year, today)).subquery()


def placed(committee: Organisation, year: int, today: date) -> Select[int]:
    """The ids of the cells that stood directly below, of whose year nothing is stored."""
    return (
        select(Placement.organisation_id)
        .join(Organisation, Organisation.id == Placement.organisation_id)
        .where(Placement.parent_id == committee.id, stood(year, today), Organisation.kind == OrganisationKind.CELL)
        .where(or_(Organisation.ended_on.is_(None), Organisation.ended_on >= date(year, 1, 1)))
        .where(_nothing_kept(Placement.organisation_id, year))
    )


def _joined(query: Any, committee: Organisation, year: int, today: date) -> Any:
    cells = _cells(committee, year, today)
    return query.join(cells, cells.c[0] == Organisation.id).outerjoin(
        CellYear, and_(CellYear.cell_id == Organisation.id, CellYear.year == year)
    )


def of_committee(committee: Organisation, year: int, today: date, after: int | None = None, most: int = PAGE) -> Page:
    """A page of the cells directly below, in the order of their names, those after the cell ``after``."""
    query = _joined(
        select(Organisation.id, Organisation.name, *SHOWN).select_from(Organisation), committee, year, today
    )
    if after is not None:
        last = aliased(Organisation)
        sort_key = select(last.sort_key).where(last.id == after).scalar_subquery()
        query = query.where(
            or_(
                Organisation.sort_key > sort_key,
                and_(Organisation.sort_key == sort_key, Organisation.id > after),
            )
        )
    rows = db.session.execute(query.order_by(Organisation.sort_key, Organisation.id).limit(most + 1)).all()
    lines = [_line(row) for row in rows[:most]]
    return Page(lines, lines[-1].cell_id if len(rows) > most else None)


def _line(row: Row[Any]) -> CellLine:
    """A cell of which nothing is stored has held no meeting that anybody recorded."""
    return CellLine(
        cell_id=row.id,
        name=row.cell_name or row.name,
        state=row.state or YearState.OPEN,
        quality=row.recognised_class or row.computed_class,
        is_recognised=row.recognised_class is not None,
        is_provisional=row.is_provisional is not False,
        why=row.why or Unrated.NO_MEETING,
        regular_held=row.regular_held or 0,
        thematic_held=row.thematic_held or 0,
        scored=row.scored or 0,
        mean=row.mean,
        missing=row.missing or [],
        empty_quarters=row.empty_quarters or [],
    )


def totals(committee: Organisation, year: int, today: date) -> Totals:
    """Of the cells directly below, all of them."""
    query = _joined(select(CLASS, func.count()).select_from(Organisation), committee, year, today)
    return Totals({_quality(quality): number for quality, number in db.session.execute(query.group_by(CLASS))})


def oldest_figures(committee: Organisation, year: int) -> date | None:
    """The day of the oldest figures shown of a year not closed."""
    query = select(func.min(CellYear.computed_on)).where(
        CellYear.superior_id == committee.id, CellYear.year == year, CellYear.state != YearState.CLOSED
    )
    return db.session.scalar(query)


def branches(committee: Organisation, year: int, today: date) -> list[BranchLine]:
    """The committees that stood directly below at the year's end, by their names of that day, each with all the cells
    that stood anywhere below it."""
    tree = lineage.on(lineage.last_day(year, today))
    below = {key: list(tree.within(key)) for key in tree.children(committee.id)}
    if not below:
        return []
    everywhere = sorted({one for within in below.values() for one in within})
    counted = _kept_under(everywhere, year) + _not_kept_under(everywhere, year, today)
    return [BranchLine(key, tree.names[key], _of(counted, within)) for key, within in below.items()]


def _of(counted: Counter[tuple[int, QualityClass | None]], within: list[int]) -> Totals:
    return Totals({quality: sum(counted[one, quality] for one in within) for quality in (*QualityClass, None)})


def _kept_under(committees: list[int], year: int) -> Counter[tuple[int, QualityClass | None]]:
    """Cells by the committee directly above them, and class."""
    query = (
        select(CellYear.superior_id, CLASS, func.count())
        .where(CellYear.superior_id.in_(committees), CellYear.year == year)
        .group_by(CellYear.superior_id, CLASS)
    )
    return Counter({(key or 0, _quality(quality)): number for key, quality, number in db.session.execute(query)})


def _not_kept_under(committees: list[int], year: int, today: date) -> Counter[tuple[int, QualityClass | None]]:
    """Cells of which nothing is stored for the year: they have no class, and are counted so."""
    query = (
        select(Placement.parent_id, func.count())
        .join(
            Organisation, and_(Organisation.id == Placement.organisation_id, Organisation.kind == OrganisationKind.CELL)
        )
        .where(Placement.parent_id.in_(committees), stood(year, today))
        .where(or_(Organisation.ended_on.is_(None), Organisation.ended_on >= date(year, 1, 1)))
        .where(_nothing_kept(Organisation.id, year))
        .group_by(Placement.parent_id)
    )
    return Counter({(key or 0, None): number for key, number in db.session.execute(query)})


def _quality(word: str | None) -> QualityClass | None:
    return QualityClass(word) if word else None
