"""Admission, change of standing, transfer, leaving. Days are included at both ends. Nothing here commits."""

from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import or_, select

from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.base.filters import short_day
from tracker.base.names import folded, sort_key
from tracker.extensions import db
from tracker.organisations import founding
from tracker.organisations import service as organisations
from tracker.organisations.models import Organisation
from tracker.people import service
from tracker.people.models import Appointment, Person, Rank, Standing
from tracker.permissions import FROM_OUTSIDE, IN_A_CELL, Actor, administers, leads

ONE_DAY = timedelta(days=1)


def new_person(full_name: str, note: str = "") -> Person:
    person = Person(full_name=full_name, sort_key=sort_key(full_name), folded=folded(full_name), note=note)
    db.session.add(person)
    db.session.flush()
    return person


def _refuse_future(day: date, at: datetime) -> None:
    if day > clock.day_of(at):
        raise RuleBroken(_("Ngày có hiệu lực chưa đến. Đến ngày đó đồng chí hãy ghi."))


def _good_cell(cell: Organisation, day: date) -> None:
    if organisations.placement_on(cell.id, day) is None:
        raise RuleBroken(_("Chi bộ không hoạt động vào ngày này. Hãy xem lại ngày."))


def _refuse_overlap(person: Person, day: date) -> None:
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    query = (
        select(Standing)
        .where(Standing.person_id == person.id, or_(Standing.until_date.is_(None), Standing.until_date >= day))
        .order_by(Standing.from_date)
    )
    other = db.session.scalar(query.limit(1))
    if other is not None:
        raise RuleBroken(
            _(
                "Đồng chí này sinh hoạt tại “%(cell)s” từ %(day)s. Một người chỉ sinh hoạt tại một chi bộ.",
                cell=other.cell.name,
                day=short_day(other.from_date),
            )
        )


def _said(standing: Standing) -> dict[str, object]:
    return {
        "person": standing.person.full_name, "rank": standing.rank, "from_date": standing.from_date,
        "until_date": standing.until_date, "reason": standing.reason,
    }  # fmt: skip


def admit(
    by: Actor | None, cell: Organisation, *, full_name: str, rank: Rank, since: date, at: datetime,
    note: str = "", reason: str = "",
) -> Standing:  # fmt: skip
    """A person new to the book becomes a member from that day on."""
    _refuse_future(since, at)
    _good_cell(cell, since)
    twins = [member for member in service.members_on(cell, since) if member.person.folded == folded(full_name)]
    if any(member.person.note == note for member in twins):
        raise RuleBroken(
            _("Chi bộ đã có đồng chí cùng tên. Hãy ghi thêm điều để phân biệt hai người, ví dụ năm sinh hoặc nơi ở.")
        )
    return join(by, new_person(full_name, note), cell, rank=rank, since=since, at=at, reason=reason)


def join(
    by: Actor | None, person: Person, cell: Organisation, *, rank: Rank, since: date, at: datetime, reason: str = ""
) -> Standing:
    """Somebody already known to the book becomes a member from that day on."""
    _refuse_future(since, at)
    _good_cell(cell, since)
    _refuse_overlap(person, since)
    standing = Standing(person=person, cell=cell, rank=rank, from_date=since, reason=reason)
    audit.record(by, "member.admit", standing, at=at, old={}, new=_said(standing))
    return standing


def _refuse_past_end(standing: Standing) -> None:
    """Takes the person's row too, until the transaction is over: two changes at once must not open two standings."""
    db.session.execute(select(Person.id).where(Person.id == standing.person_id).with_for_update())
    db.session.refresh(standing, ["until_date"])
    if standing.until_date is not None:
        raise RuleBroken(
            _(
                "Đồng chí này đã thôi tư cách này từ %(day)s. Hãy mở tư cách đang có hiệu lực.",
                day=short_day(standing.until_date),
            )
        )


def _refuse_before(standing: Standing, day: date) -> None:
    if day < standing.from_date:
        raise RuleBroken(
            _(
                "Tư cách hiện nay có từ %(day)s. Hãy chọn ngày đó hoặc ngày sau đó.",
                day=short_day(standing.from_date),
            )
        )


def change_rank(
    by: Actor | None, standing: Standing, rank: Rank, day: date, at: datetime, reason: str = ""
) -> Standing:
    """Another standing in the same cell from that day on; on its own first day the standing is corrected in place."""
    _refuse_future(day, at)
    _refuse_past_end(standing)
    _refuse_before(standing, day)
    if rank is standing.rank:
        raise RuleBroken(_("Đồng chí này đang có tư cách đó rồi. Hãy chọn tư cách khác."))
    old = _said(standing)
    changed = standing
    if day == standing.from_date:
        standing.rank, standing.reason = rank, reason or standing.reason
    else:
        standing.until_date = day - ONE_DAY
        changed = Standing(person=standing.person, cell=standing.cell, rank=rank, from_date=day, reason=reason)
    audit.record(by, "member.change_rank", changed, at=at, old=old, new=_said(changed))
    return changed


