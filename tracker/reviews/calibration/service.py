"""Rounds of calibration: found, marked blind, closed, and their figures. Nothing here commits."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from flask_babel import gettext as _
from sqlalchemy import Select, delete, func, insert, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import joinedload, selectinload

from tracker.audit import service as audit
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.guidance.sheets import Criterion
from tracker.notices import service as notices
from tracker.organisations.models import Organisation
from tracker.permissions import Actor
from tracker.reviews.calibration import rules
from tracker.reviews.calibration.models import (
    CalibrationMark,
    CalibrationReviewer,
    CalibrationRound,
    CalibrationSheet,
)
from tracker.scoresheets import rules as sheet_rules
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.models import Scoresheet

PAGE = 30


@dataclass(frozen=True)
class Waiting:
    """A round that still asks a reviewer for marks on so many ``sheets``."""

    round_id: int
    name: str
    committee_id: int
    sheets: int


def get(calibration_id: int) -> CalibrationRound:
    """The round with its committee, sheets and reviewers, or ``NoResultFound``."""
    options = [
        joinedload(CalibrationRound.committee),
        joinedload(CalibrationRound.opened_by),
        selectinload(CalibrationRound.sheets),
        selectinload(CalibrationRound.reviewers).joinedload(CalibrationReviewer.person),
    ]
    return db.session.get_one(CalibrationRound, int(calibration_id), options=options)


def rounds(committee: Organisation, before: int | None = None, most: int = PAGE) -> tuple[list[CalibrationRound], bool]:
    """A page of the committee's rounds, the newest first, with ids below ``before``; and whether more follow."""
    query = (
        select(CalibrationRound)
        .where(CalibrationRound.committee_id == committee.id)
        .options(selectinload(CalibrationRound.sheets), selectinload(CalibrationRound.reviewers))
        .order_by(CalibrationRound.id.desc())
        .limit(most + 1)
    )
    if before is not None:
        query = query.where(CalibrationRound.id < before)
    found = list(db.session.scalars(query))
    return found[:most], len(found) > most


def asked(person_id: int) -> list[Waiting]:
    """The open rounds that still wait for this person, the oldest first; for their desk."""
    sheets = (
        select(CalibrationSheet.round_id, func.count().label("count")).group_by(CalibrationSheet.round_id).subquery()
    )
    query = (
        select(CalibrationRound.id, CalibrationRound.name, CalibrationRound.committee_id, sheets.c.count)
        .join(CalibrationReviewer, CalibrationReviewer.round_id == CalibrationRound.id)
        .join(sheets, sheets.c.round_id == CalibrationRound.id)
        .where(
            CalibrationReviewer.person_id == person_id,
            CalibrationReviewer.done_at.is_(None),
            CalibrationRound.closed_at.is_(None),
        )
        .order_by(CalibrationRound.id)
    )
    return [Waiting(*row) for row in db.session.execute(query)]


def path(of: CalibrationRound) -> str:
    return f"/calibrations/{of.id}"


# --- marking --------------------------------------------------------------------------------------------------------


def sheet_at(of: CalibrationRound, place: int) -> Scoresheet:
    """The sheet at that place of the round, or ``NoResultFound``."""
    found = next((one for one in of.sheets if one.place == place), None)
    if found is None:
        raise NoResultFound
    return scoresheets.get(found.scoresheet_id)


def criteria(sheet: Scoresheet) -> tuple[Criterion, ...]:
    """What is marked on the sheet: the criteria that apply to its meeting."""
    applying = {mark.criterion for mark in sheet.marks if mark.applies}
    return tuple(one for one in scoresheets.form_of(sheet).criteria(sheet.kind) if one.code in applying)


def given(of: CalibrationRound, sheet: Scoresheet, person_id: int) -> dict[str, Decimal]:
    """What this reviewer has given on the sheet so far."""
    query = _marks(of).where(CalibrationMark.scoresheet_id == sheet.id, CalibrationMark.person_id == person_id)
    return {mark.criterion: mark.points for mark in db.session.scalars(query)}


def _marks(of: CalibrationRound) -> Select[CalibrationMark]:
    return select(CalibrationMark).where(CalibrationMark.round_id == of.id)


def left(of: CalibrationRound, person_id: int) -> dict[int, int]:
    """How many criteria each sheet still waits for from this reviewer, by place."""
    marked = (
        select(CalibrationMark.scoresheet_id, func.count())
        .where(CalibrationMark.round_id == of.id, CalibrationMark.person_id == person_id)
        .group_by(CalibrationMark.scoresheet_id)
    )
    counts = {sheet_id: count for sheet_id, count in db.session.execute(marked)}
    sheets = _loaded(of)
    return {one.place: len(criteria(sheets[one.scoresheet_id])) - counts.get(one.scoresheet_id, 0) for one in of.sheets}


def _loaded(of: CalibrationRound) -> dict[int, Scoresheet]:
    ids = [one.scoresheet_id for one in of.sheets]
    query = select(Scoresheet).where(Scoresheet.id.in_(ids)).options(*scoresheets.SHOWN)
    return {sheet.id: sheet for sheet in db.session.scalars(query)}


def _own(of: CalibrationRound, by: Actor) -> CalibrationReviewer:
    """The reviewer's part, while it is still open; the round stays as it is until the transaction is over."""
    db.session.execute(select(CalibrationRound.id).where(CalibrationRound.id == of.id).with_for_update())
    db.session.refresh(of, ["closed_at"])
    if of.closed_at is not None:
        raise RuleBroken(_("Đợt chấm thử này đã kết thúc, không ghi điểm được nữa."))
    own = next(one for one in of.reviewers if one.person_id == by.person_id)
    db.session.refresh(own, ["done_at"])
    if own.done_at is not None:
        raise RuleBroken(_("Đồng chí đã báo chấm xong, không sửa điểm được nữa."))
    return own


