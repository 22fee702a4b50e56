"""Which stored years already are what the records come to: all of a year at once, in a fixed number of queries.

What is named here need not be looked at one by one.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import and_, select, update
from sqlalchemy.orm import aliased

from tracker.extensions import db
from tracker.organisations.models import Organisation, OrganisationKind, Placement
from tracker.ratings import lineage, many
from tracker.ratings.gathering import stands
from tracker.ratings.many import Figures
from tracker.ratings.models import CellYear
from tracker.ratings.rules import YearState

Above = tuple[int | None, str, str]
"""The committee directly above, its name and the cell's own, all of a day."""

AT_ONCE = 500
COLUMNS = (
    CellYear.superior_id, CellYear.superior_name, CellYear.cell_name, CellYear.regular_held, CellYear.thematic_held,
    CellYear.scored, CellYear.recognised, CellYear.mean, CellYear.lowest, CellYear.highest, CellYear.missing,
    CellYear.empty_quarters, CellYear.why, CellYear.is_provisional, CellYear.computed_class, CellYear.good,
    CellYear.fair, CellYear.average, CellYear.poor,
)  # fmt: skip


def cells(year: int, today: date) -> Iterator[tuple[int, date]]:
    """Cells whose stored year of that number is not closed and equals its recomputation, and when it was computed.

    A year computed while it ran, in a month gone by since, is left to be looked at as of its own day.
    """
    computed, above = many.of_year(year, today, thorough=True), _above(lineage.last_day(year, today))
    query = select(CellYear.cell_id, CellYear.computed_on, *COLUMNS).where(
        CellYear.year == year, CellYear.state != YearState.CLOSED, CellYear.computed_on.is_not(None)
    )
    for cell_id, computed_on, *stored in db.session.execute(query):
        is_fresh = computed_on.year > year or (computed_on.year, computed_on.month) == (today.year, today.month)
        if is_fresh and cell_id in above and stored == _columns(computed[cell_id], above[cell_id]):
            yield cell_id, computed_on


def _columns(figures: Figures, above: Above) -> list[Any]:
    return [
        *above, figures.held, sum(figures.themes), figures.scored, figures.recognised, figures.mean, figures.lowest,
        figures.highest, list(figures.missing), list(figures.empty_quarters), figures.why, bool(figures.provisional),
        figures.quality, *(number for _quality, number in figures.counts),
    ]  # fmt: skip


def _above(day: date) -> dict[int, Above]:
    """By cell, as ``gathering.superior_on`` has it; those without a placement that day are left out."""
    own, higher, cell, committee = (
        aliased(Placement), aliased(Placement), aliased(Organisation), aliased(Organisation)
    )  # fmt: skip
    query = (
        select(own.organisation_id, own.parent_id, higher.name, committee.name, own.name)
        .join(cell, and_(cell.id == own.organisation_id, cell.kind == OrganisationKind.CELL))
        .outerjoin(committee, committee.id == own.parent_id)
        .outerjoin(higher, and_(higher.organisation_id == own.parent_id, stands(higher, day)))
        .where(stands(own, day))
        .order_by(own.from_date, higher.from_date)
    )
    return {
        key: (parent, dated or todays or "", name) for key, parent, dated, todays, name in db.session.execute(query)
    }


def renew(year: int, today: date, cell_ids: list[int]) -> None:
    """Say of years that stayed as they were that they were computed today."""
    for place in range(0, len(cell_ids), AT_ONCE):
        here = CellYear.cell_id.in_(cell_ids[place : place + AT_ONCE])
        renewed = update(CellYear).where(CellYear.year == year, here)
        db.session.execute(
            renewed.values(computed_on=today, version=CellYear.version + 1),
            execution_options={"synchronize_session": False},
        )
