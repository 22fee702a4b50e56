"""Reading the sheets that were handed in before sheets were read. Nothing here commits."""

from sqlalchemy import select

from tracker.extensions import db
from tracker.reviews.models import Reading
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import DECIDED, WITH_SUPERIOR


def unread(year: int | None = None, most: int = 100) -> list[Scoresheet]:
    """Sheets that are with the committee, or were decided by it, without a reading of that handing-in; the earliest
    first, so that each is read after those before it."""
    query = (
        select(Scoresheet)
        .outerjoin(
            Reading, (Reading.scoresheet_id == Scoresheet.id) & (Reading.submitted_at == Scoresheet.submitted_at)
        )
        .where(
            Reading.id.is_(None), Scoresheet.submitted_at.is_not(None), Scoresheet.superior_id.is_not(None),
            Scoresheet.total.is_not(None), Scoresheet.state.in_(WITH_SUPERIOR | DECIDED),
        )
        .order_by(Scoresheet.submitted_at, Scoresheet.id)
        .limit(most)
        .options(*scoresheets.SHOWN)
    )  # fmt: skip
    if year is not None:
        query = query.where(Scoresheet.year == year)
    return list(db.session.scalars(query))