def record(
    of: CalibrationRound, sheet: Scoresheet, marks: Mapping[str, Decimal | None], by: Actor, at: datetime
) -> None:
    """Keep these marks of one sheet; ``None`` takes one back. The trail, read by others, tells how many, not which."""
    _own(of, by)
    known = {one.code: one for one in criteria(sheet)}
    wrong = [code for code, points in marks.items() if code not in known or _is_wrong(known[code], points)]
    if wrong:
        raise RuleBroken(_("Điểm không hợp lệ ở tiêu chí: %(codes)s.", codes=", ".join(wrong)))
    theirs = (CalibrationMark.round_id == of.id, CalibrationMark.scoresheet_id == sheet.id)
    db.session.execute(
        delete(CalibrationMark).where(
            *theirs, CalibrationMark.person_id == by.person_id, CalibrationMark.criterion.in_(list(marks))
        )
    )
    rows = [
        {"round_id": of.id, "scoresheet_id": sheet.id, "person_id": by.person_id, "criterion": code, "points": points}
        for code, points in marks.items()
        if points is not None
    ]
    if rows:
        db.session.execute(insert(CalibrationMark), rows)
    place = next(one.place for one in of.sheets if one.scoresheet_id == sheet.id)
    audit.record(by, "calibration.mark", of, at=at, old={}, new={"number": place, "marked": len(rows)})


def _is_wrong(criterion: Criterion, points: Decimal | None) -> bool:
    return points is not None and sheet_rules.fault(criterion, points) is not None


def finish(of: CalibrationRound, by: Actor, at: datetime) -> None:
    """This reviewer is done, and changes nothing any more; with the last one the round is closed by itself."""
    own = _own(of, by)
    missing = [str(place) for place, count in left(of, by.person_id).items() if count]
    if missing:
        raise RuleBroken(_("Còn phiếu chưa chấm đủ: %(places)s. Hãy chấm nốt rồi báo xong.", places=", ".join(missing)))
    own.done_at = at
    audit.record(by, "calibration.finish", of, at=at, old={}, new={"person": by.name})
    for one in of.reviewers:
        db.session.refresh(one, ["done_at"])
    if all(one.done_at for one in of.reviewers):
        _close(of, None, at)


def close(of: CalibrationRound, by: Actor, at: datetime) -> None:
    """End the round with the marks of those who are done; the others' count for nothing."""
    db.session.execute(select(CalibrationRound.id).where(CalibrationRound.id == of.id).with_for_update())
    db.session.refresh(of, ["closed_at"])
    if of.closed_at is not None:
        raise RuleBroken(_("Đợt chấm thử này đã kết thúc."))
    _close(of, by, at)


def _close(of: CalibrationRound, by: Actor | None, at: datetime) -> None:
    of.closed_at, of.closed_by_id = at, by.person_id if by else None
    audit.record(by, "calibration.close", of, at=at)
    told = [one.person_id for one in of.reviewers if by is None or one.person_id != by.person_id]
    notices.tell(told, of.committee_id, "calibration_closed", {"name": of.name}, path(of), at)


# --- figures --------------------------------------------------------------------------------------------------------


def marks(of: CalibrationRound) -> dict[int, dict[rules.Asked, Decimal]]:
    """What those who are done gave, by reviewer."""
    places = {one.scoresheet_id: one.place for one in of.sheets}
    done = [one.person_id for one in of.reviewers if one.done_at]
    found: dict[int, dict[rules.Asked, Decimal]] = defaultdict(dict)
    for mark in db.session.scalars(_marks(of).where(CalibrationMark.person_id.in_(done))):
        found[mark.person_id][places[mark.scoresheet_id], mark.criterion] = mark.points
    return found


def result(of: CalibrationRound) -> rules.Result | None:
    """The figures of a closed round; ``None`` while it is open, and where fewer than two were done."""
    if of.closed_at is None:
        return None
    return rules.result(marks(of), list(form(of)))


def form(of: CalibrationRound) -> dict[str, Criterion]:
    """The criteria of the round's one form, by code, in their order."""
    first = scoresheets.get(of.sheets[0].scoresheet_id)
    return {one.code: one for one in scoresheets.form_of(first).criteria(first.kind)}


@dataclass(frozen=True)
class Named:
    """Which sheet stood at a place: for the committee's own readers, once the round is closed."""

    cell_name: str
    year: int
    month: int
    meeting_id: int


def named(of: CalibrationRound) -> dict[int, Named]:
    """The sheets by place; none while the round is open."""
    if of.closed_at is None:
        return {}
    query = (
        select(CalibrationSheet.place, Scoresheet.cell_name, Scoresheet.year, Scoresheet.month, Scoresheet.meeting_id)
        .join(Scoresheet, Scoresheet.id == CalibrationSheet.scoresheet_id)
        .where(CalibrationSheet.round_id == of.id)
    )
    return {row.place: Named(row.cell_name, row.year, row.month, row.meeting_id) for row in db.session.execute(query)}


def may_mark(of: CalibrationRound, person_id: int) -> bool:
    """Whether this reviewer's part is still open."""
    own = next((one for one in of.reviewers if one.person_id == person_id), None)
    return own is not None and own.done_at is None and of.closed_at is None
