"""The versions of the guidance, for everybody signed in to read, how their file is written, and their end."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.base.forms import Day, TrackerForm, required
from tracker.extensions import db
from tracker.guidance import draft_routes, format_page, sentences, words
from tracker.guidance import service as guidance
from tracker.guidance.blueprint import bp, workbook
from tracker.permissions import Action, guard

__all__ = ["bp", "draft_routes"]


class RetireForm(TrackerForm):
    until = Day(_l("Hiệu lực đến hết ngày"), validators=[required(_l("Hãy ghi ngày cuối cùng còn hiệu lực."))])


@bp.route("/")
@guard(Action.READ_GUIDANCE)
def index():
    versions = [(version, guidance.read(version)) for version in guidance.listing()]
    return render_template("guidance/index.html", versions=versions, words=words)


@bp.route("/<int:version_id>")
@guard(Action.READ_GUIDANCE, version_id=guidance.get)
def show(version):
    return render_template(
        "guidance/show.html", version=version, guidance=guidance.read(version), words=words, sentences=sentences
    )


@bp.route("/format")
@guard(Action.READ_GUIDANCE)
def file_format():
    return render_template("guidance/format.html", format=format_page)


@bp.route("/form.xlsx")
@guard(Action.READ_GUIDANCE)
def form():
    return workbook({}, "bieu-huong-dan.xlsx")


@bp.route("/<int:version_id>/form.xlsx")
@guard(Action.READ_GUIDANCE, version_id=guidance.get)
def export(version):
    return workbook(version.document, f"{version.code}.xlsx")


@bp.route("/<int:version_id>/retire", methods=["GET", "POST"])
@guard(Action.RETIRE_GUIDANCE, version_id=guidance.get)
def retire(version):
    form = RetireForm()
    if form.validate_on_submit():
        try:
            guidance.retire(version, form.until.data, current_user.actor, clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken), None if version.valid_until else "until")
        else:
            flash(_("Đã ghi ngày hết hiệu lực của %(number)s.", number=version.number), "success")
            return redirect(url_for(".show", version_id=version.id))
    return render_template("guidance/retire.html", version=version, form=form)
