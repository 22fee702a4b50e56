"""Which stage follows the acts of which: the same in a server and in a command that draws no page."""

from tracker import once
from tracker.base.slots import Slot
from tracker.meetings.slots import AFTER_CHANGE as MEETING_CHANGED
from tracker.organisations.slots import AFTER_MOVE
from tracker.ratings import summaries
from tracker.scoresheets.slots import AFTER_CHANGE as SHEET_CHANGED

KEEP_YEAR = "tracker.ratings.service:keep"
FOLLOWED: tuple[tuple[Slot, tuple[str, ...]], ...] = (
    (MEETING_CHANGED, (KEEP_YEAR,)),
    (SHEET_CHANGED, (KEEP_YEAR, "tracker.reviews.following:keep")),
    (AFTER_MOVE, ("tracker.meetings.service:follow_move", "tracker.ratings.service:follow_move")),
)


def follow() -> None:
    """Called when the application is made; asking again changes nothing."""
    once.follow()
    for slot, named in FOLLOWED:
        slot.follow(*named)
    summaries.follow()


def load() -> None:
    """Load every follower now; a server does, so that no request waits for it."""
    for slot, _named in FOLLOWED:
        list(slot)
