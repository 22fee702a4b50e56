"""What a duty is and what can come of it. Plain Python."""

from enum import StrEnum


class DutyKind(StrEnum):
    STORY = "story"
    THEMATIC_PAPER = "thematic_paper"
    TASK = "task"


class DutyState(StrEnum):
    OPEN = "open"
    DONE = "done"
    NOT_DONE = "not_done"
    DROPPED = "dropped"
