"""The years of many cells at once: one committee's page, from the stored figures alone.

A cell stands under the committee that was directly above it on 31 December (today, while the year runs).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Row,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    union,
)
from sqlalchemy.orm import aliased

from tracker.extensions import db
from tracker.guidance.rules import QualityClass
from tracker.organisations.models import Organisation, OrganisationKind, Placement
from tracker.ratings import lineage, summaries
from tracker.ratings.models import CellYear, OrganisationYear
from tracker.ratings.rules import Unrated, YearState

PAGE = 40
SHOWN = (
    CellYear.cell_name, CellYear.state, CellYear.recognised_class, CellYear.computed_class, CellYear.is_provisional,
    CellYear.why, CellYear.regular_held, CellYear.thematic_held, CellYear.scored, CellYear.mean, CellYear.missing,
    CellYear.empty_quarters,
)  # fmt: skip


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


def added(totals: Iterable[Totals]) -> Totals:
    counted = list(totals)
    return Totals({quality: sum(one[quality] for one in counted) for quality in (*QualityClass, None)})


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
    return _stood_on(min(today, date(year, 12, 31)))


def _stood_on(day: Any) -> ColumnElement[bool]:
    return and_(Placement.from_date <= day, or_(Placement.until_date.is_(None), Placement.until_date >= day))


def _nothing_kept(cell_id: Any, year: Any) -> ColumnElement[bool]:
    return ~select(CellYear.id).where(CellYear.cell_id == cell_id, CellYear.year == year).exists()


def _lived_since(day: Any) -> ColumnElement[bool]:
    """Is a cell, and was still one on that day."""
    return and_(
        Organisation.kind == OrganisationKind.CELL, or_(Organisation.ended_on.is_(None), Organisation.ended_on >= day)
    )


def _cells(committee: Organisation, year: int, today: date) -> Subquery:
    """The ids of the cells directly below: by their stored year, or else by where they stood."""
    kept = select(CellYear.cell_id).where(CellYear.superior_id == committee.id, CellYear.year == year)
    return union(kept, placed(committee, year, today)).subquery()


def placed(committee: Organisation, year: int, today: date) -> Select[int]:
    """The ids of the cells that stood directly below, of whose year nothing is stored."""
    return _placed(committee.id, year, lineage.last_day(year, today), date(year, 1, 1))


def _placed(committee_id: Any, year: Any, day: Any, first: Any) -> Select[int]:
    return (
        select(Placement.organisation_id)
        .join(Organisation, Organisation.id == Placement.organisation_id)
        .where(Placement.parent_id == committee_id, _stood_on(day), _lived_since(first))
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
    rows = db.session.execute(_following(query, after).limit(most + 1)).all()
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


@dataclass(frozen=True)
class Summary:
    """Of the cells directly below, all of them; ``oldest`` is the day of the oldest figures of a year not closed."""

    totals: Totals
    oldest: date | None


def summary(committee: Organisation, year: int, today: date) -> Summary:
    """Those stored from the kept figures, the others counted; one query."""
    summaries.settle(db.session())
    given = {"committee": committee.id, **_given(year, today)}
    others, oldest, *counts = db.session.execute(_summarised(), given).one()
    return Summary(_totals(counts, others), oldest)


def totals(committee: Organisation, year: int, today: date) -> Totals:
    return summary(committee, year, today).totals


def _given(year: int, today: date) -> dict[str, Any]:
    return {"year": year, "day": lineage.last_day(year, today), "first": date(year, 1, 1)}


@cache
def _summarised() -> Select[Any]:
    committee: Any = bindparam("committee")
    year: Any = bindparam("year")
    others = _placed(committee, year, bindparam("day"), bindparam("first")).subquery()
    oldest = select(func.min(CellYear.computed_on)).where(
        CellYear.superior_id == committee, CellYear.year == year, CellYear.state != YearState.CLOSED
    )
    kept = and_(OrganisationYear.committee_id == Organisation.id, OrganisationYear.year == year)
    return (
        select(
            select(func.count()).select_from(others).scalar_subquery(),
            oldest.scalar_subquery(),
            *(func.coalesce(count, 0) for count in _COUNTS),
        )
        .select_from(Organisation)
        .outerjoin(OrganisationYear, kept)
        .where(Organisation.id == committee)
    )


_COUNTS = (OrganisationYear.good, OrganisationYear.fair, OrganisationYear.average, OrganisationYear.poor,
           OrganisationYear.unrated)  # fmt: skip


def _totals(counts: Sequence[int], others: int) -> Totals:
    """``counts`` by class, the unrated last; ``others`` are cells of which nothing is stored: they have no class."""
    return Totals({**dict(zip(QualityClass, counts, strict=False)), None: counts[-1] + others})


def branches(committee: Organisation, year: int, today: date) -> list[BranchLine]:
    """The committees that stood directly below at the year's end, by their names of that day, each with all the cells
    that stood anywhere below it."""
    return branch_page(committee, year, today, most=None).lines


@dataclass(frozen=True)
class BranchPage:
    """``is_all``: there are no others, neither before these nor after."""

    lines: list[BranchLine]
    after: int | None
    is_all: bool


def branch_page(
    committee: Organisation, year: int, today: date, after: int | None = None, most: int | None = PAGE
) -> BranchPage:
    """A page of them, those after the committee ``after``; two queries, whatever stands below."""
    summaries.settle(db.session())
    query = (
        select(Organisation.id, Placement.name)
        .join(Placement, Placement.organisation_id == Organisation.id)
        .where(Placement.parent_id == committee.id, stood(year, today), _nothing_kept(Organisation.id, year))
        .where(Organisation.kind != OrganisationKind.CELL)
    )
    rows = db.session.execute(_following(query, after).limit(None if most is None else most + 1)).all()
    names = {key: name for key, name in rows[:most]}
    is_top = committee.parent_id is None
    counted = _everywhere_below(list(names), year, today, at_once=is_top) if names else {}
    lines = [BranchLine(key, name, counted[key]) for key, name in names.items()]
    has_more = most is not None and len(rows) > most
    return BranchPage(lines, lines[-1].committee_id if has_more else None, is_all=after is None and not has_more)


def whole(committee: Organisation, year: int, today: date, own: Totals, below: BranchPage) -> Totals:
    """Of all the cells that stood anywhere below: ``own``, those directly, and those of its branches. Added up where
    the page of branches holds them all; else counted, in one query more."""
    if below.is_all:
        return added([own, *(line.totals for line in below.lines)])
    return _everywhere_below([committee.id], year, today, at_once=committee.parent_id is None)[committee.id]


def _following(query: Any, after: int | None) -> Any:
    """In the order of names, those after this one."""
    if after is not None:
        last = aliased(Organisation)
        sort_key = select(last.sort_key).where(last.id == after).scalar_subquery()
        later = and_(Organisation.sort_key == sort_key, Organisation.id > after)
        query = query.where(or_(Organisation.sort_key > sort_key, later))
    return query.order_by(Organisation.sort_key, Organisation.id)


def _everywhere_below(committee_ids: list[int], year: int, today: date, *, at_once: bool) -> dict[int, Totals]:
    """The totals of each of these with all that stood below it, in one query; either way gives the same."""
    given = {"committees": committee_ids, **_given(year, today)}
    query = _rolled_up_at_once() if at_once else _rolled_up()
    return {row[0]: _totals(row[2:], row[1]) for row in db.session.execute(query, given)}


@cache
def _rolled_up() -> Select[Any]:
    below = _below()
    kept = and_(OrganisationYear.committee_id == below.c.organisation_id, OrganisationYear.year == bindparam("year"))
    return (
        select(
            below.c.branch_id,
            func.sum(case((_lived_since(bindparam("first")), 1), else_=0)),
            *(func.coalesce(func.sum(count), 0) for count in _COUNTS),
        )
        .join(Organisation, Organisation.id == below.c.organisation_id)
        .outerjoin(OrganisationYear, kept)
        .group_by(below.c.branch_id)
    )


@cache
def _rolled_up_at_once() -> Select[Any]:
    """For the top of the tree, below which all stands: what nothing is stored of is found among all placements at
    once, and not branch by branch on the way down, which costs a country's database twice as much."""
    is_cell = case((_lived_since(bindparam("first")), 1), else_=0).label("is_cell")
    apart = (
        select(Placement.parent_id, Placement.organisation_id, is_cell)
        .join(Organisation, Organisation.id == Placement.organisation_id)
        .where(_stood_on(bindparam("day")), _nothing_kept(Placement.organisation_id, bindparam("year")))
        .cte("apart")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    start = select(
        Organisation.id.label("branch_id"), Organisation.id.label("organisation_id"), literal(0).label("is_cell")
    )
    below = start.where(Organisation.id.in_(bindparam("committees", expanding=True))).cte("below", recursive=True)
    deeper = select(below.c.branch_id, apart.c.organisation_id, apart.c.is_cell)
    below = below.union(deeper.join(apart, apart.c.parent_id == below.c.organisation_id))
    kept = and_(OrganisationYear.committee_id == below.c.organisation_id, OrganisationYear.year == bindparam("year"))
    return (
        select(below.c.branch_id, func.sum(below.c.is_cell), *(func.coalesce(func.sum(count), 0) for count in _COUNTS))
        .outerjoin(OrganisationYear, kept)
        .group_by(below.c.branch_id)
    )


def _below() -> CTE:
    """(branch, organisation) of each branch itself and of what stood below it, each once however the placements were
    typed: committees, and of the cells only those of which nothing is stored, the others being counted already."""
    start = select(Organisation.id.label("branch_id"), Organisation.id.label("organisation_id"))
    named = Organisation.id.in_(bindparam("committees", expanding=True))
    below = start.where(named).cte("below", recursive=True)
    deeper = (
        select(below.c.branch_id, Placement.organisation_id)
        .join(Placement, Placement.parent_id == below.c.organisation_id)
        .where(_stood_on(bindparam("day")), _nothing_kept(Placement.organisation_id, bindparam("year")))
    )
    return below.union(deeper)


@dataclass(frozen=True)
class Below:
    """The ids of a committee and of those that stood anywhere below it, and (code, name, committee's name) of the cells
    of which nothing is stored."""

    committees: list[int]
    others: list[tuple[str, str, str]]


def everything_below(committee: Organisation, year: int, today: date) -> Below:
    """One query."""
    below, above = _below(), aliased(Organisation)
    query = (
        select(below.c.organisation_id, Organisation.code, Organisation.name, above.name,
               _lived_since(date(year, 1, 1)), Organisation.kind)
        .join(Organisation, Organisation.id == below.c.organisation_id)
        .outerjoin(above, above.id == Organisation.parent_id)
        .order_by(above.name, Organisation.sort_key, Organisation.id)
    )  # fmt: skip
    found = db.session.execute(query, {"committees": [committee.id], **_given(year, today)}).all()
    committees = [row[0] for row in found if row.kind is not OrganisationKind.CELL]
    return Below(committees, [(row[1], row[2], row[3] or "") for row in found if row[4]])
