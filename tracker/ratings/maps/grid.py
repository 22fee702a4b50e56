"""The cells of a branch by the months of a year. A fixed number of queries, whatever the number of cells."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Row, Subquery, and_, case, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from tracker.base import clock
from tracker.extensions import db
from tracker.guidance.kinds import QualityClass
from tracker.meetings.models import Meeting
from tracker.organisations.models import Organisation, OrganisationKind, Placement
from tracker.ratings.facts import Life
from tracker.ratings.maps import branches, rules
from tracker.ratings.maps.branches import View
from tracker.ratings.maps.rules import Order, Sitting, Square, Stay, Trouble
from tracker.ratings.models import CellYear
from tracker.ratings.rules import YearState
from tracker.reviews.models import Signal
from tracker.reviews.rules import LIVE
from tracker.scoresheets.models import Scoresheet, SheetAct
from tracker.scoresheets.rules import DECIDED

PAGE = 50
ABOVE = aliased(Organisation)
KEYS = {
    Order.NAME: (Organisation.sort_key, Organisation.id),
    Order.BRANCH: (ABOVE.sort_key, ABOVE.id, Organisation.sort_key, Organisation.id),
}


@dataclass(frozen=True)
class Where:
    """The place of a cell in the tree today, and the committee that decides of it: what rights are asked of."""

    id: int
    path: str


@dataclass(frozen=True)
class Asked:
    """A square as a right is asked to what it opens. ``superior_id``: that of the meeting's own day."""

    organisation: Where
    superior_id: int | None


@dataclass(frozen=True)
class Line:
    """One cell: its name and the committee above it as of the last day of the year that it stood in the branch.

    ``quality``: the year's class, recognised where it is, else computed. ``deciders``: by meeting, which committee
    decides of its sheet.
    """

    where: Where
    name: str
    committee_id: int
    committee: str
    squares: tuple[Square, ...]
    deciders: dict[int | None, int | None]
    trouble: Trouble
    year_state: YearState
    quality: QualityClass | None
    is_recognised: bool

    @property
    def cell_id(self) -> int:
        return self.where.id

    def asked(self, square: Square) -> Asked:
        return Asked(self.where, self.deciders.get(square.meeting_id))


@dataclass(frozen=True)
class Map:
    """A page of the map. ``after``: the cell after which the next page begins, where there is one."""

    view: View
    order: Order
    lines: list[Line]
    after: int | None

    @cached_property
    def committees(self) -> int:
        return len({line.committee_id for line in self.lines})

    @property
    def groups(self) -> list[tuple[str, list[Line]]]:
        """The lines under the names of their committees where the order is by branch; else all as one."""
        if self.order is not Order.BRANCH:
            return [("", self.lines)]
        found: dict[tuple[int, str], list[Line]] = {}
        for line in self.lines:
            found.setdefault((line.committee_id, line.committee), []).append(line)
        return [(name, lines) for (_key, name), lines in found.items()]


def page(view: View, today: date, order: Order, after: int | None = None, most: int = PAGE) -> Map:
    """The cells that stood in the branch in that year, those after the cell ``after``."""
    cells = _Cells(view, today)
    if order is not Order.TROUBLE:
        rows = cells.rows(order, after, most + 1)
        lines = cells.lines(rows[:most])
        return Map(view, order, lines, lines[-1].cell_id if len(rows) > most else None)
    every = sorted(cells.lines(cells.rows(Order.NAME)), key=lambda line: line.trouble.rank)
    begin = next((place for place, line in enumerate(every, start=1) if line.cell_id == after), 0)
    lines = every[begin : begin + most]
    return Map(view, order, lines, lines[-1].cell_id if len(every) > begin + most else None)


def whole(view: View, today: date, order: Order = Order.NAME) -> Map:
    """Every cell of the branch, to be taken away or added up."""
    cells = _Cells(view, today)
    lines = cells.lines(cells.rows(Order.NAME if order is Order.TROUBLE else order))
    if order is Order.TROUBLE:
        lines = sorted(lines, key=lambda line: line.trouble.rank)
    return Map(view, order, lines, None)


