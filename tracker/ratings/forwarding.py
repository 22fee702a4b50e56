"""What the committee above does with a cell's proposal besides deciding it: pass it on, or make it in its stead.

Nothing here commits.
"""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.guidance.rules import QualityClass
from tracker.notices import service as notices
from tracker.organisations import service as organisations
from tracker.organisations.models import Organisation
from tracker.permissions import LEADING, Office
from tracker.ratings import service as ratings
from tracker.ratings.models import CellYear
from tracker.reviews import forwarding
from tracker.scoresheets import service as scoresheets


def decider(cell_year: CellYear) -> Organisation | None:
    """The committee that decides the year."""
    return cell_year.forwarded_to or cell_year.superior


def passed_to(cell_year: CellYear) -> str:
    """What the committee to which the year was passed on was called that day; empty where it was not."""
    if cell_year.forwarded_to is None or cell_year.forwarded_at is None:
        return ""
    return organisations.name_on(cell_year.forwarded_to, clock.day_of(cell_year.forwarded_at))


def above(cell_year: CellYear, at: datetime) -> Organisation | None:
    """To whom the year would be passed on; ``None`` where the committee that has it decides for itself."""
    return forwarding.above(decider(cell_year), at)


def forward(cell_year: CellYear, opinion: str, by: Any, at: datetime, version: Any = None) -> CellYear:
    """Leave the decision to the committee above, with an opinion. A new proposal or a reopening takes it back."""
    row, _found = ratings.begun(cell_year, "forward", opinion, at, version)
    before = decider(row)
    higher = forwarding.must_pass_on(before, at)
    names = [organisations.name_on(one, clock.day_of(at)) if one else "" for one in (before, higher)]
    row.forwarded_to, row.forwarded_to_id = higher, higher.id
    row.forwarded_at, row.forwarded_by, row.forwarded_note = at, by.name, opinion
    done = ratings.done(row, "forward", by, at, opinion)
    _tell(row, higher, names, at)
    return done


def _tell(row: CellYear, higher: Organisation, names: list[str], at: datetime) -> None:
    facts = {"committee": names[0], "above": names[1], "cell": row.cell_name, "year": row.year}
    path = f"/cells/{row.cell_id}/ratings/{row.year}"
    notices.tell(scoresheets.holders(higher, {Office.REVIEWER}, at), higher.id, "year_forwarded", facts, path, at)
    notices.tell(scoresheets.holders(row.cell, LEADING, at), row.cell_id, "year_passed_on", facts, path, at)


def propose_for(
    cell_year: CellYear, quality: QualityClass, reason: str, by: Any, at: datetime, version: Any = None
) -> CellYear:
    """A proposal in the stead of a cell that made none. Only of a year that is over; also of one without meetings."""
    row, _found = ratings.begun(cell_year, "propose_for", reason, at, version)
    if clock.day_of(at).year <= row.year:
        raise RuleBroken(_("Năm %(year)s chưa kết thúc. Hãy để chi bộ tự đề nghị.", year=row.year))
    row.proposed_class, row.proposed_reason = quality, reason
    row.proposed_at, row.proposed_by, row.proposed_for = at, by.name, row.superior_name
    return ratings.done(row, "propose_for", by, at, reason)
