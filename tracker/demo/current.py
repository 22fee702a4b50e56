"""The article's cell under the commune committee: the year that runs, with a sheet in every state."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from tracker.base import clock
from tracker.demo import texts
from tracker.demo.cast import Cast, working_day
from tracker.demo.scoring import Scored
from tracker.demo.script import Above, Script
from tracker.guidance.rules import MeetingKind
from tracker.meetings.rules import month_before, usual_date
from tracker.people.models import Person

MOVED = date(2025, 7, 1)
NEW_SHEET = date(2025, 10, 28)
LEAST_MONTHS = 8
TOTALS = ("94", "92.5", "90", "94", "92", "91", "95", "96.5", "93", "97", "94.5", "95.5")
EXPLAINED = ("4.2", "Biên bản chưa thể hiện rõ phần việc tháng tới.")
ADJUSTED = ("4.1", "Bước kết thúc làm gộp, chưa đọc lại biên bản.")
BY_HAND = "Dự thảo nghị quyết in giấy, phát cùng giấy mời ba ngày trước kỳ họp; bản in lưu trong cặp hồ sơ của chi bộ."
OLD = {"4.1": "III.1", "4.2": "II.3"}


def next_day(today: date) -> date:
    return working_day(today + timedelta(days=5))


def past_months(today: date) -> list[tuple[int, int]]:
    """The months before the next meeting's, latest first: the year to date, and at least eight since the move."""
    coming = next_day(today)
    found: list[tuple[int, int]] = []
    month = month_before(coming.year, coming.month)
    while month >= (MOVED.year, MOVED.month) and (month >= (today.year, 1) or len(found) < LEAST_MONTHS):
        found.append(month)
        month = month_before(*month)
    return found


def regular_day(year: int, month: int, today: date) -> date:
    return working_day(usual_date(year, month, next_day(today).day))


def _thematic_day(regular: date) -> date:
    later = working_day(regular + timedelta(days=10))
    return later if later.month == regular.month else working_day(regular - timedelta(days=10))


def _regular(back: int, year: int, month: int, today: date, member: Person) -> Script:
    """The regular meeting so many months before the next one."""
    day = regular_day(year, month, today)
    is_new = day >= NEW_SHEET
    code, reason = EXPLAINED if back == 5 else ADJUSTED
    code = code if is_new else OLD[code]
    said = Script(
        MeetingKind.REGULAR, year, month, day, number=month + 2, total=Decimal(TOTALS[(back - 1) % 12]),
        minutes=95 + 5 * (back % 3), speakers=6 + back % 2, excused=int(back % 4 == 2),
    )  # fmt: skip
    by_hand = (Above("3.2", Decimal(2), BY_HAND, f"Dự thảo nghị quyết bản in {month}-{year}.docx"),) if is_new else ()
    changes = {
        1: {
            "until": "mark", "confirmed": False, "teller": member.id, "doer": member.id, "unexcused": 1,
            "excused_later": True, "polled": 4,
        },
        2: {"until": "submit", "minutes": 80, "draft": False, "above": by_hand, "polled": 6},
        3: {"until": "open", "returned": True, "unexcused": 1, "reviewed_on": today - timedelta(days=3)},
        4: {"adjusted": (code, reason), "reviewed_on": today - timedelta(days=4)},
        5: {"adjusted": (code, reason), "reviewed_on": today - timedelta(days=5), "until": "explain"},
        6: {"lead": timedelta(hours=10), "late": 1},
        8: {"tasks_late": 1, "total": Decimal(82)},
    }  # fmt: skip
    return replace(said, **changes.get(back, {}))  # type: ignore[arg-type]  # the fields of a Script


def scripts(today: date, member: Person) -> list[Script]:
    """Every sitting that was held, in the order of days."""
    months = past_months(today)
    found = [_regular(back, *month, today, member) for back, month in enumerate(months, start=1)]
    combined = next((back for back, (_year, month) in enumerate(months, start=1) if back > 5 and month % 3 == 2), 0)
    coming = next_day(today)
    thematic: list[Script] = []
    for back, (year, month) in enumerate([(coming.year, coming.month), *months]):
        day = _thematic_day(regular_day(year, month, today))
        if month % 3 == 2 and back != combined and day < today:
            until = ("agree", "open")[len(thematic)] if len(thematic) < 2 else "recognise"
            thematic.append(
                Script(
                    MeetingKind.THEMATIC,
                    year,
                    month,
                    day,
                    number=month,
                    minutes=95,
                    prepared=False,
                    tasks=1,
                    tells_next=False,
                    theme=texts.THEMES[(month // 3 + year) % len(texts.THEMES)],
                    total=Decimal("92") + len(thematic) % 4,
                    until=until,
                )
            )
    if combined:
        held = found[combined - 1]
        theme = texts.THEMES[(held.month // 3 + held.year) % len(texts.THEMES)]
        found[combined - 1] = replace(held, kind=MeetingKind.COMBINED, minutes=125, theme=theme)
    return _with_themes_named(sorted([*found, *thematic], key=lambda one: one.day))


def _with_themes_named(found: list[Script]) -> list[Script]:
    """Each theme is given to its author at the regular meeting before it."""
    for place, one in enumerate(found):
        if one.theme:
            earlier = [at for at in range(place) if found[at].kind is not MeetingKind.THEMATIC]
            if earlier:
                found[earlier[-1]] = replace(found[earlier[-1]], next_theme=one.theme, next_theme_by=one.day)
    return found


def _next(cast: Cast, today: date, member: Person, coming: tuple[int, ...]) -> None:
    """The next meeting: sent yesterday, some have read it, some answered, input waits."""
    day = next_day(today)
    ahead = (day - today).days + 2
    start = Script(MeetingKind.REGULAR, day.year, day.month, day).start
    sent = clock.moment_of(today - timedelta(days=1)) + timedelta(hours=9)
    script = Script(
        MeetingKind.REGULAR, day.year, day.month, day, number=day.month + 2, prepared_ahead=ahead, planned_ahead=ahead,
        lead=clock.moment_of(day, start) - sent, excused=1, receipts=4, silent=frozenset({member.id}), coming=coming,
    )  # fmt: skip
    sitting = Scored(cast, script)
    sitting.plan()
    sitting.draw_up()
    sitting.send()
    sitting.gather()


def play(cast: Cast, today: date, member: Person, coming: tuple[int, ...]) -> None:
    for script in scripts(today, member):
        Scored(cast, script).play()
    _next(cast, today, member, coming)
