"""The year of every cell at once, computed afresh in a number of queries that does not grow.

The database adds up what a cell's sheets and meetings come to, months as bits and counts as digits of one number; the
rule (``rules.rate``) is asked once for all cells whose year looks the same to it. What comes out is what
``gathering.book`` would say of each; a cell whose records do not fit together is asked for by itself.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)

from tracker.extensions import db
from tracker.guidance import everywhere
from tracker.guidance import service as guidance
from tracker.guidance.kinds import DemandKind, MeetingKind, QualityClass
from tracker.guidance.rules import YearRule
from tracker.meetings.models import Meeting
from tracker.meetings.rules import MeetingState
from tracker.organisations.models import Organisation, OrganisationKind
from tracker.ratings import gathering
from tracker.ratings.facts import Life, MeetingFact, Score, YearFacts, year_facts
from tracker.ratings.rules import Provisional, Rating, Unrated, rate
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import DECIDED

REGULAR = (MeetingKind.REGULAR, MeetingKind.COMBINED)
THEMATIC = (MeetingKind.THEMATIC, MeetingKind.COMBINED)
MONTHS = 16  # bits that hold the months of a year, January the second; above them a byte a count
BYTE, DIGIT = 8, 4
RECOGNISED = MONTHS + BYTE * len(QualityClass)
ALL_MONTHS = (1 << MONTHS) - 1
WHOLE_YEAR = sum(1 << month for month in range(1, 13))
MANY = 500  # more cells than these are not named to the database one by one
COUNTED = (1 << BYTE * len(QualityClass)) - 1
WHOLE = Life()
SHEET, MEETING = Scoresheet.__table__.c, Meeting.__table__.c
IS_HELD = or_(*(MEETING.state == state for state in sorted(gathering.HELD)))


class Figures(NamedTuple):
    """What a cell's year comes to; each as in ``rules.Rating``."""

    quality: QualityClass | None
    why: Unrated | None
    mean: Decimal | None
    lowest: Decimal | None
    highest: Decimal | None
    counts: tuple[tuple[QualityClass, int], ...]
    held: int
    scored: int
    recognised: int
    themes: tuple[int, ...]
    missing: tuple[int, ...]
    empty_quarters: tuple[int, ...]
    provisional: tuple[Provisional, ...]


class Seen(NamedTuple):
    """A cell's months as bits: held, excused (a digit a month), scored; ``themes`` a byte a quarter."""

    held: int
    themes: int
    excused: int
    scored: int
    all_recognised: bool
    life: Life


Sheets = tuple[int, int | None, int | None, int | None, int]
"""The cell; total, lowest and highest points in hundredths; packed: months scored, meetings a class, recognised."""

NO_SHEETS: Sheets = (0, None, None, None, 0)
NO_MEETINGS = (0, 0)
NO_SCORES: tuple[Decimal | None, Decimal | None, Decimal | None] = (None, None, None)


def of_year(year: int, today: date, thorough: bool = False) -> dict[int, Figures]:
    """By cell id, of every cell of the book, those that ended included, as of that day.

    A score is taken to come from a meeting that was held in its month, as the acts see to it; ``thorough`` looks.
    """
    sheets, lives, cell_ids = _sheets(year), _lives(year), _cells()
    meetings = _meetings(year, cell_ids if thorough else _not_whole(cell_ids, sheets))
    rules = _rules(cell_ids, year)
    figures = Computing(year, today, thorough).figures
    found = {}
    for cell_id in cell_ids:
        records = sheets.get(cell_id, NO_SHEETS), meetings.get(cell_id, NO_MEETINGS)
        found[cell_id] = figures(*records, lives.get(cell_id), rules[cell_id]) or alone(cell_id, year, today)
    return found


def _not_whole(cell_ids: Sequence[int], sheets: dict[int, Sheets]) -> set[int]:
    """Those of which some month has no score."""
    return {key for key in cell_ids if sheets.get(key, NO_SHEETS)[4] & ALL_MONTHS != WHOLE_YEAR}


def _cells() -> list[int]:
    cells = select(Organisation.__table__.c.id).where(Organisation.kind == OrganisationKind.CELL)
    return [row[0] for row in _tuples(cells)]


