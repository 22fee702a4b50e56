"""The front doors, and help."""

from flask import Blueprint, render_template
from flask_login import current_user

from tracker.base import clock
from tracker.contributions import words as contribution_words
from tracker.desk import administrator, doors, rules, todo
from tracker.meetings import words as meeting_words
from tracker.permissions import Action, guard
from tracker.reviews import words as review_words
from tracker.scoresheets import words as sheet_words

bp = Blueprint("desk", __name__)


@bp.route("/")
@guard(Action.USE_DESK)
def show():
    front = doors.front(current_user.actor, clock.now())
    return render_template(
        "desk/show.html", front=front, desks=rules.what_waits_first(front.desks), today=front.today,
        chip_of=todo.chip, nearest=todo.nearest, more=administrator.more, words=meeting_words,
        sheet_words=sheet_words, review_words=review_words, contribution_words=contribution_words,
    )  # fmt: skip


@bp.route("/help")
@guard(Action.USE_DESK)
def help():
    return render_template("desk/help.html")
