"""The law of kept suggestions: where a draft's are said to hold, they are the ones that would be drawn now."""

from sqlalchemy import select

from tracker.extensions import db
from tracker.scoresheets import drawing, suggesting
from tracker.scoresheets.backing_models import Drawing
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import EDITABLE


def check_drawings():
    """Of every sheet in the book that can be changed; how many hold."""
    drafts = select(Scoresheet).join(Drawing, Drawing.scoresheet_id == Scoresheet.id)
    held = [sheet for sheet in db.session.scalars(drafts.where(Scoresheet.state.in_(EDITABLE))) if _holds(sheet)]
    db.session.commit()
    return len(held)


def _holds(sheet):
    kept = suggesting.current(sheet, drawing.ends(sheet.meeting))
    assert kept is None or kept.found == suggesting.fresh(sheet), f"sheet {sheet.id}: stale suggestions said to hold"
    return kept is not None