def alone(cell_id: int, year: int, today: date) -> Figures:
    """The same of one cell, out of its book."""
    rating = gathering.book(db.session.get_one(Organisation, cell_id), year, today).rating
    return Figures(**{name: getattr(rating, name) for name in Figures._fields})


# --- what the database adds up --------------------------------------------------------------------------------------


def _tuples(query: Any, **given: Any) -> Sequence[Any]:
    """Of columns of tables alone, past what the session does for objects."""
    return db.session.connection().execute(query, given).fetchall()


def _bit(place: Any) -> ColumnElement[int]:
    return cast(literal(1), BigInteger).op("<<")(place)


def _added(value: ColumnElement[int]) -> ColumnElement[int]:
    return cast(func.sum(value), BigInteger)


def _sheets(year: int) -> dict[int, Sheets]:
    return {row[0]: row for row in _tuples(_of_sheets(), year=year)}


@cache
def _of_sheets() -> Select[Any]:
    """Of the sheets of regular meetings that give a score, what they come to by cell; from the index alone."""
    decided = or_(*(SHEET.state == state for state in DECIDED))
    sheet = (
        select(
            SHEET.cell_id,
            case((decided, _hundredths(SHEET.recognised_total)), else_=_hundredths(SHEET.total)).label("points"),
            case(
                (decided, _class_bits(func.coalesce(SHEET.recognised_class, SHEET.self_class), 1 << RECOGNISED)),
                else_=_class_bits(SHEET.self_class, 0),
            ).label("class_bits"),
            _bit(SHEET.month).label("month_bit"),
        )
        .where(SHEET.year == bindparam("year"), SHEET.kind.in_(REGULAR), SHEET.state.in_(DECIDED | gathering.AGREED))
        .subquery()
        .c
    )
    packed = _added(sheet.month_bit + sheet.class_bits)
    query = select(sheet.cell_id, _added(sheet.points), func.min(sheet.points), func.max(sheet.points), packed)
    return query.group_by(sheet.cell_id)


def _hundredths(column: ColumnElement[Any]) -> ColumnElement[int]:
    return type_coerce(column, Integer)


def _class_bits(quality: ColumnElement[Any], more: int) -> ColumnElement[int]:
    places = {quality.value: more + (1 << MONTHS + BYTE * place) for place, quality in enumerate(QualityClass)}
    return case(places, value=quality, else_=literal(more, BigInteger))


def _meetings(year: int, not_whole: Collection[int]) -> dict[int, tuple[int, int]]:
    """By cell, meetings held (months of regular ones, then themes a quarter), and months excused; from the index.

    A cell all of whose months have a score has held all its regular meetings: of these only the cells ``not_whole``
    are asked.
    """
    found = _counted(_of_themes(), year=year)
    months = {}
    if len(not_whole) > MANY:
        months = _counted(_of_months(), year=year)
    elif not_whole:
        months = _counted(_of_months(True), year=year, cells=list(not_whole))
    for cell_id, (held, excused) in months.items():
        found[cell_id] = (found.get(cell_id, NO_MEETINGS)[0] + held, excused)
    return found


def _counted(query: Any, **given: Any) -> dict[int, tuple[int, int]]:
    """Added up over the kinds."""
    found: dict[int, tuple[int, int]] = {}
    for cell_id, held, excused in _tuples(query, **given):
        if cell_id in found:
            held, excused = held + found[cell_id][0], excused + found[cell_id][1]
        found[cell_id] = (held, excused)
    return found


