"""Opening a notice: read, and on to the page that answers it."""

from flask import Blueprint, redirect
from markupsafe import Markup, escape

from tracker.base import clock
from tracker.extensions import db
from tracker.notices import service as notices
from tracker.notices import words
from tracker.permissions import Action, guard

bp = Blueprint("notices", __name__)


NAMES = {"cell", "committee", "title"}


@bp.app_template_global()
def notice_sentence(notice):
    """The sentence in the reader's language, with what people wrote in it marked as theirs."""
    marked = {name: _said(value) if name in NAMES else escape(value) for name, value in notice.details.items()}
    return Markup(words.sentence(notice.kind, marked))  # noqa: S704  # every gap is escaped above  # nosec B704


def _said(value):
    return Markup('<span class="user-text" lang="vi">{}</span>').format(value)


@bp.route("/notices/<int:notice_id>/open", methods=["POST"], endpoint="open")
@guard(Action.READ_NOTICE, notice_id=notices.get)
def open_notice(notice):
    notices.mark_read(notice, clock.now())
    db.session.commit()
    return redirect(notice.path)
