"""The sheets that wait for a committee, in the order in which they are worth reading; today's, or a past day's.

A past day's order is made again from what is never rewritten: the sheets' acts, their readings, the month's draw, and
when questions were raised and left. A reading taken long after (``tracker readings``) stands as if of its day.
Reading only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, null, or_, select
from sqlalchemy.orm import aliased, defer

from tracker.base import clock
from tracker.base.names import text_key
from tracker.extensions import db
from tracker.guidance.kinds import MeetingKind, QualityClass
from tracker.meetings.rules import REGULAR
from tracker.organisations.models import Organisation, Placement
from tracker.people.models import Person
from tracker.reviews import risk, samples
from tracker.reviews.context import Place
from tracker.reviews.models import Reading, Signal
from tracker.reviews.risk import Group, Reason
from tracker.reviews.rules import LIVE
from tracker.reviews.service import Month, Neighbours
from tracker.scoresheets.models import Scoresheet, SheetAct
from tracker.scoresheets.rules import SHEET, WITH_SUPERIOR, SheetState

Superior = aliased(Organisation, name="superior")
TO_SUPERIOR = {act: row.target for act, row in SHEET.rows.items() if row.target in WITH_SUPERIOR}
"""The acts after which a sheet waits, and how."""


@dataclass(frozen=True)
class Brief:
    """What is said of a sheet in one line; the names are those of ``Reading``."""

    suggested: Decimal
    covered: Decimal
    days_taken: int
    present: int
    spoke: int


@dataclass(frozen=True)
class QueueLine:
    """One waiting sheet. ``risk`` is that of its reading and of the questions open to its cell, ``signals`` of them.

    ``is_read``: its records were read when it was handed in. ``superior_id``: the committee it waits for.
    """

    sheet_id: int
    meeting_id: int
    cell_id: int
    cell_name: str
    superior_id: int
    kind: MeetingKind
    year: int
    month: int
    state: SheetState
    version: int
    submitted_at: datetime
    total: Decimal
    self_class: QualityClass | None
    reviewer: str
    is_read: bool
    gap: Decimal
    risk: Decimal
    reasons: tuple[Reason, ...]
    signals: int
    is_drawn: bool
    brief: Brief | None

    @property
    def group(self) -> Group:
        return risk.group(not self.is_read or bool(self.reasons or self.signals or self.gap), self.is_drawn)

    @property
    def is_quiet(self) -> bool:
        """May be recognised in batch: nothing speaks for a closer look, and nobody has begun one."""
        return self.group is Group.QUIET and self.state is SheetState.SUBMITTED

    @property
    def order(self) -> tuple[Any, ...]:
        return risk.Place(self.group, self.risk, text_key(self.cell_name), self.cell_id, self.sheet_id).order


def waiting(asked: Place | Month, on: date | None = None, named: int | None = None) -> list[QueueLine]:
    """What waits for the committee or for one below it, the most worth reading first; four queries.

    ``on``: what waited at the end of that day. ``named``: this sheet is told among them even if it waits no more.
    """
    month = asked if isinstance(asked, Month) else asked.month_view
    until = clock.moment_of(on + timedelta(days=1), time.min) if on else None
    rows = [row for row in db.session.execute(_rows(month, until, named)) if _is_of(row, month, until)]
    signals = _signals({row.Scoresheet.cell_id for row in rows}, until)
    deciders = {_decider(row, until) for row in rows}
    drawn = {
        key: set(sample.drawn)
        for key, sample in samples.of_month(deciders, month.year, month.month).items()
        if until is None or sample.at < until
    }
    lines = [_line(row, until, signals, drawn) for row in rows]
    return sorted(lines, key=lambda one: one.order)


def beside(sheet: Scoresheet, place: Place | None = None) -> Neighbours:
    """The waiting sheets before and after this one in the queue of ``place``, or of the sheet's own committee.

    Only those that the same committee decides: whoever reads this one may open them.
    """
    asked = place or _own(sheet)
    lines = [line for line in waiting(asked, named=sheet.id) if line.superior_id == sheet.superior_id] if asked else []
    found = [number for number, line in enumerate(lines) if line.sheet_id == sheet.id]
    if not found:
        return Neighbours(None, None)
    before, after = lines[: found[0]][-1:], lines[found[0] + 1 :][:1]
    return Neighbours(*((one[0].sheet_id, one[0].cell_name) if one else None for one in (before, after)))


def _own(sheet: Scoresheet) -> Month | None:
    thematic = sheet.kind is MeetingKind.THEMATIC
    return Month(sheet.superior, sheet.year, sheet.month, thematic) if sheet.superior else None


def elsewhere(month: Month) -> list[tuple[int, int, int]]:
    """In which other months sheets wait too: year, month, how many; the latest first."""
    query = (
        select(Scoresheet.year, Scoresheet.month, func.count())
        .join(Superior, Superior.id == Scoresheet.superior_id)
        .where(
            _within(Superior, month.committee), Scoresheet.state.in_(WITH_SUPERIOR), _kind(month),
            or_(Scoresheet.year != month.year, Scoresheet.month != month.month),
        )
        .group_by(Scoresheet.year, Scoresheet.month)
        .order_by(Scoresheet.year.desc(), Scoresheet.month.desc())
        .limit(24)
    )  # fmt: skip
    return [(year, number, count) for year, number, count in db.session.execute(query)]


def committees(ids: Iterable[int]) -> list[Organisation]:
    """The committees that sheets wait for, in the order of their names."""
    query = select(Organisation).where(Organisation.id.in_([*ids]))
    return list(db.session.scalars(query.order_by(Organisation.sort_key, Organisation.id)))


# --- which sheets ---------------------------------------------------------------------------------------------------


def _kind(month: Month) -> ColumnElement[bool]:
    return Scoresheet.kind.in_([MeetingKind.THEMATIC] if month.thematic else REGULAR)


def _within(organisation: Any, committee: Organisation) -> ColumnElement[bool]:
    return organisation.path.startswith(committee.path, autoescape=True)


def _rows(month: Month, until: datetime | None, named: int | None) -> Select[Any]:
    """The sheets of the month that wait, each with its cell, its committee, its name in that month, its reading."""
    named_then = and_(
        Placement.organisation_id == Scoresheet.cell_id, Placement.from_date <= month.last,
        or_(Placement.until_date.is_(None), Placement.until_date >= month.last),
    )  # fmt: skip
    last_act, forwards = _last_act(until), _forwards(until)
    stands = Scoresheet.state.in_(WITH_SUPERIOR) if until is None else last_act.in_(list(TO_SUPERIOR))
    return (
        select(
            Scoresheet, Organisation.path.label("cell_path"), Superior.path.label("superior_path"),
            Placement.name, Reading, Person.full_name.label("reviewer"), last_act.label("last_act"),
            forwards.label("forwards"),
        )
        .join(Organisation, Organisation.id == Scoresheet.cell_id)
        .join(Superior, Superior.id == Scoresheet.superior_id)
        .outerjoin(Placement, named_then)
        .outerjoin(Reading, Reading.id == _reading(until))
        .outerjoin(Person, Person.id == Scoresheet.reviewer_id)
        .where(
            Scoresheet.year == month.year, Scoresheet.month == month.month, _kind(month),
            or_(_within(Superior, month.committee), and_(_within(Organisation, month.committee), forwards > 0)),
            or_(stands, Scoresheet.id == named) if named is not None else stands,
        )
        .options(defer(Reading.fingerprint))
    )  # fmt: skip


def _last_act(until: datetime | None) -> Any:
    """The last act before that moment; not asked for today, when the sheet's own state says it."""
    if until is None:
        return null()
    query = select(SheetAct.act).where(SheetAct.scoresheet_id == Scoresheet.id, SheetAct.at < until)
    return query.order_by(SheetAct.at.desc(), SheetAct.id.desc()).limit(1).correlate(Scoresheet).scalar_subquery()


