"""The one place that reads the clock, and the one zone in which moments are shown."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """This moment, in UTC. For routes and commands only: services and rules are handed the moment."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The moment as clocks in Việt Nam show it."""
    return moment.astimezone(VIETNAM)


def day_of(moment: datetime) -> date:
    """The calendar day of a moment in Việt Nam, whatever zone the server runs in."""
    return local(moment).date()


def moment_of(day: date, at: time = time.min) -> datetime:
    """The UTC moment at which clocks in Việt Nam show this day and time."""
    return datetime.combine(day, at, VIETNAM).astimezone(UTC)
