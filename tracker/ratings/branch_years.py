"""A committee's year over its cells: what is still to be decided, recognised in batch, closed as a whole, reopened.

From the stored figures alone; nothing here commits.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Row, and_, func, or_, select, union
from sqlalchemy.orm import aliased, joinedload

from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import Conflict, RuleBroken
from tracker.extensions import db
from tracker.guidance.rules import QualityClass
from tracker.organisations import service as organisations
from tracker.organisations.models import Organisation
from tracker.ratings import branch, closing, lineage
from tracker.ratings import service as ratings
from tracker.ratings.closing import Kept, KeptBranch, KeptCell
from tracker.ratings.exceptions import Found, Group, Summary, doubts, group
from tracker.ratings.keeping import frozen, thawed
from tracker.ratings.models import BranchYear, CellYear
from tracker.ratings.rules import YearState
from tracker.reviews import reminding
from tracker.reviews import words as review_words
from tracker.reviews.models import Signal
from tracker.reviews.rules import LIVE, Wanted

PAGE = 40
Refused = list[tuple[str, str]]
"""Cells that would not be closed, by name, and why."""


@dataclass(frozen=True)
class Line:
    """One cell's year as the committee sees it. ``key``, ``version``: of the stored year, 0 where nothing is.

    ``came_from``: the name of the committee that passed it on to this one; ``went_to``: the committee's to which this
    one did.
    """

    key: int
    version: int
    cell_id: int
    name: str
    computed: QualityClass | None
    proposed: QualityClass | None
    recognised: QualityClass | None
    mean: Decimal | None
    summary: Summary
    came_from: str = ""
    note: str = ""
    went_to: str = ""
    reason: str = ""

    @property
    def state(self) -> YearState:
        return self.summary.state

    @property
    def doubts(self) -> tuple[Found, ...]:
        return doubts(self.summary)

    @property
    def group(self) -> Group:
        return group(self.summary)

    @property
    def quality(self) -> QualityClass | None:
        return self.recognised or self.computed


@dataclass(frozen=True)
class Preview:
    """A page of the lines, those to be looked at first before the others; how many there are of each group in all."""

    lines: list[Line]
    counts: Mapping[Group, int]
    after: int | None

    def of(self, group: Group) -> list[Line]:
        return [line for line in self.lines if line.group is group]


@dataclass
class Missing:
    """What keeps the committee's year from being closed: cells not decided, decided above and not closed, branches."""

    undecided: list[Line] = field(default_factory=list)
    closable: list[Line] = field(default_factory=list)
    passed_on: list[Line] = field(default_factory=list)
    branches: list[tuple[int, str]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.undecided or self.closable or self.passed_on or self.branches)


# --- reading --------------------------------------------------------------------------------------------------------


def get(committee_id: int, year: int) -> BranchYear:
    """The committee's year, stored or about to be; or ``NoResultFound``."""
    ratings.check_year(year)
    committee = organisations.get_committee(committee_id)
    return find(committee.id, year) or BranchYear(
        committee=committee, committee_id=committee.id, year=year, version=0, closed_with=None,
        committee_name=organisations.name_on(committee, lineage.last_day(year, clock.day_of(clock.now()))),
    )  # fmt: skip


def find(committee_id: int, year: int) -> BranchYear | None:
    query = select(BranchYear).where(BranchYear.committee_id == committee_id, BranchYear.year == year)
    return db.session.scalar(query.options(joinedload(BranchYear.committee)))


def preview(branch_year: BranchYear, today: date, after: int | None = None, most: int = PAGE) -> Preview:
    """The cells whose year this committee decides, a page of them after the cell ``after``."""
    lines = sorted(decided_here(branch_year, today), key=lambda line: line.group)
    start = next((place + 1 for place, line in enumerate(lines) if line.cell_id == after), 0)
    page = lines[start : start + most]
    counts = Counter(line.group for line in lines)
    return Preview(page, counts, page[-1].cell_id if start + most < len(lines) else None)


