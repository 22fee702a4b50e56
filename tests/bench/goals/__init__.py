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
from statistics import median
from typing import Any

from tests.bench.books import Book, Books, NotMeasured
from tests.bench.measuring import Ratio

__all__ = [
    "Book", "Context", "Goal", "Measured", "NotMeasured", "Profile", "Result", "all_goals", "at_least", "at_most",
    "figure", "in_seconds",
]  # fmt: skip


@dataclass(frozen=True)
class Profile:
    """Where the time of ``measure`` goes: ``lines`` to read at a glance, ``whole`` is all that the profiler says."""

    lines: tuple[str, ...]
    whole: str = ""
    measure: str = ""


@dataclass(frozen=True)
class Result:
    """One line of the table. ``met`` is ``None`` where it could not be measured; ``note`` then says why.

    ``sides`` are the two medians of the ratio in words. ``profile`` is asked for where the goal is missed, and of the
    first such line only.
    """

    measure: str
    goal: str
    measured: str
    met: bool | None
    spread: str = ""
    note: str = ""
    sides: str = ""
    profile: Callable[[], Profile] | None = field(default=None, repr=False, compare=False)


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
    """``number`` is the issue's; ``full``: run by ``make bench-full`` only; ``note``: how it is measured, told once.

    ``books``: size and engine of those it opens, made side by side before anything is measured.
    """

    number: int
    name: str
    bound: str
    run: Callable[[Context], list[Result]] = field(repr=False)
    full: bool = False
    note: str = ""
    books: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Measured:
    """A goal that was run: its lines, where the time of the first one missed goes, and what the run took."""

    goal: Goal
    results: list[Result]
    profile: Profile | None = None
    seconds: float = 0


def at_most(measure: str, ratio: Ratio, bound: float, **told: Any) -> Result:
    """The line of a ratio that should be small. ``told``: its ``note``, ``sides`` and ``profile``."""
    return Result(measure, f"≤ {bound:g}", figure(ratio.median), ratio.median <= bound, ratio.spread_in_words, **told)


def at_least(measure: str, ratio: Ratio, bound: float, **told: Any) -> Result:
    """The line of a ratio that should be large."""
    return Result(measure, f"≥ {bound:g}", figure(ratio.median), ratio.median >= bound, ratio.spread_in_words, **told)


def in_seconds(ratio: Ratio, times: int = 1) -> str:
    """Both medians of a ratio of seconds, each of so many times."""
    ours, other = (median(values) / times for values in (ratio.ours, ratio.other))
    if max(ours, other) >= 1:
        return f"{figure(ours)} and {figure(other)} s"
    return f"{figure(ours * 1000)} and {figure(other * 1000)} ms"


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
