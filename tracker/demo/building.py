"""Making the whole demo, in one transaction: the tree, the people, the meetings, the scores, the years."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask_babel import gettext as _
from sqlalchemy import update

from tracker import book
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.demo import article, current, neighbours
from tracker.demo.cast import Cast, opened
from tracker.extensions import db
from tracker.following import KEEP_YEAR
from tracker.guidance import service as guidance
from tracker.meetings import service as meetings
from tracker.notices.models import Notice
from tracker.organisations import founding
from tracker.organisations import service as organisations
from tracker.organisations.models import CellType, Organisation, OrganisationKind
from tracker.people import joining, offices, service
from tracker.people.models import Account, Person, Rank
from tracker.permissions import Office
from tracker.ratings import recompute
from tracker.reviews import acts as reviewing
from tracker.scoresheets import service as scoresheets

BEGAN = date(2019, 6, 3)
FIRST_DAY = date(2026, 1, 1)
UNREAD = timedelta(days=12)
CELL = "VKS-CHILANG"
COMMITTEE = "DU-CHILANG"
PEOPLE = (
    ("bithu", "bí thư chi bộ"),
    ("dangvien", "đảng viên"),
    ("thamdinh", "người thẩm định của Đảng ủy xã"),
    ("quantri", "quản trị"),
    ("giamsat", "quan sát viên, có thời hạn"),
)


@dataclass(frozen=True)
class Size:
    """How much of the demo to make; less than everything is for tests."""

    article: bool = True
    cells: int = len(neighbours.CELLS)
    months: int = 12


WHOLE = Size()


def is_made() -> bool:
    return book.fact(book.DEMO) is not None


def build(today: date, size: Size = WHOLE) -> None:
    """The demo as it stands on the morning of that day. Nothing happens in a book that is a demo already."""
    if is_made():
        return
    claim(today)
    now = clock.moment_of(today - timedelta(days=1), time(21))
    with years_stored_once():
        _play(today, now, size)
    for cell_id, year in recompute.years(today):
        recompute.mend(cell_id, year, today)
    mark_old_notices_read(now)


def claim(today: date) -> None:
    """Make the empty book a demo; refuse one that holds anything."""
    if not organisations.is_empty():
        raise RuleBroken(
            _("Sổ này đã có dữ liệu thật nên không tạo dữ liệu minh hoạ vào đó. Hãy dùng một thư mục khác.")
        )
    if today < FIRST_DAY:
        raise RuleBroken(_("Dữ liệu minh hoạ cần ngày từ 01/01/2026. Hãy xem lại ngày của máy."))
    book.state(book.DEMO, today.isoformat())


@contextmanager
def years_stored_once() -> Iterator[None]:
    """Every act of a sitting brings its year up to date; here that is done once, at the end of the same transaction."""
    with meetings.AFTER_CHANGE.without(KEEP_YEAR), scoresheets.AFTER_CHANGE.without(KEEP_YEAR):
        yield


def _play(today: date, now: datetime, size: Size) -> None:
    province = _province()
    cast = _article_cell(province, now)
    if size.article:
        article.play(cast)
        reviewing.lock_due(clock.moment_of(date(2022, 2, 1)))
    _years_between(cast)
    commune = _commune(province, cast, today, now)
    member = cast.accounts_by_name["dangvien"].person
    coming = tuple(cast.accounts_by_name[name].person_id for name in ("pho", "thuky"))
    current.play(cast, today, member, coming)
    _branches(commune, today, now, size)
    reviewing.lock_due(now)


def _at(day: date) -> datetime:
    return clock.moment_of(day, time(8))


def official(
    organisation: Organisation, name: str, user: str, office: Office, since: date, until: date | None = None
) -> Account:
    """Somebody of a committee, with an account."""
    person = joining.new_person(name)
    account = opened(person, user, organisation, _at(since))
    offices.appoint(None, person, organisation, office, since, _at(since), until)
    return account


def _province() -> Organisation:
    province = founding.create(
        None, parent=None, code="TU-LANGSON", name="Tỉnh ủy Lạng Sơn", kind=OrganisationKind.PROVINCE, since=BEGAN,
        at=_at(BEGAN), locality="Lạng Sơn",
    )  # fmt: skip
    guidance.import_shipped(None, _at(BEGAN))
    official(province, "Lộc Đức Anh", "quantri", Office.ADMINISTRATOR, BEGAN)
    return province


class Company(Cast):
    """The article's cell, whose people are also found by their user names."""

    @property
    def accounts_by_name(self) -> dict[str, Account]:
        return {account.user_name: account for account in self.accounts.values()}


def _article_cell(province: Organisation, now: datetime) -> Company:
    district = founding.create(
        None, parent=province, code="HU-CHILANG", name="Huyện ủy Chi Lăng", kind=OrganisationKind.DISTRICT,
        since=BEGAN, at=_at(BEGAN), locality="Chi Lăng",
    )  # fmt: skip
    official(district, "Bế Ngọc Sơn", "thamdinh.huyen", Office.REVIEWER, BEGAN, date(2025, 6, 30))
    since = date(2019, 12, 1)
    cell = founding.create(
        None, parent=district, code=CELL, name="Chi bộ Viện kiểm sát nhân dân huyện Chi Lăng",
        kind=OrganisationKind.CELL, since=since, at=_at(since), cell_type=CellType.AGENCY,
        basis="Bắt đầu ghi sổ", usual_day=5, usual_place="Phòng họp cơ quan", term_from=since, locality="Chi Lăng",
    )  # fmt: skip
    cast = Company(cell, now)
    _first_members(cast, since)
    return cast


