"""A reviewer's desk: for each committee, the month just over and this one, and what waits for an answer."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, or_, select

from tracker.base import clock
from tracker.desk import rules
from tracker.desk.todo import Todo, said, worded
from tracker.extensions import db
from tracker.guidance.kinds import MeetingKind
from tracker.meetings.rules import month_before
from tracker.organisations.models import Organisation
from tracker.permissions import Actor, Office
from tracker.ratings.models import CellYear
from tracker.ratings.rules import YearState
from tracker.reviews import service as reviews
from tracker.reviews.service import Month, Status
from tracker.scoresheets.models import Explanation, Scoresheet, SheetAct
from tracker.scoresheets.rules import SheetState

Found = tuple[int | None, Todo]
MOST_EXPLANATIONS = 10
SHOWN = (Status.NOT_MET, Status.NOT_SUBMITTED, Status.WAITING, Status.UNDER_REVIEW, Status.RETURNED, Status.RECOGNISED)


@dataclass(frozen=True)
class Figures:
    """A committee's month in figures, each with the list it counts."""

    year: int
    month: int
    counts: list[tuple[Status, int, str]]


@dataclass(frozen=True)
class Desk:
    committee: Organisation
    todos: list[Todo]
    months: list[Figures]

    name = "reviewer"

    @property
    def waits(self) -> int:
        return len(self.todos)


def committees_of(by: Actor) -> list[int]:
    return list(dict.fromkeys(post.organisation_id for post in by.posts if post.office is Office.REVIEWER))


def desks(by: Actor, at: datetime) -> list[Desk]:
    """One for each committee they review for, the highest first. Queries grow with these, not with their cells."""
    ids, today = committees_of(by), clock.day_of(at)
    if not ids:
        return []
    query = select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.sort_key, Organisation.id)
    committees = sorted(db.session.scalars(query), key=lambda committee: committee.path.count("/"))
    waiting = todos(ids, at)
    return [
        Desk(committee, rules.in_order(waiting[committee.id]), _months(committee, today)) for committee in committees
    ]


def todos(ids: list[int], at: datetime) -> dict[int | None, list[Todo]]:
    found: dict[int | None, list[Todo]] = defaultdict(list)
    for committee_id, todo in [*_sheets(ids), *_late(ids, at), *_explanations(ids, at), *_years(ids)]:
        found[committee_id].append(todo)
    return found


def _list(committee_id: int | None, year: int, month: int, show: Status, is_thematic: bool = False) -> str:
    kind = "thematic" if is_thematic else None
    return url_for("reviews.index", committee_id=committee_id, year=year, month=month, show=show.value, kind=kind)


def _months(committee: Organisation, today: date) -> list[Figures]:
    """The month just over, whose sheets are being handed in, then the present one."""
    this = (today.year, today.month)
    return [_figures(committee, *month) for month in (month_before(*this), this)]


def _figures(committee: Organisation, year: int, month: int) -> Figures:
    counts = reviews.tallies(Month(committee, year, month))
    lines = [(status, counts[status], _list(committee.id, year, month, status)) for status in SHOWN]
    return Figures(year, month, lines)


def _detail(is_thematic: bool, year: int, month: int) -> str:
    if is_thematic:
        return _("Sinh hoạt chuyên đề tháng %(month)s/%(year)s", month=month, year=year)
    return _("Sinh hoạt thường kỳ tháng %(month)s/%(year)s", month=month, year=year)


def _sheets(ids: list[int]) -> Iterable[Found]:
    """Sheets handed in, by month: those not opened yet, then those being looked at."""
    is_thematic = Scoresheet.kind == MeetingKind.THEMATIC
    query = (
        select(Scoresheet.superior_id, Scoresheet.year, Scoresheet.month, is_thematic, Scoresheet.state, func.count())
        .where(
            Scoresheet.superior_id.in_(ids),
            Scoresheet.state.in_([SheetState.SUBMITTED, SheetState.UNDER_REVIEW]),
        )
        .group_by(Scoresheet.superior_id, Scoresheet.year, Scoresheet.month, is_thematic, Scoresheet.state)
        .order_by(Scoresheet.year, Scoresheet.month)
    )
    for committee_id, year, month, thematic, state, count in db.session.execute(query):
        is_new = state is SheetState.SUBMITTED
        text = (
            ngettext("Thẩm định %(num)s phiếu mới nộp", "Thẩm định %(num)s phiếu mới nộp", count)
            if is_new
            else ngettext("Kết thúc thẩm định %(num)s phiếu", "Kết thúc thẩm định %(num)s phiếu", count)
        )
        url = _list(committee_id, year, month, Status.WAITING if is_new else Status.UNDER_REVIEW, thematic)
        yield committee_id, Todo(text, url, _detail(thematic, year, month), weight=1 if is_new else 2)


def _late(ids: list[int], at: datetime) -> Iterable[Found]:
    """Sheets sent back whose day is past and which did not come back."""
    is_thematic = Scoresheet.kind == MeetingKind.THEMATIC
    last = select(func.max(SheetAct.id)).where(SheetAct.act == "return").group_by(SheetAct.scoresheet_id)
    query = (
        select(Scoresheet.superior_id, Scoresheet.year, Scoresheet.month, is_thematic, func.count(),
               func.min(SheetAct.deadline))
        .join(SheetAct, SheetAct.scoresheet_id == Scoresheet.id)
        .where(
            Scoresheet.superior_id.in_(ids),
            Scoresheet.state.in_([SheetState.RETURNED, SheetState.DRAFT, SheetState.AGREED]),
            SheetAct.id.in_(last),
            SheetAct.deadline < clock.day_of(at),
        )
        .group_by(Scoresheet.superior_id, Scoresheet.year, Scoresheet.month, is_thematic)
        .order_by(Scoresheet.year, Scoresheet.month)
    )  # fmt: skip
    for committee_id, year, month, thematic, count, deadline in db.session.execute(query):
        text = ngettext("Hỏi %(num)s phiếu trả lại chưa nộp lại", "Hỏi %(num)s phiếu trả lại chưa nộp lại", count)
        url = _list(committee_id, year, month, Status.RETURNED, thematic)
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


def _years(ids: list[int]) -> Iterable[Found]:
    """Years proposed by their cells and not decided."""
    query = (
        select(CellYear.superior_id, CellYear.year, func.count())
        .where(CellYear.superior_id.in_(ids), CellYear.state == YearState.PROPOSED)
        .group_by(CellYear.superior_id, CellYear.year)
        .order_by(CellYear.year)
    )
    for committee_id, year, count in db.session.execute(query):
        text = ngettext("Công nhận xếp loại năm của %(num)s chi bộ", "Công nhận xếp loại năm của %(num)s chi bộ", count)
        detail = _("Chi bộ đã đề nghị xếp loại năm %(year)s.", year=year)
        yield (
            committee_id,
            Todo(text, url_for("ratings.committee", committee_id=committee_id, year=year), detail, weight=4),
        )
