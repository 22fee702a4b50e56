"""What waits for a reviewer: sheets, explanations, answers, rounds of calibration, years; each line opens its page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape
from sqlalchemy import case, func, literal, or_, select
from sqlalchemy.orm import aliased

from tracker.base import clock
from tracker.desk import rules
from tracker.desk.todo import Todo, said, worded
from tracker.extensions import db
from tracker.guidance.kinds import MeetingKind
from tracker.permissions import Actor
from tracker.ratings.models import CellYear
from tracker.ratings.rules import YearState
from tracker.reviews.calibration import service as calibrations
from tracker.reviews.models import Signal
from tracker.reviews.rules import SignalState
from tracker.reviews.service import Status
from tracker.scoresheets.models import Explanation, Scoresheet, SheetAct
from tracker.scoresheets.rules import SheetState

Found = tuple[int | None, Todo]
MOST_EXPLANATIONS = 10


def todos(ids: list[int], at: datetime, by: Actor) -> dict[int | None, list[Todo]]:
    """What waits for this reader in each of the committees they review for."""
    found: dict[int | None, list[Todo]] = defaultdict(list)
    sheets = [*_sheets(ids), *_opened(ids, by), *_late(ids, at), *_explanations(ids, at)]
    for committee_id, todo in [*sheets, *_answered(ids), *_asked_to_mark(ids, by), *_years(ids)]:
        found[committee_id].append(todo)
    return found


def together(waiting: Mapping[int | None, list[Todo]], named: Mapping[int, str]) -> list[Todo]:
    """One list of what waits in these committees, ``named`` by id; each line says which, where there are several."""
    return rules.in_order(
        _with_name(todo, name) if len(named) > 1 else todo for key, name in named.items() for todo in waiting[key]
    )


def _with_name(todo: Todo, committee: str) -> Todo:
    parts = [escape(part) for part in (todo.detail, said(committee)) if part]
    return replace(todo, detail=Markup(" · ").join(parts))


def list_of(committee_id: int | None, year: int, month: int, show: Status, is_thematic: bool = False) -> str:
    kind = "thematic" if is_thematic else None
    return url_for("reviews.index", committee_id=committee_id, year=year, month=month, show=show.value, kind=kind)


def _detail(is_thematic: bool, year: int, month: int) -> str:
    if is_thematic:
        return _("Sinh hoạt chuyên đề tháng %(month)s/%(year)s", month=month, year=year)
    return _("Sinh hoạt thường kỳ tháng %(month)s/%(year)s", month=month, year=year)


def _sheets(ids: list[int]) -> Iterable[Found]:
    """Sheets handed in and not opened yet, by month."""
    for committee_id, year, month, thematic, _of_reader, count in _counted(ids, SheetState.SUBMITTED):
        text = ngettext("Thẩm định %(num)s phiếu mới nộp", "Thẩm định %(num)s phiếu mới nộp", count)
        kind = "thematic" if thematic else None
        url = url_for("reviews.queue", committee_id=committee_id, year=year, month=month, kind=kind)
        yield committee_id, Todo(text, url, _detail(thematic, year, month), weight=1)


def _opened(ids: list[int], by: Actor) -> Iterable[Found]:
    """Sheets that the reader opened, then those that others did and did not finish, by month."""
    mine = Scoresheet.reviewer_id == by.person_id
    for committee_id, year, month, thematic, is_mine, count in _counted(ids, SheetState.UNDER_REVIEW, mine):
        text = (
            ngettext("Kết thúc thẩm định %(num)s phiếu", "Kết thúc thẩm định %(num)s phiếu", count)
            if is_mine
            else ngettext(
                "Xem %(num)s phiếu đồng chí khác đang thẩm định",
                "Xem %(num)s phiếu đồng chí khác đang thẩm định",
                count,
            )
        )
        url = list_of(committee_id, year, month, Status.UNDER_REVIEW, thematic)
        yield committee_id, Todo(text, url, _detail(thematic, year, month), weight=2 if is_mine else 8)


def _counted(ids: list[int], state: SheetState, mine: Any = None) -> Iterable[Any]:
    """Committee, year, month, whether thematic, whether the reader's own, and how many sheets, by month."""
    mine = literal(0) if mine is None else case((mine, 1), else_=0)
    parts = (Scoresheet.superior_id, Scoresheet.year, Scoresheet.month, Scoresheet.kind == MeetingKind.THEMATIC, mine)
    query = (
        select(*parts, func.count())
        .where(Scoresheet.superior_id.in_(ids), Scoresheet.state == state)
        .group_by(*parts)
        .order_by(Scoresheet.year, Scoresheet.month)
    )
    return db.session.execute(query)


