"""One year of one cell as its page shows it: who it was, its meetings, its rating. Plain Python.

A closed year is this, kept as JSON; an open one is made afresh each time it is asked for.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from tracker.guidance.rules import MeetingKind, QualityClass
from tracker.ratings.rules import Rating


@dataclass(frozen=True)
class Adjustment:
    """A mark the superior committee changed, and why."""

    criterion: str
    old: Decimal | None
    new: Decimal | None
    reason: str


@dataclass(frozen=True)
class MeetingLine:
    """One meeting in the table of the year. ``planned_at`` is when it was held, once it was."""

    meeting_id: int
    sheet_id: int | None
    kind: MeetingKind
    month: int
    planned_at: datetime
    is_held: bool
    is_excused: bool
    not_held_reason: str
    theme: str
    present: int
    counted: int
    minutes: int | None
    total: Decimal | None
    self_class: QualityClass | None
    recognised_total: Decimal | None
    recognised_class: QualityClass | None
    adjustments: tuple[Adjustment, ...]

    @property
    def presence(self) -> Decimal | None:
        """Present out of the guidance's denominator, ``None`` where there is no roll."""
        return Decimal(self.present) / self.counted if self.counted else None


@dataclass(frozen=True)
class GuidanceName:
    """The guidance whose year rule was applied, as it is cited."""

    version_id: int
    number: str
    title: str
    rule: str
    is_reconstructed: bool


@dataclass(frozen=True)
class YearBook:
    """Everything the page of a cell's year says, but the state of its rating."""

    cell_id: int
    cell_code: str
    cell_name: str
    superior_id: int | None
    superior_name: str
    year: int
    guidance: GuidanceName | None
    meetings: tuple[MeetingLine, ...]
    rating: Rating

    @property
    def rows(self) -> list[tuple[int, MeetingLine | None]]:
        """The table of the year by month, with an empty row for a month in which no regular meeting is recorded."""
        recorded = {line.month for line in self.meetings if line.kind.has_regular_part}
        empty = [(month, None) for month in self.rating.missing if month not in recorded]
        return sorted([*((line.month, line) for line in self.meetings), *empty], key=lambda row: row[0])
