"""What happens in each cell of the planted district in each month, by its sort."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from tracker.demo.cast import working_day
from tracker.demo.district_cells import Planted, Sort
from tracker.demo.script import Above, Script
from tracker.guidance.rules import MeetingKind
from tracker.meetings.rules import month_after, usual_date

SEED = "district 1"
NEW_SHEET = date(2025, 10, 28)
EVERYBODY = 99
THEMES = (
    "Tự phê bình và phê bình thật lòng", "Nêu gương từ việc nhỏ", "Tiết kiệm, chống lãng phí tại đơn vị",
    "Gần dân, nghe dân, nói dân hiểu", "Giữ gìn đoàn kết trong chi bộ", "Làm theo lời Bác về cách làm việc",
)  # fmt: skip
ADJUSTED = (
    "Biên bản chưa thể hiện rõ việc tháng tới, trừ 1 điểm.", "Nội dung dàn trải, chưa có trọng tâm, trừ 1 điểm.",
    "Phần kết quả chưa đối chiếu với nghị quyết kỳ trước, trừ 1 điểm.",
)  # fmt: skip
# The criteria of sending in time and of the story on the older sheet and on the newer, with their full marks.
SENDING_AND_STORY = ((("II.4", 5), ("III.3", 5)), (("3.5", 2), ("4.7", 1)))
CLAIMED = "Nội dung đã trao đổi với các đồng chí từ trước, chi bộ thống nhất chấm đủ điểm."
LEFT_ALONE = 7  # months, the last ones, in which the committee has adjusted nothing but of those that improve
NEW_SECRETARY = 3  # months since some cells have a new one, who enters the book afterwards


@dataclass(frozen=True)
class Turn:
    """A cell's month: the ``number``-th, from 0, of ``of``; ``place`` is the cell's in the table."""

    cell: Planted
    place: int
    year: int
    month: int
    number: int
    of: int
    all_in: bool = False

    @property
    def is_last(self) -> bool:
        return self.number == self.of - 1

    @property
    def has_theme(self) -> bool:
        """A thematic part once a quarter; in every other where themes are missing. None in the first month."""
        return self.number > 0 and _has_theme(self.cell.sort, self.month)

    @property
    def kept(self) -> Decimal:
        """How strict the cell is with itself where no record decides: a habit, three fifths to nine tenths."""
        habit = random.Random(f"{SEED} {self.cell.code}")  # noqa: S311  # not a secret  # nosec B311
        return Decimal(habit.randint(12, 18)) / 20

    @property
    def usual_day(self) -> int:
        return 21 + self.place % 6

    @property
    def day(self) -> date:
        return working_day(usual_date(self.year, self.month, self.usual_day))

    @property
    def next_day(self) -> date:
        return working_day(usual_date(*month_after(self.year, self.month), self.usual_day))

    def chance(self) -> random.Random:
        return random.Random(f"{SEED} {self.cell.code} {self.year}-{self.month}")  # noqa: S311  # not a secret  # nosec B311

    def theme(self, ahead: int = 0) -> str:
        return THEMES[(self.place + (self.number + ahead) // 3) % len(THEMES)]


def _has_theme(sort: Sort, month: int) -> bool:
    return month % (6 if sort is Sort.NO_THEME else 3) == 2


def _aim(turn: Turn, chance: random.Random) -> Decimal:
    """The total that the cell comes to, in steps of half a point."""
    grown = 44 * turn.number // max(turn.of - 1, 1)
    ranges = {
        Sort.STEADY: (172, 189), Sort.ALWAYS_98: (196, 196), Sort.HONEST_LOW: (118, 138),
        Sort.IMPROVING: (137 + grown, 143 + grown), Sort.LATE: (164, 182), Sort.COPIED: (174, 186),
        Sort.NO_THEME: (166, 182), Sort.NEW_GUIDANCE: (170, 188), Sort.BACKFILLED: (164, 180), Sort.TINY: (160, 180),
    }  # fmt: skip
    return Decimal(chance.randint(*ranges[turn.cell.sort])) / 2


def script(turn: Turn) -> Script:
    chance = turn.chance()
    aim = _aim(turn, chance)
    following = _has_theme(turn.cell.sort, month_after(turn.year, turn.month)[1])
    said = Script(
        MeetingKind.COMBINED if turn.has_theme else MeetingKind.REGULAR, turn.year, turn.month, turn.day,
        number=turn.number + turn.place, start=time(8), minutes=95 + 5 * chance.randint(0, 3) + 30 * turn.has_theme,
        lead=_usual_lead(chance), planned_ahead=7,
        theme=turn.theme() if turn.has_theme else "",
        next_theme=turn.theme(1) if following and not turn.is_last else "",
        next_theme_by=turn.next_day if following else None,
        excused=int(aim < 95 and chance.random() < 0.2), contributions=0, prepared=False, receipts=0,
        speakers=chance.choice((2, 2, 3, 3, 3, 4, 4, EVERYBODY)),
        usual_agenda=False, tells_next=aim >= 80 and not turn.is_last,
        story=aim >= 80, draft=aim >= 86, runs_out=aim < 62, tasks=1 if aim >= 80 else 2,
        tasks_failed=int(aim < 78) + int(aim < 66), total=aim, until="submit" if turn.is_last else "recognise",
        submitted_after=chance.randint(1, 3), kept=turn.kept,
    )  # fmt: skip
    said = replace(said, **WAYS.get(turn.cell.sort, _nothing)(turn, chance))
    return replace(said, reviewed_on=_reviewed_on(said, chance), adjusted=_adjusted(turn, chance))


def _usual_lead(chance: random.Random) -> timedelta:
    """Some days ahead; once in a while too late, as happens to anybody."""
    is_late = chance.random() < 0.1
    return timedelta(days=0 if is_late else chance.randint(3, 5), hours=chance.randint(3, 12))


def _nothing(turn: Turn, chance: random.Random) -> dict[str, Any]:
    return {}


def _always_98(turn: Turn, chance: random.Random) -> dict[str, Any]:
    """Sent the evening before, everybody noted as having spoken, the points for sending taken all the same.

    In the first month nobody had been named to tell the story.
    """
    late = chance.random() < 0.85 or turn.is_last
    sending, story = SENDING_AND_STORY[turn.day >= NEW_SHEET]
    claims = [sending] * late + [story] * (turn.number == 0)
    said: dict[str, Any] = {"speakers": EVERYBODY, "excused": 0}
    said["above"] = tuple(Above(code, Decimal(points), CLAIMED) for code, points in claims)
    return said | ({"lead": timedelta(hours=chance.randint(5, 14))} if late else {})


def _late(turn: Turn, chance: random.Random) -> dict[str, Any]:
    """The sheet of the last month, of half of these cells the one before too, has not come in yet."""
    is_odd = turn.place // 2 % 2
    owed = 0 if turn.all_in else 1 + is_odd
    until = "agree" if turn.of - turn.number <= owed else "submit" if turn.is_last else "recognise"
    days = chance.randint(1, 3) if turn.all_in and is_odd else chance.randint(9, 17)
    return {"submitted_after": days, "until": until}


def _backfilled(turn: Turn, chance: random.Random) -> dict[str, Any]:
    is_new = turn.of - turn.number <= NEW_SECRETARY
    return {"backfilled": is_new, "draft": not is_new}


def _tiny(turn: Turn, chance: random.Random) -> dict[str, Any]:
    return {"speakers": EVERYBODY, "excused": 0}


WAYS: dict[Sort, Callable[[Turn, random.Random], dict[str, Any]]] = {
    Sort.ALWAYS_98: _always_98, Sort.LATE: _late, Sort.BACKFILLED: _backfilled, Sort.TINY: _tiny,
}  # fmt: skip


def _reviewed_on(said: Script, chance: random.Random) -> date:
    return said.day + timedelta(days=said.submitted_after + chance.randint(2, 6))


def _adjusted(turn: Turn, chance: random.Random) -> tuple[str, str] | None:
    """Now and then a point is taken off; more often by whoever reviews the agencies."""
    often = 0.25 if turn.cell.branch == "C" else 0.08
    left_alone = 2 if turn.cell.sort is Sort.IMPROVING else LEFT_ALONE
    if turn.of - turn.number <= left_alone or chance.random() >= often or turn.cell.sort is Sort.ALWAYS_98:
        return None
    return ("4.2" if turn.day >= NEW_SHEET else "II.3"), chance.choice(ADJUSTED)
