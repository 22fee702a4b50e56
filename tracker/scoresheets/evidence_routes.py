"""Evidence for a mark above its suggestion: see it, add a file or a record, take one off."""

from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tracker.agendas.documents import MEGABYTE
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.guidance.sheets import Criterion
from tracker.meetings import service as meetings
from tracker.permissions import Action, guard
from tracker.scoresheets import backing, evidence
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.act_routes import bp
from tracker.scoresheets.forms import EvidenceForm
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.routes import URL, refused, sheet_or_404
from tracker.scoresheets.rules import EDITABLE


def _criterion(sheet: Scoresheet, code: str) -> Criterion:
    criteria = scoresheets.form_of(sheet).criteria(sheet.kind)
    return next((one for one in criteria if one.code == code), None) or abort(404)


@bp.route(f"{URL}/evidence/<code>", methods=["GET", "POST"])
@guard(Action.FILL_SCORESHEET, meeting_id=meetings.get)
def cite(meeting, code):
    sheet = sheet_or_404(meeting)
    criterion = _criterion(sheet, code)
    limit = current_app.config["DOCUMENT_LIMIT"]
    form = EvidenceForm.offering(evidence.citable(meeting))
    if form.validate_on_submit():
        try:
            _add(sheet, code, form, limit)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Đã thêm minh chứng cho tiêu chí %(code)s.", code=code), "success")
            return redirect(url_for(".show", meeting_id=meeting.id, _anchor=f"criterion-{code}"))
    return _page(sheet_or_404(meeting), criterion, form)


def _add(sheet: Scoresheet, code: str, form: EvidenceForm, limit: int) -> None:
    by, at = current_user.actor, clock.now()
    upload = form.upload(limit)
    if upload is not None:
        evidence.attach(sheet, code, upload, limit, by, at)
    if form.chosen is not None:
        evidence.cite(sheet, code, form.chosen, by, at)


def _page(sheet: Scoresheet, criterion: Criterion, form: Any) -> str:
    asked = form if isinstance(form, EvidenceForm) else EvidenceForm.offering(evidence.citable(sheet.meeting))
    return render_template(
        "scoresheets/evidence.html", meeting=sheet.meeting, sheet=sheet, criterion=criterion, form=form, asked=asked,
        named=backing.evidence_of(sheet).get(criterion.code, []), can_change=sheet.state in EDITABLE,
        most=current_app.config["DOCUMENT_LIMIT"] // MEGABYTE,
    )  # fmt: skip


@bp.route(f"{URL}/evidence/<code>/remove", methods=["POST"])
@guard(Action.FILL_SCORESHEET, meeting_id=meetings.get)
def remove_evidence(meeting, code):
    """What is no longer there needs no taking off."""
    sheet = sheet_or_404(meeting)
    criterion = _criterion(sheet, code)
    named = backing.evidence_of(sheet).get(code, [])
    row = next((one for one in named if str(one.id) == request.form.get("evidence")), None)
    try:
        if row is not None:
            evidence.remove(row, current_user.actor, clock.now())
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        return _page(sheet_or_404(meeting), criterion, refused(str(broken)))
    flash(_("Đã bỏ minh chứng."), "success")
    return redirect(url_for(".cite", meeting_id=meeting.id, code=code))
