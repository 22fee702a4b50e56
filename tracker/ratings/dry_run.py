"""A past year of cells as it would have been scored and rated under another guidance. Reads only; writes nothing."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import case, select
from sqlalchemy.orm import joinedload

from tracker.extensions import db
from tracker.guidance import service as guidance_versions
from tracker.guidance.rules import ConditionKind, Guidance, QualityClass
from tracker.meetings.models import Meeting
from tracker.organisations.models import Organisation
from tracker.ratings import branch
from tracker.ratings import service as ratings
from tracker.ratings.book import MeetingLine
from tracker.ratings.dry_run_rules import Basis, Before, Marked, Rescored, Suggested, decided, place, rescore
from tracker.ratings.facts import Life, MeetingFact, Score, year_facts
from tracker.ratings.rules import Rating, rate
from tracker.scoresheets import circumstances, gathering, lost, suggesting
from tracker.scoresheets.checks.facts import MeetingFacts
from tracker.scoresheets.checks.findings import Outcome
from tracker.scoresheets.checks.registry import REGISTRY
from tracker.scoresheets.models import Mark, Scoresheet

CELLS = 6  # of a page: the records of each of their meetings are read anew

Marks = Mapping[str, Decimal | None]


class Aside(StrEnum):
    """Why a meeting is not scored anew: it has no score to compare with, or the guidance has no sheet for its kind."""

    NO_SCORE = "no_score"
    NO_SHEET = "no_sheet"


@dataclass(frozen=True)
class MeetingRun:
    """One meeting of the year, as it was and as it would have been; ``new`` or ``aside`` for each that was held."""

    line: MeetingLine
    old: Score | None
    new: Rescored | None
    aside: Aside | None

    @property
    def new_score(self) -> Score | None:
        if self.old is None or self.new is None or self.new.tally.verdict is None:
            return None
        return Score(self.new.tally.total, self.new.tally.verdict.quality, self.old.is_recognised)


@dataclass(frozen=True)
class CellRun:
    """A cell's year by its own guidance and by the other."""

    cell_id: int
    code: str
    name: str
    old: Rating
    new: Rating
    meetings: tuple[MeetingRun, ...]

    @property
    def is_moved(self) -> bool:
        return self.old.quality is not self.new.quality


@dataclass(frozen=True)
class Run:
    """The dry run of some cells; ``after``: the cell to go on from, ``None`` where these are all."""

    year: int
    guidance: Guidance
    cells: tuple[CellRun, ...]
    after: int | None = None

    @property
    def meetings(self) -> tuple[MeetingRun, ...]:
        return tuple(one for cell in self.cells for one in cell.meetings)

    @property
    def rescored(self) -> tuple[MeetingRun, ...]:
        return tuple(one for one in self.meetings if one.new_score)

    @property
    def aside(self) -> Mapping[Aside, int]:
        return Counter(one.aside for one in self.meetings if one.aside)

    @property
    def moves(self) -> Mapping[tuple[QualityClass, QualityClass], int]:
        """How many meetings went from which class to which."""
        pairs = ((one.old, one.new_score) for one in self.rescored)
        return Counter((old.quality, new.quality) for old, new in pairs if old and new)

    @property
    def year_moves(self) -> Mapping[tuple[QualityClass | None, QualityClass | None], int]:
        return Counter((cell.old.quality, cell.new.quality) for cell in self.cells)

    @property
    def bases(self) -> Mapping[Basis, Decimal]:
        """Of all points of the sheets scored anew, the part that rests on what, out of one."""
        found = {basis: sum((one.new.bases[basis] for one in self.rescored if one.new), Decimal(0)) for basis in Basis}
        whole = sum(found.values())
        return {basis: points / whole if whole else Decimal(0) for basis, points in found.items()}

    @property
    def untold(self) -> int:
        return sum(one.new.untold for one in self.rescored if one.new)


def of_cells(cells: Iterable[Organisation], year: int, guidance: Guidance, today: date) -> Run:
    return Run(year, guidance, tuple(of_cell(cell, year, guidance, today) for cell in cells))


def of_committee(
    committee: Organisation, year: int, guidance: Guidance, today: date, after: int | None = None, most: int = CELLS
) -> Run:
    """The cells directly below in that year, a page of them in the order of their names."""
    page = branch.of_committee(committee, year, today, after, most)
    ids = [line.cell_id for line in page.lines]
    found = {cell.id: cell for cell in db.session.scalars(select(Organisation).where(Organisation.id.in_(ids)))}
    return replace(of_cells([found[one] for one in ids], year, guidance, today), after=page.after)


def by_pages(committee: Organisation, year: int, guidance: Guidance, today: date) -> Iterator[Run]:
    """All the cells directly below in that year, page after page, so that a long run can be watched."""
    run = of_committee(committee, year, guidance, today)
    yield run
    while run.after is not None:
        run = of_committee(committee, year, guidance, today, run.after)
        yield run


