"""Sending the agenda, and seeing who has it."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from tracker.agendas import circulating, content, differences, reading, receiving, rules
from tracker.agendas import service as agendas
from tracker.agendas.blueprint import bp
from tracker.agendas.forms import CirculateForm
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.meetings import service as meetings
from tracker.permissions import Action, guard


@bp.route("/meetings/<int:meeting_id>/agenda/circulate", methods=["GET", "POST"])
@guard(Action.CIRCULATE, meeting_id=meetings.get)
def circulate(meeting):
    form = CirculateForm()
    if form.validate_on_submit():
        try:
            sent = circulating.circulate(meeting, current_user.actor, clock.now(), form.seen.data)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã gửi chương trình, bản %(number)s.", number=sent.number), "success")
            return redirect(url_for(".show", meeting_id=meeting.id))
    return before_sending(meeting, form)


def before_sending(meeting, form):
    """What would be sent, to whom, how early, and what it changes."""
    now = clock.now()
    page = reading.page(meeting, current_user.actor.person_id, keeps=True)
    to = circulating.recipients(meeting, clock.day_of(now))
    form.seen.data = content.digest(page.content)
    return render_template(
        "agendas/circulate.html",
        meeting=meeting,
        form=form,
        page=page,
        to=len(to),
        by_app=len(circulating.with_accounts(to)),
        lead=rules.lead(now, meeting.planned_at, page.notice),
        difference=differences.between(page.latest.content, page.content) if page.latest else None,
    )


@bp.route("/meetings/<int:meeting_id>/agenda/receipts")
@guard(Action.READ_RECEIPTS, meeting_id=meetings.get)
def receipts(meeting):
    return render_template(
        "agendas/receipts.html",
        meeting=meeting,
        latest=agendas.latest_circulation(meeting),
        lead=agendas.lead_time(meeting),
        tally=receiving.tally(meeting),
    )


def to_receipts(meeting):
    return redirect(url_for(".receipts", meeting_id=meeting.id))


@bp.route("/meetings/<int:meeting_id>/agenda/receipts/<int:person_id>/hand-over", methods=["POST"])
@guard(Action.CIRCULATE, meeting_id=meetings.get)
def hand_over(meeting, person_id):
    receipt = receiving.receipt_of(meeting, person_id)
    try:
        receiving.hand_over(receipt, current_user.actor, clock.now())
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        flash(str(broken), "error")
    else:
        flash(_("Đã ghi trao bản giấy cho đ/c “%(name)s”.", name=receipt.person.full_name), "success")
    return to_receipts(meeting)


@bp.route("/meetings/<int:meeting_id>/agenda/remind", methods=["POST"])
@guard(Action.CIRCULATE, meeting_id=meetings.get)
def remind(meeting):
    try:
        told = receiving.remind(meeting, current_user.actor, clock.now())
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        flash(str(broken), "error")
    else:
        flash(ngettext("Đã nhắc %(num)s đồng chí.", "Đã nhắc %(num)s đồng chí.", told), "success")
    return to_receipts(meeting)
