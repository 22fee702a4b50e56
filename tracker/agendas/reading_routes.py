"""Reading the agenda, saying so, and the versions sent."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tracker.agendas import differences, reading, receiving, words
from tracker.agendas import service as agendas
from tracker.agendas.blueprint import bp
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.meetings import service as meetings
from tracker.permissions import Action, allows, guard


def page_if_there(endpoint, **values):
    """The address of a later stage's page, where that stage has it."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""


def facts_of(page):
    """What the frame of a meeting's pages should know from here."""
    return {"items": len(page.content["items"]), "sent_on": page.sent[0].at if page.sent else False}


@bp.route("/meetings/<int:meeting_id>/agenda")
@guard(Action.READ_MEETING, meeting_id=meetings.get)
def show(meeting):
    actor = current_user.actor
    page = reading.page(meeting, actor.person_id, keeps=allows(actor, Action.RUN_MEETING, meeting))
    return render_template(
        "agendas/show.html",
        meeting=meeting,
        page=page,
        facts=facts_of(page),
        my_reply=page.my_reply,
        input_url=page_if_there("contributions.show", meeting_id=meeting.id),
        write_url=page_if_there("contributions.write", meeting_id=meeting.id),
    )


@bp.route("/meetings/<int:meeting_id>/agenda/opened", methods=["POST"])
@guard(Action.ACKNOWLEDGE, meeting_id=meetings.get)
def opened(meeting):
    receiving.open_agenda(meeting, current_user.actor, clock.now())
    db.session.commit()
    return redirect(url_for(".show", meeting_id=meeting.id))


@bp.route("/meetings/<int:meeting_id>/agenda/acknowledge", methods=["POST"])
@guard(Action.ACKNOWLEDGE, meeting_id=meetings.get)
def acknowledge(meeting):
    number = request.form.get("number", type=int)
    try:
        receiving.acknowledge(meeting, number, current_user.actor, clock.now())
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        flash(str(broken), "error")
    else:
        flash(_("Đã ghi: đồng chí đã đọc chương trình."), "success")
    return redirect(url_for(".show", meeting_id=meeting.id))


@bp.route("/meetings/<int:meeting_id>/agenda/versions/<int:number>")
@guard(Action.READ_MEETING, meeting_id=meetings.get)
def circulation(meeting, number):
    sent = agendas.circulations(meeting)
    shown = agendas.circulation(meeting, number)
    before = sent[number - 2] if number > 1 else None
    return render_template(
        "agendas/circulation.html",
        meeting=meeting,
        sent=sent,
        shown=shown,
        is_whole=agendas.verify_hash(shown),
        minutes=reading.total_minutes(shown.content),
        standing={document.token for document in agendas.documents(meeting)},
        difference=differences.between(before.content, shown.content) if before else None,
    )


@bp.route("/meetings/<int:meeting_id>/agenda/invitation")
@guard(Action.READ_MEETING, meeting_id=meetings.get)
def invitation(meeting):
    page = reading.page(meeting, current_user.actor.person_id, keeps=False)
    address = url_for(".show", meeting_id=meeting.id, _external=True)
    return render_template(
        "agendas/invitation.html",
        meeting=meeting,
        page=page,
        text=words.invitation(meeting, page.content, address),
    )
