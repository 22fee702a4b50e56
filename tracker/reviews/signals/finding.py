"""A cell looked at when its sheet comes in: questions raised, brought up to date, or dropped. Nothing here commits."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, select

from tracker.audit import service as audit
from tracker.extensions import db
from tracker.guidance.kinds import QualityClass
from tracker.meetings.rules import REGULAR
from tracker.notices import service as notices
from tracker.organisations.models import Organisation
from tracker.permissions import LEADING
from tracker.reviews.models import Reading, ReviewSettings, Signal
from tracker.reviews.rules import LIVE, SIGNAL, SignalKind, SignalState
from tracker.reviews.signals import rules
from tracker.reviews.signals.rules import Found, Limits, Month, Usual
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.models import Scoresheet

LONGEST = 24
"""Months of a cell that are read: the longest that a committee may ask about."""


def review_cell(cell: Organisation, reading: Reading, at: datetime) -> None:
    """Look at the cell's months anew now that this one is in. Only sheets of regular meetings are looked at.

    The cell's row is locked: two sheets of a cell handed in at once raise one question.
    """
    sheet = reading.scoresheet
    if sheet.kind not in REGULAR or sheet.superior_id is None:
        return
    db.session.flush()
    db.session.execute(select(Organisation.id).where(Organisation.id == cell.id).with_for_update())
    limits, months = limits_of(sheet.superior_id), months_of(cell.id)
    neighbours = usual_of_neighbours(sheet, limits)
    standing, settled = _standing(cell.id)
    for kind in SignalKind:
        fresh = [one for one in months if one.when > settled.get(kind, (0, 0))]
        needed = limits.to_stay() if kind in standing else limits
        _bring_up_to_date(sheet, standing.get(kind), rules.of_kind(kind, fresh, neighbours, needed), at)


def limits_of(committee_id: int) -> Limits:
    """The thresholds that the committee has set, else the usual ones."""
    row = db.session.get(ReviewSettings, committee_id)
    return Limits(**{name: getattr(row, name) for name in vars(Limits())}) if row else Limits()


def months_of(cell_id: int) -> list[Month]:
    """What the latest sheets of a cell's regular meetings said when they were last handed in, first first."""
    query = _readings(Reading.fingerprint, Scoresheet.meeting_id, Scoresheet.self_class)
    query = query.where(Reading.cell_id == cell_id)
    rows = db.session.execute(
        query.order_by(Reading.year.desc(), Reading.month.desc(), Reading.id.desc()).limit(LONGEST)
    )
    return [
        _month(
            row, is_good=row.self_class is QualityClass.GOOD, notice_late=row.notice_late, present=row.present,
            spoke=row.spoke, fingerprint=tuple(row.fingerprint), key=(row.scoresheet_id, row.meeting_id),
        )
        for row in reversed(rows.all())
    ]  # fmt: skip


def usual_of_neighbours(sheet: Scoresheet, limits: Limits) -> list[Usual]:
    """The usual figures of each other cell under the same committee, on the same form, in the year up to this month."""
    upto = Reading.year * 12 + Reading.month
    here = sheet.year * 12 + sheet.month
    query = _readings().where(
        Scoresheet.superior_id == sheet.superior_id, Scoresheet.guidance_id == sheet.guidance_id,
        Scoresheet.sheet_code == sheet.sheet_code, Reading.cell_id != sheet.cell_id,
        Reading.year >= sheet.year - 1, upto <= here, upto > here - rules.LOOKED_BACK,
    )  # fmt: skip
    by_cell = defaultdict(list)
    for row in db.session.execute(query.order_by(Reading.cell_id, Reading.year, Reading.month)):
        by_cell[row.cell_id].append(_month(row))
    found = [rules.usual(months, limits) for months in by_cell.values()]
    return [one for one in found if one is not None]


