"""What a meeting goes through, and how a roll is counted. Plain Python."""

from enum import StrEnum

from tracker.base.transitions import Machine, row


class MeetingState(StrEnum):
    PLANNED = "planned"
    CIRCULATED = "circulated"
    HELD = "held"
    MINUTED = "minuted"
    NOT_HELD = "not_held"


class Presence(StrEnum):
    PRESENT = "present"
    LATE = "late"
    EXCUSED = "excused"
    UNEXCUSED = "unexcused"


MEETING = Machine(
    [
        row("circulate", [MeetingState.PLANNED, MeetingState.CIRCULATED], MeetingState.CIRCULATED),
        row("hold", [MeetingState.PLANNED, MeetingState.CIRCULATED, MeetingState.HELD], MeetingState.HELD),
        row("confirm_minutes", [MeetingState.HELD], MeetingState.MINUTED),
        row("reopen_minutes", [MeetingState.MINUTED], MeetingState.HELD, needs_reason=True),
        row(
            "mark_not_held",
            [MeetingState.PLANNED, MeetingState.CIRCULATED],
            MeetingState.NOT_HELD,
            needs_reason=True,
        ),
        row("plan_again", [MeetingState.NOT_HELD], MeetingState.PLANNED, needs_reason=True),
    ]
)
