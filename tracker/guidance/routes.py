"""The versions of the guidance, for everybody signed in to read."""

from flask import Blueprint, render_template

from tracker.guidance import sentences, words
from tracker.guidance import service as guidance
from tracker.permissions import Action, guard

bp = Blueprint("guidance", __name__, url_prefix="/guidance")


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
