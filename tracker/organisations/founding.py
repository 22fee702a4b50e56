"""Founding, naming, moving and ending organisations. Nothing here commits.

The past is not rewritten: each change closes a placement and opens the next. Changes are entered once they have
happened, so a day to come is refused.
"""

import re
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, literal, select, update

from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.base.filters import short_day
from tracker.base.names import folded, text_key
from tracker.extensions import db
from tracker.organisations import service
from tracker.organisations.models import CellType, Organisation, OrganisationKind, Placement
from tracker.organisations.slots import AFTER_MOVE
from tracker.permissions import Actor, administers

CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9./-]{0,38}[A-Z0-9])?")
SETTINGS = ("usual_day", "usual_time", "usual_place", "least_minutes", "term_from", "locality", "cell_type")


def _named(organisation: Organisation, name: str) -> None:
    organisation.name, organisation.sort_key, organisation.folded = name, text_key(name), folded(name)


def _refuse_future(day: date, at: datetime) -> None:
    if day > clock.day_of(at):
        raise RuleBroken(_("Ngày có hiệu lực chưa đến. Đến ngày đó đồng chí hãy ghi."))


def _good_code(code: str) -> str:
    code = code.strip().upper()
    if not CODE.fullmatch(code):
        raise RuleBroken(
            _("Mã chỉ gồm chữ cái không dấu, chữ số và dấu chấm, gạch ngang, gạch chéo ở giữa. Hãy viết lại mã.")
        )
    if service.find(code):
        raise RuleBroken(_("Mã “%(code)s” đã có tổ chức khác dùng. Hãy chọn mã khác.", code=code))
    return code


def _good_parent(by: Actor | None, parent: Organisation, day: date) -> None:
    if parent.is_cell:
        raise RuleBroken(_("Chi bộ không có tổ chức trực thuộc. Hãy chọn một cấp ủy."))
    if by is not None and not administers(by, parent):
        raise RuleBroken(_("Đồng chí không quản trị cấp ủy đã chọn. Hãy nhờ người quản trị cấp trên."))
    if service.placement_on(parent.id, day) is None:
        raise RuleBroken(_("Cấp ủy đã chọn không hoạt động vào ngày này. Hãy xem lại ngày hoặc cấp ủy."))


def create(
    by: Actor | None, *, parent: Organisation | None, code: str, name: str, kind: OrganisationKind,
    since: date, at: datetime, cell_type: CellType | None = None, basis: str = "", **settings: Any,
) -> Organisation:  # fmt: skip
    """A new committee or cell from a day on. Without a parent it is the top of a tree: commands only."""
    _refuse_future(since, at)
    if parent is not None:
        _good_parent(by, parent, since)
    if kind is OrganisationKind.CELL and cell_type is None:
        raise RuleBroken(_("Hãy chọn loại hình chi bộ."))
    created = Organisation(
        code=_good_code(code), name="", kind=kind, cell_type=cell_type if kind is OrganisationKind.CELL else None,
        parent=parent, path="", founded_on=since, **settings,
    )  # fmt: skip
    _named(created, name)
    db.session.add(created)
    db.session.flush()
    created.path = f"{parent.path if parent else '/'}{created.id}/"
    db.session.add(Placement(organisation=created, parent=parent, name=name, from_date=since, basis=basis))
    new = {"code": created.code, "name": name, "kind": kind, "parent": parent.name if parent else None, "since": since}
    audit.record(by, "organisation.create", created, at=at, old={}, new=new)
    return created


def set_up(by: Actor | None, organisation: Organisation, at: datetime, **settings: Any) -> None:
    """The settings of the day: usual day, hour and place of meetings, least length, start of the term, place name."""
    unknown = settings.keys() - set(SETTINGS)
    if unknown:
        raise TypeError(f"not settings: {unknown}")
    for name, value in settings.items():
        setattr(organisation, name, value)
    if organisation.is_cell and organisation.cell_type is None:
        raise RuleBroken(_("Hãy chọn loại hình chi bộ."))
    if db.session.is_modified(organisation):
        audit.record(by, "organisation.set_up", organisation, at=at)


