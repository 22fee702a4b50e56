"""Reading a cell's year out of its meetings, rolls, sheets and remarks, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from tracker.extensions import db
from tracker.guidance import service as guidance
from tracker.guidance.models import GuidanceVersion
from tracker.guidance.rules import Guidance, MeetingKind
from tracker.meetings.models import Meeting, RollEntry
from tracker.meetings.rules import MeetingState, Presence
from tracker.organisations.models import Organisation, Placement
from tracker.ratings.book import Adjustment, GuidanceName, MeetingLine, YearBook
from tracker.ratings.facts import Life, MeetingFact, Score, YearFacts, year_facts
from tracker.ratings.rules import Rating, rate
from tracker.scoresheets.models import CriterionRemark, Scoresheet
from tracker.scoresheets.rules import DECIDED, SheetState

HELD = {MeetingState.HELD, MeetingState.MINUTED}
AGREED = {SheetState.AGREED, SheetState.SUBMITTED, SheetState.UNDER_REVIEW}
THERE = {Presence.PRESENT, Presence.LATE}


@dataclass(frozen=True)
class Gathered:
    """A year's book with what it was rated from; ``rule`` is the guidance whose year rule was applied."""

    book: YearBook
    facts: YearFacts
    rule: Guidance | None


def book(cell: Organisation, year: int, today: date) -> YearBook:
    """The year as it stands on that day, computed from its records."""
    return gathered(cell, year, today).book


def book_again(kept: YearBook, cell: Organisation, closed_on: date) -> YearBook:
    """A closed year out of its records anew, by the guidance it was closed under, whatever was published since."""
    version = db.session.get(GuidanceVersion, kept.guidance.version_id) if kept.guidance else None
    return gathered(cell, kept.year, closed_on, version).book


def gathered(cell: Organisation, year: int, today: date, version: GuidanceVersion | None = None) -> Gathered:
    """The book of the year as it stands on that day, and the facts behind it; by ``version``, else by its own."""
    rows = _rows(cell, year)
    version = version or _guidance(cell, year)
    rule = guidance.read(version) if version else None
    superior = superior_on(cell, min(today, date(year, 12, 31)))
    facts = year_facts((_fact(row) for row in rows), year, today, Life(cell.founded_on, cell.ended_on))
    made = YearBook(
        cell_id=cell.id,
        cell_code=cell.code,
        cell_name=superior.cell_name,
        superior_id=superior.id,
        superior_name=superior.name,
        year=year,
        guidance=_named(version),
        meetings=_lines(rows),
        rating=rate(facts, rule.year_rule if rule else None),
    )
    return Gathered(made, facts, rule)


@dataclass(frozen=True)
class Superior:
    """The committee directly above a cell on a day, and the names of both on that day."""

    id: int | None
    name: str
    cell_name: str


@dataclass(frozen=True)
class Computed:
    """What is stored of a year: its rating, and where the cell stood."""

    superior: Superior
    rating: Rating


def computed(cell: Organisation, year: int, today: date) -> Computed:
    """What the book of that day comes to (``comes_to``), asked for without the lines of its page."""
    version = _guidance(cell, year)
    rows: Iterable[Any] = db.session.execute(_FACTS, {"cell_id": cell.id, "year": year})
    facts = year_facts((_fact(row) for row in rows), year, today, Life(cell.founded_on, cell.ended_on))
    rating = rate(facts, guidance.read(version).year_rule if version else None)
    return Computed(superior_on(cell, min(today, date(year, 12, 31))), rating)


def comes_to(book: YearBook) -> Computed:
    return Computed(Superior(book.superior_id, book.superior_name, book.cell_name), book.rating)


def superior_on(cell: Organisation, day: date) -> Superior:
    """By the placements of that day; before the first of them, by where the cell stands today."""
    found = db.session.execute(_SUPERIOR, {"cell_id": cell.id, "day": day}).first()
    if found is None:
        return Superior(cell.parent_id, cell.parent.name if cell.parent else "", cell.name)
    parent_id, cell_name, dated, todays = found
    return Superior(parent_id, dated or todays or "", cell_name)


def stands(placement: Any, day: Any) -> Any:
    return and_(placement.from_date <= day, or_(placement.until_date.is_(None), placement.until_date >= day))


_OWN, _ABOVE, _DAY = aliased(Placement), aliased(Placement), bindparam("day", type_=Placement.from_date.type)
_SUPERIOR = (
    select(_OWN.parent_id, _OWN.name, _ABOVE.name, Organisation.name)
    .outerjoin(Organisation, Organisation.id == _OWN.parent_id)
    .outerjoin(_ABOVE, and_(_ABOVE.organisation_id == _OWN.parent_id, stands(_ABOVE, _DAY)))
    .where(_OWN.organisation_id == bindparam("cell_id"), stands(_OWN, _DAY))
    .order_by(_OWN.from_date.desc(), _ABOVE.from_date.desc())
    .limit(1)
)


def _guidance(cell: Organisation, year: int) -> GuidanceVersion | None:
    """The version in force on the year's last day, or else the latest in force in it."""
    last = (MeetingKind.REGULAR, date(year, 12, 31))
    if found := guidance.choices(cell, [last])[last]:
        return found
    days = [(MeetingKind.REGULAR, date(year, month, 28)) for month in range(12, 0, -1)]
    all_found = guidance.choices(cell, days)
    return next((one for day in days if (one := all_found[day])), None)


def _named(version: GuidanceVersion | None) -> GuidanceName | None:
    if version is None:
        return None
    said = guidance.read(version)
    return GuidanceName(version.id, said.number, said.text, said.year_rule.text, said.is_reconstructed)


