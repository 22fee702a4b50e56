"""Which sheets wait for a committee and in what order, before anything else is read of them: one narrow row each.

A page's figures, its order and a sheet's neighbours come from these; what a line says is read for the lines shown
alone (``queue``). A past day's order is made again from what is never rewritten: the sheets' acts, their readings,
the month's draw, and when questions were raised and left. Reading only.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from tracker.base import clock
from tracker.base.names import text_key
from tracker.extensions import db
from tracker.guidance.kinds import MeetingKind
from tracker.meetings.rules import REGULAR
from tracker.organisations.models import Organisation, Placement, under
from tracker.reviews import risk, samples
from tracker.reviews.models import Reading, Signal
from tracker.reviews.risk import Group
from tracker.reviews.rules import LIVE
from tracker.reviews.service import Month, fetched
from tracker.scoresheets.models import Scoresheet, SheetAct
from tracker.scoresheets.rules import SHEET, WITH_SUPERIOR, SheetState

Superior = aliased(Organisation, name="superior")
TO_SUPERIOR = {act: row.target for act, row in SHEET.rows.items() if row.target in WITH_SUPERIOR}
"""The acts after which a sheet waits, and how."""


class Seat(NamedTuple):
    """One waiting sheet's place. ``superior_id``: the committee it waits for. ``risk``: of its reading and of the
    ``signals`` open to its cell. ``name``: the cell's of that month."""

    sheet_id: int
    cell_id: int
    superior_id: int
    state: SheetState
    name: str
    reading_id: int | None
    risk: Decimal
    signals: int
    is_drawn: bool
    group: Group

    @property
    def is_quiet(self) -> bool:
        """May be recognised in batch: nothing speaks for a closer look, and nobody has begun one."""
        return self.group is Group.QUIET and self.state is SheetState.SUBMITTED


def moment_after(on: date | None) -> datetime | None:
    """The end of that day; ``None`` for now."""
    return clock.moment_of(on + timedelta(days=1), time.min) if on else None


def in_order(month: Month, until: datetime | None = None, named: int | None = None) -> list[Seat]:
    """What waits for the committee or for one below it, the most worth reading first; two queries.

    ``until``: what waited at that moment. ``named``: this sheet is told among them even if it waits no more.
    """
    rows = _rows(month, until, named)
    found = _waiting(rows, month, until) if until is not None else [(row, row[2], row[3]) for row in rows]
    deciders = {decider for _row, decider, _state in found}
    drawn = samples.drawn_by(deciders, month.year, month.month, until)
    seats = [_seat(row, decider, state, drawn.get(decider, NOBODY)) for row, decider, state in found]
    return [seat for _order, seat in sorted(seats)]


NOBODY: frozenset[int] = frozenset()


def _waiting(rows: Sequence[Any], month: Month, until: datetime) -> list[tuple[Any, int, SheetState]]:
    """Those of a past day, each with the committee that it waited for then and how."""
    found = [(row, _decider(row), TO_SUPERIOR.get(row.last_act, row.state)) for row in rows]
    return [(row, decider, state) for row, decider, state in found if _is_of(row, decider, month)]


def _seat(row: Any, decider: int, state: SheetState, drawn: Collection[int]) -> tuple[Any, Seat]:
    """With its place in the order. Thousands may wait: what the order needs is taken from the row once."""
    sheet_id, cell_id, _superior_id, _state, name, present_name, sort_key, reading_id, weight, signals, *_then = row
    weight = risk.NOUGHT if weight is None else weight
    weight = risk.with_signals(weight, signals) if signals else weight
    name_key = sort_key if name == present_name else text_key(name)
    is_drawn = cell_id in drawn
    group = risk.group(reading_id is None or bool(weight), is_drawn)
    place = risk.order(group, weight, name_key, cell_id, sheet_id)
    return place, Seat(sheet_id, cell_id, decider, state, name, reading_id, weight, signals, is_drawn, group)


# --- which sheets ---------------------------------------------------------------------------------------------------


def _rows(month: Month, until: datetime | None, named: int | None) -> Sequence[Any]:
    """The sheets of the month that wait, each with its cell's name in that month and the weight of its reading."""
    given = {
        "year": month.year,
        "month": month.month,
        "kinds": of_month(month),
        "last": month.last,
        "inside": month.deciders,
    }
    if until is not None:
        return db.session.execute(_of_past_day(month, until), given).all()
    rows = fetched(_of_today(), given)
    if named is None or any(row.id == named for row in rows):
        return rows
    return [*rows, *fetched(_one(), given | {"named": named})]


def of_month(month: Month) -> Sequence[MeetingKind]:
    """The kinds of meeting whose sheets are looked at."""
    return [MeetingKind.THEMATIC] if month.thematic else list(REGULAR)


OF_KIND = Scoresheet.kind.in_(bindparam("kinds", expanding=True))
INSIDE = Scoresheet.superior_id.in_(bindparam("inside", expanding=True))


