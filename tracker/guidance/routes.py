"""The versions of the guidance, for everybody signed in to read, and how their file is written."""

from io import BytesIO

from flask import Blueprint, render_template, send_file

from tracker.guidance import files, format_page, sentences, words
from tracker.guidance import service as guidance
from tracker.permissions import Action, guard

bp = Blueprint("guidance", __name__, url_prefix="/guidance")

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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


def workbook(content, name):
    """The Excel form of that content, to be downloaded."""
    return send_file(BytesIO(files.form(content)), mimetype=WORKBOOK, as_attachment=True, download_name=name)
