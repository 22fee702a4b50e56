"""Pages of duties: of a meeting, of a cell, one's own. What is done with a single duty is in ``duty_routes``."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.contributions import service as contributions
from tracker.duties import hearing, placing, words
from tracker.duties import service as duties
from tracker.duties.forms import PaperForm, PressForm, StoryForm, TaskForm
from tracker.duties.models import Duty
from tracker.duties.rules import DutyKind
from tracker.extensions import db
from tracker.meetings import service as meetings
from tracker.meetings.models import Meeting
from tracker.meetings.rules import BEFORE
from tracker.organisations import service as organisations
from tracker.people.models import Person
from tracker.permissions import Action, allows, guard

bp = Blueprint("duties", __name__)

NEEDED = {
    "report": Action.REPORT_DUTY,
    "change": Action.CHANGE_DUTY,
    "reassign": Action.ASSIGN_DUTY,
    "finish": Action.ASSIGN_DUTY,
    "fail": Action.ASSIGN_DUTY,
    "drop": Action.ASSIGN_DUTY,
    "reopen": Action.ASSIGN_DUTY,
}


@bp.app_template_global("duties_named_at")
def named_at(meeting: Meeting) -> list[tuple[Any, list[Duty]]]:
    """Who was named at this meeting for the next story and theme; a regular meeting always names a storyteller."""
    given = duties.assigned_at(meeting)
    found = {kind: [duty for duty in given if duty.kind is kind] for kind in duties.CARRIED}
    wanted = {DutyKind.STORY} if meeting.kind.has_regular_part else set()
    return [(words.KIND[kind], named) for kind, named in found.items() if named or kind in wanted]


@bp.context_processor
def shown_words() -> dict[str, Any]:
    return {"words": words, "today": clock.day_of(clock.now())}


def today() -> date:
    return clock.day_of(clock.now())


def open_acts(rows: list[Duty]) -> dict[int, set[str]]:
    """By duty, the acts whose route would open to the reader now."""
    actor = current_user.actor
    return {one.id: {act for act in hearing.possible(one) if allows(actor, NEEDED[act], one)} for one in rows}


@bp.route("/meetings/<int:meeting_id>/duties")
@guard(Action.READ_MEETING, meeting_id=meetings.get)
def of_meeting(meeting):
    due, carried, given = duties.due_at(meeting), duties.carried_to(meeting), duties.assigned_at(meeting)
    waiting = placing.waiting_for(meeting) if meeting.state in BEFORE else []
    shown = list({one.id: one for one in [*due, *carried, *given, *waiting]}.values())
    return render_template(
        "duties/of_meeting.html",
        meeting=meeting,
        due=due,
        on_time=duties.done_on_time(meeting) if meeting.is_past_planning else None,
        carried=carried,
        waiting=waiting,
        given=given,
        places=placing.places([*given, *waiting], meeting.cell, today()),
        acts=open_acts(shown),
        turns=duties.turns(meeting)[:3],
        is_open=duties.is_open(meeting),
        may_hear=duties.is_open(meeting) and contributions.may_speak(meeting, clock.now()),
        facts={"duties": len(due) + len(carried) + len(given)},
    )


@bp.route("/meetings/<int:meeting_id>/duties/story", methods=["GET", "POST"])
@guard(Action.ASSIGN_DUTY, meeting_id=meetings.get)
def story(meeting):
    for_this = request.args.get("for") == "this"
    form = StoryForm()
    people = duties.turns(meeting, meeting if for_this else meetings.next_regular(meeting))
    form.offer_people(people)
    if form.validate_on_submit():
        try:
            duty = placing.give(meeting, form.given, by=current_user.actor, at=clock.now(), for_this=for_this)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã phân công người kể chuyện."), "success")
            warn_of_like(duty)
            return redirect(url_for(".of_meeting", meeting_id=meeting.id))
    elif not form.is_submitted() and people:
        form.assignee.data = str(people[0].id)
    return render_template("duties/story.html", meeting=meeting, form=form, people=people, for_this=for_this)


@bp.route("/meetings/<int:meeting_id>/duties/theme", methods=["GET", "POST"])
@guard(Action.ASSIGN_DUTY, meeting_id=meetings.get)
def theme(meeting):
    form = PaperForm()
    form.offer_people(members(meeting))
    form.offer_quarters(min(meeting.day, today()))
    if form.validate_on_submit():
        try:
            placing.give(meeting, form.given, by=current_user.actor, at=clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã phân công viết chuyên đề."), "success")
            return redirect(url_for(".of_meeting", meeting_id=meeting.id))
    return render_template("duties/theme.html", meeting=meeting, form=form)


@bp.route("/meetings/<int:meeting_id>/duties/task", methods=["GET", "POST"])
@guard(Action.ASSIGN_DUTY, meeting_id=meetings.get)
def task(meeting):
    form = TaskForm(contribution=request.args.get("contribution", ""))
    form.offer_people(members(meeting))
    form.offer_contributions(contributions.of_meeting(meeting))
    if form.validate_on_submit():
        try:
            placing.give(meeting, form.given, by=current_user.actor, at=clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã giao nhiệm vụ."), "success")
            return redirect(url_for(".of_meeting", meeting_id=meeting.id))
    return render_template("duties/task.html", meeting=meeting, form=form)


def members(meeting: Meeting) -> list[Person]:
    return [standing.person for standing in contributions.members(meeting)]


def warn_of_like(duty: Duty) -> None:
    """Say, without forbidding it, that the cell has heard this story."""
    if duty.kind is not DutyKind.STORY or not duty.title:
        return
    for other in duties.told_like(duty.cell, duty.title, but=duty)[:1]:
        flash(
            _(
                "Chi bộ đã nghe hoặc đã chọn câu chuyện “%(title)s”, đ/c “%(name)s” kể. Hãy xem lại để không kể trùng.",
                title=other.title,
                name=other.assignee.full_name,
            ),
            "message",
        )


@bp.route("/cells/<int:cell_id>/duties")
@guard(Action.READ_CELL, cell_id=organisations.get_cell)
def index(cell):
    most, searched = 30, request.args.get("q", "").strip()
    found = duties.archive(cell, searched, request.args.get("before", type=int), most + 1)
    tasks, carried = duties.open_tasks(cell), duties.open_stories_and_papers(cell)
    return render_template(
        "duties/index.html",
        cell=cell,
        tasks=tasks,
        carried=carried,
        places=placing.places(carried, cell, today()),
        acts=open_acts([*tasks, *carried]),
        told=found[:most],
        searched=searched,
        older=found[most - 1].id if len(found) > most else None,
    )


@bp.route("/my/duties")
@guard(Action.USE_DESK)
def mine():
    waiting, closed = duties.of_person(current_user.actor.person_id)
    return render_template("duties/mine.html", waiting=waiting, closed=closed, acts=open_acts([*waiting, *closed]))


@bp.route("/cells/<int:cell_id>/plan-next", methods=["POST"])
@guard(Action.PLAN_MEETING, cell_id=organisations.get_cell)
def plan_next(cell):
    if PressForm().validate_on_submit():
        try:
            meeting = placing.plan_next(cell, by=current_user.actor, at=clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            flash(str(broken), "error")
        else:
            flash(_("Đã có kế hoạch và chương trình kỳ họp tới. Hãy xem lại rồi gửi."), "success")
            return redirect(url_for("agendas.show", meeting_id=meeting.id))
    return redirect(url_for("meetings.year", cell_id=cell.id, year=today().year))
