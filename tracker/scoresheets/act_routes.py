"""The acts on a whole sheet: vote, reconsider, hand in, explain."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.guidance import words as guidance_words
from tracker.meetings import service as meetings
from tracker.meetings.models import Meeting
from tracker.permissions import Action, allows, guard
from tracker.scoresheets import agreeing, backing, page
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.forms import ExplanationForm, ReasonForm, VoteForm
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.routes import URL, bp, page_again, refused, sheet_or_404
from tracker.scoresheets.rules import EDITABLE, Votes


def _may_submit(meeting: Meeting) -> bool:
    return allows(current_user.actor, Action.SUBMIT_SCORESHEET, meeting)


@bp.route(f"{URL}/agree", methods=["GET", "POST"])
@guard(Action.FILL_SCORESHEET, meeting_id=meetings.get)
def agree(meeting):
    """How the cell voted, and in the same press the handing in, for those who may both."""
    sheet = sheet_or_404(meeting)
    here, electorate = agreeing.voters(sheet)
    form = VoteForm(version=sheet.version, votes_for=here)
    if form.validate_on_submit():
        handing_in = request.form.get("act") == "submit" and _may_submit(meeting)
        try:
            _vote(sheet, form, handing_in)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            sheet = sheet_or_404(meeting)
            form.refuse(str(broken))
        else:
            flash(_agreed_words(sheet, handing_in), "success")
            return redirect(url_for(".show", meeting_id=meeting.id))
    groups = page.shown(sheet, backing.of_sheet(sheet))
    return render_template(
        "scoresheets/agree.html", meeting=meeting, sheet=sheet, form=form, tally=scoresheets.tally(sheet),
        here=here, electorate=electorate, can_vote=sheet.state in EDITABLE, may_submit=_may_submit(meeting),
        standing=page.standing(groups), groups=groups, words=guidance_words,
    )  # fmt: skip


def _vote(sheet: Scoresheet, form: VoteForm, handing_in: bool) -> None:
    votes = Votes(form.votes_for.data, form.votes_against.data or 0, form.votes_other.data or 0)
    at = clock.now()
    agreeing.agree(sheet, votes, current_user.actor, at, form.version.data)
    if handing_in:
        agreeing.submit(sheet, current_user.actor, at)


def _agreed_words(sheet: Scoresheet, handed_in: bool) -> str:
    if handed_in:
        return _("Chi bộ đã thông qua phiếu. Đã nộp phiếu cho “%(committee)s”.", committee=sheet.superior_name)
    return _("Chi bộ đã thông qua phiếu. Hãy nộp cấp ủy cấp trên.")


def _act_with_words(meeting: Meeting, form: Any, act: Callable[[Scoresheet], None], done: str) -> Any:
    """A form of one text, shown again on the sheet's page with what was typed where the act is refused."""
    sheet = sheet_or_404(meeting)
    if form.validate_on_submit():
        try:
            act(sheet)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(done, "success")
            return redirect(url_for(".show", meeting_id=meeting.id))
    return page_again(meeting, submitted=form)


@bp.route(f"{URL}/reconsider", methods=["POST"])
@guard(Action.SUBMIT_SCORESHEET, meeting_id=meetings.get)
def reconsider(meeting):
    form = ReasonForm()

    def act(sheet: Scoresheet) -> None:
        agreeing.reconsider(sheet, form.reason.data, current_user.actor, clock.now(), form.version.data)

    return _act_with_words(meeting, form, act, _("Phiếu trở lại bản nháp. Chấm lại xong, chi bộ biểu quyết lại."))


@bp.route(f"{URL}/submit", methods=["POST"])
@guard(Action.SUBMIT_SCORESHEET, meeting_id=meetings.get)
def submit(meeting):
    sheet = sheet_or_404(meeting)
    try:
        agreeing.submit(sheet, current_user.actor, clock.now(), request.form.get("version", ""))
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        return page_again(meeting, submitted=refused(str(broken)))
    flash(_("Đã nộp phiếu cho “%(committee)s”.", committee=sheet.superior_name), "success")
    return redirect(url_for(".show", meeting_id=meeting.id))


@bp.route(f"{URL}/explain", methods=["POST"])
@guard(Action.EXPLAIN_SCORESHEET, meeting_id=meetings.get)
def explain(meeting):
    form = ExplanationForm()

    def act(sheet: Scoresheet) -> None:
        agreeing.explain(sheet, form.text.data, current_user.actor, clock.now())

    return _act_with_words(meeting, form, act, _("Đã gửi giải trình."))