# The year's meetings but the committee's own, with their sheets, as tuples: what is rated, and what a page shows.
_FACTS = (
    select(
        Meeting.kind, Meeting.month, Meeting.state, Meeting.excused_at, Scoresheet.state.label("sheet_state"),
        Scoresheet.total, Scoresheet.self_class, Scoresheet.recognised_total, Scoresheet.recognised_class,
    )
    .outerjoin(Scoresheet, Scoresheet.meeting_id == Meeting.id)
    .where(Meeting.cell_id == bindparam("cell_id"), Meeting.year == bindparam("year"))
    .where(Meeting.kind != MeetingKind.COMMITTEE)
)  # fmt: skip
_LINES = _FACTS.add_columns(
    Meeting.id, Meeting.planned_at, Meeting.held_from, Meeting.held_until, Meeting.theme, Meeting.not_held_reason,
    Meeting.guidance_id, Scoresheet.id.label("sheet_id"),
).order_by(Meeting.month, Meeting.planned_at, Meeting.id)  # fmt: skip


def _rows(cell: Organisation, year: int) -> list[Row[Any]]:
    """Earliest first."""
    return list(db.session.execute(_LINES, {"cell_id": cell.id, "year": year}))


def _fact(row: Row[Any]) -> MeetingFact:
    return MeetingFact(
        kind=row.kind,
        month=row.month,
        is_held=row.state in HELD,
        is_excused=row.state is MeetingState.NOT_HELD and row.excused_at is not None,
        score=_score(row),
    )


def _score(row: Row[Any]) -> Score | None:
    """The recognised score, else the agreed one. A sheet still being filled, or returned, is not yet a score."""
    if row.sheet_state in DECIDED:
        return Score(row.recognised_total, row.recognised_class or row.self_class, True)
    if row.sheet_state in AGREED and row.self_class is not None:
        return Score(row.total, row.self_class, False)
    return None


def _lines(rows: list[Row[Any]]) -> tuple[MeetingLine, ...]:
    rolls = _rolls(rows)
    adjusted = _adjustments(row.sheet_id for row in rows if row.sheet_id)
    return tuple(_line(row, rolls[row.id], adjusted[row.sheet_id]) for row in rows)


def _line(row: Row[Any], roll: tuple[int, int], adjusted: list[Adjustment]) -> MeetingLine:
    scored, recognised = row.sheet_state in DECIDED | AGREED, row.sheet_state in DECIDED
    return MeetingLine(
        meeting_id=row.id,
        sheet_id=row.sheet_id,
        kind=row.kind,
        month=row.month,
        planned_at=row.held_from or row.planned_at,
        is_held=row.state in HELD,
        is_excused=row.state is MeetingState.NOT_HELD and row.excused_at is not None,
        not_held_reason=row.not_held_reason,
        theme=row.theme,
        present=roll[0],
        counted=roll[1],
        minutes=_minutes(row.held_from, row.held_until),
        total=row.total if scored else None,
        self_class=row.self_class if scored else None,
        recognised_total=row.recognised_total if recognised else None,
        recognised_class=row.recognised_class if recognised else None,
        adjustments=tuple(adjusted) if recognised else (),
    )


def _minutes(start: datetime | None, end: datetime | None) -> int | None:
    return int((end - start).total_seconds() // 60) if start and end else None


def _rolls(rows: list[Row[Any]]) -> dict[int, tuple[int, int]]:
    """By meeting: how many of those obliged were there, and how many the guidance of its day counts."""
    query = (
        select(RollEntry.meeting_id, RollEntry.presence, func.count())
        .where(RollEntry.meeting_id.in_([row.id for row in rows]), RollEntry.is_obliged)
        .group_by(RollEntry.meeting_id, RollEntry.presence)
    )
    tally: dict[int, dict[Presence, int]] = defaultdict(dict)
    for meeting_id, presence, number in db.session.execute(query):
        tally[meeting_id][presence] = number
    without = _leaving_out_excused({row.guidance_id for row in rows if row.guidance_id})
    return {row.id: _share(tally[row.id], row.guidance_id in without) for row in rows}


def _share(tally: dict[Presence, int], excused_left_out: bool) -> tuple[int, int]:
    counted = sum(tally.values()) - (tally.get(Presence.EXCUSED, 0) if excused_left_out else 0)
    return sum(tally.get(presence, 0) for presence in THERE), counted


def _leaving_out_excused(ids: set[int]) -> set[int]:
    """Which of these versions leave excused members out of the denominator."""
    versions = db.session.scalars(select(GuidanceVersion).where(GuidanceVersion.id.in_(ids)))
    return {version.id for version in versions if not guidance.read(version).attendance.excused_counted}


def _adjustments(sheets: Iterable[int]) -> dict[int | None, list[Adjustment]]:
    """By sheet, the last word on each mark that the committee changed, from what it was at first."""
    remark = CriterionRemark
    query = (
        select(remark.scoresheet_id, remark.criterion, remark.act, remark.old, remark.new, remark.reason)
        .where(remark.scoresheet_id.in_(list(sheets)), remark.act.in_(("adjust", "undo")))
        .order_by(remark.scoresheet_id, remark.criterion, remark.at, remark.id)
    )
    found: dict[int | None, dict[str, Adjustment]] = defaultdict(dict)
    for sheet_id, criterion, act, old, new, reason in db.session.execute(query):
        before = found[sheet_id].pop(criterion, None)
        if act == "adjust":
            found[sheet_id][criterion] = Adjustment(criterion, before.old if before else old, new, reason)
    return defaultdict(list, {sheet: list(marks.values()) for sheet, marks in found.items()})
