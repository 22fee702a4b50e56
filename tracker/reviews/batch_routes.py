"""Quiet sheets are read in a line each and recognised together. The last module of the stage's routes."""

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeTimedSerializer
from wtforms import HiddenField

from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.base.forms import TrackerForm
from tracker.extensions import db
from tracker.organisations import service as organisations
from tracker.permissions import Action, guard
from tracker.reviews import batch as quiet_sheets
from tracker.reviews import context
from tracker.reviews.batch import MOST, Outcomes
from tracker.reviews.context import Place
from tracker.reviews.queue_routes import bp

HOURS = 12  # for how long a page that was drawn is known to have been seen


class BatchForm(TrackerForm):
    """``shown``: the sheets on the page and their versions, signed, so that nothing else is recognised unread."""

    shown = HiddenField()


@bp.route("/committees/<int:committee_id>/queue/batch", methods=["GET", "POST"])
@guard(Action.REVIEW_BRANCH, committee_id=organisations.get_committee)
def batch(committee):
    place, form = context.asked(committee), BatchForm()
    if form.validate_on_submit():
        answer = _recognise(place, form)
        if answer:
            return answer
    return _page(context.asked(organisations.get_committee(committee.id)), form)


def _page(place: Place, form: BatchForm) -> str:
    quiet = quiet_sheets.quiet(place)
    shown = quiet_sheets.summaries(quiet[:MOST])
    form.shown.data, form.shown.raw_data = _signed(place, {one.line.sheet_id: one.line.version for one in shown}), None
    return render_template(
        "reviews/batch.html", committee=place.committee, place=place, form=form, shown=shown, count=len(quiet)
    )


def _recognise(place: Place, form: BatchForm) -> Any:
    """Onward after the act; ``None`` where it was refused, in the form's words."""
    shown = _seen(place, form.shown.data or "")
    if shown is None:
        form.refuse(_("Danh sách này đã cũ. Hãy đọc lại các dòng dưới đây rồi bấm lần nữa."))
        return None
    ticked = {one for one in shown if str(one) in request.form.getlist("sheet")}
    if not ticked:
        form.refuse(_("Hãy chọn ít nhất một phiếu để công nhận."))
        return None
    try:
        done = quiet_sheets.recognise(place, shown, ticked, current_user.actor, clock.now())
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(str(broken))
        return None
    return _tell(place, done)


def _tell(place: Place, done: Outcomes) -> Any:
    count = len(done.recognised)
    if count:
        flash(ngettext("Đã công nhận %(num)s phiếu theo lô.", "Đã công nhận %(num)s phiếu theo lô.", count), "success")
    for cell, why in done.left_out:
        flash(_("Chưa công nhận phiếu của “%(cell)s”: %(why)s.", cell=cell, why=why), "")
    return redirect(url_for("reviews.batch", **place.args()))


# --- what was on the screen -----------------------------------------------------------------------------------------


def _signer(place: Place) -> URLSafeTimedSerializer:
    whose = f"batch-{place.committee.id}-{current_user.actor.person_id}"
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt=whose)


def _signed(place: Place, versions: dict[int, int]) -> str:
    return str(_signer(place).dumps(list(versions.items())))


def _seen(place: Place, token: str) -> dict[int, int] | None:
    """The sheets that this page showed this reviewer of this committee, and their versions; else ``None``."""
    try:
        return dict(_signer(place).loads(token, max_age=HOURS * 3600))
    except BadSignature:
        return None
