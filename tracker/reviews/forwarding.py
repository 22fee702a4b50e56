"""A sheet passed on to the committee above, which decides it, with the opinion of the one that read it first.

Nothing here commits.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.notices import service as notices
from tracker.organisations import service as organisations
from tracker.organisations.models import Organisation
from tracker.permissions import LEADING, Actor, Office
from tracker.reviews import settings
from tracker.scoresheets import agreeing
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.models import Scoresheet, SheetAct


@dataclass(frozen=True)
class Passed:
    """One committee's word on a sheet that it passed on: its name of that day, who, when, and the opinion."""

    committee: str
    by: str
    at: datetime
    opinion: str


def forwards(committee_id: int | None) -> bool:
    """Whether the committee has set itself to leave decisions to the one above."""
    return committee_id is not None and settings.of(committee_id).forwards


def above(committee: Organisation | None, at: datetime) -> Organisation | None:
    """To whom the committee passes on today; ``None`` where it decides for itself, or has none above it."""
    if committee is None or not forwards(committee.id):
        return None
    return organisations.superior_on(committee, clock.day_of(at))


def must_pass_on(committee: Organisation | None, at: datetime) -> Organisation:
    """As ``above``; or a sentence why the committee keeps the decision."""
    if committee is None or not forwards(committee.id):
        raise RuleBroken(_("Cấp ủy này tự quyết định. Muốn chuyển lên, hãy bật việc đó ở trang thiết lập thẩm định."))
    found = above(committee, at)
    if found is None:
        raise RuleBroken(_("Không có cấp ủy cấp trên để chuyển lên. Cấp ủy này là nơi quyết định."))
    return found


@scoresheets.one_flush
def forward(sheet: Scoresheet, opinion: str, by: Actor, at: datetime, version: Any = None) -> None:
    """Hand the sheet, as the cell gave it, to the committee above. Adjustments made here stay as remarks only."""
    if version is not None:
        sheet.expect(version)
    scoresheets.step(sheet, "forward", at, opinion)
    if sheet.reviewer is not None and sheet.reviewer_id != by.person_id:
        name = sheet.reviewer.full_name
        raise RuleBroken(_("Phiếu đang do đồng chí “%(name)s” thẩm định. Hãy bấm “Nhận thẩm định” trước.", name=name))
    higher, before = must_pass_on(sheet.superior, at), sheet.superior_name
    sheet.superior, sheet.superior_id = higher, higher.id
    sheet.superior_name = organisations.name_on(higher, clock.day_of(at))
    sheet.reviewer = None
    for mark in sheet.marks:
        mark.recognised = None
    scoresheets.touch(sheet, by, at)
    new = {"parent": sheet.superior_name, "reason": opinion}
    audit.record(by, "scoresheet.forward", sheet, at=at, old={"parent": before}, new=new)
    scoresheets.remember(sheet, "forward", by, at, reason=opinion, total=sheet.total, quality=sheet.self_class)
    _tell(sheet, before, at)
    scoresheets.announce(sheet, at)


def _tell(sheet: Scoresheet, before: str, at: datetime) -> None:
    facts = {"committee": before, "cell": sheet.cell_name, "month": sheet.month, "year": sheet.year}
    reviewers = scoresheets.holders(sheet.superior, {Office.REVIEWER}, at)
    path = agreeing.review_path(sheet)
    notices.tell(reviewers, sheet.superior_id or 0, "scoresheet_forwarded", facts, path, at)
    leading = scoresheets.holders(sheet.cell, LEADING, at)
    passed = facts | {"above": sheet.superior_name}
    notices.tell(leading, sheet.cell_id, "scoresheet_passed_on", passed, agreeing.path(sheet), at)


def passed(sheet: Scoresheet, acts: Iterable[SheetAct]) -> list[Passed]:
    """The words of those who passed on the sheet since it was last handed in, the lowest committee first.

    The committees follow from the days: the sheet was handed to the one above the cell that day, each time passed on
    to the one above that.
    """
    found: list[Passed] = []
    holder: Organisation | None = None
    for act in acts:
        day = clock.day_of(act.at)
        if act.act == "submit":
            found, holder = [], organisations.superior_on(sheet.cell, day)
        elif act.act == "forward" and holder is not None:
            name = organisations.name_on(holder, day)
            found.append(Passed(name, act.by.full_name if act.by else "", act.at, act.reason))
            holder = organisations.superior_on(holder, day)
    return found
