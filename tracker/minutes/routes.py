"""The minutes of a meeting: read, write, print. Votes, confirmation and what follows are in ``act_routes``."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import NoResultFound

from tracker.agendas import service as agendas
from tracker.base import clock
from tracker.base.errors import Conflict, RuleBroken
from tracker.base.forms import options
from tracker.contributions import service as contributions
from tracker.duties import service as duties
from tracker.duties import words as duty_words
from tracker.extensions import db
from tracker.meetings import service as meetings
from tracker.meetings import words as meeting_words
from tracker.meetings.models import Meeting
from tracker.minutes import clashes, drafting, paper, rules, service, words, writing
from tracker.minutes.forms import DONE, ConfirmForm, MinutesForm
from tracker.minutes.models import Minutes
from tracker.organisations import service as organisations
from tracker.permissions import Action, guard

bp = Blueprint("minutes", __name__)


def _content(meeting: Meeting) -> dict[str, Any]:
    """What every view of the minutes shows, fetched once."""
    given = contributions.of_meeting(meeting)
    found = service.record(meeting)
    return {
        "meeting": meeting,
        "record": found,
        "minutes": found.minutes,
        "items": found.items,
        "rows": found.rows,
        "input": paper.by_item(found.items, given),
        "taken": service.taken_up(given),
        "decisions": found.decisions,
        "assigned": duties.assigned_at(meeting),
        "turnout": meetings.turnout(meeting, found.roll),
        "words": words,
        "duty_words": duty_words,
    }


def confirm_form(meeting: Meeting, minutes: Minutes | None, **given: Any) -> ConfirmForm:
    """Where the minutes may be passed, this meeting first."""
    form = ConfirmForm(version=minutes.version if minutes else "", **given)
    places = service.passing_places(meeting, clock.day_of(clock.now()))
    form.at_meeting.choices = options((one.id, meeting_words.title_of(one)) for one in places)
    return form


def page(meeting: Meeting, form: Any = None) -> str:
    """The minutes to read. ``form``: one that came back with faults."""
    content = _content(meeting)
    minutes = content["minutes"]
    missing = service.gaps(meeting, content["record"]) if meeting.is_past_planning else []
    is_filed = minutes is not None and minutes.filed_at is not None
    return render_template(
        "minutes/show.html", **content, gaps=missing, acts=rules.acts(meeting.state, missing, is_filed), form=form,
        confirm=form if isinstance(form, ConfirmForm) else confirm_form(meeting, minutes, formdata=None),
        filing=service.filing(meeting, minutes), guidance=meetings.guidance_of(meeting),
    )  # fmt: skip


@bp.route("/meetings/<int:meeting_id>/minutes")
@guard(Action.READ_MEETING, meeting_id=meetings.get)
def show(meeting):
    return page(meeting)


@bp.route("/meetings/<int:meeting_id>/minutes/print", endpoint="print")
@guard(Action.READ_MEETING, meeting_id=meetings.get)
def print_form(meeting):
    if not meeting.is_past_planning:
        return redirect(url_for(".show", meeting_id=meeting.id))
    content = _content(meeting)
    superior = meeting.superior
    return render_template(
        "minutes/print.html", **content, roll=paper.attendance(content["record"].roll), heading=paper.subject(meeting),
        passed_at=paper.passed_at(meeting, content["minutes"]),
        cell_name=organisations.name_on(meeting.cell, meeting.day),
        superior_name=organisations.name_on(superior, meeting.day) if superior else "",
    )  # fmt: skip


@bp.route("/meetings/<int:meeting_id>/minutes/edit", methods=["GET", "POST"])
@guard(Action.WRITE_MINUTES, meeting_id=meetings.get)
def edit(meeting):
    given = contributions.of_meeting(meeting)
    form = MinutesForm.asking(agendas.items(meeting), given)()
    if form.validate_on_submit():
        try:
            writing.save(meeting, form.given(), form.version.data, current_user.actor, clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        except Conflict:
            db.session.rollback()
            return _conflict(meetings.get(meeting.id), form)
        else:
            flash(_("Đã lưu biên bản."), "success")
            return redirect(url_for(".show", meeting_id=meeting.id))
    elif not form.is_submitted():
        if rules.Act.WRITE not in rules.acts(meeting.state, (), False):
            return redirect(url_for(".show", meeting_id=meeting.id))
        written = service.of_meeting(meeting)
        form.load(written, service.proceedings(meeting), service.taken_up(given))
        if written is None:
            form.propose(drafting.drafts(meeting, form.items, given))
    return render_template("minutes/edit.html", **_form_content(meetings.get(meeting.id), form))


def _form_content(meeting: Meeting, form: MinutesForm) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "form": form,
        "done": [(value, label, "") for value, label in DONE],
        "may_speak": contributions.may_speak(meeting, clock.now()),
    }


def _conflict(meeting: Meeting, form: MinutesForm) -> Any:
    """Both texts, each whole, and a form that goes on from the newest version with what was typed."""
    minutes = service.of_meeting(meeting)
    if minutes is None:
        raise NoResultFound
    theirs = clashes.stored(form, minutes)
    differing = clashes.differing(form, theirs)
    clashes.fill_blanks(form, theirs)
    form.version.data, form.version.raw_data = str(minutes.version), None
    body = render_template(
        "minutes/conflict.html", **_form_content(meeting, form), minutes=minutes, differing=differing
    )
    return body, 409