def of_cell(cell: Organisation, year: int, guidance: Guidance, today: date) -> CellRun:
    book = ratings.of_year(cell, year, today)
    scored = {line.meeting_id for line in book.meetings if _score(line)}
    sheets, marks = _sheets(scored), _marks(scored)
    runs = tuple(_run(line, guidance, sheets.get(line.meeting_id), marks) for line in book.meetings)
    facts = year_facts((_fact(run) for run in runs), year, today, Life(cell.founded_on, cell.ended_on))
    return CellRun(cell.id, cell.code, book.cell_name, book.rating, rate(facts, guidance.year_rule), runs)


def _score(line: MeetingLine) -> Score | None:
    if line.recognised_total is not None and line.recognised_class is not None:
        return Score(line.recognised_total, line.recognised_class, True)
    if line.total is not None and line.self_class is not None:
        return Score(line.total, line.self_class, False)
    return None


def _fact(run: MeetingRun) -> MeetingFact:
    line = run.line
    return MeetingFact(line.kind, line.month, line.is_held, line.is_excused, run.new_score)


def _sheets(meetings: set[int]) -> dict[int, Scoresheet]:
    query = select(Scoresheet).where(Scoresheet.meeting_id.in_(meetings))
    shown = (
        joinedload(Scoresheet.guidance),
        joinedload(Scoresheet.meeting).options(joinedload(Meeting.cell), joinedload(Meeting.superior)),
    )
    return {sheet.meeting_id: sheet for sheet in db.session.scalars(query.options(*shown))}


def _marks(meetings: set[int]) -> Mapping[int, Marks]:
    """By sheet and criterion, as they count: the committee's where it decided; ``None`` where it had no object."""
    query = (
        select(Mark.scoresheet_id, Mark.criterion, case((Mark.applies, lost.MARK)))
        .join(Scoresheet, Scoresheet.id == Mark.scoresheet_id)
        .where(Scoresheet.meeting_id.in_(meetings))
    )
    found: dict[int, dict[str, Decimal | None]] = defaultdict(dict)
    for sheet_id, criterion, points in db.session.execute(query):
        found[sheet_id][criterion] = points
    return found


def _run(line: MeetingLine, guidance: Guidance, sheet: Scoresheet | None, marks: Mapping[int, Marks]) -> MeetingRun:
    old = _score(line)
    if not line.is_held:
        return MeetingRun(line, old, None, None)
    if sheet is None or sheet.id not in marks:
        return MeetingRun(line, old, None, Aside.NO_SCORE)
    if guidance.sheet_for(line.kind) is None:
        return MeetingRun(line, old, None, Aside.NO_SHEET)
    return MeetingRun(line, old, _rescored(sheet, marks[sheet.id], guidance), None)


def _rescored(sheet: Scoresheet, marks: Marks, guidance: Guidance) -> Rescored:
    own, facts = guidance_versions.read(sheet.guidance), gathering.facts(sheet.meeting)
    form = guidance.sheet_for(sheet.kind)
    criteria = {one.code: one for one in own.sheet(sheet.sheet_code).criteria(sheet.kind)}
    before = Before(
        {code: Marked(criteria[code], points) for code, points in marks.items() if code in criteria},
        _suggested(sheet, own, facts),
    )
    groups = form.groups_in(sheet.kind) if form else ()
    known = circumstances.of_meeting(sheet.meeting, (one for group in groups for one in group.criteria))
    placed = place(groups, before, _suggested(sheet, guidance, facts), known)
    return rescore(guidance, form.code if form else "", placed, happened(facts, guidance))


def _suggested(sheet: Scoresheet, guidance: Guidance, facts: MeetingFacts) -> Suggested:
    """What checks decide; a check that only informs decides nothing."""
    form = guidance.sheet_for(sheet.kind)
    criteria = form.criteria(sheet.kind) if form else ()
    deciding = {place for one in criteria for place in decided(one)}
    return {
        place: one.points
        for place, one in suggesting.under(sheet.meeting, guidance, facts).items()
        if place in deciding and (one.points is not None or one.outcome is Outcome.CANNOT_TELL)
    }


def happened(facts: MeetingFacts, guidance: Guidance) -> frozenset[str]:
    """What the guidance's conditions ask about and was so. Notice of which nothing is recorded is not called late."""
    found = set()
    lead = (REGISTRY["lead_time"].find(facts, guidance).measures or {}).get("lead_days")
    if lead is not None and lead < guidance.notice_days:
        found.add(ConditionKind.LATE_NOTICE.value)
    if facts.minutes is None:
        found.add(ConditionKind.NO_MINUTES.value)
    return frozenset(found)
