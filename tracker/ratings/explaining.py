"""Reading why a year is rated as it is: out of its records, or as it was kept when the year was closed."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tracker.ratings import gathering, reasons, retracing
from tracker.ratings.book import YearBook
from tracker.ratings.gathering import Gathered
from tracker.ratings.keeping import frozen, thawed
from tracker.ratings.models import CellYear
from tracker.ratings.outlook import Horizon, Outlook, outlook
from tracker.ratings.rules import YearState
from tracker.ratings.why import Why

WHY = "why"  # beside the book's own keys


@dataclass(frozen=True)
class Reading:
    """A year with its reasons; ``outlook`` while something of the year is still to come."""

    book: YearBook
    why: Why
    outlook: Outlook | None = None


def of_year(cell_year: CellYear, today: date) -> Reading:
    """The year with its conditions and, while it runs, what its rest must bring."""
    if cell_year.state is YearState.CLOSED and cell_year.closed_with:
        return as_closed(cell_year.closed_with)
    found = gathering.gathered(cell_year.cell, cell_year.year, today)
    return Reading(found.book, _stated(found), _outlook(found))


def why(cell_year: CellYear, today: date) -> Reading:
    """The year with everything behind it."""
    if cell_year.state is YearState.CLOSED and cell_year.closed_with:
        return as_closed(cell_year.closed_with)
    found = gathering.gathered(cell_year.cell, cell_year.year, today)
    return Reading(found.book, _whole(found))


def kept(cell_year: CellYear, today: date) -> dict[str, Any]:
    """What the year's pages need once it is closed, as JSON can hold it."""
    found = gathering.gathered(cell_year.cell, cell_year.year, today)
    return frozen(found.book) | {WHY: frozen(_whole(found))}


def as_closed(closed_with: dict[str, Any]) -> Reading:
    """As the year was when it was closed, without a look at its records."""
    book = thawed(YearBook, closed_with)
    told = thawed(Why, closed_with[WHY]) if WHY in closed_with else reasons.stated(book, None)
    return Reading(book, told)


def _stated(found: Gathered) -> Why:
    return reasons.stated(found.book, found.facts, found.rule.year_rule if found.rule else None)


def _whole(found: Gathered) -> Why:
    behind = retracing.behind(found.book)
    liftings = (
        reasons.liftings(reasons.improvable(found.facts, found.rule, behind), found.book.rating) if found.rule else ()
    )
    meetings = tuple(reasons.retraced(one) for one in behind)
    return replace(_stated(found), meetings=meetings, liftings=liftings, is_whole=True)


def _outlook(found: Gathered) -> Outlook | None:
    if found.rule is None:
        return None
    horizon = Horizon(found.rule.year_rule, reasons.full_marks(found.rule), found.rule.class_of)
    return outlook(found.facts, horizon)
