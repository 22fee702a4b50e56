"""What happens when a sheet is handed in: it is read, the month's draw is made, the cell's months are looked at.

Nothing here commits.
"""

from datetime import datetime

from tracker.base import clock
from tracker.reviews import readings, samples
from tracker.reviews.signals.finding import review_cell
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import SheetState


def keep(sheet: Scoresheet, at: datetime) -> None:
    """Once for each handing-in. A sheet forwarded is handed in to another committee: that one draws too, the reading
    stands."""
    if sheet.state is not SheetState.SUBMITTED or sheet.submitted_at is None or sheet.superior_id is None:
        return
    new = readings.take(sheet) if readings.of(sheet) is None else None
    samples.ensure(sheet.superior_id, sheet.year, sheet.month, clock.day_of(at), at)
    if new is not None:
        review_cell(sheet.cell, new, at)
