"""Rounds of calibration: the list, opening one, marking blind, closing it, and what came out."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_login import current_user

from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.base.forms import TrackerForm
from tracker.extensions import db
from tracker.organisations import service as organisations
from tracker.permissions import Action, guard
from tracker.reviews import context
from tracker.reviews.calibration import blind, opening
from tracker.reviews.calibration import service as calibrations
from tracker.reviews.calibration.forms import MarkForm, OpenForm
from tracker.reviews.calibration.models import CalibrationRound
from tracker.scoresheets import service as scoresheets

bp = Blueprint("calibration", __name__)

URL = "/calibrations/<int:calibration_id>"


@bp.route("/committees/<int:committee_id>/calibrations")
@guard(Action.READ_BRANCH, committee_id=organisations.get_committee)
def index(committee):
    before = request.args.get("before", None, int)
    rounds, has_more = calibrations.rounds(committee, before)
    return render_template(
        "reviews/calibration/index.html", place=context.asked(committee), committee=committee, rounds=rounds,
        has_more=has_more, is_first=before is None,
    )  # fmt: skip


@bp.route("/committees/<int:committee_id>/calibrations/new", methods=["GET", "POST"])
@guard(Action.CALIBRATE, committee_id=organisations.get_committee)
def open_round(committee):
    by, at, form = current_user.actor, clock.now(), OpenForm()
    papers, people = opening.papers(committee, at), opening.candidates(committee, at)
    form.offer(papers, people)
    if not form.is_submitted():
        form.reviewers.data = [person.id for person in people]
    if form.validate_on_submit():
        paper = next(one for one in papers if one.key == form.paper.data)
        try:
            chosen = form.reviewers.data
            made = opening.open_round(committee, form.name.data, paper, form.count.data, chosen, by, at)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã mở đợt chấm thử và báo người chấm."), "success")
            return redirect(url_for(".show", calibration_id=made.id))
    return render_template(
        "reviews/calibration/open.html", committee=committee, form=form, papers=papers,
        few=len(people) < opening.LEAST_REVIEWERS,
    )  # fmt: skip


@bp.route(URL)
@guard(Action.READ_CALIBRATION, calibration_id=calibrations.get)
def show(calibration):
    return _page(calibration)


def _page(of: CalibrationRound, refused: TrackerForm | None = None) -> str:
    """What came out once it is closed; before that one's own part, and who is done."""
    person_id = current_user.actor.person_id
    own = next((one for one in of.reviewers if one.person_id == person_id), None)
    left = calibrations.left(of, person_id) if own and of.closed_at is None else {}
    people = {one.person_id: one.person.full_name for one in of.reviewers}
    return render_template(
        "reviews/calibration/show.html", calibration=of, own=own, left=left, people=people, form=refused,
        result=calibrations.result(of), sheets=calibrations.named(of),
        criteria=calibrations.form(of) if of.closed_at else {},
    )  # fmt: skip


@bp.route(f"{URL}/sheets/<int:number>", methods=["GET", "POST"])
@guard(Action.MARK_CALIBRATION, calibration_id=calibrations.get)
def mark(calibration, number):
    sheet, by = calibrations.sheet_at(calibration, number), current_user.actor
    form = MarkForm.asking(calibrations.criteria(sheet))()
    if not form.is_submitted():
        if not calibrations.may_mark(calibration, by.person_id):
            return redirect(url_for(".show", calibration_id=calibration.id))
        form.load(calibrations.given(calibration, sheet, by.person_id))
    if form.validate_on_submit():
        try:
            calibrations.record(calibration, sheet, form.given, by, clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            return _saved(calibration, number)
    return render_template(
        "reviews/calibration/mark.html", calibration=calibration, number=number, form=form,
        left=calibrations.left(calibration, by.person_id), groups=blind.lines(sheet, form, str(get_locale())),
        paper=scoresheets.form_of(sheet), guidance=scoresheets.guidance_of(sheet), kind=sheet.kind,
    )  # fmt: skip


def _saved(of: CalibrationRound, number: int) -> Any:
    """On to the next sheet, after the last one to the round."""
    missing = calibrations.left(of, current_user.actor.person_id)[number]
    if missing:
        said = ngettext(
            "Đã lưu. Phiếu này còn %(num)s tiêu chí chưa chấm.",
            "Đã lưu. Phiếu này còn %(num)s tiêu chí chưa chấm.",
            missing,
        )
    else:
        said = _("Đã lưu. Phiếu này đã chấm đủ.")
    flash(said, "success")
    if request.form.get("act") == "next" and number < len(of.sheets):
        return redirect(url_for(".mark", calibration_id=of.id, number=number + 1))
    return redirect(url_for(".show", calibration_id=of.id))


def _act(of: CalibrationRound, act: Callable[..., None], done: str) -> Any:
    calibration_id = of.id
    try:
        act(of, current_user.actor, clock.now())
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        form = TrackerForm(formdata=None)
        form.refuse(str(broken))
        return _page(calibrations.get(calibration_id), form)
    flash(done, "success")
    return redirect(url_for(".show", calibration_id=calibration_id))


@bp.route(f"{URL}/finish", methods=["POST"])
@guard(Action.MARK_CALIBRATION, calibration_id=calibrations.get)
def finish(calibration):
    return _act(calibration, calibrations.finish, _("Đã báo chấm xong. Điểm của đồng chí được giữ nguyên."))


@bp.route(f"{URL}/close", methods=["POST"])
@guard(Action.CALIBRATE, calibration_id=calibrations.get)
def close(calibration):
    return _act(calibration, calibrations.close, _("Đã kết thúc đợt chấm thử."))
