"""The goals, one module a group. A module here lists its own in ``GOALS``; that is all it takes to be run.

A goal's ``run`` gets the ``Context``, measures, and returns a ``Result`` for each line of the table. What cannot be
measured on this machine raises ``NotMeasured`` with the reason; any other exception is told as not measured as well,
with what it says. Nothing is left out in silence.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.books import Book, Books, NotMeasured
from tests.bench.measuring import Ratio

__all__ = ["Book", "Context", "Goal", "NotMeasured", "Result", "all_goals", "at_least", "at_most"]


@dataclass(frozen=True)
class Result:
    """One line of the table. ``met`` is ``None`` where it could not be measured; ``note`` then says why.

    ``profile`` says where the time goes, in plain text; wanted where ``met`` is false.
    """

    measure: str
    goal: str
    measured: str
    met: bool | None
    spread: str = ""
    note: str = ""
    profile: str = ""


@dataclass(frozen=True)
class Context:
    """What a goal may use. ``server`` is a PostgreSQL with durable settings; ``None`` where there is none."""

    books: Books
    folder: Path
    server: str | None
    cores: int
    full: bool = False
    soffice: str | None = None

    def book(self, size: str, engine: str = "sqlite") -> Book:
        """The book of that size (``S1`` …), made at its first use; ``NotMeasured`` where the engine is missing."""
        return self.books.get(size, engine)


@dataclass(frozen=True)
class Goal:
    """``number`` is the issue's; ``full``: run by ``make bench-full`` only; ``note``: how it is measured, told once."""

    number: int
    name: str
    bound: str
    run: Callable[[Context], list[Result]] = field(repr=False)
    full: bool = False
    note: str = ""


def at_most(
    measure: str, ratio: Ratio, bound: float, note: str = "", profile: Callable[[], str] | None = None
) -> Result:
    """The line of a ratio that should be small. ``profile`` is asked only when the goal is missed."""
    return _line(measure, ratio, ratio.median <= bound, f"≤ {bound:g}", note, profile)


def at_least(
    measure: str, ratio: Ratio, bound: float, note: str = "", profile: Callable[[], str] | None = None
) -> Result:
    """The line of a ratio that should be large."""
    return _line(measure, ratio, ratio.median >= bound, f"≥ {bound:g}", note, profile)


def _line(measure: str, ratio: Ratio, met: bool, goal: str, note: str, profile: Callable[[], str] | None) -> Result:
    told = "" if met or profile is None else profile()
    return Result(measure, goal, figure(ratio.median), met, ratio.spread_in_words, note, told)


def figure(value: float) -> str:
    """Three figures are all that such a measurement has."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


WANTED = {
    1: ("the year of 3,000 cells computed afresh / raw SQL; from the summary / raw SQL", "≤ 1.5; ≤ 0.3"),
    2: ("province's year page / raw SQL; / a district's page", "≤ 0.4; ≤ 1.3"),
    3: ("rate --all --year of 200 and 3,000 cells: times faster than LibreOffice", "≥ 5; ≥ 20"),
    4: ("scoresheet page / Django's", "≥ 2.5"),
    5: ("scoresheet save / Django's", "≥ 2"),
    6: ("meeting page / Django's", "≥ 1.5"),
    7: ("cell page, sheet page, save at S3 / at S1", "≤ 1.3"),
    8: ("a list's last page / its first", "≤ 1.2"),
    9: ("save keeping summaries and audit / save without", "≤ 1.5"),
    10: ("3,000-row year workbook / XlsxWriter bare; 200 sheets as PDF / WeasyPrint", "≤ 1.5; ≤ 0.05"),
    11: ("memory of 4 workers / Django's; app import / import flask", "≤ 0.9; ≤ 3.5"),
    12: ("S4: roll-up by province / raw SQL; a cell's page / at S1", "≤ 0.2; ≤ 1.5"),
    13: ("reviewer's queue of 500 cells × 12 months / a cell page", "≤ 3"),
}
"""All that is to be told of; a goal that no module measures is told as not measured."""


def all_goals() -> list[Goal]:
    """The goals of every module here, by number; more than one may carry a number, none of those wanted is left out."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    found = [goal for module in modules for goal in module.GOALS]
    missing = WANTED.keys() - {goal.number for goal in found}
    found += [Goal(number, *WANTED[number], _not_written) for number in missing]
    return sorted(found, key=lambda goal: goal.number)


def _not_written(_context: Context) -> list[Result]:
    raise NotMeasured("no measurement of it is written")
