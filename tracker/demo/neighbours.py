"""Eleven more cells in three branches, each with its own way of keeping the book."""

import random
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from tracker.base import clock
from tracker.demo.cast import Cast, working_day
from tracker.demo.scoring import Scored
from tracker.demo.script import Script
from tracker.guidance.rules import MeetingKind
from tracker.meetings import calling_off
from tracker.meetings.rules import month_after, usual_date
from tracker.organisations import founding
from tracker.organisations.models import CellType, Organisation, OrganisationKind
from tracker.people.models import Rank
from tracker.permissions import Office

FAMILIES = (
    "Hoàng",
    "Nông",
    "Lương",
    "Vi",
    "Hứa",
    "Lành",
    "Triệu",
    "Đàm",
    "Phùng",
    "Nguyễn",
    "Mã",
    "Chu",
    "Bế",
    "Dương",
)
MEN = ("Văn Sơn", "Văn Páo", "Quốc Việt", "Đình Khánh", "Văn Thiện", "Minh Đức", "Văn Lợi", "Trung Kiên", "Văn Báo")
WOMEN = ("Thị Lan", "Thị Hòa", "Thị Sen", "Bích Thảo", "Thị Nguyệt", "Thu Hường", "Thị Phượng", "Thị Điệp")
SINCE = date(2025, 7, 1)
FIRST = (2025, 11)

BRANCHES = (
    ("KT", "Đảng ủy bộ phận khối thôn", CellType.VILLAGE),
    ("KCQ", "Đảng ủy bộ phận khối cơ quan", CellType.AGENCY),
    ("KTH", "Đảng ủy bộ phận khối trường học", CellType.SCHOOL),
)


@dataclass(frozen=True)
class Kept:
    """How a cell keeps its book, a word a month, the latest last; ``T`` marks a thematic meeting in the month.

    A number is the score aimed at; before it ``s`` handed in, ``u`` under review, ``r`` returned, ``a`` agreed only;
    after it ``l`` sent late, ``w`` too short, ``v`` somebody away without reason, ``b`` entered afterwards, ``c`` with
    a thematic part. ``-`` nothing recorded, ``x`` not held and excused, ``n`` not held, ``?`` held without a sheet.
    """

    code: str
    branch: str
    name: str
    members: int
    months: str


CELLS = (
    Kept("T1", "KT", "Chi bộ thôn Làng Bãi", 7, "98 98T 98 98 98T 98 98 98T 98 98 98T s98"),
    Kept("T2", "KT", "Chi bộ thôn Nà Phước", 6, "72 74T 71v 73 72T 75w 72 70T 73 72 74T s72"),
    Kept("T3", "KT", "Chi bộ thôn Đồng Hoa", 5, "85 - 88T x 84 86T - 90 85T 87 n s86"),
    Kept("T4", "KT", "Chi bộ thôn Khun Lùng", 4, "88l 86lT 90 87l 85lT 88l 89T 86l 84l 87lT 88l u85l"),
    Kept("C1", "KCQ", "Chi bộ Trạm Y tế xã", 8, "93 94T 95 93 96T 94 95 96c 94 95 96T s95"),
    Kept("C2", "KCQ", "Chi bộ Công an xã", 6, "90 91T 92 91 90T ? 92 ? 91T ? ? ?"),
    Kept("C3", "KCQ", "Chi bộ Văn phòng Đảng ủy", 7, "92 91T 93 92 94T 93 92T 94 91 93T r90 r88"),
    Kept("C4", "KCQ", "Chi bộ Hợp tác xã Na Chi Lăng", 3, "82w 79vT 81 81w 80T 83v 78 82T 80w 81 83T s79wv"),
    Kept("H1", "KTH", "Chi bộ Trường THCS Quang Lang", 8, "91 92T 90 93b 91T 94 92 93T 91 92 94T a93"),
    Kept("H2", "KTH", "Chi bộ Trường Tiểu học Sông Thương", 5, "65 62 68v 64 61w 66 63 58 62 60 64 s61"),
    Kept("H3", "KTH", "Chi bộ Trường Mầm non Hoa Đào", 4, "95 94T 93 96 95T 94 93T 96 95 94T u94 u96"),
)
# Only the secretary of these has an account; how many of the others the agenda, on paper, never reaches.
ON_PAPER = {"T1": 0, "T2": 1, "T3": 0, "T4": 0, "C4": 0, "H2": 2}
PREPARED = {"C1", "H1"}
OWN_THEME = "Học Bác từ những việc làm cụ thể tại đơn vị"
SHARED_THEME = "Giữ gìn đoàn kết trong chi bộ"
UNTIL = {"s": "submit", "u": "open", "r": "open", "a": "agree"}


@dataclass(frozen=True)
class _Turn:
    """A month's place in the row of months: when, which, and the theme named in it for the next."""

    year: int
    month: int
    day: date
    number: int
    next_theme: str


def names(code: str, number: int) -> list[str]:
    """Invented names, the same for a cell every time."""
    chance = random.Random(f"names of {code}")  # noqa: S311  # not a secret  # nosec B311
    families = chance.sample(FAMILIES, k=number)
    given = chance.sample([*MEN, *WOMEN], k=number)
    return [f"{family} {name}" for family, name in zip(families, given, strict=True)]