@cache
def _of_themes() -> Any:
    theme = _bit(literal(MONTHS) + literal(BYTE) * ((MEETING.month - 1) // literal(3)))
    return union_all(*(_of_kind(kind, _added(theme), literal(0, BigInteger)).where(IS_HELD) for kind in THEMATIC))


@cache
def _of_months(named: bool = False) -> Any:
    """``named``: of some cells only."""
    none = literal(0, BigInteger)
    held = case((IS_HELD, _bit(MEETING.month)), else_=none)
    is_excused = and_(MEETING.excused_at.is_not(None), MEETING.state == MeetingState.NOT_HELD)
    excused = case((is_excused, _bit(MEETING.month * literal(DIGIT))), else_=none)
    queries = [_of_kind(kind, _added(held), _added(excused)) for kind in REGULAR]
    if named:
        queries = [query.where(MEETING.cell_id.in_(bindparam("cells", expanding=True))) for query in queries]
    return union_all(*queries)


def _of_kind(kind: MeetingKind, *counted: ColumnElement[int]) -> Select[Any]:
    """By cell; one kind at a time, in the order of the index."""
    query = select(MEETING.cell_id, *counted).where(MEETING.year == bindparam("year"), MEETING.kind == kind)
    return query.group_by(MEETING.cell_id)


def _lives(year: int) -> dict[int, Life]:
    """Of the cells that did not live through the whole year."""
    partly = or_(Organisation.founded_on > date(year, 1, 1), Organisation.ended_on < date(year, 12, 31))
    query = select(Organisation.id, Organisation.founded_on, Organisation.ended_on).where(partly)
    return {key: Life(founded, ended) for key, founded, ended in db.session.execute(query)}


def _rules(cell_ids: Sequence[int], year: int) -> dict[int, YearRule | None]:
    """By cell, the year rule of the version in force on the last day, else of the latest in force."""
    days = [date(year, 12, 31), *(date(year, month, 28) for month in range(12, 0, -1))]
    versions = everywhere.chosen_for(cell_ids, MeetingKind.REGULAR, days)
    read = {one.id: guidance.read(one).year_rule for one in set(versions.values()) if one}
    return {cell_id: read[version.id] if version else None for cell_id, version in versions.items()}


# --- what the rule makes of it --------------------------------------------------------------------------------------


class Points(dict[int, Decimal]):
    """By hundredths, as they are read from the book."""

    def __missing__(self, hundredths: int) -> Decimal:
        self[hundredths] = made = Decimal(hundredths) / 100
        return made


class Means(dict[int, Decimal]):
    """By hundredths, with both places, as ``facts.mean`` gives them."""

    def __missing__(self, hundredths: int) -> Decimal:
        self[hundredths] = made = Decimal(hundredths).scaleb(-2)
        return made


class Counts(dict[int, tuple[tuple[QualityClass, int], ...]]):
    """Meetings a class, by the bytes that count them."""

    def __missing__(self, packed: int) -> tuple[tuple[QualityClass, int], ...]:
        numbers = packed.to_bytes(len(QualityClass), "little")
        self[packed] = made = tuple(zip(QualityClass, numbers, strict=True))
        return made


@dataclass(slots=True)
class Alike:
    """What all cells have in common whose records are alike but for their points. ``bounds`` are of their mean, in
    hundredths of the points of one meeting times the meetings; ``classes`` by how many of them are reached."""

    rating: Rating
    counts: tuple[tuple[QualityClass, int], ...]
    rule: YearRule | None
    why: Unrated | None
    seen: Seen
    recognised: int
    bounds: list[Decimal | int]
    classes: dict[int, QualityClass | None]


class Computing:
    """The years of one year's cells; what the rule said once is not asked of it again."""

    def __init__(self, year: int, today: date, thorough: bool) -> None:
        self.year, self.today, self.thorough = year, today, thorough
        self.points, self.means, self.counts = Points(), Means(), Counts()
        self.ratings: dict[Seen, Rating] = {}
        self.alike: dict[tuple[Any, ...], Alike | None] = {}
        self.classes: dict[tuple[Any, ...], QualityClass | None] = {}

    def figures(
        self, sheets: Sheets, meetings: tuple[int, int], life: Life | None, rule: YearRule | None
    ) -> Figures | None:
        """``None`` where scores and meetings do not fit together."""
        _cell, total, lowest, highest, packed = sheets
        key = packed, meetings, life, id(rule)
        try:
            alike = self.alike[key]
        except KeyError:
            alike = self.alike[key] = self._alike(packed, meetings, life, rule)
        if alike is None:
            return None
        rating, points = alike.rating, self.points
        if total is None or lowest is None or highest is None:
            scores = NO_SCORES
        else:
            number = rating.scored
            scores = self.means[(2 * total + number) // (2 * number)], points[lowest], points[highest]
        return Figures(
            None if alike.why else self._class(alike, total or 0), alike.why, *scores, alike.counts, rating.held,
            rating.scored, alike.recognised, rating.themes, rating.missing, rating.empty_quarters, rating.provisional,
        )  # fmt: skip

    def _alike(self, packed: int, meetings: tuple[int, int], life: Life | None, rule: YearRule | None) -> Alike | None:
        (held, excused), scored, recognised = meetings, packed & ALL_MONTHS, packed >> RECOGNISED
        held |= WHOLE_YEAR if scored == WHOLE_YEAR and not self.thorough else 0
        number, counts = scored.bit_count(), self.counts[packed >> MONTHS & COUNTED]
        seen = Seen(held & ALL_MONTHS, held >> MONTHS, excused, scored, recognised == number, life or WHOLE)
        if scored & ~held or sum(count for _quality, count in counts) != number:
            return None
        rating = self._rating(seen)
        why = None if rating.why is Unrated.NO_RULE and rule else rating.why
        bounds = [bound * number for bound in _mean_bounds(rule, rating.required)] if rule else []
        return Alike(rating, counts, rule, why, seen, recognised, bounds, {})

    def _rating(self, seen: Seen) -> Rating:
        """What the year is but for its points."""
        if seen not in self.ratings:
            scores = [Score(Decimal(0), QualityClass.POOR, seen.all_recognised)] * 12
            self.ratings[seen] = rate(self._facts(seen, scores), None)
        return self.ratings[seen]

    def _class(self, alike: Alike, total: int) -> QualityClass | None:
        """The rule looks at the mean's bounds, the counts, what is missing and what is required: so does the key."""
        reached = 0
        for bound in alike.bounds:
            reached += total >= bound
        try:
            return alike.classes[reached]
        except KeyError:
            alike.classes[reached] = made = self._asked(alike, reached, total)
            return made

    def _asked(self, alike: Alike, reached: int, total: int) -> QualityClass | None:
        rating, rule = alike.rating, alike.rule
        key = id(rule), reached, alike.counts, len(rating.missing), len(rating.empty_quarters), rating.required
        if key not in self.classes:
            self.classes[key] = rate(self._facts(alike.seen, _scores(total, alike.counts)), rule).quality
        return self.classes[key]

    def _facts(self, seen: Seen, scores: Sequence[Score]) -> YearFacts:
        """A year that looks so, with these scores, whichever month has which."""
        return year_facts(_meeting_facts(seen, iter(scores)), self.year, self.today, seen.life)


def _mean_bounds(rule: YearRule, required: int) -> list[Decimal | int]:
    """In hundredths; whole ones as such, which are compared sooner."""
    demands = (demand for one in rule.classes for demand in one.demands)
    bounds = [one.bound_for(required) * 100 for one in demands if one.kind is DemandKind.MEAN_AT_LEAST]
    return [int(bound) if bound == int(bound) else bound for bound in bounds]


def _scores(total: int, counts: Sequence[tuple[QualityClass, int]]) -> list[Score]:
    """Scores of those classes that come to that total, however it is shared out: the rule looks at the sum."""
    classes = [quality for quality, number in counts for _one in range(number)]
    points = [Decimal(total).scaleb(-2), *(Decimal(0) for _one in classes[1:])]
    return [Score(point, quality, True) for point, quality in zip(points, classes, strict=True)]


def _meeting_facts(seen: Seen, scores: Iterator[Score]) -> Iterator[MeetingFact]:
    for month in range(1, 13):
        if seen.held >> month & 1:
            score = next(scores) if seen.scored >> month & 1 else None
            yield MeetingFact(MeetingKind.REGULAR, month, is_held=True, score=score)
        if seen.excused >> DIGIT * month & ((1 << DIGIT) - 1):
            yield MeetingFact(MeetingKind.REGULAR, month, is_held=False, is_excused=True)
    for quarter in range(4):
        for _theme in range(seen.themes >> BYTE * quarter & ((1 << BYTE) - 1)):
            yield MeetingFact(MeetingKind.THEMATIC, quarter * 3 + 1, is_held=True)
