"""Points that sheets did not get, criterion by criterion, read as plain figures and never as rows of the model.

A mark is the committee's where it decided, else the cell's; a criterion without object loses nothing.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, case, func, select

from tracker.extensions import db
from tracker.guidance.kinds import MeetingKind
from tracker.guidance.sheets import Criterion, Sheet
from tracker.scoresheets.models import Mark, Scoresheet
from tracker.scoresheets.rules import DECIDED, NOUGHT, WITH_SUPERIOR, SheetState

HANDED_IN = WITH_SUPERIOR | DECIDED
AGREED = HANDED_IN | {SheetState.AGREED}
MARK = case((Scoresheet.state.in_(DECIDED), func.coalesce(Mark.recognised, Mark.given)), else_=Mark.given)


@dataclass(frozen=True)
class Given:
    """One criterion's mark in one meeting."""

    sheet_id: int
    guidance_id: int
    sheet_code: str
    kind: MeetingKind
    year: int
    month: int
    criterion: str
    points: Decimal


@dataclass(frozen=True)
class Lost:
    """What one criterion did not get: ``at`` are the months, as (year, month), of the meetings that lost on it."""

    criterion: Criterion
    points: Decimal
    at: tuple[tuple[int, int], ...]
    meetings: int

    @property
    def each(self) -> Decimal:
        """For a meeting on which the criterion was marked, exact."""
        return self.points / self.meetings


def given(*where: ColumnElement[bool]) -> list[Given]:
    """The marks of the sheets that meet the conditions, the earliest meeting first; one query."""
    query = (
        select(
            Scoresheet.id, Scoresheet.guidance_id, Scoresheet.sheet_code, Scoresheet.kind, Scoresheet.year,
            Scoresheet.month, Mark.criterion, MARK,
        )
        .join(Mark, Mark.scoresheet_id == Scoresheet.id)
        .where(Mark.applies, MARK.is_not(None), *where)
        .order_by(Scoresheet.year, Scoresheet.month, Scoresheet.id, Mark.criterion)
    )  # fmt: skip
    return [Given(*row) for row in db.session.execute(query)]


def by_criterion(form: Sheet, marks: Iterable[Given]) -> list[Lost]:
    """What each criterion of the form lost, in the form's order; one never marked is left out."""
    marks = list(marks)
    full = full_marks(form)
    found = []
    for criterion in _criteria(form):
        own = [one for one in marks if one.criterion == criterion.code]
        short = [(one, full[one.kind, one.criterion] - one.points) for one in own]
        at = tuple((one.year, one.month) for one, points in short if points > 0)
        if own:
            found.append(Lost(criterion, sum((points for _one, points in short), NOUGHT), at, len(own)))
    return found


def full_marks(form: Sheet) -> dict[tuple[MeetingKind, str], Decimal]:
    """The full mark of each criterion by the kind of meeting: a shared sitting gives some another."""
    return {(kind, one.code): one.full for kind in form.kinds for one in form.criteria(kind)}


def _criteria(form: Sheet) -> Collection[Criterion]:
    """The form's criteria, each once, whatever kind of meeting it stands in."""
    return {one.code: one for group in form.groups for one in group.criteria}.values()


def dearest(lost: Iterable[Lost]) -> list[Lost]:
    """Those that lost anything: most points first; for as many points, those with fewer meetings to mend first."""
    return sorted((one for one in lost if one.points > 0), key=lambda one: (-one.points, len(one.at)))
