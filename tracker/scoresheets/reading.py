"""A sheet opened by its page, in as few statements as there are things to read. Nothing here commits.

The statement that finds the sheet also says where the trails end and which of the things that rarely stand beside a
sheet are there. Only those are read afterwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, select
from sqlalchemy.orm import attributes, joinedload

from tracker.extensions import db
from tracker.meetings.models import Meeting
from tracker.scoresheets import backing, drawing, suggesting
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.backing import Backing
from tracker.scoresheets.backing_models import Evidence, MemberPoll, Suggestion
from tracker.scoresheets.drawing import Ends
from tracker.scoresheets.models import Mark, Scoresheet, SheetAct
from tracker.scoresheets.suggesting import Suggestions

# What may stand beside a sheet, and whether there is such a row, told of ``Scoresheet``. Later stages add theirs
# before the first page is asked for.
RARE: dict[str, Any] = {
    "acts": exists().where(SheetAct.scoresheet_id == Scoresheet.id),
    "evidence": exists().where(Evidence.scoresheet_id == Scoresheet.id),
    "poll": exists().where(MemberPoll.scoresheet_id == Scoresheet.id),
}


@dataclass(frozen=True)
class Opened:
    """A sheet and what stands beside it. ``there``: of each of ``RARE``, whether there was any at the opening."""

    sheet: Scoresheet
    ends: Ends
    kept: Suggestions
    there: Mapping[str, bool]

    @cached_property
    def acts(self) -> list[SheetAct]:
        """What was done with the sheet, first act first."""
        return scoresheets.trail(self.sheet) if self.there["acts"] else []

    @cached_property
    def backed(self) -> Backing:
        """What stands behind its marks."""
        evidence = backing.evidence_of(self.sheet) if self.there["evidence"] else {}
        return backing.over(self.sheet, self.ends, self.kept, evidence)


@cache
def _opening() -> Select[Any]:
    there = [condition.label(f"has_{name}") for name, condition in RARE.items()]
    query = drawing.joined(select(Scoresheet, *drawing.ENDS, *there).join(Scoresheet.meeting))
    return query.where(Scoresheet.meeting_id == bindparam("meeting_id"))


def of_meeting(meeting: Meeting) -> Opened | None:
    """The meeting's sheet with its marks, ``None`` while nobody began one."""
    row = db.session.execute(_opening(), {"meeting_id": meeting.id}).first()
    if row is None:
        return None
    sheet, *rest = row
    ends, there = rest[: len(drawing.ENDS)], rest[len(drawing.ENDS) :]
    return Opened(sheet, drawing.read(*ends), _marked(sheet), dict(zip(RARE, there, strict=True)))


_MARKED = (
    select(Mark, *suggesting.COLUMNS)
    .outerjoin(Suggestion, and_(Suggestion.scoresheet_id == Mark.scoresheet_id, Suggestion.criterion == Mark.criterion))
    .where(Mark.scoresheet_id == bindparam("scoresheet_id"))
    .order_by(Mark.criterion, Suggestion.part)
)


def _marked(sheet: Scoresheet) -> Suggestions:
    """Give the sheet its marks; the suggestions kept with them."""
    rows = db.session.execute(_MARKED, {"scoresheet_id": sheet.id}).all()
    attributes.set_committed_value(sheet, "marks", list(dict.fromkeys(row[0] for row in rows)))
    return suggesting.read(row for row in rows if row.part is not None)


_MEETING = (
    select(Meeting)
    .where(Meeting.id == bindparam("meeting_id"))
    .options(joinedload(Meeting.cell), joinedload(Meeting.chair), joinedload(Meeting.guidance))
)


def meeting(meeting_id: int) -> Meeting:
    """The meeting with what the page of its sheet shows of it, or ``NoResultFound``."""
    return db.session.scalars(_MEETING, {"meeting_id": int(meeting_id)}).one()
