"""Pages of members' input: what was written and spoken for a meeting, and a member's own.

What becomes of each is in ``fate_routes``.
"""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tracker.agendas import service as agendas
from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import Conflict, RuleBroken
from tracker.contributions import fates, words
from tracker.contributions import service as contributions
from tracker.contributions.forms import (
    EnterForm,
    SpeakForm,
    WriteForm,
)
from tracker.contributions.models import Contribution
from tracker.contributions.rules import Fate, Phase
from tracker.extensions import db
from tracker.meetings import service as meetings
from tracker.permissions import Action, allows, guard

bp = Blueprint("contributions", __name__)
bp.add_app_template_global(contributions.count_by_item, "contribution_counts")

NEEDED = {
    "edit": Action.EDIT_CONTRIBUTION,
    "withdraw": Action.EDIT_CONTRIBUTION,
    "raise": Action.CONTRIBUTE_FOR_OTHERS,
    "merge": Action.CONTRIBUTE_FOR_OTHERS,
    "wait": Action.CONTRIBUTE_FOR_OTHERS,
    "strike": Action.CONTRIBUTE_FOR_OTHERS,
    "answer": Action.ANSWER_CONTRIBUTION,
    "task": Action.ASSIGN_DUTY,
}


@bp.context_processor
def shown_words() -> dict[str, Any]:
    return {"words": words}


def open_acts(rows: list[Contribution]) -> dict[int, set[str]]:
    """By contribution, the acts whose route would open to the reader now."""
    at, actor = clock.now(), current_user.actor
    found = {}
    for one in rows:
        acts = fates.possible(one) | ({"edit"} if contributions.may_edit(one, at) else set())
        acts |= {"task"} if contributions.may_lead_on(one) else set()
        found[one.id] = {act for act in acts if allows(actor, NEEDED[act], one)}
    return found


def to_meeting(contribution: Contribution) -> Any:
    where = url_for(".show", meeting_id=contribution.meeting_id)
    return redirect(f"{where}#contribution-{contribution.id}")


@bp.route("/meetings/<int:meeting_id>/contributions")
@guard(Action.READ_MEETING, meeting_id=meetings.headed)
def show(meeting):
    everything = contributions.everything(meeting)
    groups = contributions.by_item(meeting, [one for one in everything if one.fate is not Fate.WITHDRAWN])
    given = [one for group in groups for one in [*group.before, *group.spoken]]
    return render_template(
        "contributions/show.html",
        meeting=meeting,
        groups=groups,
        count=len(given),
        acts=open_acts(given),
        outcomes=contributions.outcomes(given),
        answered=contributions.answered(everything),
        speakers=contributions.speakers(everything),
        open_to_write=contributions.may_write(meeting),
        open_to_enter=contributions.may_write(meeting, is_keeper=True),
        open_to_speak=contributions.may_speak(meeting, clock.now()),
        facts={"contributions": len(given)},
    )


@bp.route("/meetings/<int:meeting_id>/contributions/write", methods=["GET", "POST"])
@guard(Action.CONTRIBUTE, meeting_id=meetings.get)
def write(meeting):
    form = WriteForm(item=request.args.get("item", ""))
    form.offer_items(agendas.items(meeting))
    if form.validate_on_submit():
        try:
            me, at = current_user.actor, clock.now()
            row = contributions.write(
                meeting, me.person_id, form.chosen_kind, form.text.data, form.item_id, by=me, at=at
            )
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã gửi ý kiến. Chi bộ đọc được từ bây giờ."), "success")
            return to_meeting(row)
    return render_template("contributions/write.html", meeting=meeting, form=form)


@bp.route("/meetings/<int:meeting_id>/contributions/enter", methods=["GET", "POST"])
@guard(Action.CONTRIBUTE_FOR_OTHERS, meeting_id=meetings.get)
def enter(meeting):
    form = EnterForm(item=request.args.get("item", ""))
    form.offer_items(agendas.items(meeting))
    form.offer_people(contributions.members(meeting))
    if form.validate_on_submit():
        try:
            row = contributions.write(
                meeting, form.person_id, form.chosen_kind, form.text.data, form.item_id,
                by=current_user.actor, at=clock.now(),
            )  # fmt: skip
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã nhập hộ ý kiến."), "success")
            return to_meeting(row)
    return render_template("contributions/enter.html", meeting=meeting, form=form)


@bp.route("/meetings/<int:meeting_id>/contributions/speakers", methods=["GET", "POST"])
@guard(Action.CONTRIBUTE_FOR_OTHERS, meeting_id=meetings.get)
def speakers(meeting):
    form = SpeakForm(item=request.args.get("item", ""))
    form.offer_items(agendas.items(meeting))
    form.offer_people(contributions.members(meeting))
    if form.validate_on_submit():
        try:
            contributions.speak(
                meeting, form.person_id, form.text.data, form.item_id, by=current_user.actor, at=clock.now()
            )
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã ghi phát biểu. Ghi tiếp người sau, nếu có."), "success")
            return redirect(url_for(".speakers", meeting_id=meeting.id, item=form.item_id or None))
    spoken = contributions.of_meeting(meeting, Phase.SPOKEN)
    return render_template(
        "contributions/speakers.html", meeting=meeting, form=form, spoken=spoken, acts=open_acts(spoken), outcomes={}
    )


@bp.route("/contributions/<int:contribution_id>/edit", methods=["GET", "POST"])
@guard(Action.EDIT_CONTRIBUTION, contribution_id=contributions.get)
def edit(contribution):
    form = WriteForm()
    form.offer_items(agendas.items(contribution.meeting))
    if form.validate_on_submit():
        try:
            contributions.edit(
                contribution, form.version.data, form.chosen_kind, form.text.data, form.item_id,
                by=current_user.actor, at=clock.now(),
            )  # fmt: skip
            db.session.commit()
        except Conflict:
            return both_texts(contribution, form, contribution.text)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã lưu ý kiến."), "success")
            return to_meeting(contribution)
    elif not form.is_submitted():
        form.load(contribution)
    return render_template(
        "contributions/edit.html", contribution=contribution, meeting=contribution.meeting, form=form
    )


def both_texts(contribution: Contribution, form: Any, theirs: str) -> Any:
    """The page for somebody whose text met a newer one: both in full, theirs kept, the form ready to save over it."""
    yours = form.text.data
    db.session.rollback()
    form.version.data = str(contribution.version)
    return render_template(
        "contributions/conflict.html", contribution=contribution, meeting=contribution.meeting, form=form,
        theirs=theirs, yours=yours, last=audit.last_of(contribution),
    ), 409  # fmt: skip


@bp.route("/my/contributions")
@guard(Action.USE_DESK)
def mine():
    most, before = 20, request.args.get("before", type=int)
    found = contributions.of_person(current_user.actor.person_id, most + 1, before)
    own = found[:most]
    return render_template(
        "contributions/mine.html",
        own=own,
        acts=open_acts(own),
        outcomes=contributions.outcomes(own),
        older=own[-1].id if len(found) > most else None,
    )
