"""The front doors, and help."""

from flask import Blueprint, render_template

from tracker.permissions import Action, guard

bp = Blueprint("desk", __name__)


@bp.route("/")
@guard(Action.USE_DESK)
def show():
    return render_template("desk/show.html")


@bp.route("/help")
@guard(Action.USE_DESK)
def help():
    return render_template("desk/help.html")
