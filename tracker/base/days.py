"""Days of the calendar in Việt Nam told apart inside the database, where moments stand in UTC."""

from typing import Any

from sqlalchemy import Integer, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from tracker.base import clock
from tracker.base.types import Moment

AHEAD = 7
"""Hours before UTC, since 1975: no moment in the book is older."""


class start_of_day(FunctionElement[Any]):  # noqa: N801 – it is called as the functions of SQL are
    """The moment at which the day of a moment began in Việt Nam, so many days later."""

    type = Moment()
    inherit_cache = True

    def __init__(self, moment: Any, days: Any) -> None:
        super().__init__(moment, literal(days, Integer) if isinstance(days, int) else days)


@compiles(start_of_day, "sqlite")
def _in_sqlite(element: Any, compiler: Any, **how: Any) -> str:
    """Parts of a second are cut off, or its last millionths would be rounded into the next day; told without them, the
    moment sorts before the same one with them."""
    moment, days = (compiler.process(one, **how) for one in element.clauses)
    return f"datetime(substr({moment}, 1, 19), '+{AHEAD} hours', 'start of day', ({days}) || ' days', '-{AHEAD} hours')"


@compiles(start_of_day, "postgresql")
def _in_postgresql(element: Any, compiler: Any, **how: Any) -> str:
    moment, days = (compiler.process(one, **how) for one in element.clauses)
    zone = f"'{clock.VIETNAM.key}'"
    return f"((date_trunc('day', {moment} AT TIME ZONE {zone}) + make_interval(days => {days})) AT TIME ZONE {zone})"