def _forwards(until: datetime | None) -> Any:
    """How often the sheet was forwarded since that moment."""
    if until is None:
        return literal(0)
    query = select(func.count(SheetAct.id)).where(
        SheetAct.scoresheet_id == Scoresheet.id, SheetAct.act == "forward", SheetAct.at >= until
    )
    return query.correlate(Scoresheet).scalar_subquery()


def _reading(until: datetime | None) -> Any:
    handed_in = Reading.submitted_at < until if until is not None else Reading.submitted_at == Scoresheet.submitted_at
    query = select(Reading.id).where(Reading.scoresheet_id == Scoresheet.id, handed_in)
    return query.order_by(Reading.submitted_at.desc()).limit(1).correlate(Scoresheet).scalar_subquery()


def _decider(row: Any, until: datetime | None) -> int:
    """The committee it waited for: by its place in the tree where the sheet was forwarded since."""
    if not row.forwards:
        return row.Scoresheet.superior_id
    above = _ids(row.superior_path)
    below = [key for key in _ids(row.cell_path)[:-1] if key not in above]
    chain = [above[-1], *below]
    return chain[min(row.forwards, len(chain) - 1)]


def _ids(path: str) -> list[int]:
    return [int(key) for key in path.strip("/").split("/")]


def _is_of(row: Any, month: Month, until: datetime | None) -> bool:
    """It waited for the committee or for one below it."""
    inside = row.superior_path.startswith(month.committee.path)
    if not row.forwards:
        return inside
    path = _ids(row.cell_path)
    decider = _decider(row, until)
    return decider in path and month.committee.id in path[: path.index(decider) + 1]


