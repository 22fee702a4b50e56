"""Whether the suggestions kept with a sheet are still those that the records give. Nothing here commits.

What the checks look at stands in the cell's own book, or is who follows the cell for the committee above. Each act on
either adds a link to that organisation's trail in its own transaction. So suggestions drawn where both trails end now
are the ones that would be drawn now.
"""

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.orm import aliased

from tracker.audit.models import AuditHead
from tracker.audit.service import End
from tracker.extensions import db
from tracker.meetings.models import Meeting
from tracker.scoresheets.backing_models import Drawing
from tracker.scoresheets.models import Scoresheet

_OWN, _ABOVE = aliased(AuditHead), aliased(AuditHead)
ENDS = (_OWN.sequence, _OWN.digest, _ABOVE.sequence, Drawing.link, Drawing.link_above)
"""What ``read`` takes, of a query that was ``joined``."""


def joined(query: Any) -> Any:
    """The query of a meeting and its sheet, with where the trails end and ended."""
    return (
        query.outerjoin(_OWN, _OWN.organisation_id == Meeting.cell_id)
        .outerjoin(_ABOVE, _ABOVE.organisation_id == Meeting.superior_id)
        .outerjoin(Drawing, Drawing.scoresheet_id == Scoresheet.id)
    )


_ENDS = joined(select(*ENDS).select_from(Meeting).outerjoin(Scoresheet, Scoresheet.meeting_id == Meeting.id)).where(
    Meeting.id == bindparam("meeting_id")
)


@dataclass(frozen=True)
class Ends:
    """Numbers of the last links of the cell's trail and of the trail above; ``drawn``: those at the last drawing.

    ``seen``: the same end of the cell's trail, for the link that is to be added there; ``None`` before the first.
    """

    own: int
    above: int
    drawn: tuple[int, int] | None
    seen: End | None

    @property
    def are_as_drawn(self) -> bool:
        """Nothing was recorded since the suggestions were drawn."""
        return self.drawn == (self.own, self.above)

    def come_before(self, link: int) -> bool:
        """Nothing was recorded between the reading of these ends and that link of the cell's trail."""
        return link == self.own + 1


def ends(meeting: Meeting) -> Ends:
    """As they stand. To be asked before anything that is drawn from: what is recorded meanwhile then shows."""
    return read(*db.session.execute(_ENDS, {"meeting_id": meeting.id}).one())


def read(own: int | None, digest: str | None, above: int | None, link: int | None, link_above: Any) -> Ends:
    seen = End(own, digest) if own is not None and digest is not None else None
    return Ends(own or 0, above or 0, None if link is None else (link, link_above), seen)


def carry(sheet: Scoresheet, before: Ends, link: int) -> None:
    """The act that added this link changed nothing of what is drawn from: what held before it goes on to hold."""
    if before.are_as_drawn:
        remember(sheet, before, link)


_TABLE = cast(Table, Drawing.__table__)
_SHEET: Any = bindparam("sheet")
_DRAWN: dict[str, Any] = {"link": bindparam("own"), "link_above": bindparam("above")}
_FIRST = insert(_TABLE).values(scoresheet_id=_SHEET, **_DRAWN)
_AGAIN = update(_TABLE).where(_TABLE.c.scoresheet_id == _SHEET).values(_DRAWN)


def remember(sheet: Scoresheet, before: Ends, link: int) -> None:
    """The suggestions now kept were drawn from what was recorded at these ends; ``link`` is this act's own.

    Where others recorded something in between, they count as drawn before it.
    """
    at = link if before.come_before(link) else before.own
    statement = _FIRST if before.drawn is None else _AGAIN
    db.session.connection().execute(statement, {"sheet": sheet.id, "own": at, "above": before.above})
