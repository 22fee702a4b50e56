"""The cell's year, planning, calling off, excusing."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.guidance.kinds import MeetingKind
from tracker.meetings import calling_off, frame, holding, planning, words
from tracker.meetings import service as meetings
from tracker.meetings.forms import PlanForm, ReasonForm
from tracker.meetings.models import Meeting
from tracker.meetings.planning import Plan
from tracker.meetings.rules import MEETING
from tracker.organisations import service as organisations
from tracker.people import service as people
from tracker.permissions import Action, allows, guard

bp = Blueprint("meetings", __name__)
bp.add_app_template_global(words.title_of, "title_of")
bp.add_app_template_global(words.when_of, "when_of")
bp.add_app_template_global(frame.frame, "meeting_frame")


@bp.context_processor
def said() -> dict[str, Any]:
    return {"words": words, "duration_of": holding.duration, "machine": MEETING}


@bp.route("/cells/<int:cell_id>/year/<int:year>")
@guard(Action.READ_CELL, cell_id=organisations.get_cell)
def year(cell, year):
    if not 1930 <= year <= 2200:
        abort(404)
    today = clock.day_of(clock.now())
    page = meetings.year_page(cell, year, today)
    return render_template("meetings/year.html", cell=cell, page=page, today=today)


@bp.route("/cells/<int:cell_id>/year")
@guard(Action.READ_CELL, cell_id=organisations.get_cell)
def chosen_year(cell):
    """Where the year's switch leads: a form can only send the year as a query."""
    today = clock.day_of(clock.now())
    return redirect(url_for(".year", cell_id=cell.id, year=request.args.get("year", today.year, int)))


@bp.route("/meetings/<int:meeting_id>")
@guard(Action.READ_MEETING, meeting_id=meetings.get)
def show(meeting):
    due = next((one for one in frame.due(meeting, _keeps(meeting)) if one in current_app.view_functions), ".about")
    return redirect(url_for(due, meeting_id=meeting.id))


def _keeps(meeting: Meeting) -> bool:
    return allows(current_user.actor, Action.RUN_MEETING, meeting)


@bp.route("/meetings/<int:meeting_id>/about")
@guard(Action.READ_MEETING, meeting_id=meetings.get)
def about(meeting):
    entries = meetings.roll(meeting)
    turnout = meetings.turnout(meeting, entries) if entries else None
    superior = organisations.name_on(meeting.superior, meeting.day) if meeting.superior else ""
    return render_template("meetings/about.html", meeting=meeting, turnout=turnout, superior=superior)


def names(cell: Any, day: Any) -> list[tuple[str, str]]:
    """The members of that day, for a choice of persons."""
    return [(str(one.person_id), one.person.full_name) for one in people.members_on(cell, day)]


def committee(cell: Any, year: int) -> list[tuple[str, str]]:
    return [
        (str(one.id), f"{words.title_of(one)} ({words.when_of(one)})")
        for one in meetings.committee_meetings(cell, year)
    ]


def _first_plan(cell: Any, today: Any) -> Plan:
    """The plan that an empty form shows, for the month and kind asked for."""
    wanted = planning.month_to_plan(cell, today)
    year = request.args.get("year", wanted[0], int)
    month = request.args.get("month", wanted[1], int)
    if not (1 <= month <= 12 and 1930 <= year <= 2200):
        year, month = wanted
    kind = request.args.get("kind", "", str)
    return planning.suggested(cell, year, month, today, MeetingKind(kind) if kind in set(MeetingKind) else None)


@bp.route("/cells/<int:cell_id>/meetings/new", methods=["GET", "POST"])
@guard(Action.PLAN_MEETING, cell_id=organisations.get_cell)
def plan(cell):
    today = clock.day_of(clock.now())
    form = PlanForm().offer(names(cell, today), committee(cell, today.year))
    if form.validate_on_submit():
        try:
            meeting = planning.plan(cell, form.given, current_user.actor, clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã lập kế hoạch “%(title)s”.", title=words.title_of(meeting)), "success")
            return redirect(url_for(".show", meeting_id=meeting.id))
    elif not form.is_submitted():
        form.load(_first_plan(cell, today))
    return render_template("meetings/plan.html", cell=cell, form=form, today=today)


@bp.route("/meetings/<int:meeting_id>/plan", methods=["GET", "POST"])
@guard(Action.RUN_MEETING, meeting_id=meetings.get)
def change(meeting):
    form = PlanForm(version=meeting.version).offer(
        names(meeting.cell, meeting.day), committee(meeting.cell, meeting.year)
    )
    if form.validate_on_submit():
        try:
            meeting.expect(form.version.data)
            planning.change(meeting, form.given, current_user.actor, clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã lưu kế hoạch “%(title)s”.", title=words.title_of(meeting)), "success")
            return redirect(url_for(".show", meeting_id=meeting.id))
    elif not form.is_submitted():
        form.load(planning.plan_of(meeting))
    return render_template("meetings/change.html", meeting=meeting, form=form)


Act = Callable[[Meeting, str, Any, Any], Meeting]


def _with_reason(meeting: Meeting, act: Act, template: str, done: str) -> Any:
    """The one silhouette of the acts that ask for nothing but why."""
    form = ReasonForm(version=meeting.version)
    if form.validate_on_submit():
        try:
            meeting.expect(form.version.data)
            act(meeting, form.reason.data, current_user.actor, clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(done, "success")
            return redirect(url_for(".about", meeting_id=meeting.id))
    return render_template(template, meeting=meeting, form=form)


@bp.route("/meetings/<int:meeting_id>/not-held", methods=["GET", "POST"])
@guard(Action.PLAN_MEETING, meeting_id=meetings.get)
def not_held(meeting):
    done = _("Đã ghi kỳ này không họp.")
    return _with_reason(meeting, calling_off.mark_not_held, "meetings/not_held.html", done)


@bp.route("/meetings/<int:meeting_id>/plan-again", methods=["GET", "POST"])
@guard(Action.PLAN_MEETING, meeting_id=meetings.get)
def plan_again(meeting):
    done = _("Đã lập lại kế hoạch. Hãy xem lại ngày họp.")
    return _with_reason(meeting, calling_off.plan_again, "meetings/plan_again.html", done)


@bp.route("/meetings/<int:meeting_id>/excuse", methods=["GET", "POST"])
@guard(Action.EXCUSE_MEETING, meeting_id=meetings.get)
def excuse(meeting):
    done = _("Đã đồng ý cho chi bộ không họp kỳ này.")
    return _with_reason(meeting, calling_off.excuse, "meetings/excuse.html", done)


@bp.route("/cells/<int:cell_id>/months/<int:year>/<int:month>/not-held", methods=["GET", "POST"])
@guard(Action.PLAN_MEETING, cell_id=organisations.get_cell)
def month_not_held(cell, year, month):
    if not (1 <= month <= 12 and 1930 <= year <= 2200):
        abort(404)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            calling_off.record_not_held(cell, year, month, form.reason.data, current_user.actor, clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã ghi tháng %(month)s/%(year)s không họp.", month=month, year=year), "success")
            return redirect(url_for(".year", cell_id=cell.id, year=year))
    return render_template("meetings/month_not_held.html", cell=cell, year=year, month=month, form=form)
