"""The queue of a committee."""

from collections import Counter
from dataclasses import dataclass

from flask import abort, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from tracker.base.forms import Day, TrackerForm
from tracker.organisations import service as organisations
from tracker.permissions import Action, allows, guard
from tracker.reviews import queue as waiting_sheets
from tracker.reviews import ranking, reasons_words
from tracker.reviews.context import Place, asked
from tracker.reviews.forwarding_routes import bp
from tracker.reviews.models import Signal
from tracker.reviews.queue import QueueLine
from tracker.reviews.risk import Group
from tracker.reviews.seats import Seat
from tracker.reviews.signals import service as signals

PAGE = 25  # sheets to read closely are read a few at a time [R]


class DayForm(TrackerForm):
    """Which past day's queue is wanted."""

    class Meta(TrackerForm.Meta):
        csrf = False

    on = Day(_l("Hàng chờ cuối ngày"))


@dataclass(frozen=True)
class Batch:
    """The way to one committee's page of quiet sheets, and how many there are."""

    name: str
    url: str
    count: int


@bp.route("/committees/<int:committee_id>/queue")
@guard(Action.READ_BRANCH, committee_id=organisations.get_committee)
def queue(committee):
    place, form = asked(committee), DayForm(request.args)
    on = form.on.data if form.on.raw_data and form.on.raw_data[0] and form.validate() else None
    month = place.month_view
    waiting = waiting_sheets.seated(month, on)
    start, counts = _start(len(waiting)), Counter(seat.group for seat in waiting)
    shown = waiting_sheets.lines(waiting[start : start + PAGE], on)
    return render_template(
        "reviews/queue.html", committee=committee, place=place, form=form, on=on, waiting=len(waiting), start=start,
        groups=[(group, [line for line in shown if line.group is group]) for group in Group],
        counts=counts,
        before=max(start - PAGE, 0) if start else None, more=start + PAGE if len(waiting) > start + PAGE else None,
        elsewhere=waiting_sheets.elsewhere(month), words=reasons_words,
        batches=_batches(place, waiting) if on is None else [],
        questions=_questions(shown) if on is None else {}, mine=_mine(shown),
    )  # fmt: skip


@bp.route("/committees/<int:committee_id>/queue/checked")
@guard(Action.READ_BRANCH, committee_id=organisations.get_committee)
def checked(committee):
    """Reads a year of sheets, so it stands on a page of its own."""
    place = asked(committee)
    became = ranking.became(place.within, (place.year, place.month))
    return render_template("reviews/checked.html", committee=committee, place=place, words=reasons_words, became=became)


def _mine(lines: list[QueueLine]) -> set[int]:
    """The committees of these lines for which the reader reviews: what their sheets wait for says it all."""
    one_each = {line.superior_id: line for line in lines}
    return {key for key, line in one_each.items() if allows(current_user.actor, Action.REVIEW_SCORESHEET, line)}


def _questions(lines: list[QueueLine]) -> dict[int, list[Signal]]:
    """The questions open to the cells of these lines, by cell."""
    found: dict[int, list[Signal]] = {}
    asked_of = [line.cell_id for line in lines if line.signals]
    for signal in signals.live(asked_of) if asked_of else ():
        found.setdefault(signal.cell_id, []).append(signal)
    return found


def _start(waiting: int) -> int:
    """From which line on, counted from 0; a page past the end is the last one."""
    start = request.args.get("from", 0, int)
    if start < 0:
        abort(404)
    return min(start, max(waiting - 1, 0) // PAGE * PAGE)


def _batches(place: Place, waiting: list[Seat]) -> list[Batch]:
    """Where quiet sheets are recognised together: for each committee whose own reviewer the reader is."""
    quiet = Counter(seat.superior_id for seat in waiting if seat.is_quiet)
    return [
        Batch(one.name, url_for("reviews.batch", **place.args(committee_id=one.id, branch=None)), quiet[one.id])
        for one in waiting_sheets.committees(quiet, {place.committee, place.within})
        if allows(current_user.actor, Action.REVIEW_BRANCH, one)
    ]
