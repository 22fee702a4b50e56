"""Answering ahead, the roll, holding."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.meetings import holding, replies, rules, words
from tracker.meetings import roll as rolls
from tracker.meetings import service as meetings
from tracker.meetings.forms import HoldForm, ReplyForm, ReplyForOtherForm
from tracker.meetings.models import Meeting
from tracker.meetings.roll_form import RollForm, reasons
from tracker.meetings.routes import bp, committee, names
from tracker.permissions import Action, allows, guard

__all__ = ["bp"]


def _keeps(meeting: Meeting) -> bool:
    return allows(current_user.actor, Action.RUN_MEETING, meeting)


@bp.route("/meetings/<int:meeting_id>/reply", methods=["POST"])
@guard(Action.ANSWER_INVITATION, meeting_id=meetings.get)
def reply(meeting):
    return _take_reply(meeting, ReplyForm())


@bp.route("/meetings/<int:meeting_id>/reply-for-other", methods=["POST"])
@guard(Action.RUN_MEETING, meeting_id=meetings.get)
def reply_for_other(meeting):
    return _take_reply(meeting, ReplyForOtherForm().offer(names(meeting.cell, meeting.day)))


def _take_reply(meeting: Meeting, form: ReplyForm | ReplyForOtherForm) -> Any:
    if form.validate_on_submit():
        person_id, answer, reason = form.given(current_user.actor.person_id)
        try:
            replies.reply(meeting, person_id, answer, reason, current_user.actor, clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(words.replied(answer, person_id != current_user.actor.person_id), "success")
            return redirect(url_for(".roll", meeting_id=meeting.id))
    return _reading_page(meeting, form)


def _reading_page(meeting: Meeting, form: ReplyForm | ReplyForOtherForm | None = None) -> str:
    """The roll to read: who said what ahead, who was there; ``form`` is an answer that could not be taken."""
    lines = rolls.lines(meeting)
    is_ahead = meeting.state in rules.BEFORE
    mine = next((line for line in lines if line.person.id == current_user.actor.person_id), None)
    own, others = None, None
    if is_ahead and mine is not None:
        own = form if isinstance(form, ReplyForm) else ReplyForm(None)
    if is_ahead and _keeps(meeting):
        blank = ReplyForOtherForm(None).offer([(str(line.person.id), line.person.full_name) for line in lines])
        others = form if isinstance(form, ReplyForOtherForm) else blank
    return render_template(
        "meetings/attendance.html", meeting=meeting, lines=lines, form=form, own=own, others=others, mine=mine,
        is_ahead=is_ahead, said_ahead=replies.counted(lines),
        turnout=meetings.turnout(meeting) if meeting.roll_taken_at else None,
    )  # fmt: skip


@bp.route("/meetings/<int:meeting_id>/roll")
@guard(Action.READ_MEETING, meeting_id=meetings.get)
def roll(meeting):
    if not (_keeps(meeting) and rolls.is_open(meeting, clock.now())):
        return _reading_page(meeting)
    form = RollForm(version=meeting.version).offer(meeting, rolls.lines(meeting))
    return _marking_page(meeting, form)


def _marking_page(meeting: Meeting, form: RollForm) -> str:
    counting = meetings.counting(meeting)
    turnout = rules.turnout([(row.line.is_obliged, row.mark.presence) for row in form.rows], counting)
    return render_template(
        "meetings/roll.html",
        meeting=meeting,
        form=form,
        turnout=turnout,
        counting=counting,
        reasons=reasons(meeting.cell),
    )


@bp.route("/meetings/<int:meeting_id>/roll", methods=["POST"])
@guard(Action.RUN_MEETING, meeting_id=meetings.get)
def save_roll(meeting):
    form = RollForm().offer(meeting, rolls.lines(meeting))
    form.read(request.form)
    if form.validate_on_submit():
        clashes = rolls.clashes(meeting, form.version.data, form.marks, form.guests.data or "")
        if clashes:
            return _conflict_page(meeting, form, clashes), 409
        try:
            rolls.take(meeting, form.marks, form.guests.data or "", current_user.actor, clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            said = words.turnout_in_words(meetings.turnout(meeting))
            flash(_("Đã lưu điểm danh. %(turnout)s", turnout=said), "success")
            return redirect(url_for(".hold" if meeting.state in rules.BEFORE else ".roll", meeting_id=meeting.id))
    return _marking_page(meeting, form)


def _conflict_page(meeting: Meeting, form: RollForm, clashes: list[rolls.Clash]) -> str:
    form.version.data = str(meeting.version)
    return render_template(
        "meetings/roll_conflict.html", meeting=meeting, form=form, clashes=clashes, counting=meetings.counting(meeting),
        who=rolls.last_taker(meeting), reasons=reasons(meeting.cell),
    )  # fmt: skip


@bp.route("/meetings/<int:meeting_id>/hold", methods=["GET", "POST"])
@guard(Action.RUN_MEETING, meeting_id=meetings.get)
def hold(meeting):
    people, prepared = names(meeting.cell, meeting.day), committee(meeting.cell, meeting.year)
    form = HoldForm(version=meeting.version).offer(people, prepared)
    if form.validate_on_submit():
        try:
            meeting.expect(form.version.data)
            holding.hold(meeting, form.given, current_user.actor, clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(words.held(holding.duration(meeting)), "success")
            return redirect(url_for(".show" if meeting.roll_taken_at else ".roll", meeting_id=meeting.id))
    elif not form.is_submitted():
        form.load(holding.as_planned(meeting))
    return render_template("meetings/hold.html", meeting=meeting, form=form)
