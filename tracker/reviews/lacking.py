"""What is wanted from which cells of a month, by name: a meeting, a sheet, one sent back, a word of explanation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from tracker.base import clock
from tracker.extensions import db
from tracker.meetings.models import Meeting
from tracker.organisations.models import Organisation
from tracker.reviews.models import ReviewSettings
from tracker.reviews.rules import Wanted
from tracker.reviews.service import Month, Status, listed, status_of
from tracker.scoresheets.models import Explanation, Mark, Scoresheet, SheetAct
from tracker.scoresheets.rules import SheetState

OF_A_MONTH = (Wanted.MEET, Wanted.SUBMIT, Wanted.RESUBMIT, Wanted.ANSWER)
AMONG = {
    Wanted.MEET: Status.NOT_MET, Wanted.SUBMIT: Status.NOT_SUBMITTED, Wanted.RESUBMIT: Status.RETURNED,
    Wanted.ANSWER: Status.RECOGNISED,
}  # fmt: skip
"""Where a cell stands from which it is wanted."""
MOST = 60


@dataclass(frozen=True)
class Cell:
    """``day``: when the meeting is planned, or until when the rest was or is wanted; ``None`` where nobody said."""

    cell_id: int
    name: str
    meeting_id: int | None
    day: date | None
    is_late: bool


@dataclass(frozen=True)
class Lacking:
    """``cells`` are the first of ``total``."""

    wanted: Wanted
    cells: list[Cell]
    total: int

    @property
    def beyond(self) -> int:
        return self.total - len(self.cells)


def of_month(
    month: Month, settings: ReviewSettings, at: datetime, counts: Mapping[Status, int], most: int = MOST
) -> list[Lacking]:
    """One list for each thing wanted, in the order of a month; of thematic meetings nobody must hold one a month.

    One query a list, however many cells, and none where ``counts``, how many of them stand where, says it is empty.
    """
    wanted = [one for one in OF_A_MONTH if not (month.thematic and one is Wanted.MEET)]
    return [
        of(one, month, settings, at, most) if counts[AMONG[one]] else Lacking(one, [], 0)
        for one in wanted
    ]  # fmt: skip


def of(wanted: Wanted, month: Month, settings: ReviewSettings, at: datetime, most: int | None = MOST) -> Lacking:
    """The cells from which this is wanted, in the order of their names; all of them where ``most`` is ``None``."""
    query = (
        listed(month)
        .add_columns(
            Meeting.planned_at, Scoresheet.answer_until, _deadline().label("deadline"),
            func.count().over().label("in_all"),
        )
        .where(_lacks(wanted, month, at))
        .order_by(Organisation.sort_key, Organisation.id, Meeting.id)
        .limit(most)
    )  # fmt: skip
    rows = list(db.session.execute(query).mappings())
    cells = [_cell(wanted, row, settings, clock.day_of(at)) for row in rows]
    return Lacking(wanted, cells, rows[0]["in_all"] if rows else 0)


def _lacks(wanted: Wanted, month: Month, at: datetime) -> ColumnElement[bool]:
    status = status_of(month)
    explained = select(Explanation.scoresheet_id).where(Explanation.scoresheet_id == Scoresheet.id).exists()
    adjusted = select(Mark.criterion).where(Mark.scoresheet_id == Scoresheet.id, Mark.recognised.is_not(None)).exists()
    return {
        Wanted.MEET: status == Status.NOT_MET.value,
        Wanted.SUBMIT: status == Status.NOT_SUBMITTED.value,
        Wanted.RESUBMIT: and_(status == Status.RETURNED.value, _deadline() < clock.day_of(at)),
        Wanted.ANSWER: and_(
            Scoresheet.state == SheetState.RECOGNISED, Scoresheet.answer_until > at, adjusted, ~explained
        ),
    }[wanted]


def _deadline() -> Any:
    """The day by which the sheet was to come back, by the last time it was sent back."""
    return (
        select(SheetAct.deadline)
        .where(SheetAct.scoresheet_id == Scoresheet.id, SheetAct.act == "return")
        .order_by(SheetAct.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _cell(wanted: Wanted, row: Any, settings: ReviewSettings, today: date) -> Cell:
    day = _day(wanted, row, settings)
    return Cell(row["cell_id"], row["name"], row["meeting_id"], day, day is not None and day < today)


def _day(wanted: Wanted, row: Any, settings: ReviewSettings) -> date | None:
    if wanted is Wanted.SUBMIT:
        return clock.day_of(row["held_from"]) + timedelta(days=settings.submit_days)
    if wanted is Wanted.RESUBMIT:
        found: date | None = row["deadline"]
        return found
    moment = row["planned_at"] if wanted is Wanted.MEET else row["answer_until"]
    return clock.day_of(moment) if moment else None
