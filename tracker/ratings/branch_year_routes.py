"""The year over the cells of a committee: looked through, recognised in batch, closed, reopened; and commended."""

from importlib import import_module
from io import BytesIO
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import Optional

from tracker import book
from tracker.base import clock, shown
from tracker.base.errors import RuleBroken
from tracker.base.forms import Paragraph, TrackerForm, required
from tracker.base.names import folded
from tracker.extensions import db
from tracker.organisations import service as organisations
from tracker.permissions import Action, guard
from tracker.ratings import branch_years, commending, exception_words, words
from tracker.ratings import service as ratings
from tracker.ratings.commendation import MOST_YEARS, USUAL_YEARS, Place
from tracker.ratings.exceptions import Group
from tracker.ratings.lineage import last_day
from tracker.ratings.maps.routes import WORKBOOK
from tracker.ratings.models import BranchYear
from tracker.reviews import context, reminding
from tracker.reviews import words as review_words
from tracker.reviews.rules import Wanted

bp = Blueprint("branch_years", __name__)
URL = "/committees/<int:committee_id>/years/<int:year>"
MOST_NAMED = 50  # of each kind of what is missing; the page's lists have them all
MOST_TOLD = 5  # refusals told by name after a closing; the list on the page has them all


class BatchForm(TrackerForm):
    """The ticked years, and the seal of those that were on the page."""

    chosen = SelectMultipleField(coerce=int, validators=[Optional()], validate_choice=False)
    shown = HiddenField()


class RemindForm(TrackerForm):
    pass


class CloseForm(TrackerForm):
    pass


class ReopenForm(TrackerForm):
    reason = Paragraph(_l("Lý do mở lại năm"), most=2000, validators=[required(_l("Hãy ghi lý do."))])


def purpose(branch_year: BranchYear) -> str:
    return f"branch_year {branch_year.committee_id} {branch_year.year}"


@bp.route(URL)
@guard(Action.READ_BRANCH, committee_id=branch_years.get, beside="year")
def show(committee_year):
    place = context.asked(committee_year.committee)
    if place.year != committee_year.year or place.branch is not None:
        here = place.args(branch=None, committee_id=place.within.id)
        return redirect(url_for(".show", **here))
    return _page(committee_year)


def _page(branch_year: BranchYear, sent: Any = None) -> str:
    today = clock.day_of(clock.now())
    preview = branch_years.preview(branch_year, today, request.args.get("after", type=int))
    return render_template(
        "ratings/branch_year.html", branch_year=branch_year, year=branch_year.year, committee=branch_year.committee,
        place=context.asked(branch_year.committee), preview=preview, groups=Group, form=sent,
        forms=_forms(branch_year, preview.of(Group.IN_BATCH), sent),
        missing=branch_years.missing(branch_year, today), today=today, is_over=today.year > branch_year.year,
        changes=branch_years.changed_since(branch_year, today), kept=branch_years.as_closed(branch_year),
        reminded=reminding.of_month(branch_year.committee_id, branch_year.year, 0), wanted=Wanted.PROPOSE,
        times_reminded=review_words.times_reminded, words=words, sentence=exception_words.sentence,
        most_named=MOST_NAMED, is_first="after" not in request.args,
    )  # fmt: skip


def _forms(branch_year: BranchYear, batch: list[branch_years.Line], sent: Any) -> dict[str, Any]:
    """The page's forms, the sent one as it was sent; the seal is always of what the page shows now."""
    forms = {
        "batch": sent if isinstance(sent, BatchForm) else BatchForm(None),
        "close": sent if isinstance(sent, CloseForm) else CloseForm(None, version=branch_year.version),
        "reopen": sent if isinstance(sent, ReopenForm) else ReopenForm(None, version=branch_year.version),
    }
    forms["batch"].shown.data = shown.sealed(purpose(branch_year), [(line.key, line.version) for line in batch])
    return forms


def _back(branch_year: BranchYear) -> Any:
    return redirect(url_for(".show", committee_id=branch_year.committee_id, year=branch_year.year))


def _again(branch_year: BranchYear, form: Any, broken: RuleBroken) -> str:
    """The page once more, with why not; nothing was kept."""
    committee_id, year = branch_year.committee_id, branch_year.year
    db.session.rollback()
    form.refuse(str(broken))
    return _page(branch_years.get(committee_id, year), form)


@bp.route(f"{URL}/recognise", methods=["POST"])
@guard(Action.REVIEW_BRANCH, committee_id=branch_years.get, beside="year")
def recognise(committee_year):
    form = BatchForm()
    if not form.validate_on_submit():
        return _page(committee_year, form)
    seen = shown.opened(purpose(committee_year), form.shown.data)
    chosen = {key for key in form.chosen.data or () if key in seen}
    try:
        batch = branch_years.recognise_in_batch(committee_year, chosen, seen, current_user.actor, clock.now())
        db.session.commit()
    except RuleBroken as broken:
        return _again(committee_year, form, broken)
    count = len(batch.done)
    flash(ngettext("Đã công nhận %(num)s chi bộ.", "Đã công nhận %(num)s chi bộ.", count), "success")
    if batch.left:
        names = ", ".join(f"“{name}”" for name in batch.left)
        flash(_("Chưa công nhận vì vừa thay đổi, hãy xem lại: %(names)s.", names=names), "error")
    return _back(committee_year)


