"""How much of a month was in time, worked out cell by cell: what the database's counting is held against."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.reviews.punctuality import Rate, Rates


@dataclass(frozen=True)
class CellMonth:
    """One cell's month (or one thematic meeting) as far as days go. ``None``: not, or not yet.

    ``is_wanted``: a meeting was to be held; not where the committee excused it. ``submitted_on``: first handed in.
    ``decided_on``: the committee's first decision on it, whatever it was.
    """

    year: int
    month: int
    is_wanted: bool
    held_on: date | None
    submitted_on: date | None
    decided_on: date | None


def rates(cases: Iterable[CellMonth], today: date, submit_days: int, review_days: int) -> Rates:
    """A meeting is in time when held within its month; a sheet when handed in at most ``submit_days`` after the
    meeting; its review when decided at most ``review_days`` after that. What can still be in time is not counted,
    but for meetings: every cell is to hold one, so a month that runs shows how far it has come."""
    found: Counter[tuple[str, bool | None]] = Counter()  # plain counts: there is a case for every cell and month
    for case in cases:
        found["meeting", _meeting(case, today)] += 1
        found["submitting", _within(case.held_on, case.submitted_on, submit_days, today)] += 1
        found["reviewing", _within(case.submitted_on, case.decided_on, review_days, today)] += 1
    return Rates(
        **{what: _rate(found[what, True], found[what, False]) for what in ("meeting", "submitting", "reviewing")}
    )


def _rate(kept: int, missed: int) -> Rate:
    return Rate(kept, kept + missed)


def _meeting(case: CellMonth, today: date) -> bool | None:
    """Whether in time; ``None`` where it is not counted."""
    if not (case.is_wanted or case.held_on) or (today.year, today.month) < (case.year, case.month):
        return None
    return case.held_on is not None and (case.held_on.year, case.held_on.month) == (case.year, case.month)


def _within(start: date | None, done: date | None, days: int, today: date) -> bool | None:
    """Done at most so many days after the start, both days of the calendar; not counted before the day is past."""
    if start is None:
        return None
    due = start + timedelta(days=days)
    if done is not None:
        return done <= due
    return False if due < today else None
