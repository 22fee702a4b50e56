"""Passing a sheet on to the committee above."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.base.forms import Paragraph, TrackerForm, required
from tracker.extensions import db
from tracker.permissions import Action, guard
from tracker.reviews import forwarding
from tracker.reviews.routes import URL
from tracker.reviews.settings_routes import bp
from tracker.scoresheets import service as scoresheets

SAY_WHAT = _l("Hãy ghi ý kiến của cấp mình trước khi chuyển lên.")


class ForwardForm(TrackerForm):
    opinion = Paragraph(_l("Ý kiến của cấp mình"), most=2000, validators=[required(SAY_WHAT)])


@bp.context_processor
def passing() -> dict[str, Any]:
    """For the page of one sheet: to whom it could be passed on, and who did so before."""
    return {
        "passes_to": lambda sheet: forwarding.above(sheet.superior, clock.now()),
        "passed_from": forwarding.passed,
    }


@bp.route(f"{URL}/forward", methods=["GET", "POST"])
@guard(Action.REVIEW_SCORESHEET, scoresheet_id=scoresheets.get)
def forward(scoresheet):
    form = ForwardForm(version=scoresheet.version)
    sheet_id, meeting_id = scoresheet.id, scoresheet.meeting_id
    if form.validate_on_submit():
        try:
            forwarding.forward(scoresheet, form.opinion.data or "", current_user.actor, clock.now(), form.version.data)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã chuyển phiếu lên cấp ủy cấp trên quyết định."), "success")
            return redirect(url_for("scoresheets.show", meeting_id=meeting_id))
    sheet = scoresheets.get(sheet_id)
    return render_template(
        "reviews/forward.html", sheet=sheet, form=form, higher=forwarding.above(sheet.superior, clock.now()),
        tally=scoresheets.tally(sheet),
    )  # fmt: skip
