"""What becomes of a contribution: answered, raised, merged, returned to waiting, withdrawn, struck."""

from collections.abc import Callable
from typing import Any

from flask import flash, render_template
from flask_babel import gettext as _
from flask_login import current_user

from tracker.base import clock
from tracker.base.errors import Conflict, RuleBroken
from tracker.contributions import fates
from tracker.contributions import service as contributions
from tracker.contributions.forms import AnswerForm, MergeForm, PressForm, ReasonForm
from tracker.contributions.models import Contribution
from tracker.contributions.routes import both_texts, bp, to_meeting
from tracker.extensions import db
from tracker.permissions import Action, guard


@bp.route("/contributions/<int:contribution_id>/answer", methods=["GET", "POST"])
@guard(Action.ANSWER_CONTRIBUTION, contribution_id=contributions.get)
def answer(contribution):
    form = AnswerForm()
    if form.validate_on_submit():
        try:
            fates.answer(contribution, form.version.data, form.text.data, by=current_user.actor, at=clock.now())
            db.session.commit()
        except Conflict:
            return both_texts(contribution, form, contribution.response)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã lưu câu trả lời và báo cho người gửi."), "success")
            return to_meeting(contribution)
    elif not form.is_submitted():
        form.load(contribution)
    return render_template(
        "contributions/answer.html", contribution=contribution, meeting=contribution.meeting, form=form
    )


@bp.route("/contributions/<int:contribution_id>/merge", methods=["GET", "POST"])
@guard(Action.CONTRIBUTE_FOR_OTHERS, contribution_id=contributions.get)
def merge(contribution):
    form = MergeForm()
    form.offer(fates.targets(contribution))
    if form.validate_on_submit():
        try:
            fates.merge(contribution, form.into_id, by=current_user.actor, at=clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã gộp ý kiến."), "success")
            return to_meeting(contribution)
    return render_template(
        "contributions/merge.html", contribution=contribution, meeting=contribution.meeting, form=form
    )


@bp.route("/contributions/<int:contribution_id>/wait", methods=["GET", "POST"])
@guard(Action.CONTRIBUTE_FOR_OTHERS, contribution_id=contributions.get)
def wait(contribution):
    return with_reason(contribution, "wait", fates.return_to_waiting, _("Đã đưa ý kiến về chờ xem xét."))


@bp.route("/contributions/<int:contribution_id>/strike", methods=["GET", "POST"])
@guard(Action.CONTRIBUTE_FOR_OTHERS, contribution_id=contributions.get)
def strike(contribution):
    return with_reason(contribution, "strike", fates.strike, _("Đã gạch bỏ phát biểu ghi nhầm."))


def with_reason(contribution: Contribution, act: str, done: Callable[..., None], said: str) -> Any:
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            done(contribution, form.reason.data, by=current_user.actor, at=clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(said, "success")
            return to_meeting(contribution)
    return render_template(
        "contributions/reason.html", contribution=contribution, meeting=contribution.meeting, form=form, act=act
    )


@bp.route("/contributions/<int:contribution_id>/raise", methods=["POST"])
@guard(Action.CONTRIBUTE_FOR_OTHERS, contribution_id=contributions.get)
def put_forward(contribution):
    return at_once(contribution, fates.put_forward, _("Đã ghi: ý kiến được nêu tại kỳ họp."))


@bp.route("/contributions/<int:contribution_id>/withdraw", methods=["POST"])
@guard(Action.EDIT_CONTRIBUTION, contribution_id=contributions.get)
def withdraw(contribution):
    return at_once(contribution, fates.withdraw, _("Đã rút ý kiến."))


def at_once(contribution: Contribution, done: Callable[..., None], said: str) -> Any:
    if PressForm().validate_on_submit():
        try:
            done(contribution, by=current_user.actor, at=clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            flash(str(broken), "error")
        else:
            flash(said, "success")
    return to_meeting(contribution)
