"""The page on which whoever keeps the book notes down the meeting as it goes."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tracker.agendas import service as agendas
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.duties import noting
from tracker.duties import service as duties
from tracker.duties.duty_routes import bp
from tracker.duties.noting_forms import SPEAKERS, TASKS, NoteForm
from tracker.duties.routes import members
from tracker.extensions import db
from tracker.meetings import service as meetings
from tracker.meetings.models import Meeting
from tracker.permissions import Action, guard


def _form(meeting: Meeting) -> NoteForm:
    tellers = duties.turns(meeting, meetings.next_regular(meeting)) if noting.needs_storyteller(meeting) else []
    form = NoteForm.asking(noting.waiting(meeting))()
    return form.offer(members(meeting), tellers, agendas.items(meeting))


@bp.route("/meetings/<int:meeting_id>/duties/note", methods=["GET", "POST"])
@guard(Action.ASSIGN_DUTY, meeting_id=meetings.get)
def note(meeting):
    form = _form(meeting)
    if form.validate_on_submit():
        try:
            noting.note(meeting, form.noted, by=current_user.actor, at=clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã ghi vào sổ. Còn người phát biểu, còn việc thì mở lại trang này ghi tiếp."), "success")
            return redirect(url_for(".of_meeting", meeting_id=meeting.id))
    elif not form.is_submitted():
        if not noting.is_open(meeting, clock.now()):
            return redirect(url_for(".of_meeting", meeting_id=meeting.id))
        form.load(noting.discussed(meeting), noting.next_day(meeting))
    return _page(meetings.get(meeting.id), form)


def _page(meeting: Meeting, form: Any) -> str:
    return render_template(
        "duties/note.html", meeting=meeting, form=form, speakers=SPEAKERS, lines=TASKS,
        asks_teller=len(form.teller.choices) > 1,
    )  # fmt: skip
