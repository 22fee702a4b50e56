"""What is done with the minutes of a meeting: votes, confirmation, reopening, filing."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import Conflict, RuleBroken
from tracker.base.forms import TrackerForm
from tracker.extensions import db
from tracker.meetings import service as meetings
from tracker.meetings.models import Meeting
from tracker.minutes import deciding, rules, service, words, writing
from tracker.minutes.forms import ConfirmForm, CorrectionForm, DecisionForm, ReopenForm
from tracker.minutes.models import Decision
from tracker.minutes.routes import bp, confirm_form, page
from tracker.permissions import Action, guard


def _may(act: rules.Act, meeting: Meeting) -> bool:
    return act in rules.acts(meeting.state, [], False)


def _back(meeting: Meeting) -> Any:
    return redirect(url_for("minutes.show", meeting_id=meeting.id))


def _decision_page(meeting: Meeting, form: Any, decision: Decision | None = None, **more: Any) -> str:
    electorate, voters = service.count_votes(meeting)
    return render_template(
        "minutes/decide.html", meeting=meeting, form=form, decision=decision, electorate=electorate, voters=voters,
        has_roll=bool(meetings.roll(meeting)), words=words, **more,
    )  # fmt: skip


@bp.route("/meetings/<int:meeting_id>/minutes/decisions/new", methods=["GET", "POST"])
@guard(Action.WRITE_MINUTES, meeting_id=meetings.get)
def decide(meeting):
    form = DecisionForm()
    if form.validate_on_submit():
        try:
            deciding.decide(meeting, form.put(), current_user.actor, clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã ghi kết quả biểu quyết."), "success")
            return _back(meeting)
    elif not form.is_submitted():
        if not _may(rules.Act.DECIDE, meeting):
            return _back(meeting)
        form.propose(meeting.month, service.conclusions(meeting))
    return _decision_page(meetings.get(meeting.id), form)


@bp.route("/decisions/<int:decision_id>/edit", methods=["GET", "POST"])
@guard(Action.WRITE_MINUTES, decision_id=service.decision)
def correct(decision):
    form = CorrectionForm()
    if form.validate_on_submit():
        try:
            deciding.correct(decision, form.put_as(decision), form.version.data, current_user.actor, clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        except Conflict:
            db.session.rollback()
            return _correction_conflict(service.decision(decision.id), form)
        else:
            flash(_("Đã sửa kết quả biểu quyết."), "success")
            return _back(decision.meeting)
    elif not form.is_submitted():
        if not _may(rules.Act.DECIDE, decision.meeting):
            return _back(decision.meeting)
        form.load(decision)
    return _decision_page(meetings.get(decision.meeting_id), form, service.decision(decision.id))


def _correction_conflict(decision: Decision, form: CorrectionForm) -> Any:
    """Both versions side by side; the form goes on from the stored one with what was typed."""
    theirs = CorrectionForm(formdata=None)
    theirs.load(decision)
    differing = [
        (str(field.label.text), _as_typed(theirs[field.name]), _as_typed(field))
        for field in form
        if field.name in CorrectionForm.TYPED and field.data != theirs[field.name].data
    ]
    form.version.data, form.version.raw_data = str(decision.version), None
    return _decision_page(decision.meeting, form, decision, differing=differing, last=audit.last_of(decision)), 409


def _as_typed(field: Any) -> str:
    return "" if field.data is None else str(field.data)


@bp.route("/meetings/<int:meeting_id>/minutes/confirm", methods=["POST"])
@guard(Action.CONFIRM_MINUTES, meeting_id=meetings.get)
def confirm(meeting):
    form = confirm_form(meeting, None)
    if form.validate_on_submit():
        try:
            place = meetings.get(form.at_meeting.data)
            writing.confirm(meeting, place, current_user.actor, clock.now(), form.version.data)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        except Conflict:
            db.session.rollback()
            form.refuse(_("Biên bản vừa được sửa. Hãy đọc lại bản dưới đây rồi thông qua."))
        else:
            flash(_("Biên bản đã được thông qua."), "success")
            return _back(meeting)
    return _refused(meeting, form)


def _refused(meeting: Meeting, form: Any) -> str:
    meeting = meetings.get(meeting.id)
    if isinstance(form, ConfirmForm):
        minutes = service.of_meeting(meeting)
        form.version.data, form.version.raw_data = str(minutes.version) if minutes else "", None
    return page(meeting, form)


@bp.route("/meetings/<int:meeting_id>/minutes/reopen", methods=["GET", "POST"])
@guard(Action.CONFIRM_MINUTES, meeting_id=meetings.get)
def reopen(meeting):
    form = ReopenForm()
    if form.validate_on_submit():
        try:
            writing.reopen(meeting, form.reason.data or "", current_user.actor, clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã mở lại biên bản."), "success")
            return _back(meeting)
    elif not form.is_submitted() and not _may(rules.Act.REOPEN, meeting):
        return _back(meeting)
    return render_template("minutes/reopen.html", meeting=meetings.get(meeting.id), form=form)


@bp.route("/meetings/<int:meeting_id>/minutes/file", methods=["POST"])
@guard(Action.WRITE_MINUTES, meeting_id=meetings.get)
def file(meeting):
    try:
        writing.file(meeting, current_user.actor, clock.now())
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        form = TrackerForm(formdata=None)
        form.refuse(str(broken))
        return _refused(meeting, form)
    flash(_("Đã ghi hồ sơ đã lưu."), "success")
    return _back(meeting)
