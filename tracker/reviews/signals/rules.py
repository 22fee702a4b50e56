"""Which patterns of a cell's months are worth a question. Plain Python.

A question is never a verdict, and none is asked about a low score: taking points off never makes a pattern of one's
own. Only like is compared with like, and nothing is said of fewer months than the committee has set. The thresholds
are the committee's settings; the constants here are our own choice [R].
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import takewhile
from statistics import median
from typing import Any

from tracker.reviews.rules import SignalKind
from tracker.reviews.signals.shingles import alike

LOOKED_BACK = 12
"""Months, the latest ones, of which a share is taken: what a cell has left off is not asked about for ever."""
COPIED_FROM = 2
"""How many months before are held against one: minutes are copied from the last meeting or the one before it."""
COPIES = 2
"""Months with copied minutes that make a pattern."""
MANY = 6
"""Members at a meeting from which it is remarkable that all of them spoke; in a smaller room everybody does."""
NEIGHBOURS = 5
"""Cells below which there is no usual share to stand above."""
LONG_ENOUGH = 6
"""Months, at least, in which a cell's share and its neighbours' are usual ones: a share of a few months is chance."""
LEAST_SPREAD = Decimal(5)
"""Per cent: what a deviation counts for at least: of a dozen neighbours it is itself uncertain, and where all are alike
a trifle is none."""


@dataclass(frozen=True)
class Limits:
    """The committee's thresholds, as in its settings."""

    least_months: int = 4
    same_months: int = 4
    high_points: Decimal = Decimal(95)
    late_percent: int = 50
    alike_percent: int = 85
    spoke_percent: int = 90
    apart: Decimal = Decimal(3)

    def to_stay(self) -> "Limits":
        """Those for a question already asked: a little lower, so that it does not come and go by a hair."""
        return replace(
            self, late_percent=self.late_percent * 4 // 5, spoke_percent=self.spoke_percent * 4 // 5,
            apart=self.apart * 3 / 4,
        )  # fmt: skip


@dataclass(frozen=True)
class Month:
    """What one sheet's records said. ``form``: the sheet it was marked on; totals of two forms are not compared.

    ``is_good``: the cell gave itself the best class. ``notice_late``: ``None`` where the book cannot tell. The other
    figures are those of a reading; ``key`` names the sheet to whoever asks.
    """

    year: int
    month: int
    total: Decimal
    form: str = ""
    is_good: bool = True
    notice_late: bool | None = None
    present: int = 0
    spoke: int = 0
    fingerprint: tuple[int, ...] = ()
    judged: Decimal = Decimal(0)
    judged_full: Decimal = Decimal(0)
    suggested: Decimal = Decimal(0)
    covered: Decimal = Decimal(0)
    key: Any = None

    @property
    def when(self) -> tuple[int, int]:
        return self.year, self.month

    @property
    def is_everybody(self) -> bool:
        """All who were there spoke, and they were many."""
        return self.present >= MANY and self.spoke >= self.present


@dataclass(frozen=True)
class Usual:
    """A neighbour's months of one form in two figures, per cent: of the points that are a matter of judgement, how
    many it gives itself; of those that records tell, how many they bear out."""

    judged: Decimal
    borne_out: Decimal


@dataclass(frozen=True)
class Found:
    """A pattern: the months that bear it, first first, how many were looked at, and the figures of its sentence.

    ``copies``: of minutes alike, for each month the one whose minutes they are like, and how much, per cent.
    """

    kind: SignalKind
    months: tuple[Month, ...]
    looked_at: int
    figures: dict[str, str | int]
    copies: tuple[tuple[Month, int], ...] = ()


def in_order(months: Iterable[Month]) -> list[Month]:
    """First first, one for each sheet: of several readings of a sheet the last given counts."""
    latest = {one.key if one.key is not None else index: one for index, one in enumerate(months)}
    return sorted(latest.values(), key=lambda one: one.when)


def found(months: Iterable[Month], neighbours: Iterable[Usual], limits: Limits) -> list[Found]:
    """Every pattern in a cell's months, the latest of which is the one just handed in."""
    return [one for kind in SignalKind if (one := of_kind(kind, months, neighbours, limits)) is not None]


def of_kind(kind: SignalKind, months: Iterable[Month], neighbours: Iterable[Usual], limits: Limits) -> Found | None:
    """The pattern of this kind, ``None`` where there is none or there are too few months."""
    ordered = in_order(months)
    if len(ordered) < limits.least_months:
        return None
    if kind is SignalKind.ABOVE_NEIGHBOURS:
        return above_neighbours(ordered, list(neighbours), limits)
    return OF_OWN_MONTHS[kind](ordered, limits)


