"""Putting together why a year is rated as it is: conditions, meetings, criteria, records, what could have been."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial

from flask_babel import force_locale

from tracker.guidance.rules import DemandKind, Guidance, QualityClass
from tracker.guidance.sheets import Worded
from tracker.ratings import advice, words
from tracker.ratings import sentences as said_as
from tracker.ratings.book import YearBook
from tracker.ratings.facts import MonthState, YearFacts
from tracker.ratings.improving import Lift, Year, lift
from tracker.ratings.marked import MarkedSheet
from tracker.ratings.retracing import Behind
from tracker.ratings.rules import Condition, Rating, Trial
from tracker.ratings.why import (
    Cited,
    Detail,
    Found,
    Lack,
    Lifting,
    Link,
    Loss,
    Place,
    Reason,
    Retraced,
    Said,
    Tried,
    Why,
)
from tracker.scoresheets import check_words, links
from tracker.scoresheets.backing_models import Suggestion
from tracker.scoresheets.checks.findings import Record, RecordKind
from tracker.scoresheets.rules import Line

LANGUAGES = ("vi", "en")


def both(make: Callable[[], object]) -> Said:
    """The sentence in both languages."""
    made = []
    for language in LANGUAGES:
        with force_locale(language):
            made.append(str(make()))
    return Said(*made)


def own(thing: Worded) -> Said:
    """A guidance's own words."""
    return Said(thing.text, thing.text_en or "")


def stated(book: YearBook, facts: YearFacts | None, rule: Worded | None = None) -> Why:
    """The year's class and its conditions, without what lies behind them. ``facts`` is ``None`` for a year of which
    only the book was kept."""
    rating = book.rating
    return Why(
        outcome=both(lambda: words.outcome(rating)),
        provisional=tuple(_each(rating.provisional, lambda one: words.WHY_PROVISIONAL[one])),
        lacks=_lacks(book),
        rule=own(rule) if rule else (Said(book.guidance.rule) if book.guidance else None),
        tried=tuple(_tried(trial, rating, facts) for trial in rating.trials),
        is_whole=False,
    )


def _each(things: Iterable[object], make: Callable[..., object]) -> list[Said]:
    return [both(partial(make, one)) for one in things]


def _lacks(book: YearBook) -> tuple[Lack, ...]:
    """``words.gaps`` in both languages."""
    made = []
    for language in LANGUAGES:
        with force_locale(language):
            made.append(words.gaps(book))
    return tuple(Lack(Said(vi.text, en.text), vi.reason) for vi, en in zip(*made, strict=True))


def _tried(trial: Trial, rating: Rating, facts: YearFacts | None) -> Tried:
    return Tried(
        quality=trial.quality,
        holds=trial.holds,
        said=both(lambda: said_as.tried(trial.quality, trial.holds)),
        reasons=tuple(_reason(condition, rating, facts) for condition in trial.conditions),
    )


def _reason(condition: Condition, rating: Rating, facts: YearFacts | None) -> Reason:
    def sentence() -> str:
        shrunk = said_as.shrunk(condition, rating.required)
        return f"{said_as.demand_sentence(condition)} {shrunk}".strip()

    return Reason(
        is_met=condition.is_met,
        sentence=both(sentence),
        source=both(lambda: said_as.source_sentence(condition.clause)),
        places=tuple(_places(condition, facts)) if facts else (),
    )


def _places(condition: Condition, facts: YearFacts) -> list[Place]:
    """The meetings, or the quarters, that made the condition's figure."""
    demand = condition.demand
    if demand.kind is DemandKind.REGULAR_MISSING_AT_MOST:
        return [_missing(month) for month in facts.numbers(MonthState.MISSING)]
    if demand.kind is DemandKind.THEMATIC_MISSING_AT_MOST:
        return [Place(0, both(partial(said_as.place_quarter, one))) for one in facts.empty_quarters]
    counts: dict[DemandKind, Callable[[QualityClass], bool]] = {
        DemandKind.COUNT_AT_LEAST: lambda quality: quality >= (demand.quality or quality),
        DemandKind.COUNT_AT_MOST: lambda quality: quality <= (demand.quality or quality),
    }
    counted = counts.get(demand.kind, lambda _quality: True)
    return [
        _scored(month.month, month.score.total)
        for month in facts.months
        if month.score and counted(month.score.quality)
    ]


def _missing(month: int) -> Place:
    return Place(0, both(lambda: said_as.place_missing(month)))


def _scored(month: int, total: Decimal) -> Place:
    return Place(month, both(lambda: said_as.place_scored(month, total)))


# --- the meetings behind it -----------------------------------------------------------------------------------------