def decided_here(branch_year: BranchYear, today: date) -> list[Line]:
    """All of them, in the order of names; one query."""
    return [line for line in _lines(branch_year, today) if not line.went_to]


def _lines(branch_year: BranchYear, today: date) -> list[Line]:
    """The cells directly below, and those whose year a committee below passed on to this one."""
    committee, year = branch_year.committee, branch_year.year
    mine = or_(CellYear.superior_id == committee.id, CellYear.forwarded_to_id == committee.id)
    kept = select(CellYear.cell_id).where(CellYear.year == year, mine)
    cells = union(kept, branch.placed(committee, year, today)).subquery()
    above = aliased(Organisation)
    higher = select(above.name).where(above.id == CellYear.forwarded_to_id).scalar_subquery()
    asking = (
        select(func.count())
        .where(
            Signal.cell_id == Organisation.id, Signal.state.in_(LIVE), Signal.from_year <= year, Signal.to_year >= year
        )
        .scalar_subquery()
    )
    query = (
        select(Organisation.id.label("cell_id"), Organisation.name, *_SHOWN, higher.label("higher"),
               asking.label("signals"))
        .join(cells, cells.c[0] == Organisation.id)
        .outerjoin(CellYear, and_(CellYear.cell_id == Organisation.id, CellYear.year == year))
        .order_by(Organisation.sort_key, Organisation.id)
    )  # fmt: skip
    return [_line(row, committee.id, today.year > year) for row in db.session.execute(query)]


_SHOWN = (
    CellYear.id.label("key"), CellYear.version, CellYear.cell_name, CellYear.superior_id, CellYear.superior_name,
    CellYear.state, CellYear.computed_class, CellYear.proposed_class, CellYear.recognised_class, CellYear.mean,
    CellYear.regular_held, CellYear.scored, CellYear.recognised, CellYear.missing, CellYear.empty_quarters,
    CellYear.reopened_at, CellYear.proposed_for, CellYear.proposed_reason, CellYear.forwarded_to_id,
    CellYear.forwarded_note,
)  # fmt: skip


def _line(row: Row[Any], committee_id: int, is_over: bool) -> Line:
    came = row.forwarded_to_id == committee_id
    return Line(
        key=row.key or 0,
        version=row.version or 0,
        cell_id=row.cell_id,
        name=row.cell_name or row.name,
        computed=row.computed_class,
        proposed=row.proposed_class,
        recognised=row.recognised_class,
        mean=row.mean,
        summary=_summary(row, is_over),
        came_from=row.superior_name if came else "",
        note=row.forwarded_note if came else "",
        went_to="" if came else row.higher or "",
        reason=row.proposed_reason or "",
    )


def _summary(row: Row[Any], is_over: bool) -> Summary:
    """A cell of which nothing is stored has held no meeting that anybody recorded."""
    return Summary(
        state=row.state or YearState.OPEN,
        computed=row.computed_class,
        proposed=row.proposed_class,
        is_over=is_over,
        held=row.regular_held or 0,
        scored=row.scored or 0,
        recognised=row.recognised or 0,
        missing=row.missing or (),
        empty_quarters=row.empty_quarters or (),
        signals=row.signals,
        was_reopened=row.reopened_at is not None,
        in_stead=bool(row.proposed_for),
    )


def missing(branch_year: BranchYear, today: date) -> Missing:
    """What closing waits for, by cell and by committee below."""
    found = Missing(branches=_branches_open(branch_year, today))
    for line in _lines(branch_year, today):
        if line.went_to and line.state is not YearState.CLOSED:
            found.passed_on.append(line)
        elif not line.went_to and line.state is YearState.RECOGNISED:
            found.closable.append(line)
        elif not line.went_to and line.state is not YearState.CLOSED:
            found.undecided.append(line)
    return found


