"""How a sheet is added up, and what it goes through. Plain Python."""

from enum import StrEnum

from tracker.base.transitions import Machine, row


class SheetState(StrEnum):
    DRAFT = "draft"
    AGREED = "agreed"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    RETURNED = "returned"
    RECOGNISED = "recognised"
    LOCKED = "locked"


EDITABLE = [SheetState.DRAFT, SheetState.RETURNED]
SHEET = Machine(
    [
        row("mark", EDITABLE, SheetState.DRAFT),
        row("agree", EDITABLE, SheetState.AGREED),
        row("reconsider", [SheetState.AGREED], SheetState.DRAFT, needs_reason=True),
        row("submit", [SheetState.AGREED], SheetState.SUBMITTED),
        row("open", [SheetState.SUBMITTED, SheetState.UNDER_REVIEW], SheetState.UNDER_REVIEW),
        row("adjust", [SheetState.UNDER_REVIEW], SheetState.UNDER_REVIEW, needs_reason=True),
        row("return", [SheetState.UNDER_REVIEW], SheetState.RETURNED, needs_reason=True),
        row("recognise", [SheetState.UNDER_REVIEW], SheetState.RECOGNISED),
        row("explain", [SheetState.RECOGNISED], SheetState.RECOGNISED, needs_reason=True),
        row("take_up_again", [SheetState.RECOGNISED], SheetState.UNDER_REVIEW, needs_reason=True),
        row("lock", [SheetState.RECOGNISED], SheetState.LOCKED),
    ]
)
