"""Beginning a sheet and giving its marks. Nothing here commits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from tracker.audit import service as audit
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.guidance.kinds import CriterionKind
from tracker.guidance.sheets import Criterion
from tracker.meetings.models import Meeting
from tracker.permissions import Actor
from tracker.scoresheets import circumstances, drawing, rules, suggesting
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.models import Mark, Scoresheet
from tracker.scoresheets.rules import SheetState, Tally
from tracker.scoresheets.suggesting import Drawn

TEXTS = ("strengths", "weaknesses", "remedies")


@dataclass(frozen=True)
class Given:
    """What the cell puts on its sheet. What is not named keeps what it has; ``None`` takes a mark back.

    ``parts``: sub-marks by criterion and part, from which the mark follows once each is given.
    """

    marks: Mapping[str, Decimal | None] = field(default_factory=dict)
    parts: Mapping[str, Mapping[str, Decimal | None]] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    strengths: str | None = None
    weaknesses: str | None = None
    remedies: str | None = None


@scoresheets.one_flush
def start(meeting: Meeting, by: Actor, at: datetime) -> Scoresheet:
    """An empty sheet: every mark ``None``, neither nought nor full. The one there is, where one was begun."""
    db.session.execute(select(Meeting.id).where(Meeting.id == meeting.id).with_for_update())
    existing = scoresheets.of_meeting(meeting)
    if existing:
        return existing
    form, version = scoresheets.sheet_of(meeting), scoresheets.version_of(meeting)
    if form is None or version is None:
        raise RuleBroken(_("Không có hướng dẫn nào quy định phiếu cho kỳ họp này. Hãy báo người quản trị xem lại."))
    if not meeting.is_past_planning:
        raise RuleBroken(_("Kỳ họp chưa diễn ra. Hãy ghi giờ họp và điểm danh rồi chấm điểm."))
    ends = drawing.ends(meeting)
    sheet = Scoresheet(
        meeting=meeting, cell=meeting.cell, year=meeting.year, month=meeting.month, kind=meeting.kind,
        guidance=version, sheet_code=form.code, state=SheetState.DRAFT, created_at=at, changed_at=at,
        changed_by_id=by.person_id, strengths="", weaknesses="", remedies="",
    )  # fmt: skip
    criteria = form.criteria(meeting.kind)
    known = circumstances.of_meeting(meeting, criteria)
    sheet.marks = [Mark(criterion=one.code, applies=one.applies(known), parts={}, note="") for one in criteria]
    link = audit.record(by, "scoresheet.start", sheet, at=at)
    suggesting.keep(sheet, Drawn(ends, partial(suggesting.fresh, sheet)), link)
    scoresheets.announce(sheet, at)
    return sheet


@scoresheets.one_flush
def record(
    sheet: Scoresheet, given: Given, by: Actor, at: datetime, version: Any = None, drawn: Drawn | None = None
) -> Tally:
    """Store marks, notes and remarks, and say what they come to; partial is fine.

    ``total`` and class stand once no mark is missing.

    What the records suggest at this moment (``drawn``, if they were asked already) is stored with it. Marks count in
    no figure before the cell agrees on them, so nobody who keeps figures is told.
    """
    if version is not None:
        sheet.expect(version)
    scoresheets.step(sheet, "mark", at)
    drawn = drawn or drawn_now(sheet)
    changes = _marks_changed(sheet, given)
    old, new = _trace(sheet, given, changes)
    for name in TEXTS:
        if getattr(given, name) is not None:
            setattr(sheet, name, getattr(given, name))
    scoresheets.touch(sheet, by, at)
    for mark, values in changes:
        for name, value in values.items():
            setattr(mark, name, value)
    tally = add_up(sheet)
    link = audit.record(by, "scoresheet.mark", sheet, at=at, old=old, new=new, seen=drawn.ends.seen)
    suggesting.keep(sheet, drawn, link)
    return tally


def drawn_now(sheet: Scoresheet) -> Drawn:
    """What the records suggest for the criteria that apply by them; both stand where nothing was recorded since."""
    ends = drawing.ends(sheet.meeting)
    found = suggesting.current(sheet, ends)
    if found is None:
        refresh_applying(sheet)
        anew = suggesting.fresh(sheet)
        found = Drawn(ends, lambda: anew)
    return found


def refresh_applying(sheet: Scoresheet) -> None:
    """Look again at which criteria apply: an office or the roll may have been mended since."""
    criteria = {one.code: one for one in scoresheets.form_of(sheet).criteria(sheet.kind)}
    known = circumstances.of_meeting(sheet.meeting, criteria.values())
    for mark in sheet.marks:
        mark.applies = criteria[mark.criterion].applies(known)


def add_up(sheet: Scoresheet) -> Tally:
    """Store the total and class that the marks give; ``None`` while one is missing."""
    tally = scoresheets.tally(sheet)
    sheet.total = tally.total if tally.is_complete else None
    sheet.self_class = tally.quality
    return tally


def _marks_changed(sheet: Scoresheet, given: Given) -> list[tuple[Mark, dict[str, Any]]]:
    """The marks that are not as they were, with their new values; ``RuleBroken`` where one may not stand."""
    changed = []
    criteria = {one.code: one for one in scoresheets.form_of(sheet).criteria(sheet.kind)}
    for mark in sheet.marks:
        wanted = _wanted(criteria[mark.criterion], mark, given)
        values = {name: value for name, value in wanted.items() if getattr(mark, name) != value}
        if values:
            changed.append((mark, values))
    return changed


def _wanted(criterion: Criterion, mark: Mark, given: Given) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    code = criterion.code
    if code in given.notes:
        wanted["note"] = given.notes[code]
    if not mark.applies:
        return wanted
    if given.parts.get(code) and criterion.kind is CriterionKind.PARTS:
        stored = {name: Decimal(points) for name, points in mark.parts.items()}
        points = {part.code: given.parts[code].get(part.code, stored.get(part.code)) for part in criterion.parts}
        for part in criterion.parts:
            _check(code, rules.fault_part(criterion, part, points[part.code]))
        wanted["parts"] = {name: f"{value:f}" for name, value in points.items() if value is not None}
        wanted["given"] = rules.sum_of_parts(criterion, points)
    elif code in given.marks:
        value = given.marks[code]
        if criterion.parts and value is not None:
            raise RuleBroken(_("Tiêu chí %(code)s chấm theo từng ý. Hãy ghi điểm của từng ý.", code=code))
        _check(code, None if value is None else rules.fault(criterion, value))
        wanted["given"] = value
    return wanted


def _check(code: str, fault: rules.Fault | None) -> None:
    if fault:
        raise RuleBroken(_("Điểm của tiêu chí %(code)s không hợp lệ. Hãy xem lại điểm chuẩn và bước điểm.", code=code))


def _trace(
    sheet: Scoresheet, given: Given, changes: list[tuple[Mark, dict[str, Any]]]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Old and new of everything this saving changes, for the audit trail."""
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    for mark, values in changes:
        for name, value in values.items():
            old[f"{mark.criterion} {name}"], new[f"{mark.criterion} {name}"] = getattr(mark, name), value
    for name in TEXTS:
        value = getattr(given, name)
        if value is not None and value != getattr(sheet, name):
            old[name], new[name] = getattr(sheet, name), value
    return old, new
