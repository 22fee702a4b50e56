"""The one useful line back after a sheet is handed in: what cost the most lately, and what would recover it."""

from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import or_, select

from tracker.base.filters import number
from tracker.extensions import db
from tracker.guidance import service as guidance
from tracker.guidance.kinds import CriterionKind
from tracker.guidance.sheets import Criterion
from tracker.guidance.words import wording
from tracker.scoresheets import lost
from tracker.scoresheets.models import Scoresheet

MEETINGS = 6


@dataclass(frozen=True)
class Late:
    """The criterion that lost most in the last ``meetings`` sheets of its kind, this one included.

    ``at``: the months, as (year, month), in which it did. ``gain``: what a meeting's total would gain on average.
    """

    criterion: Criterion
    points: Decimal
    at: tuple[tuple[int, int], ...]
    meetings: int

    @property
    def gain(self) -> Decimal:
        return self.points / self.meetings


def line(sheet: Scoresheet) -> Late | None:
    """Over the last sheets of the same cell, guidance and form up to this one; ``None`` where nothing was lost."""
    last = _last(sheet)
    marks = lost.given(Scoresheet.id.in_(last))
    form = guidance.read(sheet.guidance).sheet(sheet.sheet_code)
    found = lost.dearest(lost.by_criterion(form, marks))
    if not found:
        return None
    return Late(found[0].criterion, found[0].points, found[0].at, len(last))


def _last(sheet: Scoresheet) -> list[int]:
    month = Scoresheet.year * 12 + Scoresheet.month
    query = (
        select(Scoresheet.id)
        .where(
            Scoresheet.cell_id == sheet.cell_id,
            Scoresheet.guidance_id == sheet.guidance_id,
            Scoresheet.sheet_code == sheet.sheet_code,
            or_(Scoresheet.id == sheet.id, Scoresheet.state.in_(lost.HANDED_IN)),
            month <= sheet.year * 12 + sheet.month,
        )
        .order_by(month.desc(), Scoresheet.id.desc())
        .limit(MEETINGS)
    )
    return list(db.session.scalars(query))


def sentence(late: Late) -> str:
    """The line in words; the criterion's own stand between quotation marks."""
    cost = ngettext(
        "Trong %(meetings)s kỳ gần đây, mất nhiều điểm nhất là tiêu chí %(code)s “%(text)s”: %(points)s điểm "
        "ở %(num)s kỳ (tháng %(months)s).",
        "Trong %(meetings)s kỳ gần đây, mất nhiều điểm nhất là tiêu chí %(code)s “%(text)s”: %(points)s điểm "
        "ở %(num)s kỳ (tháng %(months)s).",
        len(late.at),
        meetings=late.meetings,
        code=late.criterion.code,
        text=wording(late.criterion),
        points=number(late.points),
        months=", ".join(f"{month}/{year}" for year, month in dict.fromkeys(late.at)),
    )
    return f"{cost} {_mend(late)}"


def _mend(late: Late) -> str:
    if late.criterion.kind is CriterionKind.LEVELS:
        return _(
            "Kỳ nào cũng đạt mức “%(level)s” thì mỗi kỳ bình quân thêm %(gain)s điểm.",
            level=wording(late.criterion.levels[0]),
            gain=number(late.gain),
        )
    return _("Kỳ nào cũng làm đủ thì mỗi kỳ bình quân thêm %(gain)s điểm.", gain=number(late.gain))