def transfer(
    by: Actor | None, standing: Standing, cell: Organisation, day: date, at: datetime, reason: str = ""
) -> Standing:
    """A member of another cell from that day on, with the same standing; offices in the old cell end the day before."""
    _refuse_future(day, at)
    _refuse_past_end(standing)
    if not cell.is_cell or cell.id == standing.cell_id:
        raise RuleBroken(_("Hãy chọn một chi bộ khác."))
    if by is not None and not (administers(by, cell) or leads(by, cell)):
        raise RuleBroken(_("Đồng chí không quản lý chi bộ nơi đến. Hãy nhờ người quản trị cấp trên."))
    if day <= standing.from_date:
        raise RuleBroken(_("Tư cách hiện nay có từ %(day)s. Hãy chọn ngày sau đó.", day=short_day(standing.from_date)))
    _good_cell(cell, day)
    _close(by, standing, day - ONE_DAY, at, "member.transfer_out", {"to": cell.name, "reason": reason})
    moved = Standing(person=standing.person, cell=cell, rank=standing.rank, from_date=day, reason=reason)
    new = {**_said(moved), "from": standing.cell.name}
    audit.record(by, "member.transfer_in", moved, at=at, old={}, new=new)
    return moved


def leave(by: Actor | None, standing: Standing, last_day: date, at: datetime, reason: str) -> None:
    """That day is the last as a member; offices in the cell end with it."""
    _refuse_future(last_day, at)
    _refuse_past_end(standing)
    _refuse_before(standing, last_day)
    if not reason.strip():
        raise RuleBroken(_("Hãy ghi lý do, ví dụ chuyển sinh hoạt đi nơi khác, từ trần, xin ra khỏi Đảng."))
    _close(by, standing, last_day, at, "member.leave", {"reason": reason})


def _close(
    by: Actor | None, standing: Standing, last_day: date, at: datetime, act: str, said: dict[str, object]
) -> None:
    for held in _running(standing.person_id, standing.cell_id, last_day):
        _end_with(held, last_day)
        new = {"person": standing.person.full_name, "office": held.office, "until_date": last_day}
        audit.record(by, "appointment.end", held, at=at, old={}, new=new)
    standing.until_date = last_day
    new = {"person": standing.person.full_name, "until_date": last_day, **said}
    audit.record(by, act, standing, at=at, old={"until_date": None}, new=new)


def _running(person_id: int, cell_id: int, day: date) -> list[Appointment]:
    """A member's own offices in a cell that would outlast the day; those given from above need no membership."""
    query = select(Appointment).where(
        Appointment.person_id == person_id,
        Appointment.organisation_id == cell_id,
        Appointment.office.in_([office for office in IN_A_CELL if office not in FROM_OUTSIDE]),
        or_(Appointment.until_date.is_(None), Appointment.until_date > day),
    )
    return list(db.session.scalars(query.order_by(Appointment.id)))


def _end_with(held: Appointment, day: date) -> None:
    if held.from_date > day:
        raise RuleBroken(
            _(
                "Đồng chí này còn giữ chức vụ trong chi bộ từ %(day)s. Hãy chọn ngày từ đó trở đi.",
                day=short_day(held.from_date),
            )
        )
    held.until_date = day


def correct_name(by: Actor | None, standing: Standing, full_name: str, note: str, at: datetime) -> None:
    """Put right how a person is written; the trail keeps what stood before, in every cell whose rolls bear the name."""
    person = standing.person
    today = service.standing_on(person.id, clock.day_of(at))
    if today is not None and today.cell_id != standing.cell_id:
        raise RuleBroken(_("Đồng chí này đã chuyển sinh hoạt. Họ tên do chi bộ nơi đang sinh hoạt sửa."))
    old = {"full_name": person.full_name, "note": person.note}
    if old == {"full_name": full_name, "note": note}:
        return
    person.full_name, person.note = full_name, note
    person.sort_key, person.folded = sort_key(full_name), folded(full_name)
    new = {"full_name": full_name, "note": note}
    for cell_id in [standing.cell_id, *_other_cells(person, standing.cell_id)]:
        audit.record(by, "person.correct_name", person, at=at, organisation_id=cell_id, old=old, new=new)


def _other_cells(person: Person, cell_id: int) -> list[int]:
    """Those of which the person was a member at another time."""
    query = select(Standing.cell_id).where(Standing.person_id == person.id, Standing.cell_id != cell_id).distinct()
    return list(db.session.scalars(query.order_by(Standing.cell_id)))


def end_organisation(by: Actor | None, organisation: Organisation, day: date, at: datetime, basis: str = "") -> None:
    """The organisation's last day; it must have no members left, and its offices end with it."""
    if service.members_on(organisation, day + ONE_DAY):
        raise RuleBroken(_("Chi bộ còn đảng viên. Hãy chuyển sinh hoạt cho các đồng chí đó trước."))
    founding.end(by, organisation, day, at, basis)
    query = select(Appointment).where(
        Appointment.organisation_id == organisation.id,
        or_(Appointment.until_date.is_(None), Appointment.until_date > day),
    )
    for held in db.session.scalars(query.order_by(Appointment.id)):
        _end_with(held, day)