def _late(ids: list[int], at: datetime) -> Iterable[Found]:
    """Sheets sent back whose day is past and which did not come back."""
    is_thematic = Scoresheet.kind == MeetingKind.THEMATIC
    back = aliased(SheetAct)
    last = select(func.max(back.id)).where(back.scoresheet_id == Scoresheet.id, back.act == "return")
    query = (
        select(Scoresheet.superior_id, Scoresheet.year, Scoresheet.month, is_thematic, func.count(),
               func.min(SheetAct.deadline))
        .join(SheetAct, SheetAct.scoresheet_id == Scoresheet.id)
        .where(
            Scoresheet.superior_id.in_(ids),
            Scoresheet.state.in_([SheetState.RETURNED, SheetState.DRAFT, SheetState.AGREED]),
            SheetAct.id == last.correlate(Scoresheet).scalar_subquery(),
            SheetAct.deadline < clock.day_of(at),
        )
        .group_by(Scoresheet.superior_id, Scoresheet.year, Scoresheet.month, is_thematic)
        .order_by(Scoresheet.year, Scoresheet.month)
    )  # fmt: skip
    for committee_id, year, month, thematic, count, deadline in db.session.execute(query):
        text = ngettext("Hỏi %(num)s phiếu trả lại chưa nộp lại", "Hỏi %(num)s phiếu trả lại chưa nộp lại", count)
        url = list_of(committee_id, year, month, Status.RETURNED, thematic)
        yield committee_id, Todo(text, url, _detail(thematic, year, month), deadline, weight=3)


def _explanations(ids: list[int], at: datetime) -> Iterable[Found]:
    """Explanations that the committee has not answered; by the end of its window the sheet is locked as it stands."""
    query = (
        select(Scoresheet)
        .join(Explanation, Explanation.scoresheet_id == Scoresheet.id)
        .where(
            Scoresheet.superior_id.in_(ids),
            Scoresheet.state == SheetState.RECOGNISED,
            Explanation.at >= Scoresheet.recognised_at,
            or_(Scoresheet.locks_at.is_(None), Scoresheet.locks_at > at),
        )
        .order_by(Scoresheet.locks_at, Scoresheet.id)
        .limit(MOST_EXPLANATIONS)
    )
    for sheet in db.session.scalars(query):
        text = worded(_("Đọc giải trình của %(cell)s"), cell=said(sheet.cell_name))
        due = clock.day_of(sheet.locks_at) if sheet.locks_at else None
        detail = _detail(sheet.kind is MeetingKind.THEMATIC, sheet.year, sheet.month)
        url = url_for("reviews.show", scoresheet_id=sheet.id)
        yield sheet.superior_id, Todo(text, url, detail, due, weight=0)


def _answered(ids: list[int]) -> Iterable[Found]:
    """Questions that the cells have answered and that the committee has not settled."""
    query = (
        select(Signal.committee_id, func.count())
        .where(Signal.committee_id.in_(ids), Signal.state == SignalState.ANSWERED)
        .group_by(Signal.committee_id)
        .order_by(Signal.committee_id)
    )
    for committee_id, count in db.session.execute(query):
        text = ngettext(
            "Đọc trả lời của chi bộ cho %(num)s câu hỏi", "Đọc trả lời của chi bộ cho %(num)s câu hỏi", count
        )
        url = url_for("signals.index", committee_id=committee_id, state=SignalState.ANSWERED.value)
        yield committee_id, Todo(text, url, weight=5)


def _asked_to_mark(ids: list[int], by: Actor) -> Iterable[Found]:
    """Rounds of calibration that wait for the reader's marks; those of a committee above stand with their first."""
    for one in calibrations.asked(by.person_id):
        text = worded(_("Chấm các phiếu của đợt “%(name)s”"), name=said(one.name))
        url = url_for("calibration.show", calibration_id=one.round_id)
        yield one.committee_id if one.committee_id in ids else ids[0], Todo(text, url, weight=6)


def _years(ids: list[int]) -> Iterable[Found]:
    """Years proposed by their cells and not decided, by the committee that decides."""
    decider = func.coalesce(CellYear.forwarded_to_id, CellYear.superior_id)
    query = (
        select(decider, CellYear.year, func.count())
        .where(decider.in_(ids), CellYear.state == YearState.PROPOSED)
        .group_by(decider, CellYear.year)
        .order_by(CellYear.year)
    )
    for committee_id, year, count in db.session.execute(query):
        text = ngettext("Công nhận xếp loại năm của %(num)s chi bộ", "Công nhận xếp loại năm của %(num)s chi bộ", count)
        detail = _("Chi bộ đã đề nghị xếp loại năm %(year)s.", year=year)
        yield (
            committee_id,
            Todo(text, url_for("branch_years.show", committee_id=committee_id, year=year), detail, weight=4),
        )
