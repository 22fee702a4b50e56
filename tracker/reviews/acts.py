"""The committee's acts on a submitted sheet: open, adjust, return, recognise, take up again, uphold, lock.

To adjust, return or recognise a sheet that waits is to open it first, in the same transaction, both acts on record;
one that another reviewer opened is taken over by a press of its own. Nothing here commits.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.guidance.sheets import Criterion
from tracker.notices import service as notices
from tracker.permissions import LEADING, Actor
from tracker.scoresheets import agreeing, rules
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.models import CriterionRemark, Mark, Scoresheet
from tracker.scoresheets.rules import SheetState


@scoresheets.one_flush
def open_sheet(sheet: Scoresheet, by: Actor, at: datetime, version: Any = None) -> None:
    """Freeze the sheet and name its reviewer; another reviewer of the committee may take it over."""
    _begin(sheet, "open", at, version)
    sheet.reviewer_id = by.person_id
    _finish(sheet, "open", by, at)


@scoresheets.one_flush
def adjust(
    sheet: Scoresheet, code: str, points: Decimal, reason: str, by: Actor, at: datetime, version: Any = None
) -> None:
    """Another mark for one criterion, with the reason the cell will read."""
    _begin(sheet, "adjust", at, _opened(sheet, by, at, version), reason, by)
    criterion, mark = _of(sheet, code)
    if not mark.applies:
        raise RuleBroken(_("Tiêu chí %(code)s không áp dụng cho kỳ họp này, không điều chỉnh được.", code=code))
    if rules.fault(criterion, points):
        raise RuleBroken(
            _("Điểm điều chỉnh của tiêu chí %(code)s không hợp lệ. Hãy xem lại điểm chuẩn và bước điểm.", code=code)
        )
    standing = mark.given if mark.recognised is None else mark.recognised
    if points == standing:
        raise RuleBroken(_("Tiêu chí %(code)s đang có đúng số điểm này.", code=code))
    mark.recognised = None if points == mark.given else points
    _note(sheet, code, "adjust", by, at, old=standing, new=points, reason=reason)
    _finish(sheet, "adjust", by, at, kept=False, old={code: standing}, new={code: points, "reason": reason})


@scoresheets.one_flush
def undo(sheet: Scoresheet, code: str, by: Actor, at: datetime, version: Any = None) -> None:
    """Back to the cell's own mark for one criterion."""
    _begin(sheet, "undo", at, version, by=by)
    _criterion, mark = _of(sheet, code)
    if mark.recognised is None:
        raise RuleBroken(_("Tiêu chí %(code)s chưa được điều chỉnh.", code=code))
    standing, mark.recognised = mark.recognised, None
    _note(sheet, code, "undo", by, at, old=standing, new=mark.given)
    _finish(sheet, "undo", by, at, kept=False, old={code: standing}, new={code: mark.given})


@scoresheets.one_flush
def send_back(
    sheet: Scoresheet,
    reasons: Mapping[str, str],
    summary: str,
    deadline: date | None,
    by: Actor,
    at: datetime,
    version: Any = None,
) -> None:
    """Return the sheet to the cell, with a reason for each criterion in question and the day it is wanted back."""
    given = {code: reason.strip() for code, reason in reasons.items() if reason.strip()}
    if not (given or summary.strip()):
        raise RuleBroken(_("Hãy ghi lý do trả lại, ở từng tiêu chí hoặc chung cho cả phiếu."))
    _begin(sheet, "return", at, _opened(sheet, by, at, version), summary or " · ".join(given.values()), by)
    if deadline is not None and deadline < clock.day_of(at):
        raise RuleBroken(_("Hạn nộp lại phải từ hôm nay trở đi."))
    for code, reason in given.items():
        _of(sheet, code)
        _note(sheet, code, "return", by, at, reason=reason)
    for mark in sheet.marks:
        mark.recognised = None
    agreeing.take_back_agreement(sheet)
    _finish(sheet, "return", by, at, reason=summary, deadline=deadline, new={"reasons": given, "summary": summary})
    _tell_cell(sheet, "scoresheet_returned", at)


@scoresheets.one_flush
def recognise(sheet: Scoresheet, by: Actor, at: datetime, version: Any = None) -> None:
    """The committee's total and class, by the guidance's own rule on the marks as adjusted."""
    _begin(sheet, "recognise", at, _opened(sheet, by, at, version), by=by)
    _settle(sheet, "recognise", by, at)


@scoresheets.one_flush
def recognise_in_batch(sheet: Scoresheet, by: Actor, at: datetime, version: Any = None) -> None:
    """A sheet as the cell handed it in, with others on one page; its way says so. ``batch`` says which may be so."""
    _begin(sheet, "recognise_in_batch", at, version)
    sheet.reviewer_id = by.person_id
    _settle(sheet, "recognise_in_batch", by, at)