def _branches_open(branch_year: BranchYear, today: date) -> list[tuple[int, str]]:
    """The committees directly below that have cells and have not closed this year."""
    below = [line for line in branch.branches(branch_year.committee, branch_year.year, today) if line.totals.cells]
    closed = _closed({line.committee_id for line in below}, branch_year.year)
    return [(line.committee_id, line.name) for line in below if line.committee_id not in closed]


def _closed(committee_ids: Collection[int], year: int) -> set[int]:
    query = select(BranchYear.committee_id).where(BranchYear.year == year, BranchYear.closed_at.is_not(None))
    return set(db.session.scalars(query.where(BranchYear.committee_id.in_(committee_ids))))


# --- acts -----------------------------------------------------------------------------------------------------------


@dataclass
class Batch:
    """Names of the cells recognised, and of those left because they are no longer as they were shown."""

    done: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def recognise_in_batch(
    branch_year: BranchYear, chosen: Collection[int], shown: Mapping[int, int], by: Any, at: datetime
) -> Batch:
    """Recognise as proposed the chosen years that were on the page, unchanged since, and still without a doubt."""
    if not chosen:
        raise RuleBroken(_("Hãy chọn ít nhất một chi bộ để công nhận."))
    today, result = clock.day_of(at), Batch()
    here = {line.key: line for line in decided_here(branch_year, today) if line.key}
    for key in [key for key in here if key in chosen]:
        line = here[key]
        if line.group is Group.IN_BATCH and shown.get(key) == line.version and _recognised(line, branch_year, by, at):
            result.done.append(line.name)
        else:
            result.left.append(line.name)
    if not result.done:
        raise RuleBroken(_("Các chi bộ đã chọn vừa thay đổi. Hãy xem lại danh sách rồi chọn lại."))
    return result


def _recognised(line: Line, branch_year: BranchYear, by: Any, at: datetime) -> bool:
    """Recognise one; not where somebody else was first."""
    cell_year = ratings.get(line.cell_id, branch_year.year, clock.day_of(at))
    try:
        ratings.recognise_in_batch(cell_year, by, at, line.version)
    except Conflict:
        return False
    return True


def remind(branch_year: BranchYear, cell_id: int | None, by: Any, at: datetime) -> reminding.Sent:
    """Remind one cell that proposed nothing of a year that is over, or all of them (``cell_id`` is ``None``)."""
    today = clock.day_of(at)
    if today.year <= branch_year.year:
        raise RuleBroken(_("Năm %(year)s chưa kết thúc. Hãy để chi bộ tự đề nghị.", year=branch_year.year))
    cells = [
        reminding.Cell(line.cell_id, line.name, None, None, True)
        for line in decided_here(branch_year, today)
        if line.state is YearState.OPEN and cell_id in (None, line.cell_id)
    ]
    if not cells:
        raise RuleBroken(_("Không còn chi bộ nào chưa đề nghị."))
    sent = reminding.remind(branch_year.committee, cells, Wanted.PROPOSE, branch_year.year, 0, by, at)
    if not sent.sent:
        raise RuleBroken(
            review_words.reminded_today(len(sent.already))
            if sent.already
            else review_words.nobody_to_remind(sent.leaderless)
        )
    return sent


def close(branch_year: BranchYear, by: Any, at: datetime, version: Any = None) -> tuple[BranchYear, int, Refused]:
    """Close every year recognised here, and then the committee's own where nothing is missing.

    Gives the row (closed or not), how many cells it closed, and those that would not be.
    """
    today = clock.day_of(at)
    row = _locked(branch_year, version)
    if row.closed_at is not None:
        raise RuleBroken(_("Năm %(year)s của đảng bộ đã chốt.", year=row.year))
    if today.year <= row.year:
        raise RuleBroken(_("Năm %(year)s chưa kết thúc. Chỉ chốt năm từ ngày 01/01 năm sau.", year=row.year))
    closed, refused = _close_cells(row, by, at)
    if not missing(row, today):
        kept = standing(row, today)
        row.closed_at, row.closed_by, row.closed_with = at, by.name, frozen(kept)
        _record(row, "branch_year.close", by, at, {"cells": len(kept.cells)})
    return row, closed, refused


