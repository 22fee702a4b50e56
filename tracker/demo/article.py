"""The article's cell in 2020 and 2021, under the district committee of that day."""

from datetime import date, timedelta
from decimal import Decimal

from tracker.base import clock
from tracker.demo import texts
from tracker.demo.cast import Cast, working_day
from tracker.demo.scoring import Scored
from tracker.demo.script import Above, Script
from tracker.guidance.rules import MeetingKind
from tracker.meetings.rules import usual_date
from tracker.ratings import service as ratings

MISSING = (2021, 8)
TOTALS = (
    ("93", "94.5", "95", "92", "96", "94", "90", "95.5", "97", "93.5", "96", "98"),
    ("95", "96.5", "94", "92.5", "97", "95", "96", "", "93", "96.5", "97.5", "98"),
)
THEMATIC_MONTHS = ((1, 3, 5, 7, 9, 10, 12), (2, 3, 6, 9, 10, 12))
WITHOUT_COMMITTEE = ((2020, 4), (2021, 4))
LATE = (9, 20)
ONE_TASK_LATE = (6, 15)
STILL_DONE = Above(
    "V", Decimal(7), "Việc chậm chỉ chậm hai ngày do phiên tòa phải hoãn, kết quả vẫn đủ như nghị quyết nêu."
)
EXPLAINED = 15
LEADS = (timedelta(days=4, hours=5), timedelta(days=3, hours=6), timedelta(days=5, hours=4), timedelta(days=3))


def _first(cast: Cast) -> None:
    """December 2019, entered afterwards: the meeting that named the first storyteller."""
    script = Script(
        MeetingKind.REGULAR, 2019, 12, date(2019, 12, 5), backfilled=True, prepared=False, draft=False, story=False,
        contributions=0, lead=None, usual_agenda=False,
    )  # fmt: skip
    Scored(cast, script).play()


def _themes(year: int) -> dict[int, str]:
    first = 0 if year == 2020 else len(THEMATIC_MONTHS[0])
    months = THEMATIC_MONTHS[year - 2020]
    return {month: texts.ARTICLE_THEMES[first + place] for place, month in enumerate(months)}


def _month(cast: Cast, year: int, month: int) -> None:
    number = (year - 2020) * 12 + month - 1
    theme = _themes(year).get(month, "")
    day = working_day(usual_date(year, month, 5))
    on = working_day(usual_date(year, month, 21))
    if (year, month) != MISSING:
        script = Script(
            MeetingKind.REGULAR, year, month, day, number=number, lead=LEADS[number % 4],
            minutes=95 + 5 * (number % 4), prepared=(year, month) not in WITHOUT_COMMITTEE,
            late=int(number in LATE), excused=int(number % 3 == 1), speakers=6 + number % 3,
            total=Decimal(TOTALS[year - 2020][month - 1]), next_theme=theme, next_theme_by=on if theme else None,
            tells_next=(year, month) != (2021, 12), tasks_late=int(number in ONE_TASK_LATE),
            above=(STILL_DONE,) if number == EXPLAINED else (),
            adjusted=("II.3", "Phần trọng tâm còn dàn trải, trừ 1 điểm.") if number == 10 else None,
        )  # fmt: skip
        Scored(cast, script).play()
    if theme:
        script = Script(
            MeetingKind.THEMATIC, year, month, on, number=number + 3, lead=LEADS[(number + 1) % 4], theme=theme,
            minutes=95, prepared=False, tasks=0, tells_next=False,
        )  # fmt: skip
        Scored(cast, script).play()


def _close(cast: Cast, year: int) -> None:
    """Proposed by the cell, recognised and closed by the committee, in the January after."""
    day = date(year + 1, 1, 11)
    at = clock.moment_of(day) + timedelta(hours=9)
    row = ratings.store(cast.cell, year, day)
    quality = row.computed_class
    if quality is None:
        raise LookupError(f"{year} has no rating")
    secretary, reviewer = cast.actor(cast.secretary(day).id, day), cast.reviewer(day + timedelta(days=7))
    row = ratings.propose(row, quality, "", secretary, at)
    row = ratings.recognise(row, quality, "", reviewer, at + timedelta(days=7))
    ratings.close(row, reviewer, at + timedelta(days=9))


def play(cast: Cast) -> None:
    _first(cast)
    for year in (2020, 2021):
        for month in range(1, 13):
            _month(cast, year, month)
            _between(cast, year, month)
        _close(cast, year)


def _between(cast: Cast, year: int, month: int) -> None:
    """Who comes and who becomes official in these years."""
    from_day = date(year, month, 28)
    if (year, month) == (2021, 2):
        cast.admit("Nông Thị Thu Trang", from_day, user="trang.nt", reason="Chuyển đến từ Chi bộ Phòng Tư pháp")
