"""What a profile comes to: the share of each library in the time, and the functions of the book that cost the most."""

import pstats
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.bench.books import ROOT

Function = tuple[str, int, str]
LEAST = 0.03  # of the time; what has less is told together
FUNCTIONS = 6
MOST = 0.7  # of the time, with what they call: the functions above those have nearly all of it
DATABASES = ("sqlite3", "psycopg", "select.", "_wait")
CALLED = {"sqlalchemy": "SQLAlchemy", "jinja2": "Jinja", "markupsafe": "Jinja", "psycopg": "the database",
          "psycopg_binary": "the database", "flask": "Flask", "werkzeug": "Werkzeug", "wtforms": "WTForms",
          "xlsxwriter": "XlsxWriter", "babel": "Babel"}  # fmt: skip


def lines_of(figures: pstats.Stats) -> tuple[str, ...]:
    """A line of shares, and one of the book's own functions with all that each calls."""
    stats = figures.stats  # type: ignore[attr-defined]  # what Stats holds, and does not declare
    total = sum(own for _calls, _all, own, _with, _callers in stats.values()) or 1
    return ", ".join(shares(stats, total)), "with what they call: " + ", ".join(heaviest(stats, total))


def shares(stats: dict, total: float) -> Iterator[str]:
    owned: Counter[str] = Counter()
    for function, (_calls, _all, own, _with, callers) in stats.items():
        for group, seconds in _parts(function, own, callers):
            owned[group] += seconds
    for group, seconds in owned.most_common():
        if seconds >= LEAST * total:
            yield f"{group} {seconds / total:.0%}"
    rest = sum(seconds for seconds in owned.values() if seconds < LEAST * total)
    yield f"the rest {rest / total:.0%}"


def _parts(function: Function, own: float, callers: dict) -> Iterator[tuple[str, float]]:
    """A built-in function's time is that of who called it, but for those that wait for the database."""
    file, _line, name = function
    if file != "~":
        yield group_of(file), own
    elif any(word in name for word in DATABASES):
        yield "the database", own
    else:
        told = [(group_of(caller[0]), figures[2]) for caller, figures in callers.items()]
        yield from told
        yield "Python", own - sum(seconds for _group, seconds in told)


def group_of(file: str) -> str:
    """Whose code that file is."""
    path = Path(file)
    if "site-packages" in path.parts:
        package = path.parts[path.parts.index("site-packages") + 1].removesuffix(".py")
        return CALLED.get(package, package)
    if path.is_relative_to(ROOT / "templates"):
        return "templates"
    if path.is_relative_to(ROOT / "tracker"):
        return "the book's code"
    return "the bench" if path.is_relative_to(ROOT / "tests") else "Python"


def heaviest(stats: dict, total: float) -> Iterator[str]:
    """Functions and templates of the book that take long with what they call; what only hands on is left out."""
    found: dict[str, float] = {}
    for (file, _line, name), figures in stats.items():
        if (named := _named(file, name)) and figures[3] <= MOST * total:
            found[named] = max(found.get(named, 0), figures[3])
    for named, seconds in sorted(found.items(), key=lambda one: -one[1])[:FUNCTIONS]:
        yield f"{named} {seconds / total:.0%}"


def _named(file: str, name: str) -> str:
    path = Path(file)
    if path.is_relative_to(ROOT / "templates") and name != "root":
        return f"`{path.relative_to(ROOT / 'templates')}`"
    if path.is_relative_to(ROOT / "tracker") and not name.startswith("<"):
        return f"`{path.relative_to(ROOT / 'tracker')}` {name}"
    return ""
