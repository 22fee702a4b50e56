"""The year of a cell, and of the cells below a committee."""

from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tracker import book
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.base.names import folded
from tracker.extensions import db
from tracker.organisations import service as organisations
from tracker.permissions import Action, guard
from tracker.ratings import advice, branch, explaining, forwarding, sentences, words, year_table
from tracker.ratings import service as ratings
from tracker.ratings.forms import (
    CloseForm,
    ForwardForm,
    ProposeForForm,
    ProposeForm,
    RecogniseForm,
    ReopenForm,
    WithdrawForm,
)
from tracker.ratings.lineage import last_day

bp = Blueprint("ratings", __name__)
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
YEAR_OF_CELL = "/cells/<int:cell_id>/ratings/<int:year>"


@bp.route(YEAR_OF_CELL)
@guard(Action.READ_RATING, cell_id=ratings.get, beside="year")
def cell(cell_year):
    return _page(cell_year)


@bp.route(f"{YEAR_OF_CELL}/why")
@guard(Action.READ_RATING, cell_id=ratings.get, beside="year")
def why(cell_year):
    reading = explaining.why(cell_year, clock.day_of(clock.now()))
    return render_template(
        "ratings/why.html",
        cell_year=cell_year,
        book=reading.book,
        why=reading.why,
        sentences=sentences,
        words=words,
    )


@bp.route(f"{YEAR_OF_CELL}/propose", methods=["POST"])
@guard(Action.PROPOSE_RATING, cell_id=ratings.get, beside="year")
def propose(cell_year):
    form = ProposeForm()
    return _act(cell_year, form, lambda **by: ratings.propose(cell_year, form.quality, form.reason, **by))


@bp.route(f"{YEAR_OF_CELL}/propose-for", methods=["POST"])
@guard(Action.PROPOSE_RATING_FOR, cell_id=ratings.get, beside="year")
def propose_for(cell_year):
    form = ProposeForForm()
    return _act(cell_year, form, lambda **by: forwarding.propose_for(cell_year, form.quality, form.reason, **by))


@bp.route(f"{YEAR_OF_CELL}/forward", methods=["POST"])
@guard(Action.RECOGNISE_RATING, cell_id=ratings.get, beside="year")
def forward(cell_year):
    form = ForwardForm()
    return _act(cell_year, form, lambda **by: forwarding.forward(cell_year, form.reason, **by))


@bp.route(f"{YEAR_OF_CELL}/withdraw", methods=["POST"])
@guard(Action.PROPOSE_RATING, cell_id=ratings.get, beside="year")
def withdraw(cell_year):
    form = WithdrawForm()
    return _act(cell_year, form, lambda **by: ratings.withdraw(cell_year, form.reason, **by))


@bp.route(f"{YEAR_OF_CELL}/recognise", methods=["POST"])
@guard(Action.RECOGNISE_RATING, cell_id=ratings.get, beside="year")
def recognise(cell_year):
    form = RecogniseForm()
    return _act(cell_year, form, lambda **by: ratings.recognise(cell_year, form.quality, form.reason, **by))


@bp.route(f"{YEAR_OF_CELL}/close", methods=["POST"])
@guard(Action.RECOGNISE_RATING, cell_id=ratings.get, beside="year")
def close(cell_year):
    return _act(cell_year, CloseForm(), lambda **by: ratings.close(cell_year, **by))


@bp.route(f"{YEAR_OF_CELL}/reopen", methods=["POST"])
@guard(Action.RECOGNISE_RATING, cell_id=ratings.get, beside="year")
def reopen(cell_year):
    form = ReopenForm()
    return _act(cell_year, form, lambda **by: ratings.reopen(cell_year, form.reason, **by))


def _act(cell_year: Any, form: Any, act: Callable[..., Any]) -> Any:
    """Check the form, do the act, commit, and back to the page; or the page with what is wrong."""
    cell_id, year = cell_year.cell_id, cell_year.year
    if form.validate_on_submit():
        try:
            state = act(by=current_user.actor, at=clock.now(), version=form.version.data).state
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(_("Năm %(year)s: %(state)s.", year=year, state=words.STATE[state]), "success")
            return redirect(url_for(".cell", cell_id=cell_id, year=year))
    return _page(ratings.get(cell_id, year), form)


def _page(cell_year: Any, form: Any = None) -> Any:
    today = clock.day_of(clock.now())
    reading = explaining.of_year(cell_year, today)
    return render_template(
        "ratings/cell.html",
        cell_year=cell_year,
        book=reading.book,
        why=reading.why,
        outlook=reading.outlook,
        advice=advice,
        before=ratings.before(cell_year),
        this_year=today.year,
        words=words,
        address=address,
        higher=forwarding.above(cell_year, clock.now()),
        passed_to=forwarding.passed_to(cell_year),
        form=form,
        forms=_forms(cell_year, reading.book, form),
    )


def _forms(cell_year: Any, book: Any, sent: Any) -> dict[str, Any]:
    """The page's forms, the sent one as it was sent, the others as the year suggests."""
    kinds = {"propose": ProposeForm, "withdraw": WithdrawForm, "recognise": RecogniseForm, "close": CloseForm}
    kinds |= {"reopen": ReopenForm, "propose_for": ProposeForForm, "forward": ForwardForm}
    given = {
        "propose": {"proposed": cell_year.proposed_class or book.rating.quality},
        "propose_for": {"stead": book.rating.quality},
        "recognise": {"recognised": cell_year.recognised_class or cell_year.proposed_class},
    }
    return {
        act: sent if isinstance(sent, kind) else kind(None, version=cell_year.version, **given.get(act, {}))
        for act, kind in kinds.items()
    }


@bp.route("/committees/<int:committee_id>/ratings/<int:year>")
@guard(Action.READ_BRANCH, committee_id=organisations.get_committee)
def committee(committee, year):
    ratings.check_year(year)
    today = clock.day_of(clock.now())
    summary = branch.summary(committee, year, today)
    below = branch.branch_page(committee, year, today, request.args.get("branch", type=int))
    return render_template(
        "ratings/committee.html",
        committee=committee,
        name=organisations.name_on(committee, min(today, today.replace(year=year, month=12, day=31))),
        year=year,
        this_year=today.year,
        page=branch.of_committee(committee, year, today, request.args.get("after", type=int)),
        totals=branch.whole(committee, year, today, summary.totals, below),
        branches=below,
        address=address,
        stale=words.is_stale(summary.oldest, year, today),
        words=words,
    )


@bp.route("/committees/<int:committee_id>/ratings/<int:year>/export.xlsx")
@guard(Action.READ_BRANCH, committee_id=organisations.get_committee)
def export(committee, year):
    """A row for every cell anywhere below."""
    ratings.check_year(year)
    today = clock.day_of(clock.now())
    name = organisations.name_on(committee, last_day(year, today))
    heading = [_("Xếp loại năm %(year)s", year=year), name, *([_("Dữ liệu minh hoạ")] if book.is_demo() else [])]
    rows = year_table.rows(committee, year, today)
    packed = import_module("tracker.ratings.year_excel").write(" – ".join(heading), year_table.heads(), rows)
    file = "-".join(["xep-loai", str(year), *folded(name).split()])
    return send_file(BytesIO(packed), mimetype=WORKBOOK, as_attachment=True, download_name=f"{file}.xlsx")


def address(endpoint: str, **values: Any) -> str:
    """The page's address; nothing where the application has no such page."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""