class _Cells:
    """Asks for the cells of one branch in one year."""

    def __init__(self, view: View, today: date) -> None:
        self.view, self.committee, self.year, self.today = view, view.committee, view.year, today
        self.last = min(date(self.year, 12, 31), max(today, date(self.year, 1, 1)))
        self.stays = self._stays()

    def _stays(self) -> Subquery:
        """Of each cell that stood in the branch in the year: since when, and its last placement there."""
        query = select(
            Placement.organisation_id.label("cell_id"),
            func.min(Placement.from_date).label("since"),
            func.max(Placement.from_date).label("latest"),
        ).where(
            Placement.parent_id.in_(branches.ids(self.committee)),
            Placement.from_date <= self.last,
            or_(Placement.until_date.is_(None), Placement.until_date >= date(self.year, 1, 1)),
        )
        return query.group_by(Placement.organisation_id).subquery()

    def _query(self, *columns: Any) -> Any:
        stays, own = self.stays, Placement
        return (
            select(*columns)
            .select_from(stays)
            .join(own, and_(own.organisation_id == stays.c.cell_id, own.from_date == stays.c.latest))
            .join(Organisation, Organisation.id == stays.c.cell_id)
            .join(ABOVE, ABOVE.id == own.parent_id)
            .outerjoin(CellYear, and_(CellYear.cell_id == Organisation.id, CellYear.year == self.year))
            .where(Organisation.kind == OrganisationKind.CELL)
            .where(or_(Organisation.ended_on.is_(None), Organisation.ended_on >= date(self.year, 1, 1)))
            .where(or_(Organisation.founded_on.is_(None), Organisation.founded_on <= self.last))
        )

    def rows(self, order: Order, after: int | None = None, most: int | None = None) -> Sequence[Row[Any]]:
        keys = KEYS[order]
        query = self._query(
            Organisation.id, Organisation.path, Organisation.founded_on, Organisation.ended_on, Placement.name,
            Placement.parent_id, Placement.until_date, self.stays.c.since, ABOVE.name.label("committee"),
            CellYear.state, CellYear.cell_name, CellYear.missing, CellYear.recognised_class, CellYear.computed_class,
        )  # fmt: skip
        if after is not None:
            last = db.session.execute(self._query(*keys).where(Organisation.id == after)).first()
            query = query.where(tuple_(*keys) > tuple_(*last)) if last else query
        return db.session.execute(query.order_by(*keys).limit(most)).all()

    def lines(self, rows: Sequence[Row[Any]]) -> list[Line]:
        cells = [row.id for row in rows]
        sittings = self._sittings(cells)
        signals = self._signals(cells)
        names = branches.names_on({row.parent_id for row in rows}, self.last)
        return [self._line(row, sittings[row.id], signals[row.id], names) for row in rows]

    def _line(self, row: Row[Any], sittings: list[tuple[Sitting, int | None]], signals: int, names: Any) -> Line:
        stay = Stay(row.since, row.until_date, Life(row.founded_on, row.ended_on))
        is_closed = row.state is YearState.CLOSED
        kept = frozenset() if self.view.thematic else frozenset(row.missing) if is_closed else None
        squares = rules.squares((one for one, _decider in sittings), stay, self.year, self.today, kept)
        return Line(
            where=Where(row.id, row.path),
            name=(row.cell_name if is_closed else "") or row.name,
            committee_id=row.parent_id,
            committee=names.get(row.parent_id, row.committee),
            squares=squares,
            deciders={one.meeting_id: decider for one, decider in sittings},
            trouble=rules.trouble(squares, signals),
            year_state=row.state or YearState.OPEN,
            quality=row.recognised_class or row.computed_class,
            is_recognised=row.recognised_class is not None,
        )

    def _signals(self, cells: Iterable[int]) -> Counter[int]:
        """How many open questions to each cell touch the year."""
        query = select(Signal.cell_id, func.count()).where(
            Signal.cell_id.in_(cells), Signal.state.in_(LIVE), Signal.from_year <= self.year,
            Signal.to_year >= self.year,
        )  # fmt: skip
        return Counter({cell: number for cell, number in db.session.execute(query.group_by(Signal.cell_id))})

    def _sittings(self, cells: Iterable[int]) -> dict[int, list[tuple[Sitting, int | None]]]:
        here = set(db.session.scalars(branches.ids(self.committee)))
        terms = branches.terms(self.committee)
        found: dict[int, list[tuple[Sitting, int | None]]] = defaultdict(list)
        query = _meetings().where(Meeting.cell_id.in_(cells), Meeting.year == self.year)
        for row in db.session.execute(query.where(Meeting.kind.in_(self.view.kinds))):
            term = terms.get(row.superior_id or 0, branches.USUAL_TERM)
            found[row.cell_id].append((_sitting(row, row.superior_id in here, term), row.decider_id))
        return found


def _meetings() -> Any:
    """The meetings with their sheets, as plain figures."""
    decided = Scoresheet.state.in_(DECIDED)
    first = select(func.min(SheetAct.at)).where(SheetAct.scoresheet_id == Scoresheet.id, SheetAct.act == "submit")
    return (
        select(
            Meeting.cell_id, Meeting.id, Meeting.month, Meeting.state, Meeting.excused_at, Meeting.superior_id,
            Meeting.held_from, Scoresheet.id.label("sheet_id"), Scoresheet.state.label("sheet_state"),
            func.coalesce(first.correlate(Scoresheet).scalar_subquery(), Scoresheet.submitted_at).label("handed_in"),
            func.coalesce(Scoresheet.superior_id, Meeting.superior_id).label("decider_id"),
            case((decided, Scoresheet.recognised_total), else_=Scoresheet.total).label("total"),
            case((decided, Scoresheet.recognised_class), else_=Scoresheet.self_class).label("quality"),
        )
        .outerjoin(Scoresheet, Scoresheet.meeting_id == Meeting.id)
        .order_by(Meeting.cell_id, Meeting.month, Meeting.id)
    )  # fmt: skip


def _sitting(row: Row[Any], is_here: bool, term: int) -> Sitting:
    return Sitting(
        month=row.month,
        meeting_id=row.id,
        state=row.state,
        is_excused=row.excused_at is not None,
        is_here=is_here,
        held_on=clock.day_of(row.held_from) if row.held_from else None,
        sheet_id=row.sheet_id,
        sheet_state=row.sheet_state,
        handed_in_on=clock.day_of(row.handed_in) if row.handed_in else None,
        term=term,
        total=row.total,
        quality=row.quality,
    )
