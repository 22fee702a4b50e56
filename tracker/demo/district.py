"""Forty cells of one commune over two years, each of a known sort: what signals and ranking are measured on."""

import copy
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from tracker import book
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.demo import building, neighbours
from tracker.demo.district_cells import (
    BRANCHES,
    CELLS,
    COMMITTEE,
    COMMITTEE_NAME,
    OWN_GUIDANCE,
    Planted,
    Sort,
    organisation_code,
    spread,
)
from tracker.demo.district_months import ADJUSTED, NEW_SECRETARY, SEED, Turn
from tracker.demo.district_sitting import Staffed, play
from tracker.guidance import service as guidance
from tracker.guidance.files import Reading
from tracker.meetings.rules import month_before
from tracker.organisations import founding
from tracker.organisations.models import CellType, Organisation, OrganisationKind
from tracker.people import joining, offices, service
from tracker.people.models import Account, Standing
from tracker.people.sessions import actor_of
from tracker.permissions import Office
from tracker.ratings import recompute
from tracker.reviews import acts as reviewing
from tracker.reviews import phrases, samples
from tracker.reviews.signals import service as signals

DISTRICT = "district"
BASE_GUIDANCE = "HD42"
FIRST_LOCAL = date(2025, 11, 1)
PEOPLE = (
    ("thamdinh", "người thẩm định của Đảng ủy xã, cho cả bốn khối"),
    ("thamdinh.thon", "người thẩm định của khối thôn"),
    ("thamdinh.cq", "người thẩm định của khối cơ quan"),
    ("bithu", "bí thư một chi bộ luôn 98 điểm"),
    ("quantri", "quản trị"),
    ("giamsat", "quan sát viên, có thời hạn"),
)
OWN_REVIEWERS = {"T": ("Hà Thị Mận", "thamdinh.thon"), "C": ("Tô Văn Hạnh", "thamdinh.cq")}
PHRASES = (
    *ADJUSTED, "Chương trình gửi muộn so với quy định, chưa có căn cứ chấm đủ điểm.",
    "Đề nghị bổ sung minh chứng cho điểm cao hơn gợi ý.", "Biên bản chưa ghi ai chịu trách nhiệm và hạn của từng việc.",
)  # fmt: skip
ANSWER = "Chi bộ dùng lại khung biên bản cũ cho nhanh, nhận thiếu sót; từ kỳ tới sẽ ghi đúng diễn biến từng kỳ."
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Size:
    """How much of the district to make. ``all_in``: nobody owes a sheet, so that every cell's last one waits,
    half of those that are always late in time for once."""

    cells: int = len(CELLS)
    months: int = 24
    all_in: bool = False


WHOLE = Size()


def is_made() -> bool:
    return book.fact(DISTRICT) is not None


def build(today: date, size: Size = WHOLE, progress: Progress | None = None) -> None:
    """The district as it stands on the morning of that day. Nothing happens where it stands already."""
    if is_made():
        return
    if building.is_made():
        raise RuleBroken(_("Sổ này đã có dữ liệu minh hoạ khác. Hãy dùng một thư mục khác."))
    building.claim(today)
    book.state(DISTRICT, SEED)
    now = clock.moment_of(today - timedelta(days=1), time(21))
    with building.years_stored_once():
        _play(today, now, size, progress)
    for cell_id, year in recompute.years(today):
        recompute.mend(cell_id, year, today)
    building.mark_old_notices_read(now)


def months_to(today: date, number: int) -> list[tuple[int, int]]:
    """So many months up to the one just over, earliest first."""
    found: list[tuple[int, int]] = []
    month = (today.year, today.month)
    for _turn in range(number):
        month = month_before(*month)
        found.insert(0, month)
    return found


def _play(today: date, now: datetime, size: Size, progress: Progress | None) -> None:
    """Month by month, as it was: a cell is read beside neighbours who have got as far."""
    months = months_to(today, size.months)
    since = date(*month_before(*months[0]), 1)
    branches, reviewers = _committees(since, today)
    places = {cell: place for place, cell in enumerate(CELLS)}
    casts = {}
    for cell in spread(size.cells):
        casts[cell] = _found(cell, branches[cell.branch], reviewers[cell.branch], since, now, places[cell])
    for number, (year, month) in enumerate(months):
        if number == max(len(months) - NEW_SECRETARY, 0):
            _change_secretaries(casts, date(year, month, 1))
        if number == 2 * len(months) // 3:
            _own_guidance(branches[OWN_GUIDANCE], max(date(year, month, 1), FIRST_LOCAL))
        _draw(branches.values(), year, month)
        turns = [(cast, Turn(cell, places[cell], year, month, number, len(months), size.all_in))
                 for cell, cast in casts.items()]  # fmt: skip
        for cast, turn in sorted(turns, key=lambda one: (one[1].day, one[1].place)):
            play(cast, turn)
        reviewing.lock_due(min(clock.moment_of(today), now))
        if progress is not None:
            progress(number + 1, len(months))
    _answer_one(casts, today, now)


def _answer_one(casts: dict[Planted, Staffed], today: date, now: datetime) -> None:
    """One cell has answered what it was asked, so that the committee finds an answer to settle."""
    by_cell = {cast.cell.id: cast for cell, cast in casts.items() if cell.sort is Sort.COPIED}
    for asked in signals.live(by_cell)[:1]:
        cast = by_cell[asked.cell_id]
        signals.answer(asked, ANSWER, cast.actor(cast.secretary(today).id, today), now)


def _draw(branches: Iterable[Organisation], year: int, month: int) -> None:
    """Which cells are read whatever their figures: drawn here by seeds that give the same every time."""
    first = date(year, month, 1)
    for branch in branches:
        samples.ensure(branch.id, year, month, first, _at(first), f"{SEED} {branch.code} {year}-{month}")


