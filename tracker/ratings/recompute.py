"""Proving that the stored years equal their recomputation, and mending those that do not. Nothing here commits."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import literal, select, union

from tracker.base import clock
from tracker.extensions import db
from tracker.meetings.models import Meeting
from tracker.organisations.models import Organisation, OrganisationKind
from tracker.ratings import explaining, gathering, retracing, service, settled
from tracker.ratings.book import YearBook
from tracker.ratings.keeping import frozen
from tracker.ratings.models import CellYear
from tracker.ratings.rules import YearState
from tracker.ratings.why import Retraced


@dataclass(frozen=True)
class Fault:
    """A figure of a cell's year that is stored otherwise than it is recomputed."""

    cell_code: str
    year: int
    name: str
    stored: Any
    computed: Any


def years(today: date, year: int | None = None) -> list[tuple[int, int]]:
    """(cell id, year) to compute: years with a meeting or a row, and the running year of every cell."""
    here = (
        select(Organisation.id, literal(today.year))
        .where(Organisation.kind == OrganisationKind.CELL, Organisation.ended_on.is_(None))
    )  # fmt: skip
    found = union(select(Meeting.cell_id, Meeting.year), select(CellYear.cell_id, CellYear.year), here)
    pairs = [(cell_id, number) for cell_id, number in db.session.execute(found)]
    return sorted(pair for pair in pairs if year in (None, pair[1]))


def unsettled(pairs: list[tuple[int, int]], today: date) -> list[tuple[int, int]]:
    """Those to be looked at one by one: closed, not stored, or stored otherwise than all at once come to."""
    known = {(cell_id, year) for year in _years_of(pairs) for cell_id, _on in settled.cells(year, today)}
    return [pair for pair in pairs if pair not in known]


def _years_of(pairs: list[tuple[int, int]]) -> list[int]:
    return sorted({year for _cell_id, year in pairs})


def renew(pairs: list[tuple[int, int]], today: date) -> tuple[list[tuple[int, int]], int]:
    """Those to be stored afresh one by one, and how many others, computed in an earlier month, are now of today."""
    closed = select(CellYear.cell_id, CellYear.year).where(CellYear.state == YearState.CLOSED)
    known, renewed = {(cell_id, year) for cell_id, year in db.session.execute(closed)}, 0
    for year in _years_of(pairs):
        stale = []
        for cell_id, computed_on in settled.cells(year, today):
            known.add((cell_id, year))
            if computed_on.month != today.month:
                stale.append(cell_id)
        settled.renew(year, today, stale)
        renewed += len(stale)
    return [pair for pair in pairs if pair not in known], renewed


def faults(cell_id: int, year: int, today: date) -> Iterator[Fault]:
    """Where the stored year differs from its records as of the day it was computed, or closed."""
    cell = db.session.get_one(Organisation, cell_id)
    row = service.find(cell, year)
    if row is None:
        if gathering.book(cell, year, today).meetings:
            yield Fault(cell.code, year, "cell_year", None, "…")
    elif row.state is YearState.CLOSED:
        yield from _of_closed(cell, row)
    else:
        computed = service.figures(gathering.comes_to(gathering.book(cell, year, row.computed_on or today)))
        for name, value in computed.items():
            if getattr(row, name) != value:
                yield Fault(cell.code, year, name, getattr(row, name), value)


def _of_closed(cell: Organisation, row: CellYear) -> Iterator[Fault]:
    """Names and committee are those of closing, whatever they are now; the rest must still follow from the records."""
    reading = explaining.as_closed(row.closed_with or {})
    kept = reading.book
    closed_on = clock.day_of(row.closed_at) if row.closed_at else date(row.year, 12, 31)
    computed = gathering.book_again(kept, cell, closed_on)
    for field in fields(kept.rating):
        then, now = getattr(kept.rating, field.name), getattr(computed.rating, field.name)
        if then != now:
            yield Fault(cell.code, row.year, field.name, frozen(then), frozen(now))
    if reading.why.is_whole:
        yield from _of_marks(cell, row.year, reading.why.meetings, computed)


def _of_marks(cell: Organisation, year: int, told: tuple[Retraced, ...], computed: YearBook) -> Iterator[Fault]:
    """Criterion by criterion, the marks that the page of a closed year tells; named by month and criterion."""
    then = {(one.month, loss.code): (loss.mark, loss.full) for one in told for loss in one.losses}
    now = {
        (one.line.month, line.criterion.code): (line.given, line.criterion.full)
        for one in retracing.behind(computed)
        for line in (one.marked.lost if one.marked else ())
    }
    for month, code in sorted({*then, *now}):
        if then.get((month, code)) != now.get((month, code)):
            stored, found = (_in_words(side.get((month, code))) for side in (then, now))
            yield Fault(cell.code, year, f"{month}: {code}", stored, found)


def _in_words(mark: tuple[Any, Any] | None) -> str | None:
    return f"{mark[0]:f}/{mark[1]:f}" if mark else None


def mend(cell_id: int, year: int, today: date) -> bool:
    """Store the year afresh; whether anything changed."""
    cell = db.session.get_one(Organisation, cell_id)
    before = service.find(cell, year)
    version = before.version if before else 0
    return service.store(cell, year, today).version != version
