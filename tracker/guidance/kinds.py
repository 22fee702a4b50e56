"""The fixed kinds of things in a guidance: classes, kinds of meeting, of criterion, of condition, of demand."""

from enum import StrEnum

from tracker.guidance.vocabulary import COMBINED, NOT_COMBINED


class QualityClass(StrEnum):
    """How good a meeting or a year was. Ordered by worth: ``GOOD > FAIR``, ``min`` is the worst."""

    GOOD = "good"
    FAIR = "fair"
    AVERAGE = "average"
    POOR = "poor"

    @property
    def worth(self) -> int:
        return WORTH[self]

    def __lt__(self, other: str) -> bool:
        return WORTH[self] < WORTH[other]

    def __le__(self, other: str) -> bool:
        return WORTH[self] <= WORTH[other]

    def __gt__(self, other: str) -> bool:
        return WORTH[self] > WORTH[other]

    def __ge__(self, other: str) -> bool:
        return WORTH[self] >= WORTH[other]


WORTH: dict[str, int] = {quality: -place for place, quality in enumerate(QualityClass)}


class MeetingKind(StrEnum):
    """``COMBINED`` is a regular meeting that shares its sitting with a thematic part."""

    REGULAR = "regular"
    THEMATIC = "thematic"
    COMMITTEE = "committee"
    COMBINED = "combined"

    @property
    def has_regular_part(self) -> bool:
        return self in (MeetingKind.REGULAR, MeetingKind.COMBINED)

    @property
    def has_thematic_part(self) -> bool:
        return self in (MeetingKind.THEMATIC, MeetingKind.COMBINED)

    @property
    def is_scored(self) -> bool:
        """The cell committee's own meeting has no sheet in any guidance."""
        return self is not MeetingKind.COMMITTEE


class CriterionKind(StrEnum):
    LEVELS = "levels"
    YES_NO = "yes_no"
    NUMBER = "number"
    PARTS = "parts"


class IfNotApplicable(StrEnum):
    """What a criterion does where it does not apply.

    ``ABSENT`` leaves the sheet (only by kind of meeting; the others then make up the full total), ``FULL``
    gives its full mark, ``EXCLUDE`` stands on the sheet unmarked and leaves the denominator.
    """

    ABSENT = "absent"
    FULL = "full"
    EXCLUDE = "exclude"


class ConditionKind(StrEnum):
    FULL_MARKS = "full_marks"
    LATE_NOTICE = "late_notice"
    NO_MINUTES = "no_minutes"


class DemandKind(StrEnum):
    """What a class of the year may ask; ``bound`` is the figure, ``quality`` the class counted.

    ``COUNT_AT_LEAST``: meetings of that class *or better*. ``COUNT_AT_MOST``: of that class *or worse*.
    """

    MEAN_AT_LEAST = "mean_at_least"
    REGULAR_MISSING_AT_MOST = "regular_missing_at_most"
    THEMATIC_MISSING_AT_MOST = "thematic_missing_at_most"
    COUNT_AT_LEAST = "count_at_least"
    COUNT_AT_MOST = "count_at_most"


class YearRuleKind(StrEnum):
    MEAN_AND_MONTHS = "mean_and_months"
    COUNTS = "counts"


def circumstances_of(kind: MeetingKind) -> frozenset[str]:
    """The circumstances that the kind of meeting alone decides."""
    return frozenset({COMBINED if kind is MeetingKind.COMBINED else NOT_COMBINED})
