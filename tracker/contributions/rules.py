"""What a contribution is, and what can become of it. Plain Python."""

from enum import StrEnum

from tracker.base.transitions import Machine, row


class ContributionKind(StrEnum):
    PAPER = "paper"
    REMARK = "remark"


class Phase(StrEnum):
    BEFORE = "before"
    SPOKEN = "spoken"


class Fate(StrEnum):
    WAITING = "waiting"
    RAISED = "raised"
    MERGED = "merged"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


OPEN = [Fate.WAITING, Fate.RAISED]
CONTRIBUTION = Machine(
    [
        row("raise", [Fate.WAITING], Fate.RAISED),
        row("merge", OPEN, Fate.MERGED),
        row("answer", [*OPEN, Fate.ANSWERED], Fate.ANSWERED),
        row("withdraw", [Fate.WAITING], Fate.WITHDRAWN),
        row("wait", [Fate.RAISED, Fate.MERGED], Fate.WAITING, needs_reason=True),
    ]
)
