"""The meetings of a branch over its last months, kept apart by guidance: their scores are no points of one sheet.

Only sheets that were handed in count, by the committee's total and class where it decided. A meeting belongs to the
committee directly above the cell on its own day.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, case, func, select

from tracker.extensions import db
from tracker.guidance.kinds import QualityClass
from tracker.guidance.models import GuidanceVersion
from tracker.meetings.models import Meeting
from tracker.ratings.maps import branches
from tracker.ratings.maps.branches import Part, View
from tracker.ratings.maps.tallies import Tally, together
from tracker.scoresheets.lost import HANDED_IN
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import DECIDED

MONTHS = 24
Month = tuple[int, int]
"""Year and month."""
TOTAL = case((Scoresheet.state.in_(DECIDED), Scoresheet.recognised_total), else_=Scoresheet.total)
CLASS = case((Scoresheet.state.in_(DECIDED), Scoresheet.recognised_class), else_=Scoresheet.self_class)


@dataclass(frozen=True)
class Course:
    """A part of the branch, or the whole of it, by month and guidance."""

    part: Part
    tallies: dict[tuple[Month, int], Tally]

    def at(self, month: Month, version: GuidanceVersion) -> Tally:
        return self.tallies.get((month, version.id), Tally())

    def classes(self, month: Month) -> Tally:
        """Of all guidances: classes may be counted together, totals may not."""
        return together(tally for (own, _version), tally in self.tallies.items() if own == month)

    def under(self, version: GuidanceVersion) -> Tally:
        return together(tally for (_month, own), tally in self.tallies.items() if own == version.id)

    @property
    def all(self) -> Tally:
        return together(self.tallies.values())


@dataclass(frozen=True)
class Trend:
    """``months``: from the first that has a sheet to the last, the earliest first. ``versions`` as they came into
    force. ``parts``: those that handed in any sheet, and none where the branch has one part only."""

    months: tuple[Month, ...]
    versions: tuple[GuidanceVersion, ...]
    whole: Course
    parts: tuple[Course, ...]

    def versions_in(self, month: Month) -> list[GuidanceVersion]:
        return [version for version in self.versions if self.whole.at(month, version).meetings]

    @property
    def main(self) -> GuidanceVersion:
        """Under which most sheets of the last month stand; the later of two with as many."""
        month = self.months[-1]
        return max(reversed(self.versions_in(month)), key=lambda version: self.whole.at(month, version).meetings)

    def is_turn(self, month: Month) -> bool:
        """The guidance changed in it, or since the month before it."""
        here = {version.id for version in self.versions_in(month)}
        before = {
            version.id
            for earlier in self.months[: self.months.index(month)][-1:]
            for version in self.versions_in(earlier)
        }
        return bool(here) and len(here | before) > 1


def of(view: View, today: date) -> Trend:
    """The last 24 months up to the end of that year, or up to today; five queries at most."""
    last = min(date(view.year, 12, 31), today)
    end = last.year * 12 + last.month - 1
    branch = branches.of(view.committee, last)
    rows = _rows(view, end - MONTHS + 1, end)
    apart: dict[int, dict[tuple[Month, int], Counter[Any]]] = defaultdict(lambda: defaultdict(Counter))
    for row in rows:
        part = branch.part_of[row.superior_id]
        for key in (part.committee_id, 0):
            apart[key][(row.year, row.month), row.guidance_id][row.total, QualityClass(row.quality)] += row.number
    found = {key: {at: Tally(counts) for at, counts in tallies.items()} for key, tallies in apart.items()}
    parts = tuple(Course(part, found[part.committee_id]) for part in branch.parts if part.committee_id in found)
    return Trend(
        months=_months(rows),
        versions=versions({row.guidance_id for row in rows}),
        whole=Course(branch.parts[0], found.get(0, {})),
        parts=parts if branch.is_parted else (),
    )


def _rows(view: View, begin: int, end: int) -> Any:
    """How many meetings got the same total and class, by month, guidance and committee; months counted from year 0."""
    at = Meeting.year * 12 + Meeting.month - 1
    scores = (
        select(
            Meeting.superior_id, Meeting.year, Meeting.month, Scoresheet.guidance_id, TOTAL.label("total"),
            CLASS.label("quality"),
        )
        .join(Scoresheet, Scoresheet.meeting_id == Meeting.id)
        .where(Meeting.superior_id.in_(branches.ids(view.committee)), Meeting.year.between(begin // 12, end // 12))
        .where(at.between(begin, end), Meeting.kind.in_(view.kinds), Scoresheet.state.in_(HANDED_IN))
        .where(TOTAL.is_not(None), CLASS.is_not(None))
        .subquery()
    )  # fmt: skip
    query = select(*scores.c, func.count().label("number")).group_by(*scores.c)
    return db.session.execute(query.order_by(scores.c.year, scores.c.month)).all()


def _months(rows: Sequence[Row[Any]]) -> tuple[Month, ...]:
    if not rows:
        return ()
    first, last = (row.year * 12 + row.month - 1 for row in (rows[0], rows[-1]))
    return tuple((at // 12, at % 12 + 1) for at in range(first, last + 1))


def versions(ids: set[int]) -> tuple[GuidanceVersion, ...]:
    query = select(GuidanceVersion).where(GuidanceVersion.id.in_(ids))
    return tuple(db.session.scalars(query.order_by(GuidanceVersion.valid_from, GuidanceVersion.id)))


def year_of(view: View) -> dict[int, dict[int, Tally]]:
    """By part (``0`` for the whole) and guidance, the meetings of the year whose sheets were handed in."""
    branch = branches.of(view.committee, date(view.year, 12, 31))
    found: dict[int, dict[int, Counter[Any]]] = defaultdict(lambda: defaultdict(Counter))
    for row in _rows(view, view.year * 12, view.year * 12 + 11):
        for key in (branch.part_of[row.superior_id].committee_id, 0):
            found[key][row.guidance_id][row.total, QualityClass(row.quality)] += row.number
    return {key: {one: Tally(counts) for one, counts in tallies.items()} for key, tallies in found.items()}
