"""The minutes of a meeting: read, write, vote, confirm, print."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tracker.agendas import service as agendas
from tracker.base import clock
from tracker.base.errors import Conflict, RuleBroken
from tracker.contributions import service as contributions
from tracker.contributions.rules import Phase
from tracker.duties import service as duties
from tracker.extensions import db
from tracker.meetings import service as meetings
from tracker.meetings.words import title_of
from tracker.minutes import deciding, service, words, writing
from tracker.minutes.forms import ConfirmForm, DecisionForm, MinutesForm, ReopenForm
from tracker.permissions import Action, guard

bp = Blueprint("minutes", __name__)


def _content(meeting):
    """What every view of the minutes shows, fetched once."""
    return {
        "meeting": meeting,
        "minutes": service.of_meeting(meeting),
        "items": agendas.items(meeting),
        "rows": service.proceedings(meeting),
        "contributions": contributions.of_meeting(meeting),
        "taken": service.taken_up(meeting),
        "decisions": service.decisions(meeting),
        "assigned": duties.assigned_at(meeting),
    }


def _later(meeting):
    """Where the minutes may be passed: this meeting, or a later one of the cell."""
    following = meetings.next_regular(meeting)
    return [(one.id, title_of(one)) for one in (meeting, following) if one is not None]


@bp.route("/meetings/<int:meeting_id>/minutes")
@guard(Action.READ_MEETING, meeting_id=meetings.get)
def show(meeting):
    confirm = ConfirmForm(at_meeting=meeting.id)
    confirm.at_meeting.choices = _later(meeting)
    return render_template(
        "minutes/show.html", **_content(meeting), gaps=service.gaps(meeting), gap_words=words.GAP,
        confirm=confirm, turnout=meetings.turnout(meeting), words=words,
    )  # fmt: skip


@bp.route("/meetings/<int:meeting_id>/minutes/print")
@guard(Action.READ_MEETING, meeting_id=meetings.get)
def print(meeting):
    return render_template(
        "minutes/print.html", **_content(meeting), roll=meetings.roll(meeting), turnout=meetings.turnout(meeting),
        words=words, phase=Phase,
    )  # fmt: skip


@bp.route("/meetings/<int:meeting_id>/minutes/edit", methods=["GET", "POST"])
@guard(Action.WRITE_MINUTES, meeting_id=meetings.get)
def edit(meeting):
    said = contributions.of_meeting(meeting)
    form = MinutesForm.asking(agendas.items(meeting), said)()
    if form.validate_on_submit():
        try:
            writing.save(meeting, form.given(), form.version.data, current_user.actor, clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        except Conflict:
            db.session.rollback()
            return _conflict(meeting, form)
        else:
            flash(_("Đã lưu biên bản."), "success")
            return redirect(url_for(".show", meeting_id=meeting.id))
    elif not form.is_submitted():
        form.load(service.of_meeting(meeting), service.proceedings(meeting), service.taken_up(meeting))
    return render_template("minutes/edit.html", meeting=meeting, form=form, contributions=said)


def _conflict(meeting, form):
    """Both texts, each whole, and a form that goes on from the newest version with what was typed."""
    meeting = meetings.get(meeting.id)
    minutes = service.of_meeting(meeting)
    stored = MinutesForm.asking(form.items, form.contributions)(formdata=None)
    stored.load(minutes, service.proceedings(meeting), service.taken_up(meeting))
    differing = [
        (_label(form, name), field.data, form[name].data)
        for name, field in stored._fields.items()
        if field.type == "Paragraph" and (field.data or "") != (form[name].data or "")
    ]
    form.version.raw_data, form.version.data = None, str(minutes.version)
    return render_template(
        "minutes/conflict.html", meeting=meeting, form=form, contributions=form.contributions, minutes=minutes,
        differing=differing,
    ), 409  # fmt: skip


def _label(form, name):
    """A field's label, with the agenda item it belongs to."""
    titles = {str(item.id): item.title for item in form.items}
    title = titles.get(name.rpartition("_")[2])
    return f"“{title}”: {form[name].label.text}" if title else str(form[name].label.text)


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
            return redirect(url_for(".show", meeting_id=meeting.id))
    elif not form.is_submitted():
        form.text.data = "\n".join(row.conclusion for row in service.proceedings(meeting).values() if row.conclusion)
        form.title.data = _("Nhiệm vụ tháng %(month)s", month=meeting.month % 12 + 1)
    return render_template(
        "minutes/decide.html", meeting=meeting, form=form, electorate=service.electorate(meeting),
        voters=service.voters(meeting), decision=None,
    )  # fmt: skip


@bp.route("/decisions/<int:decision_id>/edit", methods=["GET", "POST"])
@guard(Action.WRITE_MINUTES, decision_id=service.decision)
def correct(decision):
    form, meeting = DecisionForm(), decision.meeting
    if form.validate_on_submit():
        try:
            deciding.correct(decision, form.put(), form.version.data, current_user.actor, clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã sửa kết quả biểu quyết."), "success")
            return redirect(url_for(".show", meeting_id=meeting.id))
    elif not form.is_submitted():
        form.load(decision)
    return render_template(
        "minutes/decide.html", meeting=meeting, form=form, electorate=decision.electorate, voters=decision.voters,
        decision=decision, words=words,
    )  # fmt: skip


@bp.route("/meetings/<int:meeting_id>/minutes/confirm", methods=["POST"])
@guard(Action.CONFIRM_MINUTES, meeting_id=meetings.get)
def confirm(meeting):
    form = ConfirmForm()
    form.at_meeting.choices = _later(meeting)
    chosen = form.at_meeting.data if form.validate() else meeting.id
    try:
        writing.confirm(meeting, meetings.get(chosen), current_user.actor, clock.now())
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        flash(str(broken), "error")
    else:
        flash(_("Biên bản đã được thông qua."), "success")
    return redirect(url_for(".show", meeting_id=meeting.id))


@bp.route("/meetings/<int:meeting_id>/minutes/reopen", methods=["GET", "POST"])
@guard(Action.CONFIRM_MINUTES, meeting_id=meetings.get)
def reopen(meeting):
    form = ReopenForm()
    if form.validate_on_submit():
        try:
            writing.reopen(meeting, form.reason.data, current_user.actor, clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã mở lại biên bản."), "success")
            return redirect(url_for(".show", meeting_id=meeting.id))
    return render_template("minutes/reopen.html", meeting=meeting, form=form)


@bp.route("/meetings/<int:meeting_id>/minutes/file", methods=["POST"])
@guard(Action.WRITE_MINUTES, meeting_id=meetings.get)
def file(meeting):
    minutes = service.of_meeting(meeting)
    try:
        if minutes is None:
            raise RuleBroken(_("Chưa có biên bản để lưu hồ sơ."))
        writing.file(minutes, current_user.actor, clock.now())
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        flash(str(broken), "error")
    else:
        flash(_("Đã ghi giờ lưu hồ sơ."), "success")
    return redirect(url_for(".show", meeting_id=meeting.id))
