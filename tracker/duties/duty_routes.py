"""What is done with a single duty: heard, reported, named, given to another, dropped, taken up again."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import Conflict, RuleBroken
from tracker.duties import giving, hearing, placing
from tracker.duties import service as duties
from tracker.duties.forms import (
    ChangeForm,
    HearStoryForm,
    HearTaskForm,
    PressForm,
    ReasonForm,
    ReassignForm,
    ReportForm,
)
from tracker.duties.models import Duty
from tracker.duties.routes import bp, warn_of_like
from tracker.duties.rules import DutyKind
from tracker.extensions import db
from tracker.meetings import service as meetings
from tracker.permissions import Action, guard


def home(duty: Duty) -> Any:
    """Back to where the reader came from in the book: the meeting that gave it, or their own list."""
    if request.args.get("from") == "mine":
        return redirect(url_for(".mine"))
    return redirect(duties.path_of(duty))


@bp.route("/meetings/<int:meeting_id>/duties/<int:duty_id>/hear", methods=["GET", "POST"])
@guard(Action.ASSIGN_DUTY, meeting_id=meetings.get)
def hear(meeting, duty_id):
    duty = duties.of_cell(meeting.cell, duty_id)
    form: Any = HearTaskForm() if duty.kind is DutyKind.TASK else HearStoryForm()
    if form.validate_on_submit():
        try:
            hearing.hear(duty, meeting, form.version.data, form.result, by=current_user.actor, at=clock.now())
            db.session.commit()
        except Conflict:
            return both_texts(duty, form, "words", duty.result, "duties/hear.html", meeting=meeting)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã ghi kết quả."), "success")
            warn_of_like(duty)
            return redirect(url_for(".of_meeting", meeting_id=meeting.id))
    elif not form.is_submitted():
        form.load(duty)
    return render_template("duties/hear.html", meeting=meeting, duty=duty, form=form)


@bp.route("/duties/<int:duty_id>/report", methods=["GET", "POST"])
@guard(Action.REPORT_DUTY, duty_id=duties.get)
def report(duty):
    form = ReportForm()
    if form.validate_on_submit():
        try:
            hearing.report(
                duty, form.version.data, form.words.data, form.done_on.data, by=current_user.actor, at=clock.now()
            )
            db.session.commit()
        except Conflict:
            return both_texts(duty, form, "words", duty.result, "duties/report.html")
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã báo kết quả. Kỳ họp tới sẽ nghe và xác nhận."), "success")
            return home(duty)
    elif not form.is_submitted():
        form.load(duty)
    return render_template("duties/report.html", duty=duty, form=form)


@bp.route("/duties/<int:duty_id>/change", methods=["GET", "POST"])
@guard(Action.CHANGE_DUTY, duty_id=duties.get)
def change(duty):
    form = ChangeForm()
    if form.validate_on_submit():
        try:
            by, at = current_user.actor, clock.now()
            due_on = form.due_on.data if duty.kind is DutyKind.TASK else None
            giving.change(duty, form.version.data, form.title.data, form.detail.data or "", due_on, by=by, at=at)
            placing.renew_item(duty, by=by, at=at)
            db.session.commit()
        except Conflict:
            return both_texts(duty, form, "detail", duty.detail, "duties/change.html")
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã lưu."), "success")
            warn_of_like(duty)
            return home(duty)
    elif not form.is_submitted():
        form.load(duty)
    return render_template("duties/change.html", duty=duty, form=form)


def both_texts(duty: Duty, form: Any, field: str, theirs: str, page: str, **more: Any) -> Any:
    """The page for somebody whose text met a newer one: both in full, and the form ready to save over it."""
    db.session.rollback()
    form.version.data = str(duty.version)
    texts = [(form[field].label.text, theirs, form[field].data)]
    last = audit.last_of(duty)
    return render_template(page, duty=duty, form=form, texts=texts, last=last, **more), 409


@bp.route("/duties/<int:duty_id>/reassign", methods=["GET", "POST"])
@guard(Action.ASSIGN_DUTY, duty_id=duties.get)
def reassign(duty):
    form = ReassignForm()
    form.offer_people(duties.replacements(duty, clock.now()))
    if form.validate_on_submit():
        try:
            hearing.reassign(
                duty, form.version.data, form.assignee_id, form.reason.data, by=current_user.actor, at=clock.now()
            )
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã đổi người và báo cho đồng chí được giao."), "success")
            return home(duty)
    elif not form.is_submitted():
        form.version.data = str(duty.version)
    return render_template("duties/reassign.html", duty=duty, form=form)


@bp.route("/duties/<int:duty_id>/drop", methods=["GET", "POST"])
@guard(Action.ASSIGN_DUTY, duty_id=duties.get)
def drop(duty):
    return with_reason(duty, "drop", hearing.drop, _("Đã ghi: không làm việc này nữa."))


@bp.route("/duties/<int:duty_id>/reopen", methods=["GET", "POST"])
@guard(Action.ASSIGN_DUTY, duty_id=duties.get)
def reopen(duty):
    return with_reason(duty, "reopen", hearing.reopen, _("Đã mở lại việc này."))


def with_reason(duty: Duty, act: str, done: Callable[..., None], said: str) -> Any:
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            done(duty, form.version.data, form.reason.data, by=current_user.actor, at=clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(said, "success")
            return home(duty)
    elif not form.is_submitted():
        form.version.data = str(duty.version)
    return render_template("duties/reason.html", duty=duty, form=form, act=act)


@bp.route("/duties/<int:duty_id>/place", methods=["POST"])
@guard(Action.ASSIGN_DUTY, duty_id=duties.get)
def place(duty):
    """Onto the agenda of the planned meeting that is to hear it, a sent one too."""
    found = placing.places([duty], duty.cell, clock.day_of(clock.now())).get(duty.id)
    if found is None or found.meeting is None:
        abort(404)
    if PressForm().validate_on_submit():
        try:
            placing.place_by_hand(duty, found.meeting, by=current_user.actor, at=clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            flash(str(broken), "error")
        else:
            flash(_("Đã đặt vào chương trình. Chương trình đã gửi thì cần gửi lại."), "success")
    return redirect(url_for("agendas.show", meeting_id=found.meeting.id))
