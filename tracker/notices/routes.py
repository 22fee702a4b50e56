"""Opening a notice: read, and on to the page that answers it."""

from flask import Blueprint, redirect

from tracker.base import clock
from tracker.extensions import db
from tracker.notices import service as notices
from tracker.notices import words
from tracker.permissions import Action, guard

bp = Blueprint("notices", __name__)


@bp.app_template_global()
def notice_sentence(notice):
    return words.sentence(notice.kind, notice.details)


@bp.route("/notices/<int:notice_id>/open", methods=["POST"], endpoint="open")
@guard(Action.READ_NOTICE, notice_id=notices.get)
def open_notice(notice):
    notices.mark_read(notice, clock.now())
    db.session.commit()
    return redirect(notice.path)
