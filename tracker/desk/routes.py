"""The front doors, the committee's first screen, and help."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.contributions import words as contribution_words
from tracker.desk import administrator, doors, overview, rules, todo
from tracker.extensions import db
from tracker.meetings import words as meeting_words
from tracker.organisations import service as organisations
from tracker.permissions import Action, guard
from tracker.reviews import context, lacking, reminding, settings
from tracker.reviews import service as reviews
from tracker.reviews import words as review_words
from tracker.reviews.context import Place
from tracker.reviews.reminding import Sent
from tracker.reviews.routes import bp as committee_pages
from tracker.reviews.rules import Wanted
from tracker.reviews.service import Status
from tracker.scoresheets import words as sheet_words
from tracker.scoresheets.routes import refused

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


@committee_pages.route("/committees/<int:committee_id>/reviews", endpoint="index")
@guard(Action.READ_BRANCH, committee_id=organisations.get_committee)
def committee(committee):
    return _overview(context.asked(committee))


def _overview(place: Place, form: object = None) -> str:
    """With a part of the list asked for, that list alone; else what is behind and in time above all the cells."""
    show = request.args.get("show", "")
    only = Status(show) if show in set(Status) else None
    lines, has_more = reviews.lines(place.month_view, only, request.args.get("after", ""))
    by_parent = reviews.tallies_by_parent(place.month_view)
    is_first, actor = "after" not in request.args, current_user.actor
    return render_template(
        "reviews/index.html", committee=place.committee, place=place, month=place.month_view, only=only, lines=lines,
        has_more=has_more, tallies=reviews.added_up(by_parent.values()), words=review_words, is_first=is_first,
        overview=overview.of(place, by_parent, actor, clock.now()) if is_first and only is None else None,
        form=form, chip_of=todo.chip,
    )  # fmt: skip


@committee_pages.route("/committees/<int:committee_id>/reviews/remind", methods=["POST"], endpoint="remind")
@guard(Action.REVIEW_BRANCH, committee_id=organisations.get_committee)
def remind(committee):
    place = context.asked(committee)
    try:
        sent = _remind(place, request.form.get("wanted", ""), request.form.get("cell", ""))
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        return _overview(context.asked(organisations.get_committee(place.committee.id)), refused(str(broken)))
    _say(sent)
    anchor = None if sent.leaderless else f"wanted-{request.form['wanted']}"
    return redirect(url_for("reviews.index", **place.args(_anchor=anchor)))


def _remind(place: Place, wanted: str, cell: str) -> Sent:
    """One cell, or without one all from which it is wanted."""
    if wanted not in set(lacking.OF_A_MONTH) or not (cell.isdecimal() or not cell):
        raise RuleBroken(_("Hãy chọn việc cần nhắc trong một danh sách dưới đây."))
    days, cell_id = settings.of(place.committee.id), int(cell) if cell else None
    return reminding.remind_of_month(
        place.committee, place.month_view, days, Wanted(wanted), cell_id, current_user.actor, clock.now()
    )


def _say(sent: Sent) -> None:
    count = len(sent.sent)
    flash(ngettext("Đã nhắc %(num)s chi bộ.", "Đã nhắc %(num)s chi bộ.", count), "success")
    if sent.already:
        flash(review_words.reminded_today(len(sent.already)))
    if sent.leaderless:
        flash(review_words.nobody_to_remind(sent.leaderless))
