"""Asking the members for their marks: open and close it, answer it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.meetings import service as meetings
from tracker.meetings.models import Meeting
from tracker.permissions import Action, guard
from tracker.scoresheets import poll_rules, polls
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.poll_forms import PollForm
from tracker.scoresheets.polls import Poll
from tracker.scoresheets.routes import sheet_or_404

bp = Blueprint("polls", __name__)
bp.app_context_processor(lambda: {"least_poll_answers": poll_rules.LEAST})

URL = "/scoresheets/<int:poll_id>/poll"
OF_MEETING = "/meetings/<int:meeting_id>/scoresheet/poll"


def _page(poll: Poll, form: Any, own: Any = None) -> str:
    return render_template(
        "scoresheets/poll.html", poll=poll, meeting=poll.sheet.meeting, sheet=poll.sheet, form=form,
        questions=form.questions, detailed=form.detailed, own_answer=own,
        outcome=polls.outcome(poll.sheet), tally=scoresheets.tally(poll.sheet),
    )  # fmt: skip


@bp.route(URL)
@guard(Action.ANSWER_POLL, poll_id=polls.get)
def show(poll):
    form = PollForm.asking(polls.questions(poll.sheet))(formdata=None)
    own = polls.answer_of(poll, current_user.actor.person_id)
    if own:
        form.load(own)
    return _page(poll, form, own)


@bp.route(URL, methods=["POST"])
@guard(Action.ANSWER_POLL, poll_id=polls.get)
def answer(poll):
    form = PollForm.asking(polls.questions(poll.sheet))()
    if form.validate_on_submit():
        try:
            polls.answer(poll, form.given, current_user.actor, clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã nhận điểm của đồng chí. Đồng chí còn đổi được cho đến khi chi bộ đóng hỏi ý kiến."), "success")
            return redirect(url_for(".show", poll_id=poll.sheet.id))
    return _page(polls.get(poll.sheet.id), form)


def _back(meeting: Meeting) -> Any:
    return redirect(url_for("scoresheets.show", meeting_id=meeting.id, _anchor="poll"))


@bp.route(f"{OF_MEETING}/open", methods=["POST"], endpoint="open")
@guard(Action.RUN_POLL, meeting_id=meetings.get)
def ask(meeting):
    try:
        polls.ask(sheet_or_404(meeting), current_user.actor, clock.now())
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        flash(str(broken), "error")
    else:
        flash(_("Đã hỏi ý kiến các đồng chí có mặt."), "success")
    return _back(meeting)


@bp.route(f"{OF_MEETING}/close", methods=["POST"])
@guard(Action.RUN_POLL, meeting_id=meetings.get)
def close(meeting):
    try:
        polls.close(sheet_or_404(meeting), current_user.actor, clock.now())
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        flash(str(broken), "error")
    else:
        flash(_("Đã đóng hỏi ý kiến."), "success")
    return _back(meeting)
