"""A committee's year in figures, kept in the transaction that changes the year of a cell directly below it.

Whoever changes a stored year, by whatever way, its committees are counted anew just before the transaction ends,
when nothing else is locked any more: the rows of those committees are locked in the order of their ids, so that two
transactions wait for each other and neither overtakes, and only then are the cells counted, so that the second
counts what the first wrote.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Insert, Integer, Select, bindparam, case, event, func, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.orm.attributes import History

from tracker.extensions import db
from tracker.guidance.kinds import QualityClass
from tracker.organisations.models import Organisation
from tracker.ratings.models import CellYear, OrganisationYear
from tracker.ratings.rules import YearState

Key = tuple[int, int]
"""A committee's id and a year."""

quality_counted = func.coalesce(CellYear.recognised_class, CellYear.computed_class)
COUNTED = {"superior_id", "year", "state", "computed_class", "recognised_class", "regular_held", "thematic_held",
           "scored", "recognised", "mean"}  # fmt: skip
TOUCHED = "organisation years touched"
KEPT: Any = OrganisationYear.__table__
INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def _many(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((which, 1), else_=0)), 0)


def _sum(column: Any) -> ColumnElement[int]:
    return func.coalesce(func.sum(column), 0)


FIGURES: dict[str, ColumnElement[Any]] = {
    "cells": func.count(CellYear.cell_id),
    **{quality.value: _many(quality_counted == quality) for quality in QualityClass},
    "unrated": _many(quality_counted.is_(None)),
    "proposed": _many(CellYear.state == YearState.PROPOSED),
    "recognised": _many(CellYear.state == YearState.RECOGNISED),
    "closed": _many(CellYear.state == YearState.CLOSED),
    "regular_held": _sum(CellYear.regular_held),
    "thematic_held": _sum(CellYear.thematic_held),
    "sheets_scored": _sum(CellYear.scored),
    "sheets_recognised": _sum(CellYear.recognised),
    "with_mean": func.count(CellYear.mean),
    "mean_sum": _sum(CellYear.mean),
}


# --- keeping --------------------------------------------------------------------------------------------------------


def follow() -> None:
    """From now on keep the years of committees in step with those of cells; called when the application is made."""
    for name, act in (("after_flush", note), ("before_commit", settle), ("after_transaction_end", _forget)):
        if not event.contains(db.session, name, act):
            event.listen(db.session, name, act)


def note(session: Session, _context: Any) -> None:
    """Which committees' figures the years just written touch: the old committee's and the new."""
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, CellYear):
            session.info.setdefault(TOUCHED, set()).update(_touched(row, row in session.deleted))


def _touched(row: CellYear, is_deleted: bool) -> Iterator[Key]:
    changes: dict[str, History] = {name: inspect(row).attrs[name].history for name in COUNTED}
    if is_deleted or any(change.has_changes() for change in changes.values()):
        for superior_id in {row.superior_id, *(changes["superior_id"].deleted or ())}:
            if superior_id is not None:
                yield superior_id, row.year


def settle(session: Session) -> None:
    """Count anew what was touched in this transaction so far; also called before reading what it may have changed."""
    session.flush()
    if touched := session.info.get(TOUCHED):
        count(touched)


def _forget(session: Session, transaction: SessionTransaction) -> None:
    """A savepoint that is undone takes its counting back, so what was touched is remembered to the very end."""
    if transaction.parent is None:
        session.info.pop(TOUCHED, None)


def count(keys: Collection[Key]) -> None:
    """Lock these committees' years, made where there are none, and write what their cells come to."""
    connection = db.session.connection()
    made, counted = _statements(connection.dialect.name)
    for committee_id, year in sorted(keys):
        connection.execute(made, {"committee_id": committee_id, "year": year})
        connection.execute(counted, {"of": committee_id, "in": year})


@cache
def _statements(engine: str) -> tuple[Insert, Insert]:
    """A committee's year locked, and its figures written."""
    insert = INSERT[engine](KEPT)
    made = insert.values(committee_id=bindparam("committee_id"), year=bindparam("year"))
    counted = insert.from_select(["committee_id", "year", *FIGURES], _figures())
    written = {name: counted.excluded[name] for name in FIGURES}
    return (
        made.on_conflict_do_update(KEPT.primary_key, set_={"cells": KEPT.c.cells}),
        counted.on_conflict_do_update(KEPT.primary_key, set_=written),
    )


def _figures() -> Select[Any]:
    """One row, of noughts where the committee has no stored year of a cell; from the index alone."""
    of, year = bindparam("of", type_=Integer), bindparam("in", type_=Integer)
    query = select(of, year, *(figure.label(name) for name, figure in FIGURES.items()))
    return query.where(CellYear.superior_id == of, CellYear.year == year)


# --- proving --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mismatch:
    """A figure of a committee's year that is stored otherwise than its cells come to."""

    committee_id: int
    code: str
    year: int
    name: str
    stored: Any
    computed: Any


def mismatches(year: int | None = None) -> list[Mismatch]:
    """Where the stored years of committees, of one year or all, differ from those of their cells; two queries."""
    computed, stored = _computed(year), _stored(year)
    nothing = dict.fromkeys(FIGURES, 0)
    differing = {key: (stored.get(key, nothing), computed.get(key, nothing)) for key in sorted({*computed, *stored})}
    codes = _codes({key[0] for key, (then, now) in differing.items() if then != now})
    return [
        Mismatch(key[0], codes[key[0]], key[1], name, then[name], now[name])
        for key, (then, now) in differing.items()
        for name in FIGURES
        if then[name] != now[name]
    ]


def _computed(year: int | None) -> dict[Key, dict[str, Any]]:
    query = select(CellYear.superior_id, CellYear.year, *(figure.label(name) for name, figure in FIGURES.items()))
    query = query.where(CellYear.superior_id.is_not(None)).group_by(CellYear.superior_id, CellYear.year)
    return _by_key(query if year is None else query.where(CellYear.year == year))


def _stored(year: int | None) -> dict[Key, dict[str, Any]]:
    columns = (getattr(OrganisationYear, name) for name in FIGURES)
    query = select(OrganisationYear.committee_id, OrganisationYear.year, *columns)
    return _by_key(query if year is None else query.where(OrganisationYear.year == year))


def _by_key(query: Select[Any]) -> dict[Key, dict[str, Any]]:
    return {(row[0], row[1]): dict(zip(FIGURES, row[2:], strict=True)) for row in db.session.execute(query)}


def _codes(committee_ids: Collection[int]) -> dict[int, str]:
    query = select(Organisation.id, Organisation.code).where(Organisation.id.in_(committee_ids))
    return {key: code for key, code in db.session.execute(query)}
