"""How well signals and ranking find in the planted district what was planted there. The reckoning is plain."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tracker.demo.district_cells import IN_ENGLISH, IN_WORDS, WORTH_A_QUESTION, Sort
from tracker.reviews.rules import SignalKind

TOP = 10
KINDS_IN_WORDS = {
    SignalKind.SAME_TOTAL: "cùng tổng điểm", SignalKind.LATE_AGENDAS: "gửi muộn",
    SignalKind.ALIKE_MINUTES: "biên bản giống", SignalKind.ALL_SPOKE: "ai cũng phát biểu",
    SignalKind.ABOVE_NEIGHBOURS: "cao hơn chung quanh",
}  # fmt: skip
KINDS_IN_ENGLISH = {
    SignalKind.SAME_TOTAL: "same total", SignalKind.LATE_AGENDAS: "late agendas",
    SignalKind.ALIKE_MINUTES: "alike minutes", SignalKind.ALL_SPOKE: "all spoke",
    SignalKind.ABOVE_NEIGHBOURS: "above neighbours",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """Of the cells of one sort: how many there are, are asked about now, are asked each kind, were ever asked about,
    stand first in the queue."""

    sort: Sort
    cells: int
    asked: int
    by_kind: Mapping[SignalKind, int]
    ever: int
    first: int


@dataclass(frozen=True)
class Measured:
    """``right``: of the cells asked about, those worth it; ``worth``: all that are; ``ever``: asked about
    in any month; ``queued``: sheets ranked."""

    lines: tuple[Line, ...]
    asked: int
    right: int
    worth: int
    ever: int
    queued: int

    @property
    def precision(self) -> Decimal | None:
        """Per cent; ``None`` where nobody is asked."""
        return Decimal(100 * self.right) / self.asked if self.asked else None

    @property
    def recall(self) -> Decimal | None:
        return Decimal(100 * self.right) / self.worth if self.worth else None


Asked = Mapping[str, Collection[SignalKind]]


def measured(cells: Mapping[str, Sort], signals: Asked, ever: Collection[str], ranking: Sequence[str]) -> Measured:
    """What stands, by the codes of the cells: their sorts, the questions still open, who was ever asked one, the order
    of the queue."""
    asked = {code for code in cells if signals.get(code)}
    worth = {code for code, sort in cells.items() if sort in WORTH_A_QUESTION}
    first = set(ranking[:TOP])
    lines = tuple(
        _line(sort, [code for code in cells if cells[code] is sort], signals, ever, first)
        for sort in Sort
        if sort in cells.values()
    )
    return Measured(lines, len(asked), len(asked & worth), len(worth), len(ever), len(ranking))


def _line(sort: Sort, codes: Sequence[str], signals: Asked, ever: Collection[str], first: Collection[str]) -> Line:
    by_kind = {kind: sum(kind in signals.get(code, ()) for code in codes) for kind in SignalKind}
    asked, once, in_front = (
        sum(code in among for code in codes) for among in ([code for code in codes if signals.get(code)], ever, first)
    )
    return Line(sort, len(codes), asked, by_kind, once, in_front)


# --- as text ----------------------------------------------------------------------------------------------------------


def table(found: Measured) -> str:
    """For a terminal, in Vietnamese."""
    head = ["kiểu chi bộ", "số chi bộ", "bị hỏi", *KINDS_IN_WORDS.values(), "từng bị hỏi", f"trong {TOP} phiếu đầu"]
    rows = [_row(line, IN_WORDS[line.sort], KINDS_IN_WORDS) for line in found.lines]
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    text = ["  ".join(_padded(row, widths)).rstrip() for row in (head, *rows)]
    return "\n".join([*text, "", *_said(found)])


def _said(found: Measured) -> list[str]:
    return [
        f"Độ chính xác (bị hỏi mà đáng hỏi): {_percent(found.precision, ',')} – {found.right}/{found.asked} chi bộ.",
        f"Độ bao phủ (đáng hỏi mà bị hỏi): {_percent(found.recall, ',')} – {found.right}/{found.worth} chi bộ.",
        f"Kể cả câu hỏi đã khép, trong cả thời gian {found.ever} chi bộ bị hỏi.",
        f"Xếp hạng {found.queued} phiếu đang chờ của tháng vừa qua. Dữ liệu minh hoạ, không phải số liệu thật.",
    ]


def markdown(found: Measured) -> str:
    """For the README, in English."""
    head = ["sort of cell", "cells", "asked about", *KINDS_IN_ENGLISH.values(), "ever asked", f"in the first {TOP}"]
    rows = [_row(line, IN_ENGLISH[line.sort], KINDS_IN_ENGLISH) for line in found.lines]
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    text = [f"| {' | '.join(line)} |" for line in lines]
    return "\n".join([
        *text, "",
        f"Precision {_percent(found.precision, '.')} ({found.right} of {found.asked} cells asked about), "
        f"recall {_percent(found.recall, '.')} ({found.right} of {found.worth} worth asking), "
        f"{found.queued} sheets ranked. Over all months {found.ever} cells were asked about. Synthetic data.",
    ])  # fmt: skip


def _row(line: Line, name: str, kinds: Mapping[SignalKind, str]) -> list[str]:
    numbers = (line.cells, line.asked, *(line.by_kind[kind] for kind in kinds), line.ever, line.first)
    return [name, *map(str, numbers)]


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    name, *numbers = row
    return [name.ljust(widths[0]), *(text.rjust(width) for text, width in zip(numbers, widths[1:], strict=True))]


def _percent(share: Decimal | None, point: str) -> str:
    return "–" if share is None else f"{share.quantize(Decimal('0.1')):f} %".replace(".", point)
