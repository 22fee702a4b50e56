"""Documents: attach, hand out, take off."""

from io import BytesIO

from flask import current_app, flash, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tracker.agendas import documents as acts
from tracker.agendas import service as agendas
from tracker.agendas.blueprint import bp
from tracker.agendas.editing_routes import refused
from tracker.agendas.forms import DocumentForm
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.meetings import service as meetings
from tracker.permissions import Action, guard


@bp.route("/meetings/<int:meeting_id>/documents/new", methods=["GET", "POST"])
@guard(Action.RUN_MEETING, meeting_id=meetings.get)
def add_document(meeting):
    items = agendas.items(meeting)
    limit = current_app.config["DOCUMENT_LIMIT"]
    form = DocumentForm.asking(items)
    if form.validate_on_submit():
        item = next((one for one in items if one.id == form.item_id.data), None)
        upload = form.upload(limit)
        try:
            acts.attach(meeting, item, form.document_kind, upload, limit, current_user.actor, clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken), "file")
        else:
            flash(_("Đã đính kèm tài liệu."), "success")
            return redirect(url_for(".edit", meeting_id=meeting.id))
    return render_template("agendas/document.html", meeting=meeting, form=form, most=limit // acts.MEGABYTE)


@bp.route("/documents/<document_id>")
@guard(Action.READ_MEETING, document_id=acts.get)
def document(document):
    """Always as a file to keep, never shown in the page's own origin."""
    return send_file(
        BytesIO(acts.content_of(document)),
        mimetype=document.media_type,
        as_attachment=True,
        download_name=document.file_name,
        max_age=0,
    )


@bp.route("/documents/<document_id>/remove", methods=["POST"])
@guard(Action.RUN_MEETING, document_id=acts.get)
def remove_document(document):
    try:
        acts.remove(document, current_user.actor, clock.now())
        db.session.commit()
    except RuleBroken as broken:
        return refused(broken, document.meeting)
    flash(_("Đã gỡ tài liệu “%(name)s”.", name=document.file_name), "success")
    return redirect(url_for(".edit", meeting_id=document.meeting_id))
