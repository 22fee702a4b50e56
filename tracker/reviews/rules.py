"""The words of the committee's evening: what may be asked about a cell, what it is reminded of. Plain Python."""

from enum import StrEnum

from tracker.base.transitions import Machine, row


class SignalKind(StrEnum):
    """A pattern over months that is worth a question, never a verdict."""

    SAME_TOTAL = "same_total"
    LATE_AGENDAS = "late_agendas"
    ALIKE_MINUTES = "alike_minutes"
    ALL_SPOKE = "all_spoke"
    ABOVE_NEIGHBOURS = "above_neighbours"


class SignalState(StrEnum):
    RAISED = "raised"
    ANSWERED = "answered"
    SETTLED = "settled"
    CEASED = "ceased"


LIVE = (SignalState.RAISED, SignalState.ANSWERED)
SIGNAL = Machine(
    [
        row("answer", LIVE, SignalState.ANSWERED),
        row("settle", LIVE, SignalState.SETTLED),
        row("cease", LIVE, SignalState.CEASED),
    ]
)


class Wanted(StrEnum):
    """What a committee reminds a cell of."""

    MEET = "meet"
    SUBMIT = "submit"
    RESUBMIT = "resubmit"
    ANSWER = "answer"
    PROPOSE = "propose"
