"""What a cell's year goes through, and how its rating is worked out. Plain Python."""

from enum import StrEnum

from tracker.base.transitions import Machine, row


class YearState(StrEnum):
    OPEN = "open"
    PROPOSED = "proposed"
    RECOGNISED = "recognised"
    CLOSED = "closed"


YEAR = Machine(
    [
        row("propose", [YearState.OPEN, YearState.PROPOSED], YearState.PROPOSED),
        row("withdraw", [YearState.PROPOSED], YearState.OPEN, needs_reason=True),
        row("recognise", [YearState.PROPOSED, YearState.RECOGNISED], YearState.RECOGNISED),
        row("close", [YearState.RECOGNISED], YearState.CLOSED),
        row("reopen", [YearState.RECOGNISED, YearState.CLOSED], YearState.OPEN, needs_reason=True),
    ]
)