@bp.route(f"{URL}/remind", methods=["POST"])
@guard(Action.REVIEW_BRANCH, committee_id=branch_years.get, beside="year")
def remind(committee_year):
    form = RemindForm()
    if not form.validate_on_submit():
        return _page(committee_year, form)
    try:
        sent = branch_years.remind(committee_year, request.form.get("cell", type=int), current_user.actor, clock.now())
        db.session.commit()
    except RuleBroken as broken:
        return _again(committee_year, form, broken)
    count = len(sent.sent)
    flash(ngettext("Đã nhắc %(num)s chi bộ.", "Đã nhắc %(num)s chi bộ.", count), "success")
    return _back(committee_year)


@bp.route(f"{URL}/close", methods=["POST"])
@guard(Action.CLOSE_BRANCH_YEAR, committee_id=branch_years.get, beside="year")
def close(committee_year):
    form = CloseForm()
    if not form.validate_on_submit():
        return _page(committee_year, form)
    try:
        row, closed, refused = branch_years.close(committee_year, current_user.actor, clock.now(), form.version.data)
        if row.closed_at is None and not closed:
            raise RuleBroken(_("Chưa chốt được. Hãy xem mục “Còn thiếu để chốt năm” dưới đây."))
        db.session.commit()
    except RuleBroken as broken:
        return _again(committee_year, form, broken)
    _tell(row, closed, refused)
    return _back(row)


def _tell(row: BranchYear, closed: int, refused: list[tuple[str, str]]) -> None:
    if closed:
        flash(ngettext("Đã chốt năm của %(num)s chi bộ.", "Đã chốt năm của %(num)s chi bộ.", closed), "success")
    if row.closed_at is not None:
        flash(_("Đã chốt năm %(year)s của đảng bộ.", year=row.year), "success")
        return
    flash(_("Năm của đảng bộ chưa chốt được: còn thiếu như danh sách dưới đây."), "error")
    for name, why in refused[:MOST_TOLD]:
        flash(_("“%(name)s”: %(why)s", name=name, why=why), "error")


@bp.route(f"{URL}/reopen", methods=["POST"])
@guard(Action.CLOSE_BRANCH_YEAR, committee_id=branch_years.get, beside="year")
def reopen(committee_year):
    form = ReopenForm()
    if not form.validate_on_submit():
        return _page(committee_year, form)
    try:
        branch_years.reopen(committee_year, form.reason.data or "", current_user.actor, clock.now(), form.version.data)
        db.session.commit()
    except RuleBroken as broken:
        return _again(committee_year, form, broken)
    flash(_("Đã mở lại năm %(year)s của đảng bộ.", year=committee_year.year), "success")
    return _back(committee_year)


COMMENDED = "/committees/<int:committee_id>/commendation"


def _asked() -> tuple[int, int]:
    """The last year and how many; what is no such year or number is not found."""
    to = request.args.get("to", clock.day_of(clock.now()).year - 1, int)
    count = request.args.get("years", USUAL_YEARS, int)
    ratings.check_year(to)
    if not 1 <= count <= MOST_YEARS:
        abort(404)
    return to, count


@bp.route(COMMENDED)
@guard(Action.READ_BRANCH, committee_id=organisations.get_committee)
def commendation(committee):
    to, count = _asked()
    today = clock.day_of(clock.now())
    present = sorted({to, *range(today.year - 10, today.year + 1)}, reverse=True)
    return render_template(
        "ratings/commendation.html", committee=committee, to=to, count=count, today=today,
        name=organisations.name_on(committee, last_day(to, today)),
        listing=commending.of_committee(committee, to, count, today, request.args.get("after", type=int)),
        is_first="after" not in request.args, places=Place, address={"committee_id": committee.id, "to": to},
        years=[(year, _("Năm %(year)s", year=year)) for year in present],
        counts=[(number, str(number)) for number in range(1, MOST_YEARS + 1)],
    )  # fmt: skip


@bp.route(f"{COMMENDED}.xlsx")
@guard(Action.READ_BRANCH, committee_id=organisations.get_committee)
def commendation_file(committee):
    to, count = _asked()
    today = clock.day_of(clock.now())
    name = organisations.name_on(committee, last_day(to, today))
    heading = _("Chi bộ xếp loại Tốt từ năm %(first)s đến năm %(last)s", first=to - count + 1, last=to)
    heading = " – ".join([heading, name, *([_("Dữ liệu minh hoạ")] if book.is_demo() else [])])
    listing = commending.of_committee(committee, to, count, today, most=None)
    packed = import_module("tracker.ratings.maps.excel").write(heading, commending.tables(listing))
    file = "-".join(["bieu-duong", str(to), *folded(name).split()])
    return send_file(BytesIO(packed), mimetype=WORKBOOK, as_attachment=True, download_name=f"{file}.xlsx")