def retraced(one: Behind) -> Retraced:
    line, is_recognised = one.line, one.line.recognised_total is not None
    return Retraced(
        month=line.month,
        meeting_id=line.meeting_id,
        held_at=line.planned_at,
        kind=line.kind,
        total=one.total,
        quality=one.quality,
        said=both(lambda: said_as.of_meeting(line.month, one.total, one.quality, is_recognised)),
        detail=_detail(one),
        cited=Cited(one.guidance_id, one.guidance.number, one.sheet_code, one.guidance.is_reconstructed),
        capped=tuple(_capped(one)),
        losses=tuple(_loss(one, lost) for lost in one.marked.lost) if one.marked else (),
        note=_note(one),
    )


def _detail(one: Behind) -> Detail:
    if not one.is_handed_in:
        return Detail.UNHANDED
    return Detail.WHOLE if one.marked else Detail.TOTAL_ONLY


def _note(one: Behind) -> Said | None:
    if not one.is_handed_in:
        return both(said_as.unhanded)
    if one.marked is None:
        return both(said_as.total_only)
    return None if one.suggestions or not one.marked.lost else both(said_as.no_suggestions)


def _capped(one: Behind) -> list[Said]:
    verdict = one.marked.tally.verdict if one.marked else None
    return _each(verdict.lowered_by if verdict else (), partial(said_as.capped, one.total, one.quality))


def _loss(one: Behind, line: Line) -> Loss:
    criterion, mark = line.criterion, line.given or Decimal(0)
    adjusted = [remark.reason for remark in one.line.adjustments if remark.criterion == criterion.code]
    return Loss(
        code=criterion.code,
        text=own(criterion),
        full=criterion.full,
        mark=mark,
        said=both(lambda: said_as.of_loss(mark, criterion.full)),
        source=both(lambda: said_as.source_sentence(criterion.source)),
        adjusted=adjusted[-1] if adjusted else "",
        found=tuple(_found(row) for row in one.suggestions if row.criterion == criterion.code),
    )


def _found(row: Suggestion) -> Found:
    records = [Record(RecordKind(one["kind"]), one["id"], one["meeting_id"], one["label"]) for one in row.records]
    return Found(row.outcome, Said(row.sentence, row.sentence_en), tuple(_link(record) for record in records))


def _link(record: Record) -> Link:
    return Link(both(lambda: check_words.record_label(record)), links.path(record))


# --- what would have changed it -------------------------------------------------------------------------------------


def liftings(year: Year, rating: Rating) -> tuple[Lifting, ...]:
    """How the next class up, and the best, would have been reached."""
    if rating.quality is None or not rating.trials[:-1]:
        return ()
    targets = {rating.trials[-2].quality: rating.trials[-2], rating.trials[0].quality: rating.trials[0]}
    named = _criteria(year)
    return tuple(_lifting(year, trial, lift(year, target), named) for target, trial in targets.items())


def _lifting(year: Year, trial: Trial, found: Lift, named: dict[str, tuple[Said, Decimal]]) -> Lifting:
    def way(changes: tuple[object, ...]) -> str:
        here = {code: (text.wording(words.language()), full) for code, (text, full) in named.items()}
        return advice.way(changes, here, found.target)  # type: ignore[arg-type]  # improvements

    return Lifting(
        target=found.target,
        lacking=both(lambda: advice.lacking(trial.quality, trial.conditions, year.facts)),
        ways=tuple(_each((*found.least, *found.habits), way)),
        notes=tuple(_notes(found)),
    )


def _notes(found: Lift) -> list[Said]:
    made = []
    for language in LANGUAGES:
        with force_locale(language):
            made.append(advice.notes(found))
    return [Said(vi, en) for vi, en in zip(*made, strict=True)]


def _criteria(year: Year) -> dict[str, tuple[Said, Decimal]]:
    lines = [line for sheet in year.sheets.values() for line in sheet.lines]
    return {line.criterion.code: (own(line.criterion), line.criterion.full) for line in lines}


def improvable(facts: YearFacts, guidance: Guidance, behind: Iterable[Behind]) -> Year:
    """The year as ``improving`` takes it; a meeting not held would have been scored by the year's own guidance."""
    sheets: dict[int, MarkedSheet] = {one.line.month: one.marked for one in behind if one.marked}
    return Year(facts, guidance.year_rule, sheets, guidance.class_of, full_marks(guidance))


def full_marks(guidance: Guidance) -> Decimal:
    """The most that a regular meeting can have."""
    sheets = [(sheet, kind) for sheet in guidance.sheets for kind in sheet.kinds]
    sheet, kind = next((one for one in sheets if one[1].has_regular_part), sheets[0])
    return sheet.full_total(kind)
