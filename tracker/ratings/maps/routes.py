"""The maps of a branch, and each as a workbook."""

from collections.abc import Callable
from datetime import date
from importlib import import_module
from io import BytesIO
from typing import Any

from flask import Blueprint, abort, render_template, request, send_file
from flask_babel import gettext as _
from flask_login import current_user

from tracker import book
from tracker.base import clock
from tracker.base.names import folded
from tracker.guidance import words as guidance_words
from tracker.organisations import picking
from tracker.organisations import service as organisations
from tracker.organisations.models import Organisation
from tracker.permissions import Action, allows, guard
from tracker.ratings.maps import branches, charting, grid, tables, words
from tracker.ratings.maps import classes as counting
from tracker.ratings.maps import compare as comparing
from tracker.ratings.maps import costs as losing
from tracker.ratings.maps import trend as going
from tracker.ratings.maps.branches import View
from tracker.ratings.maps.compare import Comparison
from tracker.ratings.maps.rules import Order
from tracker.ratings.maps.tables import Table
from tracker.reviews import context
from tracker.reviews.context import Place

bp = Blueprint("maps", __name__)
URL = "/committees/<int:committee_id>/map"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.route(URL)
@guard(Action.READ_BRANCH, committee_id=organisations.get_committee)
def heatmap(committee):
    place, order = context.asked(committee), _order()
    shown = grid.page(_view(place), _today(), order, request.args.get("after", type=int))
    return _page("heatmap", place, {"sort": order.value}, map=shown, orders=words.ORDER)


@bp.route(f"{URL}/trend")
@guard(Action.READ_BRANCH, committee_id=organisations.get_committee)
def trend(committee):
    place = context.asked(committee)
    return _page("trend", place, trend=going.of(_view(place), _today()))


@bp.route(f"{URL}/classes")
@guard(Action.READ_BRANCH, committee_id=organisations.get_committee)
def classes(committee):
    place = context.asked(committee)
    return _page("classes", place, classes=counting.of(_view(place), _today()))


@bp.route(f"{URL}/costs")
@guard(Action.READ_BRANCH, committee_id=organisations.get_committee)
def costs(committee):
    place = context.asked(committee)
    return _page("costs", place, forms=losing.of(place.within, place.year))


@bp.route(f"{URL}/compare")
@guard(Action.READ_BRANCH, committee_id=organisations.get_committee)
def compare(committee):
    place, other = context.asked(committee), _other()
    return _page(
        "compare", place, {"with": other.id if other else None}, other=other, found=_comparison(place, other),
        offer=_offer(place, other),
    )  # fmt: skip


@bp.route(f"{URL}/<any(heatmap,trend,classes,costs,compare):shown>/export.xlsx")
@guard(Action.READ_BRANCH, committee_id=organisations.get_committee)
def export(committee, shown):
    place = context.asked(committee)
    heading = " – ".join(
        [words.heading(shown, place.year), _name(place), *([_("Dữ liệu minh hoạ")] if book.is_demo() else [])]
    )
    packed = import_module("tracker.ratings.maps.excel").write(heading, EXPORTS[shown](place))
    name = "-".join([shown, str(place.year), *folded(place.within.name).split()])
    return send_file(BytesIO(packed), mimetype=WORKBOOK, as_attachment=True, download_name=f"{name}.xlsx")


def _page(page: str, place: Place, kept: dict[str, Any] | None = None, **shown: Any) -> str:
    """``kept``: what else of the address goes along when another year is chosen, and into the workbook."""
    return render_template(
        f"ratings/maps/{page}.html", place=place, page=page, kept=kept or {}, words=words, charting=charting,
        tables=tables, guidance_words=guidance_words, name=_name(place), **shown,
    )  # fmt: skip


def _name(place: Place) -> str:
    """What the committee looked at was called at the end of the year, or is called today."""
    return organisations.name_on(place.within, min(_today(), date(place.year, 12, 31)))


def _today() -> date:
    return clock.day_of(clock.now())


def _view(place: Place) -> View:
    return View(place.within, place.year, place.thematic)


def _order() -> Order:
    asked = request.args.get("sort", "")
    return Order(asked) if asked in set(Order) else Order.BRANCH


def _other() -> Organisation | None:
    """The branch to set beside, one of those the person may read; ``None`` where none is asked for."""
    asked = request.args.get("with", "")
    if not asked:
        return None
    found = organisations.get_committee(int(asked)) if asked.isdecimal() and len(asked) < 10 else None
    if found is None or not allows(current_user.actor, Action.READ_BRANCH, found):
        abort(404)
    return found


def _offer(place: Place, other: Organisation | None) -> picking.Offer:
    sought, paths = request.args.get("q", "").strip(), branches.readable(current_user.actor)
    return picking.committees(paths, place.within, sought, other.id if other else None)


def _comparison(place: Place, other: Organisation | None) -> Comparison | None:
    return comparing.of(_view(place), other, _today()) if other else None


def _compared(place: Place) -> list[Table]:
    found = _comparison(place, _other())
    return tables.comparison(found) if found else []


EXPORTS: dict[str, Callable[[Place], list[Table]]] = {
    "heatmap": lambda place: tables.heatmap(grid.whole(_view(place), _today(), _order())),
    "trend": lambda place: tables.trend(going.of(_view(place), _today())),
    "classes": lambda place: tables.classes(counting.of(_view(place), _today())),
    "costs": lambda place: tables.costs(losing.of(place.within, place.year)),
    "compare": _compared,
}
