"""The sheets behind a year's scores, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import combinations

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from tracker.agendas.models import Circulation
from tracker.extensions import db
from tracker.guidance.rules import ConditionKind, Guidance, QualityClass
from tracker.minutes.models import Minutes
from tracker.ratings.book import MeetingLine, YearBook
from tracker.ratings.marked import MarkedSheet
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.backing_models import Suggestion
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import DECIDED, WITH_SUPERIOR, Line, tally

HANDED_IN = DECIDED | WITH_SUPERIOR
HAPPENED = (ConditionKind.LATE_NOTICE.value, ConditionKind.NO_MINUTES.value)


@dataclass(frozen=True)
class Behind:
    """What lies behind a month's score. ``marked`` is ``None`` where the sheet cannot be taken apart: not handed in,
    kept without its marks, or not coming to what was recorded."""

    line: MeetingLine
    total: Decimal
    quality: QualityClass
    is_handed_in: bool
    guidance: Guidance
    guidance_id: int
    sheet_code: str
    marked: MarkedSheet | None
    suggestions: tuple[Suggestion, ...]


def behind(book: YearBook) -> list[Behind]:
    """By month, what lies behind each regular meeting's score; of two in a month the better, which counts."""
    counting = [line for line in _counting(book.meetings) if line.sheet_id]
    sheets = _sheets([line.sheet_id for line in counting if line.sheet_id])
    handed = [sheet for sheet in sheets.values() if sheet.state in HANDED_IN]
    suggested, happened = _suggestions(handed), _happened(handed)
    return [
        _behind(line, sheets[line.sheet_id], suggested[line.sheet_id], happened.get(line.sheet_id, set()))
        for line in counting
        if line.sheet_id in sheets
    ]


def _counting(lines: Iterable[MeetingLine]) -> list[MeetingLine]:
    best: dict[int, MeetingLine] = {}
    for line in lines:
        score = score_of(line)
        if not line.kind.has_regular_part or not line.is_held or score is None:
            continue
        kept = score_of(best[line.month]) if line.month in best else None
        if kept is None or (score[0], score[1].worth) > (kept[0], kept[1].worth):
            best[line.month] = line
    return [best[month] for month in sorted(best)]


def score_of(line: MeetingLine) -> tuple[Decimal, QualityClass] | None:
    """The recognised total and class, else the agreed ones."""
    total = line.recognised_total if line.recognised_total is not None else line.total
    quality = line.recognised_class or line.self_class
    return None if total is None or quality is None else (total, quality)


def _sheets(ids: Collection[int]) -> dict[int, Scoresheet]:
    wanted = (joinedload(Scoresheet.meeting), joinedload(Scoresheet.guidance), selectinload(Scoresheet.marks))
    found = db.session.scalars(select(Scoresheet).where(Scoresheet.id.in_(ids)).options(*wanted))
    return {sheet.id: sheet for sheet in found}


def _suggestions(sheets: Iterable[Scoresheet]) -> dict[int | None, list[Suggestion]]:
    query = select(Suggestion).where(Suggestion.scoresheet_id.in_([sheet.id for sheet in sheets]))
    found: dict[int | None, list[Suggestion]] = defaultdict(list)
    for one in db.session.scalars(query.order_by(Suggestion.criterion, Suggestion.part)):
        found[one.scoresheet_id].append(one)
    return found


def _happened(sheets: Iterable[Scoresheet]) -> dict[int | None, set[str]]:
    """By sheet, of what the enabled conditions of its guidance ask about, what was so."""
    asked = {sheet: _asked(scoresheets.guidance_of(sheet)) for sheet in sheets}
    asking = [sheet.meeting_id for sheet, names in asked.items() if names]
    if not asking:
        return {}
    sent: dict[int, list[datetime]] = defaultdict(list)
    circulated = select(Circulation.meeting_id, Circulation.at).where(Circulation.meeting_id.in_(asking))
    for meeting_id, at in db.session.execute(circulated):
        sent[meeting_id].append(at)
    written = set(db.session.scalars(select(Minutes.meeting_id).where(Minutes.meeting_id.in_(asking))))
    found: dict[int | None, set[str]] = {}
    for sheet, names in asked.items():
        late = scoresheets.is_late(sent[sheet.meeting_id], sheet.meeting, scoresheets.guidance_of(sheet))
        was_so = {HAPPENED[0]: late, HAPPENED[1]: sheet.meeting_id not in written}
        found[sheet.id] = {name for name in names if was_so[name]}
    return found


def _asked(guidance: Guidance) -> set[str]:
    return {one.kind.value for one in guidance.conditions if one.enabled and one.kind.value in HAPPENED}


def _behind(line: MeetingLine, sheet: Scoresheet, suggested: list[Suggestion], happened: set[str]) -> Behind:
    total, quality = score_of(line) or (Decimal(0), QualityClass.POOR)
    guidance, handed = scoresheets.guidance_of(sheet), sheet.state in HANDED_IN
    marked = _marked(sheet, guidance, total, quality, happened) if handed else None
    return Behind(line, total, quality, handed, guidance, sheet.guidance_id, sheet.sheet_code, marked, tuple(suggested))


def _marked(
    sheet: Scoresheet, guidance: Guidance, total: Decimal, quality: QualityClass, happened: set[str]
) -> MarkedSheet | None:
    """The sheet taken apart, if it comes to what was recorded: its class is that of its own day, so what bit then
    goes before what the records say now."""
    lines = _lines(sheet)
    for so in (happened, *_subsets(_asked(guidance))):
        found = tally(guidance, sheet.sheet_code, lines, so) if lines else None
        if found and (found.total, found.quality) == (total, quality):
            return MarkedSheet(guidance, sheet.sheet_code, lines, frozenset(so))
    return None


def _subsets(names: set[str]) -> list[set[str]]:
    return [set(some) for number in range(len(names) + 1) for some in combinations(sorted(names), number)]


def _lines(sheet: Scoresheet) -> tuple[Line, ...]:
    """The marks that count, nothing where some are not in the book."""
    kept = {mark.criterion for mark in sheet.marks}
    codes = {one.code for one in scoresheets.form_of(sheet).criteria(sheet.kind)}
    if not codes <= kept:
        return ()
    return tuple(scoresheets.lines(sheet, recognised=sheet.state in DECIDED))