def _close_cells(row: BranchYear, by: Any, at: datetime) -> tuple[int, Refused]:
    closed, refused = 0, []
    for line in missing(row, clock.day_of(at)).closable:
        try:
            ratings.close(ratings.get(line.cell_id, row.year, clock.day_of(at)), by, at)
            closed += 1
        except RuleBroken as broken:
            refused.append((line.name, str(broken)))
    return closed, refused


def reopen(branch_year: BranchYear, reason: str, by: Any, at: datetime, version: Any = None) -> BranchYear:
    """Open the committee's year again; its cells stay closed until each is reopened."""
    row = _locked(branch_year, version)
    if row.closed_at is None:
        raise RuleBroken(_("Năm %(year)s của đảng bộ chưa chốt.", year=row.year))
    if not reason.strip():
        raise RuleBroken(_("Hãy ghi lý do."))
    placement = organisations.placement_on(row.committee_id, lineage.last_day(row.year, clock.day_of(at)))
    if higher := ratings.closed_branch(placement.parent_id if placement else None, row.year):
        name = higher.committee_name
        raise RuleBroken(
            _("Năm %(year)s của “%(name)s” đã chốt. Hãy đề nghị cấp đó mở lại trước.", year=row.year, name=name)
        )
    row.closed_at, row.closed_by = None, ""
    row.reopened_at, row.reopened_by, row.reopened_reason = at, by.name, reason
    _record(row, "branch_year.reopen", by, at, {"reason": reason})
    return row


def _record(row: BranchYear, act: str, by: Any, at: datetime, more: dict[str, Any]) -> None:
    audit.record(by, act, row, at=at, old={}, new={"year": row.year, "name": row.committee_name} | more)
    db.session.flush()


def _locked(branch_year: BranchYear, version: Any) -> BranchYear:
    """The row to write to, made where there is none; the committee's row is locked so that only one is made."""
    key, year = branch_year.committee_id, branch_year.year
    committee = db.session.scalars(select(Organisation).where(Organisation.id == key).with_for_update()).one()
    query = select(BranchYear).where(BranchYear.committee_id == key, BranchYear.year == year).with_for_update()
    row = db.session.scalar(query.execution_options(populate_existing=True))
    if version is not None and str(version) != str(row.version if row else 0):
        raise Conflict(row or branch_year)
    if row is None:
        row = BranchYear(committee=committee, committee_id=key, year=year, committee_name=branch_year.committee_name)
        db.session.add(row)
    return row


# --- as it stands, as it was closed ---------------------------------------------------------------------------------


def standing(branch_year: BranchYear, today: date) -> Kept:
    """The committee's own cells, whoever decides them, with their totals and those of the committees below."""
    cells = tuple(
        KeptCell(line.cell_id, line.name, line.state, line.quality, line.mean)
        for line in _lines(branch_year, today)
        if not line.came_from
    )
    below = branch.branches(branch_year.committee, branch_year.year, today)
    branches = tuple(
        KeptBranch(one.committee_id, one.name, closing.counts(Counter(one.totals.counts)))
        for one in below
        if one.totals.cells
    )
    return Kept(cells, closing.totals(cells), branches)


def as_closed(branch_year: BranchYear) -> Kept | None:
    """What the committee's year was closed with, last."""
    return thawed(Kept, branch_year.closed_with) if branch_year.closed_with else None


def changed_since(branch_year: BranchYear, today: date) -> closing.Difference | None:
    """Of a reopened year: what reads otherwise than when it was closed."""
    then = as_closed(branch_year)
    if then is None or branch_year.closed_at is not None:
        return None
    return closing.differences(then, standing(branch_year, today))
