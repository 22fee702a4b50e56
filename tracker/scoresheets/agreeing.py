"""The cell's word on its sheet: agree, reconsider, submit, explain. Nothing here commits."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.guidance.rules import QualityClass
from tracker.meetings import service as meetings
from tracker.notices import service as notices
from tracker.organisations import service as organisations
from tracker.people.models import Rank
from tracker.permissions import Actor, Office
from tracker.scoresheets import backing, drawing, marking, polls, rules, suggesting
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.models import Explanation, Scoresheet
from tracker.scoresheets.rules import Votes
from tracker.scoresheets.suggesting import Suggestions


def voters(sheet: Scoresheet) -> tuple[int, int]:
    """Official members present, and official members obliged to attend, by the roll."""
    official = [entry for entry in meetings.roll(sheet.meeting) if entry.rank is Rank.OFFICIAL]
    here = [entry for entry in official if entry.presence in scoresheets.HERE]
    return len(here), len([entry for entry in official if entry.is_obliged])


@scoresheets.one_flush
def agree(sheet: Scoresheet, votes: Votes, by: Actor, at: datetime, version: Any = None) -> None:
    """The cell voted for the sheet as it stands. Needs every mark, and a word on strengths or weaknesses.

    A mark above what the records suggest needs evidence or a sentence. The suggestions of this moment are kept
    with the sheet and are computed anew only if it goes back to the cell.
    """
    if version is not None:
        sheet.expect(version)
    scoresheets.step(sheet, "agree", at)
    drawn = marking.drawn_now(sheet)
    tally = marking.add_up(sheet)
    _check_whole(sheet, tally)
    _check_explained(sheet, drawn.found)
    _check_votes(votes, *voters(sheet))
    sheet.votes_for, sheet.votes_against, sheet.votes_other = votes.in_favour, votes.against, votes.other
    sheet.agreed_at = at
    scoresheets.touch(sheet, by, at)
    link = audit.record(by, "scoresheet.agree", sheet, at=at, seen=drawn.ends.seen)
    suggesting.keep(sheet, drawn, link)
    scoresheets.remember(
        sheet, "agree", by, at, total=sheet.total, quality=sheet.self_class,
        votes_for=votes.in_favour, votes_against=votes.against, votes_other=votes.other,
    )  # fmt: skip
    polls.close_if_open(sheet, by, at)
    scoresheets.announce(sheet, at)


def _check_whole(sheet: Scoresheet, tally: rules.Tally) -> None:
    if tally.missing:
        raise RuleBroken(
            ngettext(
                "Còn %(count)s tiêu chí chưa chấm: %(codes)s. Hãy chấm đủ rồi đưa ra biểu quyết.",
                "Còn %(count)s tiêu chí chưa chấm: %(codes)s. Hãy chấm đủ rồi đưa ra biểu quyết.",
                len(tally.missing),
                count=len(tally.missing),
                codes=", ".join(tally.missing),
            )
        )
    if tally.quality is not QualityClass.GOOD and not sheet.weaknesses.strip():
        raise RuleBroken(_("Kỳ họp chưa xếp Tốt. Hãy ghi hạn chế cần khắc phục rồi đưa ra biểu quyết."))
    if not (sheet.weaknesses.strip() or sheet.strengths.strip()):
        raise RuleBroken(_("Hãy ghi ưu điểm hoặc hạn chế của kỳ họp rồi đưa ra biểu quyết."))


def _check_explained(sheet: Scoresheet, found: Suggestions) -> None:
    codes = backing.unexplained(sheet, found)
    if codes:
        raise RuleBroken(
            _(
                "Điểm cao hơn gợi ý ở tiêu chí: %(codes)s. Hãy thêm minh chứng hoặc ghi giải trình, "
                "rồi đưa ra biểu quyết.",
                codes=", ".join(codes),
            )
        )


def _check_votes(votes: Votes, here: int, electorate: int) -> None:
    if min(votes.in_favour, votes.against, votes.other) < 0:
        raise RuleBroken(_("Số phiếu không thể là số âm."))
    if not electorate:
        raise RuleBroken(_("Kỳ họp chưa điểm danh. Hãy điểm danh trước khi ghi biểu quyết."))
    if votes.cast > here:
        raise RuleBroken(
            _(
                "Tổng số phiếu là %(cast)s, nhưng chỉ có %(here)s đảng viên chính thức có mặt. "
                "Hãy xem lại số phiếu hoặc sửa điểm danh.",
                cast=votes.cast,
                here=here,
            )
        )
    if not votes.carries(electorate):
        raise RuleBroken(
            _(
                "Có %(given)s trên %(electorate)s đảng viên chính thức phải dự tán thành, chưa quá nửa. "
                "Hãy bàn và chấm lại rồi biểu quyết.",
                given=votes.in_favour,
                electorate=electorate,
            )
        )


def take_back_agreement(sheet: Scoresheet) -> None:
    """The vote no longer holds: the sheet will be voted on anew. The old vote stays in its trail."""
    sheet.agreed_at = sheet.votes_for = sheet.votes_against = sheet.votes_other = None


@scoresheets.one_flush
def reconsider(sheet: Scoresheet, reason: str, by: Actor, at: datetime, version: Any = None) -> None:
    """Back to a draft before it is submitted, with a reason."""
    if version is not None:
        sheet.expect(version)
    scoresheets.step(sheet, "reconsider", at, reason)
    ends = drawing.ends(sheet.meeting)
    take_back_agreement(sheet)
    scoresheets.touch(sheet, by, at)
    link = audit.record(by, "scoresheet.reconsider", sheet, at=at, seen=ends.seen)
    drawing.carry(sheet, ends, link)
    scoresheets.remember(sheet, "reconsider", by, at, reason=reason)
    scoresheets.announce(sheet, at)


@scoresheets.one_flush
def submit(sheet: Scoresheet, by: Actor, at: datetime, version: Any = None) -> None:
    """Hand the sheet to the committee directly above on this day; it and the names of the day are kept with it."""
    if version is not None:
        sheet.expect(version)
    scoresheets.step(sheet, "submit", at)
    today = clock.day_of(at)
    superior = organisations.superior_on(sheet.cell, today)
    if superior is None:
        raise RuleBroken(_("Chi bộ chưa có cấp ủy cấp trên. Hãy báo người quản trị xem lại."))
    sheet.superior, sheet.superior_id = superior, superior.id
    sheet.superior_name = organisations.name_on(superior, today)
    sheet.cell_name = organisations.name_on(sheet.cell, today)
    sheet.submitted_at, sheet.submitted_by_id = at, by.person_id
    sheet.reviewer = None
    scoresheets.touch(sheet, by, at)
    audit.record(by, "scoresheet.submit", sheet, at=at)
    scoresheets.remember(sheet, "submit", by, at, total=sheet.total, quality=sheet.self_class)
    notices.tell(
        scoresheets.holders(superior, {Office.REVIEWER}, at), superior.id, "scoresheet_submitted",
        {"cell": sheet.cell_name, "month": sheet.month, "year": sheet.year}, review_path(sheet), at,
    )  # fmt: skip
    scoresheets.announce(sheet, at)


@scoresheets.one_flush
def explain(sheet: Scoresheet, text: str, by: Actor, at: datetime) -> None:
    """The cell's one answer, within its window. It gives the committee a window of its own to consider it."""
    if not text.strip():
        raise RuleBroken(_("Hãy ghi nội dung giải trình."))
    scoresheets.step(sheet, "explain", at, text)
    if scoresheets.explanation(sheet):
        raise RuleBroken(_("Chi bộ đã giải trình phiếu này. Mỗi phiếu chỉ giải trình một lần."))
    if sheet.recognised_at is None or sheet.answer_until is None or at >= sheet.answer_until:
        raise RuleBroken(_("Đã hết hạn giải trình phiếu này."))
    sheet.locks_at = rules.locks_at(sheet.recognised_at, at)
    scoresheets.touch(sheet, by, at)
    audit.record(by, "scoresheet.explain", sheet, at=at, old={}, new={"explanation": text})
    db.session.add(Explanation(scoresheet=sheet, text=text, by_id=by.person_id, at=at))
    scoresheets.remember(sheet, "explain", by, at, reason=text)
    if sheet.superior_id is not None:
        notices.tell(
            scoresheets.holders(sheet.superior, {Office.REVIEWER}, at), sheet.superior_id, "scoresheet_explained",
            {"cell": sheet.cell_name, "month": sheet.month, "year": sheet.year}, review_path(sheet), at,
        )  # fmt: skip
    scoresheets.announce(sheet, at)


def review_path(sheet: Scoresheet) -> str:
    """The page on which the committee answers a notice about this sheet."""
    return f"/scoresheets/{sheet.id}/review"


def path(sheet: Scoresheet) -> str:
    """The page on which the cell answers a notice about this sheet."""
    return f"/meetings/{sheet.meeting_id}/scoresheet"
