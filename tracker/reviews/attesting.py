"""The total that the committee's delegate confirms after a meeting. Nothing here commits.

The cell reads it once it has voted on its own sheet, so that neither leads the other; until then the trail of it is
kept with the committee.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import joinedload

from tracker.audit import service as audit
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.meetings.models import Meeting
from tracker.meetings.rules import AFTER
from tracker.permissions import Actor
from tracker.reviews.models import Attestation
from tracker.scoresheets import reading
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import DECIDED

MOST = Decimal(100)
HUNDREDTH = Decimal("0.01")


_OF_MEETING = (
    select(Attestation)
    .where(Attestation.meeting_id == bindparam("meeting_id"))
    .options(joinedload(Attestation.person))
    .order_by(Attestation.at, Attestation.person_id)
)
reading.RARE["attestations"] = exists().where(Attestation.meeting_id == Scoresheet.meeting_id)


def of_meeting(meeting: Meeting) -> list[Attestation]:
    """What the delegates confirmed, first first; as a rule there is one."""
    return list(db.session.scalars(_OF_MEETING, {"meeting_id": meeting.id}))


def of_person(meeting: Meeting, person_id: int) -> Attestation | None:
    return db.session.get(Attestation, (meeting.id, person_id))


def is_told(sheet: Scoresheet | None) -> bool:
    """Whether the cell may read what was confirmed: from its vote on, and after a return too."""
    return sheet is not None and (sheet.agreed_at is not None or sheet.submitted_at is not None)


def refusal(meeting: Meeting, at: datetime) -> str:
    """Why nothing can be confirmed now; empty where it can."""
    if meeting.state not in AFTER:
        return _("Kỳ họp chưa được ghi là đã họp. Hãy xác nhận điểm sau khi họp.")
    sheet = scoresheets.of_meeting(meeting)
    if sheet is None and scoresheets.sheet_of(meeting) is None:
        return _("Kỳ họp này không chấm điểm nên không có điểm để xác nhận.")
    if sheet is not None and sheet.state_at(at) in DECIDED:
        return _("Cấp ủy đã công nhận phiếu của kỳ họp này, không sửa điểm xác nhận được nữa.")
    return ""


def attest(meeting: Meeting, total: Decimal, note: str, by: Actor, at: datetime, version: Any = None) -> Attestation:
    """Write what this delegate confirms, or write it anew. ``version`` is that of the one the form was drawn from."""
    refused = refusal(meeting, at)
    if refused:
        raise RuleBroken(refused)
    if not 0 <= total <= MOST:
        raise RuleBroken(_("Điểm xác nhận phải từ 0 đến 100."))
    if total % HUNDREDTH:
        raise RuleBroken(_("Điểm xác nhận lẻ không quá hai chữ số sau dấu phẩy."))
    given = of_person(meeting, by.person_id)
    act = "attestation.change" if given else "attestation.give"
    if given is None:
        given = Attestation(meeting=meeting, person_id=by.person_id)
    else:
        given.expect(version)
    given.total, given.note, given.at = total, note, at
    audit.record(by, act, given, at=at, organisation_id=meeting.superior_id or meeting.cell.parent_id)
    return given
