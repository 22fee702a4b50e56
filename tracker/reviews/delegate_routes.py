"""The committee names its delegates to the cells; a delegate confirms a score after a meeting."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.base.filters import number
from tracker.base.forms import TrackerForm
from tracker.extensions import db
from tracker.meetings import service as meetings
from tracker.meetings.models import Meeting
from tracker.organisations import service as organisations
from tracker.permissions import Action, allows, guard
from tracker.reviews import attesting, context, delegates
from tracker.reviews.delegate_forms import AttestForm, EndForm, NameForm
from tracker.reviews.models import Attestation
from tracker.scoresheets.models import Scoresheet

bp = Blueprint("delegates", __name__)


def today():
    return clock.day_of(clock.now())


@bp.app_template_global("attestations")
def attestations(meeting: Meeting, sheet: Scoresheet | None) -> list[Attestation]:
    """Those of the delegates' confirmed scores that the reader may see: of the cell nobody before its own vote."""
    given = attesting.of_meeting(meeting)
    if attesting.is_told(sheet) or not allows(current_user.actor, Action.READ_DRAFT_SCORESHEET, meeting):
        return given
    return [one for one in given if one.person_id == current_user.actor.person_id]


def _done(form: TrackerForm, act: Callable[[], Any]) -> bool:
    """Do it, or say over the form why not."""
    try:
        act()
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(str(broken))
        return False
    return True


@bp.route("/committees/<int:committee_id>/delegates")
@guard(Action.READ_BRANCH, committee_id=organisations.get_committee)
def index(committee):
    place = context.asked(committee)
    followed, has_more = delegates.cells(place.within, today(), request.args.get("after", ""))
    count, unfollowed = delegates.tally(place.within, today())
    return render_template(
        "reviews/delegates/index.html", place=place, committee=place.within, followed=followed,
        has_more=has_more, today=today(), count=count, unfollowed=unfollowed, is_first="after" not in request.args,
    )  # fmt: skip


@bp.route("/committees/<int:committee_id>/delegates/new", methods=["GET", "POST"])
@guard(Action.NAME_DELEGATE, committee_id=organisations.get_committee)
def name(committee):
    form, sought = NameForm(since=today()), request.args.get("q", "").strip()
    found = delegates.candidates(committee, sought, today())
    others = [one for one in found if one.id != current_user.actor.person_id]
    form.offer(delegates.own_cells(committee), others, delegates.member_of(others, today()))
    if not form.is_submitted():
        form.cell.data = request.args.get("cell", None, int)

    def act() -> None:
        cell = organisations.get_cell(form.cell.data)
        delegates.name(
            cell, form.person.data, form.full_name.data or "", form.since.data, current_user.actor, clock.now()
        )

    if form.validate_on_submit() and _done(form, act):
        flash(_("Đã cử đồng chí theo dõi chi bộ."), "success")
        return redirect(url_for(".index", committee_id=committee.id))
    return render_template("reviews/delegates/name.html", committee=committee, form=form, sought=sought)


@bp.route("/delegates/<int:delegate_id>/end", methods=["GET", "POST"])
@guard(Action.NAME_DELEGATE, delegate_id=delegates.get)
def end(delegate):
    form, committee = EndForm(day=today()), delegate.organisation

    def act() -> None:
        delegates.end(delegate, form.day.data, current_user.actor, clock.now())

    if form.validate_on_submit() and _done(form, act):
        flash(_("Đã ghi thôi theo dõi chi bộ."), "success")
        return redirect(url_for(".index", committee_id=committee.id))
    return render_template("reviews/delegates/end.html", committee=committee, held=delegate.appointment, form=form)


@bp.route("/meetings/<int:meeting_id>/attestation", methods=["GET", "POST"])
@guard(Action.ATTEST, meeting_id=meetings.get)
def attest(meeting):
    by, given = current_user.actor, attesting.of_person(meeting, current_user.actor.person_id)
    form = AttestForm(obj=given, version=given.version if given else "")

    def act() -> None:
        attesting.attest(meeting, form.total.data, form.note.data or "", by, clock.now(), form.version.data)

    if form.validate_on_submit() and _done(form, act):
        flash(_("Đã ghi điểm xác nhận: %(total)s.", total=number(form.total.data)), "success")
        return redirect(url_for("scoresheets.show", meeting_id=meeting.id))
    return render_template(
        "reviews/delegates/attest.html", meeting=meeting, given=given, form=form,
        refusal=attesting.refusal(meeting, clock.now()),
    )  # fmt: skip
