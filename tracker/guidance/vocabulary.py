"""The fixed words a guidance file may use: checks with what they measure, circumstances, settings, marks of source."""

COMBINED = "combined"
NOT_COMBINED = "not_combined"

# When a criterion applies. The first two follow from the kind of meeting, the rest from what was recorded.
CIRCUMSTANCES: tuple[str, ...] = (
    COMBINED,
    NOT_COMBINED,
    "cell_committee",
    "tasks_due",
    "delegate_present",
    "probationary_present",
)

# Each check and the figures it measures, which a level's bounds may name. A figure that is a plain yes is 1.
CHECKS: dict[str, tuple[str, ...]] = {
    "held_on_planned_day": ("on_planned_day", "days_from_plan"),
    "duration": ("minutes", "minutes_short", "duration_percent", "on_planned_day"),
    "attendance": ("present_percent", "unexcused", "late"),
    "consecutive_absences": ("longest_absence",),
    "notice_to_all": ("told_percent", "delegate_told"),
    "lead_time": ("lead_days",),
    "draft_resolution": ("drafts", "items_with_questions"),
    "committee_met_first": ("committee_met", "committee_minuted"),
    "agenda_done": ("items_done_percent",),
    "speakers": ("speakers_percent", "speakers"),
    "story_told": ("story_told", "lesson_drawn", "told_by_named"),
    "thematic_sequence": ("summarised", "commented", "responded", "concluded"),
    "theme_planned": ("planned", "assigned_before"),
    "previous_tasks": ("tasks_done_percent", "tasks_due"),
    "conclusion_passed": ("passed",),
    "tasks_assigned": ("tasks", "tasks_complete_percent"),
    "minutes_confirmed": ("minutes_confirmed", "items_concluded_percent"),
    "filed_in_time": ("filing_days_taken",),
    "praise_and_criticism": ("remarks_recorded",),
    "documents_kept": ("documents",),
}

# Figures that are a plain yes (1) or no (0).
PLAIN: tuple[str, ...] = (
    *("on_planned_day", "delegate_told", "committee_met", "committee_minuted", "minutes_confirmed", "passed"),
    *("story_told", "lesson_drawn", "told_by_named", "planned", "assigned_before"),
    *("summarised", "commented", "responded", "concluded"),
)

# A bound such as a level might have on a figure; see ``example_bound`` for the others.
EXAMPLES: dict[str, str] = {
    "days_from_plan": "<= 1",
    "minutes": ">= minutes_required",
    "minutes_short": "<= 15",
    "unexcused": "= 0",
    "late": "<= 2",
    "longest_absence": "<= consecutive_absences",
    "lead_days": ">= notice_days",
    "filing_days_taken": "<= filing_days",
}


def example_bound(measure: str) -> str:
    """A bound to show on the help page."""
    if measure in PLAIN:
        return "= 1"
    return EXAMPLES.get(measure, ">= 90" if measure.endswith("_percent") else ">= 1")


# Settings of the guidance that a bound may name instead of a number.
SETTINGS: tuple[str, ...] = (
    "notice_days",
    "minutes_required",
    "minutes_required_combined",
    "filing_days",
    "consecutive_absences",
)

# How sure a part is: read in the source or an official page, read second-hand, general knowledge, our own.
SOURCES: tuple[str, ...] = ("A", "B", "C", "R")

PROVENANCES: tuple[str, ...] = ("official", "reconstructed")
FREQUENCIES: tuple[str, ...] = ("monthly", "quarterly")
# One rule only: to leave a total as it is would lower the class of a sheet with full marks elsewhere.
ON_EXCLUSION: tuple[str, ...] = ("rescale",)
# What notice is counted from where the agenda changed after it was sent.
NOTICE_COUNTS: tuple[str, ...] = ("first", "latest")
SIGNS: tuple[str, ...] = (">=", "<=", ">", "<", "=")

# The two rungs of a yes-or-no, in both languages, where the file names none.
MET = ("Đạt", "Met")
NOT_MET = ("Không đạt", "Not met")

# What a part may say of its own source: a setting, or one of the larger parts of the guidance.
SOURCED: tuple[str, ...] = (
    *("notice_days", "minutes_required", "minutes_required_combined", "filing_days", "quorum", "vote_majority"),
    *("absent_months", "regular_every", "thematic_every", "notice_counts", "on_exclusion", "attendance"),
    *("classes", "year_rule", "dates"),
)