def _readings(*more: Any) -> Any:
    """Of each sheet of a regular meeting the reading of its last handing-in."""
    return (
        select(
            Reading.cell_id, Reading.year, Reading.month, Reading.total, Reading.notice_late, Reading.present,
            Reading.spoke, Reading.judged, Reading.judged_full, Reading.suggested, Reading.covered,
            Reading.scoresheet_id, Scoresheet.guidance_id, Scoresheet.sheet_code, *more,
        )
        .join(Scoresheet, and_(Scoresheet.id == Reading.scoresheet_id, Scoresheet.submitted_at == Reading.submitted_at))
        .where(Scoresheet.kind.in_(REGULAR))
    )  # fmt: skip


def _month(row: Row[Any], **more: Any) -> Month:
    return Month(
        row.year, row.month, row.total, form=f"{row.guidance_id} {row.sheet_code}", judged=row.judged,
        judged_full=row.judged_full, suggested=row.suggested, covered=row.covered, **more,
    )  # fmt: skip


def _standing(cell_id: int) -> tuple[dict[SignalKind, Signal], dict[SignalKind, tuple[int, int]]]:
    """The cell's open question of each kind, and the last month of the one last settled."""
    query = select(Signal).where(Signal.cell_id == cell_id, Signal.state != SignalState.CEASED).order_by(Signal.id)
    rows = list(db.session.scalars(query))
    settled = [one for one in rows if one.state is SignalState.SETTLED]
    return (
        {one.kind: one for one in rows if one.state in LIVE},
        {one.kind: (one.to_year, one.to_month) for one in settled},
    )


def _bring_up_to_date(sheet: Scoresheet, standing: Signal | None, found: Found | None, at: datetime) -> None:
    if found is not None and standing is None:
        _raise(sheet, found, at)
    elif found is not None and standing is not None:
        _refresh(sheet, standing, found, at)
    elif standing is not None:
        standing.state, standing.changed_at = SIGNAL.step("cease", standing.state), at
        audit.record(None, "signal.cease", standing, at=at)


def path(signal: Signal) -> str:
    return f"/signals/{signal.id}"


def _raise(sheet: Scoresheet, found: Found, at: datetime) -> None:
    signal = Signal(
        cell_id=sheet.cell_id, committee_id=sheet.superior_id, kind=found.kind, raised_at=at, changed_at=at,
        state=SignalState.RAISED, **_facts(found),
    )  # fmt: skip
    db.session.add(signal)
    audit.record(None, "signal.raise", signal, at=at, organisation_id=sheet.cell_id, new=_told(found))
    details = {"committee": sheet.superior_name}
    told = scoresheets.holders(sheet.cell, LEADING, at)
    notices.tell(told, sheet.cell_id, "signal_raised", details, path(signal), at)


def _refresh(sheet: Scoresheet, signal: Signal, found: Found, at: datetime) -> None:
    """The figures of today, asked by the committee of today; what the cell answered stays."""
    facts = _facts(found) | {"committee_id": sheet.superior_id}
    if all(getattr(signal, name) == value for name, value in facts.items()):
        return
    for name, value in facts.items():
        setattr(signal, name, value)
    signal.changed_at = at
    audit.record(None, "signal.refresh", signal, at=at, new=_told(found))


def _facts(found: Found) -> dict[str, Any]:
    first, last = found.months[0], found.months[-1]
    return {
        "from_year": first.year, "from_month": first.month, "to_year": last.year, "to_month": last.month,
        "figures": found.figures | {
            "count": len(found.months), "looked_at": found.looked_at,
            "months": [_shown(one) for one in found.months],
            "copies": [_shown(other) | {"alike": share} for other, share in found.copies],
        },
    }  # fmt: skip


def _shown(one: Month) -> dict[str, Any]:
    """A month as the page lists it, with the sheet and the meeting it leads to."""
    sheet_id, meeting_id = one.key
    return {
        "year": one.year, "month": one.month, "sheet": sheet_id, "meeting": meeting_id, "total": str(one.total),
        "late": one.notice_late, "present": one.present, "spoke": one.spoke,
    }  # fmt: skip


def _told(found: Found) -> dict[str, Any]:
    """What the trail keeps: the kind and the span."""
    first, last = found.months[0], found.months[-1]
    return {"kind": found.kind.value, "from": f"{first.month}/{first.year}", "to": f"{last.month}/{last.year}"}
