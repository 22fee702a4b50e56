"""The blueprint that the routes of this stage share, and the answer that is a workbook."""

from io import BytesIO

from flask import Blueprint, send_file

from tracker.guidance import files

bp = Blueprint("guidance", __name__, url_prefix="/guidance")

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(content, name):
    """The Excel form of that content, to be downloaded."""
    return send_file(BytesIO(files.form(content)), mimetype=WORKBOOK, as_attachment=True, download_name=name)