def _last(organisation: Organisation, day: date, at: datetime) -> Placement:
    """The placement that a change on that day closes; the change must not fall before it."""
    _refuse_future(day, at)
    if organisation.ended_on is not None:
        raise RuleBroken(_("Tổ chức này đã kết thúc hoạt động, không thay đổi được nữa."))
    last = service.placements(organisation)[0]
    if day < last.from_date:
        raise RuleBroken(
            _(
                "Từ %(day)s đã có thay đổi khác. Hãy chọn ngày đó hoặc ngày sau đó.",
                day=short_day(last.from_date),
            )
        )
    return last


def _next(last: Placement, day: date, basis: str) -> Placement:
    """The placement from that day on: a new one, or the last itself if it began on that very day."""
    if last.from_date == day:
        last.basis = basis or last.basis
        return last
    last.until_date = day - timedelta(days=1)
    following = Placement(
        organisation=last.organisation, parent=last.parent, name=last.name, from_date=day, basis=basis
    )
    db.session.add(following)
    return following


def rename(by: Actor | None, organisation: Organisation, name: str, day: date, at: datetime, basis: str = "") -> None:
    """Another name from that day on; what was before keeps the old one."""
    last = _last(organisation, day, at)
    old = {"name": organisation.name}
    _next(last, day, basis).name = name
    _named(organisation, name)
    new = {"name": name, "since": day, "basis": basis}
    audit.record(by, "organisation.rename", organisation, at=at, old=old, new=new)


def move(
    by: Actor | None, organisation: Organisation, parent: Organisation, day: date, at: datetime, basis: str = ""
) -> None:
    """Under another committee from that day on, with all that stands below; the past stays under the old one.

    The path of the whole subtree is rewritten. Its own cells' placements do not change: they stay under it.
    """
    last = _last(organisation, day, at)
    _good_parent(by, parent, day)
    if parent.path.startswith(organisation.path):
        raise RuleBroken(_("Không thể đặt một tổ chức dưới chính nó hoặc dưới tổ chức trực thuộc nó."))
    if parent.id == organisation.parent_id:
        raise RuleBroken(_("Tổ chức đang ở dưới cấp ủy này rồi. Hãy chọn cấp ủy khác."))
    old = {"parent": organisation.parent.name if organisation.parent else None}
    _next(last, day, basis).parent = parent
    organisation.parent = parent
    db.session.flush()
    _rewrite_paths(organisation.path, f"{parent.path}{organisation.id}/")
    new = {"parent": parent.name, "since": day, "basis": basis}
    audit.record(by, "organisation.move", organisation, at=at, old=old, new=new)
    for follow in AFTER_MOVE:
        follow(organisation, day, at)


def _rewrite_paths(old: str, new: str) -> None:
    query = (
        update(Organisation)
        .where(Organisation.path.startswith(old, autoescape=True))
        .values(path=literal(new) + func.substr(Organisation.path, len(old) + 1))
    )
    db.session.execute(query.execution_options(synchronize_session=False))
    for row in db.session.identity_map.values():
        if isinstance(row, Organisation):
            db.session.expire(row, ["path"])


def end(by: Actor | None, organisation: Organisation, day: date, at: datetime, basis: str = "") -> None:
    """That day is its last. What stands below it must have been moved or ended before."""
    last = _last(organisation, day, at)
    below = select(Organisation.id).where(Organisation.parent_id == organisation.id, Organisation.ended_on.is_(None))
    if db.session.scalar(below.limit(1)) is not None:
        raise RuleBroken(_("Còn tổ chức trực thuộc đang hoạt động. Hãy chuyển hoặc kết thúc các tổ chức đó trước."))
    last.until_date = organisation.ended_on = day
    audit.record(by, "organisation.end", organisation, at=at, old={}, new={"ended_on": day, "basis": basis})