def _at(day: date) -> datetime:
    return clock.moment_of(day, time(8))


def _committees(since: date, today: date) -> tuple[dict[str, Organisation], dict[str, Account]]:
    """The committee with its branches, and who takes the sheets of each; one comrade may take any."""
    top = founding.create(
        None, parent=None, code=COMMITTEE, name=COMMITTEE_NAME, kind=OrganisationKind.COMMUNE, since=since,
        at=_at(since), locality="Minh Họa",
    )  # fmt: skip
    guidance.import_shipped(None, _at(since))
    building.official(top, "Lý Thị Nhàn", "quantri", Office.ADMINISTRATOR, since)
    chief = building.official(top, "Khúc Minh Triết", "thamdinh", Office.REVIEWER, since)
    seen = max(today - timedelta(days=20), since)
    building.official(top, "Ôn Đức Tâm", "giamsat", Office.OBSERVER, seen, today + timedelta(days=60))
    _give_phrases(top, chief, since)
    branches, reviewers = {}, {}
    for letter, name, _kind in BRANCHES:
        branches[letter], reviewers[letter] = _branch(top, letter, name, chief, since)
    return branches, reviewers


def _branch(top: Organisation, letter: str, name: str, chief: Account, since: date) -> tuple[Organisation, Account]:
    branch = founding.create(
        None, parent=top, code=f"{COMMITTEE}-{letter}", name=name, kind=OrganisationKind.BASE, since=since,
        at=_at(since), locality="Minh Họa",
    )  # fmt: skip
    offices.appoint(None, chief.person, branch, Office.REVIEWER, since, _at(since))
    own = OWN_REVIEWERS.get(letter)
    reviewer = building.official(branch, *own, Office.REVIEWER, since) if own else chief
    _give_phrases(branch, reviewer, since)
    return branch, reviewer


def _give_phrases(committee: Organisation, reviewer: Account, since: date) -> None:
    for text in PHRASES:
        phrases.add(committee, text, actor_of(reviewer, since), _at(since))


def _found(cell: Planted, branch: Organisation, reviewer: Account, since: date, now: datetime, place: int) -> Staffed:
    kind = next(kind for letter, _name, kind in BRANCHES if letter == cell.branch)
    founded = founding.create(
        None, parent=branch, code=organisation_code(cell), name=cell.name, kind=OrganisationKind.CELL, since=since,
        at=_at(since), cell_type=kind, usual_day=21 + place % 6, term_from=since, locality="Minh Họa",
        usual_place="Nhà văn hóa" if kind is CellType.VILLAGE else "Phòng họp",
    )  # fmt: skip
    cast = Staffed(founded, now, kind=kind, reviewing=reviewer)
    first = next(one for one in CELLS if one.sort is Sort.ALWAYS_98)
    for order, name in enumerate(neighbours.names(organisation_code(cell), cell.members)):
        user = f"{cell.code.lower()}.{order}" if order else "bithu" if cell is first else f"bt.{cell.code.lower()}"
        person = cast.admit(name, since, user=user)
        if order < 2:
            cast.appoint(person, (Office.SECRETARY, Office.DEPUTY)[order], since)
    return cast


def _change_secretaries(casts: dict[Planted, Staffed], day: date) -> None:
    """In some cells the deputy takes over from the secretary, and another member becomes deputy."""
    before = day - timedelta(days=1)
    for cell, cast in casts.items():
        if cell.sort is not Sort.BACKFILLED:
            continue
        old, new, other = _in_order(cast, before)
        for held in service.appointments_on(cast.cell, before):
            offices.end(None, held, before, _at(before))
        joining.leave(None, old, before, _at(before), "Nghỉ hưu, chuyển sinh hoạt")
        cast.appoint(new.person, Office.SECRETARY, day)
        cast.appoint(other.person, Office.DEPUTY, day)


def _in_order(cast: Staffed, day: date) -> list[Standing]:
    """Secretary, deputy, and the first of the other members."""
    leading = [person.id for office in (Office.SECRETARY, Office.DEPUTY) if (person := cast.holder(office, day))]
    members = sorted(cast.members(day), key=lambda one: [*leading, one.person_id].index(one.person_id))
    return members[:3]


def _own_guidance(branch: Organisation, day: date) -> None:
    """The branch goes over to a version of its own: earlier notice, more for preparation, less for the usual part."""
    based_on = guidance.find(BASE_GUIDANCE)
    if based_on is None:
        raise LookupError(f"{BASE_GUIDANCE} is not there")
    said = copy.deepcopy(based_on.document)
    said |= {
        "code": f"{BASE_GUIDANCE}-{branch.code}", "number": "01-HD/ĐU", "issuer": branch.name, "scope": branch.code,
        "title": "Hướng dẫn vận dụng (minh hoạ)", "title_en": "Local guidance (synthetic)",
        "issued_on": day.isoformat(), "valid_from": day.isoformat(),
    }  # fmt: skip
    said["settings"]["notice_days"] = 2
    _shift(said["sheets"][0], {"3.1": 3, "4.2": -3})
    guidance.publish(Reading(said), f"{said['code']}.yaml", None, _at(day))


def _shift(sheet: dict[str, Any], by_code: dict[str, int]) -> None:
    """Move points between criteria, and with them between their groups."""
    for group in sheet["groups"]:
        for criterion in group["criteria"]:
            more = by_code.get(criterion["code"], 0)
            for place in (group, criterion, criterion.get("when_combined", {})):
                if more and "full" in place:
                    place["full"] = str(Decimal(place["full"]) + more)