def _first_members(cast: Cast, since: date) -> None:
    leading = (
        ("Nông Văn Chiến", "bithu.cu", Office.SECRETARY), ("Vi Thị Hằng", "bithu", Office.DEPUTY),
        ("Hoàng Minh Tuấn", "pho", Office.COMMITTEE_MEMBER), ("Chu Bích Ngọc", "thuky", Office.MINUTE_TAKER),
    )  # fmt: skip
    for name, user, office in leading:
        cast.appoint(cast.admit(name, since, user=user), office, since)
    for name, user in (
        ("Lành Thị Thúy", "thuy.lt"), ("Lăng Văn Đoàn", "dangvien"), ("Triệu Thị Mai", "mai.tt"),
        ("Đàm Quang Huy", "huy.dq"), ("Hứa Viết Lập", ""),
    ):  # fmt: skip
        cast.admit(name, since, user=user)
    cast.admit("Phùng Văn Bảo", since, Rank.PROBATIONARY, user="bao.pv", reason="Kết nạp tháng 12/2019")


def _years_between(cast: Company) -> None:
    """People come and go; the cell kept no book in these years."""
    by_name = cast.accounts_by_name
    old, new = by_name["bithu.cu"].person, by_name["bithu"].person
    last, first = date(2022, 12, 31), date(2023, 1, 1)
    bao = service.standing_on(by_name["bao.pv"].person_id, last)
    if bao and bao.rank is Rank.PROBATIONARY:
        joining.change_rank(None, bao, Rank.OFFICIAL, date(2022, 3, 1), _at(date(2022, 3, 1)), "Công nhận chính thức")
    _leave(old, last, "Nghỉ hưu, chuyển sinh hoạt về nơi cư trú")
    _end_office(new, Office.DEPUTY, last)
    cast.appoint(new, Office.SECRETARY, first)
    _end_office(by_name["pho"].person, Office.COMMITTEE_MEMBER, last)
    cast.appoint(by_name["pho"].person, Office.DEPUTY, first)
    cast.appoint(by_name["thuy.lt"].person, Office.COMMITTEE_MEMBER, first)
    _leave(by_name["huy.dq"].person, date(2024, 5, 31), "Chuyển công tác")
    elder = next(one for one in cast.members(first) if one.person_id not in cast.accounts)
    joining.change_rank(None, elder, Rank.EXEMPT, date(2024, 9, 3), _at(date(2024, 9, 3)), "Tuổi cao, sức yếu")


def _leave(person: Person, last: date, reason: str) -> None:
    standing = service.standing_on(person.id, last)
    if standing:
        joining.leave(None, standing, last, _at(last), reason)


def _end_office(person: Person, office: Office, last: date) -> None:
    held = next(one for one in service.appointments_of(person) if one.office is office)
    offices.end(None, held, last, _at(last))


def _commune(province: Organisation, cast: Company, today: date, now: datetime) -> Organisation:
    """The change of 1 July 2025."""
    day, at = current.MOVED, _at(current.MOVED)
    commune = founding.create(
        None, parent=province, code=COMMITTEE, name="Đảng ủy xã Chi Lăng", kind=OrganisationKind.COMMUNE, since=day,
        at=at, locality="Chi Lăng",
    )  # fmt: skip
    district = cast.cell.parent
    founding.move(None, cast.cell, commune, day, at, "Kết thúc hoạt động của cấp huyện")
    founding.rename(
        None, cast.cell, "Chi bộ Viện kiểm sát nhân dân khu vực Chi Lăng", day, at, "Sắp xếp tổ chức bộ máy"
    )
    founding.set_up(None, cast.cell, at, usual_day=current.next_day(today).day, term_from=day)
    if district:
        joining.end_organisation(None, district, day - timedelta(days=1), at, "Kết thúc hoạt động của cấp huyện")
    official(commune, "Mông Thị Hà", "thamdinh", Office.REVIEWER, day)
    seen = max(min(today - timedelta(days=20), today), day)
    official(commune, "Vương Khánh Toàn", "giamsat", Office.OBSERVER, seen, today + timedelta(days=60))
    cast.admit("Dương Thị Liên", day, Rank.PROBATIONARY, user="lien.dt", reason="Kết nạp tháng 6/2025")
    cast.admit("Lý Quốc Khánh", day, user="khanh.lq", reason="Chuyển đến")
    return commune


def _branches(commune: Organisation, today: date, now: datetime, size: Size) -> None:
    day, at = neighbours.SINCE, _at(neighbours.SINCE)
    reviewer = next(held.person for held in service.appointments_on(commune, day) if held.office is Office.REVIEWER)
    branches = {}
    for code, name, _kind in neighbours.BRANCHES:
        branches[code] = founding.create(
            None, parent=commune, code=f"DU-{code}", name=name, kind=OrganisationKind.BASE, since=day, at=at,
            locality="Chi Lăng",
        )  # fmt: skip
        offices.appoint(None, reviewer, branches[code], Office.REVIEWER, day, at)
    kinds = {code: kind for code, _name, kind in neighbours.BRANCHES}
    for kept in neighbours.CELLS[: size.cells]:
        cast = neighbours.found(kept, branches[kept.branch], kinds[kept.branch], now)
        neighbours.play(cast, kept, today, size.months)


def mark_old_notices_read(now: datetime) -> None:
    """In one statement: what was told long ago has been read, as no service has a reason to say of many at once."""
    old = update(Notice).where(Notice.at < now - UNREAD, Notice.read_at.is_(None))
    db.session.execute(old.values(read_at=Notice.at).execution_options(synchronize_session=False))
