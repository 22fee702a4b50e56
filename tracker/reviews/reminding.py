"""The committee reminds cells of what is wanted from them; nobody is reminded of the same twice on one day.

Nothing here commits.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import func, or_, select

from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.notices import service as notices
from tracker.organisations.models import Organisation
from tracker.people.models import Appointment
from tracker.permissions import LEADING, Actor
from tracker.reviews import lacking
from tracker.reviews.lacking import Cell
from tracker.reviews.models import Reminder, ReviewSettings
from tracker.reviews.rules import Wanted
from tracker.reviews.service import Month
from tracker.reviews.words import nobody_to_remind, reminded_today


@dataclass(frozen=True)
class Asked:
    """How often a cell was reminded of something, and when last."""

    times: int
    last: datetime

    @property
    def day(self) -> date:
        return clock.day_of(self.last)


@dataclass
class Sent:
    """Names of the cells reminded now; of those that had been today; of those where nobody could be told."""

    sent: list[str] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    leaderless: list[str] = field(default_factory=list)


def of_month(committee_id: int, year: int, month: int) -> dict[tuple[int, Wanted], Asked]:
    """What the committee reminded its cells of, by cell; one query. ``month`` 0 for what is of the year."""
    query = (
        select(Reminder.cell_id, Reminder.wanted, func.count(), func.max(Reminder.at))
        .where(Reminder.committee_id == committee_id, Reminder.year == year, Reminder.month == month)
        .group_by(Reminder.cell_id, Reminder.wanted)
    )
    return {(cell, wanted): Asked(times, last) for cell, wanted, times, last in db.session.execute(query)}


def remind_of_month(
    committee: Organisation, month: Month, settings: ReviewSettings, wanted: Wanted, cell_id: int | None, by: Actor,
    at: datetime,
) -> Sent:  # fmt: skip
    """Remind one cell of the month, or all from which this is wanted (``cell_id`` is ``None``).

    ``RuleBroken`` where nobody is left to be reminded: it is wanted no more, or they were today.
    """
    cells = [
        cell
        for cell in lacking.of(wanted, month, settings, at, most=None).cells
        if cell_id is None or cell.cell_id == cell_id
    ]
    if not cells:
        raise RuleBroken(_("Không còn chi bộ nào cần nhắc việc này. Danh sách dưới đây là mới nhất."))
    done = remind(committee, cells, wanted, month.year, month.month, by, at)
    if not done.sent:
        raise RuleBroken(reminded_today(len(done.already)) if done.already else nobody_to_remind(done.leaderless))
    return done


def remind(
    committee: Organisation, cells: Iterable[Cell], wanted: Wanted, year: int, month: int, by: Actor, at: datetime
) -> Sent:
    """Tell those who lead each cell, and keep that they were told. ``month`` 0 for what is of the year."""
    _one_at_a_time(committee)
    before, done = of_month(committee.id, year, month), Sent()
    cells = list({cell.cell_id: cell for cell in cells}.values())
    leaders = _leaders([cell.cell_id for cell in cells], clock.day_of(at))
    for cell in cells:
        asked = before.get((cell.cell_id, wanted))
        if asked is not None and asked.day == clock.day_of(at):
            done.already.append(cell.name)
        elif cell.cell_id not in leaders:
            done.leaderless.append(cell.name)
        else:
            _tell(committee, cell, wanted, (year, month), leaders[cell.cell_id], by, at)
            done.sent.append(cell.name)
    return done


def _tell(
    committee: Organisation, cell: Cell, wanted: Wanted, month: tuple[int, int], persons: list[int], by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    row = Reminder(
        committee_id=committee.id, cell_id=cell.cell_id, year=month[0], month=month[1], wanted=wanted,
        by_id=by.person_id, at=at,
    )  # fmt: skip
    audit.record(
        by, "reminder.send", row, at=at, organisation_id=cell.cell_id,
        new={"wanted": wanted, "year": month[0], "month": month[1]},
    )  # fmt: skip
    details = {"committee": committee.name, "year": month[0], "month": month[1]}
    notices.tell(persons, cell.cell_id, f"reminder_{wanted.value}", details, _path(cell, wanted, month[0]), at)


def _path(cell: Cell, wanted: Wanted, year: int) -> str:
    """The page on which the cell does what is wanted."""
    if wanted is Wanted.PROPOSE:
        return f"/cells/{cell.cell_id}/ratings/{year}"
    if wanted is Wanted.MEET or cell.meeting_id is None:
        return f"/cells/{cell.cell_id}/year/{year}"
    return f"/meetings/{cell.meeting_id}/scoresheet"


def _leaders(cell_ids: list[int], day: date) -> dict[int, list[int]]:
    """The persons who lead each cell that day; one query."""
    query = select(Appointment.organisation_id, Appointment.person_id).where(
        Appointment.organisation_id.in_(cell_ids), Appointment.office.in_(LEADING), Appointment.from_date <= day,
        or_(Appointment.until_date.is_(None), Appointment.until_date >= day),
    )  # fmt: skip
    found: dict[int, list[int]] = defaultdict(list)
    for cell_id, person_id in db.session.execute(query.order_by(Appointment.id)):
        found[cell_id].append(person_id)
    return found


def _one_at_a_time(committee: Organisation) -> None:
    """Two reviewers who press at once: the second one waits, and finds what the first has sent."""
    db.session.execute(select(Organisation.id).where(Organisation.id == committee.id).with_for_update())
