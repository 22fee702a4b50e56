"""The one cell that is played by the product's own services, meeting by meeting; all others are copies of it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from tests.bench.making import names
from tracker.agendas import items
from tracker.agendas import service as agendas
from tracker.agendas.rules import ItemKind
from tracker.base import clock
from tracker.demo.cast import Cast, working_day
from tracker.demo.scoring import Scored
from tracker.demo.script import Script
from tracker.guidance.rules import MeetingKind
from tracker.meetings.rules import usual_date
from tracker.organisations import founding
from tracker.organisations.models import CellType, Organisation, OrganisationKind
from tracker.people.models import Rank
from tracker.permissions import Office
from tracker.scoresheets import marking

LEAST_ITEMS = 10
THEMATIC_MONTHS = (2, 5, 8, 11)
ADJUSTED_MONTHS = (4, 9)
NEW_SHEET = date(2025, 10, 28)
THEMES = (
    "Nêu gương từ việc nhỏ", "Tiết kiệm, chống lãng phí tại đơn vị", "Giữ gìn đoàn kết trong chi bộ",
    "Gần dân, nghe dân, nói dân hiểu",
)  # fmt: skip
TITLES = (
    "Bàn việc vệ sinh đường làng", "Góp ý dự thảo quy ước của thôn", "Kết quả thu quỹ vì người nghèo",
    "Chuẩn bị ngày hội đại đoàn kết", "Theo dõi đảng viên dự bị", "Công tác phòng cháy, phòng mưa bão",
    "Việc chăm sóc vườn cây của chi bộ", "Kế hoạch thăm gia đình chính sách",
)  # fmt: skip
TOO_BROAD = "Nội dung dàn trải, chưa có trọng tâm, trừ 1 điểm."
LEADING = (Office.SECRETARY, Office.DEPUTY, Office.MINUTE_TAKER)
RANKS = {3: Rank.PROBATIONARY, 4: Rank.EXEMPT}
TOTALS = (94, 88, 91, 86, 96, 83, 90, 78, 92, 95, 87, 89)
DRAFT = "draft"


@dataclass
class BenchSitting(Scored):
    """A sitting with ten items or more. Until ``DRAFT``: every mark is given, and nothing was agreed."""

    def draw_up(self) -> None:
        super().draw_up()
        at = self.at(-self.script.planned_ahead, 20)
        for title in TITLES[: max(LEAST_ITEMS - len(self.items), 0)]:
            items.add(self.meeting, items.Given(ItemKind.OTHER, title, 5), self.by, at)
        self.items = agendas.items(self.meeting)

    def score(self):
        if self.script.until != DRAFT:
            return super().score()
        sheet = marking.start(self.meeting, self.by, self.after(15))
        self._mark(sheet)
        return sheet


def found(parent: Organisation, members: int, since: date, now: datetime) -> Cast:
    """The cell with its members and accounts; the first three lead it, the last gets everything on paper."""
    cell = founding.create(
        None, parent=parent, code="CB000000", name=names.of_cell(0), kind=OrganisationKind.CELL, since=since,
        at=clock.moment_of(since, time(9)), cell_type=CellType.VILLAGE, usual_day=5, usual_place="Nhà văn hóa",
        term_from=since, locality=parent.locality,
    )  # fmt: skip
    cast = Cast(cell, now)
    for place in range(members):
        user = f"c0.{place}" if place < members - 1 else ""
        person = cast.admit(names.of_person(place), since, RANKS.get(place, Rank.OFFICIAL), user=user)
        if place < len(LEADING):
            cast.appoint(person, LEADING[place], since)
    return cast


def year_of(cast: Cast, year: int, months: tuple[int, ...], is_full: bool) -> None:
    """A year's meetings; one that is not full has fewer contributions and receipts, and no documents."""
    for month in months:
        regular = _regular(year, month, is_full)
        BenchSitting(cast, regular).play()
        if month in THEMATIC_MONTHS:
            BenchSitting(cast, _thematic(regular)).play()


def _regular(year: int, month: int, is_full: bool) -> Script:
    day = working_day(usual_date(year, month, 5))
    code = "4.2" if day >= NEW_SHEET else "II.3"
    return Script(
        MeetingKind.REGULAR, year, month, day, number=month, total=Decimal(TOTALS[(month + year) % len(TOTALS)]),
        contributions=6 if is_full else 2, speakers=10 if is_full else 4, receipts=12 if is_full else 1,
        draft=is_full, excused=month % 3, late=month % 2, prepared=False, tasks=2,
        reviewed_on=day + timedelta(days=6), adjusted=(code, TOO_BROAD) if month in ADJUSTED_MONTHS else None,
    )  # fmt: skip


def _thematic(regular: Script) -> Script:
    day = working_day(regular.day + timedelta(days=9))
    return replace(
        regular, kind=MeetingKind.THEMATIC, day=day, theme=THEMES[regular.month // 3], tasks=0, tells_next=False,
        reviewed_on=day + timedelta(days=6), adjusted=None,
    )  # fmt: skip


def draft_of(cast: Cast, year: int) -> BenchSitting:
    """A January meeting whose sheet is still a draft."""
    script = replace(_regular(year, 1, is_full=True), until=DRAFT, tells_next=False, tasks=1)
    sitting = BenchSitting(cast, script)
    sitting.play()
    return sitting
