"""Questions to cells: found when a sheet comes in, answered by the cell, settled by its committee.

Nothing here commits.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import joinedload

from tracker.audit import service as audit
from tracker.base.errors import RuleBroken
from tracker.base.transitions import WrongState
from tracker.extensions import db
from tracker.notices import service as notices
from tracker.organisations.models import Organisation, under
from tracker.permissions import LEADING, Actor, Office
from tracker.reviews.models import Signal
from tracker.reviews.rules import LIVE, SIGNAL, SignalKind, SignalState
from tracker.reviews.signals.finding import path
from tracker.scoresheets import reading
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.models import Scoresheet

PAGE = 30
MOST = 20
SHOWN = (
    joinedload(Signal.cell),
    joinedload(Signal.committee),
    joinedload(Signal.answered_by),
    joinedload(Signal.settled_by),
)


def get(signal_id: int) -> Signal:
    """The question with its cell and committee, or ``NoResultFound``."""
    return db.session.get_one(Signal, int(signal_id), options=SHOWN)


_LIVE = (
    select(Signal)
    .where(Signal.cell_id.in_(bindparam("cell_ids", expanding=True)), Signal.state.in_(LIVE))
    .options(*SHOWN)
    .order_by(Signal.cell_id, Signal.id)
)


reading.RARE["signals"] = exists().where(Signal.cell_id == Scoresheet.cell_id, Signal.state.in_(LIVE))


def live(cell_ids: Collection[int]) -> list[Signal]:
    """The questions still open to these cells, by cell, the oldest first."""
    return list(db.session.scalars(_LIVE, {"cell_ids": list(cell_ids)}))


def of_sheet(sheet: Scoresheet) -> list[Signal]:
    """The questions still open to the sheet's cell."""
    return live([sheet.cell_id])


def of_cell(cell: Organisation) -> list[Signal]:
    """The latest questions to a cell whatever became of them, the newest first."""
    query = select(Signal).where(Signal.cell_id == cell.id).options(*SHOWN)
    return list(db.session.scalars(query.order_by(Signal.id.desc()).limit(MOST)))


def page(
    branch: Organisation,
    states: Collection[SignalState] = LIVE,
    kind: SignalKind | None = None,
    before: int | None = None,
    most: int = PAGE,
) -> tuple[list[Signal], bool]:
    """Questions to the cells of a branch, the newest first, and whether more follow ``most`` of them."""
    query = _in_branch(select(Signal), branch).where(Signal.state.in_(states)).options(*SHOWN)
    if kind is not None:
        query = query.where(Signal.kind == kind)
    if before is not None:
        query = query.where(Signal.id < before)
    rows = list(db.session.scalars(query.order_by(Signal.id.desc()).limit(most + 1)))
    return rows[:most], len(rows) > most


def tallies(branch: Organisation) -> dict[SignalState, int]:
    """How many questions to the cells of a branch stand where."""
    query = _in_branch(select(Signal.state, func.count()), branch).group_by(Signal.state)
    counted = {state: number for state, number in db.session.execute(query)}
    return {state: counted.get(state, 0) for state in SignalState}


def _in_branch(query: Any, branch: Organisation) -> Any:
    below = select(Organisation.id).where(under(Organisation, branch.path))
    return query.where(Signal.committee_id.in_(below) | Signal.cell_id.in_(below))


def answer(signal: Signal, text: str, by: Actor, at: datetime, version: Any = None) -> None:
    """The cell's word, which it may still change until the committee settles; the committee's reviewers are told."""
    _begin(signal, "answer", version)
    if not text.strip():
        raise RuleBroken(_("Hãy ghi câu trả lời."))
    signal.answer, signal.answered_at, signal.answered_by_id, signal.changed_at = text.strip(), at, by.person_id, at
    audit.record(by, "signal.answer", signal, at=at)
    told = scoresheets.holders(signal.committee, {Office.REVIEWER}, at)
    notices.tell(told, signal.committee_id, "signal_answered", {"cell": signal.cell.name}, path(signal), at)


def settle(signal: Signal, note: str, by: Actor, at: datetime, version: Any = None) -> None:
    """The committee has looked, and says what it found; the months after the pattern's last count anew."""
    _begin(signal, "settle", version)
    if not note.strip():
        raise RuleBroken(_("Hãy ghi đã xem xét thế nào."))
    signal.settled_note, signal.settled_at, signal.settled_by_id, signal.changed_at = note.strip(), at, by.person_id, at
    audit.record(by, "signal.settle", signal, at=at)
    told = scoresheets.holders(signal.cell, LEADING, at)
    notices.tell(told, signal.cell_id, "signal_settled", {"committee": signal.committee.name}, path(signal), at)


def _begin(signal: Signal, act: str, version: Any) -> None:
    if version is not None:
        signal.expect(version)
    try:
        signal.state = SIGNAL.step(act, signal.state)
    except WrongState as wrong:
        raise RuleBroken(_("Câu hỏi này đã khép lại, không ghi thêm được.")) from wrong
