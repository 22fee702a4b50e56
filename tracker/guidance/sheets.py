"""A scoresheet as the guidance lays it out: groups of criteria, their levels, parts and full marks."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from tracker.guidance.kinds import CriterionKind, IfNotApplicable, MeetingKind, circumstances_of
from tracker.guidance.vocabulary import COMBINED, NOT_COMBINED

NOUGHT = Decimal(0)


@dataclass(frozen=True)
class Worded:
    """Something with words in Vietnamese, and perhaps in English, taken from the guidance file."""

    text: str
    text_en: str | None

    def wording(self, language: str) -> str:
        """The words in that language, or the Vietnamese where the file gives no other."""
        return (self.text_en or self.text) if language == "en" else self.text


@dataclass(frozen=True)
class Bound:
    """A comparison on a measured figure, such as ``present_percent >= 90``.

    ``than`` is a number, or the name of a setting of the guidance (``notice_days``, ``minutes_required`` …).
    """

    measure: str
    sign: str
    than: Decimal | str

    def holds(self, value: Decimal, settings: Mapping[str, Decimal]) -> bool:
        than = settings[self.than] if isinstance(self.than, str) else self.than
        return {
            ">=": value >= than,
            "<=": value <= than,
            ">": value > than,
            "<": value < than,
            "=": value == than,
        }[self.sign]


@dataclass(frozen=True)
class Level(Worded):
    """One rung: its points, its label, and the bounds that all must hold; none means "otherwise"."""

    points: Decimal
    when: tuple[Bound, ...] = ()


@dataclass(frozen=True)
class Part(Worded):
    """A sub-mark on one line, with a check of its own perhaps."""

    code: str
    full: Decimal
    check: str | None = None
    when: tuple[Bound, ...] = ()


@dataclass(frozen=True)
class Criterion(Worded):
    """A line of the sheet. From ``Sheet.criteria(kind)`` ``full``, ``levels`` and ``parts`` are that kind's.

    ``when``: the bounds on which the check calls a yes-or-no or a number met (levels have their own).
    """

    code: str
    full: Decimal
    step: Decimal
    kind: CriterionKind
    levels: tuple[Level, ...] = ()
    parts: tuple[Part, ...] = ()
    check: str | None = None
    when: tuple[Bound, ...] = ()
    applies_when: str | None = None
    if_not_applicable: IfNotApplicable = IfNotApplicable.ABSENT
    full_when_combined: Decimal | None = None
    levels_when_combined: tuple[Level, ...] = ()
    parts_when_combined: tuple[Part, ...] = ()
    hint: str | None = None
    hint_en: str | None = None
    source: str = "R"
    points_source: str = "R"

    def applies(self, circumstances: Collection[str]) -> bool:
        return self.applies_when is None or self.applies_when in circumstances

    def in_kind(self, kind: MeetingKind) -> "Criterion | None":
        """This criterion as it stands in a meeting of that kind, or ``None`` where it is not on the sheet."""
        by_kind = self.applies_when in (COMBINED, NOT_COMBINED)
        if by_kind and not self.applies(circumstances_of(kind)) and self.if_not_applicable == "absent":
            return None
        if kind is not MeetingKind.COMBINED or self.full_when_combined is None:
            return self
        return replace(
            self,
            full=self.full_when_combined,
            levels=self.levels_when_combined or self.levels,
            parts=self.parts_when_combined or self.parts,
        )

    def takes(self, points: Decimal) -> bool:
        """Whether that mark may stand here: from nought to full, on a step, or on a level where there are levels."""
        if self.levels:
            return any(level.points == points for level in self.levels)
        return NOUGHT <= points <= self.full and points % self.step == NOUGHT

    def level_for(self, measures: Mapping[str, Decimal], settings: Mapping[str, Decimal]) -> Level | None:
        """The best level whose bounds all hold on those figures, or ``None``."""
        return next(
            (
                level
                for level in self.levels
                if all(bound.holds(measures[bound.measure], settings) for bound in level.when)
            ),
            None,
        )


@dataclass(frozen=True)
class Group(Worded):
    code: str
    full: Decimal
    full_when_combined: Decimal | None
    criteria: tuple[Criterion, ...]

    def in_kind(self, kind: MeetingKind) -> "Group":
        """This group with the criteria and the full mark it has in a meeting of that kind."""
        criteria = tuple(placed for one in self.criteria if (placed := one.in_kind(kind)))
        return replace(self, criteria=criteria, full=sum((one.full for one in criteria), NOUGHT))


@dataclass(frozen=True)
class Sheet(Worded):
    """A scoresheet; ``text`` is its title. ``optional``: scored only where the cell chooses to."""

    code: str
    kinds: tuple[MeetingKind, ...]
    optional: bool
    groups: tuple[Group, ...]

    @cached_property
    def _placed(self) -> dict[MeetingKind, tuple[Group, ...]]:
        return {}

    def groups_in(self, kind: MeetingKind) -> tuple[Group, ...]:
        if kind not in self._placed:
            self._placed[kind] = tuple(group.in_kind(kind) for group in self.groups)
        return self._placed[kind]

    def criteria(self, kind: MeetingKind) -> tuple[Criterion, ...]:
        """The criteria on the sheet of such a meeting, in order, each with its full mark in that kind."""
        return tuple(criterion for group in self.groups_in(kind) for criterion in group.criteria)

    def full_total(self, kind: MeetingKind) -> Decimal:
        return sum((criterion.full for criterion in self.criteria(kind)), NOUGHT)

    @cached_property
    def codes(self) -> frozenset[str]:
        return frozenset(criterion.code for group in self.groups for criterion in group.criteria)
