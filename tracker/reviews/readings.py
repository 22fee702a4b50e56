"""Reading a sheet's records on the day it is handed in, and finding readings again. Nothing here commits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from tracker.agendas import service as agendas
from tracker.base import clock
from tracker.extensions import db
from tracker.guidance.kinds import MeetingKind
from tracker.guidance.sheets import Criterion
from tracker.meetings.rules import REGULAR
from tracker.reviews import past, risk, settings
from tracker.reviews.models import Reading, ReviewSettings
from tracker.reviews.months import YearMonth
from tracker.reviews.past import Before, Secretary, Way
from tracker.reviews.signals import texts
from tracker.reviews.signals.shingles import fingerprint
from tracker.scoresheets import backing, suggesting
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.models import Mark, Scoresheet
from tracker.scoresheets.rules import Beside

NOUGHT = Decimal(0)


def of(sheet: Scoresheet) -> Reading | None:
    """The reading of the sheet's present handing-in; ``None`` where none was taken."""
    query = select(Reading).where(
        Reading.scoresheet_id == sheet.id, Reading.submitted_at == (sheet.submitted_at or sheet.created_at)
    )
    return db.session.scalar(query)


def of_cell(cell_id: int, until: YearMonth, most: int = 24, thematic: bool = False) -> list[Reading]:
    """The last readings of a cell up to that month, one for each sheet, oldest first."""
    kinds = [MeetingKind.THEMATIC] if thematic else REGULAR
    query = (
        select(Reading)
        .join(Scoresheet, Scoresheet.id == Reading.scoresheet_id)
        .where(
            Reading.cell_id == cell_id, Reading.submitted_at == Scoresheet.submitted_at, Scoresheet.kind.in_(kinds),
            Reading.year * 12 + Reading.month <= until[0] * 12 + until[1],
        )
        .order_by(Reading.year.desc(), Reading.month.desc(), Reading.id.desc())
        .limit(most)
    )  # fmt: skip
    return list(db.session.scalars(query))[::-1]


def latest(cell_ids: Iterable[int], year: int, month: int) -> dict[int, Reading]:
    """What the last handing-in of each sheet of that month said, by sheet."""
    query = select(Reading).where(Reading.cell_id.in_([*cell_ids]), Reading.year == year, Reading.month == month)
    return {row.scoresheet_id: row for row in db.session.scalars(query.order_by(Reading.submitted_at, Reading.id))}


def take(sheet: Scoresheet) -> Reading:
    """Read what stands behind the sheet as it was last handed in; in a fixed number of queries."""
    at = _handed_in(sheet)
    ruled = settings.of(sheet.superior_id or 0)
    compared, way = _compared(sheet), past.way(sheet, at)
    before, secretary = past.before(sheet, at), past.secretary(sheet.meeting)
    facts = _facts(sheet, compared, way, before, secretary, ruled)
    weight, reasons = risk.weigh(facts, risk.Limits(ruled.high_points, ruled.same_months))
    present, spoke = past.voices(sheet.meeting)
    reading = Reading(
        scoresheet_id=sheet.id, submitted_at=at, cell_id=sheet.cell_id, year=sheet.year, month=sheet.month,
        total=facts.total, gap=facts.gap, above=facts.above, unbacked=facts.unbacked, suggested=compared.suggested,
        covered=compared.covered, judged=compared.judged, judged_full=compared.judged_full, altered=facts.altered,
        looked_back=facts.looked_back, days_taken=_days_taken(sheet, at), secretary_days=secretary.days,
        streak=facts.streak, notice_late=facts.notice_late, present=present, spoke=spoke,
        backfilled=facts.backfilled, fingerprint=fingerprint(texts.of_meeting(sheet.meeting)), risk=weight,
        reasons=[one.kept() for one in reasons],
    )  # fmt: skip
    db.session.add(reading)
    db.session.flush()
    return reading


def _handed_in(sheet: Scoresheet) -> datetime:
    if sheet.submitted_at is None:
        raise ValueError("a sheet is read when it is handed in")
    return sheet.submitted_at


def _days_taken(sheet: Scoresheet, at: datetime) -> int:
    return (clock.day_of(at) - sheet.meeting.day).days


def _facts(
    sheet: Scoresheet, compared: "Compared", way: Way, before: list[Before], secretary: Secretary, ruled: ReviewSettings
) -> risk.Facts:
    at, lately = _handed_in(sheet), before[: risk.LOOKED_BACK]
    return risk.Facts(
        total=sheet.total or NOUGHT,
        gap=compared.gap,
        above=compared.above,
        unbacked=compared.unbacked,
        returned=way.returned,
        altered=sum(one.is_altered for one in lately),
        looked_back=len(lately),
        days_late=_days_late(sheet, at, way, ruled.submit_days),
        notice_late=_notice_late(sheet),
        new_since=secretary.days if secretary.followed_another else None,
        backfilled=sheet.meeting.is_backfilled,
        streak=1 + past.streak(before, sheet.total),
    )


def _days_late(sheet: Scoresheet, at: datetime, way: Way, submit_days: int) -> int:
    """Past the days that a cell has; handed in again, past the day named when it was returned."""
    if way.returned:
        return (clock.day_of(at) - way.deadline).days if way.deadline else 0
    return _days_taken(sheet, at) - submit_days


def _notice_late(sheet: Scoresheet) -> bool | None:
    sent = [one.at for one in agendas.circulations(sheet.meeting)]
    return scoresheets.is_late(sent, sheet.meeting, scoresheets.guidance_of(sheet)) if sent else None


# --- marks beside suggestions ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Compared:
    """The sheet's marks beside what the records suggested; the names are those of ``Reading``."""

    gap: Decimal
    above: int
    unbacked: int
    suggested: Decimal
    covered: Decimal
    judged: Decimal
    judged_full: Decimal


def _compared(sheet: Scoresheet) -> Compared:
    found, evidence = suggesting.stored(sheet), backing.evidence_of(sheet)
    marks = {mark.criterion: mark for mark in sheet.marks}
    criteria = [one for one in scoresheets.form_of(sheet).criteria(sheet.kind) if _is_given(marks.get(one.code))]
    pairs = [(one, pair) for one in criteria for pair in backing.beside(one, marks[one.code], found)]
    above = [pair for _one, pair in pairs if pair.above > 0]
    covered = sum((_full(one, pair) for one, pair in pairs), NOUGHT)
    given = sum((marks[one.code].given or NOUGHT for one in criteria), NOUGHT)
    return Compared(
        gap=sum((pair.above for pair in above), NOUGHT),
        above=len(above),
        unbacked=sum(not evidence.get(pair.criterion) for pair in above),
        suggested=sum((pair.suggested for _one, pair in pairs), NOUGHT),
        covered=covered,
        judged=given - sum((pair.given for _one, pair in pairs), NOUGHT),
        judged_full=sum((one.full for one in criteria), NOUGHT) - covered,
    )


def _is_given(mark: Mark | None) -> bool:
    return mark is not None and mark.applies and mark.given is not None


def _full(criterion: Criterion, pair: Beside) -> Decimal:
    """The full mark of what is compared: the criterion's, or its part's."""
    parts: dict[str, Any] = {part.code: part.full for part in criterion.parts}
    return parts[pair.part] if pair.part else criterion.full
