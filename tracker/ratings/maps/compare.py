"""One branch beside another, over one year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tracker.guidance.models import GuidanceVersion
from tracker.guidance.sheets import Criterion, Sheet
from tracker.organisations import service as organisations
from tracker.organisations.models import Organisation
from tracker.ratings.maps import classes, costs, grid, trend
from tracker.ratings.maps.branches import View
from tracker.ratings.maps.classes import Line
from tracker.ratings.maps.costs import FormCosts
from tracker.ratings.maps.grid import Map
from tracker.ratings.maps.rules import DUE, MET, SCORED, Square, SquareState
from tracker.ratings.maps.tallies import Tally, share
from tracker.reviews.calibration import severity

DEAR = 5


@dataclass(frozen=True)
class Rates:
    """Of the squares of a branch. ``asked``: sheets handed in, and those whose term is over."""

    cells: int
    due: int
    met: int
    excused: int
    asked: int
    in_time: int
    handed_in: int
    recognised: int

    @property
    def meeting(self) -> Decimal | None:
        return share(self.met, self.due)

    @property
    def submitting(self) -> Decimal | None:
        return share(self.in_time, self.asked)

    @property
    def recognising(self) -> Decimal | None:
        return share(self.recognised, self.handed_in)


@dataclass(frozen=True)
class Side:
    """``name``: the committee's at the end of the year, or today's."""

    committee: Organisation
    name: str
    rates: Rates
    classes: Line
    scores: dict[int, Tally]
    costs: tuple[FormCosts, ...]

    def of(self, version: GuidanceVersion) -> Tally:
        return self.scores.get(version.id, Tally())


@dataclass(frozen=True)
class Dear:
    """A criterion among the dearest of either branch: the share of its points that each lost."""

    criterion: Criterion
    shares: tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True)
class DearForm:
    """A form used in both branches; ``lines`` is empty where one of them has too few cells to be shown."""

    version: GuidanceVersion
    form: Sheet
    is_withheld: bool
    lines: tuple[Dear, ...]


@dataclass(frozen=True)
class Comparison:
    """``severity``: a sentence where calibration found the reviewers of the two to mark differently."""

    sides: tuple[Side, Side]
    versions: tuple[GuidanceVersion, ...]
    forms: tuple[DearForm, ...]
    severity: str | None


def of(view: View, other: Organisation, today: date) -> Comparison:
    """Twice what one branch takes, whatever the number of its cells."""
    left, right = _side(view, today), _side(View(other, view.year, view.thematic), today)
    return Comparison(
        sides=(left, right),
        versions=trend.versions({*left.scores, *right.scores}),
        forms=tuple(_forms(left, right)),
        severity=severity.between(view.committee.id, other.id),
    )


def _side(view: View, today: date) -> Side:
    return Side(
        committee=view.committee,
        name=organisations.name_on(view.committee, min(today, date(view.year, 12, 31))),
        rates=rates(grid.whole(view, today)),
        classes=classes.of(view, today).whole,
        scores=trend.year_of(view).get(0, {}),
        costs=tuple(costs.of(view.committee, view.year)),
    )


def rates(shown: Map) -> Rates:
    squares = [square for line in shown.lines for square in line.squares]
    asked = [one for one in squares if one.is_late or _handed_in(one)]
    return Rates(
        cells=len(shown.lines),
        due=sum(one.state in DUE for one in squares),
        met=sum(one.state in MET for one in squares),
        excused=sum(one.state is SquareState.EXCUSED for one in squares),
        asked=len(asked),
        in_time=sum(not one.is_late for one in asked),
        handed_in=sum(map(_handed_in, squares)),
        recognised=sum(one.state is SquareState.RECOGNISED for one in squares),
    )


def _handed_in(square: Square) -> bool:
    return square.state in SCORED or square.state is SquareState.RETURNED


def _forms(left: Side, right: Side) -> Iterable[DearForm]:
    others = {(one.version.id, one.form.code): one for one in right.costs}
    for one in left.costs:
        other = others.get((one.version.id, one.form.code))
        if other is not None:
            withheld = one.is_withheld or other.is_withheld
            yield DearForm(one.version, one.form, withheld, () if withheld else tuple(_dear(one, other)))


def _dear(one: FormCosts, other: FormCosts) -> Iterable[Dear]:
    """The dearest of either side, the greatest share lost on either first."""
    found = {line.criterion.code: line.criterion for line in (*one.shown[:DEAR], *other.shown[:DEAR])}
    shares = [
        {line.criterion.code: line.share for line in side.lines if line not in side.hidden} for side in (one, other)
    ]
    lines = [Dear(criterion, (shares[0].get(code), shares[1].get(code))) for code, criterion in found.items()]
    return sorted(lines, key=lambda line: -max(value or Decimal(0) for value in line.shares))