def same_total(months: Sequence[Month], limits: Limits) -> Found | None:
    """The last months, on one form, all of the best class and with one total."""
    last = months[-1]
    same = list(takewhile(lambda one: (one.total, one.form) == (last.total, last.form), reversed(months)))
    if len(same) < max(limits.same_months, limits.least_months) or not all(one.is_good for one in same):
        return None
    return Found(SignalKind.SAME_TOTAL, tuple(reversed(same)), len(same), {"total": str(last.total)})


def late_agendas(months: Sequence[Month], limits: Limits) -> Found | None:
    """A high total though the agenda went out late, in such a share of the months of which the notice is known.

    The share is taken of all those months, high or not: so a total lowered never raises it.
    """
    known = [one for one in months[-LOOKED_BACK:] if one.notice_late is not None]
    late = [one for one in known if one.notice_late and one.total >= limits.high_points]
    if not _often(late, known, limits.late_percent, limits):
        return None
    return Found(SignalKind.LATE_AGENDAS, tuple(late), len(known), {"high": str(limits.high_points)})


def alike_minutes(months: Sequence[Month], limits: Limits) -> Found | None:
    """Minutes nearly those of the meeting before, or of the one before that, in several months."""
    told = [one for one in months if one.fingerprint][-LOOKED_BACK - COPIED_FROM :]
    if len(told) < limits.least_months:
        return None
    nearest = [(one, _nearest(told, place)) for place, one in enumerate(told)]
    copied = [(one, copy) for one, copy in nearest if copy is not None and copy[1] >= limits.alike_percent]
    if len(copied) < COPIES:
        return None
    copies = tuple(copy for _one, copy in copied)
    figures: dict[str, str | int] = {"alike": int(median(share for _other, share in copies))}
    return Found(SignalKind.ALIKE_MINUTES, tuple(one for one, _copy in copied), len(told), figures, copies)


def _nearest(told: Sequence[Month], place: int) -> tuple[Month, int] | None:
    """Which of the months just before has the minutes most like these, and how alike, per cent."""
    before = reversed(told[max(place - COPIED_FROM, 0) : place])
    compared = [(other, alike(told[place].fingerprint, other.fingerprint)) for other in before]
    return max(compared, key=lambda pair: pair[1], default=None)


def all_spoke(months: Sequence[Month], limits: Limits) -> Found | None:
    """Everybody there spoke at nearly every meeting of many members."""
    many = [one for one in months[-LOOKED_BACK:] if one.present >= MANY]
    spoke = [one for one in many if one.is_everybody]
    if not _often(spoke, many, limits.spoke_percent, limits):
        return None
    return Found(SignalKind.ALL_SPOKE, tuple(spoke), len(many), {})


OF_OWN_MONTHS: dict[SignalKind, Callable[[Sequence[Month], Limits], Found | None]] = {
    SignalKind.SAME_TOTAL: same_total,
    SignalKind.LATE_AGENDAS: late_agendas,
    SignalKind.ALIKE_MINUTES: alike_minutes,
    SignalKind.ALL_SPOKE: all_spoke,
}


def _often(those: Sequence[Month], of_all: Sequence[Month], percent: int, limits: Limits) -> bool:
    """At least such a share of them, and of enough months."""
    return len(of_all) >= limits.least_months and len(those) * 100 >= percent * len(of_all)


def above_neighbours(months: Sequence[Month], neighbours: Sequence[Usual], limits: Limits) -> Found | None:
    """Far more of the points that are a matter of judgement than the neighbours give themselves, while of those that
    records tell no more is borne out."""
    mine = [one for one in months[-LOOKED_BACK:] if one.form == months[-1].form and one.judged_full and one.covered]
    own = usual(mine, limits)
    if own is None or len(neighbours) < NEIGHBOURS:
        return None
    middle = median(one.judged for one in neighbours)
    borne_out = median(one.borne_out for one in neighbours)
    spread = max(median(abs(one.judged - middle) for one in neighbours), LEAST_SPREAD)
    if own.judged - middle <= limits.apart * spread or own.borne_out > borne_out:
        return None
    figures: dict[str, str | int] = {
        "own": int(own.judged), "usual": int(middle), "own_borne_out": int(own.borne_out),
        "usual_borne_out": int(borne_out), "neighbours": len(neighbours),
    }  # fmt: skip
    return Found(SignalKind.ABOVE_NEIGHBOURS, tuple(mine), len(mine), figures)


def usual(months: Iterable[Month], limits: Limits) -> Usual | None:
    """The middle of a cell's shares; ``None`` of too few months."""
    told = [one for one in months if one.judged_full and one.covered]
    if len(told) < max(limits.least_months, LONG_ENOUGH):
        return None
    return Usual(
        median(100 * one.judged / one.judged_full for one in told),
        median(100 * one.suggested / one.covered for one in told),
    )
