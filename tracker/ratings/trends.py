"""A cell over the years: its stored figures, and its regular scores apart by the guidance they were given under.

Scores of different guidance are never joined: they are not points of the same sheet. Two queries and the versions.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, case, select

from tracker.extensions import db
from tracker.guidance.models import GuidanceVersion
from tracker.guidance.rules import QualityClass
from tracker.meetings.rules import REGULAR
from tracker.organisations.models import Organisation
from tracker.ratings.facts import mean
from tracker.ratings.models import CellYear
from tracker.ratings.rules import YearState
from tracker.scoresheets.lost import AGREED
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import DECIDED

YEARS = 10


@dataclass(frozen=True)
class Score:
    """One regular meeting's total and class: the recognised ones, else those the cell agreed."""

    guidance_id: int
    year: int
    month: int
    total: Decimal
    quality: QualityClass


@dataclass(frozen=True)
class Stretch:
    """The regular meetings of one year under one guidance, and the mean of their totals."""

    year: int
    version: GuidanceVersion
    scores: tuple[Score, ...]

    @property
    def mean(self) -> Decimal | None:
        return mean(score.total for score in self.scores)

    def in_month(self, month: int) -> Score | None:
        return next((score for score in self.scores if score.month == month), None)


@dataclass(frozen=True)
class YearLine:
    """A year as it is stored, and its stretches, the earlier guidance first.

    ``is_turn``: the guidance changed in it, or since the last year before it that has scores.
    """

    year: int
    state: YearState
    quality: QualityClass | None
    is_recognised: bool
    is_provisional: bool
    held: int
    mean: Decimal | None
    counts: tuple[tuple[QualityClass, int], ...]
    stretches: tuple[Stretch, ...]
    is_turn: bool


@dataclass(frozen=True)
class Trend:
    """``versions``: the guidance of the scores, in the order they came into force."""

    years: tuple[YearLine, ...]
    stretches: tuple[Stretch, ...]
    versions: tuple[GuidanceVersion, ...]

    @property
    def scores(self) -> tuple[Score, ...]:
        return tuple(score for stretch in self.stretches for score in stretch.scores)


def of_cell(cell: Organisation, last_year: int) -> Trend:
    """The last ten years up to that one, the earliest first; years of which nothing is stored are left out."""
    first = last_year - YEARS + 1
    scores = _scores(cell, first, last_year)
    versions = _versions({score.guidance_id for score in scores})
    stretches = _stretches(scores, versions)
    return Trend(tuple(_lines(_stored(cell, first, last_year), stretches)), tuple(stretches), versions)


def _scores(cell: Organisation, first: int, last: int) -> list[Score]:
    sheet = Scoresheet
    total = case((sheet.state.in_(DECIDED), sheet.recognised_total), else_=sheet.total)
    quality = case((sheet.state.in_(DECIDED), sheet.recognised_class), else_=sheet.self_class)
    query = (
        select(sheet.guidance_id, sheet.year, sheet.month, total, quality)
        .where(sheet.cell_id == cell.id, sheet.year.between(first, last), sheet.kind.in_(REGULAR))
        .where(sheet.state.in_(AGREED), total.is_not(None), quality.is_not(None))
        .order_by(sheet.year, sheet.month, sheet.id)
    )
    return [Score(*row) for row in db.session.execute(query)]


def _versions(ids: set[int]) -> tuple[GuidanceVersion, ...]:
    query = select(GuidanceVersion).where(GuidanceVersion.id.in_(ids))
    return tuple(db.session.scalars(query.order_by(GuidanceVersion.valid_from, GuidanceVersion.id)))


def _stretches(scores: Iterable[Score], versions: tuple[GuidanceVersion, ...]) -> list[Stretch]:
    apart: dict[tuple[int, int], list[Score]] = defaultdict(list)
    for score in scores:
        apart[score.year, score.guidance_id].append(score)
    places = {version.id: place for place, version in enumerate(versions)}
    in_order = sorted(apart, key=lambda key: (key[0], places[key[1]]))
    return [Stretch(year, versions[places[key]], tuple(apart[year, key])) for year, key in in_order]


def _stored(cell: Organisation, first: int, last: int) -> list[Row[Any]]:
    own = CellYear
    query = (
        select(
            own.year, own.state, own.recognised_class, own.computed_class, own.is_provisional, own.regular_held,
            own.mean, own.good, own.fair, own.average, own.poor,
        )
        .where(own.cell_id == cell.id, own.year.between(first, last))
        .order_by(own.year)
    )  # fmt: skip
    return list(db.session.execute(query))


def _lines(rows: Iterable[Row[Any]], stretches: list[Stretch]) -> Iterable[YearLine]:
    before: set[int] = set()
    for row in rows:
        here = tuple(stretch for stretch in stretches if stretch.year == row.year)
        guidance = {stretch.version.id for stretch in here}
        yield _line(row, here, len(before | guidance) > 1 if guidance else False)
        before = {here[-1].version.id} if here else before


def _line(row: Row[Any], stretches: tuple[Stretch, ...], is_turn: bool) -> YearLine:
    return YearLine(
        year=row.year,
        state=row.state,
        quality=row.recognised_class or row.computed_class,
        is_recognised=row.recognised_class is not None,
        is_provisional=row.is_provisional,
        held=row.regular_held,
        mean=row.mean,
        counts=tuple((quality, getattr(row, quality.value)) for quality in QualityClass),
        stretches=stretches,
        is_turn=is_turn,
    )
