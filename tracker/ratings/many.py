"""The year of every cell at once, computed afresh in a number of queries that does not grow.

The database adds up what a cell's sheets and meetings come to, months as bits and counts as digits of one number; the
rule (``rules.rate``) is asked once for all cells whose year looks the same to it. What comes out is what
``gathering.book`` would say of each; a cell whose records do not fit together is asked for by itself.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Integer, and_, case, cast, func, literal, or_, select, type_coerce

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
WHOLE = Life()


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


class Sheets(NamedTuple):
    """Points in hundredths; ``packed``: months scored, then meetings a class, then those recognised."""

    total: int | None
    lowest: int | None
    highest: int | None
    packed: int


NO_SHEETS = Sheets(None, None, None, 0)


def of_year(year: int, today: date) -> dict[int, Figures]:
    """By cell id, of every cell of the book, those that ended included, as of that day."""
    sheets, meetings, lives = _sheets(year), _meetings(year), _lives(year)
    cell_ids = list(db.session.scalars(select(Organisation.id).where(Organisation.kind == OrganisationKind.CELL)))
    rules = _rules(cell_ids, year)
    computing = Computing(year, today)
    found = {}
    for cell_id in cell_ids:
        held, excused = meetings.get(cell_id, (0, 0))
        figures = computing.figures(
            sheets.get(cell_id, NO_SHEETS), held, excused, lives.get(cell_id, WHOLE), rules[cell_id]
        )
        found[cell_id] = figures or alone(cell_id, year, today)
    return found


def alone(cell_id: int, year: int, today: date) -> Figures:
    """The same of one cell, out of its book."""
    rating = gathering.book(db.session.get_one(Organisation, cell_id), year, today).rating
    return Figures(**{name: getattr(rating, name) for name in Figures._fields})


# --- what the database adds up --------------------------------------------------------------------------------------


def _bit(place: Any) -> ColumnElement[int]:
    return cast(literal(1), BigInteger).op("<<")(place)


def _added(value: ColumnElement[int]) -> ColumnElement[int]:
    return cast(func.sum(value), BigInteger)


def _sheets(year: int) -> dict[int, Sheets]:
    """Of the sheets of regular meetings that give a score; from the index alone."""
    decided = Scoresheet.state.in_(DECIDED)
    sheet = (
        select(
            Scoresheet.cell_id,
            Scoresheet.month,
            case((decided, 1), else_=0).label("decided"),
            case(
                (decided, type_coerce(Scoresheet.recognised_total, Integer)),
                else_=type_coerce(Scoresheet.total, Integer),
            ).label("points"),
            case(
                (decided, func.coalesce(Scoresheet.recognised_class, Scoresheet.self_class)),
                else_=Scoresheet.self_class,
            ).label("quality"),
        )
        .where(Scoresheet.year == year, Scoresheet.kind.in_(REGULAR), Scoresheet.state.in_(DECIDED | gathering.AGREED))
        .subquery()
    )
    places = {quality.value: 1 << (MONTHS + BYTE * place) for place, quality in enumerate(QualityClass)}
    classes = case(places, value=sheet.c.quality, else_=literal(0, BigInteger))
    packed = _bit(sheet.c.month) + classes + sheet.c.decided * literal(1 << RECOGNISED, BigInteger)
    query = select(
        sheet.c.cell_id, _added(sheet.c.points), func.min(sheet.c.points), func.max(sheet.c.points), _added(packed)
    ).group_by(sheet.c.cell_id)
    return {row[0]: Sheets._make(row[1:]) for row in db.session.execute(query)}


def _meetings(year: int) -> dict[int, tuple[int, int]]:
    """By cell, meetings held (months of regular ones, then themes a quarter), and months excused; from the index."""
    regular = _bit(Meeting.month)
    theme = _bit(literal(MONTHS) + literal(BYTE) * ((Meeting.month - 1) // literal(3)))
    none = literal(0, BigInteger)
    of_kind = {MeetingKind.REGULAR: regular, MeetingKind.THEMATIC: theme, MeetingKind.COMBINED: regular + theme}
    held = case((Meeting.state.in_(gathering.HELD), case(of_kind, value=Meeting.kind, else_=none)), else_=none)
    is_excused = and_(
        Meeting.excused_at.is_not(None), Meeting.state == MeetingState.NOT_HELD, Meeting.kind.in_(REGULAR)
    )
    excused = case((is_excused, _bit(Meeting.month * literal(DIGIT))), else_=none)
    query = select(Meeting.cell_id, _added(held), _added(excused)).where(Meeting.year == year)
    return {cell_id: (bits, digits) for cell_id, bits, digits in db.session.execute(query.group_by(Meeting.cell_id))}


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


class Computing:
    """The years of one year's cells; what the rule said once is not asked of it again."""

    def __init__(self, year: int, today: date) -> None:
        self.year, self.today = year, today
        self.points, self.means, self.counts = Points(), Means(), Counts()
        self.ratings: dict[Seen, Rating | None] = {}
        self.bounds: dict[tuple[int, int], list[Decimal]] = {}
        self.classes: dict[tuple[int, ...], QualityClass | None] = {}

    def figures(self, sheets: Sheets, held: int, excused: int, life: Life, rule: YearRule | None) -> Figures | None:
        """``None`` where scores and meetings do not fit together."""
        total, lowest, highest, packed = sheets
        scored, recognised = packed & ALL_MONTHS, packed >> RECOGNISED
        number = scored.bit_count()
        seen = Seen(held & ALL_MONTHS, held >> MONTHS, excused, scored, recognised == number, life)
        try:
            rating = self.ratings[seen]
        except KeyError:
            rating = self.ratings[seen] = self._rating(seen)
        counted = (packed >> MONTHS) & ((1 << RECOGNISED - MONTHS) - 1)
        counts = self.counts[counted]
        if rating is None or counts[0][1] + counts[1][1] + counts[2][1] + counts[3][1] != number:
            return None
        points, why = self.points, rating.why
        if why is Unrated.NO_RULE and rule is not None:
            why = None
        return Figures(
            None if why or rule is None else self._class(rule, seen, rating, total or 0, counted),
            why,
            None if total is None else self.means[(2 * total + number) // (2 * number)],
            None if lowest is None else points[lowest],
            None if highest is None else points[highest],
            counts,
            rating.held,
            number,
            recognised,
            rating.themes,
            rating.missing,
            rating.empty_quarters,
            rating.provisional,
        )

    def _rating(self, seen: Seen) -> Rating | None:
        """What the year is but for its points; ``None`` where a score has no meeting, or a month has two."""
        if seen.scored & ~seen.held:
            return None
        return rate(self._facts(seen, [Score(Decimal(0), QualityClass.POOR, seen.all_recognised)] * 12), None)

    def _class(self, rule: YearRule, seen: Seen, rating: Rating, total: int, counted: int) -> QualityClass | None:
        """The rule looks at the mean's bounds, the counts, what is missing and what is required: so does the key."""
        asked = (id(rule), rating.required)
        if (bounds := self.bounds.get(asked)) is None:
            bounds = self.bounds[asked] = _mean_bounds(rule, rating.required)
        reached = sum(total >= bound * rating.scored for bound in bounds)
        key = (*asked, reached, counted, len(rating.missing), len(rating.empty_quarters))
        try:
            return self.classes[key]
        except KeyError:
            self.classes[key] = made = rate(self._facts(seen, _scores(total, self.counts[counted])), rule).quality
            return made

    def _facts(self, seen: Seen, scores: Sequence[Score]) -> YearFacts:
        """A year that looks so, with these scores, whichever month has which."""
        return year_facts(_meeting_facts(seen, iter(scores)), self.year, self.today, seen.life)


def _mean_bounds(rule: YearRule, required: int) -> list[Decimal]:
    """In hundredths."""
    demands = (demand for one in rule.classes for demand in one.demands)
    return [one.bound_for(required) * 100 for one in demands if one.kind is DemandKind.MEAN_AT_LEAST]


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