def found(kept: Kept, branch: Organisation, kind: CellType, now: datetime) -> Cast:
    at = clock.moment_of(SINCE, time(10))
    cell = founding.create(
        None, parent=branch, code=f"CB-{kept.code}", name=kept.name, kind=OrganisationKind.CELL, since=SINCE, at=at,
        cell_type=kind, usual_day=4, usual_place="Nhà văn hóa" if kind is CellType.VILLAGE else "Phòng họp",
        term_from=SINCE, locality="Chi Lăng",
    )  # fmt: skip
    cast = Cast(cell, now)
    called = names(kept.code, kept.members)
    secretary = cast.admit(called[0], SINCE, user=f"bt.{kept.code.lower()}")
    cast.appoint(secretary, Office.SECRETARY, SINCE)
    users = ["" if kept.code in ON_PAPER else f"{kept.code.lower()}.{number}" for number in range(kept.members)]
    deputy = cast.admit(called[1], SINCE, user=users[1])
    cast.appoint(deputy, Office.DEPUTY, SINCE)
    for place, name in enumerate(called[2:]):
        rank = Rank.PROBATIONARY if place == 1 and kept.members > 5 else Rank.EXEMPT if place == 3 else Rank.OFFICIAL
        cast.admit(name, SINCE, rank, user=users[place + 2])
    return cast


def months_to(today: date) -> list[tuple[int, int]]:
    """The year to date, and at least two months since the guidance in force began."""
    year, month = FIRST
    found = []
    while (year, month) <= (today.year, today.month):
        if working_day(usual_date(year, month, 6)) < today - timedelta(days=1):
            found.append((year, month))
        year, month = month_after(year, month)
    this = [one for one in found if one[0] == today.year]
    return this if len(this) >= 3 else found[-3:]


def play(cast: Cast, kept: Kept, today: date, most: int) -> None:
    months = months_to(today)[-most:] if most else []
    words = kept.months.split()[-len(months) :] if months else []
    for place, ((year, month), word) in enumerate(zip(months[-12:], words, strict=True)):
        day = working_day(usual_date(year, month, 4 + place % 3))
        following = words[place + 1] if place + 1 < len(words) else ""
        theme = SHARED_THEME if "c" in following else ""
        _month(cast, kept, word, _Turn(year, month, day, place + len(kept.name), theme))


def _month(cast: Cast, kept: Kept, word: str, turn: _Turn) -> None:
    year, month, day = turn.year, turn.month, turn.day
    thematic, word = word.endswith("T"), word.removesuffix("T")
    if word in ("x", "n"):
        _not_held(cast, year, month, day, is_excused=word == "x")
    elif word != "-":
        Scored(cast, _script(kept, word, turn)).play()
    on = working_day(day + timedelta(days=9))
    if thematic and cast.morning(on) < cast.now:
        script = Script(
            MeetingKind.THEMATIC, year, month, on, number=turn.number, theme=OWN_THEME,
            usual_agenda=False, prepared=False, draft=False, contributions=0, receipts=0, speakers=2, tasks=0,
            tells_next=False, left_out=ON_PAPER.get(kept.code, 0),
        )  # fmt: skip
        Scored(cast, script).play()


def _script(kept: Kept, word: str, turn: _Turn) -> Script:
    digits = "".join(sign for sign in word if sign.isdigit())
    state, flags = word[: word.find(digits)] if digits else "", word.rpartition(digits)[2] if digits else ""
    score = Decimal(digits) if digits else None
    combined = "c" in flags
    said = Script(
        MeetingKind.COMBINED if combined else MeetingKind.REGULAR, turn.year, turn.month, turn.day,
        number=turn.number, total=score, start=time(8), minutes=(70 if "w" in flags else 95) + 30 * combined,
        lead=timedelta(hours=9) if "l" in flags else timedelta(days=2), theme=SHARED_THEME if combined else "",
        next_theme=turn.next_theme, next_theme_by=date(*month_after(turn.year, turn.month), 1),
        unexcused=int("v" in flags), excused=int(turn.number % 4 == 1 and "v" not in flags), contributions=0,
        receipts=int(kept.code not in ON_PAPER), left_out=ON_PAPER.get(kept.code, 0),
        prepared=kept.code in PREPARED and "b" not in flags, usual_agenda=False,
        backfilled="b" in flags, until=UNTIL.get(state, "recognise"), returned=state == "r",
    )  # fmt: skip
    return _as_good_as(score or Decimal(90), said)


def _as_good_as(aim: Decimal, said: Script) -> Script:
    """Records that bear out a score near the one aimed at."""
    return replace(
        said, draft=aim >= 86, story=aim >= 80, tells_next=aim >= 80, runs_out=aim < 64,
        excused=said.excused if aim < 98 else 0, speakers=4 if aim >= 86 else 2 if aim >= 64 else 1,
        tasks=1 if aim >= 86 else 2, tasks_failed=int(aim < 86) + int(aim < 70),
    )  # fmt: skip


def _not_held(cast: Cast, year: int, month: int, day: date, is_excused: bool) -> None:
    reason = "Mưa lũ chia cắt đường vào thôn" if is_excused else "Đồng chí bí thư đi công tác, chi bộ chưa bố trí lại"
    at = cast.morning(day + timedelta(days=1))
    by = cast.actor(cast.secretary(day).id, day)
    row = calling_off.record_not_held(cast.cell, year, month, reason, by, at)
    if is_excused:
        later = day + timedelta(days=4)
        calling_off.excuse(row, "Đồng ý vì lý do thiên tai", cast.reviewer(later), cast.morning(later))