def _signals(cell_ids: set[int], until: datetime | None) -> dict[int, int]:
    """How many questions were open to each cell."""
    stood: ColumnElement[bool] = Signal.state.in_(LIVE)
    if until is not None:
        stood = and_(Signal.raised_at < until, or_(stood, Signal.changed_at >= until))
    query = select(Signal.cell_id, func.count()).where(Signal.cell_id.in_(cell_ids), stood).group_by(Signal.cell_id)
    return {cell_id: count for cell_id, count in db.session.execute(query)}


def _line(row: Any, until: datetime | None, signals: dict[int, int], drawn: dict[int, set[int]]) -> QueueLine:
    sheet, reading, decider = row.Scoresheet, row.Reading, _decider(row, until)
    open_then = signals.get(sheet.cell_id, 0)
    is_present = reading is None or reading.submitted_at == sheet.submitted_at
    return QueueLine(
        sheet_id=sheet.id, meeting_id=sheet.meeting_id, cell_id=sheet.cell_id, cell_name=row.name or sheet.cell_name,
        superior_id=decider, kind=sheet.kind, year=sheet.year, month=sheet.month,
        state=sheet.state if until is None else TO_SUPERIOR.get(row.last_act, sheet.state), version=sheet.version,
        submitted_at=reading.submitted_at if reading else sheet.submitted_at,
        total=reading.total if reading else sheet.total or risk.NOUGHT,
        self_class=sheet.self_class if is_present else None,
        reviewer=(row.reviewer or "") if until is None else "",
        is_read=reading is not None, gap=reading.gap if reading else risk.NOUGHT,
        risk=risk.with_signals(reading.risk if reading else risk.NOUGHT, open_then),
        reasons=tuple(risk.reason(one) for one in reading.reasons) if reading else (),
        signals=open_then, is_drawn=sheet.cell_id in drawn.get(decider, ()), brief=_brief(reading),
    )  # fmt: skip


def _brief(reading: Reading | None) -> Brief | None:
    if reading is None:
        return None
    return Brief(reading.suggested, reading.covered, reading.days_taken, reading.present, reading.spoke)
