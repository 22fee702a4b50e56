"""How many cells and how many meetings of each class, by the parts of a branch, in one year."""

from dataclasses import dataclass
from datetime import date

from tracker.guidance.kinds import QualityClass
from tracker.ratings import branch as years
from tracker.ratings.branch import Totals
from tracker.ratings.maps import branches, trend
from tracker.ratings.maps.branches import Part, View
from tracker.ratings.maps.tallies import Tally, share, together


@dataclass(frozen=True)
class Line:
    """``years``: of the cells' years, recognised where they are, else computed. ``meetings``: of the handed-in sheets
    of regular meetings, whatever their guidance; only their classes are to be read, not their totals."""

    part: Part
    years: Totals
    meetings: Tally

    def share(self, quality: QualityClass) -> object:
        """Of the cells that have a class."""
        return share(self.years[quality], self.rated)

    @property
    def rated(self) -> int:
        return self.years.cells - self.years[None]


@dataclass(frozen=True)
class Classes:
    """``parts``: those with cells or meetings, the committee's own cells first; ``whole`` is all of them together."""

    parts: tuple[Line, ...]
    whole: Line


def of(view: View, today: date) -> Classes:
    """The figures kept of a closed year, those last computed of another; a fixed number of queries."""
    committee, year = view.committee, view.year
    branch = branches.of(committee, min(today, date(year, 12, 31)))
    own, below = years.totals(committee, year, today), years.branches(committee, year, today)
    counted = {committee.id: own} | {line.committee_id: line.totals for line in below}
    meetings = {key: together(by.values()) for key, by in trend.year_of(view).items()}
    lines = [
        Line(part, counted.get(part.committee_id, Totals({})), meetings.get(part.committee_id, Tally()))
        for part in branch.parts
    ]
    whole = Line(branch.parts[0], years.added(counted.values()), meetings.get(0, Tally()))
    return Classes(tuple(one for one in lines if one.years.cells or one.meetings.meetings), whole)