def _settle(sheet: Scoresheet, act: str, by: Actor, at: datetime) -> None:
    tally = scoresheets.tally(sheet, recognised=True)
    if not tally.is_complete:
        raise RuleBroken(_("Phiếu còn tiêu chí chưa có điểm. Hãy trả lại chi bộ để chấm đủ."))
    explained = scoresheets.explanation(sheet)
    sheet.recognised_at, sheet.recognised_total, sheet.recognised_class = at, tally.total, tally.quality
    sheet.locks_at = rules.locks_at(at, explained.at if explained else None)
    sheet.answer_until = sheet.locks_at
    _finish(sheet, act, by, at, total=tally.total, quality=tally.quality)
    adjusted = any(mark.recognised is not None for mark in sheet.marks)
    _tell_cell(sheet, "scoresheet_adjusted" if adjusted else "scoresheet_recognised", at)


@scoresheets.one_flush
def take_up_again(sheet: Scoresheet, reason: str, by: Actor, at: datetime, version: Any = None) -> None:
    """After the cell's explanation the committee changes its mind; its adjustments stand until changed."""
    _begin(sheet, "take_up_again", at, version, reason)
    if scoresheets.explanation(sheet) is None:
        raise RuleBroken(_("Chỉ thẩm định lại sau khi chi bộ giải trình."))
    sheet.reviewer_id = by.person_id
    sheet.recognised_at = sheet.recognised_total = sheet.recognised_class = None
    sheet.locks_at = sheet.answer_until = None
    _finish(sheet, "take_up_again", by, at, reason=reason)
    _tell_cell(sheet, "scoresheet_taken_up", at)


@scoresheets.one_flush
def uphold(sheet: Scoresheet, reason: str, by: Actor, at: datetime, version: Any = None) -> None:
    """After the cell's explanation the result stands: the sheet is locked, and the cell reads why."""
    _begin(sheet, "uphold", at, version, reason)
    if scoresheets.explanation(sheet) is None:
        raise RuleBroken(_("Chi bộ chưa giải trình phiếu này."))
    sheet.locks_at = at
    _finish(sheet, "uphold", by, at, reason=reason, total=sheet.recognised_total, quality=sheet.recognised_class)
    _tell_cell(sheet, "scoresheet_upheld", at)


def lock_due(at: datetime) -> int:
    """Write the lock of every recognised sheet whose window is over; how many. They read as locked already."""
    due = select(Scoresheet).where(Scoresheet.state == SheetState.RECOGNISED, Scoresheet.locks_at <= at)
    sheets = list(db.session.scalars(due.order_by(Scoresheet.id).options(*scoresheets.SHOWN)))
    for sheet in sheets:
        sheet.state = rules.SHEET.step("lock", sheet.state)
        _finish(sheet, "lock", None, at)
    return len(sheets)


# --- what they share ------------------------------------------------------------------------------------------------


def _opened(sheet: Scoresheet, by: Actor, at: datetime, version: Any) -> Any:
    """Open a sheet that waits; the version still to be expected of it, none once opening has used it up."""
    if sheet.state is not SheetState.SUBMITTED:
        return version
    open_sheet(sheet, by, at, version)
    return None


def _begin(
    sheet: Scoresheet, act: str, at: datetime, version: Any, reason: str | None = None, by: Actor | None = None
) -> None:
    """The act must start from here; given ``by``, it is for the reviewer who opened the sheet."""
    if version is not None:
        sheet.expect(version)
    scoresheets.step(sheet, act, at, reason)
    if by is not None and sheet.reviewer is not None and sheet.reviewer_id != by.person_id:
        raise RuleBroken(
            _(
                "Phiếu đang do đồng chí “%(name)s” thẩm định. Hãy bấm “Nhận thẩm định” trước.",
                name=sheet.reviewer.full_name,
            )
        )


def _finish(
    sheet: Scoresheet,
    act: str,
    by: Actor | None,
    at: datetime,
    kept: bool = True,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
    **facts: Any,
) -> None:
    """Write the act to the audit trail and, where ``kept``, to the sheet's way, and announce it."""
    scoresheets.touch(sheet, by, at)
    audit.record(by, f"scoresheet.{act}", sheet, at=at, old=old, new=new)
    if kept:
        scoresheets.remember(sheet, act, by, at, **facts)
    scoresheets.announce(sheet, at)


def _of(sheet: Scoresheet, code: str) -> tuple[Criterion, Mark]:
    mark = next((mark for mark in sheet.marks if mark.criterion == code), None)
    criterion = next((one for one in scoresheets.form_of(sheet).criteria(sheet.kind) if one.code == code), None)
    if mark is None or criterion is None:
        raise RuleBroken(_("Phiếu không có tiêu chí %(code)s.", code=code))
    return criterion, mark


def _note(sheet: Scoresheet, code: str, act: str, by: Actor, at: datetime, **facts: Any) -> None:
    db.session.add(CriterionRemark(scoresheet=sheet, criterion=code, act=act, by_id=by.person_id, at=at, **facts))


def _tell_cell(sheet: Scoresheet, kind: str, at: datetime) -> None:
    notices.tell(
        scoresheets.holders(sheet.cell, LEADING, at), sheet.cell_id, kind,
        {"committee": sheet.superior_name, "month": sheet.month, "year": sheet.year}, agreeing.path(sheet), at,
    )  # fmt: skip
