"""What became of a version once sent: opened, acknowledged, handed over on paper, reminded. Nothing here commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.exc import NoResultFound

from tracker.agendas import service as agendas
from tracker.agendas.circulating import path_of
from tracker.agendas.models import Channel, Receipt
from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.base.filters import short_day
from tracker.meetings.models import Meeting
from tracker.notices import service as notices
from tracker.permissions import Actor


@dataclass(frozen=True)
class Tally:
    """How many of those who were sent a version have it: opened on screen or handed over on paper."""

    receipts: Sequence[Receipt]

    @property
    def total(self) -> int:
        return len(self.receipts)

    @property
    def opened(self) -> int:
        return sum(receipt.opened_at is not None for receipt in self.receipts)

    @property
    def acknowledged(self) -> int:
        return sum(receipt.acknowledged_at is not None for receipt in self.receipts)

    @property
    def reached(self) -> int:
        return sum(receipt.is_reached for receipt in self.receipts)

    @property
    def percent(self) -> float:
        return 100 * self.reached / self.total if self.total else 0

    @property
    def missing(self) -> list[Receipt]:
        return [receipt for receipt in self.receipts if not receipt.is_reached]

    @property
    def to_remind(self) -> list[Receipt]:
        return [receipt for receipt in self.missing if receipt.channel is Channel.APP]


def tally(meeting: Meeting) -> Tally:
    """Of the latest version."""
    latest = agendas.latest_circulation(meeting)
    return Tally(agendas.receipts(latest) if latest else [])


def receipt_of(meeting: Meeting, person_id: int) -> Receipt:
    """One person's receipt of the latest version, or ``NoResultFound``."""
    latest = agendas.latest_circulation(meeting)
    if latest is None:
        raise NoResultFound
    return agendas.receipt(latest, person_id)


def open_agenda(meeting: Meeting, by: Actor, at: datetime) -> bool:
    """Stamp that a person has the latest version open; false if nothing was new."""
    notices.mark_path_read(by.person_id, path_of(meeting), at)
    receipt = agendas.find_receipt(agendas.latest_circulation(meeting), by.person_id)
    if receipt is None or receipt.opened_at is not None:
        return False
    receipt.opened_at = at
    _record(by, "agenda.open", receipt, at, {"opened_at": at})
    return True


def acknowledge(meeting: Meeting, number: int | None, by: Actor, at: datetime) -> Receipt:
    """A person says they have read version ``number``, the one they were shown. Implies opened."""
    latest = agendas.latest_circulation(meeting)
    receipt = agendas.find_receipt(latest, by.person_id)
    if latest is None or receipt is None:
        raise RuleBroken(_("Đồng chí không có tên trong danh sách gửi chương trình này."))
    if latest.number != number:
        raise RuleBroken(
            _("Chương trình vừa có bản %(number)s. Mời đồng chí đọc bản mới rồi xác nhận.", number=latest.number)
        )
    if receipt.acknowledged_at is None:
        receipt.opened_at = receipt.opened_at or at
        receipt.acknowledged_at = at
        _record(by, "agenda.acknowledge", receipt, at, {"acknowledged_at": at})
    notices.mark_path_read(by.person_id, path_of(meeting), at)
    return receipt


def hand_over(receipt: Receipt, by: Actor, at: datetime) -> None:
    """Declare that this person was given the latest version on paper. The first declaration stands."""
    if receipt.handed_over_at is not None:
        raise RuleBroken(_("Đã ghi trao bản giấy cho đồng chí này rồi."))
    receipt.handed_over_at, receipt.handed_over_by_id = at, by.person_id
    _record(by, "agenda.hand_over", receipt, at, {"handed_over_at": at})


def remind(meeting: Meeting, by: Actor, at: datetime) -> int:
    """Tell those who can open the agenda and have not, once a day each; how many were told."""
    agendas.check_open(meeting)
    waiting = tally(meeting).to_remind
    if not waiting:
        raise RuleBroken(_("Không còn đồng chí nào cần nhắc."))
    today = clock.moment_of(clock.day_of(at))
    reminded = notices.told_since("agenda_reminder", path_of(meeting), today)
    ids = [receipt.person_id for receipt in waiting if receipt.person_id not in reminded]
    if not ids:
        raise RuleBroken(_("Hôm nay đã nhắc các đồng chí chưa mở rồi. Mỗi đồng chí chỉ nhắc một lần một ngày."))
    details = {"day": short_day(meeting.planned_at)}
    notices.tell(ids, meeting.cell_id, "agenda_reminder", details, path_of(meeting), at)
    audit.record(by, "agenda.remind", meeting, at=at, old={}, new={"person_ids": ids})
    return len(ids)


def _record(by: Actor, act: str, receipt: Receipt, at: datetime, stamped: dict[str, datetime]) -> None:
    audit.record(by, act, receipt, at=at, old={}, new={"person_id": receipt.person_id, **stamped})
