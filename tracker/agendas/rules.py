"""Kinds of agenda items and documents, the usual agenda, and how long ahead content was sent. Plain Python."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from tracker.guidance.kinds import MeetingKind


class ItemKind(StrEnum):
    RESULTS = "results"
    NEWS = "news"
    STORY = "story"
    THEME = "theme"
    DISCUSSION = "discussion"
    TASKS = "tasks"
    CRITICISM = "criticism"
    SUPERIOR = "superior"
    CONCLUSION = "conclusion"
    SCORING = "scoring"
    OTHER = "other"


class DocumentKind(StrEnum):
    """``EVIDENCE`` backs a mark after the meeting; an agenda neither lists nor sends it."""

    REFERENCE = "reference"
    DRAFT_RESOLUTION = "draft_resolution"
    PAPER = "paper"
    EVIDENCE = "evidence"


class Lead(NamedTuple):
    """How long before the planned hour content was sent (negative: after it), and whether that was soon enough."""

    early: timedelta
    met: bool


def lead(at: datetime, planned_at: datetime, notice: timedelta) -> Lead:
    """The lead of content sent ``at``, to the minute as clocks show it: exactly the notice meets it."""
    early = planned_at - at.replace(second=0, microsecond=0)
    return Lead(early, early >= notice)


class Usual(NamedTuple):
    """One item of the usual agenda; ``minutes`` is its share of the sitting."""

    kind: ItemKind
    title: str
    minutes: int


# Titles become the cell's own text, which it edits: they are not translated. Order: domain, "body" and
# "thematic session". Shares are ours.
REGULAR = (
    Usual(ItemKind.RESULTS, "Kiểm điểm việc thực hiện nghị quyết tháng trước", 15),
    Usual(ItemKind.NEWS, "Thông tin thời sự, văn bản mới của cấp trên", 10),
    Usual(ItemKind.STORY, "Câu chuyện về Bác", 10),
    Usual(ItemKind.DISCUSSION, "Thảo luận nhiệm vụ trọng tâm", 20),
    Usual(ItemKind.TASKS, "Nhiệm vụ tháng tới và phân công", 15),
    Usual(ItemKind.CRITICISM, "Tự phê bình và phê bình, biểu dương", 10),
)
THEMATIC = (
    Usual(ItemKind.OTHER, "Nêu mục đích, yêu cầu của chuyên đề", 5),
    Usual(ItemKind.THEME, "Tóm tắt chuyên đề", 25),
    Usual(ItemKind.DISCUSSION, "Thảo luận, liên hệ bản thân và đơn vị", 35),
    Usual(ItemKind.DISCUSSION, "Người viết chuyên đề trao đổi lại", 15),
)
CLOSING = Usual(ItemKind.CONCLUSION, "Kết luận, biểu quyết, chấm điểm, thông qua biên bản", 10)
USUAL: dict[MeetingKind, tuple[Usual, ...]] = {
    MeetingKind.REGULAR: (*REGULAR, CLOSING),
    MeetingKind.THEMATIC: (*THEMATIC, CLOSING._replace(title="Kết luận chuyên đề, giao việc, thông qua biên bản")),
    MeetingKind.COMBINED: (*REGULAR, *THEMATIC, CLOSING),
    MeetingKind.COMMITTEE: (
        Usual(ItemKind.RESULTS, "Đánh giá việc thực hiện nghị quyết tháng trước", 15),
        Usual(ItemKind.DISCUSSION, "Chuẩn bị nội dung kỳ sinh hoạt chi bộ", 20),
        Usual(ItemKind.TASKS, "Dự kiến nhiệm vụ tháng tới và người phụ trách", 15),
        Usual(ItemKind.CONCLUSION, "Kết luận, thông qua biên bản", 10),
    ),
}


def shared_out(shares: Sequence[int], total: int) -> list[int]:
    """Whole minutes in proportion to the shares, each at least one, adding up to the total.

    In steps of five where the total allows it, since people plan in fives; the largest remainders are rounded up.
    """
    step = 5 if total % 5 == 0 and total // 5 >= len(shares) else 1
    units, weight = max(total // step, len(shares)), sum(shares)
    free = units - len(shares)
    exact = [free * share / weight for share in shares]
    given = [int(part) for part in exact]
    by_remainder = sorted(range(len(shares)), key=lambda place: given[place] - exact[place])
    for place in by_remainder[: free - sum(given)]:
        given[place] += 1
    return [(1 + part) * step for part in given]


def usual_agenda(kind: MeetingKind, minutes: int | None) -> list[Usual]:
    """The usual items of a meeting of this kind, their minutes adding up to those required (if any are)."""
    items = USUAL[kind]
    if minutes is None or minutes == sum(item.minutes for item in items):
        return list(items)
    given = shared_out([item.minutes for item in items], minutes)
    return [item._replace(minutes=part) for item, part in zip(items, given, strict=True)]


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"


def moved(order: Sequence[int], which: int, to: int) -> list[int]:
    """The same ids with one of them at place ``to``, counted from 1; a place beyond the ends is the end."""
    rest = [one for one in order if one != which]
    place = min(max(to, 1), len(order)) - 1
    return [*rest[:place], which, *rest[place:]]


def rearranged(order: Sequence[int], wanted: dict[int, int]) -> list[int]:
    """The ids by the places people typed; one without a place keeps its own.

    Where two want one place, what was moved up stands before what stayed, and that before what was moved down.
    """

    def key(one: int) -> tuple[int, int, int]:
        now = order.index(one) + 1
        to = wanted.get(one, now)
        return to, (to > now) - (to < now), now

    return sorted(order, key=key)