@cache
def _of_today() -> Select[*tuple[Any, ...]]:
    """Made once: it is asked at every page of the queue and for every sheet read out of it."""
    return _narrow(None).where(INSIDE, Scoresheet.state.in_(WITH_SUPERIOR))


@cache
def _one() -> Select[*tuple[Any, ...]]:
    """A sheet by its id, by itself: asked along with the others it would cost them their index."""
    return _narrow(None).where(INSIDE, Scoresheet.id == bindparam("named"))


def _narrow(until: datetime | None) -> Select[*tuple[Any, ...]]:
    """The cell is always there; joined as if it might not be, it cannot be read before the sheets."""
    last = bindparam("last", type_=Date)
    named_then = and_(
        Placement.organisation_id == Scoresheet.cell_id, Placement.from_date <= last,
        or_(Placement.until_date.is_(None), Placement.until_date >= last),
    )  # fmt: skip
    return (
        select(
            Scoresheet.id, Scoresheet.cell_id, Scoresheet.superior_id, Scoresheet.state,
            func.coalesce(Placement.name, Scoresheet.cell_name).label("name"),
            Organisation.name.label("present_name"), Organisation.sort_key, Reading.id.label("reading_id"),
            Reading.risk, _signals(until).label("signals"),
        )
        .outerjoin(Organisation, Organisation.id == Scoresheet.cell_id)
        .outerjoin(Placement, named_then)
        .outerjoin(Reading, _read(until))
        .where(
            Scoresheet.year == bindparam("year"), Scoresheet.month == bindparam("month"),
            OF_KIND,
        )
    )  # fmt: skip


def _of_past_day(month: Month, until: datetime) -> Select[*tuple[Any, ...]]:
    """Those that waited at that moment, also for a committee from which they were forwarded since."""
    last_act, forwards = _last_act(until), _forwards(until)
    inside = or_(INSIDE, and_(under(Organisation, month.committee.path), forwards > 0))
    then = (Organisation.path.label("cell_path"), Superior.path.label("superior_path"))
    return (
        _narrow(until)
        .add_columns(*then, last_act.label("last_act"), forwards.label("forwards"))
        .outerjoin(Superior, Superior.id == Scoresheet.superior_id)
        .where(inside, last_act.in_(list(TO_SUPERIOR)))
    )


def _last_act(until: datetime) -> Any:
    """The last act before that moment; today the sheet's own state says it."""
    query = select(SheetAct.act).where(SheetAct.scoresheet_id == Scoresheet.id, SheetAct.at < until)
    return query.order_by(SheetAct.at.desc(), SheetAct.id.desc()).limit(1).correlate(Scoresheet).scalar_subquery()


def _forwards(until: datetime) -> Any:
    """How often the sheet was forwarded since that moment."""
    query = select(func.count(SheetAct.id)).where(
        SheetAct.scoresheet_id == Scoresheet.id, SheetAct.act == "forward", SheetAct.at >= until
    )
    return query.correlate(Scoresheet).scalar_subquery()


def _read(until: datetime | None) -> ColumnElement[bool]:
    """The reading of the handing-in that stood: today's is the sheet's own."""
    if until is None:
        return and_(Reading.scoresheet_id == Scoresheet.id, Reading.submitted_at == Scoresheet.submitted_at)
    earlier = aliased(Reading)
    query = select(earlier.id).where(earlier.scoresheet_id == Scoresheet.id, earlier.submitted_at < until)
    last = query.order_by(earlier.submitted_at.desc()).limit(1).correlate(Scoresheet).scalar_subquery()
    return Reading.id == last


def _signals(until: datetime | None) -> Any:
    """How many questions were open to the cell."""
    stood: ColumnElement[bool] = Signal.state.in_(LIVE)
    if until is not None:
        stood = and_(Signal.raised_at < until, or_(stood, Signal.changed_at >= until))
    query = select(func.count()).select_from(Signal).where(Signal.cell_id == Scoresheet.cell_id, stood)
    return query.correlate(Scoresheet).scalar_subquery()


def _decider(row: Any) -> int:
    """The committee it waited for: by its place in the tree where the sheet was forwarded since."""
    if not row.forwards:
        return row.superior_id
    above = _ids(row.superior_path)
    below = [key for key in _ids(row.cell_path)[:-1] if key not in above]
    chain = [above[-1], *below]
    return chain[min(row.forwards, len(chain) - 1)]


def _ids(path: str) -> list[int]:
    return [int(key) for key in path.strip("/").split("/")]


def _is_of(row: Any, decider: int, month: Month) -> bool:
    """It waited for the committee or for one below it."""
    if not row.forwards:
        return row.superior_path.startswith(month.committee.path)
    path = _ids(row.cell_path)
    return decider in path and month.committee.id in path[: path.index(decider) + 1]
